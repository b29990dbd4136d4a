# SPDX-License-Identifier: MIT
"""Tests and measures of a table of counts: chi-square, McNemar, Mantel–Haenszel, odds and risk ratios, γ, kappa.

Through statsmodels and scipy, with the rules of R's `chisq.test`, `mcnemar.test`, `mantelhaen.test` at their edges;
Fisher's test is in `fisher`. Counts are arrays (rows, columns), or (rows, columns, layers).
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

    Parameters
    ----------
    counts : array (rows, columns)
        Counts.

    Returns
    -------
    array (rows, columns)
        Row total times column total over n.

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
    """The interval of Pearson's C that belongs to that of V: both are functions of X²/n = V²·min(r−1, c−1).

    Parameters
    ----------
    v : Test
        Cramér's V with its interval.
    shape : tuple of int
        Rows and columns of the table.

    Returns
    -------
    low, high : float
        Of C, 0 to below 1.

    Examples
    --------
    >>> contingency_interval(Test(0.0, 1.0, (1,), 0.5, 0.0, 1.0), (2, 2)) == (0.0, 0.5 ** 0.5)
    True
    """
    low, high = (float(np.sqrt(m / (1 + m))) for m in (end**2 * (min(shape) - 1) for end in (v.low, v.high)))
    return low, high


def contingency_coefficient(counts: np.ndarray) -> float:
    """Pearson's C = √(X²/(X² + n)).

    Parameters
    ----------
    counts : array (rows, columns)
        Counts.

    Returns
    -------
    float
        0 to below 1; NaN where a row or column is empty.

    Examples
    --------
    Nobody off the diagonal of a 2×2 table: X² is n.

    >>> round(contingency_coefficient(np.array([[10, 0], [0, 10]])), 4)
    0.7071
    """
    value = chi_square(counts, False).statistic
    return float(np.sqrt(value / (value + np.sum(counts))))


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
