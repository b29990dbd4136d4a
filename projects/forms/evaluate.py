# SPDX-License-Identifier: MIT
"""Evaluates a parsed expression on whole columns as JavaRosa and Enketo would. What it does not know it refuses.

Comparisons follow XPath 1.0 and JavaRosa: truth values compare as truths, a number with anything as numbers, all
else as text; an unanswered question is the empty text, and no order relation holds for it.
"""

from __future__ import annotations

import numpy as np

from projects.forms.answers import Answers
from projects.forms.column_values import (
    ChoiceColumn,
    Column,
    Dates,
    Numbers,
    Truths,
    Value,
    Words,
    constant,
    single,
    to_numbers,
    to_truths,
    to_words,
)
from projects.forms.expressions import (
    Binary,
    Call,
    CurrentAnswer,
    ListLookup,
    Negative,
    Node,
    Number,
    OfChoice,
    Reference,
    Text,
)
from projects.forms.functions import FUNCTIONS
from projects.forms.functions_form import FORM_FUNCTIONS
from projects.forms.unsupported_expressions import UnsupportedError

_TOLERANCE = 1e-12  # JavaRosa compares numbers so


def evaluate(node: Node, answers: Answers) -> Value:
    """The value of an expression for each row (or of length 1 for a constant). Raises UnsupportedError."""
    if isinstance(node, Number):
        return Numbers(np.array([node.value]))
    if isinstance(node, Text):
        return constant(node.value)
    if isinstance(node, Reference):
        return answers.value(node.name)
    if isinstance(node, CurrentAnswer):
        return answers.here()
    if isinstance(node, OfChoice):
        return answers.of_choice(node.name)
    if isinstance(node, ListLookup):
        return answers.listed(node)
    if isinstance(node, Negative):
        return Numbers(-to_numbers(single(evaluate(node.value, answers))).values)
    if isinstance(node, Binary):
        return _binary(node, answers)
    if isinstance(node, Call):
        return _call(node, answers)
    raise UnsupportedError("..")


def truths(node: Node, answers: Answers) -> np.ndarray:
    """Whether an expression holds, for each row of the table."""
    held = to_truths(single(evaluate(node, answers))).values
    return np.broadcast_to(held, (answers.size(),)) if len(held) == 1 else held


def _call(node: Call, answers: Answers) -> Value:
    of_form = FORM_FUNCTIONS.get(node.name)
    if of_form is not None:
        return of_form(node, answers, evaluate)
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise UnsupportedError(f"{node.name}()")
    arguments = [evaluate(argument, answers) for argument in node.arguments]
    try:
        return function(*arguments)
    except TypeError as error:
        raise UnsupportedError(f"{node.name}() with {len(arguments)} arguments") from error


def _binary(node: Binary, answers: Answers) -> Column:
    left = single(evaluate(node.left, answers))
    right = single(evaluate(node.right, answers))
    if node.operator in ("and", "or"):
        a, b = to_truths(left).values, to_truths(right).values
        return Truths(a & b if node.operator == "and" else a | b)
    if node.operator == "=":
        return Truths(equal(left, right))
    if node.operator == "!=":
        return Truths(~equal(left, right))
    x, y = to_numbers(left).values, to_numbers(right).values
    with np.errstate(all="ignore"):
        return (
            _ordered(node.operator, x, y)
            if node.operator in ("<", "<=", ">", ">=")
            else Numbers(_arithmetic(node.operator, x, y))
        )


def _ordered(operator: str, x: np.ndarray, y: np.ndarray) -> Truths:
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[operator]
    return Truths(compare(x, y))


def _arithmetic(operator: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    if operator == "+":
        return np.asarray(x + y)
    if operator == "-":
        return np.asarray(x - y)
    if operator == "*":
        return np.asarray(x * y)
    if operator == "div":
        return np.asarray(x / y)
    found: np.ndarray = np.fmod(x, y)  # the sign of the dividend, as XPath's mod
    return found


def equal(left: Column, right: Column) -> np.ndarray:
    """XPath's `=` for each row."""
    if isinstance(left, Truths) or isinstance(right, Truths):
        return np.asarray(to_truths(left).values == to_truths(right).values)
    if isinstance(left, (Numbers, Dates)) or isinstance(right, (Numbers, Dates)):
        same = _same_numbers(to_numbers(left).values, to_numbers(right).values)
        return np.asarray(same | (_unanswered(left) & _unanswered(right)))
    return _same_words(to_words(left), to_words(right))


def _same_numbers(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(x - y) < _TOLERANCE)


def _unanswered(value: Column) -> np.ndarray:
    """Where a question has no answer, or a text is empty; a number that was computed is never an answer."""
    if isinstance(value, Numbers):
        return np.isnan(value.values) if value.answers else np.zeros(len(value), bool)
    if isinstance(value, Dates):
        found: np.ndarray = np.isnan(value.days)
        return found
    if isinstance(value, ChoiceColumn):
        return ~to_truths(value).values
    return to_words(value).tested(lambda word: not word).values


def _same_words(left: Words, right: Words) -> np.ndarray:
    place: dict[str, int] = {}  # one text may stand under several codes
    a, b = (np.array([place.setdefault(word, len(place)) for word in one.words])[one.codes] for one in (left, right))
    return np.asarray(a == b)
