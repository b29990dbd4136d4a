# SPDX-License-Identifier: MIT
"""Fisher's exact test, as R's `fisher.test`: exact for any table small enough to count out.

Of 2×2 tables through scipy. Of larger ones ours: scipy's p is simulated unless told otherwise, and stops at few rows.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.result import Test
from wording import Problem, msg

_MOST_TABLES = 60_000_000
_EQUAL = 1 + 1e-7  # tables whose probability is this near to the observed one count as equally likely


def fisher_exact(counts: np.ndarray, level: float = 0.95) -> Test:
    """Two-sided p; for 2×2 tables the conditional odds ratio and its interval too (Agresti 2002, section 3.5).

    Raises Problem for tables too large to count out.
    """
    table = np.asarray(counts, dtype=int)
    if table.shape == (2, 2):  # also with an empty row, which leaves the odds open
        return _two_by_two(table, level)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    return Test(np.nan, _table_p(table))


def _two_by_two(table: np.ndarray, level: float) -> Test:
    from scipy.stats import fisher_exact as scipy_fisher  # scipy.stats, 730 ms: not at start
    from scipy.stats.contingency import odds_ratio  # scipy.stats, 730 ms: not at start

    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):  # R's answer, where scipy has no estimate
        return Test(np.nan, 1.0, (), 0.0, 0.0, np.inf)
    found = odds_ratio(table, kind="conditional")
    ends = found.confidence_interval(level)
    p = float(scipy_fisher(table).pvalue)
    return Test(np.nan, p, (), float(found.statistic), float(ends.low), float(ends.high))


def _table_p(table: np.ndarray) -> float:
    """Sum of the probabilities of all tables with these margins that are no likelier than the observed one."""
    if table.shape[1] > table.shape[0]:
        table = table.T
    table = table[:, np.argsort(-table.sum(axis=0))]
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    from scipy.special import gammaln  # scipy.special, 230 ms: not at start

    fact = gammaln(np.arange(table.sum() + 1) + 1)
    constant = fact[rows].sum() + fact[columns].sum() - fact[table.sum()]
    bound = constant - fact[table].sum() + np.log(_EQUAL)
    states, logs = rows[None, :].copy(), np.zeros(1)
    for column in columns[1:-1]:
        states, logs = _spread(states, logs, int(column), fact)
    return float(min(_last_two(states, logs, int(columns[-1]), fact, constant, bound), 1.0))


def _spread(states: np.ndarray, logs: np.ndarray, column: int, fact: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every way to fill a column: what is left of each row, and minus the log factorials so far."""
    left = np.full(len(states), column)
    for row in range(states.shape[1]):
        later = states[:, row + 1 :].sum(axis=1)
        low = np.maximum(left - later, 0)
        high = np.minimum(states[:, row], left)
        sizes = high - low + 1
        if sizes.sum() > _MOST_TABLES:
            raise Problem(msg("survey.fisher_too_large"))
        origin = np.repeat(np.arange(len(states)), sizes)
        offset = np.arange(len(origin)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        taken = low[origin] + offset
        states, left, logs = states[origin].copy(), left[origin] - taken, logs[origin] - fact[taken]
        states[:, row] -= taken
    return states, logs


def _last_two(
    states: np.ndarray, logs: np.ndarray, column: int, fact: np.ndarray, constant: float, bound: float
) -> float:
    total = 0.0
    step = max(1, 200_000 // max(column, 1))
    for start in range(0, len(states), step):
        filled, part = _spread(states[start : start + step], logs[start : start + step], column, fact)
        values = constant + part - fact[filled].sum(axis=1)
        total += float(np.exp(values[values <= bound]).sum())
    return total
