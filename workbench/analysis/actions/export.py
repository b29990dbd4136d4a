# SPDX-License-Identifier: MIT
"""Export actions of the Analysis room: copies, tables, figures, the table of the shown Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from analysis.analyses.python_code import CODINGS_FILE, file_of
from analysis.file_writers import figure_writers, file_filter, table_writers
from projects.results.plan_run import export_program_data, program_data
from wording import msg, render
from workbench.clearance_form import ask_clearance
from workbench.results.export import (
    ProjectForExport,
    ask_file,
    ask_readers,
    clipboard_of,
    note_copied,
    said_of,
    stays_inside,
    write_figure,
    write_tables,
)
from workbench.translation import language_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from projects.export_gate import Exported
    from projects.pages.page_clearance import PageClearance
    from projects.store.actions import Changes
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.left_pane import LeftPane
    from workbench.analysis.state import AnalysisState
    from workbench.session import Session
    from workbench.widgets import Button

_NAME_MOST = 60


class ExportActions:
    """What is in front, or the plan, handed out."""

    def __init__(self, state: AnalysisState, session: Session, centre: ResultPane, left: LeftPane) -> None:
        self._state, self._session, self._centre = state, session, centre
        self._plan_button = left.plan_buttons[-1]
        centre.copy_requested.connect(self.copy_table)
        centre.grid_bar.file_requested.connect(self.export_table)

    def copy_table(self) -> None:
        """Copy the tables as they are shown."""
        if self._state.outcome is None:
            return
        tables = self._centre.seen_tables()

        def copied(logged: Changes) -> None:
            QGuiApplication.clipboard().setMimeData(clipboard_of(tables, language_of()))
            self._session.changed.emit(logged)
            self._session.notice.emit(msg("analysis.view.copied"))

        self._session.ask(lambda project: note_copied(project, tables), copied, owner=self._centre)

    def export_table(self, suffix: str = "") -> None:
        """Ask for whom and for a file, of one kind where `suffix` names it; write the tables, or draw the figure."""
        if self._state.outcome is None:
            return
        kinds = self._kinds(suffix)
        name = self._file_name(suffix or ".docx")
        if stays_inside(self._state.outcome.result.tables):
            ask_file(self._centre, msg("analysis.view.export.team"), kinds, name, self.write_table)
        else:
            figure = None if suffix or not self._state.outcome.figures else self._to_figure
            table = partial(self._ask_file, kinds, name, self.write_table)
            ask_readers(self._below(self._centre.buttons["table"]), table, figure)

    def export_figure(self) -> None:
        """Ask for whom and for a file; draw the figure."""
        if self._state.outcome is not None and self._state.outcome.figures:
            ask_readers(self._below(self._centre.more), self._to_figure)

    def _to_figure(self, to: str) -> None:
        kinds = file_filter(figure_writers(), language_of())
        self._ask_file(kinds, self._file_name(".png"), self.draw_figure, to)

    def export_plan(self) -> None:
        """Ask for whom and for a file; write every table of the plan that was run."""
        if self._state.plan_results:
            plan = partial(self._ask_file, self._kinds(), "tables.xlsx", self.write_plan)
            ask_readers(self._below(self._plan_button), plan)

    def _below(self, button: Button) -> QWidget:
        """Where the menu of readers opens: below the button, where that is in sight."""
        return button if button.isVisible() else self._centre

    def _ask_file(self, kinds: str, name: str, write: Callable[..., object], to: str) -> None:
        """Ask who cleared what the public gets, then for the file of these readers."""

        def cleared(clearance: PageClearance | None) -> None:
            done = partial(write, to=to, clearance=clearance)
            ask_file(self._centre, msg(f"codings.excel.{to}"), kinds, name, done)

        ask_clearance(self._centre, self._session, to, cleared)

    def _kinds(self, suffix: str = "") -> str:
        return file_filter([one for one in table_writers() if suffix in ("", one.suffix)], language_of())

    def export_frame(self) -> None:
        """Ask for a file and write the rows that the shown Python reads."""
        if self._state.current is not None:
            name = file_of(self._state.current.declared)
            key = "codings" if name == CODINGS_FILE else "frame"
            kinds = msg(f"analysis.view.export.{key}_kinds", patterns=f"*{Path(name).suffix}")
            ask_file(self._centre, msg(f"analysis.view.export.{key}"), kinds, name, self.write_frame)

    def write_table(self, path: Path, *, to: str = "inside", clearance: PageClearance | None = None) -> None:
        """Write the tables in front to a kind of file for tables, as its readers may have it."""
        if self._state.outcome is not None:
            tables = self._state.outcome.result.tables
            team = stays_inside(tables)
            readers = "inside" if team else to
            self._write(
                lambda gate: write_tables(gate, tables, path, to=readers, clearance=clearance), team=team, to=to
            )

    def draw_figure(self, path: Path, *, to: str = "inside", clearance: PageClearance | None = None) -> None:
        """Draw the figure in front to a kind of file for figures, as its readers may have it."""
        if self._state.outcome is not None and self._state.outcome.result.figures:
            figure = self._state.outcome.result.figures[0]
            self._write(lambda gate: write_figure(gate, figure, path, to=to, clearance=clearance), to=to)

    def write_plan(self, path: Path, *, to: str = "inside", clearance: PageClearance | None = None) -> None:
        """Write the tables of the plan, as its readers may have them."""
        tables = [table for result in self._state.plan_results.values() for table in result.tables]
        self._write(lambda gate: write_tables(gate, tables, path, to=to, clearance=clearance), to=to)

    def write_frame(self, path: Path) -> None:
        """Write what the shown Python reads, for the team only: rows of the variables used, or codings."""
        present = self._state.current
        if present is None:
            return

        def work(gate: ProjectForExport) -> Exported:
            read = partial(program_data, name=present.declaration, table_id=present.table, options=present.options)
            data = self._session.fetch(read)
            gate.messages.extend(data.messages)
            return export_program_data(gate, data, path, overwrite=True)

        self._write(work)

    def _write(self, work: Callable[[ProjectForExport], Exported], *, team: bool = False, to: str = "inside") -> None:
        gate = ProjectForExport(self._session)

        def done(exported: Exported) -> None:
            for logged in gate.logged:
                self._session.changed.emit(logged)
            said = msg("analysis.view.exported_team", file=exported.path.name) if team else said_of(exported, to)
            self._session.exported.emit(said, exported.path)
            for line in gate.messages:
                self._session.notice.emit(line)

        self._session.job(msg("analysis.view.exporting"), lambda _job: work(gate), done, owner=self._centre)

    def _file_name(self, suffix: str) -> str:
        """A name for a file from the title; letters and digits only."""
        title = render(self._state.current_title(), language_of())
        return (re.sub(r"[^\w]+", "_", title).strip("_")[:_NAME_MOST].rstrip("_") or "table") + suffix
