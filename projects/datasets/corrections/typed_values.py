# SPDX-License-Identifier: MIT
"""Reads a typed or pasted text as the value of a cell, in the person's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from analysis.records import Kind, Reason, Variable
from projects.datasets.corrections.edits import check_cell
from projects.datasets.table.table_view import typed_moment, typed_number
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunks import DATES, NUMBERS
from wording import LANGUAGES, Problem, msg, render

_REASONS = (Reason.NOT_ASKED, Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING)


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
    elif variable.kind in DATES:
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
