# SPDX-License-Identifier: MIT
"""The menu of a column's head: sort, filter, place, know more. What it offers is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from analysis.records import Role
from wording import msg, render
from workbench.translation import language_of

if TYPE_CHECKING:
    from workbench.data.room_parts import DataRoomParts


def show_head_menu(room: DataRoomParts, name: str, place: QPoint) -> None:
    """What can be done with a whole column."""
    head_menu(room, name).popup(place)


def head_menu(room: DataRoomParts, name: str) -> QMenu:
    """The menu; deleted when it closes."""
    menu = QMenu(room)
    menu.aboutToHide.connect(menu.deleteLater)

    def add(key: str, run: Callable[[], object]) -> None:
        menu.addAction(render(msg(f"data.view.menu.{key}"), language_of())).triggered.connect(lambda _on=False: run())

    add("up", lambda: room.arranging.sort(name))
    add("down", lambda: room.arranging.sort(name, descending=True))
    if any(key[0] != name for key in room.state().sorts):
        add("then_up", lambda: room.arranging.sort(name, further=True))
        add("then_down", lambda: room.arranging.sort(name, descending=True, further=True))
    if room.state().sorts:
        add("unsorted", lambda: room.arranging.sort(None))
    menu.addSeparator()
    if room.grid.model.variables[name].role is not Role.IDENTIFIER:
        add("filter", lambda: room.arranging.open_form(name))
    add("about", lambda: room.knowing.pick(name))
    menu.addSeparator()
    add("freeze", lambda: room.placing.freeze_to(name))
    if room.state().frozen > 1:
        add("unfreeze", lambda: room.placing.freeze(0))
    add("hide", lambda: room.placing.hide(name))
    add("columns", room.placing.choose_columns)
    return menu
