# SPDX-License-Identifier: MIT
"""Loading of tables: which there are, the one shown, and what changes of the project do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from projects.stored_tables.row_records import KNOWN_TOTALS, REPLICATES, WITHIN_HOUSEHOLD
from workbench.data.panes.column_chooser import in_place
from workbench.data.project_reads import Fetched, OpenTable, ProjectTables, follow, open_view, read_contents
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.data.actions import DataActions
    from workbench.data.panes.variable_pane import VariablePane
    from workbench.data.state import DataState
    from workbench.session import Session

_LAYOUT = ("data_table", "data_set", "variable", "choice", "column_chunk")
_CELLS = ("cell_edit", "row_state")
_SAMPLE = frozenset({KNOWN_TOTALS, WITHIN_HOUSEHOLD, REPLICATES})


class TableLoading(QObject):
    """Keeps the state and the grid as the project is."""

    emptied = Signal()  # the project has no table
    filled = Signal()  # it has some, of which one is shown

    def __init__(self, state: DataState, session: Session, variables: VariablePane, actions: DataActions) -> None:
        super().__init__(state)
        self._state, self._session, self._variables, self._actions = state, session, variables, actions
        self._middle, self._right = actions.middle, actions.right
        self._centre, self._grid = actions.middle.centre, actions.middle.centre.grid
        self._centre.tables.chosen.connect(lambda table: self.show_table(str(table)))
        state.table_requested.connect(self.show_table)

    # From the project

    def load(self, changes: Changes | None = None) -> None:
        """Read what tables there are; what `changes` touched is shown anew."""
        self._session.ask(
            read_contents,
            lambda contents: self.show_contents(contents, changes),
            latest=("data", "tables"),
            owner=self,
        )

    def on_changes(self, changes: Changes) -> None:
        """Take up what an action, undo or redo changed."""
        tables, state = set(changes.changed), self._state
        sample = _SAMPLE & set(changes.changed.get("setting", ()))
        if state.contents.follow(tables) or tables & set(_LAYOUT) or sample:
            self.load(changes)
        elif tables & set(_CELLS):
            self._follow(changes)
            self._session.ask(read_contents, self._edits_counted, latest=("data", "edits"))
        if tables & {*_LAYOUT, *_CELLS}:
            self._middle.log.reread()
        self._actions.registering.refresh()

    def show_contents(self, contents: ProjectTables, changes: Changes | None = None) -> None:
        """Show these tables, and the one that was in front or is new."""
        state = self._state
        before, state.contents = state.contents, contents
        if self._actions.imports.in_front():
            return
        if not contents.tables:
            self._show_nothing()
            return
        self.filled.emit()
        new = [table.id for table in contents.tables if before.table(table.id) is None]
        front = contents.saved_ui_state.get("room.data") or {}
        if not state.table_id:
            state.codes = front.get("codes") is True
            self._centre.codes.setChecked(state.codes)
        last = next((id for id in (state.table_id, front.get("table")) if id and contents.table(str(id))), None)
        wanted = str(last or contents.tables[0].id)
        if before.tables and new:
            wanted = new[0]
        self._centre.tables.show_tables(contents.tables, wanted)
        if wanted == state.table_id and state.view is not None and changes is not None:
            self._same_table(before, changes)
        else:
            self.show_table(wanted)
        state.changed.emit()

    def _same_table(self, before: ProjectTables, changes: Changes) -> None:
        table = self._state.table()
        assert table is not None
        old = before.table(self._state.table_id)
        self._variables.show_table(table)
        self._variables.pick(self._state.variable_id)
        hidden = {v.id for v in table.variables} - {v.id for v in old.variables} if old else set()
        shown, model = self._state.shown(), self._grid.model
        identified = {v.id for v in table.variables if v.role == "identifier"}
        was = {v.id for v in old.variables if v.role == "identifier"} if old else set()
        shown.columns = in_place(table, shown.columns, ({*shown.columns} - (identified - was)) | hidden)
        model.variables = {variable.id: variable for variable in table.variables}
        if model.columns[1:] != shown.columns:
            model.set_columns(shown.columns)
            self._grid.arrange()
        self._follow(changes)

    def _show_nothing(self) -> None:
        self._state.table_id, self._state.view, self._state.variable_id = "", None, None
        self._grid.model.clear()
        self.emptied.emit()
        self._state.status_text.emit("")
        self._state.changed.emit()

    # The table in front

    def show_table(self, table_id: str) -> None:
        """Show another table."""
        state, actions = self._state, self._actions
        state.table_id, state.variable_id, state.view, state.design = table_id, None, None, None
        shown, language, codes = state.shown(), language_of(), state.codes
        table = state.table()
        if table is None:
            return
        self._middle.show_table()
        actions.cell_search.forget()
        self._centre.tables.choose(table_id)
        self._variables.show_table(table)
        self._variables.pick(None)
        actions.sort_and_filter.close_form()
        self._right.setCurrentWidget(self._right.table_inspector)
        self._session.ask(
            lambda project: open_view(project, table_id, shown, language, codes),
            self._opened, latest=("data", "view"), owner=self,
        )  # fmt: skip
        actions.inspector_actions.read()

    def _opened(self, opened: OpenTable) -> None:
        table, shown, sort_and_filter = self._state.table(), self._state.shown(), self._actions.sort_and_filter
        if table is None or opened.view.table_id != table.id:
            return
        self._state.view, grid = opened.view, self._grid
        grid.use_widths(shown.widths)
        grid.model.codes = self._state.codes
        grid.model.show_table(self._session, opened.view, table.variables, shown.columns, opened.rows)
        grid.freeze(shown.frozen + 1)
        grid.show_sorted(shown.sorts)
        if not sort_and_filter.reach_target():
            grid.begin()
        sort_and_filter.show_filters()
        sort_and_filter.show_line()
        self._state.changed.emit()
        if opened.view.language != language_of():
            sort_and_filter.reword()

    def _follow(self, changes: Changes) -> None:
        view = self._state.view
        if view is not None:
            seen = self._grid.in_sight()
            self._session.ask(lambda _project: follow(view, changes, seen), self._followed, owner=self)

    def _followed(self, found: tuple[bool, bool, OpenTable, Fetched]) -> None:
        touched, rows_differ, opened, cells = found
        if opened.view is self._state.view and rows_differ:
            self._actions.sort_and_filter.arranged(opened)
        elif opened.view is self._state.view and touched:
            self._grid.refresh(cells)
        self._actions.sort_and_filter.show_line()
        self._actions.inspector_actions.read()

    def _edits_counted(self, contents: ProjectTables) -> None:
        self._state.contents = contents
        self._state.changed.emit()
