# SPDX-License-Identifier: MIT
"""Conditions on rows: answers, ranges of numbers and dates, their opposites and alternatives, as an option stores them.

`{"variable": "v2", "is": ["c1"]}` · `{"variable": "v5", "from": 18, "to": 59}`, ends included unless `"above"` or
`"below"` says so, dates as ISO texts, a day with all its hours · `{"not": […]}` · `{"any": [[…], […]]}` · `{"compare":
[expression, operator, expression]}`: an expression is a number, the id of a number or a date, `{"date": …}`,
`{"count": …}` of a set's chosen answers, or a list of + - * div mod and expressions; dates count in days. In a list all
must hold. A row without the answer fulfils no condition on it, nor its opposite. `{"variable": "v5", "unread": "soon"}`
is what somebody typed and nobody understands: it is kept to be mended, and no row is counted meanwhile.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from analysis.problems import AnalysisProblem, as_number
from analysis.records import Kind, Variable
from wording import msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.records import Frame
    from wording import Progress

Condition = Mapping[str, Any]
Expression = object  # a number, an id, a mapping or a list, as the first lines say
NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
DATES = frozenset({Kind.DATE, Kind.DATETIME})
RANGE = ("from", "to")
FORMS = ("is", *RANGE, "not", "any", "compare")
UNREAD = "unread"


class ConditionAnswers(Protocol):
    """The rows that conditions are asked of: a `Study` is one, and says more of each."""

    frame: Frame

    @property
    def rows(self) -> int:
        """How many rows there are."""

    def variable(self, variable_id: str, kinds: frozenset[Kind] = ...) -> Variable:
        """The variable, of one of `kinds`."""

    def reasons(self, variable_id: str) -> np.ndarray:
        """int8 (rows,): why each value is absent; 0 where present."""

    def numbers(self, variable: Variable) -> np.ndarray:
        """float64 (rows,), NaN where absent."""

    def indicators(self, variable: Variable, progress: Progress | None = None) -> np.ndarray:
        """float64 (rows, choices): 1 where chosen, NaN where the question has no answer."""

    def where(self, conditions: Sequence[Condition] | None, progress: Progress | None = None) -> np.ndarray:
        """bool (rows,): rows where every condition holds."""


def variables_of_conditions(conditions: Sequence[Condition] | None) -> Iterator[str]:
    """The ids of the variables that conditions speak of.

    Examples
    --------
    >>> conditions = [{"variable": "v2", "is": ["c1"]}, {"not": [{"compare": [["+", "v5", "v6"], ">", 3]}]}]
    >>> list(variables_of_conditions(conditions))
    ['v2', 'v5', 'v6']
    """
    for one in conditions or ():
        if "variable" in one:
            yield str(one["variable"])
        if "compare" in one:
            yield from (name for side in one["compare"][::2] for name in _names(side))
        yield from variables_of_conditions(one.get("not"))
        for part in one.get("any") or ():
            yield from variables_of_conditions(part)


def _names(expression: Expression) -> Iterator[str]:
    """The ids of the variables in an expression."""
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, Mapping):
        yield from [str(expression["count"])] if "count" in expression else []
    elif isinstance(expression, Sequence):
        for part in expression[1:]:
            yield from _names(part)


def is_range(condition: Condition) -> bool:
    """Whether it asks for a range of a number or a date.

    Examples
    --------
    >>> is_range({"variable": "v5", "from": 18}), is_range({"variable": "v2", "is": ["c1"]})
    (True, False)
    """
    return any(end in condition for end in RANGE)


def rows_where(study: ConditionAnswers, condition: Condition) -> tuple[np.ndarray, np.ndarray]:
    """Tell where a range, an opposite or an alternative holds, and where that can be told at all."""
    import numpy as np  # numpy, 80 ms: not at start

    if not any(form in condition for form in FORMS):
        raise AnalysisProblem(msg("where.not_understood", text=str(condition.get(UNREAD, dict(condition)))))
    if "any" in condition:
        parts = [all_rows_where(study, one) for one in condition["any"]]
        holds = np.logical_or.reduce([part[0] for part in parts])
        return holds, holds | np.logical_and.reduce([part[1] for part in parts])
    if "not" in condition:
        holds, known = all_rows_where(study, condition["not"])
        return known & ~holds, known
    if "compare" in condition:
        return _compared(study, condition["compare"])
    variable = study.variable(condition["variable"])
    known = np.asarray(study.reasons(variable.id) == 0)
    if not is_range(condition):
        return study.where([condition]), known
    return _in_range(study, variable, condition) & known, known


def all_rows_where(study: ConditionAnswers, conditions: Sequence[Condition]) -> tuple[np.ndarray, np.ndarray]:
    """Tell where several conditions hold together; one that is known not to hold is enough to know."""
    import numpy as np  # numpy, 80 ms: not at start

    parts = [rows_where(study, one) for one in conditions]
    holds = np.logical_and.reduce([part[0] for part in parts])
    fails = np.logical_or.reduce([part[1] & ~part[0] for part in parts])
    return holds, fails | np.logical_and.reduce([part[1] for part in parts])


def _compared(study: ConditionAnswers, compare: Sequence[Expression]) -> tuple[np.ndarray, np.ndarray]:
    """Where a comparison of two expressions holds, and where both can be worked out."""
    import numpy as np  # numpy, 80 ms: not at start

    left, sign, right = compare
    with np.errstate(divide="ignore", invalid="ignore"):
        sides = [_worked_out(study, one) for one in (left, right)]
        known = np.isfinite(sides[0]) & np.isfinite(sides[1])
        holds: np.ndarray = getattr(operator, _ORDERS[str(sign)])(*sides)
        return known & holds, known


def _worked_out(study: ConditionAnswers, expression: Expression) -> np.ndarray:
    """float (rows,): the value of an expression, NaN where an answer is absent or a division is by zero."""
    import numpy as np  # numpy, 80 ms: not at start

    if isinstance(expression, str):
        variable = study.variable(expression, NUMBERS | DATES)
        if variable.kind in NUMBERS:
            return study.numbers(variable)
        moments = study.frame.data[variable.id].to_numpy(dtype="datetime64[ns]")
        return np.where(np.isnat(moments), np.nan, moments.astype(np.int64) / _DAY)
    if isinstance(expression, Mapping) and "date" in expression:
        day = np.datetime64(str(expression["date"]), "ns").astype(np.int64) / _DAY
        return np.full(study.rows, float(day))
    if isinstance(expression, Mapping):
        variable = study.variable(str(expression["count"]), frozenset({Kind.SET}))
        chosen = study.indicators(variable).sum(axis=1)
        return np.where(study.reasons(variable.id) == 0, chosen, np.nan)
    if isinstance(expression, (int, float)):
        return np.full(study.rows, float(expression))
    assert isinstance(expression, Sequence)
    first, *rest = (_worked_out(study, part) for part in expression[1:])
    return _arithmetic(str(expression[0]), first, rest[0]) if rest else -first


_DAY = 86_400_000_000_000  # nanoseconds
_ORDERS = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def _arithmetic(sign: str, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Of + - * div mod; a remainder has the sign of the dividend, as in XPath 1.0."""
    import numpy as np  # numpy, 80 ms: not at start

    found: np.ndarray
    if sign in ("+", "-"):
        found = one + other if sign == "+" else one - other
    elif sign == "*":
        found = one * other
    else:
        found = one / other if sign == "div" else np.fmod(one, other)
    return found


