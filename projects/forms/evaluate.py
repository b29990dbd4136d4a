# SPDX-License-Identifier: MIT
"""Evaluates a parsed expression on whole columns as JavaRosa and Enketo would. What it does not know it refuses.

Comparisons follow XPath 1.0 and JavaRosa: truth values compare as truths, a number with anything as numbers, all
else as text; an unanswered question is the empty text, and no order relation holds for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from projects.forms.answers import Answers, ChoiceList
from projects.forms.column_values import (
    ChoiceColumn,
    Column,
    Dates,
    Items,
    Numbers,
    Truths,
    Value,
    Words,
    constant,
    repeated_constant,
    single,
    stretched_column,
    taken,
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
    Parent,
    Reference,
    Text,
    names_in,
)
from projects.forms.functions import FUNCTIONS, coalesce
from projects.forms.records import UnsupportedError

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


_AT_ONCE = 2_000_000  # pairs of answers and rows of the list held at a time


def look_up(node: ListLookup, rows: ChoiceList, answers: Answers) -> Items:
    """The texts found for each row of `answers`. Raises UnsupportedError for a test that is not evaluated."""
    names = sorted(set().union(*(names_in(test) for test in node.tests)))
    size = answers.size()
    columns = {name: stretched_column(single(answers.value(name)), size) for name in names}
    first, place = _distinct(columns, size)
    kept = {name: taken(column, first) for name, column in columns.items()}
    words = rows.column(node.column) if node.column else ("",) * rows.size
    step = max(1, _AT_ONCE // max(rows.size, 1))
    owners, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(first), step):
        piece = np.arange(start, min(start + step, len(first)))
        cut = {name: taken(column, piece) for name, column in kept.items()}
        owner, item = np.nonzero(_rows_passing(node, rows, cut, len(piece)))
        owners.append(owner + start)
        found.append(item)
    texts = Words(np.concatenate(found).astype(np.int32), words or ("",))
    return Items(texts, np.concatenate(owners), len(first), place)


def _distinct(columns: dict[str, Column], size: int) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each different set of answers, and for every row which of them it has."""
    if not columns:
        return np.zeros(min(size, 1), np.int64), np.zeros(size, np.int64)
    codes = np.column_stack([to_words(column).codes for column in columns.values()])
    _, first, place = np.unique(codes, axis=0, return_index=True, return_inverse=True)
    return first, place.reshape(-1)


def _rows_passing(node: ListLookup, rows: ChoiceList, columns: dict[str, Column], size: int) -> np.ndarray:
    held = np.ones((size, rows.size), bool)
    for test in node.tests:
        places = np.cumsum(held, axis=1)
        value = single(evaluate(test, _Pairs(rows, columns, places)))
        if isinstance(value, Numbers):  # [2] is the second of those that passed so far
            passed = to_numbers(value).values == places.reshape(-1)
        else:
            passed = repeated_constant(to_truths(value).values, held.size)
        held &= passed.reshape(held.shape)
    return held


class _Pairs(Answers):
    """Every set of answers beside every row of the list: the place where a test is evaluated."""

    def __init__(self, rows: ChoiceList, columns: dict[str, Column], places: np.ndarray) -> None:
        self._rows, self._columns, self._places = rows, columns, places

    def size(self) -> int:
        return self._places.size

    def value(self, name: str) -> Column:
        return taken(self._columns[name], np.repeat(np.arange(self._places.shape[0]), self._rows.size))

    def position(self, steps: int) -> np.ndarray:
        return super().position(steps) if steps else self._places.reshape(-1)

    def of_choice(self, name: str) -> Column:
        words = self._rows.column(name)
        return Words(np.tile(np.arange(len(words), dtype=np.int32), self._places.shape[0]), words or ("",))
