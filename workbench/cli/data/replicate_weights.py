# SPDX-License-Identifier: MIT
"""The part of `variables` that says how a table's errors are estimated: linearised, or by replicate weights."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.analyses.table_notes import replicate_error_note
from analysis.replicate_columns import KINDS, ReplicateRule
from projects.design.replicate_weights import matching, set_replicates
from wording import Message, Problem, msg
from workbench.cli.arguments import Arguments

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.store.actions import Action

NONE, BOOTSTRAP = "none", "bootstrap"
CENTRES = ("mean", "full")
_MADE = {"jackknife": "jackknife", "half-samples": "half-samples", BOOTSTRAP: "made-bootstrap"}
_ONLY_WITH = ("replicate_type", "rho", "scale", "rscales", "factors", "centre", "count", "seed")


def arguments(parser: Arguments) -> None:
    """What it takes beside the arguments of `variables`."""
    parser.add_argument("--replicates")
    parser.add_argument("--replicate-type")
    for name in ("--rho", "--scale"):
        parser.add_argument(name, type=float)
    parser.add_argument("--rscales", type=float, nargs="+")
    parser.add_argument("--factors", action="store_true")
    parser.add_argument("--centre", choices=CENTRES)
    for name in ("--count", "--seed"):
        parser.add_argument(name, type=int)


def is_requested(options: argparse.Namespace) -> bool:
    """Whether the call says how errors are estimated. Raises Problem where it says only a part of it."""
    if options.replicates is None and any(getattr(options, name) for name in _ONLY_WITH):
        raise Problem(msg("cli.replicates_alone"))
    return options.replicates is not None


def action(table: DataTable, options: argparse.Namespace) -> Action:
    """The action of the call: columns by a pattern, made from the design, or none. Raises Problem."""
    given = options.replicates.strip()
    if given.casefold() == NONE:
        return set_replicates(table.id, None)
    centred = options.centre == "full"
    if given.casefold() in _MADE:
        kind = _MADE[given.casefold()]
        count = (200 if options.count is None else options.count) if kind == "made-bootstrap" else 0
        seed = 1 if options.seed is None else options.seed
        return set_replicates(table.id, ReplicateRule(kind, options.rho or 0.0, mse=centred, count=count, seed=seed))
    kinds = {kind.casefold(): kind for kind in KINDS}
    kind = kinds.get((options.replicate_type or "").strip().casefold(), "")
    if not kind:
        raise Problem(msg("cli.no_such_word", word=options.replicate_type or "", words=list(KINDS)))
    found = matching(table, given)
    if not found:
        raise Problem(msg("data.replicates_no_match", table=table.name, pattern=given))
    rule = ReplicateRule(
        kind, options.rho or 0.0, options.scale, tuple(options.rscales or ()), not options.factors, centred
    )
    return set_replicates(table.id, rule, found)


def error_note(tables: dict[str, DataTable], table: DataTable) -> Message | None:
    """How the errors of the table are estimated where that is by replicate weights, its own or inherited."""
    at: DataTable | None = table
    while at is not None and at.replicates is None:
        at = tables.get(at.parent) if at.parent is not None else None
    return None if at is None or at.replicates is None else replicate_error_note(at.replicates)
