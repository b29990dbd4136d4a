# SPDX-License-Identifier: MIT
"""Derived variables as recipes: recode, bins, arithmetic, declared in JSON and worked out on whole columns.

`{"do": "recode", "of": "v3", "to": {"c1": "c1", "c2": "c1"}}` (of a set: c1 is chosen where any of its answers is) ·
`{"do": "bins", "of": "v5", "edges": [18, 60]}` (choice c1 below 18, c2 from 18 below 60, c3 from 60) · `{"do":
"calculate", "expr": ["/", "v4", "v5"]}` where an expression is a number, a variable id or a list of an operator (+ - *
/ min max) and expressions · `{"do": "elapsed", "from": "v8", "to": "v9", "unit": "days"}`, whole days, weeks, months or
years · `{"do": "count", "of": "v7"}`, how many answers of a set chosen · `{"do": "index", "index": "rcsi", "of":
{"borrow": ["v3"], …}, "as": "score"}`, a food security index or its class · `"frame"`: see `lookups` · `"codes"`: what
was coded in its interviews, see `coded_rows`. A row is worked out from its own values; no text is evaluated as code.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from analysis.indices import (
    FCS_WEIGHTS,
    RCSI_WEIGHTS,
    Index,
    LivelihoodCoping,
    food_consumption,
    livelihood_coping,
    reduced_coping,
)
from analysis.records import Kind, Reason, Variable
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn
from wording import Problem, Text, msg, text_from_json

Sources = Mapping[str, tuple[Variable, ChunkColumn]]  # the columns that a recipe reads, by variable id


@dataclass(frozen=True)
class Formula:
    """How a derived variable came about: the formula, and for each of its places the sum with its numbers."""

    text: Text
    worked: tuple[tuple[str, str, float], ...]  # name of the place, "12000 / 300", its number


def frame_sources(recipe: Mapping[str, Any]) -> list[str]:
    """The ids of the variables a frame recipe reads. Raises Problem for what is no such recipe."""
    of, values = recipe.get("of"), recipe.get("values")
    good = isinstance(of, list) and all(isinstance(name, str) for name in of)
    alone = recipe.get("number") or isinstance(recipe.get("every"), (int, float))
    if not of or not good or (not alone and not isinstance(values, list)):
        raise Problem(msg("data.recipe.unknown"))
    return [str(name) for name in of]


def frame_column(recipe: Mapping[str, Any], variable: Variable, found: Sources) -> ChunkColumn:
    """The column of a frame recipe; a row whose place is not in it is missing."""
    columns = [found[name][1] for name in recipe["of"]]
    rows = len(columns[0])
    if recipe.get("number"):
        return ChunkColumn(variable.kind, np.arange(1, rows + 1, dtype=np.float64), np.zeros(rows, dtype=np.int8))
    if "every" in recipe:
        return ChunkColumn(variable.kind, np.full(rows, float(recipe["every"])), np.zeros(rows, dtype=np.int8))
    parts = [keys_of(column) for column in columns]
    numbers = {tuple(line[:-1]): float(line[-1]) for line in recipe["values"]}
    width = [len(names) + 1 for _, names in parts]
    place = np.zeros(rows, dtype=np.int64)
    for (codes, names), wide in zip(parts, width, strict=True):
        place = place * wide + np.where(codes < 0, len(names), codes)
    found_places, inverse = np.unique(place, return_inverse=True)
    known = np.full(len(found_places), np.nan)
    for at, one in enumerate(found_places.tolist()):
        names_here, rest = [], one
        for (_, names), wide in zip(reversed(parts), reversed(width), strict=True):
            rest, code = divmod(rest, wide)
            names_here.append(names[code] if code < len(names) else "")
        known[at] = numbers.get(tuple(reversed(names_here)), np.nan)
    values = known[inverse.reshape(-1)]
    reasons = np.where(np.isnan(values), np.int8(Reason.MISSING), np.int8(0)).astype(np.int8)
    return ChunkColumn(variable.kind, values, reasons)


def keys_of(column: ChunkColumn) -> tuple[np.ndarray, list[str]]:
    """A column as codes and the names they stand for: choice ids, or values as written; −1 where absent."""
    if column.kind is Kind.ONE:
        return np.where(column.reasons == 0, column.values, -1).astype(np.int64), list(column.categories)
    if isinstance(column.values, np.ndarray) and column.kind not in DATES and column.kind is not Kind.SET:
        known, codes = np.unique(column.values, return_inverse=True)
        names = [str(int(value)) if float(value).is_integer() else f"{value:g}" for value in known]
        return np.where(column.reasons == 0, codes.reshape(-1), -1), names
    if isinstance(column.values, np.ndarray):
        raise Problem(msg("sampling.needs_names"))
    encoded = column.values.combine_chunks().dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(column.reasons == 0, codes, -1), [str(name).strip() for name in encoded.dictionary.to_pylist()]


def formula_of(recipe: Mapping[str, Any], labels: Sequence[Mapping[str, str]]) -> Formula | None:
    """The formula of a frame recipe; `labels` are words for choice ids, for each source. None for other recipes."""
    if recipe.get("do") != "frame" or "formula" not in recipe:
        return None
    lines = zip(recipe.get("values", ()), recipe.get("worked", ()), strict=False)
    worked = []
    if "every" in recipe:
        worked.append(("", str(recipe.get("said", "")), float(recipe["every"])))
    for line, said in lines:
        place = [words.get(name, name) for name, words in zip(line[:-1], labels, strict=True)]
        worked.append((" · ".join(place), said, float(line[-1])))
    return Formula(text_from_json(recipe["formula"]), tuple(worked))


OPERATORS = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "min": np.minimum,
    "max": np.maximum,
}
INDEX_CUTS = {"21/35": (21.0, 35.0), "28/42": (28.0, 42.0)}  # of the food consumption score
INDEX_PARTS = {
    "fcs": tuple(FCS_WEIGHTS),
    "rcsi": tuple(RCSI_WEIGHTS),
    "lcsi": ("stress", "crisis", "emergency"),
}


Steps = Mapping[str, Any]  # of a stored recipe


def sources(recipe: Mapping[str, object]) -> list[str]:
    """The ids of the variables a recipe reads. Raises Problem for what is no recipe."""
    kind = recipe.get("do")
    if kind in ("recode", "bins") and isinstance(recipe.get("of"), str) and _complete(recipe):
        return [str(recipe["of"])]
    if kind == "count" and isinstance(recipe.get("of"), str):
        return [str(recipe["of"])]
    if kind == "elapsed" and recipe.get("unit") in _PARTS and {"from", "to"} <= recipe.keys():
        return list(dict.fromkeys((str(recipe["from"]), str(recipe["to"]))))
    if kind == "calculate" and "expr" in recipe:
        return sorted(set(_names(recipe["expr"])))
    if kind == "index" and _is_index(recipe):
        return index_sources(recipe)
    if kind == "frame":
        return frame_sources(recipe)
    if kind == "codes" and isinstance(recipe.get("codes"), list):
        return [str(recipe["key"])] if recipe.get("key") else []
    raise Problem(msg("data.recipe.unknown"))


def below(made: Mapping[str, Mapping[str, object]], variable_ids: Iterable[str]) -> list[str]:
    """Every derived variable of those `made` that is worked out from one of these, directly or through others."""
    found: dict[str, None] = {}
    level = list(variable_ids)
    while level:
        level = [name for name, recipe in made.items() if name not in found and set(sources(recipe)) & set(level)]
        found |= dict.fromkeys(level)
    return list(found)


def _complete(recipe: Steps) -> bool:
    if recipe["do"] == "recode":
        return isinstance(recipe.get("to"), dict)
    edges = recipe.get("edges")
    numbers = isinstance(edges, list) and all(isinstance(edge, (int, float)) for edge in edges)
    return numbers and bool(edges) and all(low < high for low, high in itertools.pairwise(edges or []))


def _names(expr: object) -> list[str]:
    if isinstance(expr, str):
        return [expr]
    if isinstance(expr, list):
        if not expr or expr[0] not in OPERATORS or len(expr) < 2:
            raise Problem(msg("data.recipe.unknown"))
        return [name for part in expr[1:] for name in _names(part)]
    if isinstance(expr, (int, float)) and not isinstance(expr, bool):
        return []
    raise Problem(msg("data.recipe.unknown"))


def evaluate(recipe: Steps, variable: Variable, found: Sources) -> ChunkColumn:
    """The column of a derived variable. Where a source is absent so is the result, with the first source's reason."""
    if recipe["do"] == "recode":
        return _recode(recipe, variable, found[recipe["of"]][1])
    if recipe["do"] == "bins":
        return _bins(recipe, variable, found[recipe["of"]][1])
    if recipe["do"] == "frame":
        return frame_column(recipe, variable, found)
    if recipe["do"] == "count":
        return _count(variable, found[recipe["of"]][1])
    if recipe["do"] == "index":
        return _index(recipe, variable, found)
    reasons = reduce(_first_reason, [column.reasons for _, column in found.values()])
    if recipe["do"] == "elapsed":
        values = _elapsed(recipe, found)
        return ChunkColumn(variable.kind, np.where(reasons == 0, values, np.nan), reasons)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = _number(recipe["expr"], found, len(reasons))
    reasons = np.where((reasons == 0) & ~np.isfinite(values), np.int8(Reason.MISSING), reasons)
    return ChunkColumn(variable.kind, np.where(reasons == 0, values, np.nan), reasons)


