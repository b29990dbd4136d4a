# SPDX-License-Identifier: MIT
"""Plans a sample: strata from a list of clusters, the draw, the sheet for the field and what is written beside it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.analyses.sample_size import asked, method_of_one, method_of_strata, missed_precision, strata_of
from analysis.survey.calibration.frame_sheet import FrameRow, Selection, Sheet
from analysis.survey.sample_size import Shares, Stratum, allocate, as_drawn, sample_size
from projects.sampling.saved_sampling import KeptDraw, draw_notes, drawn_sheet
from projects.sampling.sheet_files import ListedCluster
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from analysis.declarations.records import Options

LARGEST_SEED = 10**9


def fresh_seed() -> int:
    """A seed nobody chose."""
    return secrets.randbelow(LARGEST_SEED - 1) + 1


def strata_of_list(listed: Sequence[ListedCluster], shares: Mapping[str, float] | None = None) -> list[Stratum]:
    """The strata of a list of clusters: households added up, clusters counted."""
    found: dict[str, list[float]] = {}
    for line in listed:
        found.setdefault(line.stratum, []).append(line.size)
    given = shares or {}
    return [Stratum(name, sum(sizes), len(sizes), given.get(name)) for name, sizes in found.items()]


def plan_sample(options: Options, kept: KeptDraw | None = None) -> tuple[Sheet, Message, Shares | None]:
    """The sheet before the field, the sentence for the methods section, and the sample shared out over strata.

    `options` are those of the declared analysis `sample_size`; without strata the sheet has one line. `kept`: the draw
    made from this plan, whose households are then those of the plan too. Raises Problem.
    """
    ask = asked(options)
    strata = [Stratum(*line) for line in strata_of(options["strata"])]
    if strata:
        shares = allocate(ask, strata, options["allocation"])
        if kept is not None and _is_of_plan(kept, shares.sheet, ask.per_cluster):
            shares = as_drawn(ask, strata, shares, drawn_sheet(kept, shares.sheet))
        return shares.sheet, method_of_strata(ask, shares, options["allocation"]), shares
    population = float(options["population_size"] or "inf")
    size = sample_size(ask, population)
    sentence = method_of_one(ask, size.selected, population)
    if population == float("inf"):
        return Sheet(), sentence, None
    return Sheet((FrameRow("all", population, size.selected),)), sentence, None


def _is_of_plan(kept: KeptDraw, sheet: Sheet, per_cluster: int) -> bool:
    """Whether a draw took the clusters that a plan asks for."""
    asked = {row.stratum: int(row.clusters_selected) for row in sheet.strata if row.clusters_selected}
    return kept.per_cluster == per_cluster and dict(kept.counts) == asked


def draw_for(
    sheet: Sheet, listed: Sequence[ListedCluster], selection: Selection, seed: int, replacements: int, per_cluster: int
) -> KeptDraw:
    """The draw that gives each stratum of the sheet its clusters. Raises Problem for strata without clusters to draw
    and for a list that names others."""
    in_list = list(dict.fromkeys(line.stratum for line in listed))
    counts = {row.stratum: int(row.clusters_selected) for row in sheet.strata if row.clusters_selected}
    strange = [name for name in in_list if name not in {row.stratum for row in sheet.strata}]
    if strange:
        raise Problem(msg("sampling.list_strata", n=len(strange), strata=strange[:8]))
    if not counts:
        raise Problem(msg("sampling.draw_nothing"))
    return KeptDraw(seed, selection, per_cluster, replacements, tuple(listed), counts)


def sheet_notes(options: Mapping[str, object], kept: KeptDraw | None) -> list[Message]:
    """What is written beside the sheet: the size, its formula, the draw."""
    return [*size_notes(options, kept), *(draw_notes(kept) if kept is not None else ())]


def size_notes(options: Mapping[str, object], kept: KeptDraw | None = None) -> list[Message]:
    """The size, as drawn where a draw is kept, the strata that miss the precision, the formula. Raises Problem."""
    _, method, shares = plan_sample(options, kept)
    missed = missed_precision(asked(options), shares) if shares is not None else None
    return [method, *([missed] if missed is not None else []), msg("note.sample_size_formula")]
