# SPDX-License-Identifier: MIT
"""The design matrix of a model from arrays and codes. It never reads a formula: a column name could run as code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.column_arrays import each_column, side_by_side
from wording import Progress


@dataclass(frozen=True)
class Term:
    """A term of a model: a number, a category, or an interaction of those.

    `columns` (n, m), NaN where missing; `names` of its columns ("v3", "v4:c2" …); `id` names the term.
    """

    id: str
    columns: np.ndarray
    names: tuple[str, ...]


@dataclass(frozen=True)
class ModelMatrix:
    """X (n, p) with its column names and, per column, the number of its term (0 = intercept)."""

    X: np.ndarray
    names: tuple[str, ...]
    terms: np.ndarray
    term_ids: tuple[str, ...]

    def columns_of(self, *term_ids: str) -> np.ndarray:
        """Positions of the columns of these terms. Raises KeyError for an unknown term."""
        unknown = set(term_ids) - set(self.term_ids)
        if unknown:
            raise KeyError(sorted(unknown)[0])
        wanted = [number + 1 for number, term in enumerate(self.term_ids) if term in term_ids]
        return np.flatnonzero(np.isin(self.terms, wanted))

    def without(self, *term_ids: str) -> ModelMatrix:
        """The matrix without these terms."""
        left = np.setdiff1d(np.arange(len(self.names)), self.columns_of(*term_ids))
        return ModelMatrix(self.X[:, left], tuple(self.names[i] for i in left), self.terms[left], self.term_ids)


def number(id: str, values: np.ndarray) -> Term:
    """A numeric predictor (n,)."""
    return Term(id, np.asarray(values, dtype=float).reshape(-1, 1), (id,))


def category(
    id: str, codes: np.ndarray, levels: Sequence[str], reference: int = 0, progress: Progress | None = None
) -> Term:
    """A categorical predictor coded 0 … (−1 = missing): one indicator per level but the reference. Raises Stopped."""
    codes = np.asarray(codes)
    kept = [level for level in range(len(levels)) if level != reference]
    absent = codes < 0
    indicators = (np.where(absent, np.nan, codes == level) for level in kept)
    columns = side_by_side(indicators, len(codes), len(kept), progress)
    return Term(id, columns, tuple(f"{id}:{levels[level]}" for level in kept))


def interaction(*terms: Term) -> Term:
    """Products of the columns of terms, those of the first running fastest."""
    columns, names = terms[0].columns, terms[0].names
    for term in terms[1:]:
        products = (left * right for right in each_column(term.columns) for left in each_column(columns))
        columns = side_by_side(products, len(columns), columns.shape[1] * term.columns.shape[1])
        names = tuple(f"{left}×{right}" for right in term.names for left in names)
    return Term("×".join(term.id for term in terms), columns, names)


def model_matrix(
    terms: Sequence[Term], n_rows: int, intercept: bool = True, progress: Progress | None = None
) -> ModelMatrix:
    """The terms side by side, behind an intercept. Raises Stopped."""
    blocks = [np.ones((n_rows, 1))] if intercept else []
    names: list[str] = ["intercept"] if intercept else []
    numbers = [0] if intercept else []
    for position, term in enumerate(terms):
        blocks.append(term.columns)
        names.extend(term.names)
        numbers.extend([position + 1] * len(term.names))
    columns = (column for block in blocks for column in each_column(block))
    X = side_by_side(columns, n_rows, len(names), progress)
    return ModelMatrix(X, tuple(names), np.array(numbers, dtype=int), tuple(term.id for term in terms))
