# SPDX-License-Identifier: MIT
"""Numbers and days as a person types them, in the person's language.

A number in French has a decimal comma, in English a point; a comma in English stands between thousands or is refused.
"""

from __future__ import annotations

import datetime as dt
import math
import re

from analysis.records import Kind
from projects.stored_tables.cells import moment_number
from wording.languages import language_of_code

_SPACES = dict.fromkeys(map(ord, "\u202f\u00a0\u2009' "))
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?")


def typed_number(text: str, language: str) -> float | None:
    """The number a person means, or None where it is none or could be two: "1,5" in English."""
    plain = text.strip().replace("−", "-").translate(_SPACES)
    mark = language_of_code(language).decimal
    if mark != "." and "." not in plain:
        plain = plain.replace(mark, ".", 1)
    elif mark == "." and _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in plain else None


def typed_moment(text: str, kind: Kind, language: str) -> str | None:
    """The day or moment a person means as ISO text: 2026-03-01, in French 01/03/2026 too; None where it is none."""
    plain = text.strip()
    day_first = _DAY_FIRST.fullmatch(plain) if language_of_code(language).day_first else None
    if day_first is not None:
        day, month, year, time = day_first.groups()
        plain = f"{year}-{int(month):02}-{int(day):02}" + (f"T{time.zfill(5)}" if time else "")
    try:
        found = dt.datetime.fromisoformat(plain)
        moment_number(plain)
    except (ValueError, OverflowError):
        return None
    return plain[:10] if kind is Kind.DATE else found.replace(tzinfo=None).isoformat()
