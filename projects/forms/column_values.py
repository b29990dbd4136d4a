# SPDX-License-Identifier: MIT
"""Whole columns as expressions see them, and the turning of one kind into another.

Every column has the length of its table, or length 1 for a constant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from projects.forms.records import UnsupportedError

_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*")
_EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Numbers:
    """float64, NaN where there is no number.

    `answers`: NaN then is an unanswered question, equal to "" and to another.
    """

    values: np.ndarray
    answers: bool = False

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Truths:
    """bool."""

    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Words:
    """Text: `codes` int32 into `words`; "" is an unanswered question, so there is no null."""

    codes: np.ndarray
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def mapped(self, change: Callable[[str], str]) -> Words:
        """Each word changed."""
        return Words(self.codes, tuple(change(word) for word in self.words))

    def tested(self, holds: Callable[[str], bool]) -> Truths:
        """Whether each word passes a test."""
        return Truths(np.array([holds(word) for word in self.words], bool)[self.codes])

    def counted(self, number: Callable[[str], float]) -> Numbers:
        """A number for each word."""
        return Numbers(np.array([number(word) for word in self.words], float)[self.codes])


@dataclass(frozen=True)
class ChoiceColumn:
    """Several choices: a bool array per choice code; a row without any is unanswered.

    `ordered`: the codes in the order they were chosen, where the file tells.
    """

    members: Mapping[str, np.ndarray]
    size: int
    ordered: Words | None = None

    def __len__(self) -> int:
        return self.size


@dataclass(frozen=True)
class Dates:
    """Days since 1970 (float64, NaN where there is none), with the time of day as a fraction when `timed`."""

    days: np.ndarray
    timed: bool = False

    def __len__(self) -> int:
        return len(self.days)


@dataclass(frozen=True)
class Nodes:
    """The answers of many rows of a repeat for each row here.

    `values` per row of the repeat; `owner`: which of `owners` rows around the repeat each belongs to (-1: none);
    `rows`: for each row here the row around the repeat whose answers are meant.
    """

    values: Column
    owner: np.ndarray
    owners: int
    rows: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Items(Nodes):
    """What a list says in the rows that were looked up; unlike the answers of a repeat it may be one text a row."""

    def one(self) -> Column:
        """The text for each row here, "" where nothing was found. Raises UnsupportedError where several were."""
        found = np.full(self.owners, -1, np.int64)
        found[self.owner] = np.arange(len(self.owner))
        if (np.bincount(self.owner, minlength=self.owners)[self.rows] > 1).any():
            raise UnsupportedError("instance() where several rows are found")
        return taken(self.values, found[self.rows])


Column = Numbers | Truths | Words | ChoiceColumn | Dates
Value = Column | Nodes


def constant(word: str) -> Words:
    """The same text for every row."""
    return Words(np.zeros(1, np.int32), (word,))


def words_of(texts: np.ndarray) -> Words:
    """A column of Python strings (None = "")."""
    index: dict[str, int] = {}
    codes = np.fromiter((index.setdefault(text or "", len(index)) for text in texts), np.int32, len(texts))
    return Words(codes, tuple(index) or ("",))


def to_numbers(value: Column) -> Numbers:
    """XPath number(): text that is no number, and an unanswered question, give NaN; dates give days since 1970."""
    if isinstance(value, Numbers):
        return value
    if isinstance(value, Truths):
        return Numbers(value.values.astype(float))
    if isinstance(value, Dates):
        return Numbers(value.days)
    return to_words(value).counted(_number)


def _number(word: str) -> float:
    if _NUMBER.fullmatch(word):
        return float(word)
    day = read_date(word)
    return float("nan") if day is None else day


def to_truths(value: Column) -> Truths:
    """XPath boolean(): a number that is not 0, a text that is not empty."""
    if isinstance(value, Truths):
        return value
    if isinstance(value, Numbers):
        return Truths((value.values != 0) & ~np.isnan(value.values))
    if isinstance(value, Dates):
        return Truths(~np.isnan(value.days))
    if isinstance(value, ChoiceColumn):
        return Truths(np.logical_or.reduce([*value.members.values(), np.zeros(value.size, bool)]))
    return value.tested(bool)


def to_words(value: Column) -> Words:
    """XPath string(): whole numbers without a point, true and false, ISO dates, choices with spaces between."""
    if isinstance(value, Words):
        return value
    if isinstance(value, Truths):
        return Words(value.values.astype(np.int32), ("false", "true"))
    if isinstance(value, Numbers):
        unique, codes = np.unique(value.values, return_inverse=True)
        return Words(codes.astype(np.int32).reshape(-1), tuple(number_text(number) for number in unique) or ("",))
    if isinstance(value, Dates):
        unique, codes = np.unique(value.days, return_inverse=True)
        texts = tuple(date_text(day, value.timed) for day in unique)
        return Words(codes.astype(np.int32).reshape(-1), texts or ("",))
    return _chosen_words(value)


def _chosen_words(value: ChoiceColumn) -> Words:
    names = list(value.members)
    if not names or not value.size:
        return Words(np.zeros(value.size, np.int32), ("",))
    packed = np.packbits(np.column_stack(list(value.members.values())), axis=1)
    patterns, codes = np.unique(packed, axis=0, return_inverse=True)
    bits = np.unpackbits(patterns, axis=1)[:, : len(names)].astype(bool)
    words = tuple(" ".join(name for name, ticked in zip(names, row, strict=True) if ticked) for row in bits)
    return Words(codes.reshape(-1).astype(np.int32), words)


def number_text(number: float) -> str:
    """A number as XPath writes it; "" for NaN, as an unanswered question."""
    if np.isnan(number):
        return ""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def read_date(word: str) -> float | None:
    """Days since 1970 of an ISO date or date and time; None for other text."""
    try:
        if len(word) == 10:
            return float(dt.date.fromisoformat(word).toordinal() - _EPOCH)
        moment = dt.datetime.fromisoformat(word.strip())
    except ValueError:
        return None
    if len(word.strip()) < 10:
        return None
    day_part = (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86_400
    return moment.date().toordinal() - _EPOCH + day_part


def date_text(days: float, timed: bool = False) -> str:
    """Days since 1970 as an ISO date, with the time when `timed`; "" for NaN or a day outside the years 1 to 9999."""
    if np.isnan(days) or not -719_162 <= days < 2_932_897:
        return ""
    day = dt.date.fromordinal(int(np.floor(days)) + _EPOCH)
    if not timed:
        return day.isoformat()
    seconds = round((days - np.floor(days)) * 86_400)
    return (dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds)).isoformat()


def repeated_constant(array: np.ndarray, size: int) -> np.ndarray:
    """A constant repeated to `size` rows."""
    return np.repeat(array, size) if len(array) == 1 and size != 1 else array


def single(value: Value) -> Column:
    """A column; the answers of many rows have no single value."""
    if isinstance(value, Items):
        return value.one()
    if isinstance(value, Nodes):
        raise UnsupportedError("several rows where one answer is expected")
    return value


def taken(column: Column, rows: np.ndarray) -> Column:
    """The column's rows at `rows`, unanswered where that is -1."""
    gone, at = rows < 0, np.maximum(rows, 0)
    if not len(column):
        return Words(np.zeros(len(rows), np.int32), ("",))
    if isinstance(column, Numbers):
        return Numbers(np.where(gone, np.nan, column.values[at]), column.answers)
    if isinstance(column, Dates):
        return Dates(np.where(gone, np.nan, column.days[at]), column.timed)
    if isinstance(column, Truths):
        return Truths(np.where(gone, False, column.values[at]))
    if isinstance(column, ChoiceColumn):
        members = {code: np.where(gone, False, ticks[at]) for code, ticks in column.members.items()}
        return ChoiceColumn(members, len(rows))
    codes = np.where(gone, len(column.words), column.codes[at]).astype(np.int32)
    return Words(codes, (*column.words, ""))


def stretched_column(column: Column, size: int) -> Column:
    """A constant as a column of `size` rows."""
    return taken(column, np.zeros(size, np.int64)) if len(column) == 1 and size != 1 else column
