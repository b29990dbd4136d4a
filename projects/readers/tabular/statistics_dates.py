# SPDX-License-Identifier: MIT
"""Numbers of statistics files that are dates by their format, as moments.

Formats after the manuals of SPSS, Stata and SAS.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind
from projects.readers.file_kinds import FileKind

if TYPE_CHECKING:
    import pyarrow as pa

_SPSS = {
    "DATE": Kind.DATE,
    "ADATE": Kind.DATE,
    "EDATE": Kind.DATE,
    "SDATE": Kind.DATE,
    "JDATE": Kind.DATE,
    "QYR": Kind.DATE,
    "MOYR": Kind.DATE,
    "WKYR": Kind.DATE,
    "DATETIME": Kind.DATETIME,
    "YMDHMS": Kind.DATETIME,
    "TIME": Kind.TIME,
    "DTIME": Kind.TIME,
    "MTIME": Kind.TIME,
}
_SAS_DAY_ORDERS = ("DDMMYY", "MMDDYY", "YYMMDD")
_SAS_DATES = frozenset(
    ["DATE", "E8601DA", "B8601DA", "IS8601DA", "WEEKDATE", "WEEKDATX", "WORDDATE", "WORDDATX", "JULIAN"]
    + ["MONYY", "YYMM", "YYMON", "NENGO", "MINGUO", "EURDFDE", "EURDFDD"]
    + [order + mark for order in _SAS_DAY_ORDERS for mark in ("", "B", "C", "D", "N", "P", "S")]
)
_SAS_DATETIMES = frozenset(
    ["DATETIME", "E8601DT", "B8601DT", "IS8601DT", "DATEAMPM", "MDYAMPM", "DTDATE", "E8601DZ", "B8601DZ"]
)
_SAS_TIMES = frozenset(["TIME", "HHMM", "TOD", "TIMEAMPM", "E8601TM", "B8601TM", "IS8601TM", "MMSS", "HOUR"])
_STARTS = {"spss": np.datetime64("1582-10-14", "s"), "1960": np.datetime64("1960-01-01", "s")}


def date_kind(form: str, kind: FileKind) -> tuple[str, Kind] | None:
    """What the number counts ("spss", "days", "seconds", "milliseconds") and the kind it is.

    None for a plain number.
    """
    name = re.sub(r"[\d.]+$", "", form.upper())
    if kind in (FileKind.SPSS, FileKind.SPSS_PORTABLE):
        return ("spss", _SPSS[name]) if name in _SPSS else None
    if kind is FileKind.STATA:
        found = re.match(r"%-?(td|tc|tC|d)", form)
        if not found:
            return None
        if found[1] != "td" and re.match(r"%-?t[cC]HH", form):
            return "milliseconds", Kind.TIME
        return ("days", Kind.DATE) if found[1] in ("td", "d") else ("milliseconds", Kind.DATETIME)
    if name in _SAS_DATES:
        return "days", Kind.DATE
    if name in _SAS_DATETIMES:
        return "seconds", Kind.DATETIME
    return ("seconds", Kind.TIME) if name in _SAS_TIMES else None


def dates_of(values: np.ndarray, dated: tuple[str, Kind]) -> tuple[pa.Array, bool]:
    """timestamp[ns] of the numbers, or ISO texts and True when one lies outside the years 1678 to 2261.

    Times are texts.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    counted, kind = dated
    absent = np.isnan(values)
    plain = np.where(absent, 0.0, values)
    if kind is Kind.TIME:
        plain = plain / (1e3 if counted == "milliseconds" else 1.0)
        return pa.array(
            [None if gone else _clock(value) for value, gone in zip(plain, absent, strict=True)], pa.string()
        ), False
    start = _STARTS["spss" if counted == "spss" else "1960"]
    unit = {"spss": 1e3, "days": 86_400e3, "seconds": 1e3, "milliseconds": 1.0}[counted]
    moments = start.astype("datetime64[ms]") + np.round(plain * unit).astype("int64").astype("timedelta64[ms]")
    inside = (moments >= np.datetime64("1678-01-01")) & (moments < np.datetime64("2262-01-01")) | absent
    if inside.all():
        return pa.array(
            np.where(absent, np.datetime64("NaT"), moments.astype("datetime64[ns]")), pa.timestamp("ns"), mask=absent
        ), False
    shown = moments.astype("datetime64[D]" if kind is Kind.DATE else "datetime64[s]").astype(str)
    return pa.array([None if gone else text for text, gone in zip(shown, absent, strict=True)], pa.string()), True


def _clock(seconds: float) -> str:
    whole = int(seconds)
    text = f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return text if seconds == whole else text + f"{seconds - whole:.3f}"[1:]
