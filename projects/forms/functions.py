# SPDX-License-Identifier: MIT
"""The functions of form expressions on choices, conditions and repeats. Text, numbers and dates stand apart.

Meanings after the XForms specification of ODK (getodk.github.io/xforms-spec, "XPath functions").
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from projects.forms.column_values import (
    ChoiceColumn,
    Column,
    Dates,
    Nodes,
    Numbers,
    Truths,
    Value,
    Words,
    constant,
    repeated_constant,
    single,
    to_numbers,
    to_truths,
    to_words,
)
from projects.forms.functions_dates import DATE_FUNCTIONS
from projects.forms.functions_numbers import NUMBER_FUNCTIONS
from projects.forms.functions_text import TEXT_FUNCTIONS, pairs, pairs_of_words
from projects.forms.unsupported_expressions import UnsupportedError


def selected(answers: Value, choice: Value) -> Column:
    """Whether a choice is among the answers."""
    answers, wanted = single(answers), to_words(single(choice))
    if len(wanted) == 1:
        word = wanted.words[wanted.codes[0]].strip()
        if isinstance(answers, ChoiceColumn):
            member = answers.members.get(word)
            return Truths(np.zeros(answers.size, bool) if member is None else member)
        return to_words(answers).tested(lambda text: word in text.split() if word else not text)
    return pairs(to_words(answers), wanted, lambda text, word: word.strip() in text.split())


def count_selected(answers: Value) -> Column:
    """How many choices are among the answers."""
    answers = single(answers)
    if isinstance(answers, ChoiceColumn):
        members = list(answers.members.values())
        return Numbers(np.sum(members, axis=0).astype(float) if members else np.zeros(answers.size))
    return to_words(answers).counted(lambda text: float(len(text.split())))


def selected_at(answers: Value, place: Value) -> Column:
    """The choice that was made as the `place`-th, from 0; the file must tell the order."""
    answers, index = single(answers), to_words(single(place))
    if isinstance(answers, ChoiceColumn):
        if answers.ordered is None:
            raise UnsupportedError("selected-at() where the order of the choices is not in the file")
        answers = answers.ordered

    def chosen(text: str, number: str) -> str:
        parts = text.split()
        return parts[int(float(number))] if number and 0 <= float(number) < len(parts) else ""

    return pairs_of_words(to_words(answers), index, chosen)


def if_(condition: Value, then: Value, otherwise: Value) -> Column:
    """`then` where the condition holds, `otherwise` elsewhere."""
    return choose(to_truths(single(condition)).values, single(then), single(otherwise))


def choose(holds: np.ndarray, then: Column, otherwise: Column) -> Column:
    """Rows of one column or the other; columns of different kinds meet as text."""
    size = max(len(holds), len(then), len(otherwise))
    mask = repeated_constant(holds, size)
    if isinstance(then, Numbers) and isinstance(otherwise, Numbers):
        return Numbers(np.where(mask, then.values, otherwise.values), then.answers and otherwise.answers)
    if isinstance(then, Truths) and isinstance(otherwise, Truths):
        return Truths(np.where(mask, then.values, otherwise.values))
    if isinstance(then, Dates) and isinstance(otherwise, Dates):
        return Dates(np.where(mask, then.days, otherwise.days), then.timed or otherwise.timed)
    a, b = to_words(then), to_words(otherwise)
    codes = np.where(mask, a.codes, b.codes + len(a.words)).astype(np.int32)
    return Words(codes, (*a.words, *b.words))


def coalesce(*values: Value) -> Column:
    """The first of the values that is answered."""
    columns = [single(value) for value in values]
    if not columns:
        raise TypeError
    result = columns[-1]
    for column in reversed(columns[:-1]):
        result = choose(answered(column), column, result)
    return result


def answered(column: Column) -> np.ndarray:
    """Where a column holds something."""
    if isinstance(column, (Numbers, Dates)):
        found: np.ndarray = ~np.isnan(column.values if isinstance(column, Numbers) else column.days)
        return found
    if isinstance(column, Truths):
        return np.ones(len(column), bool)
    return to_truths(column).values if isinstance(column, ChoiceColumn) else column.tested(bool).values


def not_(value: Value) -> Column:
    """The opposite truth."""
    return Truths(~to_truths(single(value)).values)


def count(nodes: Value) -> Column:
    """How many rows a repeat has."""
    if not isinstance(nodes, Nodes):
        return Numbers(np.ones(len(nodes)))
    return Numbers(_per_owner(nodes, np.ones(len(nodes.owner)), np.add, 0.0))


def count_non_empty(nodes: Value) -> Column:
    """How many rows of a repeat have an answer."""
    if not isinstance(nodes, Nodes):
        return Numbers(answered(nodes).astype(float))
    return Numbers(_per_owner(nodes, answered(nodes.values).astype(float), np.add, 0.0))


def sum_(*values: Value) -> Column:
    """The sum over the rows of a repeat; one that is no number makes it NaN only if it is text."""
    if len(values) == 1 and isinstance(values[0], Nodes):
        numbers = to_numbers(values[0].values).values
        return Numbers(_per_owner(values[0], np.nan_to_num(numbers), np.add, 0.0))
    if len(values) != 1:
        raise TypeError
    return Numbers(np.nan_to_num(to_numbers(single(values[0])).values))


def _extreme(better: np.ufunc, worst: float) -> Callable[..., Column]:
    def extreme(*values: Value) -> Column:
        if not values:
            raise TypeError
        columns = []
        for value in values:
            if isinstance(value, Nodes):
                numbers = to_numbers(value.values).values
                found = _per_owner(value, np.where(np.isnan(numbers), worst, numbers), better, worst)
                columns.append(np.where(np.isinf(found), np.nan, found))
            else:
                columns.append(to_numbers(value).values)
        result = columns[0]
        for column in columns[1:]:
            result = np.fmax(result, column) if better is np.maximum else np.fmin(result, column)
        return Numbers(result)

    return extreme


def join(separator: Value, *values: Value) -> Column:
    """The answers of a repeat's rows, or several answers, as one text."""
    mark = to_words(single(separator))
    if len(mark) != 1:
        raise UnsupportedError("join() with a separator that differs")
    between = mark.words[mark.codes[0]]
    if len(values) == 1 and isinstance(values[0], Nodes):
        return _joined(values[0], between)
    result = to_words(single(values[0])) if values else mark.mapped(lambda _: "")
    for value in values[1:]:
        result = pairs_of_words(result, to_words(single(value)), lambda a, b: a + between + b)
    return result


