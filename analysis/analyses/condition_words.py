# SPDX-License-Identifier: MIT
"""Conditions on rows in words: "Sex = woman", "Age from 18 to 59", their opposites and alternatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analysis.declarations.conditions import RANGE, Condition, Expression, is_range
from analysis.records import Variable
from wording import Labels, Text, msg


def words_of(find: Callable[[str], Variable], condition: Condition) -> Text:
    """A condition in words: "Sex = woman", "Age from 18 to 59"; `find` gives the variable of an id.

    Parameters
    ----------
    find : Callable[[str], Variable]
        Id → variable; it may raise for one there is not.
    condition : Condition
        One condition.

    Returns
    -------
    Text
        A message with the words of variables and answers.
    """
    if "any" in condition and len(condition["any"]) == 1:
        return msg("where.all", parts=[words_of(find, one) for one in condition["any"][0]])
    if "any" in condition:
        return msg("where.any", parts=[msg("where.all", parts=[words_of(find, one) for one in part])
                                       for part in condition["any"]])  # fmt: skip
    if "not" in condition:
        return msg("where.not", parts=[words_of(find, one) for one in condition["not"]])
    if "compare" in condition:
        left, sign, right = condition["compare"]
        return msg(
            "where.compared", left=_described(find, left), sign=_SIGNS.get(sign, sign), right=_described(find, right)
        )
    variable = find(str(condition["variable"]))
    if not is_range(condition):
        known: dict[str, Labels] = {choice.id: choice.labels for choice in variable.choices}
        values = [known.get(value, str(value)) for value in condition["is"]]
        return msg("note.condition", variable=variable.labels, values=values)
    low, high = (None if condition.get(end) is None else _written(condition[end]) for end in RANGE)
    above, below = ("above" if condition.get("above") else "from"), ("below" if condition.get("below") else "to")
    if low is None:
        return msg(f"where.{below}", variable=variable.labels, high=high)
    if high is None:
        return msg(f"where.{above}", variable=variable.labels, low=low)
    return msg(f"where.{above}_{below}", variable=variable.labels, low=low, high=high)


def _written(end: object) -> object:
    return int(end) if isinstance(end, float) and end.is_integer() else end


_SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥", "-": "−", "*": "×", "div": "÷"}


def _described(find: Callable[[str], Variable], expression: Expression) -> Text:
    if isinstance(expression, str):
        return find(expression).labels
    if isinstance(expression, Mapping) and "count" in expression:
        return msg("where.count", variable=find(str(expression["count"])).labels)
    if isinstance(expression, Mapping):
        return str(expression["date"])
    if isinstance(expression, (int, float)):
        return msg("where.number", number=_written(expression))
    assert isinstance(expression, Sequence)
    sign, *parts = expression
    if len(parts) == 1:
        return msg("where.negative", part=_described(find, parts[0]))
    return msg(
        "where.reckoned", left=_described(find, parts[0]), sign=_SIGNS.get(sign, sign), right=_described(find, parts[1])
    )
