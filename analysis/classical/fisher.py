# SPDX-License-Identifier: MIT
"""Fisher's exact test, as R's `fisher.test`: exact for any table small enough to count out.

Of 2×2 tables through scipy. Of larger ones ours: scipy's p is simulated unless told otherwise, and stops at few rows.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from wording import Problem, msg

_MOST_TABLES = 60_000_000
_AT_ONCE = 500_000  # ways in memory
_EQUAL = 1 + 1e-7  # tables whose probability is this near to the observed one count as equally likely


def fisher_exact(counts: np.ndarray, level: float = 0.95) -> Test:
    """Two-sided p of Fisher's exact test; for 2×2 tables the conditional odds ratio and its interval too.

    Parameters
    ----------
    counts : array (rows, columns)
        Whole counts. Of tables larger than 2×2 empty rows and columns are left out.
    level : float
        Confidence level of the odds ratio's interval, 0-1.

    Returns
    -------
    Test
        p, the probability of all tables with these margins that are no likelier than this one; `estimate` (conditional
        maximum likelihood), `low` and `high` of a 2×2 table only; no statistic. With an empty row or column p is 1 and
        the odds ratio anything from 0, as in R.

    Raises
    ------
    Problem
        `survey.fisher_too_large` where more than 60 million tables would have to be counted out.

    References
    ----------
    Agresti (2002), Categorical Data Analysis, section 3.5; Mehta & Patel (1983), JASA 78, 427-434.

    Examples
    --------
    Fisher's lady tasting tea: 3 of 4 cups named rightly. Tables as likely or rarer have (16 + 1 + 16 + 1) of 70 ways.

    >>> round(fisher_exact(np.array([[3, 1], [1, 3]])).p, 6) == round(34 / 70, 6)
    True
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
        states, origin, part = _column_fillings(states, int(column), fact)
        logs = logs[origin] + part
    return float(min(_last_two(states, constant + logs, int(columns[-1]), fact, bound), 1.0))


def _column_fillings(states: np.ndarray, column: int, fact: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every way to fill a column: what is left of each row, the state it came from, minus its log factorials."""
    left, origin, logs = np.full(len(states), column), np.arange(len(states)), np.zeros(len(states))
    for row in range(states.shape[1]):
        later = states[:, row + 1 :].sum(axis=1)
        low = np.maximum(left - later, 0)
        high = np.minimum(states[:, row], left)
        sizes = high - low + 1
        if sizes.sum() > _MOST_TABLES:
            raise Problem(msg("survey.fisher_too_large"))
        before = np.repeat(np.arange(len(states)), sizes)
        offset = np.arange(len(before)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        taken = low[before] + offset
        states, left, origin = states[before], left[before] - taken, origin[before]
        logs = logs[before] - fact[taken]
        states[:, row] -= taken
    return states, origin, logs


def _last_two(states: np.ndarray, logs: np.ndarray, column: int, fact: np.ndarray, bound: float) -> float:
    """Fill the last two columns, row by row, and add up what is no likelier than the bound.

    Ways that leave the same to fill, whichever rows it is left of, share their endings: the likeliest, the least likely
    and the sum of all are known beforehand, so that only ways some of whose endings are rare enough go on. Reference:
    Mehta and Patel (1983), Journal of the American Statistical Association 78, the longest and shortest paths.
    """
    left, node = np.sort(states, axis=1), np.zeros(len(states), dtype=np.int64)
    for row in left.T:
        _, first, node = np.unique(node * (fact.size + 1) + row, return_index=True, return_inverse=True)
    nodes = left[first]
    ends = _endings(nodes, column, fact)
    return sum(
        _rare(nodes, ends, (node[at : at + _AT_ONCE], logs[at : at + _AT_ONCE]), column, fact, bound)
        for at in range(0, len(logs), _AT_ONCE)
    )


def _endings(nodes: np.ndarray, column: int, fact: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """From each row on, by node and rest of the column: the least log, the greatest, and the log of the sum."""
    least, greatest = np.full((len(nodes), column + 1), np.inf), np.full((len(nodes), column + 1), -np.inf)
    least[:, 0] = greatest[:, 0] = 0.0
    found = [(least, greatest, greatest)]
    for left in nodes.T[::-1]:
        before = found[-1]
        least, greatest = np.full_like(least, np.inf), np.full_like(greatest, -np.inf)
        sums = greatest.copy()
        for taken in range(min(column, int(left.max())) + 1):
            able = np.flatnonzero(left >= taken)
            own = (-fact[taken] - fact[left[able] - taken])[:, None]
            low, high, total = (own + part[able, : column + 1 - taken] for part in before)
            least[able, taken:] = np.minimum(least[able, taken:], low)
            greatest[able, taken:] = np.maximum(greatest[able, taken:], high)
            sums[able, taken:] = np.logaddexp(sums[able, taken:], total)
        found.append((least, greatest, sums))
    return found[::-1]


def _rare(
    nodes: np.ndarray,
    ends: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
    ways: tuple[np.ndarray, np.ndarray],
    column: int,
    fact: np.ndarray,
    bound: float,
) -> float:
    """The probability of the endings no likelier than the bound of some ways: each a node and the log so far."""
    node, logs = ways
    rest, total = np.full(len(node), column), 0.0
    for row, (least, greatest, sums) in enumerate(ends):
        whole = logs + greatest[node, rest] <= bound
        total += float(np.exp(logs[whole] + sums[node[whole], rest[whole]]).sum())
        going = ~whole & (logs + least[node, rest] <= bound)
        if row == nodes.shape[1] or not going.any():
            break
        node, logs, rest = node[going], logs[going], rest[going]
        left = nodes[node, row]
        sizes = np.minimum(left, rest) + 1
        if sizes.sum() > _MOST_TABLES:
            raise Problem(msg("survey.fisher_too_large"))
        before = np.repeat(np.arange(len(node)), sizes)
        taken = np.arange(len(before)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        logs = logs[before] - fact[taken] - fact[left[before] - taken]
        node, rest = node[before], rest[before] - taken
    return total
