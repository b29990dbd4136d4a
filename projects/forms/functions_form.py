# SPDX-License-Identifier: MIT
"""The functions of form expressions that ask the form itself: its repeats, its lists, the day, a question's own answer.

Meanings after the XForms specification of ODK and "Form operators and functions" of its documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from projects.forms.answers import Answers
from projects.forms.column_values import Column, Numbers, Value, Words, single, to_numbers, to_words
from projects.forms.expressions import Call, Node, Parent, Reference, Text
from projects.forms.functions import coalesce
from projects.forms.unsupported_expressions import UnsupportedError

Evaluate = Callable[[Node, Answers], Value]  # the value of a part of the expression
_NAMED = re.compile(r"\s*(?:\$\{\s*([^}]+?)\s*\}|(?:.*/)?([^/{}]+?))\s*")


def _position(node: Call, answers: Answers, _evaluate: Evaluate) -> Value:
    if not node.arguments:
        return Numbers(answers.position(0).astype(float))
    around = node.arguments[0]
    if len(node.arguments) > 1 or not isinstance(around, Parent):
        raise UnsupportedError("position() of something else than ..")
    return Numbers(answers.position(around.steps).astype(float))


def _day(node: Call, answers: Answers, _evaluate: Evaluate) -> Value:
    if node.arguments:
        raise UnsupportedError(f"{node.name}() with {len(node.arguments)} arguments")
    return answers.today(node.name == "now")


def _once(node: Call, answers: Answers, evaluate: Evaluate) -> Value:
    """What was computed first stays: the answer itself where there is one."""
    if len(node.arguments) != 1:
        raise UnsupportedError(f"once() with {len(node.arguments)} arguments")
    value = single(evaluate(node.arguments[0], answers))
    try:
        own = answers.here()
    except UnsupportedError:
        return value
    return coalesce(own, value)


def _indexed(node: Call, answers: Answers, evaluate: Evaluate) -> Column:
    wanted, *rest = node.arguments
    if not isinstance(wanted, Reference) or len(rest) % 2 or not rest:
        raise UnsupportedError("indexed-repeat() of something else than a question")
    places: list[tuple[str, np.ndarray]] = []
    for repeat, number in zip(rest[::2], rest[1::2], strict=True):
        if not isinstance(repeat, Reference):
            raise UnsupportedError("indexed-repeat() of something else than a repeat")
        position = to_numbers(single(evaluate(number, answers))).values
        places.append((repeat.name, np.broadcast_to(position, (answers.size(),))))
    return answers.indexed(wanted.name, places)


def _choice_name(node: Call, answers: Answers, evaluate: Evaluate) -> Column:
    """The label of a choice: `jr:choice-name(${q}, '${q}')`. Several choices in one text have none."""
    if len(node.arguments) != 2 or not isinstance(node.arguments[1], Text):
        raise UnsupportedError("jr:choice-name() of something else than a question")
    named = _NAMED.fullmatch(node.arguments[1].value)
    if named is None:
        raise UnsupportedError("jr:choice-name() of something else than a question")
    labels = answers.choice_labels(named[1] or named[2])
    words = to_words(single(evaluate(node.arguments[0], answers)))
    used = {words.words[code] for code in np.unique(words.codes)}
    if any(" " in word for word in used - labels.keys()):
        raise UnsupportedError("jr:choice-name() of several choices")
    return words.mapped(lambda word: labels.get(word, ""))


def _pulldata(node: Call, answers: Answers, evaluate: Evaluate) -> Column:
    """The `column` of the first row of a kept file whose `key` column says the text asked for; "" without one."""
    if len(node.arguments) != 4 or not all(isinstance(one, Text) for one in node.arguments[:3]):
        raise UnsupportedError("pulldata() with names that differ")
    file, column, key = (one.value for one in node.arguments[:3] if isinstance(one, Text))
    try:
        kept = answers.list_of(file)
        found = dict(zip(reversed(kept.column(key)), reversed(kept.column(column)), strict=True))
    except UnsupportedError as error:
        raise UnsupportedError("pulldata()") from error
    words: Words = to_words(single(evaluate(node.arguments[3], answers)))
    return words.mapped(lambda word: found.get(word, "") if word else "")


FORM_FUNCTIONS: dict[str, Callable[[Call, Answers, Evaluate], Value]] = {
    "position": _position,
    "today": _day,
    "now": _day,
    "once": _once,
    "indexed-repeat": _indexed,
    "jr:choice-name": _choice_name,
    "pulldata": _pulldata,
}
