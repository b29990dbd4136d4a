# SPDX-License-Identifier: MIT
"""Counting the people of a register: purpose, pairs found and decided, names erased at the end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analysis.register import RegisterKind
from projects.registers.unique_people import (
    count_people,
    decide,
    decide_alike,
    find_pairs,
    keep_pairs,
    names_of,
    note_pair,
    review,
    sides,
    stop_counting,
)
from wording import Problem, msg
from workbench.data.registers.pair_review import PairReview, PeopleFigures
from workbench.requests import EraseNames
from workbench.table_labels import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.records import DataTable
    from projects.registers.unique_people import PairSide, Review, RowPair
    from projects.store import Project
    from projects.store.actions import Action, Changes
    from projects.store.erase_request import Subject
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.panes.right_column import RightColumn
    from workbench.data.state import DataState
    from workbench.jobs import Job
    from workbench.session import Session


class PeopleReview(QObject):
    """Acts on the register of participants in front, else on the only one of the study; of several it asks which."""

    form_requested = Signal()

    def __init__(self, state: DataState, session: Session, middle: MiddleColumn, right: RightColumn) -> None:
        super().__init__(state)
        self._state, self._session, self._middle, self._right = state, session, middle, right
        self.table_id, self.heard = "", False
        self.page, self.figures = PairReview(), PeopleFigures()
        middle.addWidget(self.page)
        right.addWidget(self.figures)
        self.page.decided.connect(self.decide)
        self.page.noted.connect(self.note)
        self.page.purpose_given.connect(self.count)
        self.page.find_requested.connect(self.find)
        self.page.left.connect(self.leave)
        self.figures.duplicates_requested.connect(self.take_alike)
        self.figures.find_requested.connect(self.find)
        self.figures.erase_requested.connect(self.erase_names)
        self.figures.stop_requested.connect(self.stop)

    def open(self) -> None:
        """Show what the counting stands at; without a register, how one is told."""
        front = self._state.table()
        if front is None:
            return
        if not self.heard:
            self._session.changed.connect(self._changed)
            self.heard = True
        self._middle.setCurrentWidget(self.page)
        self._right.bring(self.figures)
        self.page.setFocus()
        registers = [one for one in self._state.contents.tables if _has_people(one)]
        if _has_people(front) or len(registers) == 1:
            self.count_in(front if _has_people(front) else registers[0])
            return
        self.table_id = ""
        self.figures.show_review(None)
        if registers:
            self.page.offer(
                msg("people.which_register"), [(title_of(one), partial(self.count_in, one)) for one in registers]
            )
        else:
            cases = front.register is not None and front.register.kind is RegisterKind.CASES
            self.page.offer(
                msg("people.cases_here" if cases else "people.none_here", table=title_of(front)),
                [] if cases else [(msg("people.say_register", table=title_of(front)), self.form_requested.emit)],
            )

    def count_in(self, table: DataTable) -> None:
        """Count the people of that register, which the page names."""
        self.table_id = table.id
        self.page.header.title.say(msg("people.page_of", table=title_of(table)))
        self.read()

    def read(self) -> None:
        """Read pairs and counts."""
        table_id = self.table_id
        self._session.ask(
            lambda project: _read(project, table_id),
            self._show,
            self.page.refuse,
            latest=("data", "people"),
            owner=self,
        )

    def _show(self, found: tuple[Review, dict[int, PairSide]]) -> None:
        self.page.show_review(*found)
        self.figures.show_review(found[0])
        if self.page.purpose is not None:
            self.page.purpose.setFocus()

    def _changed(self, changes: Changes) -> None:
        here = self.table_id and self._middle.currentWidget() is self.page
        if here and changes.touches("setting", "row_state", "cell_edit"):
            self.read()

    def count(self, purpose: str) -> None:
        """Begin to count, and look for pairs where names can be read."""
        self._do(count_people(self.table_id, purpose), self.find)
        self.page.setFocus()

    def find(self) -> None:
        """Look for pairs in the background; the letters that answer work at once."""
        self.page.setFocus()
        table_id, session = self.table_id, self._session

        def work(job: Job) -> Action:
            return keep_pairs(
                table_id, session.fetch(lambda project: find_pairs(project, table_id, job.stop_requested))
            )

        session.job(msg("people.comparing"), work, self._do, lambda _wrong: self.read(), owner=self)

    def decide(self, first: int, second: int, decision: str) -> None:
        """Keep an answer, as one change that can be undone."""
        self._do(decide(self.table_id, first, second, decision))

    def note(self, first: int, second: int, words: str) -> None:
        """Keep why a pair was decided so."""
        self._do(note_pair(self.table_id, first, second, words))

    def take_alike(self, pairs: Sequence[RowPair]) -> None:
        """Take the likeliest pairs for one person each, as one change."""
        self._do(decide_alike(self.table_id, pairs))

    def stop(self) -> None:
        """Count people no more."""
        self._do(stop_counting(self.table_id))

    def erase_names(self) -> None:
        """Show what would go with the names, and ask."""
        table_id = self.table_id
        self._session.ask(lambda project: names_of(project, table_id), self._ask_erase, owner=self)

    def _ask_erase(self, subjects: Sequence[Subject]) -> None:
        self._state.asked.emit(EraseNames(self.table_id, tuple(subjects)))

    def leave(self) -> None:
        """Back to the table; all is stored."""
        self._middle.show_table()
        self._right.show_facts()
        self._middle.centre.grid.table.setFocus()

    def _do(self, action: Action, then: Callable[[], object] | None = None) -> None:
        self._session.do(action, (lambda _changes: then()) if then is not None else None, self._refused)

    def _refused(self, problem: Problem) -> None:
        self.page.refuse(problem)


def _has_people(table: DataTable) -> bool:
    return table.register is not None and table.register.kind is RegisterKind.PARTICIPANTS


def _read(project: Project, table_id: str) -> tuple[Review, dict[int, PairSide]]:
    found = review(project, table_id)
    rows = [row for one in (*found.queue, *found.decided) for row in (one.first, one.second)]
    return found, sides(project, table_id, rows) if rows and project.link_open else {}
