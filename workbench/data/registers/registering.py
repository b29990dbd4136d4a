# SPDX-License-Identifier: MIT
"""Telling that the table in front is a register: the form opened, its figures read, the register stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from projects.registers.setting import set_register
from workbench.data.registers.people import PeopleReview
from workbench.data.registers.register_page import RegisterFigures, RegisterPage

if TYPE_CHECKING:
    from analysis.register import Register
    from projects.registers.outlook import Outlook
    from workbench.data.room import DataRoom


class Registering(QObject):
    """Acts on the table in front."""

    def __init__(self, room: DataRoom) -> None:
        super().__init__(room)
        self.room = room
        self.page, self.figures = RegisterPage(), RegisterFigures()
        self.people = PeopleReview(room)
        room.middle.addWidget(self.page)
        room.right.addWidget(self.figures)
        self.page.asked.connect(self.look)
        self.page.stored.connect(self.store)
        self.page.left.connect(self.leave)

    def open(self) -> None:
        """Ask what kind of register the table is."""
        table = self.room.table()
        if table is not None:
            self.room.middle.setCurrentWidget(self.page)
            self.room.bring_right(self.figures)
            self.page.offer(table)

    def look(self, register: Register | None) -> None:
        """Read the figures that the register would give."""
        from projects.registers.outlook import outlook  # with pandas, when the form is open

        table = self.page.table
        if table is not None:
            self.room.session.ask(
                lambda project: outlook(project, table.id, register),
                self._looked,
                self.page.refuse,
                latest=("data", "register"),
                owner=self,
            )

    def _looked(self, found: Outlook) -> None:
        self.page.show_found(found)
        self.figures.show_found(found)

    def store(self, register: Register | None) -> None:
        """Keep it, as one change that can be undone."""
        table = self.page.table
        if table is not None:
            self.room.session.do(set_register(table.id, register), lambda _changes: self.leave(), self.page.refuse)

    def leave(self) -> None:
        """Back to the table."""
        self.room.middle.setCurrentWidget(self.room.centre)
        self.room.show_known()
        self.room.grid.table.setFocus()
