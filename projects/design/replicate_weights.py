# SPDX-License-Identifier: MIT
"""Replicate weights of a table: columns of the file, or made from its design.

A setting of the project, said of the table that carries the weights; tables below it inherit by their parent's row.
"""

from __future__ import annotations

import fnmatch
import os.path
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from analysis.records import DataTable, Kind, ReplicateSettings, SampleColumns, Variable
from analysis.replicate_columns import KINDS, MADE, NEED_SCALES, ReplicateColumns, ReplicateRule
from projects.store.actions import Action
from projects.store.ports import Reader, Transaction
from projects.store.schema import stored_setting
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import REPLICATES
from projects.stored_tables.stored_table import StoredTable, current_tables, data_table
from projects.stored_tables.titles import called_table
from wording import Message, Problem, Text, msg

NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
LEAST, MOST_MADE = 2, 2_000


def set_replicates(table_id: str, rule: ReplicateRule | None, variable_ids: Sequence[str] = ()) -> Action:
    """Take the variances of a table from replicate weights; None: by linearisation, or as the table above says.

    Doing it raises Problem where the rule lacks something, or the variables are no numbers or fewer than two.
    """

    def perform(transaction: Transaction) -> None:
        table = data_table(transaction, table_id)
        stored = _stored(transaction)
        stored.pop(table_id, None)
        if rule is not None:
            _check(table, rule, variable_ids)
            stored[table_id] = {**rule.as_json(), "variables": list(variable_ids)}
        transaction.set_setting(REPLICATES, stored)
        transaction.set_message(_message(rule is not None, called_table(table)))

    return Action("data.replicates", _message(rule is not None, table_id), perform)


def _message(on: bool, table: Text) -> Message:
    return msg("data.replicates_set" if on else "data.replicates_unset", table=table)


def _stored(reader: Reader) -> dict[str, dict[str, Any]]:
    return stored_setting(reader, REPLICATES, {})


def _check(table: DataTable, rule: ReplicateRule, variable_ids: Sequence[str]) -> None:
    if rule.kind not in (*KINDS, *MADE):
        raise Problem(msg("data.replicates_kind", kind=rule.kind))
    wrong = wrong_with(rule, len(variable_ids), table.design.weight is not None)
    if wrong is not None:
        raise Problem(wrong)
    for name in variable_ids:
        try:
            variable = table.variable(name)
        except KeyError as error:
            raise Problem(msg("data.no_variable", variable=name)) from error
        if variable.kind not in NUMBERS:
            raise Problem(msg("data.replicates_number", variable=variable.name))
        if variable.id == table.design.weight:
            raise Problem(msg("data.replicates_full", variable=variable.name))


def wrong_with(rule: ReplicateRule, columns: int, has_weight: bool) -> Message | None:
    """What keeps a rule with so many columns of the file from being used, in a sentence; None where nothing does."""
    if not 0 <= rule.rho < 1 or (rule.kind == "Fay" and rule.rho == 0):
        return msg("data.replicates_rho")
    if rule.scale is not None and not (rule.scale > 0 and np.isfinite(rule.scale)):
        return msg("data.replicates_positive")
    if any(not (one >= 0 and np.isfinite(one)) for one in rule.rscales) or (rule.rscales and not any(rule.rscales)):
        return msg("data.replicates_positive")
    if rule.made:
        if rule.kind == "made-bootstrap" and not LEAST <= rule.count <= MOST_MADE:
            return msg("data.replicates_count", low=LEAST, high=MOST_MADE)
        return None
    if columns < LEAST:
        return msg("data.replicates_few")
    if not has_weight:
        return msg("data.replicates_weight")
    if rule.kind in NEED_SCALES and rule.scale is None:
        return msg("survey.replicates_scale", kind=rule.kind)
    if rule.rscales and len(rule.rscales) != columns:
        return msg("survey.replicates_rscales", n=len(rule.rscales), count=columns)
    return None


