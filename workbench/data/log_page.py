# SPDX-License-Identifier: MIT
"""The cleaning log: every change of a cell with who, when, why, old and new; filtered, and taken back from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QHeaderView

from analysis.records import DataTable, Variable
from wording import msg, render
from wording.numbers import format_date
from workbench.data.cell_words import written_cell
from workbench.data.words import title_of
from workbench.session import Session
from workbench.speech import say
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    Column,
    IconButton,
    MutedLabel,
    Pane,
    PaneHeader,
    RowsModel,
    SearchField,
    Table,
)

if TYPE_CHECKING:
    from projects.datasets.edits import Edit
    from projects.store.project import Project

_SHOWN = 2000


@dataclass(frozen=True)
class LogLine:
    """An edit with the table and variable it belongs to."""

    edit: Edit
    table: DataTable
    variable: Variable


class LogPage(Pane):
    """Reads the log when shown and after each change; `cell_asked` carries table, row id and variable."""

    closed = Signal()
    cell_asked = Signal(str, int, str)

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False)
        self.header = PaneHeader(msg("data.view.log"), close)
        super().__init__(self.header, spacing=0)
        self.session: Session | None = None
        self.search = SearchField(msg("data.view.log.find"))
        self.who = ChoiceField(msg("data.view.log.who"))
        self.cause = ChoiceField(
            msg("data.view.log.cause"),
            [("", msg("data.view.log.any_cause"))]
            + [(one, msg(f"data.view.log.cause.{one}")) for one in ("person", "relevant", "newer_export")],
        )
        self.gone = QCheckBox()
        say(self.gone, msg("data.view.log.taken_back_too"))
        self.table = Table(msg("data.view.log"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.model = RowsModel(_columns(), self.table)
        self.table.setModel(self.model)
        self.back = Button(msg("data.view.log.take_back"), self._take_back, icon="undo-2")
        self.show_cell = Button(msg("data.view.log.show"), self._show_cell, icon="table-2")
        self.note = MutedLabel("")
        self._lay_out()
        self.search.searched.connect(lambda _text: self.read())
        self.search.to_list.connect(self.table.setFocus)
        self.who.chosen.connect(lambda _who: self.read())
        self.cause.chosen.connect(lambda _cause: self.read())
        self.gone.toggled.connect(lambda _on: self.read())
        self.table.doubleClicked.connect(lambda _index: self._show_cell())
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._enable())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.search, 3)
        row.addWidget(self.who, 1)
        row.addWidget(self.cause, 1)
        row.addWidget(self.gone)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addWidget(self.show_cell)
        foot.addStretch(1)
        foot.addWidget(self.note)
        self.body.addLayout(foot)
        header = self.table.horizontalHeader()
        for column, width in enumerate((142, 52, 104, 48, 132, 88, 88)):
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
        if self.session is None:
            return
        text, who, cause = self.search.text().strip(), self.who.value(), self.cause.value()
        taken_back = None if self.gone.isChecked() else False

        def work(project: Project) -> tuple[list[LogLine], list[str]]:
            from projects.datasets.edits import edits
            from projects.datasets.stored import data_tables

            tables = {table.id: table for table in data_tables(project)}
            found = edits(project, who=who or None, cause=cause or None, text=text, taken_back=taken_back, limit=_SHOWN)
            people = [row["who"] for row in project.query("SELECT DISTINCT who FROM cell_edit ORDER BY who")]
            return [line for edit in found if (line := _line(edit, tables)) is not None], people

        self.session.ask(work, self._show, latest=("data", "log"), owner=self)

    def _show(self, found: tuple[list[LogLine], list[str]]) -> None:
        lines, people = found
        self.model.set_rows(lines)
        everyone: list[tuple[Any, Any]] = [("", msg("data.view.log.anyone"))]
        self.who.set_choices(everyone + [(name, name) for name in people if name])
        self.note.say(msg("data.view.log.count", n=len(lines)) if lines else msg("data.view.log.empty"))
        if lines:
            self.table.selectRow(0)
        self._enable()

    def _chosen(self) -> list[LogLine]:
        return [self.model.row_at(index) for index in self.table.selectionModel().selectedRows()]

    def _enable(self) -> None:
        chosen = self._chosen()
        self.back.setEnabled(any(not line.edit.taken_back for line in chosen))
        self.show_cell.setEnabled(len(chosen) == 1)

    def _take_back(self) -> None:
        from projects.datasets.edits import take_back

        ids = [line.edit.id for line in self._chosen() if not line.edit.taken_back]
        if ids and self.session is not None:
            self.session.do(take_back(ids))

    def _show_cell(self) -> None:
        chosen = self._chosen()
        if len(chosen) == 1:
            line = chosen[0]
            self.cell_asked.emit(line.table.id, line.edit.row_id, line.variable.id)


def _line(edit: Edit, tables: Mapping[str, DataTable]) -> LogLine | None:
    table = tables.get(edit.table_id)
    variable = next((v for v in table.variables if v.id == edit.variable_id), None) if table else None
    return LogLine(edit, table, variable) if table is not None and variable is not None else None


def _columns() -> list[Column]:
    def name(key: str) -> Any:
        return msg(f"data.view.log.{key}")

    def why(line: LogLine, language: str) -> str:
        cause = "" if line.edit.cause == "person" else render(msg(f"data.view.log.cause.{line.edit.cause}"), language)
        gone = render(msg("data.view.log.was_taken_back"), language) if line.edit.taken_back else ""
        return " · ".join(part for part in (line.edit.why, cause, gone) if part)

    return [
        Column(name("when"), lambda line, lang: format_date(line.edit.utc.astimezone(), lang), muted=True),
        Column(name("who"), lambda line, _lang: line.edit.who or "–"),
        Column(name("table"), lambda line, lang: render(title_of(line.table), lang)),
        Column(name("row"), lambda line, _lang: str(line.edit.row_id), numeric=True),
        Column(name("variable"), lambda line, lang: render(called(line.variable), lang)),
        Column(name("old"), lambda line, lang: written_cell(line.variable, line.edit.old, lang), muted=True),
        Column(name("new"), lambda line, lang: written_cell(line.variable, line.edit.new, lang)),
        Column(name("why"), why),
    ]
