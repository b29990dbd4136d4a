# SPDX-License-Identifier: MIT
"""Weights of a table from a sampling frame: previewed, then added as derived variables in one action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import DataTable, DesignRoles, RowOrigin, Variable
from analysis.survey.calibration.frame_sheet import MatchedNames, Selection, Sheet, is_bare, match_names
from analysis.survey.calibration.sampling_weights import FrameWeights, Place, certain_clusters, weights_of_places
from projects.datasets.derived.derived_variables import add_derived, recipe_of
from projects.datasets.table.roles import set_design, set_how
from projects.sampling.saved_sampling import SHEET, certainty_note, sheet_json
from projects.sampling.stratum_names import Names, names_of
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import to_json
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import data_table, variables
from wording import LANGUAGES, Labels, Message, Problem, msg, render, text_to_json

if TYPE_CHECKING:
    from projects.store.ports import Transaction

PARTS = ("base", "nonresponse", "weight", "fpc", "fpc2")
VARIABLES = {  # what the new variables are called in files
    "base": "base_weight",
    "nonresponse": "nonresponse_factor",
    "weight": "frame_weight",
    "fpc": "fpc_stage_1",
    "fpc2": "fpc_stage_2",
    "unit": "unit_number",
}


@dataclass(frozen=True)
class WeightsPlan:
    """What adding the weights would do: how names match, the weights, what is to be said."""

    table: DataTable
    sheet: Sheet
    stratum: Variable | None  # None: the sheet has one line, and every row is of it
    cluster: Variable | None
    strata: MatchedNames
    clusters: MatchedNames
    weights: FrameWeights
    findings: tuple[Message, ...]
    keys: Mapping[Place, tuple[str, ...]]  # place of the sheet → names in the data

    def design(self, made: Mapping[str, str]) -> DesignRoles:
        """The design of the table with these new variables (part → id)."""
        clustered = any(row.selection is not Selection.NONE for row in self.sheet.strata)
        clusters: tuple[str, ...] = (self.cluster.id,) if clustered and self.cluster is not None else ()
        if clustered and not clusters:
            clusters = self.table.design.clusters[:1]
        fpc: tuple[str, ...] = ()
        if self.weights.use_fpc and "fpc" in made:
            fpc = (made["fpc"],)
            if self.weights.two_stages and "fpc2" in made and clusters:
                fpc, clusters = (*fpc, made["fpc2"]), (*clusters, made["unit"])
        strata = self.stratum.id if self.stratum is not None else None
        return DesignRoles(made["weight"], strata, clusters, fpc, self.table.design.nested)


def plan_weights(
    project: Reader, table_id: str, sheet: Sheet, stratum_id: str | None, cluster_id: str | None = None
) -> WeightsPlan:
    """Match a sheet to the rows of a table and compute the weights; changes nothing. Raises Problem.

    Without a variable for strata the sheet has one line, for all rows. Rows without consent or taken out do not count
    as completed.
    """
    table = data_table(project, table_id)
    columns, keep = TableColumns(project, table_id), kept_rows(project, table_id)
    stratum = _variable(project, table_id, stratum_id) if stratum_id else None
    if stratum is None and len(sheet.strata) != 1:
        raise Problem(msg("sampling.needs_stratum"))
    cluster = _variable(project, table_id, cluster_id) if cluster_id else None
    strata = _kept(_one_stratum(sheet, len(keep)), keep)
    if stratum is not None:
        strata = _kept(names_of(stratum, columns.read(stratum)), keep)
    clusters = _kept(names_of(cluster, columns.read(cluster)), keep) if cluster is not None else None
    same = match_names((row.stratum for row in sheet.strata), _present(strata))
    inside = MatchedNames()
    if clusters is not None and sheet.clusters:
        inside = match_names((line.cluster for line in sheet.clusters), _present(clusters))
    by_cluster = clusters if clusters is not None and sheet.clusters else None
    rows, keys = _places(strata, by_cluster, _words(strata, same), _words(by_cluster, inside) if by_cluster else [""])
    if is_bare(sheet):
        sheet = _as_drawn(sheet, rows)
    weights = weights_of_places(_renamed(sheet), rows, by_cluster=by_cluster is not None)
    findings = (*weights.findings, *_more(sheet, cluster))
    if stratum is None:
        findings = (msg("sampling.one_stratum", stratum=sheet.strata[0].stratum), *findings)
    return WeightsPlan(table, sheet, stratum, cluster, same, inside, weights, findings, keys)


def _as_drawn(sheet: Sheet, rows: Mapping[Place, int]) -> Sheet:
    """A sheet of strata's sizes alone, the rows of the data taken as what was drawn and completed."""
    counted = {row.stratum: sum(n for place, n in rows.items() if place[0] == row.stratum) for row in sheet.strata}
    strata = (replace(row, households_selected=float(counted[row.stratum])) for row in sheet.strata)
    return replace(sheet, strata=tuple(row for row in strata if row.households_selected))


