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
        """Positions of the columns of some terms.

        Parameters
        ----------
        *term_ids : str
            Their ids.

        Returns
        -------
        array (columns,) of int
            From 0, in order.

        Raises
        ------
        KeyError
            An unknown term.
        """
        unknown = set(term_ids) - set(self.term_ids)
        if unknown:
            raise KeyError(sorted(unknown)[0])
        wanted = [number + 1 for number, term in enumerate(self.term_ids) if term in term_ids]
        return np.flatnonzero(np.isin(self.terms, wanted))

    def without(self, *term_ids: str) -> ModelMatrix:
        """The matrix without some terms.

        Parameters
        ----------
        *term_ids : str
            Their ids.

        Returns
        -------
        ModelMatrix
            The other columns, which keep the numbers of their terms.

        Raises
        ------
        KeyError
            An unknown term.
        """
        left = np.setdiff1d(np.arange(len(self.names)), self.columns_of(*term_ids))
        return ModelMatrix(self.X[:, left], tuple(self.names[i] for i in left), self.terms[left], self.term_ids)


def number(id: str, values: np.ndarray) -> Term:
    """A numeric predictor.

    Parameters
    ----------
    id : str
        Names the term and its column.
    values : array (n,)
        Numbers, NaN = missing.

    Returns
    -------
    Term
        Of one column.
    """
    return Term(id, np.asarray(values, dtype=float).reshape(-1, 1), (id,))


def category(
    id: str, codes: np.ndarray, levels: Sequence[str], reference: int = 0, progress: Progress | None = None
) -> Term:
    """A categorical predictor: one indicator per level but the reference.

    Parameters
    ----------
    id : str
        Names the term; its columns are "id:level".
    codes : array (n,)
        Codes from 0, −1 = missing.
    levels : sequence of str
        Name of each code.
    reference : int
        Code of the level without a column.
    progress : Progress or None
        Asked between levels whether to stop.

    Returns
    -------
    Term
        NaN in rows without a code.

    Raises
    ------
    Stopped
        The user asked to stop.

    Examples
    --------
    >>> term = category("zone", np.array([0, 1, 2, -1]), ["hill", "lake", "town"])
    >>> term.names, term.columns.tolist()
    (('zone:lake', 'zone:town'), [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [nan, nan]])
    """
    codes = np.asarray(codes)
    kept = [level for level in range(len(levels)) if level != reference]
    absent = codes < 0
    indicators = (np.where(absent, np.nan, codes == level) for level in kept)
    columns = side_by_side(indicators, len(codes), len(kept), progress)
    return Term(id, columns, tuple(f"{id}:{levels[level]}" for level in kept))


def interaction(*terms: Term) -> Term:
    """Products of the columns of terms, those of the first running fastest.

    Parameters
    ----------
    *terms : Term
        Two or more.

    Returns
    -------
    Term
        Names joined by "×".

    Examples
    --------
    >>> age, zone = number("age", np.array([20.0, 30.0])), category("zone", np.array([0, 1]), ["hill", "lake"])
    >>> interaction(age, zone).names, interaction(age, zone).columns.tolist()
    (('age×zone:lake',), [[0.0], [30.0]])
    """
    columns, names = terms[0].columns, terms[0].names
    for term in terms[1:]:
        products = (left * right for right in each_column(term.columns) for left in each_column(columns))
        columns = side_by_side(products, len(columns), columns.shape[1] * term.columns.shape[1])
        names = tuple(f"{left}×{right}" for right in term.names for left in names)
    return Term("×".join(term.id for term in terms), columns, names)


def model_matrix(
    terms: Sequence[Term], n_rows: int, intercept: bool = True, progress: Progress | None = None
) -> ModelMatrix:
    """The terms side by side, behind an intercept.

    Parameters
    ----------
    terms : sequence of Term
        Of n rows each.
    n_rows : int
        Rows n.
    intercept : bool
        A first column of 1.
    progress : Progress or None
        Asked between columns whether to stop.

    Returns
    -------
    ModelMatrix
        Terms are numbered from 1, the intercept 0.

    Raises
    ------
    Stopped
        The user asked to stop.

    Examples
    --------
    >>> terms = [number("age", np.array([20.0, 30.0])), category("sex", np.array([0, 1]), ["f", "m"])]
    >>> matrix = model_matrix(terms, 2)
    >>> matrix.X.tolist(), matrix.terms.tolist()
    ([[1.0, 20.0, 0.0], [1.0, 30.0, 1.0]], [0, 1, 2])
    """
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