def concat(*values: Value) -> Column:
    """Texts one behind the other; of one repeat, the answers of all its rows."""
    if len(values) == 1 and isinstance(values[0], Nodes):
        return _joined(values[0], "")
    return join(constant(""), *values)


def _joined(nodes: Nodes, between: str) -> Words:
    words = to_words(nodes.values)
    parts: list[list[str]] = [[] for _ in range(nodes.owners)]
    for owner, code in zip(nodes.owner.tolist(), words.codes.tolist(), strict=True):
        if owner >= 0 and words.words[code]:
            parts[owner].append(words.words[code])
    joined = tuple(between.join(texts) for texts in parts)
    return Words(nodes.rows.astype(np.int32), joined or ("",))


def _per_owner(nodes: Nodes, numbers: np.ndarray, combine: np.ufunc, start: float) -> np.ndarray:
    totals = np.full(nodes.owners, start)
    known = nodes.owner >= 0
    combine.at(totals, nodes.owner[known], numbers[known])
    found: np.ndarray = totals[nodes.rows]
    return found


FUNCTIONS: dict[str, Callable[..., Column]] = {
    "selected": selected,
    "count-selected": count_selected,
    "selected-at": selected_at,
    "if": if_,
    "coalesce": coalesce,
    "not": not_,
    "true": lambda: Truths(np.array([True])),
    "false": lambda: Truths(np.array([False])),
    "boolean": lambda value: to_truths(single(value)),
    "number": lambda value: to_numbers(single(value)),
    "string": lambda value: to_words(single(value)),
    "count": count,
    "count-non-empty": count_non_empty,
    "sum": sum_,
    "max": _extreme(np.maximum, -np.inf),
    "min": _extreme(np.minimum, np.inf),
    "join": join,
    "concat": concat,
    **TEXT_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **DATE_FUNCTIONS,
}