def _in_range(study: ConditionAnswers, variable: Variable, condition: Condition) -> np.ndarray:
    import numpy as np  # numpy, 80 ms: not at start

    low, high = condition.get("from"), condition.get("to")
    if variable.kind in NUMBERS:
        values: Any = study.numbers(variable)
        ends: list[Any] = [None if end is None else as_number(variable, end) for end in (low, high)]
    elif variable.kind in DATES:
        values = study.frame.data[variable.id].to_numpy(dtype="datetime64[ns]")
        ends = [None if end is None else _moment(variable, end) for end in (low, high)]
    else:
        raise AnalysisProblem(msg("where.no_range", variable=variable.labels))
    inside = np.ones(study.rows, dtype=bool)
    if ends[0] is not None:
        after = _end_of(low, ends[0]) if condition.get("above") else ends[0]
        inside &= values > after if condition.get("above") else values >= after
    if ends[1] is not None:
        inside &= values < ends[1] if condition.get("below") else values <= _end_of(high, ends[1])
    return inside


def _moment(variable: Variable, end: object) -> np.datetime64:
    import numpy as np  # numpy, 80 ms: not at start

    try:
        return np.datetime64(str(end), "ns")
    except ValueError:
        raise AnalysisProblem(msg("where.no_date", variable=variable.labels, value=str(end))) from None


def _end_of(written: object, moment: object) -> Any:
    """The last moment of a day that is named without its hour; a number is itself."""
    import numpy as np  # numpy, 80 ms: not at start

    if isinstance(moment, np.datetime64) and len(str(written)) <= 10:
        return moment + np.timedelta64(86_399_999_999_999, "ns")
    return moment


def key_of(condition: Condition) -> str:
    """A condition as it stands in the key of a cell: alike for the same rows.

    Examples
    --------
    >>> key_of({"variable": "v2", "is": ["c3", "c1"]})
    'v2=c1+c3'
    >>> key_of({"variable": "v5", "from": 18})
    'v5=@{"from": 18, "variable": "v5"}'
    """
    if "is" in condition and "variable" in condition:
        return f"{condition['variable']}={'+'.join(sorted(map(str, condition['is'])))}"

    plain = json.dumps(condition, sort_keys=True).replace("|", "/")
    first = next(variables_of_conditions([condition]), "")
    return f"{first}={RANGE_MARK}{plain}"


RANGE_MARK = "@"
