# SPDX-License-Identifier: MIT
"""The panel that erases: every item that goes, what cannot be reached, a reason, a word to type; then what was done."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QVBoxLayout, QWidget

from projects.people.mentions import mentions
from projects.people.persons import Member
from projects.store.erase_request import REASONS, Erased, EraseItem, ErasePreview, EraseReason, Subject
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import NO_RETURN
from projects.store.problems import LinkLocked
from wording import Message, Problem, msg, render
from workbench.safety.consent_subjects import Offer, erase_all, subjects_of
from workbench.safety.panes.page import Panel, Points, row_of
from workbench.session import Session
from workbench.translation import language_of, say
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    Label,
    MutedLabel,
    PassphraseField,
    PrimaryButton,
    RowsColumn,
    RowsModel,
    SectionLabel,
    TextField,
    reveal,
)
from workbench.widgets.fields import ANEW
from workbench.widgets.tick_box import TickBox
from workbench.widgets.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.jobs import Job

_ROWS_SHOWN = 9


class ErasePanel(Panel):
    """One primary button, which needs a reason and the typed word."""

    def __init__(self, session: Session, offer: Offer, shared: frozenset[Member] = frozenset()) -> None:
        super().__init__(msg("safety.erase.title", name=offer.text))
        self.session, self.offer = session, offer
        self.parts = _ErasableParts(offer, shared)
        self.parts.changed.connect(self.begin)
        self.items_title = SectionLabel(msg("safety.erase.items"))
        self.table, self.model = _item_table()
        self.goes = Points(msg("safety.erase.goes"))
        self.named = Points(msg("safety.erase.mentions"))
        self.stays = Points(msg("safety.erase.unreachable"))
        self.passphrase = PassphraseField(msg("safety.erase.link_passphrase"))
        self.unlock = Button(msg("safety.erase.unlock"), self.open_link, icon="lock-open")
        self.locked = FormRow(msg("safety.erase.link_passphrase"), self.passphrase, msg("safety.erase.link_why"))
        self.reason = ChoiceField(
            msg("safety.erase.reason"), [(name, msg(f"safety.erase.reason.{name}")) for name in REASONS]
        )
        self.reason.choose("no_consent" if offer.lacks_consent else "withdrawn")
        self.other = TextField(msg("safety.erase.other"), placeholder="")
        self.other_row = FormRow(msg("safety.erase.other"), self.other, msg("safety.erase.no_names"))
        self.word = TextField(msg("safety.erase.confirm"), placeholder="")
        self.word.setProperty(ANEW, True)
        self.button = PrimaryButton(msg("safety.erase.now"), self.erase, icon="trash-2")
        self.cancel = Button(msg("window.cancel"), self._leave)
        self._asked = [FormRow(msg("safety.erase.reason"), self.reason), self.other_row]
        self._asked.append(FormRow(msg("safety.erase.confirm"), self.word, msg("safety.erase.type")))
        self._unlock_row = row_of(self.unlock)
        self.job: Job | None = None
        self.stage, self.running = MutedLabel("", wrap=True), QProgressBar()
        self.running.setTextVisible(False)
        say(self.running, name=msg("window.jobs.progress"))
        self.done = Label("", wrap=True)
        self.unfinished = Label("", wrap=True)
        self.unfinished.setProperty("kind", "danger")
        self.add(
            self.parts, self.done, self.unfinished, self.items_title, self.table, self.goes, self.named, self.stays
        )
        self.add(self.locked, self._unlock_row, *self._asked)
        self.add(self.stage, self.running)
        self.add_buttons(self.button, self.cancel)
        for hidden in (self.done, self.unfinished, self.items_title, self.table, self.locked, self._unlock_row):
            hidden.hide()
        self._moved()
        self.other_row.hide()
        self.button.setEnabled(False)
        self.previewed = False
        self.reason.chosen.connect(lambda _value: self._update_button())
        self.other.textChanged.connect(lambda _text: self._update_button())
        self.word.textChanged.connect(lambda _text: self._update_button())
        self.passphrase.returnPressed.connect(self.open_link)

    def begin(self) -> None:
        """Ask what would go."""
        if not self.parts.hasFocus():
            self.reason.setFocus()
        self.previewed = False
        self._update_button()
        subjects = self.parts.subjects()
        if subjects:
            self.session.ask(partial(_previewed, subjects), self._show, self._refused, latest=("safety", "preview"))

    def _show(self, preview: tuple[ErasePreview, list[Message]]) -> None:
        found, mentioned = preview
        self.previewed = True
        self.named.show_points(mentioned)
        for widget in (self.locked, self._unlock_row):
            widget.hide()
        self.complain(None)
        self.model.set_rows(found.items)
        shown = min(max(len(found.items), 1), _ROWS_SHOWN)
        rows = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(shown * rows + self.table.horizontalHeader().sizeHint().height() + 4)
        self.items_title.setVisible(bool(found.items))
        self.table.setVisible(bool(found.items))
        self.goes.show_points(found.lines)
        self.stays.show_points(found.unreachable)
        self._update_button()
        if self.window().focusWidget() is self.reason and found.items:  # it went below what is to be read first
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _refused(self, problem: Problem) -> None:
        self.complain(problem)
        if isinstance(problem, LinkLocked):
            self.locked.show()
            self._unlock_row.show()
            self.passphrase.setFocus()

    def open_link(self) -> None:
        """Open the identifiers, which are erased too, and look again."""
        passphrase = self.passphrase.text()
        self.session.ask(lambda project: project.open_link(passphrase), self._opened, self.complain)

    def _opened(self, _nothing: object) -> None:
        self.passphrase.hide_again()
        self.begin()

    def _reason(self) -> EraseReason:
        other = self.reason.value() == "other"
        return EraseReason(self.reason.value(), self.other.text().strip() if other else "")

    def _update_button(self) -> None:
        reason = self._reason()
        self.other_row.setVisible(reason.kind == "other")
        wanted = render(msg("safety.erase.word"), language_of(self))
        typed = self.word.text().strip().casefold() == wanted.casefold()
        able = self.previewed and typed and (reason.kind != "other" or bool(reason.note))
        if able and not self.button.isEnabled():
            reveal(self.button)
        self.button.setEnabled(able)

    def erase(self) -> None:
        """Erase for good."""
        subjects, reason = self.parts.subjects(), self._reason()
        self.button.setEnabled(False)
        self.button.say(msg("safety.erase.running"))
        session = self.session

        def work(job: Job) -> Changes:
            return session.fetch(lambda project: erase_all(project, subjects, reason, job))

        self.complain(None)
        self.job = session.job(msg("store.erasing.rows"), work, self._erased, self._failed, self._stopped, owner=self)
        self.job.moved.connect(self._moved)
        self.cancel.say(msg("safety.erase.stop"))
        self._moved()

    def _moved(self) -> None:
        """Show how far it is; what cannot be stopped any more offers no stop."""
        job = self.job
        if job is not None:
            self.running.setValue(round(100 * (job.fraction or 0.0)))
            self.stage.say(job.text or job.title)
            self.cancel.setEnabled((job.fraction or 0.0) < NO_RETURN and not job.stop_requested())
        for shown in (self.running, self.stage):
            shown.setVisible(job is not None)

    def _leave(self) -> None:
        """Cancel: stop what runs, or leave."""
        if self.job is None:
            self.left.emit()
            return
        self.job.cancel()
        self.cancel.setEnabled(False)

    def _over(self) -> None:
        self.job = None
        self._moved()
        self.cancel.setEnabled(True)
        self.cancel.say(msg("window.cancel"))

    def _stopped(self) -> None:
        self._over()
        self.button.say(msg("safety.erase.now"))
        self._update_button()
        self.session.notice.emit(msg("safety.erase.stopped"))

    def _failed(self, problem: Problem) -> None:
        self._over()
        self.complain(problem)
        self.button.say(msg("safety.erase.now"))
        self._update_button()

    def _erased(self, changes: Changes) -> None:
        self._over()
        done = changes.result
        assert isinstance(done, Erased)
        counts = {"images": done.images, "objects": done.objects}
        self.complain(None)
        self.done.say(msg("safety.erase.done", when=dt.datetime.now(), seq=changes.seq, **counts))
        self.done.show()
        self.unfinished.say(done.unfinished or "")
        self.unfinished.setVisible(done.unfinished is not None)
        self.stays.show_points(done.unreachable)
        for gone in (self.parts, self.items_title, self.table, self.goes, self.button, *self._asked):
            gone.hide()
        self.cancel.say(msg("safety.close"))
        self.cancel.setFocus()


class _ErasableParts(QWidget):
    """What belongs to a person or a case, each to be ticked; what others share is not, until one says so."""

    changed = Signal()

    def __init__(self, offer: Offer, shared: frozenset[Member]) -> None:
        super().__init__()
        self.offer, self.boxes = offer, dict[Member, QCheckBox]()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(SectionLabel(msg("safety.person.theirs")))
        for member, title in zip(offer.members, offer.titles, strict=False):
            box = TickBox()
            say(box, msg("safety.person.also_others", thing=title) if member in shared else title)
            box.setChecked(member not in shared)
            box.clicked.connect(lambda _on: self.changed.emit())
            self.boxes[member] = box
            column.addWidget(box)
        self.setVisible(len(self.boxes) > 1)

    def hasFocus(self) -> bool:
        """Whether one of the boxes has it."""
        return any(box.hasFocus() for box in self.boxes.values())

    def subjects(self) -> tuple[Subject, ...]:
        """What is to be erased now."""
        if len(self.boxes) < 2:
            return self.offer.subjects
        return subjects_of(self.offer, frozenset(member for member, box in self.boxes.items() if box.isChecked()))


def _previewed(subjects: tuple[Subject, ...], project: Project) -> tuple[ErasePreview, list[Message]]:
    return erase_preview(project, subjects), mentions(project, subjects)


def _item_table() -> tuple[WrappedTable, RowsModel]:
    """The list of what goes: what, which, where, how many."""
    table = WrappedTable(msg("safety.erase.items"))

    def part(name: str) -> Any:
        return lambda item, language: render(getattr(item, name), language)

    def number(item: EraseItem, _language: str) -> str:
        return str(item.n)

    model = RowsModel(
        [
            RowsColumn(msg("safety.erase.column.kind"), part("kind")),
            RowsColumn(msg("safety.erase.column.label"), part("label")),
            RowsColumn(msg("safety.erase.column.where"), part("where"), muted=True),
            RowsColumn(msg("safety.erase.column.number"), number, numeric=True),
        ],
        table,
    )
    table.show_model(model)
    return table, model
