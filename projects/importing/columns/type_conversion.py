# SPDX-License-Identifier: MIT
"""Text columns into numbers, dates and moments, exactly or not at all: what does not fit is reported, never changed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from projects.word_folding import fold

if TYPE_CHECKING:
    import pyarrow as pa

MONTHS = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip
_SHORT = 3  # letters: "jan", "fév"; "jui" would be June and July


def month_of(word: str) -> int | None:
    """1 to 12 for the name of a month or three and more of its first letters; None for other words."""
    plain = fold(word).strip().rstrip(".")
    if len(plain) < _SHORT:
        return None
    found = {at for at, names in enumerate(MONTHS, start=1) if any(name.startswith(plain) for name in names)}
    return found.pop() if len(found) == 1 else None


EXACT = 2.0**53  # above it a float no longer tells neighbouring whole numbers apart
_PLAIN = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?\s*$"
_FIRST_NS, _LAST_NS = dt.date(1678, 1, 1), dt.date(2262, 1, 1)


@dataclass(frozen=True)
class Converted:
    """`values`: an Arrow array, null where absent; `misfits`.

    Bool, True where a text did not fit (then null in `values`).
    """

    values: pa.Array
    misfits: np.ndarray

    @property
    def fits(self) -> bool:
        """Whether every text became a value."""
        return not self.misfits.any()


def to_number(texts: pa.Array, decimal: str = ".", thousands: str = "") -> Converted:
    """float64 of plain decimal numbers; a whole number too large for a float to hold exactly does not fit."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    plain = _plain_numbers(texts, decimal, thousands)
    try:
        values = pc.cast(plain, pa.float64())
    except pa.ArrowInvalid:
        is_number = pc.match_substring_regex(plain, _PLAIN)
        values = pc.cast(pc.utf8_trim_whitespace(pc.if_else(is_number, plain, None)), pa.float64())
    floats = values.to_numpy(zero_copy_only=False)
    absent = _nulls(plain)
    bad = ~(np.abs(floats) < EXACT) & ~absent  # what is no number compares as false
    if bad.any():
        values = pa.array(floats, mask=bad | absent)
    return Converted(values, bad)


def _plain_numbers(texts: pa.Array, decimal: str, thousands: str) -> pa.Array:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if thousands:
        grouped = rf"^\s*[-+]?\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(decimal)}\d+)?\s*$"
        shown = pc.match_substring_regex(texts, grouped)
        texts = pc.if_else(shown, pc.replace_substring(texts, thousands, ""), texts)
        if thousands == ".":  # then a point left over is no decimal sign
            texts = pc.if_else(pc.match_substring(texts, "."), pc.binary_join_element_wise("'", texts, ""), texts)
    if decimal == ",":
        has_comma = pc.match_substring_regex(texts, r"^\s*[-+]?\d*,\d+\s*$")
        texts = pc.if_else(has_comma, pc.replace_substring(texts, ",", "."), texts)
    return texts


def to_moment(texts: pa.Array, order: str = "ymd", date_only: bool = False) -> Converted:
    """timestamp[ns] of dates with the year first or the month in words, or of d/m/y or m/d/y when `order` says so.

    A time zone is dropped: the clock on the wall where the answer was given is kept. Years before 1678 or
    from 2262 do not fit. With `date_only` a text with a time other than midnight does not fit.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    encoded = texts.dictionary_encode()
    moments = [read_moment(word, order, date_only) for word in encoded.dictionary.to_pylist()]
    stamps = np.array([m if m is not None else np.datetime64("NaT") for m in moments], "datetime64[ns]")
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    absent = codes < 0
    values = np.full(len(codes), np.datetime64("NaT"), "datetime64[ns]")
    if len(stamps):
        values[~absent] = stamps[codes[~absent]]
    gone = np.isnat(values)
    return Converted(pa.array(values, pa.timestamp("ns"), mask=gone), gone & ~absent)


def read_moment(word: str, order: str = "ymd", date_only: bool = False) -> np.datetime64 | None:
    """One date or moment as datetime64[ns]; None when it is none, or out of range."""
    text = word.strip()
    moment = _year_first(text) if _YEAR_FIRST.match(text) else _ordered(text, order) or _worded(text)
    if moment is None or not _FIRST_NS <= moment.date() < _LAST_NS:
        return None
    if date_only and moment.time() != dt.time(0):
        return None
    return np.datetime64(moment, "ns")


def _iso(text: str) -> dt.datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)", text):
        return None
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


_ORDERED = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


_YEAR_FIRST = re.compile(r"\d{4}[-/. ]")
_WORDED = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[-/. ]{1,2}([^\W\d_]{3,9})[-/., ]{1,2}(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})[. ]{1,2}(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def _year_first(text: str) -> dt.datetime | None:
    return _iso(text) or _ordered(text, "ymd")


def _worded(text: str) -> dt.datetime | None:
    """A day whose month is a word, as "3 avril 2024", "03-Apr-24" or "April 3, 2024"."""
    day_first = _WORDED.fullmatch(text)
    found = day_first or _MONTH_FIRST.fullmatch(text)
    if found is None:
        return None
    day, word = (found[1], found[2]) if day_first else (found[2], found[1])
    month = month_of(word)
    return None if month is None else _day(found[3], month, int(day))


def _day(year_text: str, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime | None:
    year = int(year_text) + (0 if len(year_text) == 4 else (2000 if int(year_text) < 70 else 1900))
    try:
        return dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _ordered(text: str, order: str) -> dt.datetime | None:
    found = _ORDERED.fullmatch(text)
    if not found:
        return None
    parts = dict(zip(order, (int(part) for part in found.groups()[:3]), strict=True))
    year_text = found.group(order.index("y") + 1)
    if len(year_text) not in (2, 4) or (order == "ymd" and len(year_text) != 4):
        return None
    return _day(year_text, parts["m"], parts["d"], *(int(part or 0) for part in found.groups()[3:]))


def _nulls(texts: pa.Array) -> np.ndarray:
    found: np.ndarray = texts.is_null().to_numpy(zero_copy_only=False)
    return found


def nulls(values: object) -> np.ndarray:
    """Where an Arrow array is null."""
    return _nulls(values)
