# SPDX-License-Identifier: MIT
"""Actions on cells that will be withheld: works the choices out beside, stores the one taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.masking import Destination
from analysis.remedies import Joined, Neighbour, OnlyTotal, Remedies, advice, leaving, remedies
from projects.datasets.export.withholding_choices import (
    print_only_total,
    shown_in,
    withhold_as_proposed,
    withhold_first,
)
from projects.results.rare_answers import join_answers, joinable
from workbench.results.current_analysis import Present
from workbench.results.warnings import warnings_of
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from wording import Message
    from workbench.analysis.centre_pane import ResultPane
    from workbench.analysis.right_pane import OptionsPane
    from workbench.jobs import Job
    from workbench.results.computation import Limits, Outcome
    from workbench.session import Session


_OUTSIDE = (Destination.PARTNER, Destination.PUBLIC)


class WithheldDeeds:
    """The part of the workspace that decides with the person what is withheld."""

    if TYPE_CHECKING:
        session: Session
        present: Present | None
        outcome: Outcome | None
        limits: Limits
        tables: dict[str, Any]
        centre: ResultPane
        right: OptionsPane
        _draft: Present | None

    def show_withheld(self, outcome: Outcome) -> None:
        """Say what is to be read with care, and how many cells will be withheld with what can be done."""
        self.right.warnings.say(warnings_of(outcome.tables))
        card = self.centre.withheld
        if not card.property("connected"):
            card.setProperty("connected", True)
            card.join_wanted.connect(self.join_rare)
            card.neighbour_wanted.connect(self.withhold_neighbour)
            card.total_wanted.connect(self.show_only_total)
            card.proposed_wanted.connect(self.withhold_as_proposed)
        card.show_count(outcome.withheld, outcome.withheld_public, chosen=bool(self._chosen_here(outcome)))
        if not outcome.withheld and not outcome.withheld_public:
            return
        limits, answers = self.limits, self._answers()
        numbers = (limits.flag, limits.base, limits.cell)

        def work(_job: Job) -> tuple[Remedies, list[Message]]:
            tables, chosen, rows = outcome.result.tables, limits.chosen, outcome.rows
            found = remedies(tables, numbers, chosen, answers, rows)
            partner, public = (leaving(tables, numbers, chosen, rows, one) for one in _OUTSIDE)
            return found, advice(partner, public, found, numbers)

        self.session.compute(work, partial(self._take_remedies, outcome), owner=card)

    def _take_remedies(self, outcome: Outcome, found: tuple[Remedies, list[Message]]) -> None:
        if outcome is self.outcome:
            self.centre.withheld.show_remedies(*found)

    def _answers(self) -> frozenset[str]:
        """The answers in the rows, where a recode can join them."""
        present = self.present
        if present is None or present.table not in self.tables:
            return frozenset()
        variables = self.tables[present.table].variables
        asked = next((one for one in variables if one.id == present.value("variable")), None)
        return joinable(present.declaration, asked)

    def _chosen_here(self, outcome: Outcome) -> frozenset[str]:
        """The quantities of the result about which something was chosen."""
        chosen = self.limits.chosen
        if not chosen:
            return frozenset()
        return (chosen.first | chosen.only_total) & shown_in(outcome.result.tables)

    def join_rare(self, joined: Joined, name: str) -> None:
        """Make the rare answers one, in every table; the analysis in front takes the new variable."""
        present = self.present
        if present is None:
            return
        old = str(present.value("variable"))

        def done(changes: Changes) -> None:
            if present.saved is None and self.present is present:
                options = {key: changes.result if value == old else value for key, value in present.options.items()}
                self.present = self._draft = Present(present.declaration, present.table, options)

        self.session.do(join_answers(present.table, old, joined.choices, name, language_of()), done)

    def withhold_neighbour(self, one: Neighbour) -> None:
        """Withhold this cell beside the small one, wherever it stands."""
        self.session.do(withhold_first(one.name, one.row, one.column, one.instead_of))

    def show_only_total(self, wanted: OnlyTotal) -> None:
        """Print only the total of the rows with small cells."""
        self.session.do(print_only_total(wanted.names, wanted.rows))

    def withhold_as_proposed(self) -> None:
        """Forget what was chosen about the result in front."""
        if self.outcome is not None:
            self.session.do(withhold_as_proposed(self._chosen_here(self.outcome)))
