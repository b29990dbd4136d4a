# SPDX-License-Identifier: MIT
"""The page of consent and erasure: what lacks consent, what there is, consents of an interview. It erases nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from projects.store.erasing import Subject
from wording import Text, msg
from workbench.safety.erase_panel import ErasePanel
from workbench.safety.offers import Offer, offers
from workbench.safety.page import SafetyPage, row_of
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    FormRow,
    Label,
    MutedLabel,
    Pane,
    StrongLabel,
    TextField,
)

if TYPE_CHECKING:
    from projects.store.project import Project

_CONSENTS = ("interview", "recording", "quotation", "sharing", "recontact")
_ANSWERS = ((True, "yes"), (False, "no"), (None, "unknown"))
_ALL = ""


class ErasePage(SafetyPage):
    """A list at the left; what is known about its entry, and Erase, at the right."""

    def __init__(self) -> None:
        super().__init__(msg("safety.consent.title"), msg("safety.consent.sentence"))
        self.offers: dict[str, Offer] = {}
        self.list = EntryList(msg("safety.consent.list"))
        self.list.setMinimumHeight(380)
        self.list.setMinimumWidth(330)
        self.name = StrongLabel(msg("safety.consent.choose"), wrap=True)
        self.note = MutedLabel("", wrap=True)
        self.consents = {
            name: ChoiceField(
                msg(f"interviews.view.consent.{name}"),
                [(value, msg(f"interviews.view.consent.{word}")) for value, word in _ANSWERS],
            )
            for name in _CONSENTS
        }
        self.consent_rows = [FormRow(msg(f"interviews.view.consent.{name}"), self.consents[name]) for name in _CONSENTS]
        self.row = TextField(msg("safety.erase.row"), placeholder="")
        self.row_row = FormRow(msg("safety.erase.row"), self.row, msg("safety.erase.row_help"))
        self.variable = ChoiceField(msg("safety.erase.what"), [(_ALL, msg("safety.erase.whole_row"))])
        self.variable_row = FormRow(msg("safety.erase.what"), self.variable)
        self.erase = Button(msg("safety.erase.begin"), self.ask_erase, kind="danger", icon="trash-2")
        self.body.addWidget(self._columns())
        self.list.picked.connect(self._show_offer)
        self.row.returnPressed.connect(self.ask_erase)
        for name, field in self.consents.items():
            field.chosen.connect(partial(self._set_consent, name))
        self._show_offer("")

    def _columns(self) -> QWidget:
        whole, right = QWidget(), Pane(margins=(14, 12, 14, 12))
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        across.addWidget(self.list, 5)
        across.addWidget(right, 5)
        for part in (self.name, self.note, *self.consent_rows, self.row_row, self.variable_row, row_of(self.erase)):
            right.body.addWidget(part)
        right.body.addWidget(Label(msg("safety.erase.first_shown"), wrap=True))
        right.body.addStretch(1)
        return whole

    def read(self) -> None:
        """List what there is."""
        self.session.ask(offers, self._show, latest=("safety", "offers"))

    def _show(self, found: list[Offer]) -> None:
        self.offers = {offer.id: offer for offer in found}
        sections = (
            ("lacking", [offer for offer in found if offer.lacks_consent], "triangle-alert"),
            ("people", [offer for offer in found if offer.id.startswith("case:")], "user"),
            ("interviews", [offer for offer in found if offer.id.startswith("document:")], "messages-square"),
            ("tables", [offer for offer in found if offer.table is not None], "table-2"),
        )
        entries: list[Entry] = []
        for section, held, icon in sections:
            if held or section == "lacking":
                entries.append(Entry(f"section:{section}", msg(f"safety.consent.{section}"), section=True))
            if not held and section == "lacking":
                entries.append(Entry("none", msg("safety.consent.none_lacking"), icon="check"))
            entries += [Entry(offer.id, offer.text, offer.note, icon=icon) for offer in held]
        self.list.set_entries(entries)
        self._show_offer(self.list.picked_id())

    def _offer(self) -> Offer | None:
        return self.offers.get(self.list.picked_id() or "")

    def _show_offer(self, _picked: object) -> None:
        offer = self._offer()
        said: Text = offer.text if offer else msg("safety.consent.choose")
        self.name.say(said)
        self.note.say(offer.note if offer else "")
        self.note.setVisible(bool(offer and offer.note))
        document, table = (offer.document, offer.table) if offer else (None, None)
        for row in self.consent_rows:
            row.setVisible(document is not None)
        for row in (self.row_row, self.variable_row):
            row.setVisible(table is not None)
        if document is not None:
            for name, field in self.consents.items():
                field.choose(document.consents[name])
        if table is not None:
            choices: list[tuple[Any, Text]] = [(_ALL, msg("safety.erase.whole_row"))]
            self.variable.set_choices([*choices, *((one.id, called(one)) for one in table.variables)])
        self.erase.setEnabled(offer is not None)

    def _set_consent(self, name: str, value: object) -> None:
        from projects.interviews.documents import set_consents

        offer = self._offer()
        if offer is not None and offer.document is not None:
            given = value if isinstance(value, bool) else None
            self.session.do(set_consents(offer.document.id, {name: given}))

    def ask_erase(self) -> None:
        """Show all that would go, and ask."""
        offer = self._offer()
        if offer is None:
            self.list.setFocus()
        elif offer.table is None:
            self.open(ErasePanel(self.session, offer))
        else:
            self._find_row(offer)

    def _find_row(self, offer: Offer) -> None:
        typed, table = self.row.text().strip(), offer.table
        if table is None or not typed.isdecimal():
            self.row_row.complain(msg("safety.erase.row_missing"))
            self.row.setFocus()
            return
        row_id, variable = int(typed), self.variable.value() or _ALL

        def there(project: Project) -> bool:
            from projects.datasets.columns import TableColumns

            return int(TableColumns(project, table.id).positions([row_id])[0]) >= 0

        def found(held: bool) -> None:
            self.row_row.complain(None if held else msg("safety.erase.row_missing"))
            if held:
                subject = (
                    Subject("answer", (table.id, row_id, variable))
                    if variable
                    else Subject("row", (table.id, [row_id]))
                )
                name = msg("safety.erase.row_of", row=str(row_id), table=offer.text)
                self.open(ErasePanel(self.session, Offer(offer.id, name, subjects=(subject,))))

        self.session.ask(there, found, owner=self)
