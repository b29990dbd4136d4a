# SPDX-License-Identifier: MIT
"""Finds answers that the form would not have offered: choices that its choice filter leaves out for that row.

It changes no answer.
"""

from __future__ import annotations

import numpy as np

from projects.forms.choice_lists import of_choices
from projects.forms.column_values import ChoiceColumn, Words
from projects.forms.records import Question
from projects.importing.answers import ChoiceAnswers
from projects.importing.columns.column_builder import BuiltColumn
from projects.importing.form_evaluation import FormEvaluation, Purpose


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
