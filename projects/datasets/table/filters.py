# SPDX-License-Identifier: MIT
"""Conditions on rows of a table, each giving true or false for every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind
from projects.stored_tables.cells import moment_number
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class HasChoice:
    """The answer is one of these choices; in a set, any of them was chosen."""

    variable: str
    choices: frozenset[str]


@dataclass(frozen=True)
class InRange:
    """The number, or the date as ISO text, lies between the ends; both count, None leaves an end open."""

    variable: str
    low: float | str | None = None
    high: float | str | None = None


@dataclass(frozen=True)
class HasText:
    """The text holds these words, capitals or not; `whole` asks for exactly this text."""

    variable: str
    text: str
    whole: bool = False


@dataclass(frozen=True)
class IsMissing:
    """The value is absent for one of these reasons; none named means any reason."""

    variable: str
    reasons: frozenset[int] = frozenset()


@dataclass(frozen=True)
class IsPresent:
    """There is a value."""

    variable: str


@dataclass(frozen=True)
class InAnalysis:
    """The row has consent and was not taken out (or, when not `kept`, the opposite)."""

    kept: bool = True


@dataclass(frozen=True)
class Edited:
    """Some cell of the row was changed."""


Filter = HasChoice | InRange | HasText | IsMissing | IsPresent | InAnalysis | Edited


def mask_of(wanted: Filter, column: ChunkColumn) -> np.ndarray:
    """For each row whether the condition on its column holds. Raises ValueError for a date that is none."""
    if isinstance(wanted, HasChoice):
        return _has_choice(wanted, column)
    if isinstance(wanted, InRange):
        return _in_range(wanted, column)
    if isinstance(wanted, HasText):
        return _has_text(wanted, column)
    if isinstance(wanted, IsMissing) and wanted.reasons:
        return np.isin(column.reasons, list(wanted.reasons))
    found: np.ndarray = column.reasons != 0 if isinstance(wanted, IsMissing) else column.reasons == 0
    return found


def _has_choice(wanted: HasChoice, column: ChunkColumn) -> np.ndarray:
    known = np.array([choice in wanted.choices for choice in column.categories] + [False])
    if column.kind is Kind.SET:
        places = np.flatnonzero(known[:-1])
        found: np.ndarray = column.values[:, places].any(axis=1)
        return found
    if column.kind is Kind.ONE:
        answers: np.ndarray = known[column.values]
        return answers
    raise ValueError("only questions with choices can be filtered by choice")


def _in_range(wanted: InRange, column: ChunkColumn) -> np.ndarray:
    if column.kind not in NUMBERS and column.kind not in DATES:
        raise ValueError("only numbers and dates can be filtered by range")
    inside: np.ndarray = column.reasons == 0
    if wanted.low is not None:
        inside &= column.values >= _end(wanted.low, column.kind)
    if wanted.high is not None:
        inside &= column.values <= _end(wanted.high, column.kind, last=True)
    return inside


def _end(end: float | str, kind: Kind, last: bool = False) -> float:
    if kind in NUMBERS:
        return float(end)
    whole_day = last and len(str(end)) == 10  # "until 3 March" includes that day
    return moment_number(str(end)) + (86_400 * 10**9 - 1 if whole_day else 0)


def _has_text(wanted: HasText, column: ChunkColumn) -> np.ndarray:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if isinstance(column.values, np.ndarray):
        raise ValueError("only texts can be filtered by text")
    if wanted.whole:
        found: pa.ChunkedArray = pc.equal(column.values, wanted.text)
    else:
        found = pc.match_substring(column.values, wanted.text, ignore_case=True)
    result: np.ndarray = pc.fill_null(found, False).to_numpy()
    return result.astype(bool)


def order_of(column: ChunkColumn, descending: bool = False) -> np.ndarray:
    """Positions that put the column in order, absent values last either way; equal values keep their order.

    Choices stand in the order of the form, sets by their first choice, texts by code point.
    """
    return order_by([(column, descending)])


def order_by(keys: Sequence[tuple[ChunkColumn, bool]]) -> np.ndarray:
    """The same by several columns (and whether downwards), the first of which counts most."""
    order: np.ndarray | None = None
    for column, descending in reversed(keys):
        ranks, absent = _ranks(column, descending)
        if order is not None:
            ranks, absent = ranks[order], None if absent is None else absent[order]
        found = _sorted(ranks, absent)
        order = found if order is None else order[found]
    assert order is not None
    return order


def _sorted(ranks: np.ndarray, absent: np.ndarray | None) -> np.ndarray:
    if absent is None:
        return np.argsort(ranks, kind="stable")
    present = np.flatnonzero(~absent)
    return np.concatenate([present[np.argsort(ranks[present], kind="stable")], np.flatnonzero(absent)])


def _ranks(column: ChunkColumn, descending: bool) -> tuple[np.ndarray, np.ndarray | None]:
    """Numbers that stand in the order wanted, and which values are absent (None: all are there)."""
    if column.kind is Kind.ONE:
        ranks = column.values.astype(np.int16 if len(column.categories) < 30_000 else np.int32)
    elif column.kind is Kind.SET:
        none = len(column.categories)
        chosen = column.values.any(axis=1)
        first = column.values.argmax(axis=1) if none else np.zeros(len(column), dtype=np.int64)
        ranks = np.where(chosen, first, none).astype(np.int16)
    elif isinstance(column.values, np.ndarray):
        ranks = column.values
    else:
        ranks = _text_ranks(column.values)
    absent = column.reasons != 0
    if column.kind is Kind.ONE:
        absent |= column.values < 0
    return -ranks if descending else ranks, absent if absent.any() else None


def _text_ranks(values: pa.ChunkedArray) -> np.ndarray:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    encoded = values.combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    ranks = np.empty(len(order) + 1, dtype=np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    ranks[-1] = len(order)
    found: np.ndarray = ranks[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return found
