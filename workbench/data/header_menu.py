# SPDX-License-Identifier: MIT
"""The menu of a column's head: sort, filter, place, inspect. Other parts do what it offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from analysis.records import Role
from wording import msg, render
from workbench.translation import language_of

if TYPE_CHECKING:
    from workbench.data.actions import DataActions
    from workbench.data.panes.grid import Grid
    from workbench.data.state import DataState


class HeadMenu(QObject):
    """Opens where the grid asks for it."""

    def __init__(self, state: DataState, grid: Grid, actions: DataActions) -> None:
        super().__init__(grid)
        self._state, self._grid, self._actions = state, grid, actions
        grid.head_menu_requested.connect(lambda name, place: self.made(name).popup(place))

    def made(self, name: str) -> QMenu:
        """What can be done with a whole column; the menu is deleted when it closes."""
        menu = QMenu(self._grid)
        menu.aboutToHide.connect(menu.deleteLater)
        rows, columns = self._actions.sort_and_filter, self._actions.column_layout

        def add(key: str, run: Callable[[], object]) -> None:
            text = render(msg(f"data.view.menu.{key}"), language_of())
            menu.addAction(text).triggered.connect(lambda _on=False: run())

        add("up", lambda: rows.sort(name))
        add("down", lambda: rows.sort(name, descending=True))
        if any(key[0] != name for key in self._state.shown().sorts):
            add("then_up", lambda: rows.sort(name, further=True))
            add("then_down", lambda: rows.sort(name, descending=True, further=True))
        if self._state.shown().sorts:
            add("unsorted", lambda: rows.sort(None))
        menu.addSeparator()
        if self._grid.model.variables[name].role is not Role.IDENTIFIER:
            add("filter", lambda: rows.open_form(name))
        add("about", lambda: self._actions.inspector_actions.pick(name))
        menu.addSeparator()
        add("freeze", lambda: columns.freeze_to(name))
        if self._state.shown().frozen > 1:
            add("unfreeze", lambda: columns.freeze(0))
        add("hide", lambda: columns.hide(name))
        add("columns", columns.choose_columns)
        return menu
