# SPDX-License-Identifier: MIT
"""Conditions on rows in words: "Sex = woman", "Age from 18 to 59", their opposites and alternatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analysis.declarations.conditions import RANGE, UNREAD, Condition, Expression, is_range
from analysis.records import Variable
from wording import Labels, Text, msg


def words_of(find: Callable[[str], Variable], condition: Condition) -> Text:
    """A condition in words: "Sex = woman", "Age from 18 to 59"; `find` gives the variable of an id."""
    if "any" in condition:
        ways = [_ranges_joined(part) for part in condition["any"]]
        if len(ways) == 1:
            return _together(find, ways[0])
        return _chained("where.or", [
            _together(find, way) if len(way) == 1 else msg("where.bracketed", condition=_together(find, way))
            for way in ways
        ])  # fmt: skip
    if "not" in condition:
        return msg("where.not", parts=[_together(find, _ranges_joined(condition["not"]))])
    if "compare" in condition:
        left, sign, right = condition["compare"]
        return msg(
            "where.compared", left=_described(find, left), sign=_SIGNS.get(sign, sign), right=_described(find, right)
        )
    variable = find(str(condition["variable"]))
    if UNREAD in condition:
        return msg("where.unread", variable=variable.labels, text=condition[UNREAD])
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


def _together(find: Callable[[str], Variable], conditions: Sequence[Condition]) -> Text:
    """Conditions that hold at once."""
    return _chained("where.and", [words_of(find, one) for one in conditions])


def _chained(key: str, parts: Sequence[Text]) -> Text:
    """A chain of words: "a and b and c"."""
    said = parts[0]
    for part in parts[1:]:
        said = msg(key, first=said, second=part)
    return said


def _ranges_joined(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions, the two ends of a range of one variable as one."""
    found: list[Condition] = []
    for one in conditions:
        before = found[-1] if found else None
        if before is not None and _are_ends(before, one):
            found[-1] = {**before, **{name: value for name, value in one.items() if value is not None}}
        else:
            found.append(one)
    return found


def _are_ends(first: Condition, second: Condition) -> bool:
    """Whether one condition is the low end, the other the high end of a range of the same variable."""
    if first.get("variable") is None or first.get("variable") != second.get("variable"):
        return False
    ends = [{name for name in RANGE if one.get(name) is not None} for one in (first, second)]
    return is_range(first) and is_range(second) and len(ends[0]) == len(ends[1]) == 1 and ends[0] != ends[1]


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
        "where.calculated",
        left=_described(find, parts[0]),
        sign=_SIGNS.get(sign, sign),
        right=_described(find, parts[1]),
    )
