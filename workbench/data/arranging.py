# SPDX-License-Identifier: MIT
"""Order, choice and columns of the table shown: sort, filter, find, freeze, labels or codes. It changes no data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from analysis.records import Kind
from wording import msg
from workbench.data.filter_bar import summary
from workbench.data.reading import Opened, arrange, copied
from workbench.data.words import title_of
from workbench.speech import language_of

if TYPE_CHECKING:
    from projects.datasets.filters import Filter
    from projects.store.project import Project
    from workbench.data.view import DataWorkspace

_MOST_COPIED = 200_000
_LEFT_OF = 1  # the column of row numbers is always in sight


class Arranging(QObject):
    """Acts on the state of the table in front, then has the grid show it."""

    def __init__(self, room: DataWorkspace) -> None:
        super().__init__(room)
        self.room = room
        self.target: tuple[int, str] | None = None
        centre, grid = room.centre, room.grid
        centre.wording.chosen.connect(lambda codes: self.use_codes(bool(codes)))
        centre.filters.added.connect(lambda: self.open_form())
        centre.filters.removed.connect(self.remove_filter)
        centre.form.chosen.connect(self.add_filter)
        centre.form.left.connect(self.close_form)
        centre.search.asked.connect(self.find)
        centre.search.closed.connect(self.close_find)
        grid.sort_asked.connect(self.sort_by)
        grid.copy_asked.connect(self.copy)
        room.chooser.chosen.connect(self.show_columns)
        room.chooser.frozen.connect(self.freeze)
        room.chooser.closed.connect(self.close_chooser)

    # Rows

    def sort_by(self, variable_id: str) -> None:
        """Sort upwards, then downwards, then as in the file again. Row numbers mean the order of the file."""
        state = self.room.state()
        if not variable_id:
            self.sort(None)
        elif state.sorted_by != variable_id:
            self.sort(variable_id)
        elif not state.descending:
            self.sort(variable_id, descending=True)
        else:
            self.sort(None)

    def sort(self, variable_id: str | None, *, descending: bool = False) -> None:
        """Sort by a variable, or as in the file."""
        state = self.room.state()
        state.sorted_by, state.descending = variable_id, descending
        self.room.grid.show_sorted(variable_id, descending)
        self._apply()

    def sort_current(self, descending: bool) -> None:
        """Sort by the column of the current cell."""
        here = self.room.grid.current()
        if here and here[1]:
            self.sort(here[1], descending=descending)

    def add_filter(self, wanted: Filter) -> None:
        """Show only rows that pass this, too."""
        state = self.room.state()
        if wanted not in state.filters:
            state.filters = [*state.filters, wanted]
        self.close_form()
        self.show_filters()
        self._apply()

    def remove_filter(self, place: int) -> None:
        """Take a filter away."""
        state = self.room.state()
        state.filters = [one for number, one in enumerate(state.filters) if number != place]
        self.show_filters()
        self._apply()
        self.room.centre.filters.add.setFocus()

    def clear_filters(self) -> None:
        """Show all rows."""
        self.room.state().filters = []
        self.show_filters()
        self._apply()

    def _apply(self) -> None:
        view, state = self.room.view, self.room.state()
        if view is None:
            return
        filters, by, down = list(state.filters), state.sorted_by, state.descending
        self.room.session.ask(
            lambda _project: arrange(view, filters, by, down), self.arranged, latest=("data", "order"), owner=self
        )

    def arranged(self, opened: Opened) -> None:
        """Show the rows in their new order; the current column stays."""
        room = self.room
        if opened.view is not room.view:
            return
        here = room.grid.current()
        row_id = room.grid.model.row_id(here[0]) if here else None
        room.grid.model.rows_changed(opened.rows)
        room.grid.arrange()
        room.grid.show_sorted(room.state().sorted_by, room.state().descending)
        self.show_line()
        room.commands_changed.emit()
        if not self.reach_target() and here is not None and row_id is not None:
            self.go_to(row_id, here[1])

    def go_to(self, row_id: int, variable_id: str) -> None:
        """Make a cell the current one, wherever its row is shown now."""
        view = self.room.view
        if view is not None:
            self.room.session.ask(
                lambda _project: view.row_of(row_id),
                lambda row: self.room.grid.go_to(row, variable_id) if row is not None else None,
                latest=("data", "row"),
                owner=self,
            )

    def show_cell(self, table_id: str, row_id: int, variable_id: str) -> None:
        """Show a cell of any table, filters that hide its row taken away."""
        room = self.room
        room.wants_front.emit()
        room.middle.setCurrentWidget(room.centre)
        self.target = (row_id, variable_id)
        if room.table_id != table_id:
            room.states.setdefault(table_id, room.contents.new_state(table_id)).filters = []
            room.show_table(table_id)
        else:
            if variable_id not in room.state().columns:
                self.show_columns([*room.state().columns, variable_id])
            self.clear_filters()
        room.grid.table.setFocus()

    def reach_target(self) -> bool:
        """Go to the cell that was asked for before the rows were there; whether there was one."""
        target, self.target = self.target, None
        if target is not None:
            self.go_to(*target)
        return target is not None

    # Filters

    def open_form(self, variable_id: str | None = None) -> None:
        """Put a filter together, beginning with a variable."""
        from workbench.data.words import sections

        table = self.room.table()
        if table is not None:
            self.room.middle.setCurrentWidget(self.room.centre)
            form = self.room.centre.form
            form.offer(sections(table), variable_id or self.room.variable_id)
            form.show()
            form.variable.setFocus()

    def close_form(self) -> None:
        """No filter after all."""
        self.room.centre.form.hide()

    def filter_current(self) -> None:
        """Show only rows with the same value as the current cell."""
        room, here, view = self.room, self.room.grid.current(), self.room.view
        if here is None or view is None or not here[1]:
            return
        row, name = here
        room.session.ask(
            lambda _project: view.value(row, name), lambda cell: self._filter_value(name, cell), owner=self
        )

    def _filter_value(self, name: str, cell: Any) -> None:
        from projects.datasets.filters import HasChoice, HasText, InRange, IsMissing

        table = self.room.table()
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
        table = self.room.table()
        if table is not None:
            variables = {variable.id: variable for variable in table.variables}
            self.room.centre.filters.show_filters(self.room.state().filters, variables)

    def show_line(self) -> None:
        """How many rows are shown, and of what sample."""
        room, table = self.room, self.room.table()
        if table is None or room.view is None:
            return
        rows, total = room.grid.model.rowCount(), room.view.total
        room.centre.filters.show_line(rows, total, room.design)
        room.status_changed.emit(msg("data.view.status", table=title_of(table), rows=summary(rows, total, None)))

    # Columns and wording

    def show_columns(self, columns: list[str]) -> None:
        """Show other columns."""
        room = self.room
        here = room.grid.current()
        room.state().columns = list(columns)
        room.grid.model.set_columns(columns)
        room.grid.arrange()
        room.grid.show_sorted(room.state().sorted_by, room.state().descending)
        if here is not None:
            room.grid.go_to(*here)

    def choose_columns(self) -> None:
        """Open the list of columns in the right column."""
        room, table = self.room, self.room.table()
        if table is not None:
            room.chooser.offer(table, room.state().columns, room.state().frozen)
            room.right.setCurrentWidget(room.chooser)
            room.chooser.list.setFocus()

    def close_chooser(self) -> None:
        """Back to what is known about the variable or table."""
        self.room.knowing.show_page()

    def freeze(self, count: int) -> None:
        """Keep the first `count` variables in sight."""
        self.room.state().frozen = count
        self.room.grid.freeze(count + _LEFT_OF)

    def freeze_here(self) -> None:
        """Keep the columns up to the current one in sight, or none when they are already."""
        here = self.room.grid.current()
        if here is not None:
            count = self.room.grid.model.column_of(here[1])
            self.freeze(0 if count == self.room.state().frozen else count)

    def use_codes(self, codes: bool) -> None:
        """Show codes of the file, or labels."""
        self.room.codes = codes
        self.room.centre.wording.choose(codes)
        self.reword()
        self.room.commands_changed.emit()

    def reword(self) -> None:
        """Write every cell anew, in the window's language, with labels or codes."""
        room, view = self.room, self.room.view
        if view is None:
            return
        language, codes = language_of(), room.codes

        def turn(_project: Project) -> None:
            view.language, view.codes = language, codes

        room.session.ask(turn, owner=self)
        room.grid.model.codes = codes
        room.grid.model.cells_changed()
        room.grid.arrange()
        room.grid.show_sorted(room.state().sorted_by, room.state().descending)

    def copy(self) -> None:
        """Copy the chosen cells; identifiers stay."""
        room, view = self.room, self.room.view
        areas = room.grid.chosen()
        if view is not None and areas:
            room.session.ask(
                lambda _project: copied(view, areas, _MOST_COPIED), self._copied, latest=("data", "copy"), owner=self
            )

    def _copied(self, found: tuple[str, int]) -> None:
        text, count = found
        QGuiApplication.clipboard().setText(text)
        self.room.session.notice.emit(msg("data.view.grid.copied", n=count))

    # Find

    def open_find(self) -> None:
        """Find a text in the cells."""
        if self.room.table() is not None:
            self.room.middle.setCurrentWidget(self.room.centre)
            self.room.centre.search.show()
            self.room.centre.search.field.setFocus()
            self.room.centre.search.field.selectAll()

    def close_find(self) -> None:
        """Back to the grid."""
        self.room.centre.search.hide()
        self.room.grid.table.setFocus()

    def find(self, text: str, further: bool) -> None:
        """Go to the first, or next, cell that holds the text."""
        room, view = self.room, self.room.view
        note = room.centre.search.note
        if view is None or not text:
            note.say("")
            return
        here = room.grid.current()
        start = (here[0] + (1 if further else 0)) if here else 0
        columns = list(room.state().columns)
        room.session.ask(
            lambda _project: view.find(text, columns, start), self._found, latest=("data", "find"), owner=self
        )

    def _found(self, hit: tuple[int, str] | None) -> None:
        note = self.room.centre.search.note
        if hit is None:
            note.say(msg("data.view.find.none"))
            return
        row, name = hit
        note.say(msg("data.view.find.at", row=row + 1))
        self.room.grid.go_to(row, name)
