# SPDX-License-Identifier: MIT
"""Arithmetic of formula parts (log(x), I(x/10), x^2, age > 5) read by a small parser; nothing is evaluated as code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np

from tests.conformance.conditions import UnreadableCondition, truth_of

_TOKEN = re.compile(
    r"\s*(`[^`]+`|[A-Za-z.][\w.]*|\d+\.?\d*(?:[eE][-+]?\d+)?|'[^']*'|\"[^\"]*\"|%in%|==|!=|<=|>=|&&?|\|\|?|\S)"
)
_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "log": np.log, "log2": np.log2, "log10": np.log10, "log1p": np.log1p, "exp": np.exp, "sqrt": np.sqrt,
    "abs": np.abs, "I": np.asarray, "as.numeric": np.asarray, "as.integer": np.trunc,
    "scale": lambda x: (x - np.nanmean(x)) / np.nanstd(x, ddof=1),
}  # fmt: skip
_SPACED = ("+", "-", "*", "==", "!=", "<", ">", "<=", ">=", "&", "|", "&&", "||", "%in%")
_COMPARES = re.compile(r"==|!=|<|>|%in%|is\.na")


class UnreadableExpression(ValueError):
    """The expression uses something this parser does not know."""


def evaluated(text: str, numbers: Callable[[str], np.ndarray], columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """(n,) values of an expression; comparisons give 1, 0 or NaN. Raises UnreadableExpression."""
    inner = _inside_identity(text)
    if _COMPARES.search(inner):
        try:
            truth = truth_of(inner, columns)
        except UnreadableCondition as gap:
            raise UnreadableExpression(text) from gap
        return np.where(truth.known, truth.met, np.nan)
    parser = _Parser(_TOKEN.findall(text), numbers)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = parser.sum()
    if parser.tokens:
        raise UnreadableExpression(text)
    return result


def is_comparison(text: str) -> bool:
    """Whether an expression is true or false, which R marks by TRUE behind its name."""
    return bool(_COMPARES.search(text)) and not text.lstrip().startswith(("as.numeric", "as.integer"))


def is_sum(text: str) -> bool:
    """Whether an expression is, outside all brackets, a sum, difference, product, quotient or power."""
    depth = 0
    for part in _TOKEN.findall(text):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if not depth and part in ("+", "-", "*", "/", "^"):
            return True
    return False


def deparsed(text: str) -> str:
    """An expression as R prints it: spaces round its operators and after commas, double quotes."""
    shown = ""
    for place, part in enumerate(tokens := _TOKEN.findall(text)):
        if part.startswith("'"):
            part = f'"{part[1:-1]}"'
        unary = part == "-" and (place == 0 or tokens[place - 1] in (*_SPACED, "(", ","))
        shown += f" {part} " if part in _SPACED and not unary else ", " if part == "," else part
    return shown


def _inside_identity(text: str) -> str:
    match = re.fullmatch(r"\s*(?:I|as\.numeric|as\.integer)\((.*)\)\s*", text)
    return match.group(1) if match else text


class _Parser:
    """Sums of products of powers of atoms."""

    def __init__(self, tokens: list[str], numbers: Callable[[str], np.ndarray]) -> None:
        self.tokens, self.numbers = tokens, numbers

    def sum(self) -> np.ndarray:
        value = self.product()
        while self._next_is("+", "-"):
            value = value + self.product() if self.tokens.pop(0) == "+" else value - self.product()
        return value

    def product(self) -> np.ndarray:
        value = self.signed()
        while self._next_is("*", "/"):
            value = value * self.signed() if self.tokens.pop(0) == "*" else value / self.signed()
        return value

    def signed(self) -> np.ndarray:
        if self._next_is("-"):
            self.tokens.pop(0)
            return -self.signed()
        value = self.atom()
        if self._next_is("^"):
            self.tokens.pop(0)
            value = value ** self.signed()
        return value

    def atom(self) -> np.ndarray:
        if not self.tokens:
            raise UnreadableExpression("it ends too early")
        part = self.tokens.pop(0)
        if part == "(":
            return self._closed()
        if part in _FUNCTIONS and self._next_is("("):
            self.tokens.pop(0)
            return np.asarray(_FUNCTIONS[part](self._closed()))
        if part[0].isdigit():
            return np.asarray(float(part))
        if part[0].isalpha() or part[0] in ".`":
            return self.numbers(part.strip("`"))
        raise UnreadableExpression(part)

    def _closed(self) -> np.ndarray:
        value = self.sum()
        if not self._next_is(")"):
            raise UnreadableExpression("a bracket is not closed")
        self.tokens.pop(0)
        return value

    def _next_is(self, *signs: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in signs
