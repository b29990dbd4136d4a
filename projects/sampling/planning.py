# SPDX-License-Identifier: MIT
"""Plans a sample: strata from a list of clusters, the draw, the sheet for the field and what is written beside it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from analysis.analyses.sample_size import asked, method_of_one, method_of_strata, missed_precision, strata_of
from analysis.analyses.table_notes import adjusted_line
from analysis.known_totals import AdjustedTo
from analysis.records import DataTable, RowOrigin
from analysis.survey.calibration.frame_sheet import FrameRow, Selection, Sheet
from analysis.survey.calibration.sampling_weights import certain_clusters
from analysis.survey.sample_size import Shares, Stratum, allocate, as_drawn, sample_size
from projects.design.replicate_weights import parent_replicates
from projects.sampling.sampling_weights import VARIABLES
from projects.sampling.saved_sampling import (
    ASK,
    KeptDraw,
    certainty_note,
    draw_notes,
    drawn_sheet,
    kept_draw,
    kept_sheet,
)
from projects.sampling.sheet_files import ListedCluster
from projects.stored_tables.recipes import below
from projects.stored_tables.stored_table import data_tables, recipes
from projects.stored_tables.titles import called_table
from wording import Message, Problem, Text, msg, text_from_json

if TYPE_CHECKING:
    from analysis.declarations.records import Options
    from projects.store.project import Project

_SAID = ("base", "nonresponse", "weight")


def sampling_sentences(project: Project, table_ids: Iterable[str]) -> tuple[Text, ...]:
    """Sentences for the tables used whose weights were computed from a sampling frame or adjusted to known totals."""
    tables = {table.id: table for table in data_tables(project)}
    said: list[Text] = []
    adjusted: list[Text] = []
    for table_id in table_ids:
        used = table = tables.get(table_id)
        while table is not None and table.design.weight is None and not table.adjusted and table.parent is not None:
            table = tables.get(table.parent)
        if used is not None and table is not None and table.adjusted is not None:
            line = _adjusted(project, used, table, table.adjusted)
            adjusted += [line] if line not in adjusted else []
        if table is None or table.design.weight is None:
            continue
        known = recipes(project, table.id)
        calculated = [name for name, recipe in known.items() if recipe.get("do") == "frame"]
        worked_out = table.design.weight in below(known, calculated)
        if table.design.weight not in calculated and not worked_out:
            continue
        named = {variable.name: known.get(variable.id, {}) for variable in table.variables}
        formulas = [named.get(VARIABLES[part], {}).get("formula") for part in _SAID]
        said += [text for stored in formulas if stored and (text := text_from_json(stored)) not in said]
        if worked_out:
            weight = table.variable(table.design.weight)
            called = weight.labels if any(weight.labels.by_language.values()) else weight.name
            said.append(msg("methods.weight_worked_out", weight=called))
    calculated_so = (*_planned(project), *said, msg("methods.kish_source")) if said else ()
    return (*calculated_so, *adjusted)


def _adjusted(project: Project, used: DataTable, table: DataTable, to: AdjustedTo) -> Text:
    infers = used.how is RowOrigin.PROBABILITY or bool(used.inference_reason)
    above = None if used.id == table.id else called_table(table)
    return adjusted_line(to, above, infers, parent_replicates(project, used.id) is not None)


def _planned(project: Project) -> list[Text]:
    """How the sample was planned and drawn, where that is kept and still belongs to the sheet."""

    found: list[Text] = []
    ask, draw, sheet = project.setting(ASK), kept_draw(project), kept_sheet(project)
    try:
        if ask:
            found += size_notes(declaration("sample_size").complete(ask), draw)
        if draw is not None and sheet is not None and any(line.chance for line in sheet.clusters):
            found += draw_notes(draw)
        elif sheet is not None and (certain := certain_clusters(sheet)):
            found.append(certainty_note(len(certain)))
    except Problem:  # kept by another version of the program
        return []
    return found


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
