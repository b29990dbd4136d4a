# SPDX-License-Identifier: MIT
"""The recipe of a weight: a number for each stratum (and cluster), with the formula that gave it.

`{"do": "frame", "of": ["v3", "v9"], "values": [["c1", "A01", 40.0], …], "formula": …, "worked": ["12000 / 300", …]}`;
with `"every": 40.0` instead of values every row has that number, with `"number": true` its own place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.stored_tables.chunks import DATES, ChunkColumn
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
