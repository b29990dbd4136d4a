# SPDX-License-Identifier: MIT
"""Conditional independence in the layers of a table: Mantel–Haenszel and its general form, equality of odds ratios.

Through statsmodels, with the rules of R's `mantelhaen.test`. Counts are arrays (rows, columns, layers).
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.tables import chi_square, mcnemar


def mantel_haenszel(counts: np.ndarray, correct: bool = True, level: float = 0.95) -> Test:
    """Conditional independence in 2×2×k tables, with the common odds ratio.

    Parameters
    ----------
    counts : array (2, 2, layers)
        Counts; layers of fewer than two rows are left out.
    correct : bool
        A continuity correction of ½, none where the counts are nearer than that.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        Chi-square on 1 degree of freedom, p; Mantel and Haenszel's odds ratio with its interval.

    References
    ----------
    Mantel & Haenszel (1959), Journal of the National Cancer Institute 22, 719-748; the interval by Robins, Breslow &
    Greenland (1986), Biometrics 42, 311-323. As R's `mantelhaen.test`.

    Examples
    --------
    Two layers with the odds ratio 2·2/(1·1) each: so has the whole.

    >>> layer = np.array([[2, 1], [1, 2]])
    >>> round(mantel_haenszel(np.stack([layer, 3 * layer], axis=2)).estimate, 4)
    4.0
    """
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.contingency_tables import StratifiedTable  # seconds on a slow machine: only when asked for

    table = np.asarray(counts, dtype=float)
    table = table[:, :, table.sum(axis=(0, 1)) > 1]
    expected = table[0].sum(axis=0) * table[:, 0].sum(axis=0) / table.sum(axis=(0, 1))
    apart = abs(float((table[0, 0] - expected).sum()))
    layers = StratifiedTable(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(layers.test_null_odds(correction=correct and apart >= 0.5).statistic)
        low, high = layers.oddsratio_pooled_confint(1 - level)
        return Test(value, float(chi2.sf(value, 1)), (1,), float(layers.oddsratio_pooled), float(low), float(high))


def equal_odds(counts: np.ndarray) -> Test:
    """Equality of the odds ratios of 2×2×k tables over the layers: Breslow and Day's test, with Tarone's adjustment.

    Parameters
    ----------
    counts : array (2, 2, layers)
        Counts.

    Returns
    -------
    Test
        Chi-square on k − 1 degrees of freedom, p; NaN where a layer has an empty row or column.

    References
    ----------
    Breslow & Day (1980), Statistical Methods in Cancer Research; Tarone (1985), Biometrika 72, 91-95.
    """
    from statsmodels.stats.contingency_tables import StratifiedTable  # seconds on a slow machine: only when asked for

    table = np.asarray(counts, dtype=float)
    df = table.shape[2] - 1
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return Test(np.nan, np.nan, (df,))
    found = StratifiedTable(table).test_equal_odds(adjust=True)
    return Test(float(found.statistic), float(found.pvalue), (df,))


def conditional_independence(counts: np.ndarray) -> Test:
    """Conditional independence of nominal rows and columns in r×c×k tables: M² on (r−1)(c−1) degrees of freedom.

    Parameters
    ----------
    counts : array (rows, columns, layers)
        Counts; layers of fewer than two rows are left out.

    Returns
    -------
    Test
        M², its degrees of freedom, p; NaN where a row or column is empty in all layers.

    References
    ----------
    Landis, Heyman & Koch (1978), International Statistical Review 46, 237-254; Agresti (2002), Categorical Data
    Analysis, section 7.5.

    Examples
    --------
    Of one layer it is (n − 1)/n of X², here 99/100 of 4.

    >>> table = np.array([[30, 20], [20, 30]])
    >>> round(conditional_independence(table[:, :, None]).statistic, 6)
    3.96
    """
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start

    table = np.asarray(counts, dtype=float)
    r, c = table.shape[:2]
    apart, spread = np.zeros((r - 1) * (c - 1)), np.zeros(((r - 1) * (c - 1),) * 2)
    for layer in np.moveaxis(table, 2, 0):
        n = layer.sum()
        if n < 2:
            continue
        row, column = layer.sum(axis=1)[:-1] / n, layer.sum(axis=0)[:-1] / n
        apart += (layer[:-1, :-1] - n * np.outer(row, column)).ravel()
        by_row, by_column = np.diag(row) - np.outer(row, row), np.diag(column) - np.outer(column, column)
        spread += n**2 / (n - 1) * np.kron(by_row, by_column)
    df = len(apart)
    if np.linalg.matrix_rank(spread) < df:
        return Test(np.nan, np.nan, (df,))
    value = float(apart @ np.linalg.solve(spread, apart))
    return Test(value, float(chi2.sf(value, df)), (df,))


def cramers_v(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cramér's V, √(X²/(n·min(r−1, c−1))), with the interval of the noncentral chi-square.

    Parameters
    ----------
    counts : array (rows, columns)
        Counts, at least 2×2.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        X² without correction, its degrees of freedom and p; V, 0-1, with its interval. NaN where a row or column is
        empty.

    References
    ----------
    Cramér (1946), Mathematical Methods of Statistics, chapter 21; Smithson (2003), Confidence Intervals.

    Examples
    --------
    >>> cramers_v(np.array([[30, 20], [20, 30]])).estimate
    0.2
    """
    table = np.asarray(counts, dtype=float)
    return _root_share(chi_square(table, False), float(table.sum() * (min(table.shape) - 1)), level)


