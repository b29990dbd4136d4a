# SPDX-License-Identifier: MIT
"""Tells answers never asked for from missing ones, and finds rows against skip logic or constraints.

An expression that cannot be evaluated changes nothing and is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.records import Reason
from projects.forms.evaluate import truths
from projects.forms.expressions import BadExpressionError, parse
from projects.forms.records import Form, Question
from projects.forms.types import UNTYPED, WITHOUT_ANSWER
from projects.forms.unsupported import UnsupportedError
from projects.importing.answers import TableAnswers, Tables
from projects.importing.built import Built
from projects.importing.findings import finding, first_names, rows_where
from projects.importing.records import Finding, Severity
from projects.importing.scope import Scope
from wording import Progress, Stopped


@dataclass
class _Review:
    """What was found, and the conditions worked out already, by table, group path and text."""

    tables: Tables
    findings: list[Finding] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)  # why → names of questions
    conditions: dict[tuple[int, tuple[str, ...], str], np.ndarray | None] = field(default_factory=dict)


def apply_skips(
    scopes: Sequence[Scope],
    built: Sequence[Sequence[Built]],
    links: Sequence[np.ndarray | None],
    form: Form,
    progress: Progress,
) -> list[Finding]:
    """Turn MISSING into NOT_ASKED where the form did not ask; returns what is against the form or not evaluated."""
    review = _Review(Tables(scopes, built, links, form))
    for number, table in enumerate(built):
        for one in table:
            if progress.stop_requested():
                raise Stopped
            if one.question is not None and one.question.type not in WITHOUT_ANSWER:
                _skip(review, number, one, one.question)
                _constraint(review, number, one, one.question)
    return review.findings + _not_evaluated(review)


def _skip(review: _Review, number: int, one: Built, question: Question) -> None:
    asked: np.ndarray | None = None
    for path, text in _conditions(review.tables.form, question):
        held = _held(review, number, path, text, question)
        if held is not None:
            asked = held if asked is None else asked & held
    if asked is None:
        return
    missing = one.reasons == Reason.MISSING
    one.reasons[missing & ~asked] = Reason.NOT_ASKED
    against = ~missing & ~asked
    if against.any() and question.type not in UNTYPED:
        count = int(against.sum())
        review.findings.append(
            finding(
                Severity.WARNING,
                "against_skip",
                table=f"t{number + 1}",
                variable=one.variable.id,
                rows=rows_where(against),
                count=count,
                name=question.name,
                n=count,
            )
        )


def _conditions(form: Form, question: Question) -> list[tuple[tuple[str, ...], str]]:
    """The skip conditions of the groups around a question and its own, each with the path where it stands."""
    found = [(group.path, group.relevant) for group in form.parents(question) if group.relevant]
    return [*found, (question.path, question.relevant)] if question.relevant else found


def _held(review: _Review, number: int, path: tuple[str, ...], text: str, question: Question) -> np.ndarray | None:
    key = (number, path[:-1], text)
    if key not in review.conditions:
        review.conditions[key] = _evaluated(review, text, TableAnswers(review.tables, number, question), question)
    elif review.conditions[key] is None:
        _refuse(review, text, question)
    return review.conditions[key]


def _evaluated(review: _Review, text: str, answers: TableAnswers, question: Question) -> np.ndarray | None:
    try:
        return truths(parse(text), answers)
    except (UnsupportedError, BadExpressionError, RecursionError):
        _refuse(review, text, question)
        return None


def _refuse(review: _Review, text: str, question: Question) -> None:
    names = review.refused.setdefault(text, [])
    if question.name not in names:
        names.append(question.name)


def _constraint(review: _Review, number: int, one: Built, question: Question) -> None:
    if not question.constraint or one.seen is None:
        return
    answers = TableAnswers(review.tables, number, question, one.seen)
    held = _evaluated(review, question.constraint, answers, question)
    if held is None:
        return
    unanswered = (one.reasons == Reason.MISSING) | (one.reasons == Reason.NOT_ASKED)
    broken = ~held & ~unanswered
    if broken.any():
        count = int(broken.sum())
        review.findings.append(
            finding(
                Severity.WARNING,
                "against_constraint",
                table=f"t{number + 1}",
                variable=one.variable.id,
                rows=rows_where(broken),
                count=count,
                name=question.name,
                n=count,
            )
        )


def _not_evaluated(review: _Review) -> list[Finding]:
    if not review.refused:
        return []
    names = list(dict.fromkeys(name for listed in review.refused.values() for name in listed))
    count = len(review.refused)
    return [finding(Severity.WARNING, "not_evaluated", names=first_names(names), n=count, count=count)]