def _first_reason(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.where(one != 0, one, other)


def _number(expr: Any, found: Sources, rows: int) -> np.ndarray:
    if isinstance(expr, str):
        column = found[expr][1]
        if column.kind not in NUMBERS:
            raise Problem(msg("data.recipe.needs_number"))
        values: np.ndarray = column.values
        return values
    if isinstance(expr, list):
        parts = [_number(part, found, rows) for part in expr[1:]]
        return -parts[0] if expr[0] == "-" and len(parts) == 1 else reduce(OPERATORS[expr[0]], parts)
    return np.full(rows, float(expr))


_PARTS = {"days": 1, "weeks": 7, "months": 1, "years": 12}


def _elapsed(recipe: Steps, found: Sources) -> np.ndarray:
    """Whole units from one moment to another, negative where it lies before; a month is full on the same day of it."""
    start, end = (found[recipe[name]][1] for name in ("from", "to"))
    if start.kind not in DATES or end.kind not in DATES:
        raise Problem(msg("data.recipe.needs_dates"))
    parts = _PARTS[recipe["unit"]]
    first, last = (column.values.view("datetime64[ns]").astype("datetime64[D]") for column in (start, end))
    if recipe["unit"] in ("days", "weeks"):
        days: np.ndarray = np.trunc((last - first).astype(np.float64) / parts)
        return days
    months = (last.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(np.float64)
    day_of = [(moment - moment.astype("datetime64[M]")).astype(np.float64) for moment in (first, last)]
    early = day_of[1] < day_of[0]
    late = day_of[1] > day_of[0]
    full: np.ndarray = np.where((months > 0) & early, months - 1, np.where((months < 0) & late, months + 1, months))
    return np.trunc(full / parts)


def _count(variable: Variable, column: ChunkColumn) -> ChunkColumn:
    if column.kind is not Kind.SET:
        raise Problem(msg("data.recipe.needs_set"))
    values = np.where(column.reasons == 0, column.values.sum(axis=1), np.nan).astype(np.float64)
    return ChunkColumn(variable.kind, values, column.reasons)


def _is_index(recipe: Steps) -> bool:
    parts = INDEX_PARTS.get(recipe.get("index", ""), ())
    of = recipe.get("of")
    return bool(parts) and isinstance(of, dict) and set(of) == set(parts) and all(of.values())


def index_sources(recipe: Steps) -> list[str]:
    """The questions of an index, part by part, each once."""
    return list(dict.fromkeys(name for part in INDEX_PARTS[recipe["index"]] for name in recipe["of"][part]))


def _index(recipe: Steps, variable: Variable, found: Sources) -> ChunkColumn:
    """Score or class of each row; where it is unknown, the first reason of a question, else missing."""
    index = _computed(recipe, found)
    reasons = reduce(_first_reason, [found[name][1].reasons for name in index_sources(recipe)])
    reasons = np.where(index.category < 0, _missing_where(index.category < 0, reasons), np.int8(0)).astype(np.int8)
    if recipe["as"] == "class":
        categories = tuple(choice.id for choice in variable.choices)
        return ChunkColumn(Kind.ONE, index.category.astype(np.int32), reasons, categories)
    assert isinstance(index, Index)  # livelihood strategies have classes alone
    return ChunkColumn(Kind.NUMBER, np.where(reasons == 0, index.score, np.nan), reasons)


def _computed(recipe: Steps, found: Sources) -> Index | LivelihoodCoping:
    of, columns = recipe["of"], {name: column for name, (_, column) in found.items()}
    if recipe["index"] == "lcsi":
        used = {part: [_is_used(*found[name], set(recipe["counted"])) for name in of[part]] for part in of}
        return livelihood_coping(used["stress"], used["crisis"], used["emergency"], (1.0,))
    if any(columns[name].kind not in NUMBERS for names in of.values() for name in names):
        raise Problem(msg("data.recipe.needs_number"))
    days = {part: np.where(columns[one].reasons == 0, columns[one].values, np.nan) for part, (one, *_) in of.items()}
    return food_consumption(days, INDEX_CUTS[recipe["cuts"]]) if recipe["index"] == "fcs" else reduced_coping(days)


def _is_used(variable: Variable, column: ChunkColumn, counted: set[str]) -> np.ndarray:
    """1.0 where the answer is one by which a strategy counts as used, 0.0 where another was given, else NaN."""
    if column.kind is Kind.ONE:
        wanted = {choice.id for choice in variable.choices if choice.code in counted}
        used = np.array([*(name in wanted for name in column.categories), False])[column.values]
    elif column.kind in NUMBERS:
        used = np.isin(column.values, [float(code) for code in counted if code.isdigit()])
    else:
        raise Problem(msg("data.recipe.needs_choice"))
    return np.where(column.reasons == 0, used.astype(float), np.nan)


def _recode(recipe: Steps, variable: Variable, column: ChunkColumn) -> ChunkColumn:
    if column.kind is not variable.kind or column.kind not in (Kind.ONE, Kind.SET):
        raise Problem(msg("data.recipe.needs_choice"))
    categories = tuple(choice.id for choice in variable.choices)
    if column.kind is Kind.SET:
        return ChunkColumn(Kind.SET, _any_of(recipe["to"], categories, column), column.reasons, categories)
    where = {choice: place for place, choice in enumerate(categories)}
    lookup = np.array([where.get(recipe["to"].get(old), -1) for old in column.categories] + [-1], dtype=np.int32)
    values = np.where(column.reasons == 0, lookup[column.values], -1).astype(np.int32)
    return ChunkColumn(Kind.ONE, values, _missing_where(values < 0, column.reasons), categories)


def _any_of(to: Mapping[str, str], categories: tuple[str, ...], column: ChunkColumn) -> np.ndarray:
    """bool (rows × categories): where any of the answers that go to a category was chosen."""
    chosen = np.zeros((len(column.reasons), len(categories)), dtype=bool)
    where = {choice: place for place, choice in enumerate(categories)}
    for at, old in enumerate(column.categories):
        if to.get(old) in where:
            chosen[:, where[to[old]]] |= column.values[:, at]
    return chosen


def _bins(recipe: Mapping[str, object], variable: Variable, column: ChunkColumn) -> ChunkColumn:
    if column.kind not in NUMBERS:
        raise Problem(msg("data.recipe.needs_number"))
    categories = tuple(choice.id for choice in variable.choices)
    inside = np.digitize(column.values, np.asarray(recipe["edges"], dtype=float))
    values = np.where(column.reasons == 0, np.minimum(inside, len(categories) - 1), -1).astype(np.int32)
    return ChunkColumn(Kind.ONE, values, _missing_where(values < 0, column.reasons), categories)


def _missing_where(absent: np.ndarray, reasons: np.ndarray) -> np.ndarray:
    return np.where(absent & (reasons == 0), np.int8(Reason.MISSING), reasons)
