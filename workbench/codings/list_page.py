# SPDX-License-Identifier: MIT
"""The segment list as a page: a query with and, or, not, near; its segments in context, recoded or kept as a query."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from analysis.codings import options as codings
from analysis.codings.queries import QUERY_OPTIONS
from analysis.codings.records import CODINGS
from analysis.codings.segments import PAGE
from analysis.declared import Option
from projects.findings.saved_queries import keep_query
from wording import Problem, Text, msg
from workbench.codings.fields import OneField, SeveralField, candidates_for, takes_several
from workbench.codings.quote_list import QuoteList
from workbench.codings.reading import CodingsReader, Ran
from workbench.session import Session
from workbench.widgets import Button, ChoiceField, FormRow, LeadLabel, Line, MutedLabel, Pane, PaneHeader, TextField

if TYPE_CHECKING:
    from analysis.declared.records import Options
    from projects.store.actions import Action
    from projects.store.project import Project

_ASKED = (codings.CODES, codings.AND, codings.NOT, codings.CASES, codings.SAVED)


def _kept(name: str, options: Options, project: Project) -> Action:
    return keep_query(name, options, coder=project.user)


class SegmentListPage(Pane):
    """`opened` carries the id of a segment; `recode_wanted` those ticked, to be put under another code."""

    opened = Signal(str)
    left = Signal()
    recode_wanted = Signal(object)

    def __init__(self, reader: CodingsReader) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader(msg("analysis.segments"), back)
        super().__init__(self.header, spacing=0)
        self._reader = reader
        self._session: Session | None = None
        self.options: Options = {"page": 1}
        self.fields: dict[str, SeveralField | OneField] = {}
        self.relation = ChoiceField(
            codings.STANDS.label, [(one, msg(f"choice.relation.{one}")) for one in codings.STANDING]
        )
        self.relation.chosen.connect(lambda value: self._set("relation", value))
        self.within = TextField(codings.WITHIN.label)
        self.within.editingFinished.connect(self._set_within)
        self.sort = ChoiceField(codings.SORT.label, [(one, msg(f"choice.sort.{one}")) for one in codings.SORTS])
        self.sort.chosen.connect(lambda value: self._set("sort", value))
        self.subtitle, self.problem = MutedLabel("", wrap=True), LeadLabel("", wrap=True)
        self.list = QuoteList(msg("interviews.view.retrieval_list"), ticked=True)
        self.list.opened.connect(self.opened)
        self.list.ticks_changed.connect(self._told)
        self.earlier = Button(msg("codings.page.earlier"), partial(self._turn, -1), icon="chevron-left")
        self.later = Button(msg("codings.page.later"), partial(self._turn, 1), icon="chevron-right")
        self.recode = Button(msg("codings.recode"), self._recode)
        self.name = TextField(msg("queries.name_field"), placeholder=msg("queries.name_field"))
        self.keep = Button(msg("queries.keep"), self._keep, icon="bookmark")
        parts = ((self._query(), 0), (Line(), 0), (self._sentence_pane(), 0), (self.list, 1), (Line(), 0))
        for widget, stretch in parts:
            self.body.addWidget(widget, stretch)
        self.body.addWidget(self._bar())

    def _query(self) -> QWidget:
        grid_, grid = QWidget(), QGridLayout()
        grid_.setLayout(grid)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setSpacing(8)
        rows: list[FormRow] = []
        for option in _ASKED:
            field = self._field(option)
            self.fields[option.name] = field
            rows.append(FormRow(option.label, field))
        rows.insert(3, FormRow(codings.STANDS.label, self.relation))
        rows.append(FormRow(codings.SORT.label, self.sort))
        self.within_row = FormRow(codings.WITHIN.label, self.within)
        rows.insert(4, self.within_row)
        for at, row in enumerate(rows):
            grid.addWidget(row, at // 4, at % 4, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        return grid_

    def _field(self, option: Option) -> SeveralField | OneField:
        hint = "hint.codes" if option is codings.CODES else f"hint.offered.{option.name}"
        made = SeveralField(option.label, msg(hint)) if takes_several(option) else OneField(option.label, msg(hint))
        made.changed.connect(lambda value: self._set(option.name, value))
        return made

    def _sentence_pane(self) -> QWidget:
        said = Pane(margins=(12, 6, 12, 6), spacing=2)
        said.body.addWidget(self.subtitle)
        said.body.addWidget(self.problem)
        self.problem.hide()
        return said

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(6)
        for widget in (self.earlier, self.later, self.recode):
            row.addWidget(widget)
        row.addStretch(1)
        self.name.setMaximumWidth(220)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        return bar

    def read(self, session: Session) -> None:
        """Ask the query anew."""
        self._session = session
        self._reader.run(session, "segments", self.options, self._take, self._failed, self)

    def show_query(self, session: Session, options: Options) -> None:
        """Ask another query."""
        self.options = {"page": 1, **options}
        self.read(session)

    def _set(self, name: str, value: object) -> None:
        kept = {key: held for key, held in self.options.items() if key not in (name, "page")}
        self.options = {**kept, **({name: value} if value not in ("", None) else {}), "page": 1}
        if self._session is not None:
            self.read(self._session)

    def _set_within(self) -> None:
        text = self.within.text().strip()
        if text.isdecimal() and self.within.isModified():
            self._set("within", int(text))

    def _turn(self, step: int) -> None:
        self.options = {**self.options, "page": int(self.options["page"]) + step}
        if self._session is not None:
            self.read(self._session)

    def _take(self, ran: Ran) -> None:
        found = int(ran.result.facts["n"])
        page, pages = int(self.options["page"]), max(1, -(-found // PAGE))
        for option in _ASKED:
            self.fields[option.name].offer(candidates_for(option, ran.table), self._value(option.name), CODINGS)
        self.relation.choose(self._value("relation"))
        self.sort.choose(self.options.get("sort", codings.SORT.default))
        measured = self._value("relation") in ("words", "sentences", "turns", "followed")
        related = bool(self.options.get("with_codes") or self.options.get("without_codes"))
        self.relation.setEnabled(related)
        self.within_row.setVisible(measured and related)
        if not self.within.hasFocus():
            self.within.setText(str(self._value("within")))
        notes: list[Text] = [ran.result.tables[0].subtitle or "", *ran.result.tables[0].notes[2:]]
        self.subtitle.say(msg("codings.said", what=notes))
        self.problem.hide()
        self.list.show_lines(ran.lines)
        self.earlier.setEnabled(page > 1)
        self.later.setEnabled(page < pages)
        self._told()

    def _value(self, name: str) -> Any:
        return self.options.get(name, QUERY_OPTIONS[name])

    def _failed(self, problem: Problem) -> None:
        self.list.show_lines([])
        self.problem.say(problem.message)
        self.problem.show()
        self._told()

    def _told(self) -> None:
        self.recode.setEnabled(bool(self.list.ticked()))

    def _recode(self) -> None:
        self.recode_wanted.emit([line.segment for line in self.list.ticked()])

    def _keep(self) -> None:
        name, options = self.name.text().strip(), dict(self.options)
        if self._session is not None and name:
            self._session.do(
                lambda project: keep_query(name, options, coder=project.user), lambda _done: self.name.clear()
            )
