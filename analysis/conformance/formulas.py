# SPDX-License-Identifier: MIT
"""R formulas of case files turned into the engine's model matrix by a small parser; nothing is evaluated as code.

Known: names, factor(x), arithmetic and comparisons (see `expressions`), a:b, a*b, −1 and +0, offset(x).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from analysis.conformance.cases import Data, NotSupported
from analysis.conformance.expressions import UnreadableExpression, deparsed, evaluated, is_comparison
from analysis.survey.design_matrix import ModelMatrix, Term, interaction, model_matrix

_FACTOR = re.compile(r"^(?:as\.)?factor\(\s*`?([^()`]+?)`?\s*\)$")
_OFFSET = re.compile(r"^offset\((.*)\)$")


@dataclass(frozen=True)
class Formula:
    """Left side, terms of the right side expanded in R's order, intercept or not, and the parts that are offsets."""

    left: str
    terms: tuple[str, ...]
    intercept: bool
    offsets: tuple[str, ...]


def read_formula(formula: str) -> Formula:
    """The parts of a formula. Raises NotSupported for nested brackets of terms."""
    left, _, right = formula.partition("~")
    intercept, terms, offsets = True, [], []
    for sign, part in _summands(right):
        offset = _OFFSET.match(part)
        if part in ("0", "1"):
            intercept = (part == "1") == (sign == "+")
        elif sign == "-":
            raise NotSupported(f"formula part -{part}")
        elif offset:
            offsets.append(offset.group(1))
        elif part:
            terms.extend(_expanded(part))
    unique = sorted(dict.fromkeys(terms), key=lambda term: len(_split(term, ":")))
    return Formula(left.strip(), tuple(unique), intercept, tuple(offsets))


def matrix_of(formula: str, data: Data, outcome: bool = True) -> tuple[np.ndarray, ModelMatrix]:
    """The outcome (n,), NaN throughout without one, and the model matrix with R's names. Raises NotSupported."""
    read = read_formula(formula)
    first = next((term for term in read.terms if ":" not in term and _is_factor(term, data)), None)
    whole = None if read.intercept else first  # without an intercept the first factor keeps all its levels
    built = [replace(_interacted(term, data, term == whole), id=term) for term in read.terms]
    matrix = model_matrix(built, data.rows, read.intercept)
    names = tuple("(Intercept)" if name == "intercept" else name for name in matrix.names)
    y = _number(read.left, data) if outcome and read.left else np.full(data.rows, np.nan)
    return y, replace(matrix, names=names)


def offset_of(formula: str, data: Data) -> np.ndarray | None:
    """(n,) the sum of the offsets of a formula, or None."""
    parts = [_number(part, data) for part in read_formula(formula).offsets]
    return np.sum(parts, axis=0) if parts else None


def _split(text: str, sign: str) -> list[str]:
    """Parts between a sign outside brackets and quotes."""
    return [part for _, part in _pieces(text, sign)]


def _summands(text: str) -> list[tuple[str, str]]:
    return _pieces(text, "+-")


def _pieces(text: str, signs: str) -> list[tuple[str, str]]:
    found, depth, quote, sign, start = [], 0, "", "+", 0
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"`":
            quote = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter in signs and not depth:
            if text[start:place].strip():
                found.append((sign, text[start:place].strip()))
            sign, start = letter, place + 1
    if text[start:].strip():
        found.append((sign, text[start:].strip()))
    return found


def _expanded(part: str) -> list[str]:
    if part.startswith("("):
        raise NotSupported(f"formula part {part}")
    factors = _split(part, "*")
    terms = [factors[0]]
    for factor in factors[1:]:
        terms += [factor, *(f"{term}:{factor}" for term in terms)]
    return terms


def _is_factor(term: str, data: Data) -> bool:
    return bool(_FACTOR.match(term)) or (term.strip("`") in data.columns and data.is_factor(term.strip("`")))


def _interacted(term: str, data: Data, whole: bool = False) -> Term:
    parts = [_term(part, data, whole) for part in _split(term, ":")]
    if len(parts) == 1:
        return parts[0]
    joined = interaction(*parts)
    return replace(joined, names=tuple(name.replace("×", ":") for name in joined.names))


def _term(text: str, data: Data, whole: bool = False) -> Term:
    factor = _FACTOR.match(text)
    name = factor.group(1).strip() if factor else text.strip("`")
    if name in data.columns and (factor or data.is_factor(name)):
        codes, labels = data.codes(name), data.labels(name)
        start = 0 if whole else 1
        columns = (codes[:, None] == np.arange(start, len(labels))).astype(float)
        columns[codes < 0] = np.nan
        return Term(text, columns, tuple(f"{text}{label}" for label in labels[start:]))
    values = _number(text, data)
    label = text if name in data.columns else deparsed(text)
    return Term(text, values.reshape(-1, 1), (f"{label}TRUE" if is_comparison(text) else label,))


def _number(text: str, data: Data) -> np.ndarray:
    def column(name: str) -> np.ndarray:
        if name not in data.columns:
            raise UnreadableExpression(name)
        if data.columns[name].dtype.kind == "f":
            return data.columns[name]
        codes = data.codes(name)
        if len(data.labels(name)) != 2:
            raise UnreadableExpression(name)
        return np.where(codes < 0, np.nan, codes > 0)

    try:
        if text.strip("`") in data.columns:
            return column(text.strip("`"))
        values = evaluated(text, column, data.columns)
    except UnreadableExpression as gap:
        raise NotSupported(f"formula part {text}") from gap
    return np.broadcast_to(np.asarray(values, dtype=float), (data.rows,))