def _one_stratum(sheet: Sheet, rows: int) -> Names:
    """All rows in the first line of a sheet."""
    name = sheet.strata[0].stratum
    return Names(np.zeros(rows, dtype=np.int64), (name,), {name: (name,)})


def _more(sheet: Sheet, cluster: Variable | None) -> tuple[Message, ...]:
    found: list[Message] = []
    clustered = any(row.selection is not Selection.NONE for row in sheet.strata)
    if clustered and cluster is None:
        found.append(msg("sampling.no_cluster_variable"))
    if any(row.selection in (Selection.SRS, Selection.ALL) for row in sheet.strata) and not sheet.clusters:
        found.append(msg("sampling.no_cluster_lines"))
    if cluster is not None and (certain := certain_clusters(sheet)):
        named = [line.cluster for line in certain]
        found += [certainty_note(len(certain)), msg("sampling.certainty.mend", n=len(certain), clusters=named)]
    return tuple(found)


def _variable(project: Reader, table_id: str, variable_id: str) -> Variable:
    try:
        return variables(project, table_id, [variable_id])[0]
    except KeyError as error:
        raise Problem(msg("data.no_variable", variable=variable_id)) from error


def _kept(names: Names, keep: np.ndarray) -> Names:
    return replace(names, codes=names.codes[keep])


def _present(names: Names) -> dict[str, Any]:
    """The words of the names that some row has."""
    return {names.names[code]: names.words[names.names[code]] for code in np.unique(names.codes) if code >= 0}


def _words(names: Names, same: MatchedNames) -> list[str]:
    """What each name is called: the sheet's word where it is matched, else the data's own; last "" for none."""
    back = {data: sheet for sheet, data in same.same.items()}
    return [*(back.get(name, names.words[name][0]) for name in names.names), ""]


