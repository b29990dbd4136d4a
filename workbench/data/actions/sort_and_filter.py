# SPDX-License-Identifier: MIT
"""Order and choice of the rows of the table shown: sort, filter, go to a cell, labels or codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from analysis.records import Kind
from projects.datasets.table.filters import HasChoice, HasText, InRange, IsMissing
from wording import msg
from workbench.data.panes.filter_bar import summary
from workbench.data.project_reads import OpenTable, arrange, copied
from workbench.table_labels import title_of
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.datasets.table.filters import Filter
    from projects.datasets.table.view_settings import SortKey
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.data.actions.column_layout import ColumnLayout
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.state import DataState
    from workbench.session import Session

_MOST_COPIED = 200_000


class SortAndFilter(QObject):
    """Acts on the state of the table in front, then has the grid show it."""

    def __init__(self, state: DataState, session: Session, middle: MiddleColumn, column_layout: ColumnLayout) -> None:
        super().__init__(state)
        self._state, self._session, self._middle, self._column_layout = state, session, middle, column_layout
        self.target: tuple[int, str] | None = None
        self._heading = ""  # by which the rows are being sorted
        self._centre, self._grid = centre, grid = middle.centre, middle.centre.grid
        centre.codes.clicked.connect(self.use_codes)
        centre.filters.added.connect(lambda: self.open_form())
        centre.filters.removed.connect(self.remove_filter)
        centre.filters.unsorted.connect(lambda: self.sort(None))
        centre.form.chosen.connect(self.add_filter)
        centre.form.left.connect(self.close_form)
        grid.sort_requested.connect(self.sort_by)
        grid.copy_requested.connect(self.copy)

    # Rows

    def sort_by(self, variable_id: str, further: bool = False) -> None:
        """Sort upwards, then downwards, then as in the file again; `further`: within what is sorted already.

        Row numbers mean the order of the file.
        """
        sorts, self._heading = self._state.shown().sorts, variable_id
        if not variable_id:
            self.sort_keys(())
            return
        if not further:
            sorts = tuple(key for key in sorts if key[0] == variable_id)
        turned = {False: ((variable_id, True),), True: (), None: ((variable_id, False),)}
        now = next((down for name, down in sorts if name == variable_id), None)
        if now is None:
            self.sort_keys((*sorts, *turned[now]))
        else:
            parts = (turned[now] if name == variable_id else ((name, down),) for name, down in sorts)
            self.sort_keys(tuple(key for part in parts for key in part))

    def sort(self, variable_id: str | None, *, descending: bool = False, further: bool = False) -> None:
        """Sort by a variable, or as in the file; `further` leaves the earlier keys before it."""
        before = self._state.shown().sorts if further else ()
        new = () if variable_id is None else ((variable_id, descending),)
        self.sort_keys((*(key for key in before if key[0] != variable_id), *new))

    def sort_keys(self, keys: Sequence[SortKey]) -> None:
        """Sort by several variables."""
        self._state.shown().sorts = tuple(keys)
        self._grid.show_sorted(self._state.shown().sorts)
        self.show_filters()
        self._apply()

    def sort_current(self, descending: bool, *, further: bool = False) -> None:
        """Sort by the column of the current cell."""
        here = self._grid.current()
        if here and here[1]:
            self.sort(here[1], descending=descending, further=further)

    def add_filter(self, wanted: Filter) -> None:
        """Show only rows that pass this, too."""
        state = self._state.shown()
        if wanted not in state.filters:
            state.filters = [*state.filters, wanted]
        self.close_form()
        self.show_filters()
        self._apply()

    def remove_filter(self, place: int) -> None:
        """Take a filter away."""
        state = self._state.shown()
        state.filters = [one for number, one in enumerate(state.filters) if number != place]
        self.show_filters()
        self._apply()
        self._centre.filters.add.setFocus()

    def clear_filters(self) -> None:
        """Show all rows."""
        self._state.shown().filters = []
        self.show_filters()
        self._apply()

    def _apply(self) -> None:
        view, state = self._state.view, self._state.shown()
        if view is None:
            return
        filters, sorts = list(state.filters), state.sorts
        self._session.ask(
            lambda _project: arrange(view, filters, sorts), self.arranged, latest=("data", "order"), owner=self
        )
        self._column_layout.remember()

    def arranged(self, opened: OpenTable) -> None:
        """Show the rows in their new order; the current cell stays, in the column of the heading sorted by."""
        state = self._state
        if opened.view is not state.view:
            return
        here = self._grid.current()
        row_id = self._grid.model.row_id(here[0]) if here else None
        sorted_by, self._heading = self._heading, ""
        self._grid.model.rows_changed(opened.rows)
        self._grid.arrange()
        self._grid.show_sorted(state.shown().sorts)
        self.show_line()
        state.changed.emit()
        if not self.reach_target() and here is not None and row_id is not None:
            self.go_to(row_id, sorted_by or here[1])  # else the column of the heading would leave the sight

    def go_to(self, row_id: int, variable_id: str) -> None:
        """Make a cell the current one, wherever its row is shown now."""
        view = self._state.view
        if view is not None:
            self._session.ask(
                lambda _project: view.row_of(row_id),
                lambda row: self._grid.go_to(row, variable_id) if row is not None else None,
                latest=("data", "row"),
                owner=self,
            )

    def show_cell(self, table_id: str, row_id: int, variable_id: str) -> None:
        """Show a cell of any table, filters that hide its row taken away."""
        state = self._state
        state.front_requested.emit()
        self._middle.show_table()
        self.target = (row_id, variable_id)
        if state.table_id != table_id:
            state.states.setdefault(table_id, state.contents.new_state(table_id)).filters = []
            state.table_requested.emit(table_id)
        else:
            self._column_layout.add_column(variable_id)
            self.clear_filters()
        self._grid.table.setFocus()

    def reach_target(self) -> bool:
        """Go to the cell that was asked for before the rows were there; whether there was one."""
        target, self.target = self.target, None
        if target is not None:
            self.go_to(*target)
        return target is not None

    # Filters

    def open_form(self, variable_id: str | None = None) -> None:
        """Put a filter together, beginning with a variable."""
        table = self._state.table()
        if table is not None:
            self._middle.show_table()
            form = self._centre.form
            form.offer(table, variable_id or self._state.variable_id)
            form.show()
            form.variable.setFocus()

    def close_form(self) -> None:
        """No filter after all."""
        self._centre.form.hide()

    def filter_current(self) -> None:
        """Show only rows with the same value as the current cell."""
        here, view = self._grid.current(), self._state.view
        if here is None or view is None or not here[1]:
            return
        row, name = here
        self._session.ask(
            lambda _project: view.value(row, name), lambda cell: self._filter_value(name, cell), owner=self
        )

    def _filter_value(self, name: str, cell: Any) -> None:
        table = self._state.table()
        if table is None:
            return
        kind = table.variable(name).kind
        if cell.reason:
            self.add_filter(IsMissing(name, frozenset((cell.reason,))))
        elif kind in (Kind.ONE, Kind.SET):
            chosen = cell.value if isinstance(cell.value, tuple) else (str(cell.value),)
            self.add_filter(HasChoice(name, frozenset(chosen)))
        elif isinstance(cell.value, float) or kind in (Kind.DATE, Kind.DATETIME):
            self.add_filter(InRange(name, cell.value, cell.value))
        else:
            self.add_filter(HasText(name, str(cell.value), whole=True))

    def show_filters(self) -> None:
        """Show the chips."""
        table = self._state.table()
        if table is not None:
            variables = {variable.id: variable for variable in table.variables}
            self._centre.filters.show_filters(self._state.shown().filters, self._state.shown().sorts, variables)

    def show_line(self) -> None:
        """How many rows are shown, and of what sample."""
        state, table = self._state, self._state.table()
        if table is None or state.view is None:
            return
        rows, total = self._grid.model.rowCount(), state.view.total
        self._centre.filters.show_line(rows, total, state.design)
        state.status_text.emit(msg("data.view.status", table=title_of(table), rows=summary(rows, total, None)))

    # Wording and copies

    def use_codes(self, codes: bool) -> None:
        """Show codes of the file, or labels."""
        self._state.codes = codes
        self._centre.codes.setChecked(codes)
        self.reword()
        self._column_layout.remember()
        self._state.changed.emit()

    def reword(self) -> None:
        """Write every cell anew, in the window's language, with labels or codes."""
        state, view = self._state, self._state.view
        if view is None:
            return
        language, codes = language_of(), state.codes

        def turn(_project: Project) -> None:
            view.language, view.codes = language, codes

        self._session.ask(turn, owner=self)
        self._grid.model.codes = codes
        self._grid.model.cells_changed()
        self._grid.arrange()
        self._grid.show_sorted(state.shown().sorts)

    def copy(self) -> None:
        """Copy the chosen cells; identifiers stay."""
        view = self._state.view
        areas = self._grid.chosen()
        if view is not None and areas:
            table = title_of(view.table)

            def work(project: Project) -> tuple[str, int, Changes]:
                text, count = copied(view, areas, _MOST_COPIED)
                return text, count, project.log("export.copied", msg("kinds.copied_cells", n=count, table=table))

            self._session.ask(work, self._copied, latest=("data", "copy"), owner=self)

    def _copied(self, found: tuple[str, int, Changes]) -> None:
        text, count, logged = found
        QGuiApplication.clipboard().setText(text)
        self._session.changed.emit(logged)
        self._session.notice.emit(msg("data.view.grid.copied", n=count))
