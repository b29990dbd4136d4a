# SPDX-License-Identifier: MIT
"""One key figure added to the tiles of the report, beside those that stand there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from projects.pages.report_composition import analyses_of
from projects.pages.template_filling import TemplateContent
from projects.results.saved_results import ReportBlock, add_block, change_block, report_blocks, run_saved
from projects.store.actions import Action
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from analysis.report.key_figures import KeyFigure
    from projects.store import Project
    from projects.store.ports import Transaction

MOST_TILES = 6


class TileProblem(Problem):
    """A figure that can be no tile of the report."""


def report_figures(project: Project) -> list[KeyFigure]:
    """Every key figure that a tile can show, the most telling first."""
    return [one for one in _filling(project).figures if one.known]


def tiles_shown(project: Project) -> list[str]:
    """The keys of the figures that the first tiles of the report show now; none without tiles."""
    block = _tiles(report_blocks(project))
    if block is None:
        return []
    made = _filling(project).block("tiles", block.content)
    return [] if made is None else [one.key for one in getattr(made, "figures", ())]


def add_tile(key: str, label: Text, shown: Sequence[str], target: float | None = None, period: str = "") -> Action:
    """Put a figure into the first tiles of the report, after those that `shown` names; into new ones where it has none.

    With a `period` of its own ("2025-01-01..2025-03-31") the tile keeps it whatever the report is of, and says so.

    Doing it raises TileProblem where the figure stands there already or the tiles are full.
    """

    def perform(transaction: Transaction) -> str:
        blocks = report_blocks(transaction)
        block = _tiles(blocks)
        aims: dict[str, object] = {} if target is None else {"targets": {key: target}}
        aims |= {"periods": {key: period}} if period else {}
        if block is None:
            return str(add_block("tiles", {"figures": [key], **aims}, _place(blocks)).perform(transaction))
        if key in shown:
            raise TileProblem(msg("tile.there", label=label))
        if len(shown) >= MOST_TILES:
            raise TileProblem(msg("tile.full", n=MOST_TILES))
        content: dict[str, object] = {**block.content, "figures": [*shown, key]}
        if target is not None:
            content["targets"] = {**(block.content.get("targets") or {}), key: target}
        if period:
            content["periods"] = {**(block.content.get("periods") or {}), key: period}
        change_block(block.id, content).perform(transaction)
        return block.id

    return Action("pages.add_tile", msg("tile.added", label=label), perform)


def _filling(project: Project) -> TemplateContent:
    used = analyses_of(project, report_blocks(project))
    return TemplateContent(project, run_saved(project, used) if used else {}, used)


def _tiles(blocks: Sequence[ReportBlock]) -> ReportBlock | None:
    return next((one for one in blocks if one.kind == "tiles"), None)


def _place(blocks: Sequence[ReportBlock]) -> str | None:
    """What new tiles stand before: the first block after title, masthead, cover and contents; None for the end."""
    head = ("title", "masthead", "cover", "contents")
    return next((one.id for one in blocks if one.kind not in head), None)
