# SPDX-License-Identifier: MIT
"""Row conditions of case files, in R's or pandas' words, read by a small parser; nothing is evaluated as code.

Known: comparisons of a column with a value or another column, %in%/in/.isin, is.na/.isna/.notna, !/not/~, &/and, |/or.
A comparison with a missing value is unknown, as in R: `!` leaves it unknown, and unknown rows meet no condition.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

_TOKEN = re.compile(
    r"\s*(?:(?P<name>`[^`]+`|(?:[A-Za-z]|\.(?!\d))[\w.]*)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
    r"|(?P<sign>==|!=|<=|>=|<|>|&&?|\|\|?|!|~|\(|\)|\[|\]|,|%in%))"
)
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_METHODS = ("isin", "isna", "isnull", "notna", "notnull")


class UnreadableCondition(ValueError):
    """The condition uses something this parser does not know."""


@dataclass(frozen=True)
class Truth:
    """(n,) whether a condition is met, and whether that is known."""

    met: np.ndarray
    known: np.ndarray

    def negated(self) -> Truth:
        """Unknown stays unknown."""
        return Truth(~self.met & self.known, self.known)


def rows_where(condition: str, columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """(n,) bool: rows that meet the condition; missing values meet none. Raises UnreadableCondition."""
    return truth_of(condition, columns).met


def truth_of(condition: str, columns: Mapping[str, np.ndarray]) -> Truth:
    """Which rows meet the condition and of which that is known. Raises UnreadableCondition."""
    parser = _Parser(_tokens(condition), columns)
    result = parser.either()
    if parser.tokens:
        raise UnreadableCondition(condition)
    return result


def missing_in(column: np.ndarray) -> np.ndarray:
    """(n,) bool: rows without a value."""
    return np.isnan(column) if column.dtype.kind == "f" else np.asarray(column == "", dtype=bool)


def _tokens(condition: str) -> list[tuple[str, str]]:
    found, position = [], 0
    while position < len(condition.rstrip()):
        match = _TOKEN.match(condition, position)
        if match is None or match.lastgroup is None:
            raise UnreadableCondition(condition)
        found.append((match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    return found


class _Parser:
    """Recursive descent over the tokens left."""

    def __init__(self, tokens: list[tuple[str, str]], columns: Mapping[str, np.ndarray]) -> None:
        self.tokens, self.columns = tokens, columns

    def either(self) -> Truth:
        result = self.both()
        while self._take("|", "||", "or"):
            other = self.both()
            result = Truth(result.met | other.met, (result.known & other.known) | result.met | other.met)
        return result

    def both(self) -> Truth:
        result = self.one()
        while self._take("&", "&&", "and"):
            other = self.one()
            false = (result.known & ~result.met) | (other.known & ~other.met)
            result = Truth(result.met & other.met, (result.known & other.known) | false)
        return result

    def one(self) -> Truth:
        if self._take("!", "~", "not"):
            return self.one().negated()
        if self._take("("):
            result = self.either()
            self._need(")")
            return result
        if self._take("is.na"):
            self._need("(")
            absent = missing_in(self._column(self._next()[1]))
            self._need(")")
            return Truth(absent, np.ones(len(absent), dtype=bool))
        name = self._next()[1]
        bare = name.strip("`")
        if bare not in self.columns and "." in bare and bare.rpartition(".")[2] in _METHODS:
            bare, _, method = bare.rpartition(".")
            return self._called(self._column(bare), method)
        column = self._column(name)
        if self.tokens and self.tokens[0][1].startswith(".") and self.tokens[0][1][1:] in _METHODS:
            return self._called(column, self._next()[1][1:])
        return self._compared(column)

    def _called(self, column: np.ndarray, method: str) -> Truth:
        if method == "isin":
            self._need("(")
            result = _among(column, self._listed())
            self._need(")")
            return result
        self._need("(")
        self._need(")")
        absent = missing_in(column)
        return Truth(absent if method in ("isna", "isnull") else ~absent, np.ones(len(absent), dtype=bool))

    def _compared(self, column: np.ndarray) -> Truth:
        if not self.tokens or self.tokens[0][1] in ("&", "&&", "|", "||", ")", "and", "or"):
            if column.dtype.kind == "f" or not set(column) <= {"TRUE", "FALSE", ""}:
                raise UnreadableCondition("a column alone is no condition")
            return Truth(np.asarray(column == "TRUE", dtype=bool), ~missing_in(column))
        sign = self._next()[1]
        if sign in ("in", "%in%"):
            return _among(column, self._listed())
        if sign not in _COMPARISONS:
            raise UnreadableCondition(sign)
        kind, text = self._next()
        known = ~missing_in(column)
        value: Any
        if kind == "name" and text not in ("TRUE", "FALSE", "True", "False"):
            value = self._column(text)
            known = known & ~missing_in(value)
        else:
            value = _value(kind, text)
        if column.dtype.kind == "f" and isinstance(value, str):
            value = _number(value)
        elif column.dtype.kind != "f" and isinstance(value, float):
            value = f"{value:.15g}"
        met = np.asarray(_COMPARISONS[sign](column, value), dtype=bool) & known
        return Truth(met, known)

    def _listed(self) -> list[object]:
        self._take("c")
        closing = {"(": ")", "[": "]"}.get(self._next()[1])
        if closing is None:
            raise UnreadableCondition("a list of values is expected")
        values: list[object] = []
        while not self._take(closing):
            values.append(_value(*self._next()))
            self._take(",")
        return values

    def _column(self, name: str) -> np.ndarray:
        if name.strip("`") not in self.columns:
            raise UnreadableCondition(name)
        return self.columns[name.strip("`")]

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise UnreadableCondition("the condition ends too early")
        return self.tokens.pop(0)

    def _take(self, *signs: str) -> bool:
        if self.tokens and self.tokens[0][1] in signs and self.tokens[0][0] != "text":
            self.tokens.pop(0)
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise UnreadableCondition(sign)


def _value(kind: str, text: str) -> float | str:
    if kind == "number":
        return float(text)
    if kind == "text":
        return text[1:-1]
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper()
    raise UnreadableCondition(text)


def _number(text: str) -> float:
    if text.upper() in ("TRUE", "FALSE"):
        return float(text.upper() == "TRUE")
    try:
        return float(text)
    except ValueError as error:
        raise UnreadableCondition(text) from error


def _among(column: np.ndarray, values: list[object]) -> Truth:
    """Membership is known even of a missing value, as for R's %in%."""
    if column.dtype.kind == "f":
        met = np.isin(
            column, np.array([value if isinstance(value, float) else _number(str(value)) for value in values])
        )
    else:
        met = np.isin(column, np.array([f"{v:.15g}" if isinstance(v, float) else v for v in values], dtype=object))
    return Truth(met & ~missing_in(column), np.ones(len(column), dtype=bool))
