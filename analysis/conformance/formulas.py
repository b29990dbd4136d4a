# SPDX-License-Identifier: MIT
"""R formulas of case files turned into the engine's model matrix by a small parser; nothing is evaluated as code.

Known: names, factor(x), arithmetic and comparisons (see `expressions`), offset(x), and the signs of `terms`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from analysis.conformance.cases import Data, NotSupported
from analysis.conformance.expressions import UnreadableExpression, deparsed, evaluated, is_comparison
from analysis.conformance.terms import UnreadableFormula, terms_of
from analysis.survey.design_matrix import ModelMatrix, Term, interaction, model_matrix

_FACTOR = re.compile(r"^(?:as\.)?factor\(\s*`?([^()`]+?)`?\s*\)$")


@dataclass(frozen=True)
class Formula:
    """Left side, terms of the right side expanded in R's order, intercept or not, and the parts that are offsets."""

    left: str
    terms: tuple[str, ...]
    intercept: bool
    offsets: tuple[str, ...]


def read_formula(formula: str) -> Formula:
    """The parts of a formula. Raises NotSupported for what R's formulas know and this parser does not."""
    left, _, right = formula.partition("~")
    try:
        terms, offsets = terms_of(right)
    except UnreadableFormula as gap:
        raise NotSupported(f"formula part {gap}") from gap
    joined = tuple(":".join(term) for term in terms if term)
    return Formula(left.strip(), joined, () in terms, tuple(offsets))


def matrix_of(
    formula: str, data: Data, outcome: bool = True, ordered: frozenset[str] = frozenset()
) -> tuple[np.ndarray, ModelMatrix]:
    """The outcome (n,), NaN throughout without one, and the model matrix with R's names. Raises NotSupported.

    A factor in a term is coded by contrasts where the model also has the term without it, else by all its levels
    (R's `?terms.object`); factors named in `ordered` have polynomial contrasts.
    """
    read = read_formula(formula)
    known = {frozenset(_split(term, ":")) for term in read.terms} | ({frozenset[str]()} if read.intercept else set())
    built = [_built(term, data, known, ordered) for term in read.terms]
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


def _built(term: str, data: Data, known: set[frozenset[str]], ordered: frozenset[str]) -> Term:
    parts = _split(term, ":")
    own = [_term(part, data, frozenset(parts) - {part} not in known, part in ordered) for part in parts]
    joined = own[0] if len(own) == 1 else interaction(*own)
    return replace(joined, id=term, names=tuple(name.replace("×", ":") for name in joined.names))


def _term(text: str, data: Data, whole: bool = False, ordered: bool = False) -> Term:
    factor = _FACTOR.match(text)
    name = factor.group(1).strip() if factor else text.strip("`")
    if name in data.columns and (factor or data.is_factor(name)):
        codes, labels = data.codes(name), data.labels(name)
        if ordered and not whole:
            contrasts, endings = _polynomials(len(labels))
        else:
            start = 0 if whole else 1
            contrasts, endings = np.eye(len(labels))[:, start:], list(labels[start:])
        columns = np.where(codes[:, None] < 0, np.nan, contrasts[codes])
        return Term(text, columns, tuple(f"{text}{ending}" for ending in endings))
    values = _number(text, data)
    label = text if name in data.columns else deparsed(text)
    return Term(text, values.reshape(-1, 1), (f"{label}TRUE" if is_comparison(text) else label,))


def _polynomials(levels: int) -> tuple[np.ndarray, list[str]]:
    """Orthonormal polynomials over equally spaced levels (`?contr.poly`), and R's names of them."""
    place = np.arange(levels) - (levels - 1) / 2
    q, r = np.linalg.qr(place[:, None] ** np.arange(levels))
    return (q * np.sign(np.diag(r)))[:, 1:], [".L", ".Q", ".C", *(f"^{n}" for n in range(4, levels))][: levels - 1]


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
