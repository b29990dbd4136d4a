# SPDX-License-Identifier: MIT
"""Counting the people of the register in front: purpose, pairs found and decided, names erased at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from projects.registers.review import (
    count_people,
    decide_alike,
    find_pairs,
    keep_pairs,
    names_of,
    review,
    sides,
    stop_counting,
)
from wording import Problem, msg
from workbench.data.registers.people_page import PeopleFigures, PeoplePage
from workbench.safety import way
from workbench.safety.offers import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from projects.registers.review import Pair, Review, Side
    from projects.store import Project
    from projects.store.actions import Action, Changes
    from projects.store.erasing import Subject
    from workbench.data.room import DataRoom
    from workbench.jobs import Job


class PeopleReview(QObject):
    """Acts on the register in front."""

    def __init__(self, room: DataRoom) -> None:
        super().__init__(room)
        self.room, self.table_id, self.heard = room, "", False
        self.page, self.figures = PeoplePage(), PeopleFigures()
        room.middle.addWidget(self.page)
        room.right.addWidget(self.figures)
        self.page.decided.connect(self.decide)
        self.page.purpose_told.connect(self.count)
        self.page.find_asked.connect(self.find)
        self.page.left.connect(self.leave)
        self.figures.alike_asked.connect(self.take_alike)
        self.figures.find_asked.connect(self.find)
        self.figures.erase_asked.connect(self.erase_names)
        self.figures.stop_asked.connect(self.stop)

    def open(self) -> None:
        """Show what the counting of the table in front stands at."""
        table = self.room.table()
        if table is None:
            return
        if not self.heard:
            self.room.session.changed.connect(self._changed)
            self.heard = True
        self.table_id = table.id
        self.room.middle.setCurrentWidget(self.page)
        self.room.bring_right(self.figures)
        self.page.setFocus()
        self.read()

    def read(self) -> None:
        """Read pairs and counts."""
        table_id = self.table_id
        self.room.session.ask(
            lambda project: _read(project, table_id),
            self._show,
            self.page.refuse,
            latest=("data", "people"),
            owner=self,
        )

    def _show(self, found: tuple[Review, dict[int, Side]]) -> None:
        self.page.show_review(*found)
        self.figures.show_review(found[0])
        if self.page.purpose is not None:
            self.page.purpose.setFocus()

    def _changed(self, changes: Changes) -> None:
        if self.room.middle.currentWidget() is self.page and changes.touches("setting", "row_state", "cell_edit"):
            self.read()

    def count(self, purpose: str) -> None:
        """Begin to count, and look for pairs where names can be read."""
        self._do(count_people(self.table_id, purpose), self.find)
        self.page.setFocus()

    def find(self) -> None:
        """Look for pairs in the background."""
        table_id, session = self.table_id, self.room.session

        def work(job: Job) -> Action:
            return keep_pairs(
                table_id, session.fetch(lambda project: find_pairs(project, table_id, job.stop_requested))
            )

        session.job(msg("people.looking"), work, self._do, lambda _wrong: self.read(), owner=self)

    def decide(self, first: int, second: int, decision: str) -> None:
        """Keep an answer, as one change that can be undone."""
        from projects.registers.review import decide  # more of the program: not at start

        self._do(decide(self.table_id, first, second, decision))

    def take_alike(self, pairs: Sequence[Pair]) -> None:
        """Take the likeliest pairs for one person each, as one change."""
        self._do(decide_alike(self.table_id, pairs))

    def stop(self) -> None:
        """Count people no more."""
        self._do(stop_counting(self.table_id))

    def erase_names(self) -> None:
        """Show what would go with the names, and ask."""
        table_id = self.table_id
        self.room.session.ask(lambda project: names_of(project, table_id), self._ask_erase, owner=self)

    def _ask_erase(self, subjects: Sequence[Subject]) -> None:
        page = way.consent_page(self.room)
        if page is not None:
            page.ask_offer(
                Offer(f"names:{self.table_id}", msg("people.names_of_register"), "found", subjects=tuple(subjects))
            )

    def leave(self) -> None:
        """Back to the table; all is stored."""
        self.room.middle.setCurrentWidget(self.room.centre)
        self.room.show_known()
        self.room.grid.table.setFocus()

    def _do(self, action: Action, then: Callable[[], object] | None = None) -> None:
        self.room.session.do(action, (lambda _changes: then()) if then is not None else None, self._refused)

    def _refused(self, problem: Problem) -> None:
        self.page.refuse(problem)


def _read(project: Project, table_id: str) -> tuple[Review, dict[int, Side]]:
    found = review(project, table_id)
    rows = [row for one in found.queue for row in (one.first, one.second)]
    return found, sides(project, table_id, rows) if rows else {}
