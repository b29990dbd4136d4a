# SPDX-License-Identifier: MIT
"""Tests and measures of a table of counts: chi-square, McNemar, odds and risk ratios, trend, γ, kappa.

Through statsmodels and scipy, with the rules of R's `chisq.test` and `mcnemar.test` at their edges. Fisher's test is
in `fisher`; tables in layers, V and its kin in `stratified_tables`. Counts are arrays (rows, columns).
"""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test


def chi_square(counts: np.ndarray, correct: bool = True) -> Test:
    """Pearson's X² of independence; Yates's correction for 2×2 tables when `correct`.

    Parameters
    ----------
    counts : array (rows, columns)
        Counts.
    correct : bool
        Take up to ½ off each distance of a 2×2 table.

    Returns
    -------
    Test
        X², its degrees of freedom (r − 1)(c − 1), p; NaN where a row or column is empty.

    References
    ----------
    Pearson (1900), Philosophical Magazine 50, 157-175; Yates (1934), Supplement to JRSS 1, 217-235. As R's
    `chisq.test`.

    Examples
    --------
    All expected counts 25: 4 · 5²/25, corrected 4 · 4.5²/25.

    >>> table = np.array([[30, 20], [20, 30]])
    >>> chi_square(table, False).statistic, chi_square(table).statistic
    (4.0, 3.24)
    """
    return _independence(counts, correct, "pearson")


def likelihood_ratio(counts: np.ndarray) -> Test:
    """G² = 2 Σ O log(O/E); empty rows and columns add nothing to it.

    Parameters
    ----------
    counts : array (rows, columns)
        Counts.

    Returns
    -------
    Test
        G², the degrees of freedom of the rows and columns that are not empty, p; p is NaN where one is empty.

    References
    ----------
    Agresti (2002), Categorical Data Analysis, section 3.2.

    Examples
    --------
    Nobody off the diagonal of 10 and 10: 2 · 20 ln 2.

    >>> round(likelihood_ratio(np.array([[10, 0], [0, 10]])).statistic, 4) == round(40 * np.log(2), 4)
    True
    """
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
    """Counts expected under independence.

    References
    ----------
    Pearson (1900), Philosophical Magazine 50, 157-175.

    Examples
    --------
    >>> expected_counts(np.array([[10, 0], [10, 20]])).tolist()
    [[5.0, 5.0], [15.0, 15.0]]
    """
    from scipy.stats.contingency import expected_freq  # scipy.stats, 730 ms: not at start

    return np.asarray(expected_freq(np.asarray(counts, dtype=float)))


