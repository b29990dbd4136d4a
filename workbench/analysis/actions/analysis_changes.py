# SPDX-License-Identifier: MIT
"""Changes of saved analyses that touch more than one stored row, each one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.results.saved_results import (
    SavedAnalysis,
    add_analysis,
    change_analysis,
    move_analysis,
    put_in_report,
)
from projects.store.actions import Action
from wording import Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from workbench.results.current_analysis import CurrentAnalysis


def keep(present: CurrentAnalysis, *, in_plan: bool = False) -> Action:
    """Keep an analysis; `Changes.result` is its id."""
    return add_analysis(present.declaration, present.table, present.options, in_plan=in_plan)


def to_plan(present: CurrentAnalysis) -> Action:
    """Let the plan run an analysis; one not kept is kept by it. `Changes.result` is its id."""
    if present.saved is None:
        return keep(present, in_plan=True)
    saved = present.saved

    def perform(transaction: Transaction) -> str:
        change_analysis(saved, in_plan=True).perform(transaction)
        return saved

    return Action("results.change_analysis", msg("results.added_to_plan", analysis=present.declared.label), perform)


def to_report(present: CurrentAnalysis, title: Text, *, figure: bool, tables: int = 1) -> Action:
    """Put an analysis in the report; one not kept is kept by it. `Changes.result` is its id."""
    analysis = SavedAnalysis(present.saved or "", present.declaration, present.table, present.options)
    return put_in_report(analysis, title, figure=figure, tables=tables)


def duplicate(present: CurrentAnalysis, before: str | None) -> Action:
    """Keep the same analysis once more, after the first; `Changes.result` is its id."""

    def perform(transaction: Transaction) -> str:
        name = str(keep(present).perform(transaction))
        if before is not None:
            move_analysis(name, before).perform(transaction)
        return name

    return Action("results.add_analysis", msg("results.analysis_added", analysis=present.declared.label), perform)
