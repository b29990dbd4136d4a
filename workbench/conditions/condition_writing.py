# SPDX-License-Identifier: MIT
"""Writes conditions with arithmetic or several parts as text, so that they can be edited as they were typed.

The grammar is that of plans (`projects.results.where_grammar`). What cannot stand bare is written as `${name}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.declarations.conditions import Condition, Expression, variables_of_conditions
from analysis.records import DataTable, Kind

_RANK = {"+": 1, "-": 1, "*": 2, "div": 2, "mod": 2}
_BARE = re.compile(r"[A-Za-z_]\w*")
_WORDS = frozenset({"and", "or", "not", "div", "mod", "in", "it", "selected"})


def first_variable(condition: Condition) -> str | None:
    """The id of the variable that a condition begins with; None where it has none."""
    return next(variables_of_conditions([condition]), None)


def whole_text(table: DataTable, condition: Condition) -> str:
    """The clause that means a condition, its first variable too."""
    if "compare" in condition:
        left, sign, right = condition["compare"]
        return f"{_expression(table, left)} {sign} {_expression(table, right)}"
    if "not" in condition:
        return f"not({_all(table, condition['not'])})"
    if "any" in condition:
        parts = [_all(table, part) for part in condition["any"]]
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
    return _plain(table, condition)


def text_behind(table: DataTable, condition: Condition) -> str:
    """What stands behind the first variable of a condition; empty where it does not begin with that variable."""
    name = first_variable(condition)
    text = whole_text(table, condition)
    start = "" if name is None else f"{_named(table, name)} "
    return text[len(start) :] if start and text.startswith(start) and " and " not in text else ""


def _all(table: DataTable, conditions: Sequence[Condition]) -> str:
    between = _between(table, conditions)
    return between or " and ".join(whole_text(table, one) for one in conditions)


def _between(table: DataTable, conditions: Sequence[Condition]) -> str:
    """Both ends of one expression as a range; empty where they are none."""
    sides = [one.get("compare") for one in conditions]
    if len(sides) != 2 or not sides[0] or not sides[1] or sides[0][0] != sides[1][0]:
        return ""
    (left, low_sign, low), (_, high_sign, high) = sides[0], sides[1]
    ends = [_expression(table, end) for end in (low, high) if not isinstance(end, (str, list, tuple))]
    if (low_sign, high_sign) != (">=", "<=") or len(ends) != 2:
        return ""
    return f"{_expression(table, left)} in {ends[0]}..{ends[1]}"


def _plain(table: DataTable, condition: Condition) -> str:
    """An answer or a range of one variable."""
    variable = table.variable(str(condition["variable"]))
    name = _named(table, variable.id)
    if "is" in condition:
        codes = {choice.id: choice.code for choice in variable.choices}
        if variable.kind in (Kind.ONE, Kind.SET):
            parts = [f"selected({name}, '{codes.get(one, one)}')" for one in condition["is"]]
        else:
            parts = [f"{name} = {one}" for one in condition["is"]]
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
    low, high = condition.get("from"), condition.get("to")
    ends = [f"{name} {'>' if condition.get('above') else '>='} {low}"] if low is not None else []
    ends += [f"{name} {'<' if condition.get('below') else '<='} {high}"] if high is not None else []
    return " and ".join(ends)


def _named(table: DataTable, variable_id: str) -> str:
    name = table.variable(variable_id).name
    return name if _BARE.fullmatch(name) and name.lower() not in _WORDS else f"${{{name}}}"


def _expression(table: DataTable, expression: Expression) -> str:
    """Numbers, dates, names and calculations with them, with brackets where they are needed."""
    if isinstance(expression, str):
        return _named(table, expression)
    if isinstance(expression, Mapping):
        if "date" in expression:
            return str(expression["date"])
        return f"count-selected({_named(table, str(expression['count']))})"
    if isinstance(expression, (int, float)):
        return str(expression)
    assert isinstance(expression, (list, tuple))
    sign, *sides = expression
    if len(sides) == 1:
        return f"-{_bracketed(table, sides[0], 3)}"
    rank = _RANK[str(sign)]
    return f"{_bracketed(table, sides[0], rank)} {sign} {_bracketed(table, sides[1], rank + 1)}"


def _bracketed(table: DataTable, expression: Expression, least: int) -> str:
    text = _expression(table, expression)
    if not isinstance(expression, (list, tuple)):
        return text
    rank = _RANK[str(expression[0])] if len(expression) == 3 else 3
    return f"({text})" if rank < least else text