def residuals(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pearson's and standardised residuals of independence.

    Parameters
    ----------
    counts : array (rows, columns)
        Counts.

    Returns
    -------
    pearson, standardised : array (rows, columns)
        (O − E)/√E, and the same over its standard error, so that each is close to a standard normal.

    References
    ----------
    Agresti (2002), Categorical Data Analysis, section 3.3.

    Examples
    --------
    >>> pearson, _ = residuals(np.array([[30, 20], [20, 30]]))
    >>> pearson.round(4).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    from statsmodels.stats.contingency_tables import Table  # seconds on a slow machine: only when asked for

    table = Table(np.asarray(counts, dtype=float), shift_zeros=False)
    return np.asarray(table.resid_pearson), np.asarray(table.standardized_resids)


def mcnemar(counts: np.ndarray, correct: bool = True) -> Test:
    """Symmetry of a square table: McNemar's test of 2×2, Bowker's of larger ones.

    Parameters
    ----------
    counts : array (k, k)
        Counts of pairs.
    correct : bool
        The continuity correction of 2×2 tables, none where both ways have as many.

    Returns
    -------
    Test
        Chi-square on k(k − 1)/2 degrees of freedom, p; NaN where two categories are never exchanged, in either
        direction.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157; Bowker (1948), JASA 43, 572-574.

    Examples
    --------
    (15 − 5)²/20, corrected 9²/20.

    >>> table = np.array([[40, 15], [5, 40]])
    >>> mcnemar(table, False).statistic, mcnemar(table).statistic
    (5.0, 4.05)
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


def gamma(counts: np.ndarray, level: float = 0.95) -> Test:
    """Goodman and Kruskal's γ of two ordered questions, (C − D)/(C + D) of the pairs of rows that differ in both.

    Parameters
    ----------
    counts : array (rows, columns)
        Counts, both in order.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        z and two-sided p with the standard error under independence; γ, −1 to 1, with the interval of its asymptotic
        standard error. NaN where no pair differs in both; no interval where all go one way.

    References
    ----------
    Brown & Benedetti (1977), JASA 72, 309-315.

    Examples
    --------
    Of a 2×2 table γ is Yule's Q, (ad − bc)/(ad + bc).

    >>> round(gamma(np.array([[30, 20], [20, 30]])).estimate, 4) == round((900 - 400) / (900 + 400), 4)
    True
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
    """Sample odds ratio ad/(bc) of a 2×2 table with Wald's interval on the log scale.

    Parameters
    ----------
    counts : array (2, 2)
        Counts.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        The ratio in `estimate`, 0 or infinite where a count is 0, with its interval; no statistic.

    References
    ----------
    Woolf (1955), Annals of Human Genetics 19, 251-253.

    Examples
    --------
    >>> odds_ratio(np.array([[30, 20], [20, 30]])).estimate
    2.25
    """
    return _ratio(np.asarray(counts, dtype=float), "oddsratio", level)


def risk_ratio(counts: np.ndarray, level: float = 0.95) -> Test:
    """Risk of the second column in the second row over that in the first, with Wald's interval on the log scale.

    Parameters
    ----------
    counts : array (2, 2)
        Counts: rows are groups, the second column the event.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        The ratio of two shares in `estimate`, with its interval; no statistic.

    References
    ----------
    Katz, Baptista, Azen & Pike (1978), Biometrics 34, 469-474.

    Examples
    --------
    30 of 50 over 20 of 50.

    >>> round(risk_ratio(np.array([[30, 20], [20, 30]])).estimate, 6)
    1.5
    """
    return _ratio(np.asarray(counts, dtype=float)[::-1, ::-1], "riskratio", level)


def _ratio(table: np.ndarray, what: str, level: float) -> Test:
    from statsmodels.stats.contingency_tables import Table2x2  # seconds on a slow machine: only when asked for

    with np.errstate(divide="ignore", invalid="ignore"):
        found = Table2x2(table, shift_zeros=False)
        low, high = getattr(found, f"{what}_confint")(1 - level)
        return Test(np.nan, np.nan, (), float(getattr(found, what)), float(low), float(high))


def trend(counts: np.ndarray, level: float = 0.95) -> Test:
    """Chi-square test for a trend of the first row's shares over the ordered columns of a 2×k table.

    Parameters
    ----------
    counts : array (2, k)
        Counts: the event above its absence; columns get the scores 1, 2, …
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        Chi-square on 1 degree of freedom, p; `estimate` is the share's change per column, the slope of Armitage's
        regression, with Wald's interval.

    References
    ----------
    Cochran (1954), Biometrics 10, 417-451; Armitage (1955), Biometrics 11, 375-386. As R's `prop.trend.test`.

    Examples
    --------
    Shares 0.2, 0.4, 0.6 of equal groups climb by 0.2 a column.

    >>> round(trend(np.array([[10, 20, 30], [40, 30, 20]])).estimate, 6)
    0.2
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
    """Cohen's kappa of a square table with its large-sample interval.

    Parameters
    ----------
    counts : array (k, k)
        Counts of what two raters said.
    weights : str
        "none", "linear" or "quadratic": the weight of a disagreement by its distance.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    Test
        `statistic` is the standard error; p against no agreement beyond chance; kappa with its interval within −1 and
        1.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46; Fleiss, Cohen & Everitt (1969), Psychological
    Bulletin 72, 323-327.

    Examples
    --------
    They agree on 0.7 where chance makes 0.5: 0.2/0.5.

    >>> round(cohen_kappa(np.array([[35, 15], [15, 35]])).estimate, 6)
    0.4
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start
    from statsmodels.stats.inter_rater import cohens_kappa  # seconds on a slow machine: only when asked for

    found = cohens_kappa(np.asarray(counts, dtype=float), wt=None if weights == "none" else weights)
    kappa, se = float(found.kappa), float(found.std_kappa)
    half = float(norm.ppf(0.5 + level / 2)) * se
    return Test(se, float(found.pvalue_two_sided), (), kappa, max(-1.0, kappa - half), min(1.0, kappa + half))