def _places(
    strata: Names, clusters: Names | None, stratum_words: list[str], cluster_words: list[str]
) -> tuple[dict[Place, int], dict[Place, tuple[str, ...]]]:
    """How many rows each place has, and what it is called in the data."""
    inside = clusters.codes if clusters is not None else np.full(len(strata.codes), -1)
    width = len(cluster_words)  # names and "none"
    packed, counts = np.unique((strata.codes + 1) * width + inside + 1, return_counts=True)
    pairs = np.stack([packed // width - 1, packed % width - 1], axis=1)
    rows: dict[Place, int] = {}
    keys: dict[Place, tuple[str, ...]] = {}
    for (stratum, cluster), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        place = (stratum_words[stratum], cluster_words[cluster])  # −1 is the last: none
        rows[place] = rows.get(place, 0) + count
        own = (strata.names[stratum] if stratum >= 0 else "",)
        keys[place] = own if clusters is None else (*own, clusters.names[cluster] if cluster >= 0 else "")
    return rows, keys


def _renamed(sheet: Sheet) -> Sheet:
    """Lines of clusters whose stratum is written otherwise than in its own line are given that one's name."""
    known = {row.stratum: (row.stratum,) for row in sheet.strata}
    same = match_names((line.stratum for line in sheet.clusters), known).same
    lines = tuple(replace(line, stratum=same.get(line.stratum, line.stratum)) for line in sheet.clusters)
    return replace(sheet, clusters=lines)


def add_weights(plan: WeightsPlan, *, use_as_design: bool = True) -> Action:
    """Add base weight, non-response factor, weight and fpc to the table as derived variables with their formula.

    The sheet is kept with them. Variables that an earlier sheet made are made anew, under the same ids.
    `use_as_design`: the table's design takes them, and its rows count as a probability sample.
    `Changes.result` is part → variable id.
    """

    def perform(transaction: Transaction) -> dict[str, str]:
        if not np.isfinite([one.weight for one in plan.weights.places.values()]).any():
            raise Problem(msg("sampling.no_row_matches"))
        transaction.set_setting(SHEET, sheet_json(plan.sheet))
        made: dict[str, str] = {}
        for part in _parts_to_make(plan):
            made[part] = _store_part(transaction, plan, part)
        if use_as_design:
            set_design(plan.table.id, plan.design(made)).perform(transaction)
            if plan.table.how is not RowOrigin.PROBABILITY:
                set_how(plan.table.id, RowOrigin.PROBABILITY).perform(transaction)
        transaction.set_message(_message(plan, use_as_design))
        return made

    return Action("sampling.weights", _message(plan, use_as_design), perform)


def _message(plan: WeightsPlan, used: bool) -> Message:
    labels = plan.table.labels
    table: Labels | str = labels if any(labels.by_language.values()) else plan.table.name
    return msg("sampling.weights_used" if used else "sampling.weights_added", table=table)


def _parts_to_make(plan: WeightsPlan) -> list[str]:
    """Which variables there are to make."""
    places = plan.weights.places.values()
    parts = [
        part for part in PARTS if not part.startswith("fpc") or any(np.isfinite(getattr(one, part)) for one in places)
    ]
    two = plan.weights.use_fpc and plan.weights.two_stages and "fpc2" in parts
    return [*parts, "unit"] if two else parts


def _store_part(transaction: Transaction, plan: WeightsPlan, part: str) -> str:
    """Add the variable of a part, or give the one an earlier sheet made its new recipe."""
    name, recipe = VARIABLES[part], _recipe(plan, part)
    for variable in data_table(transaction, plan.table.id).variables:
        before = recipe_of(transaction, plan.table.id, variable.id) if variable.name == name else None
        if before is not None and before["do"] == "frame":
            transaction.execute(
                queries.set_columns("variable", "recipe = ?"), (to_json(recipe), f"{plan.table.id}.{variable.id}")
            )
            return variable.id
    labels = Labels({language: render(msg(f"sampling.variable.{part}"), language) for language in LANGUAGES})
    return str(add_derived(plan.table.id, name, labels, recipe).perform(transaction))


def _recipe(plan: WeightsPlan, part: str) -> dict[str, object]:
    of = [plan.stratum.id] if plan.stratum is not None else []
    if part == "unit" and not of:
        of = [plan.table.variables[0].id]
    if part == "unit":
        return {"do": "frame", "of": of, "number": True, "formula": text_to_json(msg("sampling.formula_unit"))}
    by_cluster = any(len(key) > 1 for key in plan.keys.values())
    if by_cluster and plan.cluster is not None:
        of.append(plan.cluster.id)
    values, worked = [], []
    for place, one in plan.weights.places.items():
        number = getattr(one, part)
        if not np.isfinite(number) or place not in plan.keys:
            continue
        key = plan.keys[place] if plan.stratum is not None else plan.keys[place][1:]
        values.append([*key, float(number)])
        worked.append(_formula_of(part, one.worked, number))
    formula = text_to_json(plan.weights.formulas[part])
    if not of:  # one number for all
        first = plan.table.variables[0].id
        return {"do": "frame", "of": [first], "every": values[0][-1], "formula": formula, "said": worked[0]}
    return {"do": "frame", "of": of, "values": values, "formula": formula, "worked": worked}


def _formula_of(part: str, said: tuple[str, str], number: float) -> str:
    base, factor = said
    if part == "weight":
        return f"({base}) × ({factor})"
    return {"base": base, "nonresponse": factor}.get(part, f"{number:g}")
