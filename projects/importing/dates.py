# SPDX-License-Identifier: MIT
"""Dates as people and spreadsheets write them: the order of day and month by the whole column, serial day numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from projects.importing.convert import read_moment

UNCLEAR = "unclear"
_PARTS = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,]+\d.*)?\s*")
_SERIAL = re.compile(r"\s*(\d{5})(?:\.0+)?\s*")
_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_050  # the years 1930 to 2099 as a spreadsheet counts days
_DAY_NONE = dt.date(1899, 12, 30)


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


def to_dates(texts: Sequence[str | None], order: str) -> tuple[np.ndarray, np.ndarray]:
    """datetime64[ns] of dates in that order, in ISO form or as serial numbers; where a text is none of them."""
    known: dict[str, np.datetime64 | None] = {}
    stamps = np.full(len(texts), np.datetime64("NaT"), "datetime64[ns]")
    misfits = np.zeros(len(texts), bool)
    for row, text in enumerate(texts):
        if text is None:
            continue
        if text not in known:
            known[text] = _one(text, order)
        moment = known[text]
        misfits[row] = moment is None
        if moment is not None:
            stamps[row] = moment
    return stamps, misfits


def _one(text: str, order: str) -> np.datetime64 | None:
    serial = _SERIAL.fullmatch(text)
    if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        return np.datetime64(_DAY_NONE + dt.timedelta(int(serial[1])), "ns")
    return read_moment(text, order) or (read_moment(text, "ymd") if order != "ymd" else None)


def are_serials(values: np.ndarray) -> bool:
    """Whether whole numbers may all be days as a spreadsheet counts them."""
    values = values[np.isfinite(values)]
    inside = (values >= _FIRST_SERIAL) & (values <= _LAST_SERIAL) & (values == np.floor(values))
    return len(values) > 1 and bool(inside.all())


_CALLED = re.compile(r"(^|[^a-z])(date|dates|datum|fecha|data_de|dob|jour|day)([^a-z]|$)")


def dates_of_serials(name: str, numbers: Any) -> Any | None:
    """An Arrow column of whole numbers as dates, where its name speaks of a date and all may be serial days.

    None elsewhere.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if not _CALLED.search(name.casefold()):
        return None
    values = np.asarray(numbers.to_numpy(zero_copy_only=False), float)
    if not are_serials(values):
        return None
    stamps, _ = to_dates([None if np.isnan(value) else str(int(value)) for value in values], "ymd")
    return pa.array(stamps, pa.timestamp("ns"), mask=np.isnat(stamps))
