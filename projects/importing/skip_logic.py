# SPDX-License-Identifier: MIT
"""Separates answers never asked for from missing ones; finds rows against skip logic, constraints, choice filters.

An expression that cannot be evaluated changes nothing and is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from analysis.records import Reason
from projects.forms.answers import of_choices
from projects.forms.column_values import (
    ChoiceColumn,
    Column,
    Dates,
    Numbers,
    Truths,
    Words,
    single,
    stretched_column,
    to_numbers,
    to_truths,
    to_words,
)
from projects.forms.evaluate import evaluate
from projects.forms.expressions import BadExpressionError, ListLookup, functions_in, inside, parse
from projects.forms.records import Form, Question, UnsupportedError
from projects.forms.types import UNTYPED, WITHOUT_ANSWER
from projects.imported.findings import finding, first_names, rows_where
from projects.imported.records import Finding, Severity
from projects.importing.answers import DAY_COLUMNS, ChoiceAnswers, PhoneReading, TableAnswers, Tables
from projects.importing.columns.response_sets import BuiltColumn
from projects.importing.repeat_tables import RepeatTable
from wording import Progress, Stopped

_FUNCTION = re.compile(r"[\w:-]+\(\)")


class Purpose(StrEnum):
    """What an expression is for; the key of the line that lists those not evaluated."""

    CONDITION = "not_evaluated"
    CALCULATION = "calculations_not_compared"
    FILTER = "filters_not_evaluated"


class FormEvaluation:
    """The tables of a file with what was found out about them; each expression that was refused is kept by name."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.findings: list[Finding] = []
        self._refused: dict[tuple[Purpose, str], list[str]] = {}
        self._functions: dict[str, None] = {}

    def value(self, text: str, answers: TableAnswers, question: Question, purpose: Purpose) -> Column | None:
        """The value for each row; None, and listed, when the expression cannot be evaluated."""
        try:
            return stretched_column(single(evaluate(parse(text), answers)), answers.size())
        except (UnsupportedError, BadExpressionError, RecursionError) as error:
            self.refuse(text, question, purpose, str(error))
            return None

    def truths(self, text: str, answers: TableAnswers, question: Question, purpose: Purpose) -> np.ndarray | None:
        """Whether an expression holds for each row; None, and listed, when it cannot be evaluated."""
        value = self.value(text, answers, question, purpose)
        return None if value is None else to_truths(value).values

    def refuse(self, text: str, question: Question, purpose: Purpose, why: str = "") -> None:
        """Keep the name of a question whose expression is not evaluated, and of the function that is not."""
        names = self._refused.setdefault((purpose, text), [])
        if question.name not in names:
            names.append(question.name)
        function = _FUNCTION.match(why)
        if function:
            self._functions.setdefault(function[0])

    def add_finding(self, key: str, number: int, one: BuiltColumn, where: np.ndarray) -> None:
        """A line about rows of a variable that do not match; none where there are none."""
        count = int(where.sum())
        if count:
            self.findings.append(
                finding(
                    Severity.WARNING, key, table=f"t{number + 1}", variable=one.variable.id,
                    rows=rows_where(where), count=count, name=one.variable.name, n=count,
                )
            )  # fmt: skip

    def not_evaluated(self) -> Iterator[Finding]:
        """A line for each purpose, and one that names the functions."""
        for purpose in Purpose:
            refused = [names for (what, _), names in self._refused.items() if what is purpose]
            names = list(dict.fromkeys(name for listed in refused for name in listed))
            count = len(refused)
            if count:
                yield finding(Severity.WARNING, purpose.value, names=first_names(names), n=count, count=count)
        names = list(self._functions)
        if names:
            yield finding(Severity.WARNING, "functions_not_evaluated", names=names, n=len(names), count=len(names))


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


