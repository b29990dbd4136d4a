# SPDX-License-Identifier: MIT
"""Actions on the sample design of the table in front: its variables, members drawn, replicate weights, its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from projects.datasets.table.roles import set_design
from projects.design.replicate_weights import set_replicates
from projects.design.within_household_selection import set_within_household_selection

if TYPE_CHECKING:
    from analysis.records import DesignRoles
    from analysis.replicate_columns import ReplicateRule
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.results.computation import AnalysisRunner
    from workbench.session import Session


class DesignActions:
    """Stores what the cards of the design ask for."""

    def __init__(self, state: AnalysisState, session: Session, runner: AnalysisRunner, right: OptionsPane) -> None:
        self._state, self._session, self._runner = state, session, runner
        self._figures = right.design.figures
        right.design.wanted.connect(self.set_design)
        right.design.within_household_requested.connect(self.set_within_household_selection)
        right.errors.wanted.connect(self.set_replicates)

    def set_design(self, table_id: str, design: DesignRoles) -> None:
        """Say which variables make the sample design."""
        self._session.do(set_design(table_id, design))

    def set_within_household_selection(self, table_id: str, eligible: tuple[str, str] | None) -> None:
        """Say that each row is one member drawn, and what counts those eligible; None: it is not so."""
        self._session.do(
            set_within_household_selection(table_id, *eligible)
            if eligible is not None
            else set_within_household_selection(table_id, None)
        )

    def set_replicates(self, table_id: str, chosen: tuple[ReplicateRule | None, Sequence[str]]) -> None:
        """Say how the errors of a table are estimated: by replicate weights, or linearised."""
        self._session.do(set_replicates(table_id, *chosen))

    def show_figures(self) -> None:
        """Count the sample of the table in front beside its design."""
        state = self._state
        if state.current is not None:
            result = state.outcome.result if state.outcome is not None else None
            self._figures.renew(self._session, self._runner, state.tables[state.current.table], result)
