# SPDX-License-Identifier: MIT
"""Summary of one variable: counts, a histogram, missing values by reason. Pure numbers, no wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.datasets.table.frames import taken
from projects.store.ports import Reader
from projects.stored_tables.chunks import DATES, LOCKED, NUMBERS, ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.recipes import Formula, formula_of
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import recipes, variables

BINS = 12


@dataclass(frozen=True)
class Histogram:
    """Counts between edges (one more than counts); the last bin includes its upper edge."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class VariableFacts:
    """Unweighted facts over the rows that stay in analysis.

    "Of `answered` who answered (`asked` asked)": asked = rows − not asked; answered = rows with a value.
    `counts`: choice id → rows, in the order of the form. `missing`: reason → rows. Moments of dates are nanoseconds.
    """

    variable: Variable
    rows: int
    asked: int
    answered: int
    counts: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[int, int] = field(default_factory=dict)
    histogram: Histogram | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    median: float | None = None
    distinct: int | None = None
    formula: Formula | None = None
    recipe: Mapping[str, Any] | None = None  # of a variable worked out from others


def inspect_variable(project: Reader, table_id: str, variable_id: str, *, consent_only: bool = True) -> VariableFacts:
    """The facts of one variable. Raises KeyError."""
    (variable,) = variables(project, table_id, [variable_id])
    column = TableColumns(project, table_id).read(variable)
    facts = facts_of(variable, taken(column, kept_rows(project, table_id)) if consent_only else column)
    recipe = recipes(project, table_id).get(variable_id)
    return facts if recipe is None else replace(facts, formula=_formula(project, table_id, recipe), recipe=recipe)


def answered_counts(reader: Reader, table_id: str, variable_ids: Sequence[str]) -> dict[str, int | None]:
    """The number of rows that stay in analysis and have a value, by variable id; None where the link key is needed.

    Raises KeyError for a variable that is not there.
    """
    columns, kept = TableColumns(reader, table_id), kept_rows(reader, table_id)
    found: dict[str, int | None] = {}
    for variable in variables(reader, table_id, list(variable_ids)):
        reasons = columns.read(variable).reasons
        locked = bool((reasons == LOCKED).any())
        found[variable.id] = None if locked else int(np.count_nonzero((reasons == 0) & kept))
    return found


def _formula(project: Reader, table_id: str, recipe: Mapping[str, Any]) -> Formula | None:
    """How a weight came about, with the choices of its strata and clusters by their code."""
    if recipe.get("do") != "frame":
        return None
    sources = [variables(project, table_id, [name])[0] for name in recipe["of"]]
    return formula_of(recipe, [{choice.id: choice.code for choice in source.choices} for source in sources])


def facts_of(variable: Variable, column: ChunkColumn) -> VariableFacts:
    """The facts of a column in memory."""
    present = column.reasons == 0
    kinds, numbers = np.unique(column.reasons[~present], return_counts=True)
    missing = {int(kind): int(number) for kind, number in zip(kinds, numbers, strict=True)}
    rows = len(column)
    known = {
        "variable": variable,
        "rows": rows,
        "asked": rows - missing.get(int(Reason.NOT_ASKED), 0),
        "answered": int(present.sum()),
        "missing": missing,
    }
    if column.kind in (Kind.ONE, Kind.SET):
        # fields of the facts by name: mypy cannot tell
        return VariableFacts(**known, counts=_choice_counts(column, present))  # type: ignore[arg-type]
    if column.kind in NUMBERS or column.kind in DATES:
        # fields of the facts by name: mypy cannot tell
        return VariableFacts(**known, **_number_facts(column, present))  # type: ignore[arg-type]
    return VariableFacts(**known, distinct=_distinct(column))  # type: ignore[arg-type]  # fields of the facts by name


def _choice_counts(column: ChunkColumn, present: np.ndarray) -> dict[str, int]:
    if column.kind is Kind.SET:
        sums = column.values[present].sum(axis=0)
    else:
        chosen = column.values[present]
        sums = np.bincount(chosen[chosen >= 0], minlength=len(column.categories))
    return {choice: int(number) for choice, number in zip(column.categories, sums, strict=True)}


def _number_facts(column: ChunkColumn, present: np.ndarray) -> dict[str, object]:
    values = column.values[present].astype(np.float64)
    if len(values) == 0:
        return {}
    return {
        "histogram": _histogram(values, whole=column.kind is Kind.INTEGER),
        "low": float(values.min()),
        "high": float(values.max()),
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "distinct": len(np.unique(values)),
    }


def _histogram(values: np.ndarray, whole: bool) -> Histogram:
    low, high = float(values.min()), float(values.max())
    if whole and high - low < 2 * BINS:
        edges = np.arange(low - 0.5, high + 1.0)
    elif low == high:
        edges = np.array([low - 0.5, high + 0.5])
    else:
        step = _round_step((high - low) / BINS)
        first, last = np.floor(low / step), np.ceil(high / step)
        edges = np.arange(first, max(last, first + 1) + 1) * step
    counts, _ = np.histogram(values, bins=edges)
    return Histogram(tuple(float(edge) for edge in edges), tuple(int(count) for count in counts))


def _round_step(step: float) -> float:
    """The next of 1, 2, 5 × a power of ten."""
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(nice * power for nice in (1.0, 2.0, 5.0, 10.0) if nice * power >= step * 0.999999))


def _distinct(column: ChunkColumn) -> int:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    return int(pc.count_distinct(column.values, mode="only_valid").as_py())
