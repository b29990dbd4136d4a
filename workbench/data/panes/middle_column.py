# SPDX-License-Identifier: MIT
"""The middle column: the table with its grid, or the cleaning log or a form of registers in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from analysis.file_writers import file_filter
from analysis.masking import Destination
from analysis.records import DataTable, Variable
from projects import export_gate
from projects.datasets.cleaning_log import count_logged, logged, people, undo_edits
from projects.datasets.export.cleaning_log_table import log_writer
from projects.file_writers import log_writers
from projects.pages.page_clearance import record
from projects.stored_tables.stored_table import data_tables
from wording import msg, render
from wording.numbers import format_date
from workbench.clearance_form import ask_clearance
from workbench.data.panes.centre_pane import Centre
from workbench.data.panes.edit_preview import written_cell
from workbench.data.panes.log_filters import LogFilters
from workbench.data.state import DataState
from workbench.file_dialogs import ask_new_file
from workbench.results.export import with_names
from workbench.session import Session
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_words import listed_as
from workbench.widgets import (
    Button,
    ChoiceField,
    EmptyState,
    IconButton,
    Label,
    PageStack,
    Pane,
    PaneHeader,
    RowsColumn,
    RowsModel,
    RowsTable,
)
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from projects.datasets.cleaning_log import Edit
    from projects.export_gate import Exported
    from projects.pages.page_clearance import PageClearance
    from projects.store.project import Project

_SHOWN = 10_000


@dataclass(frozen=True)
class LogLine:
    """An edit with the table and variable it belongs to."""

    edit: Edit
    table: DataTable
    variable: Variable


_LEAST = 160  # pixels of the table of lines, also where filters and buttons take several lines


class LogPage(Pane):
    """Reads the log when shown and after each change; `cell_requested` carries table, row id and variable."""

    closed = Signal()
    cell_requested = Signal(str, int, str)

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False)
        self.header = PaneHeader(msg("data.view.log"), close)
        super().__init__(self.header, spacing=0, scroll=True)  # in a low window the filters need the height
        self.session: Session | None = None
        self.filters, self.problem = LogFilters(), Label("", wrap=True)
        self.table = RowsTable(msg("data.view.log"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setMinimumHeight(_LEAST)
        self.model = RowsModel(_columns(), self.table)
        self.table.setModel(self.model)
        self.back = Button(msg("data.view.log.undo"), self._undo, icon="undo-2")
        self.show_cell = Button(msg("data.view.log.show"), self._show_cell, icon="table-2")
        self.leave = Button(msg("data.view.log.export"), self._choose_file, icon="download")
        self.destination = ChoiceField(
            msg("data.view.export.destination"), [(one, msg(f"destination.{one.value}")) for one in Destination]
        )
        self.destination.choose(Destination.INSIDE)
        self.nothing = EmptyState(
            msg("data.view.log.hint"), Button(msg("data.view.log.to_table"), self.closed.emit, icon="table-2")
        )
        self.nothing.hide()
        self.note = self.header.note
        self._lay_out()
        self.filters.narrowed.connect(self.read)
        self.filters.to_list.connect(self.table.setFocus)
        self.table.doubleClicked.connect(lambda _index: self._show_cell())
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._enable())

    def _lay_out(self) -> None:
        self.problem.setProperty("kind", "danger")
        self.problem.setContentsMargins(12, 0, 12, 6)
        self.problem.hide()
        self.body.addWidget(self.filters)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nothing, 1)
        self.destination.setMinimumContentsLength(14)  # "inside the team", whole
        self.foot = QWidget()
        foot = FlowLayout(self.foot, spacing=6, in_one_line=True)
        foot.setContentsMargins(12, 8, 12, 8)
        for part in (self.back, self.show_cell, self.leave, self.destination):
            foot.addWidget(part)
        self.body.addWidget(self.foot)
        header = self.table.horizontalHeader()
        for column, width in enumerate((142, 52, 100, 60, 128, 86, 86)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(7, QHeaderView.ResizeMode.Stretch)
        self._enable()

    def attach(self, session: Session) -> None:
        """The project is open."""
        self.session = session

    def reread(self) -> None:
        """Read anew, if anyone looks."""
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the log with the filters chosen."""
        unread = self.filters.unread()
        if self.session is None:
            return
        if unread is not None:
            self.problem.say(unread)
            self.problem.show()
            return
        self.problem.hide()
        wanted = self.filters.wanted()

        def work(project: Project) -> _LogEntries:
            tables = {table.id: table for table in data_tables(project)}
            lines = [
                line for edit in logged(project, wanted, limit=_SHOWN) if (line := _line(edit, tables)) is not None
            ]
            return _LogEntries(lines, count_logged(project, wanted), list(tables.values()), people(project))

        self.session.ask(work, self._show, latest=("data", "log"), owner=self)

    def _show(self, found: _LogEntries) -> None:
        self.model.set_rows(found.lines)
        self.filters.offer(found.tables, found.people)
        untouched = not found.lines and not self.filters.wanted().narrows
        self.table.setVisible(not untouched)
        self.nothing.setVisible(untouched)
        for part in (self.filters, self.foot):  # of no use while nothing was changed
            part.setVisible(not untouched)
        if not found.lines:
            key = "none" if self.filters.wanted().narrows else "empty"
            self.note.say(msg(f"data.view.log.{key}"))
        elif found.count > len(found.lines):
            self.note.say(msg("data.view.log.first", n=len(found.lines), total=found.count))
        else:
            self.note.say(msg("data.view.log.count", n=found.count))
        if found.lines:
            self.table.selectRow(0)
        self._enable()

    def _chosen(self) -> list[LogLine]:
        return [self.model.row_at(index) for index in self.table.selectionModel().selectedRows()]

    def _enable(self) -> None:
        chosen = self._chosen()
        self.back.setEnabled(any(not line.edit.undone for line in chosen))
        self.show_cell.setEnabled(len(chosen) == 1)
        self.leave.setEnabled(self.model.rowCount() > 0)

    def _undo(self) -> None:
        ids = [line.edit.id for line in self._chosen() if not line.edit.undone]
        if ids and self.session is not None:
            self.session.do(undo_edits(ids))

    def _show_cell(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            line = chosen[0]
            self.cell_requested.emit(line.table.id, line.edit.row_id, line.variable.id)

    def _choose_file(self) -> None:
        if self.session is not None:
            ask_clearance(self, self.session, self.destination.value().value, self._choose_cleared)

    def _choose_cleared(self, clearance: PageClearance | None) -> None:
        language = language_of()
        kinds = file_filter(log_writers(), language)
        title = render(msg("data.view.log.export"), language)
        path, kind = ask_new_file(self, "data", title, "cleaning_log.xlsx", kinds)
        if path is not None:
            self.write(path if path.suffix else path.with_suffix(_suffix(kind)), clearance)

    def write(self, path: Path, clearance: PageClearance | None = None) -> None:
        """Write the lines shown through the check before sharing; the dialog has asked about a file that is there."""
        if self.session is None:
            return
        session, wanted, language = self.session, self.filters.wanted(), language_of()
        destination = self.destination.value()

        def work(project: Project) -> Exported:
            kind = path.suffix.lower().lstrip(".")
            names = export_gate.names_for(project, destination, language)
            write = log_writer(
                project, kind, wanted, language=language, destination=destination, words=names.without
            )  # fmt: skip
            done = export_gate.export_data(project, path, write, destination=destination, overwrite=True, names=names)
            record(project, path, clearance)
            return done

        def done(exported: Exported) -> None:
            session.exported.emit(with_names(msg("data.view.export.done", file=path.name), exported.names), path)

        session.ask(work, done, owner=self)


def _suffix(chosen: str) -> str:
    """The ending of the kind whose line of the file dialog was chosen; the first where none was."""
    writers = log_writers()
    return next((one.suffix for one in writers if f"(*{one.suffix})" in chosen), writers[0].suffix)


@dataclass(frozen=True)
class _LogEntries:
    lines: list[LogLine]
    count: int
    tables: list[DataTable]
    people: list[str]


def _line(edit: Edit, tables: Mapping[str, DataTable]) -> LogLine | None:
    table = tables.get(edit.table_id)
    variable = next((v for v in table.variables if v.id == edit.variable_id), None) if table else None
    return LogLine(edit, table, variable) if table is not None and variable is not None else None


def _columns() -> list[RowsColumn]:
    def name(key: str) -> Any:
        return msg(f"data.view.log.{key}")

    def why(line: LogLine, language: str) -> str:
        cause = "" if line.edit.cause == "person" else render(msg(f"data.view.log.cause.{line.edit.cause}"), language)
        gone = render(msg("data.view.log.was_undone"), language) if line.edit.undone else ""
        return " · ".join(part for part in (line.edit.why, cause, gone) if part)

    return [
        RowsColumn(name("when"), lambda line, lang: format_date(line.edit.utc.astimezone(), lang), muted=True),
        RowsColumn(name("who"), lambda line, _lang: line.edit.who or "–"),
        RowsColumn(name("table"), lambda line, lang: render(title_of(line.table), lang)),
        RowsColumn(name("row"), lambda line, _lang: str(line.edit.row_id), numeric=True),
        RowsColumn(name("variable"), lambda line, lang: listed_as(line.variable, lang)),
        RowsColumn(name("old"), lambda line, lang: written_cell(line.variable, line.edit.old, lang), muted=True),
        RowsColumn(name("new"), lambda line, lang: written_cell(line.variable, line.edit.new, lang)),
        RowsColumn(name("why"), why),
    ]


class MiddleColumn(PageStack):
    """One page at a time; `add_log` makes the second."""

    def __init__(self, state: DataState, centre: Centre) -> None:
        super().__init__()
        self._state, self.centre = state, centre
        self.addWidget(centre)

    def add_log(self) -> None:
        """Make the page of the cleaning log."""
        self.log = LogPage()
        self.addWidget(self.log)
        self.log.closed.connect(self.show_table)

    def show_table(self) -> None:
        """Bring the table to the front."""
        self.setCurrentWidget(self.centre)

    def show_log(self, table_id: str = "", variable_id: str = "", row_id: int = 0) -> None:
        """The cleaning log in place of the table: all of it, or the lines of one cell."""
        self.log.filters.offer(self._state.contents.tables, ())
        if table_id:
            self.log.filters.only(table_id, variable_id, row_id)
        elif self.log.filters.row is not None:
            self.log.filters.everything()
        self.setCurrentWidget(self.log)
        self.log.read()
        self.log.table.setFocus()
