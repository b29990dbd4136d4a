# SPDX-License-Identifier: MIT
"""State and pages of the Data room, as its parts use them: the table in front, its grid, what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from projects.readers.survey_files import survey_patterns
from wording import msg, render
from workbench.data.imports.form_files import looks_like_form
from workbench.data.room_reads import ProjectTables
from workbench.file_dialogs import ask_files, ask_folder
from workbench.three_columns import RIGHT
from workbench.translation import language_of
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.datasets.table.table_view import TableView
    from projects.datasets.table.view_settings import TableState
    from projects.design.sample_design import DesignFacts
    from workbench.data.centre_pane import Centre
    from workbench.data.change_panel import ChangePanel
    from workbench.data.column_chooser import ColumnChooser
    from workbench.data.derived.derive_panel import DerivePanel
    from workbench.data.export_panel import ExportPanel
    from workbench.data.grid import Grid
    from workbench.data.imports.import_page import ImportPage
    from workbench.data.log_page import LogPage
    from workbench.data.table_inspector import TableInspector
    from workbench.data.variable_inspector import VariableInspector
    from workbench.data.variable_pane import VariablePane
    from workbench.widgets import PageStack


class DataRoom(Workspace):
    """What a part of the room is given; it names no part. `DataWorkspace` makes the pages and joins the parts."""

    table_wanted = Signal(str)
    """Emit to have another table shown."""

    variables: VariablePane
    middle: PageStack
    right: PageStack
    centre: Centre
    grid: Grid
    log: LogPage
    inspector: VariableInspector
    table_inspector: TableInspector
    change_panel: ChangePanel
    chooser: ColumnChooser
    export_panel: ExportPanel
    derive_panel: DerivePanel
    import_page: ImportPage

    def __init__(self) -> None:
        super().__init__()
        self.contents = ProjectTables((), 0)
        self.states: dict[str, TableState] = {}
        self.table_id = ""
        self.variable_id: str | None = None
        self.view: TableView | None = None
        self.design: DesignFacts | None = None
        self.codes = False
        self._more: list[tuple[Path, Path | None]] = []  # files to talk about after this one, each with its form

    def table(self) -> DataTable | None:
        """The table shown."""
        return self.contents.table(self.table_id)

    def state(self) -> TableState:
        """How the table is shown."""
        if self.table_id not in self.states:
            self.states[self.table_id] = self.contents.new_state(self.table_id)
        return self.states[self.table_id]

    def known_page(self) -> QWidget:
        """The page of what is known: about the chosen variable, else about the table."""
        return self.table_inspector if self.variable_id is None else self.inspector

    def show_known(self) -> None:
        """Show what is known in the right column."""
        self.right.setCurrentWidget(self.known_page())

    def bring_right(self, page: QWidget) -> None:
        """Show a page in the right column, unfolded where it was folded away."""
        if self.columns.folded(RIGHT):
            self.columns.fold(RIGHT)
        self.right.setCurrentWidget(page)

    def choose_file(self) -> None:
        """Ask for a data file and begin the conversation about it."""
        names = render(msg("data.view.import.files", patterns=survey_patterns()), language_of())
        self.begin_imports(ask_files(self, "survey", render(msg("data.view.import"), language_of()), names))

    def choose_folder(self) -> None:
        """Ask for a folder of submissions copied from phones."""
        title = render(msg("data.view.import.folder"), language_of())
        if chosen := ask_folder(self, "survey", title):
            self.begin_import(chosen)

    def begin_imports(self, paths: Sequence[Path]) -> None:
        """Talk about files one after the other, the older first; a form among several is taken as theirs."""
        forms = [path for path in paths if looks_like_form(path)] if len(paths) > 1 else []
        form = forms[0] if forms else None
        data = [path for path in paths if path not in forms] or list(paths[:1])
        self._more = [(path, form) for path in sorted(data, key=lambda path: path.stat().st_mtime)]
        self._go_on()

    def _go_on(self) -> None:
        if self._more:
            self.begin_import(*self._more.pop(0))

    def begin_import(self, path: Path, form: Path | None = None) -> None:
        """Read a file and talk about what it is."""
        self.wants_front.emit()
        self.show_columns()
        self._stack.setCurrentWidget(self.import_page)
        self.import_page.begin(path, form)
        self.commands_changed.emit()

    def importing(self) -> bool:
        """Whether the conversation about a file is in front."""
        return self._stack.currentWidget() is self.import_page

    def show_import(self) -> None:
        """Bring the conversation that is under way to the front."""
        self._stack.setCurrentWidget(self.import_page)

    def export(self) -> None:
        """Ask in the right column what leaves, as what and where to."""
        self.export_panel.offer(self.contents.tables, self.table_id)
        self.bring_right(self.export_panel)
        self.export_panel.what.setFocus()

    def show_log(self, table_id: str = "", variable_id: str = "", row_id: int = 0) -> None:
        """The cleaning log in place of the table: all of it, or the lines of one cell."""
        self.log.filters.offer(self.contents.tables, ())
        if table_id:
            self.log.filters.only(table_id, variable_id, row_id)
        elif self.log.filters.row is not None:
            self.log.filters.everything()
        self.middle.setCurrentWidget(self.log)
        self.log.read()
        self.log.table.setFocus()
