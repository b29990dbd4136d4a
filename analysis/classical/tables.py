# SPDX-License-Identifier: MIT
"""Tests and measures of a table of counts: chi-square, McNemar, Mantel–Haenszel, odds and risk ratios, γ, kappa.

Through statsmodels and scipy, with the rules of R's `chisq.test`, `mcnemar.test`, `mantelhaen.test` at their edges;
Fisher's test is in `fisher`. Counts are arrays (rows, columns), or (rows, columns, layers).
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test


def chi_square(counts: np.ndarray, correct: bool = True) -> Test:
    """Pearson's X²; Yates's correction for 2×2 tables when `correct`. NaN where a row or column is empty."""
    return _independence(counts, correct, "pearson")


def likelihood_ratio(counts: np.ndarray) -> Test:
    """G² = 2 Σ O log(O/E); empty rows and columns add nothing to it."""
    table = np.asarray(counts, dtype=float)
    full = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    found = _independence(full, False, "log-likelihood") if full.size else Test(np.nan, np.nan)
    return found if full.shape == table.shape else Test(found.statistic, np.nan, found.df)


def _independence(counts: np.ndarray, correct: bool, power: str) -> Test:
    from scipy.stats import chi2_contingency  # scipy.stats, 730 ms: not at start

    table = np.asarray(counts, dtype=float)
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return Test(np.nan, np.nan, (df,))
    found = chi2_contingency(table, correction=correct, lambda_=power)
    return Test(float(found.statistic), float(found.pvalue), (df,))


def expected_counts(counts: np.ndarray) -> np.ndarray:
    """Counts expected under independence (rows, columns)."""
    from scipy.stats.contingency import expected_freq  # scipy.stats, 730 ms: not at start

    return np.asarray(expected_freq(np.asarray(counts, dtype=float)))


def residuals(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pearson's and standardised residuals, each (rows, columns)."""
    from statsmodels.stats.contingency_tables import Table  # seconds on a slow machine: only when asked for

    table = Table(np.asarray(counts, dtype=float), shift_zeros=False)
    return np.asarray(table.resid_pearson), np.asarray(table.standardized_resids)


def cramers_v(counts: np.ndarray, level: float = 0.95) -> Test:
    """√(X²/(n·min(r−1, c−1))), with the interval of the noncentral chi-square (Smithson 2003, Confidence Intervals)."""
    table = np.asarray(counts, dtype=float)
    return _root_share(chi_square(table, False), float(table.sum() * (min(table.shape) - 1)), level)


def v_within_layers(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cramér's V within the layers of an r×c×k table (r, c, k): √(M²/((n − k)·min(r−1, c−1))), k the layers that count.

    M² is `conditional_independence`'s. It never passes (n − k)·min(r−1, c−1), the sum of what it can be in each layer,
    for x'A⁻¹x is convex in x and A; of one layer it is (n − 1)/n·X², so that V is Cramér's. Interval as of his V.
    """
    table = np.asarray(counts, dtype=float)
    sizes = table.sum(axis=(0, 1))
    most = (sizes[sizes > 1] - 1).sum() * (min(table.shape[:2]) - 1)
    return _root_share(conditional_independence(table), float(most), level)


def asymmetry(counts: np.ndarray, level: float = 0.95) -> Test:
    """Cohen's w of the pairs that disagree in a square table: √(X²/their number), 0 symmetric, 1 all one way.

    X² is Bowker's; it is the goodness of fit of both ways to halves (Cohen 1988, Statistical Power Analysis, chapter
    7). The interval is the noncentral chi-square's (Smithson 2003). NaN where the test cannot be made.
    """
    table = np.asarray(counts, dtype=float)
    return _root_share(mcnemar(table, False), float(table.sum() - np.trace(table)), level)


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


def contingency_interval(v: Test, shape: tuple[int, ...]) -> tuple[float, float]:
    """The interval of Pearson's C that belongs to that of V: both are functions of X²/n = V²·min(r−1, c−1)."""
    low, high = (float(np.sqrt(m / (1 + m))) for m in (end**2 * (min(shape) - 1) for end in (v.low, v.high)))
    return low, high


def contingency_coefficient(counts: np.ndarray) -> float:
    """Pearson's C = √(X²/(X²+n))."""
    value = chi_square(counts, False).statistic
    return float(np.sqrt(value / (value + np.sum(counts))))


def mcnemar(counts: np.ndarray, correct: bool = True) -> Test:
    """Symmetry of a square table; the continuity correction is for 2×2 tables.

    NaN where two categories are never exchanged, in either direction.
    """
    from statsmodels.stats import contingency_tables  # seconds on a slow machine: only when asked for

    table = np.asarray(counts, dtype=float)
    above = np.triu_indices(len(table), 1)
    df = len(above[0])
    if not (table[above] + table.T[above]).all():
        return Test(np.nan, np.nan, (df,))
    if len(table) == 2:
        apart = table[0, 1] != table[1, 0]
        found = contingency_tables.mcnemar(table, exact=False, correction=correct and apart)
    else:
        found = contingency_tables.SquareTable(table, shift_zeros=False).symmetry()
    return Test(float(found.statistic), float(found.pvalue), (df,))


