# SPDX-License-Identifier: MIT
"""Conditions on numbers and dates as a person types them: "3; 5", "18..59", ">= 18", "2026-01-15", "2026-01-01..".

What is typed goes on behind the variable, other variables by name: "> size * 2", "div size > 100", "- arrived > 30".
The grammar is that of plans (`projects.results.where_grammar`); numbers may have a decimal comma.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from analysis.declarations.conditions import UNREAD, Condition
from analysis.records import DataTable, Kind, Variable
from wording import Problem, msg
from workbench.conditions.condition_writing import first_variable, text_behind, whole_text

DATES = frozenset({Kind.DATE, Kind.DATETIME})
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_WHOLE = re.compile(r"\(|\$\{|not\(|selected\(|count-selected\(")
_CALCULATION = re.compile(r"(?:[-+*]|div|mod)\s")


def typed_condition(table: DataTable, variable: Variable, text: str) -> dict[str, Any] | None:
    """The condition that a line means for a number or a date, ready for `where`; None for an empty line.

    Raises Problem for what is neither.
    """
    from projects.results.where_grammar import read_where  # with the first condition typed

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
