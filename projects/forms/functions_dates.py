# SPDX-License-Identifier: MIT
"""The functions of form expressions on dates: days since 1970, so that differences are days.

Times are the wall clock's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np

from projects.forms.column_values import (
    Column,
    Dates,
    Numbers,
    Value,
    Words,
    constant,
    date_text,
    read_date,
    single,
    to_numbers,
    to_words,
)
from projects.forms.unsupported_expressions import UnsupportedError

_FORMATS: dict[str, Callable[[dt.datetime], str]] = {
    "Y": lambda m: f"{m.year:04d}",
    "y": lambda m: f"{m.year % 100:02d}",
    "m": lambda m: f"{m.month:02d}",
    "n": lambda m: f"{m.month}",
    "d": lambda m: f"{m.day:02d}",
    "e": lambda m: f"{m.day}",
    "H": lambda m: f"{m.hour:02d}",
    "h": lambda m: f"{m.hour}",
    "M": lambda m: f"{m.minute:02d}",
    "S": lambda m: f"{m.second:02d}",
    "3": lambda m: f"{m.microsecond // 1000:03d}",
    "%": lambda m: "%",
}  # names of months and days depend on the phone's language: refused


def days(value: Value) -> np.ndarray:
    """A column as days since 1970."""
    column = single(value)
    if isinstance(column, Dates):
        return column.days
    if isinstance(column, Words):
        return column.counted(lambda word: _day(word)).values
    return to_numbers(column).values


def _day(word: str) -> float:
    day = read_date(word)
    if day is not None:
        return day
    try:
        return float(word)
    except ValueError:
        return float("nan")


def date(value: Value) -> Column:
    """The day of a date, moment, text or number of days."""
    return Dates(np.floor(days(value)))


def moment(value: Value) -> Column:
    """The moment of a date, moment, text or number of days."""
    return Dates(days(value), timed=True)


def decimal_time(value: Value) -> Column:
    """The time of day as a fraction of it."""
    column = single(value)
    words = to_words(column)
    if not isinstance(column, Dates) and all(len(word) < 15 and ":" in word for word in words.words if word):
        return words.counted(_clock)
    numbers = days(value)
    return Numbers(numbers - np.floor(numbers))


def _clock(word: str) -> float:
    try:
        time = dt.time.fromisoformat(word)
    except ValueError:
        return float("nan")
    return (time.hour * 3600 + time.minute * 60 + time.second) / 86_400


def format_date(value: Value, pattern: Value) -> Column:
    """A date as text by a pattern such as %Y-%m-%d."""
    wanted = to_words(single(pattern))
    if len(wanted) != 1:
        raise UnsupportedError("format-date() with a pattern that differs")
    form = wanted.words[wanted.codes[0]]
    unique, codes = np.unique(days(value), return_inverse=True)
    words = tuple(_formatted(day, form) for day in unique)
    return Words(codes.reshape(-1).astype(np.int32), words) if words else constant("")


def _formatted(day: float, form: str) -> str:
    text = date_text(day, timed=True)
    if not text:
        return ""
    then = dt.datetime.fromisoformat(text)
    parts, letters = [], iter(form)
    for letter in letters:
        if letter == "%":
            code = next(letters, "%")
            if code not in _FORMATS:
                raise UnsupportedError(f"format-date() with %{code}")
            parts.append(_FORMATS[code](then))
        else:
            parts.append(letter)
    return "".join(parts)


DATE_FUNCTIONS: dict[str, Callable[..., Column]] = {
    "date": date,
    "date-time": moment,
    "decimal-date-time": lambda value: Numbers(days(value)),
    "decimal-time": decimal_time,
    "format-date": format_date,
    "format-date-time": format_date,
}