def check_filter(judge: FormEvaluation, number: int, one: BuiltColumn, question: Question) -> None:
    """List the rows whose answer is in the list of choices but not among those offered there."""
    listed = judge.tables.form.choices.get(question.list_name, ())  # without an "other" that was only added
    if not question.choice_filter or one.seen is None or not listed:
        return
    place = {choice.name: at for at, choice in enumerate(listed)}
    choices = of_choices(listed)
    broken = np.zeros(len(one.reasons), bool)
    for answered, chosen in _chosen(one.seen, place):
        answers = ChoiceAnswers(judge.tables, number, question, choices, chosen)
        offered = judge.truths(question.choice_filter, answers, question, Purpose.FILTER)
        if offered is None:
            return
        broken |= answered & ~offered
    judge.add_finding("outside_filter", number, one, broken)


def _chosen(seen: object, place: dict[str, int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows with an answer of the list, and its number there: once for one answer, once a choice for several."""
    if isinstance(seen, Words):
        numbers = np.array([place.get(word, -1) for word in seen.words], np.int64)[seen.codes]
        return [(numbers >= 0, np.maximum(numbers, 0))]
    if isinstance(seen, ChoiceColumn):
        ticked = [(ticks, place[code]) for code, ticks in seen.members.items() if code in place and ticks.any()]
        return [(ticks, np.full(len(ticks), at, np.int64)) for ticks, at in ticked]
    return []


@dataclass
class _Review:
    """The judge, and the conditions worked out already, by table, group path and text."""

    judge: FormEvaluation
    conditions: dict[tuple[int, tuple[str, ...], str], np.ndarray | None] = field(default_factory=dict)


def apply_skips(
    scopes: Sequence[RepeatTable],
    built: Sequence[Sequence[BuiltColumn]],
    links: Sequence[np.ndarray | None],
    form: Form,
    progress: Progress,
) -> list[Finding]:
    """Turn MISSING into NOT_ASKED where the form did not ask; returns what is against the form or not evaluated."""
    review = _Review(FormEvaluation(Tables(scopes, built, links, form)))
    for number, table in enumerate(built):
        for one in table:
            if progress.stop_requested():
                raise Stopped
            if one.question is not None and one.question.type not in WITHOUT_ANSWER:
                asked = _skip(review, number, one, one.question)
                _constraint(review.judge, number, one, one.question)
                check_filter(review.judge, number, one, one.question)
                compare_calculation(review.judge, number, one, one.question, asked)
    return review.judge.findings + list(review.judge.not_evaluated())


def _skip(review: _Review, number: int, one: BuiltColumn, question: Question) -> np.ndarray | None:
    """Where the question was asked; None when not every condition could be evaluated."""
    asked = np.ones(len(one.reasons), bool)
    known = True
    for path, text in _conditions(review.judge.tables.form, question):
        held = _truth_of(review, number, path, text, question)
        known &= held is not None
        asked &= True if held is None else held
    missing = one.reasons == Reason.MISSING
    one.reasons[missing & ~asked] = Reason.NOT_ASKED
    if question.type not in UNTYPED:
        review.judge.add_finding("against_skip", number, one, ~missing & ~asked)
    return asked if known else None


def _conditions(form: Form, question: Question) -> list[tuple[tuple[str, ...], str]]:
    """The skip conditions of the groups around a question and its own, each with the path where it stands."""
    found = [(group.path, group.relevant) for group in form.parents(question) if group.relevant]
    return [*found, (question.path, question.relevant)] if question.relevant else found


def _truth_of(review: _Review, number: int, path: tuple[str, ...], text: str, question: Question) -> np.ndarray | None:
    key = (number, path[:-1], text)
    if key not in review.conditions:
        answers = TableAnswers(review.judge.tables, number, question, at=path)
        review.conditions[key] = review.judge.truths(text, answers, question, Purpose.CONDITION)
    elif review.conditions[key] is None:
        review.judge.refuse(text, question, Purpose.CONDITION)
    return review.conditions[key]


def _constraint(judge: FormEvaluation, number: int, one: BuiltColumn, question: Question) -> None:
    if not question.constraint or one.seen is None:
        return
    answers = TableAnswers(judge.tables, number, question, one.seen)
    held = judge.truths(question.constraint, answers, question, Purpose.CONDITION)
    if held is not None:
        unanswered = (one.reasons == Reason.MISSING) | (one.reasons == Reason.NOT_ASKED)
        judge.add_finding("against_constraint", number, one, ~held & ~unanswered)
