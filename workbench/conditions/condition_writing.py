# SPDX-License-Identifier: MIT
"""Writes conditions with arithmetic or several parts as text, so that they can be edited as they were typed.

The grammar is that of plans (`projects.results.where_grammar`). What cannot stand bare is written as `${name}`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.declarations.conditions import UNREAD, Condition, Expression, variables_of_conditions
from analysis.records import DataTable, Kind, Variable
from projects.results.where_grammar import read_where
from wording import Problem, msg

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


DATES = frozenset({Kind.DATE, Kind.DATETIME})
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_WHOLE = re.compile(r"\(|\$\{|not\(|selected\(|count-selected\(")
_CALCULATION = re.compile(r"(?:[-+*]|div|mod)\s")


def typed_condition(table: DataTable, variable: Variable, text: str) -> dict[str, Any] | None:
    """The condition that a line means for a number or a date, ready for `where`; None for an empty line.

    Raises Problem for what is neither.
    """
    moment = variable.kind in DATES
    written = text.strip()
    if not written:
        return None
    whole = _WHOLE.match(written) is not None  # "${income} + aid > 100", "(a + b) div size > 2": it names its own
    calculated = whole or _CALCULATION.match(written) is not None  # "* 2 > 30", "- arrived in 0..30": it stands before
    listed = ".." not in written and written[0] not in "<>=!" and not calculated
    if moment:
        _check_days(written)
    elif listed:
        return {"variable": variable.id, "is": numbers_of(written)}
    else:
        written = _NUMBER.sub(lambda found: found[0].replace(",", "."), written)
    clause = f"= {written}" if listed else f"in {written}" if ".." in written and not calculated else written

    def named(known: DataTable, name: str) -> Variable:
        return variable if name == "it" else known.named(name)

    try:
        found = read_where(table, clause if whole else f"${{it}} {clause}", named)
    except (Problem, LookupError):
        found = []
    if len(found) > 1 and calculated:
        return {"any": [found]}  # a range of a calculation: both its ends hold
    if len(found) != 1:
        raise Problem(msg("condition.typed.not_dates" if moment else "condition.typed.not_numbers"))
    return found[0]


def written_condition(condition: Condition, table: DataTable | None = None) -> str:
    """The line that means a condition, that of a calculated one in the names of `table`; empty where no line does."""
    if table is not None and condition and "variable" not in condition:
        behind = text_behind(table, condition)
        name = first_variable(condition)
        if behind and name is not None and _means(table, name, behind, condition):
            return behind
        text = whole_text(table, condition)
        return text if _WHOLE.match(text) else f"({text})"
    if UNREAD in condition:
        return str(condition[UNREAD])
    low, high = condition.get("from"), condition.get("to")
    if low is None and high is None:
        return "; ".join(str(value) for value in condition.get("is") or ())
    if not (condition.get("above") or condition.get("below")):
        return str(low) if low == high else f"{_end(low)}..{_end(high)}"
    if low is not None and high is not None:
        return ""
    return f"> {low}" if high is None else f"< {high}"


def _means(table: DataTable, name: str, text: str, condition: Condition) -> bool:
    """Whether the text behind a variable means that condition again."""
    try:
        return typed_condition(table, table.variable(name), text) == condition
    except Problem:
        return False


def _end(end: object) -> str:
    return "" if end is None else str(end)


def _check_days(text: str) -> None:
    """Refuse days that no calendar has. Raises Problem."""
    for day in re.findall(r"\d{4}-\d{2}-\d{2}", text):
        try:
            datetime.date.fromisoformat(day)
        except ValueError:
            raise Problem(msg("condition.typed.not_dates")) from None


def numbers_of(text: str) -> list[float]:
    """The numbers in a line, set apart by ";" or blanks, with decimal point or comma. Raises Problem."""
    try:
        return [float(part.replace(",", ".")) for part in text.replace(";", " ").split()]
    except ValueError:
        raise Problem(msg("analysis.view.not_numbers")) from None
