# SPDX-License-Identifier: MIT
"""Numbers, shares, intervals and dates as each language writes them; the only place where a number becomes text."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

from wording.language_record import language_of_code


def format_number(value: float | int | None, language: str, decimals: int = 0) -> str:
    """`1234.5` with one decimal: "1,234.5" (en), "1 234,5" (fr); "–" for none or not a number."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    rounded = f"{half_away(value, decimals):,.{decimals}f}"
    if float(rounded.replace(",", "")) == 0:
        rounded = rounded.lstrip("-")
    whole, _, fraction = rounded.partition(".")
    said = language_of_code(language)
    whole = whole.replace(",", said.group).replace("-", "\u2212")
    return whole + (said.decimal + fraction if fraction else "")


def half_away(value: float | int, decimals: int = 0) -> float | int | Decimal:
    """The number to be printed with `decimals`: a half goes away from zero, as spreadsheets and word processors round.

    A number is taken as it is written with 15 digits, so that 57.49999999999999 from 0.575 × 100 counts as 57.5.
    """
    if not math.isfinite(value):
        return value
    scaled = abs(value) * 10.0**decimals
    if scaled >= 1e15 or abs(scaled % 1.0 - 0.5) > 1e-6 * max(scaled, 1.0):
        return value
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def format_percent(share: float | None, language: str, decimals: int = 0) -> str:
    """A share between 0 and 1: "62%" (en), "62 %" (fr); what is more than nothing never prints as 0 but as "<1%"."""
    if share is None or not math.isfinite(share):
        return "–"
    return _percent_points(share, language, decimals) + language_of_code(language).percent


def format_probability(probability: float | None, language: str) -> str:
    """A probability with two decimals: "0.93" (en), "0,93" (fr); never certain: ">0.99" above it, "<0.01" below."""
    if probability is None or not math.isfinite(probability):
        return "–"
    if probability > 0.99:
        return ">" + format_number(0.99, language, 2)
    return "<" + format_number(0.01, language, 2) if probability < 0.01 else format_number(probability, language, 2)


def _percent_points(share: float, language: str, decimals: int) -> str:
    points = share * 100
    if points > 0 and not half_away(points, decimals) >= 0.5 * 10.0**-decimals:
        return "<" + format_number(10.0**-decimals, language, decimals)
    return format_number(points, language, decimals)


def format_interval(
    low: float | None, high: float | None, language: str, decimals: int = 0, percent: bool = False
) -> str:
    """An interval "55–69" (in percent points when `percent`); with negative ends "−2 to 4"."""
    if low is None or high is None:
        return "–"
    if percent:
        ends = [_percent_points(end, language, decimals) for end in (low, high)]
        ends = ends[:1] if ends[0] == ends[1] and ends[0].startswith("<") else ends
    else:
        ends = [format_number(end, language, decimals) for end in (low, high)]
    dash = language_of_code(language).to if low < 0 else "–"
    return dash.join(ends)


def format_p(p: float | None, language: str) -> str:
    """A p-value: "0.19", "0.007", "<0.001"."""
    if p is None or not math.isfinite(p):
        return "–"
    if p < 0.001:
        return "<" + format_number(0.001, language, 3)
    return format_number(p, language, 3 if p < 0.1 else 2)


def format_date(moment: dt.date | dt.datetime, language: str) -> str:
    """A date, with hours and minutes when `moment` has them: "24 Nov 2026, 14:32", "24/11/2026 14:32"."""
    said = language_of_code(language)
    short = f"{moment.day} {said.short_months[moment.month - 1]} {moment.year}"
    day = moment.strftime(said.day) if said.day else short
    if not isinstance(moment, dt.datetime):
        return day
    return day + said.before_time + moment.strftime("%H:%M")


def format_month(month: dt.date, language: str) -> str:
    """A month with its year: "March 2024", "mars 2024"."""
    return f"{format_month_name(month, language)} {month.year}"


def format_month_name(month: dt.date, language: str) -> str:
    """A month without its year: "March", "mars"."""
    return language_of_code(language).months[month.month - 1]


def format_month_short(month: dt.date, language: str) -> str:
    """A month over a narrow column: "Mar", "mars"."""
    return language_of_code(language).short_months[month.month - 1]


def format_months(first: dt.date, last: dt.date, language: str) -> str:
    """The months of a time, the year once where it is one: "Mar 2024", "janv. – déc. 2025"."""
    begins, ends = format_month_short(first, language), f"{format_month_short(last, language)} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return ends
    return f"{begins} – {ends}" if first.year == last.year else f"{begins} {first.year} – {ends}"


def format_argument(value: object, language: str) -> str:
    """An argument of a sentence: whole numbers grouped, others with up to two decimals, dates as dates."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return format_number(value, language)
    if isinstance(value, float):
        cents = half_away(value, 2)
        kept = len(f"{cents:.2f}".rstrip("0").partition(".")[2]) if math.isfinite(value) else 0  # 97.5, not 97.50
        return format_number(value, language, kept)
    if isinstance(value, dt.date):
        return format_date(value, language)
    return str(value)
