# SPDX-License-Identifier: MIT
"""Conditional independence in the layers of a table: Mantel–Haenszel and its general form, equality of odds ratios.

Through statsmodels, with the rules of R's `mantelhaen.test`. Counts are arrays (rows, columns, layers).
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test


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
