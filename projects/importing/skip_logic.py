# SPDX-License-Identifier: MIT
"""Tells answers never asked for from missing ones, and finds rows against skip logic or constraints.

An expression that cannot be evaluated changes nothing and is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.records import Reason
from projects.forms.records import Form, Question
from projects.forms.types import UNTYPED, WITHOUT_ANSWER
from projects.imported.records import Finding
from projects.importing.answers import TableAnswers, Tables
from projects.importing.calculation_check import compare_calculation
from projects.importing.choice_filter_check import check_filter
from projects.importing.columns.column_builder import BuiltColumn
from projects.importing.form_evaluation import FormEvaluation, Purpose
from projects.importing.repeat_tables import RepeatTable
from wording import Progress, Stopped


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
