# SPDX-License-Identifier: MIT
"""Methods note of the sample: size, draw, weights from the frame, known totals they are adjusted to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from analysis.analyses.adjustment_notes import adjusted_line
from analysis.known_totals import AdjustedTo
from analysis.records import DataTable, RowOrigin
from analysis.survey.calibration.sampling_weights import certain_clusters
from projects.design.replicate_weights import parent_replicates
from projects.sampling.sampling_weights import VARIABLES
from projects.sampling.saved_sampling import ASK, certainty_note, draw_notes, kept_draw, kept_sheet
from projects.stored_tables.recipes import below
from projects.stored_tables.stored_table import data_tables, recipes
from projects.stored_tables.titles import called_table
from wording import Problem, Text, msg, text_from_json

if TYPE_CHECKING:
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
    from projects.sampling.planning import size_notes  # more of the program: not at start

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
