# SPDX-License-Identifier: MIT
"""R formulas of case files turned into the engine's model matrix by a small parser; nothing is evaluated as code.

Known: names, factor(x), arithmetic and comparisons (see `expressions`), offset(x), and the signs of `terms`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.survey.models.design_matrix import ModelMatrix, Term, interaction, model_matrix
from tests.conformance.cases import Data, NotSupported
from tests.conformance.expressions import UnreadableExpression, deparsed, evaluated, is_comparison
from tests.conformance.terms import UnreadableFormula, terms_of

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
    formula: str,
    data: Data,
    outcome: bool = True,
    ordered: frozenset[str] = frozenset(),
    *,
    rows: np.ndarray | None = None,
    left_out: Sequence[str] = (),
    drop_levels: bool = False,
) -> tuple[np.ndarray, ModelMatrix]:
    """The outcome (n,), NaN throughout without one, and the model matrix with R's names. Raises NotSupported.

    A factor in a term is coded by contrasts where the model also has the term without it, else by all its levels
    (R's `?terms.object`); factors named in `ordered` have polynomial contrasts. Of rows outside `rows` (n,) bool
    nothing is known. `drop_levels`: a factor has the levels of the complete rows only, as `?glm` frames its data.
    Terms `left_out` are taken from the formula before the others are coded, as by `?update`.
    """
    read = read_formula(formula)
    data = data if rows is None else data.known_in(rows)
    if drop_levels:
        data = _of_complete_rows(read, data, outcome)
    gone = {frozenset(_split(term, ":")) for term in left_out}
    terms = [term for term in read.terms if frozenset(_split(term, ":")) not in gone]
    known = {frozenset(_split(term, ":")) for term in terms} | ({frozenset[str]()} if read.intercept else set())
    built = [_built(term, data, known, ordered) for term in terms]
    matrix = model_matrix(built, data.rows, read.intercept)
    names = tuple("(Intercept)" if name == "intercept" else name for name in matrix.names)
    y = _outcome(read.left, data) if outcome and read.left else np.full(data.rows, np.nan)
    return y, replace(matrix, names=names)


def _of_complete_rows(read: Formula, data: Data, outcome: bool) -> Data:
    """The data with only those levels of its factors that occur in rows where all that the formula names is known."""
    complete = np.ones(data.rows, dtype=bool)
    wanted = [*dict.fromkeys(part for term in read.terms for part in _split(term, ":")), *read.offsets]
    for part in [*wanted, read.left] if outcome and read.left else wanted:
        name = _factor_in(part, data)
        complete &= data.codes(name) >= 0 if name else ~np.isnan(number_of(part, data))
    levels = {}
    for name in {_factor_in(part, data) for part in (*wanted, read.left)} - {""}:
        if name not in data.levels and set(data.labels(name)) <= {"FALSE", "TRUE"}:
            levels[name] = ("FALSE", "TRUE")  # a logical has both values, whichever occur
            continue
        seen = np.unique(data.codes(name)[complete])
        levels[name] = tuple(data.labels(name)[code] for code in seen)
    return data.with_levels(levels)


def same_term(one: str, other: str) -> bool:
    """Whether two texts name one term, however spaced and in whatever order its parts stand."""
    return _parts(one) == _parts(other)


def _parts(term: str) -> frozenset[str]:
    return frozenset(deparsed(part.strip("` ")) for part in _split(term, ":"))


def printed_term(term: str) -> str:
    """A term as R prints it."""
    return ":".join(deparsed(part) for part in _split(term, ":"))


def terms_in(joined: str) -> list[str]:
    """The terms of "a+b:c", whatever signs stand within their brackets."""
    return _split(joined, "+")


def offset_of(formula: str, data: Data) -> np.ndarray | None:
    """(n,) the sum of the offsets of a formula, or None."""
    parts = [number_of(part, data) for part in read_formula(formula).offsets]
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
    name = _factor_in(text, data)
    if name:
        codes, labels = data.codes(name), data.labels(name)
        if ordered and not whole:
            contrasts, endings = _polynomials(len(labels))
        else:
            start = 0 if whole else 1
            contrasts, endings = np.eye(len(labels))[:, start:], list(labels[start:])
        columns = np.where(codes[:, None] < 0, np.nan, contrasts[codes])
        return Term(text, columns, tuple(f"{text}{ending}" for ending in endings))
    values = number_of(text, data).reshape(-1, 1)
    name = text.strip("`")
    label = name if name in data.columns else deparsed(text)
    if not is_comparison(text):
        return Term(text, values, (label,))
    if not whole:
        return Term(text, values, (f"{label}TRUE",))
    return Term(text, np.hstack([1 - values, values]), (f"{label}FALSE", f"{label}TRUE"))


def _factor_in(text: str, data: Data) -> str:
    """The column that a part takes as a factor; nothing where it is a number."""
    factor = _FACTOR.match(text)
    name = factor.group(1).strip() if factor else text.strip("`")
    return name if name in data.columns and (factor or data.is_factor(name)) else ""


def _polynomials(levels: int) -> tuple[np.ndarray, list[str]]:
    """Orthonormal polynomials over equally spaced levels (`?contr.poly`), and R's names of them."""
    place = np.arange(levels) - (levels - 1) / 2
    q, r = np.linalg.qr(place[:, None] ** np.arange(levels))
    return (q * np.sign(np.diag(r)))[:, 1:], [".L", ".Q", ".C", *(f"^{n}" for n in range(4, levels))][: levels - 1]


def _outcome(text: str, data: Data) -> np.ndarray:
    """A number; of a factor whether it is not the first level, as `?family` takes a binomial outcome."""
    name = text.strip("`")
    if name in data.levels and data.is_factor(name):
        codes = data.codes(name)
        return np.where(codes < 0, np.nan, codes > 0)
    return number_of(text, data)


def number_of(text: str, data: Data) -> np.ndarray:
    """(n,) a part of a formula as numbers, NaN where missing. Raises NotSupported."""

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
