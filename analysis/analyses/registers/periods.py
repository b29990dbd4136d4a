# SPDX-License-Identifier: MIT
"""Periods of registers: "2020-01-01..2020-12-31", either end open, and their words."""

from __future__ import annotations

import datetime as dt
import re

from analysis.problems import AnalysisProblem
from wording import Text, msg

_DAY = r"\d{4}-\d{2}-\d{2}"
_PERIOD = re.compile(rf"({_DAY})?\s*\.\.\s*({_DAY})?")


def parse_period(text: str) -> tuple[str | None, str | None]:
    """The first and last day of "2020-01-01..2020-12-31"; an end may be left open.

    Parameters
    ----------
    text : str
        Two ISO dates with ".." between them; blanks are forgiven, "" is no period.

    Returns
    -------
    tuple[str | None, str | None]
        (first, last) as ISO dates, None for an open end.

    Raises
    ------
    AnalysisProblem
        `problem.period`; `problem.period_order` where the last day is before the first.

    Examples
    --------
    >>> parse_period("2020-01-01 .. 2020-12-31"), parse_period("2020-01-01.."), parse_period("")
    (('2020-01-01', '2020-12-31'), ('2020-01-01', None), (None, None))
    """
    if not text.strip():
        return None, None
    match = _PERIOD.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        raise AnalysisProblem(msg("problem.period", period=text))
    try:
        days = [dt.date.fromisoformat(day) if day else None for day in match.groups()]
    except ValueError:
        raise AnalysisProblem(msg("problem.period", period=text)) from None
    if days[0] and days[1] and days[0] > days[1]:
        raise AnalysisProblem(msg("problem.period_order", period=text))
    return match[1], match[2]


def period_text(period: str) -> Text | None:
    """The days of a period in words; None without one.

    Parameters
    ----------
    period : str
        As `parse_period` takes it.

    Returns
    -------
    Text | None
        A message with the first day, the last or both.

    Raises
    ------
    AnalysisProblem
        `problem.period`, `problem.period_order`.
    """
    start, end = parse_period(period)
    if start is None and end is None:
        return None
    days = {name: dt.date.fromisoformat(day) for name, day in (("start", start), ("end", end)) if day}
    return msg("reach.period" if len(days) == 2 else f"reach.period_{next(iter(days))}", **days)