def matching(table: DataTable, pattern: str) -> list[str]:
    """Ids of the number variables whose name (or its last part) fits a pattern such as "repw*", by their number.

    Several patterns or names stand apart by commas.
    """
    wanted = [one.strip().casefold() for one in pattern.split(",") if one.strip()]
    found = [
        one
        for one in table.variables
        if one.kind in NUMBERS
        and any(fnmatch.fnmatchcase(name, each) for name in _names(one) for each in wanted)
        and one.id != table.design.weight
    ]
    return [one.id for one in sorted(found, key=lambda one: _in_order(one.name))]


def _names(variable: Variable) -> tuple[str, str]:
    name = variable.name.casefold()
    return name, name.rpartition("/")[2]


def names_as_pattern(table: DataTable, variable_ids: Sequence[str]) -> str:
    """A pattern that finds just these variables where a common beginning does, else their names."""
    names = [one.name for one in table.variables if one.id in variable_ids]
    pattern = f"{os.path.commonprefix(names)}*"
    return pattern if set(matching(table, pattern)) == set(variable_ids) else ", ".join(names)


def _in_order(name: str) -> tuple[str, int]:
    # every name matches: mypy cannot tell
    stem, number = re.fullmatch(r"(.*?)(\d*)", name, re.DOTALL).groups()  # type: ignore[union-attr]
    return stem, int(number or 0)


def proposed(table: DataTable) -> str:
    """The pattern of columns that look like replicate weights ("repw*"), or "": to be offered, never taken.

    They are ten or more numbers named alike, counted from 0 or 1 without a gap, with a name that says weight.
    """
    series: dict[str, set[int]] = {}
    for one in table.variables:
        # every name matches: mypy cannot tell
        stem, number = re.fullmatch(r"(.*?)(\d*)", one.name, re.DOTALL).groups()  # type: ignore[union-attr]
        if one.kind in NUMBERS and number and _LOOKS.search(stem):
            series.setdefault(stem, set()).add(int(number))
    fit = {stem: len(seen) for stem, seen in series.items() if len(seen) >= 10 and _unbroken(seen)}
    return f"{max(fit, key=lambda stem: fit[stem])}*" if fit else ""


_LOOKS = re.compile(r"(rep|brr|jk|boot|bs|fay)|w(gt|eight|t)?_?$", re.IGNORECASE)


def _unbroken(seen: Iterable[int]) -> bool:
    places = sorted(seen)
    return places[0] in (0, 1) and places == list(range(places[0], places[0] + len(places)))


def own_replicates(table: StoredTable, weight: object, inherited: SampleColumns) -> ReplicateColumns | None:
    """The replicates of the stored rows of a table: its own, or those of its parent's rows that it inherits.

    Where it has a weight of its own, inherited replicate weights are multiplied by what that is of the parent's.
    """
    own = table.replicates
    if own is None or own.of_table != table.id:
        found = inherited.replicates
        if found is None or weight is None or inherited.weight is None or weight is inherited.weight:
            return found
        with np.errstate(divide="ignore", invalid="ignore"):
            return found.times(np.where(inherited.weight > 0, weight / inherited.weight, 0.0))
    if own.rule.made:
        return ReplicateColumns(own.rule)
    columns = TableColumns(table.tables, table.id)
    named = {one.id: one for one in table.variables}  # a derived variable may have been undone
    matrix = np.full((columns.rows, len(own.variables)), np.nan)
    for place, name in enumerate(own.variables):
        if name in named:
            column = columns.read(named[name])
            matrix[:, place] = np.where(column.reasons == 0, column.values, np.nan)
    return ReplicateColumns(own.rule, matrix)


def parent_replicates(reader: Reader, table_id: str) -> ReplicateSettings | None:
    """How a table takes its variances, its own way or that of the nearest table above; None: by linearisation."""
    at: StoredTable | None = current_tables(reader).table(table_id)
    while at is not None:
        if at.replicates is not None:
            return at.replicates
        at = at.parent
    return None
