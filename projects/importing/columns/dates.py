# SPDX-License-Identifier: MIT
"""Dates as people and spreadsheets write them: the order of day and month by the whole column, serial day numbers."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Role, Variable
from projects.importing.columns.type_conversion import read_moment

if TYPE_CHECKING:
    import pyarrow as pa

UNCLEAR = "unclear"
_PARTS = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,]+\d.*)?\s*")
_SERIAL = re.compile(r"\s*(\d{5})(?:\.(\d+))?\s*")
_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_050  # the years 1930 to 2099 as a spreadsheet counts days
_DAY_NONE = dt.date(1899, 12, 30)
_OLDEST, _NEWEST = 32_874, 51_500  # 1990 to 2040: days that a column whose name says no date may mean
_EARLIER, _LATER = 3_653, 1_096  # days around the other dates of a table within which a number may be one
_RECENT, _SOON = 38_353, 49_675  # 2005 to 2035: days of a column that nothing else in its table explains
_STUDY, _LEAST_ALONE = 1_096, 5  # days within which a study lies; different days that can tell
_FIRST, _LOOKED_AT, _MOSTLY = 10, 200, 0.5  # first cells; one date among the fewest, that share among the most
_ISO = re.compile(r"\d{4}-\d{2}-(\d{2})(?:[T ].*)?")  # what a cell of a workbook that is a date is read as
_LEAST_EXCHANGED = 5  # different dates: by chance fewer than one column in a hundred has no day above 12
_ROUND, _LEAST = 0.4, 3  # share of tens among prices and counts; different values that can tell


def order_of_dates(texts: Iterable[str]) -> str:
    """ "dmy" or "mdy" as a day above 12 shows it, `UNCLEAR` where none is, "" for other dates and contradictions."""
    first = second = some = False
    for text in set(texts):
        found = _PARTS.fullmatch(text)
        if found:
            some = True
            first, second = first or int(found[1]) > 12, second or int(found[2]) > 12
    if not some or (first and second):
        return ""
    return "dmy" if first else "mdy" if second else UNCLEAR


def order_shown(texts: pa.Array) -> str:
    """`order_of_dates` of a whole column of text, where most of its first cells are dates; "" for other columns."""
    head = [word.strip() for word in texts.slice(0, _LOOKED_AT).drop_null().to_pylist()]
    if not head:
        head = [word.strip() for word in texts.drop_null().slice(0, _LOOKED_AT).to_pylist()]
    if not any(map(_is_date, head[:_FIRST])) or sum(map(_is_date, head)) < _MOSTLY * len(head):
        return ""
    return order_of_dates(texts.unique().drop_null().to_pylist())


def looks_exchanged(texts: Iterable[str]) -> bool:
    """Whether a spreadsheet has exchanged day and month: its dates have no day above 12, its texts nothing else.

    So a program set to months first reads "03/04/2024": it takes what it can as a date, 4 March, and leaves
    "13/04/2024" as text. Of dates that nobody exchanged three in five have a day above 12.
    """
    days: set[str] = set()
    left: set[str] = set()
    for text in set(texts):
        iso, found = _ISO.fullmatch(text.strip()), _PARTS.fullmatch(text)
        if iso:
            days.add(text)
            if int(iso[1]) > 12:
                return False
        elif found:
            left.add(text)
            if int(found[1]) <= 12 and int(found[2]) <= 12:
                return False
    return len(days) >= _LEAST_EXCHANGED and len(left) >= _LEAST


def _is_date(word: str) -> bool:
    return _PARTS.fullmatch(word) is not None or read_moment(word) is not None


def to_dates(texts: Sequence[str | None], order: str) -> tuple[np.ndarray, np.ndarray]:
    """datetime64[ns] of dates in that order, in ISO form or as serial numbers; where a text is none of them.

    The part of a serial number behind the point is the time of day, to the second.
    """
    known: dict[str, np.datetime64 | None] = {}
    stamps = np.full(len(texts), np.datetime64("NaT"), "datetime64[ns]")
    misfits = np.zeros(len(texts), bool)
    for row, text in enumerate(texts):
        if text is None:
            continue
        if text not in known:
            known[text] = _moment_of(text, order)
        moment = known[text]
        misfits[row] = moment is None
        if moment is not None:
            stamps[row] = moment
    return stamps, misfits


def _moment_of(text: str, order: str) -> np.datetime64 | None:
    serial = _SERIAL.fullmatch(text)
    if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        day = np.datetime64(_DAY_NONE + dt.timedelta(int(serial[1])), "ns")
        return day + np.timedelta64(round(float(f"0.{serial[2] or 0}") * 86_400), "s")
    return read_moment(text, order) or (read_moment(text, "ymd") if order != "ymd" else None)


def are_serials(values: np.ndarray) -> bool:
    """Whether numbers may all be days, or moments of days, as a spreadsheet counts them."""
    values = values[np.isfinite(values)]
    inside = (values >= _FIRST_SERIAL) & (values < _LAST_SERIAL + 1)
    return len(values) > 1 and bool(inside.all())


_CALLED = re.compile(r"(^|[^a-z])(date|dates|datum|fecha|data_de|dob|jour|day)([^a-z]|$)")


def dates_of_serials(name: str, numbers: pa.Array) -> pa.Array | None:
    """An Arrow column of numbers as dates, where its name speaks of a date and all may be serial days or moments.

    None elsewhere.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if not _CALLED.search(name.casefold()):
        return None
    values = np.asarray(numbers.to_numpy(zero_copy_only=False), float)
    if not are_serials(values):
        return None
    stamps, _ = to_dates([None if np.isnan(value) else f"{value:.15g}" for value in values], "ymd")
    return pa.array(stamps, pa.timestamp("ns"), mask=np.isnat(stamps))


