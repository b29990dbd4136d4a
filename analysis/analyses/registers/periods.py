# SPDX-License-Identifier: MIT
"""Periods of registers: "2020", "2020-Q1", "T1 2020", "2020-03", "2020-01-01..2020-12-31" with either end open."""

from __future__ import annotations

import datetime as dt
import re

from analysis.problems import AnalysisProblem
from wording import Text, msg

_YEAR = r"(?P<year>\d{4})"
_SPANS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _YEAR,
        rf"{_YEAR}[\s-]*[QT](?P<quarter>[1-4])",
        rf"[QT](?P<quarter>[1-4])[\s-]*{_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d?)",
        rf"(?P<month>\d\d?)/{_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"(?P<day>\d\d?)/(?P<month>\d\d?)/{_YEAR}",
    )
)


def parse_period(text: str) -> tuple[str | None, str | None]:
    """The first and last day of a year, a quarter, a month, a day, or of two of them with ".." between.

    Examples
    --------
    >>> parse_period("2020-01-01 .. 2020-12-31"), parse_period("2020-01-01.."), parse_period("")
    (('2020-01-01', '2020-12-31'), ('2020-01-01', None), (None, None))
    >>> parse_period("2020"), parse_period("T1 2020"), parse_period("2020-Q3..2021-02")
    (('2020-01-01', '2020-12-31'), ('2020-01-01', '2020-03-31'), ('2020-07-01', '2021-02-28'))
    """
    typed = text.strip()
    if not typed:
        return None, None
    first, parted, last = (part.strip() for part in typed.partition(".."))
    try:
        start = _span(first)[0] if first else None
        end = _span(last if parted else first)[1] if last or not parted else None
    except ValueError:
        raise AnalysisProblem(msg("problem.period", period=text)) from None
    if start is None and end is None:
        raise AnalysisProblem(msg("problem.period", period=text))
    if start and end and start > end:
        raise AnalysisProblem(msg("problem.period_order", period=text))
    return start.isoformat() if start else None, end.isoformat() if end else None


def _span(words: str) -> tuple[dt.date, dt.date]:
    """The first and last day of one year, quarter, month or day. Raises ValueError for anything else."""
    match = next((found for form in _SPANS if (found := form.fullmatch(words))), None)
    if match is None:
        raise ValueError(words)
    said = {name: int(number) for name, number in match.groupdict().items()}
    if "day" in said:
        day = dt.date(said["year"], said["month"], said["day"])
        return day, day
    quarter = said.get("quarter")
    first = said.get("month", 1) if quarter is None else 3 * quarter - 2
    months = 1 if "month" in said else 12 if quarter is None else 3
    begins = dt.date(said["year"], first, 1)
    after = dt.date(said["year"] + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return begins, after - dt.timedelta(days=1)


def period_text(period: str) -> Text | None:
    """The days of a period in words; None without one."""
    start, end = parse_period(period)
    if start is None and end is None:
        return None
    days = {name: dt.date.fromisoformat(day) for name, day in (("start", start), ("end", end)) if day}
    return msg("reach.period" if len(days) == 2 else f"reach.period_{next(iter(days))}", **days)


def days_of_period(period: str) -> str:
    """The period as its first and last day.

    Examples
    --------
    >>> days_of_period("2020-Q1"), days_of_period("2020..")
    ('2020-01-01..2020-03-31', '2020-01-01..')
    """
    first, last = parse_period(period)
    return f"{first or ''}..{last or ''}" if first or last else ""