def v_within_layers(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cramér's V within the layers of an r×c×k table: √(M²/((n − k)·min(r−1, c−1))), k the layers of two rows and more.

    Parameters
    ----------
    counts : array (rows, columns, layers)
        Counts.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        M² of `conditional_independence`, its degrees of freedom and p; V, 0-1, with its interval as `cramers_v`'s.

    Notes
    -----
    M² never passes (n − k)·min(r−1, c−1), the sum of what it can be in each layer, for x'A⁻¹x is convex in x and A; of
    one layer it is (n − 1)/n·X², so that V is Cramér's.

    References
    ----------
    M² of Landis, Heyman & Koch (1978), International Statistical Review 46, 237-254; the interval as `cramers_v`'s.
    """
    table = np.asarray(counts, dtype=float)
    sizes = table.sum(axis=(0, 1))
    most = (sizes[sizes > 1] - 1).sum() * (min(table.shape[:2]) - 1)
    return _root_share(conditional_independence(table), float(most), level)


def asymmetry(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cohen's w of the pairs that disagree in a square table: √(X²/their number), 0 symmetric, 1 all one way.

    Parameters
    ----------
    counts : array (k, k)
        Counts of pairs.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        Bowker's X², its degrees of freedom and p; w with the noncentral chi-square's interval. NaN where the test
        cannot be made.

    Notes
    -----
    Bowker's X² is the goodness of fit of both ways to halves.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 7; Smithson (2003), Confidence Intervals.

    Examples
    --------
    Of 20 pairs that disagree 15 go one way: X² = 10²/20, w = √(5/20).

    >>> asymmetry(np.array([[40, 15], [5, 40]])).estimate
    0.5
    """
    table = np.asarray(counts, dtype=float)
    return _root_share(mcnemar(table, False), float(table.sum() - np.trace(table)), level)


def contingency_interval(v: Test, shape: tuple[int, ...]) -> tuple[float, float]:
    """The interval of Pearson's C that belongs to that of V: both are functions of X²/n = V²·min(r−1, c−1).

    References
    ----------
    Pearson (1904), On the theory of contingency, Drapers' Company Research Memoirs; Smithson (2003), Confidence
    Intervals, for that of V.

    Examples
    --------
    >>> contingency_interval(Test(0.0, 1.0, (1,), 0.5, 0.0, 1.0), (2, 2)) == (0.0, 0.5 ** 0.5)
    True
    """
    low, high = (float(np.sqrt(m / (1 + m))) for m in (end**2 * (min(shape) - 1) for end in (v.low, v.high)))
    return low, high


def contingency_coefficient(counts: np.ndarray) -> float:
    """Pearson's C = √(X²/(X² + n)).

    References
    ----------
    Pearson (1904), On the theory of contingency, Drapers' Company Research Memoirs.

    Examples
    --------
    Nobody off the diagonal of a 2×2 table: X² is n.

    >>> round(contingency_coefficient(np.array([[10, 0], [0, 10]])), 4)
    0.7071
    """
    value = chi_square(counts, False).statistic
    return float(np.sqrt(value / (value + np.sum(counts))))


def _root_share(test: Test, most: float, level: float) -> Test:
    """√(X²/most) of a chi-square test, with the interval of the noncentral chi-square (Smithson 2003)."""
    if not np.isfinite(test.statistic):
        return Test(test.statistic, test.p, test.df)
    tail, df = (1 - level) / 2, test.df[0]
    least, greatest = (_noncentrality(test.statistic, df, share) for share in (1 - tail, tail))
    low = float(np.clip(np.sqrt((least + df) / most), 0, 1)) if least else 0.0
    high = float(np.clip(np.sqrt((greatest + df) / most), 0, 1))  # X² of no association is df on average
    with np.errstate(divide="ignore", invalid="ignore"):
        return Test(test.statistic, test.p, test.df, float(np.sqrt(np.divide(test.statistic, most))), low, high)


def _noncentrality(value: float, df: float, share: float) -> float:
    """The noncentrality with which a chi-square lies below `value` with the chance `share`; 0 where none is so high."""
    from scipy.special import chndtrinc  # scipy.special, 230 ms: not at start
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start

    if not value > 0 or chi2.cdf(value, df) <= share:
        return 0.0
    return float(chndtrinc(value, df, share))
