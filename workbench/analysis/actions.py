# SPDX-License-Identifier: MIT
"""The changes this room makes that are more than one stored row, each one action. It reads and draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from projects.results.saved_results import (
    ReportBlock,
    add_analysis,
    add_block,
    change_analysis,
    move_analysis,
    report_blocks,
)
from projects.store.actions import Action
from wording import Text, msg

if TYPE_CHECKING:
    from projects.results.plan_run import Planned
    from projects.store.ports import Transaction
    from workbench.results.current_analysis import Present


def keep(present: Present, *, in_plan: bool = False) -> Action:
    """Keep an analysis; `Changes.result` is its id."""
    return add_analysis(present.declaration, present.table, present.options, in_plan=in_plan)


def to_plan(present: Present) -> Action:
    """Let the plan run an analysis; one not kept is kept by it. `Changes.result` is its id."""
    if present.saved is None:
        return keep(present, in_plan=True)
    saved = present.saved

    def perform(transaction: Transaction) -> str:
        change_analysis(saved, in_plan=True).perform(transaction)
        return saved

    return Action("results.change_analysis", msg("results.added_to_plan", analysis=present.declared.label), perform)


def to_report(present: Present, title: Text, *, figure: bool, tables: int = 1) -> Action:
    """Put an analysis in the report, its figure before its tables, before a closing methods note.

    One not kept is kept by it. `Changes.result` is its id.
    """

    def perform(transaction: Transaction) -> str:
        name = present.saved
        if name is None:
            name = str(keep(present).perform(transaction))
        content: dict[str, Any] = {"analysis": name}
        before = _before_methods(report_blocks(transaction))
        if figure:
            add_block("figure", content, before).perform(transaction)
        for table in range(tables):
            add_block("table", {**content, "table": table} if table else content, before).perform(transaction)
        return name

    return Action("results.add_to_report", msg("analysis.view.did.report", title=title), perform)


def _before_methods(blocks: Sequence[ReportBlock]) -> str | None:
    """The block a new result stands before: the methods note with the heading over it; None for the end."""
    at = next((place for place, block in enumerate(blocks) if block.kind == "methods"), None)
    if at is None:
        return None
    return blocks[at - 1].id if at and blocks[at - 1].kind == "heading" else blocks[at].id


def duplicate(present: Present, before: str | None) -> Action:
    """Keep the same analysis once more, after the first; `Changes.result` is its id."""

    def perform(transaction: Transaction) -> str:
        name = str(keep(present).perform(transaction))
        if before is not None:
            move_analysis(name, before).perform(transaction)
        return name

    return Action("results.add_analysis", msg("results.analysis_added", analysis=present.declared.label), perform)


def add_plan(name: str, planned: Sequence[Planned]) -> Action:
    """Keep every row of a plan file, for the plan to run; `Changes.result` are the ids."""

    def perform(transaction: Transaction) -> list[str]:
        return [
            str(add_analysis(one.declaration, one.table, one.options, in_plan=True).perform(transaction))
            for one in planned
        ]

    return Action("results.add_plan", msg("analysis.view.did.plan", n=len(planned), name=name), perform)
