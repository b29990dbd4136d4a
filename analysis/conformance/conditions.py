# SPDX-License-Identifier: MIT
"""Row conditions of case files (`name`=='x' & `n` in [1,2]) read by a small parser; nothing is evaluated as code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

_TOKEN = re.compile(
    r"\s*(?:(?P<name>`[^`]+`|[A-Za-z.][\w.]*)|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?(?:e-?\d+)?)"
    r"|(?P<sign>==|!=|<=|>=|<|>|&|\||!|\(|\)|\[|\]|,|%in%))"
)


class UnreadableCondition(ValueError):
    """The condition uses something this parser does not know."""


def rows_where(condition: str, columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """(n,) bool: rows that meet the condition; missing values meet none. Raises UnreadableCondition."""
    parser = _Parser(_tokens(condition), columns)
    result = parser.either()
    if parser.tokens:
        raise UnreadableCondition(condition)
    return result


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

    def either(self) -> np.ndarray:
        result = self.both()
        while self._take("|"):
            result = result | self.both()
        return result

    def both(self) -> np.ndarray:
        result = self.one()
        while self._take("&"):
            result = result & self.one()
        return result

    def one(self) -> np.ndarray:
        if self._take("!"):
            return ~self.one()
        if self._take("("):
            result = self.either()
            self._need(")")
            return result
        kind, name = self._next()
        if kind != "name" or name.strip("`") not in self.columns:
            raise UnreadableCondition(name)
        column = self.columns[name.strip("`")]
        sign = self._next()[1]
        if sign in ("in", "%in%"):
            return np.isin(column, np.array(self._listed(), dtype=column.dtype))
        return _compared(column, sign, self._value())

    def _listed(self) -> list[object]:
        if self.tokens and self.tokens[0][1] == "c":
            self._next()
        opening = self._next()[1]
        values = []
        while not self._take(")" if opening == "(" else "]"):
            values.append(self._value())
            self._take(",")
        return values

    def _value(self) -> object:
        kind, text = self._next()
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1]
        raise UnreadableCondition(text)

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise UnreadableCondition("the condition ends too early")
        return self.tokens.pop(0)

    def _take(self, sign: str) -> bool:
        if self.tokens and self.tokens[0][1] == sign:
            self.tokens.pop(0)
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise UnreadableCondition(sign)


def _compared(column: np.ndarray, sign: str, value: object) -> np.ndarray:
    known = ~np.isnan(column) if column.dtype.kind == "f" else column != ""
    if column.dtype.kind == "f" and isinstance(value, str):
        value = float(value)
    comparison: Any = {
        "==": np.equal,
        "!=": np.not_equal,
        "<": np.less,
        ">": np.greater,
        "<=": np.less_equal,
        ">=": np.greater_equal,
    }.get(sign)
    if comparison is None:
        raise UnreadableCondition(sign)
    result = comparison(column, value)
    return np.asarray(result, dtype=bool) & known
