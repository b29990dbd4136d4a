# SPDX-License-Identifier: MIT
"""A cell changed in place: its editor, what follows from the change, its reason, the stored edit; absent by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from analysis.records import Reason, Role, Variable
from projects.datasets.corrections.edits import CellChange, change_cells
from projects.stored_tables.cells import DatasetCell
from wording import Problem, msg, render
from workbench.data.panes.edit_preview import NewCell, Proposal, chosen_cells, filled, pasted, propose
from workbench.requests import EraseAnswer, EraseRows, ShowConsents
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.datasets.table.table_view import TableView
    from projects.store.project import Project
    from workbench.data.actions.column_layout import ColumnLayout
    from workbench.data.actions.sort_and_filter import SortAndFilter
    from workbench.data.panes.grid import Grid
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.panes.right_column import RightColumn
    from workbench.data.state import DataState
    from workbench.requests import Request
    from workbench.session import Session

_LOCKED = 9


class CellEditing(QObject):
    """Nothing is stored before the reason is given."""

    def __init__(
        self,
        state: DataState,
        session: Session,
        middle: MiddleColumn,
        right: RightColumn,
        sort_and_filter: SortAndFilter,
        column_layout: ColumnLayout,
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._middle, self._right = state, session, middle, right
        self._sort_and_filter, self._column_layout = sort_and_filter, column_layout
        self._grid = grid = middle.centre.grid
        grid.edit_requested.connect(self.edit)
        grid.changed.connect(self.propose)
        grid.menu_requested.connect(self.menu)
        grid.paste_requested.connect(self.paste)
        right.change_panel.stored.connect(self.store)
        right.change_panel.left.connect(self.leave)

    def edit(self, row: int, variable_id: str, typed: str = "") -> None:
        """Open the editor of a cell, with the value it has now."""
        view = self._state.view
        variable = self._grid.model.variables.get(variable_id)
        if view is None or variable is None:
            return
        self._session.ask(
            lambda _project: view.value(row, variable_id),
            lambda now: self._open(row, variable, now, typed),
            latest=("data", "edit"),
            owner=self,
        )

    def _open(self, row: int, variable: Variable, now: DatasetCell, typed: str) -> None:
        if now.reason == _LOCKED:
            self._grid.show_note(row, variable.id, msg("data.view.change.locked"))
            return
        if self._grid.current() != (row, variable.id):  # else the cells chosen with it stay chosen
            self._grid.go_to(row, variable.id)
        self._grid.open_editor(row, variable, now, typed)

    def edit_current(self) -> None:
        """Change the current cell."""
        here = self._grid.current()
        if here and here[1]:
            self.edit(*here)

    def propose(self, row: int, variable_id: str, new: DatasetCell) -> None:
        """Work out what follows from a change: of the cell, or of all chosen cells of its column with it."""
        rows = chosen_cells(self._grid.chosen(), variable_id)
        rows = rows if row in rows else [row]
        self._propose(lambda _view: [(one, variable_id, new) for one in rows])

    def fill(self) -> None:
        """Give the chosen cells of each column the answer of the topmost."""
        areas = self._grid.chosen()
        self._propose(lambda view: filled(view, areas))

    def paste(self) -> None:
        """Put what was copied elsewhere into the cells from the current one on."""
        here, text = self._grid.current(), QGuiApplication.clipboard().text()
        if here is None or not here[1] or not text:
            return
        names, areas = list(self._state.shown().columns), self._grid.chosen()
        names = names[names.index(here[1]) :]
        self._propose(lambda view: pasted(view, text, here[0], names, areas))

    def propose_again(self, kept: Sequence[tuple[int, str, DatasetCell]]) -> None:
        """What was proposed before the project was locked, by the ids of rows; those not shown any more are left."""

        def cells(view: TableView) -> list[NewCell]:
            shown = [(view.row_of(row_id), variable, new) for row_id, variable, new in kept]
            return [(row, variable, new) for row, variable, new in shown if row is not None]

        self._propose(cells)

    def _propose(self, cells: Callable[[TableView], Sequence[NewCell]]) -> None:
        view, table = self._state.view, self._state.table()
        if view is None or table is None:
            return

        def work(project: Project) -> Proposal | None:
            return propose(project, view, table, cells(view))

        self._session.ask(work, self._proposed, self._refused, latest=("data", "change"), owner=self)

    def _refused(self, problem: Problem) -> None:
        """Say beside the current cell why it stays as it is."""
        here = self._grid.current()
        if here is not None and here[1]:
            self._grid.show_note(*here, problem.message)
        else:
            self._session.report_problem(problem.message, self)

    def _proposed(self, proposal: Proposal | None) -> None:
        if proposal is None:
            self._grid.table.setFocus()
            return
        self._right.bring(self._right.change_panel)
        self._right.change_panel.propose(proposal, self._state.contents.tables)

    def store(self, proposal: Proposal, why: str, also: tuple[CellChange, ...]) -> None:
        """Store the change with what was accepted, as one action."""
        self._session.do(
            lambda project: change_cells(project, [*proposal.changes, *also], why=why),
            lambda _changes: self.leave(),
            self._refused,
        )

    def leave(self, *, focus: bool = True) -> None:
        """Back to the grid."""
        self._right.show_facts()
        if focus:
            self._grid.table.setFocus()

    def show_log(self, row: int, variable_id: str) -> None:
        """The lines of the cleaning log about one cell."""
        view, table_id = self._state.view, self._state.table_id
        if view is not None:
            self._session.ask(
                lambda _project: view.row_id(row),
                lambda row_id: self._middle.show_log(table_id, variable_id, row_id),
                owner=self,
            )

    def show_log_here(self) -> None:
        """The same for the current cell."""
        here = self._grid.current()
        if here and here[1]:
            self.show_log(*here)

    def ask_about(self, request: Callable[[Grid, str], Request | None]) -> None:
        """Have the Safety room show the consents or the erasure of what is chosen."""
        wanted = request(self._grid, self._state.table_id)
        if wanted is not None:
            self._state.asked.emit(wanted)

    # The menu of a cell

    def menu(self, place: QPoint) -> None:
        """What can be done with the current cell."""
        menu = self.made_menu()
        menu.popup(place)

    def made_menu(self) -> QMenu:
        """The menu; deleted when it closes."""
        state = self._state
        menu = QMenu(self._grid)
        menu.aboutToHide.connect(menu.deleteLater)
        here = self._grid.current()
        variable = self._grid.model.variables.get(here[1]) if here else None
        language = language_of()

        def add(key: str, run: object, **args: object) -> None:
            menu.addAction(render(msg(key, **args), language)).triggered.connect(run)

        add("data.view.menu.copy", self._sort_and_filter.copy)
        if here is None or variable is None:
            return menu
        row, name = here
        if QGuiApplication.clipboard().text():
            add("data.view.menu.paste", self.paste)
        if len(chosen_cells(self._grid.chosen(), name)) > 1:
            add("data.view.menu.fill", self.fill)
        add("data.view.menu.edit", lambda: self.edit(row, name))
        add("data.view.menu.history", lambda: self.show_log(row, name))
        if variable.role is not Role.IDENTIFIER:
            add("data.view.menu.same", self._sort_and_filter.filter_current)
        add("data.view.menu.up", lambda: self._sort_and_filter.sort(name))
        add("data.view.menu.down", lambda: self._sort_and_filter.sort(name, descending=True))
        if any(key[0] != name for key in state.shown().sorts):
            add("data.view.menu.then_up", lambda: self._sort_and_filter.sort(name, further=True))
            add("data.view.menu.then_down", lambda: self._sort_and_filter.sort(name, descending=True, further=True))
        add("data.view.menu.freeze", self._column_layout.freeze_here)
        add("data.view.menu.hide", lambda: self._column_layout.hide(name))
        menu.addSeparator()
        for reason in (Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING, Reason.NOT_ASKED):
            cell = DatasetCell(None, int(reason))
            text = msg(f"data.reason.{int(reason)}")
            add("data.view.menu.mark", lambda _on=False, cell=cell: self.propose(row, name, cell), reason=text)
        menu.addSeparator()
        add("data.view.command.row.consents", lambda: self.ask_about(row_consents))
        add("data.view.command.row.erase", lambda: self.ask_about(erase_rows))
        add("data.view.command.cell.erase", lambda: self.ask_about(erase_answer))
        return menu


def row_consents(grid: Grid, table_id: str) -> ShowConsents | None:
    """The consents of the current row, and whose it is."""
    here = grid.current()
    row = grid.model.row_id(here[0]) if here else None
    return ShowConsents(table_id, row) if row is not None and table_id else None


def erase_rows(grid: Grid, table_id: str) -> EraseRows | None:
    """What would go with the chosen rows."""
    rows = _chosen_rows(grid)
    return EraseRows(table_id, rows) if rows and table_id else None


def erase_answer(grid: Grid, table_id: str) -> EraseAnswer | None:
    """What would go with the current answer."""
    here = grid.current()
    row = grid.model.row_id(here[0]) if here else None
    return EraseAnswer(table_id, row, here[1]) if here and row is not None and table_id else None


def _chosen_rows(grid: Grid) -> Sequence[int]:
    """The ids of the rows that the chosen cells lie in, those shown on the screen at least."""
    here = grid.current()
    places = {row for first, last, _ in grid.chosen() for row in range(first, last + 1)}
    if here is not None:
        places.add(here[0])
    ids = [grid.model.row_id(row) for row in sorted(places)]
    return sorted({one for one in ids if one is not None}) if None not in ids else []
