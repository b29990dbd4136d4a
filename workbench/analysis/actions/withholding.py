# SPDX-License-Identifier: MIT
"""Actions on cells that will be withheld: computes the choices in the background, stores the one taken."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from analysis.free_text_tables import OPEN_MARKS, withheld_note, words_in
from analysis.masking import Destination
from analysis.withholding_remedies import (
    Grouping,
    Joined,
    JoinedGroups,
    Neighbour,
    OnlyTotal,
    Remedies,
    advice,
    cause,
    joined_groups,
    remedies,
    tables_for_readers,
)
from projects.datasets.corrections.kind_actions import confirm_content
from projects.datasets.export.withholding_choices import (
    print_only_total,
    shown_in,
    withhold_as_proposed,
    withhold_first,
)
from projects.results.rare_answers import groupings, join_answers, joinable
from wording import Message, msg
from workbench.file_in_memory import decide_marks
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.warnings import warnings_of
from workbench.translation import language_of

if TYPE_CHECKING:
    from analysis.records import Variable
    from projects.store.actions import Changes
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.withheld_card import WithheldCard
    from workbench.analysis.state import AnalysisState
    from workbench.jobs import Job
    from workbench.results.computation import Outcome
    from workbench.results.warnings import WarningCard
    from workbench.session import Session


_SHOWN = 6  # answers of a column
_OUTSIDE = (Destination.PARTNER, Destination.PUBLIC)


class MarkQuestions(QObject):
    """Asks about numbers such as -99 before the first mean that counts them; a number put off is not asked again."""

    def __init__(self, state: AnalysisState, session: Session, centre: ResultPane) -> None:
        super().__init__(state)
        self._state, self._session, self._centre = state, session, centre
        self._later: set[tuple[str, str]] = set()
        self._asked: tuple[str, str, tuple[str, ...]] | None = None  # table, variable, its marks
        centre.marks.decided.connect(self.decide)
        centre.marks.postponed.connect(self.postpone)

    def show(self, outcome: Outcome) -> None:
        """Ask in place of the numbers, where they hold a mark that nobody decided on."""
        present = self._state.current
        notes = [note for table in outcome.tables for note in table.notes if isinstance(note, Message)]
        for note in (one for one in notes if one.key == OPEN_MARKS and present is not None):
            assert present is not None
            place = present.table, str(note.args["variable"])
            if place not in self._later:
                self._asked = *place, tuple(note.args["marks"])
                self._centre.marks.ask(note.args["name"], self._asked[2])
                self._centre.hold_back(held=True)
                return

    def decide(self, absent: bool) -> None:
        """Store what the numbers mean, as one change that can be undone: the analysis follows."""
        if self._asked is not None:
            table, variable, marks = self._asked
            typed = ", ".join(marks if absent else [f"{mark}=answer" for mark in marks])
            decide_marks(self._session, self._centre, table, variable, typed)

    def postpone(self) -> None:
        """Show the numbers as they are, with the note that says so."""
        if self._asked is not None:
            self._later.add(self._asked[:2])
        self._centre.marks.hide()
        self._centre.hold_back(held=False)


class WithholdingActions:
    """Decides with the person what is withheld of the result in front."""

    def __init__(self, state: AnalysisState, session: Session, card: WithheldCard, warnings: WarningCard) -> None:
        self._state, self._session, self._card, self._warnings = state, session, card, warnings
        card.join_requested.connect(self.join_rare)
        card.neighbour_requested.connect(self.withhold_neighbour)
        card.total_requested.connect(self.show_only_total)
        card.proposed_requested.connect(self.withhold_as_proposed)
        card.confirmed.connect(self.confirm)

    def show(self, outcome: Outcome) -> None:
        """Say what is to be read with care, and how many cells will be withheld with what can be done."""
        self._warnings.say(warnings_of(outcome.tables))
        whole = next((table for table in outcome.result.tables if table.unconfirmed), None)
        if whole is not None:
            lines = [
                msg("kinds.text_line", name=one.name, values=[choice.code for choice in one.choices][:_SHOWN])
                for one in self._unconfirmed()
            ]
            self._card.show_whole(withheld_note(whole), lines)
            return
        limits, answers, groups = self._state.limits, self._answers(), self._groupings()
        numbers = (limits.flag, limits.base, limits.cell)
        why = cause(outcome.result.tables, outcome.for_partner, outcome.withheld_public, numbers, groups)
        self._card.show_cause(why, outcome.withheld, chosen=bool(self._chosen_here(outcome)))
        if why is None:
            return

        def work(_job: Job) -> tuple[Remedies, list[Message]]:
            tables, chosen, rows = outcome.result.tables, limits.chosen, outcome.rows
            found = remedies(tables, numbers, chosen, answers, rows)
            partner, public = (tables_for_readers(tables, numbers, chosen, rows, one) for one in _OUTSIDE)
            found = replace(found, groups=joined_groups(tables, partner, groups, limits.base))
            return found, advice(partner, public, found, numbers)

        self._session.compute(work, partial(self._take_remedies, outcome), owner=self._card)

    def _unconfirmed(self) -> list[Variable]:
        """The text columns of the analysis in front of which nobody has said that they name no one."""
        present = self._state.current
        if present is None or present.table not in self._state.tables:
            return []
        spoken = set(words_in(present.options))
        return [
            one for one in self._state.tables[present.table].variables if one.content_unconfirmed and one.id in spoken
        ]

    def confirm(self) -> None:
        """The text columns of the analysis in front name no one, as one change that can be undone."""
        present, waiting = self._state.current, [one.id for one in self._unconfirmed()]
        if present is not None and waiting:
            self._session.do(confirm_content(present.table, waiting))

    def _take_remedies(self, outcome: Outcome, found: tuple[Remedies, list[Message]]) -> None:
        if outcome is self._state.outcome:
            self._card.show_remedies(*found)

    def _answers(self) -> frozenset[str]:
        """The answers in the rows, where a recode can join them."""
        present = self._state.current
        if present is None or present.table not in self._state.tables:
            return frozenset()
        variables = self._state.tables[present.table].variables
        asked = next((one for one in variables if one.id == present.options.get("variable")), None)
        return joinable(present.declaration, asked)

    def _groupings(self) -> list[Grouping]:
        """What the analysis in front is broken down by, where a recode can join its groups."""
        present = self._state.current
        if present is None or present.table not in self._state.tables:
            return []
        return groupings(present.declaration, self._state.tables[present.table].variables, present.options)

    def _chosen_here(self, outcome: Outcome) -> frozenset[str]:
        """The quantities of the result about which something was chosen."""
        chosen = self._state.limits.chosen
        if not chosen:
            return frozenset()
        return (chosen.first | chosen.only_total) & shown_in(outcome.result.tables)

    def join_rare(self, joined: Joined | JoinedGroups, name: str) -> None:
        """Make rare answers or small groups one, in every table; the analysis in front takes the new variable."""
        state = self._state
        present = state.current
        if present is None:
            return
        old = joined.variable or str(present.options.get("variable"))

        def done(changes: Changes) -> None:
            if present.saved is None and state.current is present:
                options = {key: _instead(value, old, str(changes.result)) for key, value in present.options.items()}
                state.joined[present.table, str(changes.result)] = old
                state.replace_draft(CurrentAnalysis(present.declaration, present.table, options))

        self._session.do(join_answers(present.table, old, joined.choices, name, language_of()), done)

    def withhold_neighbour(self, one: Neighbour) -> None:
        """Withhold this cell beside the small one, wherever it stands."""
        self._session.do(withhold_first(one.name, one.row, one.column, one.instead_of))

    def show_only_total(self, wanted: OnlyTotal) -> None:
        """Print only the total of the rows with small cells."""
        self._session.do(print_only_total(wanted.names, wanted.rows))

    def withhold_as_proposed(self) -> None:
        """Forget what was chosen about the result in front."""
        if self._state.outcome is not None:
            self._session.do(withhold_as_proposed(self._chosen_here(self._state.outcome)))


def _instead(value: object, old: str, new: str) -> object:
    """An option with another variable in the place of `old`."""
    if isinstance(value, list):
        return [new if one == old else one for one in value]
    return new if value == old else value
