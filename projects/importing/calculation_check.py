# SPDX-License-Identifier: MIT
"""Compares what a form calculates with what the file says, and lists the rows that differ.

What only the phone knew, the language of its labels and the day it took, counts as any that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from projects.forms.column_values import Column, Dates, Numbers, Truths, Words, to_numbers, to_words
from projects.forms.expressions import BadExpressionError, ListLookup, functions_in, inside, parse
from projects.forms.records import Question
from projects.forms.unsupported_expressions import UnsupportedError
from projects.importing.answers import DAY_COLUMNS, PhoneReading, TableAnswers
from projects.importing.columns.column_builder import BuiltColumn
from projects.importing.form_evaluation import FormEvaluation, Purpose

_NOTHING = frozenset(("", "nan"))
_AS_TRUTH = {"true": "1", "false": "0"}
_CLOSE = 1e-9  # relative; a file keeps 15 digits of a number
_SECOND = 1.5 / 86_400


def compare_calculation(
    judge: FormEvaluation, number: int, one: BuiltColumn, question: Question, asked: np.ndarray | None
) -> None:
    """List the rows where the file's value is another than the form's, and those where it lacks one.

    `asked`: None where skip logic was not evaluated; such a calculation is not compared. An export that kept the
    column of a calculation but none of its values says nothing.
    """
    if not question.calculation or one.seen is None:
        return
    present = ~_empty(one.seen)
    if not present.any():
        return
    if asked is None:
        judge.refuse(question.calculation, question, Purpose.CALCULATION)
        return
    differs, absent = asked & present, asked & ~present
    for reading in _readings(judge, number, question):
        answers = TableAnswers(judge.tables, number, question, one.seen, reading=reading)
        value = judge.value(question.calculation, answers, question, Purpose.CALCULATION)
        if value is None:
            return
        differs &= ~_same(value, one.seen)
        absent &= ~_empty(value)
    judge.add_finding("calculation_differs", number, one, differs)
    judge.add_finding("calculation_absent", number, one, absent)


def _readings(judge: FormEvaluation, number: int, question: Question) -> Iterator[PhoneReading]:
    try:
        node = parse(question.calculation)
    except BadExpressionError:
        yield PhoneReading()  # refused, and listed, where it is evaluated
        return
    functions = functions_in(node)
    labelled = "jr:choice-name" in functions or any(
        isinstance(part, ListLookup) and part.column.lower() == "label" for part in inside(node)
    )
    languages: tuple[str | None, ...] = (judge.tables.form.languages if labelled else ()) or (None,)
    days: list[str | None] = (
        [name for name in DAY_COLUMNS if _tells_day(judge, number, question, name)] if "today" in functions else []
    )
    for language in languages:
        for day in days or [None]:
            yield PhoneReading(language, day)


def _tells_day(judge: FormEvaluation, number: int, question: Question, name: str) -> bool:
    try:
        TableAnswers(judge.tables, number, question, reading=PhoneReading(day=name)).today(False)
    except UnsupportedError:
        return False
    return True


def _empty(column: Column) -> np.ndarray:
    words = to_words(column)
    found: np.ndarray = np.array([word.strip().lower() in _NOTHING for word in words.words], bool)[words.codes]
    return found


def _same(computed: Column, kept: Column) -> np.ndarray:
    """Whether two columns say the same: as numbers where both are, else as texts, whatever the spaces between."""
    close = _SECOND if isinstance(computed, Dates) and computed.timed else 0.0
    a, b = to_numbers(_plain(computed)).values, to_numbers(_plain(kept)).values
    with np.errstate(invalid="ignore"):
        numbers = np.abs(a - b) <= np.maximum(close, _CLOSE * np.maximum(np.abs(a), np.abs(b)))
    left, right = to_words(_plain(computed)), to_words(_plain(kept))
    place: dict[str, int] = {}
    codes = [
        np.array([place.setdefault(_squeezed(w), len(place)) for w in one.words])[one.codes] for one in (left, right)
    ]
    found: np.ndarray = numbers | (codes[0] == codes[1]) | (_empty(computed) & _empty(kept))
    return found


def _plain(column: Column) -> Column:
    """Truths as the 1 and 0 that files keep, whether written so or as words."""
    if isinstance(column, Truths):
        return Numbers(column.values.astype(float))
    if isinstance(column, Words):
        return column.mapped(lambda word: _AS_TRUTH.get(word.strip().lower(), word))
    return column


def _squeezed(word: str) -> str:
    return re.sub(r"\s+", " ", word).strip()