def mantel_haenszel(counts: np.ndarray, correct: bool = True, level: float = 0.95) -> Test:
    """Conditional independence in 2×2×k tables (2, 2, k), with the common odds ratio and its interval
    (Robins, Breslow and Greenland 1986). The correction is ½, and none where the counts are nearer than that."""
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
    """Whether the odds ratios of 2×2×k tables (2, 2, k) are alike in all layers: Breslow and Day's test, with Tarone's
    adjustment. NaN where a layer has an empty row or column."""
    from statsmodels.stats.contingency_tables import StratifiedTable  # seconds on a slow machine: only when asked for

    table = np.asarray(counts, dtype=float)
    df = table.shape[2] - 1
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return Test(np.nan, np.nan, (df,))
    found = StratifiedTable(table).test_equal_odds(adjust=True)
    return Test(float(found.statistic), float(found.pvalue), (df,))


def conditional_independence(counts: np.ndarray) -> Test:
    """Conditional independence of nominal rows and columns in r×c×k tables (r, c, k): M² on (r−1)(c−1) degrees.

    Landis, Heyman and Koch (1978), International Statistical Review 46; Agresti (2002), section 7.5.
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


def gamma(counts: np.ndarray, level: float = 0.95) -> Test:
    """Goodman and Kruskal's γ of two ordered questions, (C − D)/(C + D) of the pairs of rows that differ in both.

    Brown and Benedetti (1977), JASA 72: the asymptotic standard error, without and (for the test z) with independence.
    NaN where no pair differs in both; no interval where all go one way.
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    table = np.asarray(counts, dtype=float)
    n, alike, apart = table.sum(), np.zeros_like(table), np.zeros_like(table)
    for i, j in np.ndindex(*table.shape):
        alike[i, j] = table[:i, :j].sum() + table[i + 1 :, j + 1 :].sum()
        apart[i, j] = table[:i, j + 1 :].sum() + table[i + 1 :, :j].sum()
    p, q = float((table * alike).sum()), float((table * apart).sum())
    if not p + q:
        return Test(np.nan, np.nan)
    value = (p - q) / (p + q)
    se = 4 / (p + q) ** 2 * float(np.sqrt((table * (q * alike - p * apart) ** 2).sum()))
    free = 2 / (p + q) * float(np.sqrt(max((table * (alike - apart) ** 2).sum() - (p - q) ** 2 / n, 0.0)))
    z, half = (value / free if free else np.nan), float(norm.ppf(0.5 + level / 2)) * (se or np.nan)
    return Test(z, float(2 * norm.sf(abs(z))), (), value, max(value - half, -1.0), min(value + half, 1.0))


def odds_ratio(counts: np.ndarray, level: float = 0.95) -> Test:
    """Sample odds ratio of a 2×2 table with Wald's interval on the log scale."""
    return _ratio(np.asarray(counts, dtype=float), "oddsratio", level)


def risk_ratio(counts: np.ndarray, level: float = 0.95) -> Test:
    """Risk of the second column in the second row over that in the first, with Wald's interval on the log scale."""
    return _ratio(np.asarray(counts, dtype=float)[::-1, ::-1], "riskratio", level)


def _ratio(table: np.ndarray, what: str, level: float) -> Test:
    from statsmodels.stats.contingency_tables import Table2x2  # seconds on a slow machine: only when asked for

    with np.errstate(divide="ignore", invalid="ignore"):
        found = Table2x2(table, shift_zeros=False)
        low, high = getattr(found, f"{what}_confint")(1 - level)
        return Test(np.nan, np.nan, (), float(getattr(found, what)), float(low), float(high))


def trend(counts: np.ndarray, level: float = 0.95) -> Test:
    """Chi-square test for a trend of the first row's shares over the ordered columns of a 2×k table.

    Cochran (1954), Biometrics 10; Armitage (1955), Biometrics 11; scores 1, 2, …, as R's `prop.trend.test`. The
    estimate is the share's change per column, the slope of Armitage's regression with Wald's interval.
    """
    from scipy.stats import chi2, norm  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.contingency_tables import Table  # seconds on a slow machine: only when asked for

    table = np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = Table(table, shift_zeros=False).test_ordinal_association(np.array([1, 0]), np.arange(1, table.shape[1] + 1))
        value = float(z.zscore**2 * table.sum() / (table.sum() - 1))  # statsmodels takes both margins as fixed
        sizes, away = table.sum(axis=0), np.arange(table.shape[1], dtype=float)
        share, away = table[0] / sizes, away - (away @ sizes) / sizes.sum()
        spread = float(sizes @ away**2)
        slope = float((sizes * share) @ away) / spread
        half = float(norm.ppf(0.5 + level / 2) * np.sqrt((sizes * share * (1 - share)) @ away**2)) / spread
    return Test(value, float(chi2.sf(value, 1)), (1,), slope, slope - half, slope + half)


def cohen_kappa(counts: np.ndarray, weights: str = "none", level: float = 0.95) -> Test:
    """Cohen's kappa of a square table with its large-sample interval; `weights`: none, linear, quadratic.

    Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72. The statistic is its standard error.
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.inter_rater import cohens_kappa  # seconds on a slow machine: only when asked for

    found = cohens_kappa(np.asarray(counts, dtype=float), wt=None if weights == "none" else weights)
    kappa, se = float(found.kappa), float(found.std_kappa)
    half = float(norm.ppf(0.5 + level / 2)) * se
    return Test(se, float(found.pvalue_two_sided), (), kappa, max(-1.0, kappa - half), min(1.0, kappa + half))
