# SPDX-License-Identifier: MIT
"""The code matrix as a page: codes × an attribute, and the quotes of the cell chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea

from analysis.codings.cell_segments import QuoteLine
from analysis.codings.options import BY, UNIT, UNITS
from analysis.codings.records import CODINGS
from analysis.declarations.records import Options
from analysis.file_writers import file_filter, table_writers
from analysis.masking import Destination
from analysis.result_tables import FigureSpec, TableSpec
from wording import Problem, Text, msg, render
from workbench.clearance_form import ask_clearance
from workbench.codings.audience_preview import AudiencePreview, seen_as_field, seen_as_row
from workbench.codings.background_analysis import AnalysisRun, CodingsReader
from workbench.codings.fields import SingleChoiceField, attribute_candidates, bar_of
from workbench.codings.quote_list import CellQuotes
from workbench.results.computation import Limits, Outcome, read_limits
from workbench.results.export import READERS, ProjectForExport, ask_file, ask_readers, said_of, write_tables
from workbench.results.result_table import ResultTable
from workbench.session import Session
from workbench.translation import language_of, say
from workbench.widgets import Button, ChoiceField, LeadLabel, Line, MutedLabel, Pane, PaneHeader

if TYPE_CHECKING:
    from projects.export_gate import Exported
    from projects.pages.page_clearance import PageClearance
    from workbench.jobs import Job

_SUFFIX = ".xlsx"
_WORDS = ("segments",)  # analyses that list what people said: for the team only


class ExcelButton(Button):
    """Asks for whom, where there is a choice, then for the file. `options` gives what the page shows."""

    def __init__(self, reader: CodingsReader, analysis: str, title: Text, options: Callable[[], Options]) -> None:
        super().__init__(msg("framework.to_excel"), self._ask_readers)
        self._reader, self._analysis, self._title, self._options = reader, analysis, title, options
        self.session: Session | None = None
        self.readers: Sequence[str] = READERS[:1] if analysis in _WORDS else READERS
        if len(self.readers) == 1:
            say(self, tip=msg("framework.inside_only"))
        self.setEnabled(False)

    def _ask_readers(self) -> None:
        if len(self.readers) == 1:
            self._ask_file(self.readers[0])
            return
        ask_readers(self, self._ask_file)

    def _ask_file(self, to: str) -> None:
        if self.session is not None:
            ask_clearance(self, self.session, to, partial(self._ask_cleared, to))

    def _ask_cleared(self, to: str, clearance: PageClearance | None) -> None:
        name = re.sub(r"[^\w]+", "_", render(self._title, language_of())).strip("_") + _SUFFIX
        kinds = file_filter([one for one in table_writers() if one.suffix == _SUFFIX], language_of())
        ask_file(self, msg(f"codings.excel.{to}"), kinds, name, partial(self.write, to, clearance=clearance))

    def write(self, to: str, path: Path, *, clearance: PageClearance | None = None) -> None:
        """Count anew and write the file for these readers."""
        session = self.session
        if session is None:
            return
        gate, options = ProjectForExport(session), dict(self._options())

        def work(job: Job) -> Exported:
            tables = self._reader.tables(session, self._analysis, options, job)
            return write_tables(gate, tables, path, to=to, clearance=clearance)

        def done(exported: Exported) -> None:
            for logged in gate.logged:
                session.changed.emit(logged)
            said = said_of(exported, to)
            words = self._analysis in _WORDS
            session.exported.emit(
                msg("analysis.view.exported_team", file=exported.path.name) if words else said, exported.path
            )

        session.job(msg("analysis.view.exporting"), work, done, owner=self)


class MatrixPage(Pane):
    """`opened` carries the id of a segment, `left` goes back to the transcript."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, reader: CodingsReader) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.excel = ExcelButton(reader, "code_crosstab", msg("analysis.code_crosstab"), lambda: self.options)
        self.header = PaneHeader(msg("analysis.code_crosstab"), self.excel, back)
        super().__init__(self.header, spacing=0)
        self._reader = reader
        self._session: Session | None = None
        self.options: Options = {"by": "document", "unit": "cases"}
        self.cell: tuple[str, str] | None = None
        self.by = SingleChoiceField(BY.label, msg("hint.attribute"))
        self.by.changed.connect(lambda value: self._set("by", value or "document"))
        self.unit = ChoiceField(UNIT.label, [(one, msg(f"choice.unit.{one}")) for one in UNITS])
        self.unit.chosen.connect(lambda value: self._set("unit", value))
        self.subtitle, self.problem = MutedLabel("", wrap=True), LeadLabel("", wrap=True)
        self.table, self.quotes = ResultTable(), CellQuotes()
        self._limits: Limits | None = None
        self.seen_as = seen_as_field()
        self.seen = AudiencePreview(self, self.seen_as, self.quotes, self._show, self._open_session, self._read_limits)
        self.table.cell_chosen.connect(self._choose)
        self.table.cell_opened.connect(lambda *_cell: self.quotes.open_first())
        self.quotes.opened.connect(self.opened)
        self.quotes.table.hide()
        self.body.addWidget(bar_of((self.by, self.unit), seen_as_row(self.seen_as, always=True)))
        self.body.addWidget(Line())
        sheet = Pane(margins=(16, 10, 16, 10), spacing=8)
        for widget in (self.subtitle, self.problem, self.table):
            sheet.body.addWidget(widget)
        sheet.body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(sheet)
        self.body.addWidget(area, 3)
        self.body.addWidget(self.quotes, 2)

    def read(self, session: Session) -> None:
        """Count anew."""
        self._session = self.excel.session = session
        self._reader.run(session, "code_crosstab", self.options, self._take, self._failed, self)

    def _set(self, name: str, value: object) -> None:
        self.options = {**self.options, name: value}
        self.cell = None
        self.quotes.clear()
        if self._session is not None:
            self.read(self._session)

    def _take(self, ran: AnalysisRun) -> None:
        table = ran.result.tables[0]
        self.by.offer(attribute_candidates(ran.table), str(self.options["by"]), CODINGS)
        self.unit.choose(self.options["unit"])
        self.subtitle.say(table.subtitle or "")
        self.problem.hide()
        self.excel.setEnabled(True)
        self.table.show()
        self._ran(ran)
        if self.cell is not None:
            self._choose(*self.cell)

    def _ran(self, ran: AnalysisRun) -> None:
        """Show the count as it is, then as the reader chosen has it."""
        outcome = Outcome(ran.result, ran.result.tables[:1], ())

        def known(limits: Limits) -> None:
            self._limits = limits
            if self.seen.reader() is Destination.INSIDE:
                self._show(outcome, outcome.tables, (), (0, 0, 0))
            self.seen.shown(outcome, another=False)

        if self._session is not None:
            self._session.ask(read_limits, known, latest="interviews.matrix.limits", owner=self)

    def _show(
        self, _outcome: Outcome, tables: tuple[TableSpec, ...], _figures: tuple[FigureSpec, ...],
        limits: tuple[int, int, int],
    ) -> None:  # fmt: skip
        inside = self.seen.reader() is Destination.INSIDE
        self.table.show_table(tables[0], (0, 0, 0) if inside else limits)

    def _open_session(self) -> Session:
        assert self._session is not None
        return self._session

    def _read_limits(self) -> Limits:
        return self._limits or Limits(30, 10, 5, None)

    def _failed(self, problem: Problem) -> None:
        self.table.hide()
        self.quotes.clear()
        self.excel.setEnabled(False)
        self.problem.say(problem.message)
        self.problem.show()

    def _choose(self, row: str, column: str) -> None:
        if self._session is None:
            return
        self.cell = (row, column)
        spec = self.table.sheet.table
        title: Any = ""
        if spec is not None:
            title = next((one.label for one in spec.rows if one.id == row), "")
            over = next((one.label for one in spec.columns if one.id == column), None)
            title = msg("behind.title", row=title, column=over) if over is not None else title

        def done(lines: Sequence[QuoteLine]) -> None:
            if self.cell == (row, column):
                self.quotes.show_lines(title, lines)

        self._reader.behind(self._session, "code_crosstab", self.options, self.cell, done, self)
