# SPDX-License-Identifier: MIT
"""Actions on cells that will be withheld: computes the choices in the background, stores the one taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analysis.masking import Destination
from analysis.remedies import Joined, Neighbour, OnlyTotal, Remedies, advice, remedies, tables_for_readers
from analysis.unconfirmed_texts import withheld_note, words_in
from projects.datasets.export.withholding_choices import (
    print_only_total,
    shown_in,
    withhold_as_proposed,
    withhold_first,
)
from projects.results.rare_answers import join_answers, joinable
from wording import msg
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.warnings import warnings_of
from workbench.translation import language_of

if TYPE_CHECKING:
    from analysis.records import Variable
    from projects.store.actions import Changes
    from wording import Message
    from workbench.analysis.panes.withheld_card import WithheldCard
    from workbench.analysis.state import AnalysisState
    from workbench.jobs import Job
    from workbench.results.computation import Outcome
    from workbench.results.warnings import WarningCard
    from workbench.session import Session


_SHOWN = 6  # answers of a column
_OUTSIDE = (Destination.PARTNER, Destination.PUBLIC)


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
        self._card.show_count(outcome.withheld, outcome.withheld_public, chosen=bool(self._chosen_here(outcome)))
        if not outcome.withheld and not outcome.withheld_public:
            return
        limits, answers = self._state.limits, self._answers()
        numbers = (limits.flag, limits.base, limits.cell)

        def work(_job: Job) -> tuple[Remedies, list[Message]]:
            tables, chosen, rows = outcome.result.tables, limits.chosen, outcome.rows
            found = remedies(tables, numbers, chosen, answers, rows)
            partner, public = (tables_for_readers(tables, numbers, chosen, rows, one) for one in _OUTSIDE)
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
        from projects.datasets.cleaning.kind_actions import confirm_content  # numpy, 80 ms: not at start

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

    def _chosen_here(self, outcome: Outcome) -> frozenset[str]:
        """The quantities of the result about which something was chosen."""
        chosen = self._state.limits.chosen
        if not chosen:
            return frozenset()
        return (chosen.first | chosen.only_total) & shown_in(outcome.result.tables)

    def join_rare(self, joined: Joined, name: str) -> None:
        """Make the rare answers one, in every table; the analysis in front takes the new variable."""
        state = self._state
        present = state.current
        if present is None:
            return
        old = str(present.options.get("variable"))

        def done(changes: Changes) -> None:
            if present.saved is None and state.current is present:
                options = {key: changes.result if value == old else value for key, value in present.options.items()}
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
