# SPDX-License-Identifier: MIT
"""The Data workspace: variables · the table · what is known about one variable or the table. It keeps no data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from projects.datasets.table.row_records import KNOWN_TOTALS, ONE_DRAWN, REPLICATES
from wording import msg, render
from workbench.commands import Command
from workbench.data import saved_view
from workbench.data.cell_editing import Changing
from workbench.data.centre_pane import Centre
from workbench.data.change_panel import ChangePanel
from workbench.data.column_chooser import ColumnChooser, in_place
from workbench.data.column_layout import Placing
from workbench.data.commands import room_commands
from workbench.data.derived.derive_panel import DerivePanel
from workbench.data.derived.derived_variables import Deriving
from workbench.data.export_panel import ExportPanel
from workbench.data.find_bar import Searching
from workbench.data.grid_model import Fetched
from workbench.data.header_menu import show_head_menu
from workbench.data.imports.import_page import ImportPage
from workbench.data.inspector import Knowing
from workbench.data.log_page import LogPage
from workbench.data.measurement_actions import ColumnMeaning
from workbench.data.registers.register_setup import Registering
from workbench.data.room_parts import DataRoomParts
from workbench.data.room_reads import OpenTable, ProjectTables, follow, open_view, read_contents
from workbench.data.sort_and_filter import Arranging
from workbench.data.table_inspector import TableInspector
from workbench.data.tour import tour_of
from workbench.data.variable_inspector import VariableInspector
from workbench.data.variable_pane import VariablePane
from workbench.requests import Request, ShowCell
from workbench.session import Session
from workbench.table_labels import kind_icon, title_of
from workbench.translation import language_of
from workbench.variable_words import called
from workbench.widgets import CommandButton, PageStack
from workbench.workspace import Found, TourStep

if TYPE_CHECKING:
    from projects.store.actions import Changes

_LAYOUT = ("data_table", "data_set", "variable", "choice", "column_chunk")
_CELLS = ("cell_edit", "row_state")
_SAMPLE = frozenset({KNOWN_TOTALS, ONE_DRAWN, REPLICATES})
_FOUND = 12


class DataWorkspace(DataRoomParts):
    """One table at a time, in the order and choice of rows its user gave it."""

    id = "data"
    title = msg("window.room.data")
    icon = "table-2"

    def __init__(self) -> None:
        super().__init__()
        self.loaded = False
        self._commands = {command.id: command for command in room_commands(self)}

    def furnish(self) -> Iterator[None]:
        """Variables, the table, the pages at its side, the conversation about a file."""
        self.variables, self.middle, self.right = VariablePane(), PageStack(), PageStack()
        self.set_columns(self.variables, self.middle, self.right)
        shown = [self._commands[f"data.{name}"] for name in ("file.import", "table.log", "table.columns")]
        self.centre = Centre(*shown)
        self.grid = self.centre.grid
        self.middle.addWidget(self.centre)
        yield
        self.log = LogPage()
        self.middle.addWidget(self.log)
        yield
        self.inspector, self.table_inspector = VariableInspector(), TableInspector()
        self.change_panel, self.chooser = ChangePanel(), ColumnChooser()
        for page in (self.table_inspector, self.inspector, self.change_panel, self.chooser):
            self.right.addWidget(page)
        yield
        self.export_panel, self.derive_panel = ExportPanel(), DerivePanel()
        for panel in (self.export_panel, self.derive_panel):
            self.right.addWidget(panel)
        yield
        self.import_page = ImportPage()
        self._stack.addWidget(self.import_page)
        self.placing, self.searching = Placing(self), Searching(self)
        self.arranging = Arranging(self, self.placing)
        self.knowing = Knowing(self, self.arranging)
        self.changing = Changing(self, self.arranging, self.placing)
        self.deriving = Deriving(self, self.placing, self.knowing)
        self.meaning, self.registering = ColumnMeaning(self), Registering(self)
        self.registering.asked.connect(self.asked)
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        self.variables.picked.connect(self.knowing.pick)
        self.centre.tables.chosen.connect(lambda table: self.show_table(str(table)))
        self.table_wanted.connect(self.show_table)
        self.grid.head_menu_asked.connect(lambda name, place: show_head_menu(self, name, place))
        self.grid.current_changed.connect(lambda name: self.knowing.pick(name or None, scroll=False))
        self.import_page.left.connect(self._import_left)
        self.import_page.imported.connect(self._imported)
        self.export_panel.left.connect(self.show_known)
        self.log.closed.connect(lambda: self.middle.setCurrentWidget(self.centre))
        self.log.cell_asked.connect(self.arranging.show_cell)

    # The frame

    def commands(self) -> Sequence[Command]:
        """Import, export, labels or codes, filter, find, columns, sorting, the cleaning log."""
        return list(self._commands.values())

    def attach(self, session: Session) -> None:
        """Read what tables there are."""
        super().attach(session)
        self.import_page.attach(session)
        self.log.attach(session)
        self.export_panel.attach(session)
        self._load()

    def on_changes(self, changes: Changes) -> None:
        """Take up what an action, undo or redo changed."""
        tables = set(changes.changed)
        if self.contents.follow(tables) or tables & set(_LAYOUT) or _SAMPLE & set(changes.changed.get("setting", ())):
            self._load(changes)
        elif tables & set(_CELLS):
            self._follow(changes)
            self.session.ask(read_contents, self._edits_counted, latest=("data", "edits"))
        if tables & {*_LAYOUT, *_CELLS}:
            self.log.reread()
        self.registering.refresh()

    def where(self) -> dict[str, Any]:
        """Table, cell, what is under way."""
        return saved_view.where(self)

    def return_to(self, where: dict[str, Any]) -> None:
        """Back there."""
        saved_view.return_to(self, where)

    def open_place(self, place: str) -> None:
        """A table."""
        self.show_table(place)

    def answer(self, request: Request) -> None:
        """A cell of any table."""
        if isinstance(request, ShowCell):
            self.arranging.show_cell(request.table, request.row, request.variable)

    def shown(self) -> None:
        """The grid has the keys."""
        if self.contents.tables and self.middle.currentWidget() is self.centre:
            self.grid.table.setFocus()

    def retranslate(self, language: str) -> None:
        """Cells and the line above them in another language."""
        self.arranging.reword()
        self.arranging.show_line()

    def retheme(self) -> None:
        """Fonts may have another size."""
        self.grid.arrange()

    def look_for(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Variables by their wording or name."""
        wanted, language, found = text.casefold(), language_of(), []
        for table in self.contents.tables:
            for variable in table.variables:
                label = render(called(variable), language)
                if wanted in f"{label}\n{variable.name}".casefold():
                    kind = msg("data.view.palette", table=title_of(table))
                    show = partial(self.knowing.show, table.id, variable.id)
                    found.append(Found(called(variable), kind, show, kind_icon(variable)))
        done(found[:_FOUND])

    def tour(self) -> Sequence[TourStep]:
        """The table, a set in the inspector, a filter, an import."""
        return tour_of(self)

    # Tables

    def _load(self, changes: Changes | None = None) -> None:
        self.session.ask(
            read_contents,
            lambda contents: self._show_contents(contents, changes),
            latest=("data", "tables"),
            owner=self,
        )

    def _show_contents(self, contents: ProjectTables, changes: Changes | None) -> None:
        before, self.contents = self.contents, contents
        self.loaded = True
        if self._stack.currentWidget() is self.import_page:
            return
        if not contents.tables:
            self._show_nothing()
            return
        self.show_columns()
        new = [table.id for table in contents.tables if before.table(table.id) is None]
        front = contents.remembered.get("room.data") or {}
        if not self.table_id:
            self.codes = front.get("codes") is True
            self.centre.wording.choose(self.codes)
        last = next((id for id in (self.table_id, front.get("table")) if id and contents.table(str(id))), None)
        wanted = str(last or contents.tables[0].id)
        if before.tables and new:
            wanted = new[0]
        self.centre.tables.show_tables(contents.tables, wanted)
        if wanted == self.table_id and self.view is not None and changes is not None:
            self._same_table(before, changes)
        else:
            self.show_table(wanted)
        self.commands_changed.emit()

    def _same_table(self, before: ProjectTables, changes: Changes) -> None:
        table = self.table()
        assert table is not None
        old = before.table(self.table_id)
        self.variables.show_table(table)
        self.variables.pick(self.variable_id)
        hidden = {v.id for v in table.variables} - {v.id for v in old.variables} if old else set()
        state = self.state()
        identified = {v.id for v in table.variables if v.role == "identifier"}
        was = {v.id for v in old.variables if v.role == "identifier"} if old else set()
        state.columns = in_place(table, state.columns, ({*state.columns} - (identified - was)) | hidden)
        self.grid.model.variables = {variable.id: variable for variable in table.variables}
        if self.grid.model.columns[1:] != state.columns:
            self.grid.model.set_columns(state.columns)
            self.grid.arrange()
        self._follow(changes)

    def _show_nothing(self) -> None:
        self.table_id, self.view, self.variable_id = "", None, None
        self.grid.model.clear()
        self.empty_state(msg("data.view.empty"), CommandButton(self._commands["data.file.import"], primary=True))
        self.status_changed.emit("")
        self.commands_changed.emit()

    def show_table(self, table_id: str) -> None:
        """Show another table."""
        self.table_id, self.variable_id, self.view, self.design = table_id, None, None, None
        state, language, codes = self.state(), language_of(), self.codes
        table = self.table()
        if table is None:
            return
        self.middle.setCurrentWidget(self.centre)
        self.searching.forget()
        self.centre.tables.choose(table_id)
        self.variables.show_table(table)
        self.variables.pick(None)
        self.arranging.close_form()
        self.right.setCurrentWidget(self.table_inspector)
        self.session.ask(
            lambda project: open_view(project, table_id, state, language, codes),
            self._opened, latest=("data", "view"), owner=self,
        )  # fmt: skip
        self.knowing.read()

    def _opened(self, opened: OpenTable) -> None:
        table, state = self.table(), self.state()
        if table is None or opened.view.table_id != table.id:
            return
        self.view = opened.view
        self.grid.use_widths(state.widths)
        self.grid.model.codes = self.codes
        self.grid.model.show_table(self.session, opened.view, table.variables, state.columns, opened.rows)
        self.grid.freeze(state.frozen + 1)
        self.grid.show_sorted(state.sorts)
        if not self.arranging.reach_target():
            self.grid.begin()
        self.arranging.show_filters()
        self.arranging.show_line()
        self.commands_changed.emit()
        if self.view.language != language_of():
            self.arranging.reword()

    def _follow(self, changes: Changes) -> None:
        view = self.view
        if view is not None:
            seen = self.grid.in_sight()
            self.session.ask(lambda _project: follow(view, changes, seen), self._followed, owner=self)

    def _followed(self, found: tuple[bool, bool, OpenTable, Fetched]) -> None:
        touched, rows_differ, opened, cells = found
        if opened.view is self.view and rows_differ:
            self.arranging.arranged(opened)
        elif opened.view is self.view and touched:
            self.grid.refresh(cells)
        self.arranging.show_line()
        self.knowing.read()

    def _edits_counted(self, contents: ProjectTables) -> None:
        self.contents = contents
        self.commands_changed.emit()

    # Files

    def _imported(self, added: object) -> None:
        more, self._more = self._more, []
        self._import_left()
        self._more = more
        self._go_on()
        if not more:
            self.registering.offer_imported(added)

    def _import_left(self) -> None:
        self._more = []
        self.show_columns()
        self._show_contents(self.contents, None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file of the disk may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin with the data files; a form dropped with them is taken as theirs."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.begin_imports(paths)
