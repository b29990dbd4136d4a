# SPDX-License-Identifier: MIT
"""Agreement of two coders as a page: by code, on all segments and without suggested ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from coding.agreement import Agreement
from projects.assistance.coder_agreement import coder_agreement
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.transcripts.queries import CODERS_OF_SEGMENTS
from wording import Problem, msg, render
from wording.numbers import format_number
from workbench.codings.fields import bar_of
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    LeadLabel,
    Line,
    MutedLabel,
    Pane,
    PaneHeader,
    RowsColumn,
    RowsModel,
)
from workbench.widgets.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from coding.codebook import Codebook
    from projects.assistance.coder_agreement import CoderAgreement
    from projects.store.project import Project

    _Found = tuple[list[str], CoderAgreement | Problem, Codebook]


@dataclass(frozen=True)
class AgreementRow:
    """A code (or "" for all together) with both figures."""

    name: str
    whole: Agreement
    by_hand: Agreement


class AgreementPage(Pane):
    """Compares the two coders chosen, the first two there are until somebody chooses; `left` goes back."""

    left = Signal()

    def __init__(self) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        super().__init__(PaneHeader(msg("interviews.view.compare_coders"), back), spacing=0)
        self._session: Session | None = None
        self.coders: tuple[str, ...] = ()
        self.first, self.second = (ChoiceField(msg(f"agreement.page.{one}")) for one in ("first", "second"))
        for field in (self.first, self.second):
            field.chosen.connect(lambda _value: self._choose())
        self.facts, self.problem = MutedLabel("", wrap=True), LeadLabel("", wrap=True)
        self.note = MutedLabel(msg("agreement.page.note"), wrap=True)
        self.alone = [MutedLabel("", wrap=True) for _coder in range(2)]
        self.table = WrappedTable(msg("interviews.view.compare_coders"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)  # seven columns in a small window
        self.rows = RowsModel(_columns(), self.table)
        self.table.show_model(self.rows)
        self.body.addWidget(bar_of((self.first, self.second)))
        self.body.addWidget(Line())
        sheet = Pane(margins=(16, 10, 16, 10), spacing=8)
        for widget in (self.facts, self.problem):
            sheet.body.addWidget(widget)
        sheet.body.addWidget(self.table, 1)
        for widget in (*self.alone, self.note):
            sheet.body.addWidget(widget)
        sheet.body.addStretch(0)
        self.body.addWidget(sheet, 1)

    def read(self, session: Session) -> None:
        """Compare anew; while coding is blind, or where nothing is shared, a sentence says so."""
        self._session = session
        wanted = self.coders

        def work(_job: object) -> _Found:
            return session.fetch(lambda project: _compared(project, wanted))

        session.compute(work, self._take, owner=self)

    def _choose(self) -> None:
        self.coders = tuple(str(field.value() or "") for field in (self.first, self.second))
        if self._session is not None:
            self.read(self._session)

    def _take(self, found: _Found) -> None:
        names, agreement, codebook = found
        chosen = agreement.coders if not isinstance(agreement, Problem) else (*self.coders, *names[:2])[:2]
        for field, name in zip((self.first, self.second), chosen, strict=False):
            field.set_choices([(one, one) for one in names])
            field.choose(name)
            field.setEnabled(len(names) > 1 or field is self.first)  # the keys stand in the first
        if len(names) < 2:
            self.second.set_choices([("", msg("agreement.page.no_second"))])
            self.second.choose("")
            self.second.setEnabled(False)
        compared = not isinstance(agreement, Problem)
        for widget in (self.table, self.facts, self.note):
            widget.setVisible(compared)
        self.problem.setVisible(not compared)
        for label in self.alone:
            label.hide()
        if isinstance(agreement, Problem):
            self.rows.set_rows([])
            self.problem.say(agreement.message)
            return
        first, second = agreement.coders
        self.facts.say(
            msg(
                "agreement.head",
                first=first,
                second=second,
                documents=agreement.documents,
                sentences=agreement.sentences,
            )
        )
        self.rows.set_rows(_rows(agreement, codebook))
        for at, (label, coder) in enumerate(zip(self.alone, agreement.coders, strict=True)):
            codes = [code for code in codebook if code.id in agreement.whole and agreement.whole[code.id].only == at]
            label.setVisible(bool(codes))
            called = [codebook.told_apart(code) for code in codes]
            label.say(msg("agreement.alone", coder=coder, codes=called, n=len(codes)))


def _compared(project: Project, wanted: Sequence[str]) -> _Found:
    names = [str(row["coder"]) for row in project.query(CODERS_OF_SEGMENTS)]
    chosen = [one for one in dict.fromkeys(wanted) if one in names]
    try:
        if len(names) < 2 and not is_blind(project):
            raise Problem(msg("agreement.page.one_coder"))
        if wanted and len(chosen) < 2 and not is_blind(project):
            raise Problem(msg("agreement.page.choose_two"))
        agreement: CoderAgreement | Problem = coder_agreement(project, chosen or names[:2])
    except Problem as problem:
        agreement = problem
    return names, agreement, stored_codebook(project)


def _rows(found: CoderAgreement, codebook: Codebook) -> list[AgreementRow]:
    language, none = language_of(), Agreement(0, 0, 0, 0)
    held = [
        AgreementRow(render(codebook.told_apart(code), language), found.whole[code.id], found.by_hand[code.id])
        for code in codebook
        if code.id in found.whole and found.whole[code.id].only is None
    ]
    whole, by_hand = (sum(part.values(), none) for part in (found.whole, found.by_hand))
    return [*held, AgreementRow("", whole, by_hand)] if found.whole else []


def _columns() -> list[RowsColumn]:
    def name(row: AgreementRow, language: str) -> str:
        return row.name or render(msg("agreement.page.all"), language)

    found = [RowsColumn(msg("codings.code"), name, sort_key=lambda row: (not row.name, row.name.casefold()))]
    for part in ("whole", "by_hand"):

        def same(row: AgreementRow, language: str, part: str = part) -> str:
            return _number(getattr(row, part).observed, 100, 0, language, percent=True)

        def kappa(row: AgreementRow, language: str, part: str = part) -> str:
            return _number(getattr(row, part).kappa, 1, 2, language)

        def units(row: AgreementRow, language: str, part: str = part) -> str:
            return format_number(getattr(row, part).units, language, 0)

        for what, show in (("same", same), ("kappa", kappa), ("n", units)):
            found.append(RowsColumn(msg(f"agreement.page.{part}.{what}"), show, numeric=True))
    return found


def _number(value: float | None, scale: int, digits: int, language: str, *, percent: bool = False) -> str:
    if value is None:
        return "–"
    text = format_number(value * scale, language, digits)
    return render(msg("agreement.page.percent", n=text), language) if percent else text
