# SPDX-License-Identifier: MIT
"""Declares the open table a register: opens the form, reads its figures, stores the register."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analysis.records import Kind
from analysis.register_columns import RegisterKind
from projects.datasets.add_dataset import Added
from projects.datasets.registers.age_bands import set_age_bands
from projects.datasets.registers.case_keys import compare_codes
from projects.datasets.registers.headings import first_register
from projects.datasets.registers.totals_rows import RowChoice, decide_rows, decide_totals
from projects.registers.register_frames import outlook
from projects.registers.register_settings import set_register
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
from projects.stored_tables.stored_table import data_tables
from wording import Problem, msg
from workbench.data.registers.pair_review import PairReview, PeopleFigures
from workbench.data.registers.register_page import RegisterPage
from workbench.data.registers.register_pictures import RegisterFigures
from workbench.requests import BeginReport, EraseNames, OpenAnalysis
from workbench.table_labels import title_of
from workbench.widgets.banner import Banner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.records import DataTable
    from analysis.register_columns import Register
    from projects.datasets.registers.totals_rows import RowChoice
    from projects.registers.checks import RegisterFinding
    from projects.registers.register_frames import RegisterOverview
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


class Registering(QObject):
    """Acts on the table in front."""

    def __init__(self, state: DataState, session: Session, middle: MiddleColumn, right: RightColumn) -> None:
        super().__init__(state)
        self._state, self._session, self._middle, self._right = state, session, middle, right
        self.page, self.figures = RegisterPage(), RegisterFigures()
        self.people = PeopleReview(state, session, middle, right)
        self.people.form_requested.connect(self.open)
        middle.addWidget(self.page)
        right.addWidget(self.figures)
        self.page.asked.connect(self.look)
        self.page.stored.connect(self.store)
        self.page.left.connect(self.leave)
        self.figures.left.connect(self.leave)
        self.page.rows_decided.connect(self.decide)
        self.page.banded.connect(self.band)
        self.figures.tests_requested.connect(self.compare_tests)
        self.figures.period_chosen.connect(lambda _days: self.look(self.page.register))
        self.next = Banner("file-text")
        middle.centre.body.insertWidget(0, self.next)

    def open(self) -> None:
        """Ask what kind of register the table is."""
        table = self._state.table()
        if table is not None:
            self._middle.setCurrentWidget(self.page)
            self._right.bring(self.figures)
            self.figures.begin(dated=has_dates(table))
            self.page.offer(table)

    def offer_imported(self, added: object) -> None:
        """Open the form where a table that has just come looks like a register by its headings."""
        if isinstance(added, Added):
            tables = frozenset(added.tables.values())
            self._session.ask(
                lambda project: _looks_like_register(project, tables),
                self._offer,
                latest=("data", "register_offer"),
                owner=self,
            )

    def _offer(self, table: DataTable | None) -> None:
        if table is not None:
            self._middle.setCurrentWidget(self.page)
            self._right.bring(self.figures)
            self.figures.begin(dated=has_dates(table))
            self.page.offer(table, recognised=True)

    def look(self, register: Register | None) -> None:
        """Read the figures that the register would give."""
        table = self.page.table
        if table is not None:
            days = self.figures.days
            self._session.ask(
                lambda project: _outlook(project, table.id, register, days),
                self._looked,
                self.page.refuse,
                latest=("data", "register"),
                owner=self,
            )

    def _looked(self, found: RegisterOverview | None) -> None:
        if found is None:
            return  # the import was undone meanwhile: `refresh` leaves the form
        self.page.show_found(found)
        self.figures.show_found(found)
        if self._middle.currentWidget() is self.page:  # the columns of a table just imported are shown meanwhile
            self._right.bring(self.figures)

    def store(self, register: Register | None) -> None:
        """Keep it, as one change that can be undone."""
        table = self.page.table
        if table is not None:
            self._session.do(set_register(table.id, register), lambda _changes: self._kept(register), self.page.refuse)

    def _kept(self, register: Register | None) -> None:
        """Back to the table; what a register is kept for, its infosheet, is offered above it."""
        self.leave()
        if register is not None and self._state.can_ask("report"):
            make = (msg("registers.kept.infosheet"), self._make_infosheet)
            self.next.show_message(msg("registers.kept"), make, (msg("registers.kept.later"), self.next.clear))

    def _make_infosheet(self) -> None:
        self.next.clear()
        self._state.asked.emit(BeginReport("infosheet"))

    def decide(self, finding: RegisterFinding, choice: RowChoice) -> None:
        """Decide what becomes of the rows of a finding, as one change that can be undone."""
        table = self.page.table
        if table is None:
            return
        if finding.check in ("totals", "totals_counted"):
            action = decide_totals(table.id, title_of(table), finding.rows, choice is RowChoice.KEEP)
        elif finding.check == "sealed_key":
            assert self.page.register is not None
            action = compare_codes(table.id, title_of(table), self.page.register)
        else:
            action = decide_rows(table.id, title_of(table), finding.check, choice, finding.rows, finding.repeats)
        self._session.do(action, lambda _changes: self.look(self.page.register), self.page.refuse)

    def band(self, written: str) -> None:
        """Choose the project's age bands; what is no row of bands is told and changes nothing."""
        try:
            action = set_age_bands(written)
        except Problem as wrong:
            self.page.refuse(wrong)
            return
        self.page.problem.say("")
        self._session.do(action, lambda _changes: self.look(self.page.register), self.page.refuse)

    def compare_tests(self, before: str, after: str) -> None:
        """Open the comparison of a test before and one after a training in the Analysis room."""
        table = self.page.table
        if table is not None:
            self._state.asked.emit(OpenAnalysis(table.id, "pre_post", {"before": before, "after": after}))

    def refresh(self) -> None:
        """Follow an undo, a redo or a change made elsewhere while the form is open."""
        shown = self.page.table
        if shown is None or self._middle.currentWidget() is not self.page:
            return
        table = next((one for one in self._state.contents.tables if one.id == shown.id), None)
        if table is None:
            self.leave()
        elif table.register != shown.register or table.variables != shown.variables:
            self.page.offer(table)
        else:
            self.look(self.page.register)

    def leave(self) -> None:
        """Back to the table."""
        self._middle.show_table()
        self._right.show_facts()
        self._middle.centre.grid.table.setFocus()


def has_dates(table: DataTable) -> bool:
    """Whether a period can be asked of the table."""
    return any(one.kind in (Kind.DATE, Kind.DATETIME) for one in table.variables)


def _outlook(project: Project, table_id: str, register: Register | None, days: str) -> RegisterOverview | None:
    """The figures of a table as that register; None when the table is gone."""
    there = any(one.id == table_id for one in data_tables(project))
    return outlook(project, table_id, register, days) if there else None


def _looks_like_register(project: Project, tables: frozenset[str]) -> DataTable | None:
    """The first of these tables that was told to be a register, or whose headings are those of one."""
    new = [one for one in data_tables(project) if one.id in tables]
    return first_register(new, {one.id for one in new if one.register})
