# SPDX-License-Identifier: MIT
"""Fisher's exact test, as R's `fisher.test`: exact for any table small enough to count out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.classical.result import Test
from wording import Problem, msg

_MOST_TABLES = 60_000_000
_EQUAL = 1 + 1e-7  # tables whose probability is this near to the observed one count as equally likely
_WIDEST = 2000.0  # log odds beyond which no table of whole numbers reaches


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
    from scipy.stats import hypergeom  # scipy.stats, 730 ms: not at start

    x = int(table[0, 0])
    m, n, k = int(table[:, 0].sum()), int(table[:, 1].sum()), int(table[0].sum())
    low, high = max(0, k - n), min(k, m)
    support = np.arange(low, high + 1)
    logs = hypergeom.logpmf(support, m + n, m, k)
    plain = np.exp(logs)
    p = float(plain[plain <= plain[x - low] * _EQUAL].sum())

    def density(log_odds: float) -> np.ndarray:
        raised = logs + log_odds * support
        weights = np.exp(raised - raised.max())
        return weights / weights.sum()

    def above(log_odds: float) -> float:
        return float(density(log_odds)[support >= x].sum())

    def below(log_odds: float) -> float:
        return float(density(log_odds)[support <= x].sum())

    def root(value: Callable[[float], float], target: float) -> float:
        """Odds where a monotone function of the log odds meets the target."""
        from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start

        reach = 1.0
        while (value(-reach) - target) * (value(reach) - target) > 0 and reach < _WIDEST:
            reach *= 2
        return float(np.exp(brentq(lambda log_odds: value(log_odds) - target, -reach, reach, xtol=1e-12)))

    tail = (1 - level) / 2
    estimate = 0.0 if x == low else np.inf if x == high else root(lambda t: float(density(t) @ support), x)
    lower = 0.0 if x == low else root(above, tail)
    upper = np.inf if x == high else root(below, tail)
    return Test(np.nan, min(p, 1.0), (), estimate, lower, upper)


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