def may_be_days(variables: Sequence[Variable], columns: Mapping[str, pa.Array]) -> tuple[str, ...]:
    """Ids of number columns that may hold a spreadsheet's days although no name and no form says so: to be asked.

    All values are days or parts of days of 1990 to 2040, few of them round as prices are and not simply counted up as
    numbers of records. Dates of the same table, or a neighbour of the same kind, lie near them; in a table without
    dates, a column that stands alone is asked where its values lie as close as the days of one study do.
    """
    spans = {one.id: found for one in variables if (found := _span(one, columns.get(one.id))) is not None}
    dates = [found for one in variables if (found := _dated(one, columns.get(one.id))) is not None]
    if dates:
        first, last = min(low for low, _ in dates) - _EARLIER, max(high for _, high in dates) + _LATER
        return tuple(name for name, (low, high) in spans.items() if first <= low and high <= last)
    beside = {
        one.id for pair in itertools.pairwise(variables) if _near(*(spans.get(v.id) for v in pair)) for one in pair
    }
    return tuple(name for name, span in spans.items() if name in beside or _of_one_study(span, columns[name]))


def _of_one_study(span: tuple[float, float], column: pa.Array) -> bool:
    """Whether five or more different values of these years lie within three: amounts and populations differ by more.

    Around day 45,000 three years are 2.5 % of a value. Numbers of records lie as close, but each stands for one row
    and they leave few gaps: the days of a study recur, or have gaps as wide as its pauses.
    """
    first, last = span
    if first < _RECENT or last > _SOON or last - first > _STUDY:
        return False
    values = np.asarray(column.to_numpy(zero_copy_only=False), float)
    values = values[np.isfinite(values)]
    days = np.unique(np.floor(values))
    recurs, gaps = len(days) < len(values), last - first + 1 >= 2 * len(days)
    return len(days) >= _LEAST_ALONE and (recurs or gaps)


def _near(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool:
    return one is not None and other is not None and abs(one[0] - other[0]) <= _LATER


def _span(variable: Variable, column: pa.Array | None) -> tuple[float, float] | None:
    """The first and last value of a column of numbers that may be days."""
    if variable.kind not in (Kind.INTEGER, Kind.NUMBER) or variable.form_type or variable.role is not Role.ORDINARY:
        return None
    if any(variable.labels.by_language.values()) or column is None:
        return None
    values = np.asarray(column.to_numpy(zero_copy_only=False), float)
    different = np.unique(values[np.isfinite(values)])
    if len(different) < _LEAST or different[0] < _OLDEST or different[-1] > _NEWEST:
        return None
    counted_up = len(different) == np.isfinite(values).sum() and bool((np.diff(different) == 1).all())
    return None if counted_up or (different % 10 == 0).mean() > _ROUND else (different[0], different[-1])


def _dated(variable: Variable, column: pa.Array | None) -> tuple[float, float] | None:
    """The first and last day of a column of dates, counted as a spreadsheet does."""
    if variable.kind not in (Kind.DATE, Kind.DATETIME) or column is None:
        return None
    stamps = np.asarray(column.to_numpy(zero_copy_only=False)).astype("datetime64[D]")
    stamps = stamps[~np.isnat(stamps)]
    if not len(stamps):
        return None
    none = np.datetime64(_DAY_NONE, "D")
    return float((stamps.min() - none).astype(int)), float((stamps.max() - none).astype(int))
