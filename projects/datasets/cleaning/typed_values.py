# SPDX-License-Identifier: MIT
"""Reads a typed or pasted text as the value of a cell, in the person's language. It stores nothing.

A number in French has a decimal comma, in English a point; a comma in English stands between thousands or is refused.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable

from analysis.records import Kind, Reason, Variable
from projects.datasets.cleaning.edits import check_cell
from projects.datasets.table.cells import DatasetCell, moment_number
from projects.datasets.table.chunks import MOMENTS, NUMBERS
from wording import LANGUAGES, Problem, msg, render
from wording.languages import language_of_code

_SPACES = dict.fromkeys(map(ord, "\u202f\u00a0\u2009' "))
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?")
_REASONS = (Reason.NOT_ASKED, Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING)


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


def typed_cell(variable: Variable, text: str, language: str) -> DatasetCell:
    """The cell a text means, an empty one a missing value: a number, a date, an answer by label or code, a reason.

    Raises Problem for what the variable cannot hold.
    """
    text = text.strip()
    if not text:
        return DatasetCell(None, int(Reason.MISSING))
    cell = _read(variable, text, language)
    check_cell(variable, cell)
    return cell


def _read(variable: Variable, text: str, language: str) -> DatasetCell:
    if variable.kind in (Kind.ONE, Kind.SET):
        return _answers(variable, text)
    if variable.kind in NUMBERS:
        number = typed_number(text, language)
        if number is not None:
            return DatasetCell(number)
    elif variable.kind in MOMENTS:
        moment = typed_moment(text, variable.kind, language)
        if moment is not None:
            return DatasetCell(moment)
    else:
        return DatasetCell(text)
    return _reason(text) or DatasetCell(text)


def _answers(variable: Variable, text: str) -> DatasetCell:
    reason = _reason(text)
    choice = _choice(variable, text)
    if choice is None and reason is not None:
        return reason
    if choice is not None:
        (found,) = (one for one in variable.choices if one.id == choice)
        if found.reason:
            return DatasetCell(None, found.reason)
        return DatasetCell((choice,)) if variable.kind is Kind.SET else DatasetCell(choice)
    if variable.kind is Kind.SET:
        for parts in (re.split(r"[;|\n]", text), text.split()):
            ids = [_choice(variable, part) for part in parts if part.strip()]
            if ids and None not in ids:
                return DatasetCell(tuple(one.id for one in variable.choices if one.id in ids))
    raise Problem(msg("data.edit.not_choice"))


def _choice(variable: Variable, text: str) -> str | None:
    """The choice of that code, else of that label in any language."""
    wanted = _folded(text)
    for choice in variable.choices:
        if choice.code == text.strip():
            return choice.id
    for choice in variable.choices:
        if wanted in _all_folded([choice.code, *choice.labels.by_language.values()]):
            return choice.id
    return None


def _reason(text: str) -> DatasetCell | None:
    wanted = _folded(text)
    for reason in _REASONS:
        message = msg(f"data.reason.{int(reason)}")
        if wanted in _all_folded(render(message, language) for language in LANGUAGES):
            return DatasetCell(None, int(reason))
    return None


def _all_folded(texts: Iterable[str]) -> set[str]:
    return {_folded(text) for text in texts if text}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split()).casefold()
