# SPDX-License-Identifier: MIT
"""Scales of several items (n, k), complete rows: alpha and its kin, sampling adequacy, sphericity, components."""

from __future__ import annotations

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.factors import maximum_likelihood
from analysis.survey.cancellation import row_blocks
from wording import Progress


def alpha_of(matrix: np.ndarray) -> float:
    """Cronbach's alpha, k/(k − 1) · (1 − trace/sum).

    Parameters
    ----------
    matrix : array (k, k)
        Covariances of the items; of their correlations it is the standardised alpha.

    Returns
    -------
    float
        At most 1; NaN of fewer than two items.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334.

    Examples
    --------
    Two items that correlate by ½: 2 · (1 − 2/3), Spearman and Brown's 2r/(1 + r).

    >>> round(alpha_of(np.array([[1.0, 0.5], [0.5, 1.0]])), 4)
    0.6667
    """
    k = len(matrix)
    if k < 2:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(matrix) / matrix.sum()))


def alpha_interval(alpha: float, n: int, k: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of Cronbach's alpha by the F distribution.

    Parameters
    ----------
    alpha : float
        As found, below 1.
    n, k : int
        Rows and items, at least two each.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    low, high : float
        Ends of alpha; the lower may be below 0.

    References
    ----------
    Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11, 93-103.
    """
    from scipy.stats import f  # scipy.stats, 730 ms: not at start

    df, tail = (n - 1, (n - 1) * (k - 1)), (1 - level) / 2
    return float(1 - (1 - alpha) * f.ppf(1 - tail, *df)), float(1 - (1 - alpha) * f.ppf(tail, *df))


def alpha_if_dropped(covariance: np.ndarray) -> np.ndarray:
    """Alpha without each item in turn.

    Parameters
    ----------
    covariance : array (k, k)
        Covariances of the items.

    Returns
    -------
    array (k,)
        NaN of two items, as one is left.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334. As `alpha.drop` of R's `psych::alpha`.

    Examples
    --------
    Of three items that all correlate by ½ any two are left: 2 · ½/(1 + ½).

    >>> alpha_if_dropped(np.array([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])).round(4).tolist()
    [0.6667, 0.6667, 0.6667]
    """
    every = np.arange(len(covariance))
    return np.array([alpha_of(covariance[np.ix_(every != item, every != item)]) for item in every])


def item_covariance(X: np.ndarray, progress: Progress | None = None) -> np.ndarray:
    """Covariance of the items, summed up in blocks of rows.

    Parameters
    ----------
    X : array (n, k)
        Items in columns, complete rows, at least two.
    progress : Progress or None
        Asked before each block whether to stop.

    Returns
    -------
    array (k, k)
        With n − 1 in the denominator.

    Raises
    ------
    Stopped
        The user asked to stop.

    Examples
    --------
    >>> item_covariance(np.array([[1.0, 2.0], [3.0, 6.0]])).tolist()
    [[2.0, 4.0], [4.0, 8.0]]
    """
    centre, products = X.mean(axis=0), np.zeros((X.shape[1], X.shape[1]))
    for rows in row_blocks(progress, len(X)):
        away = X[rows] - centre
        products += away.T @ away
    return products / (len(X) - 1)


def rest_correlations(covariance: np.ndarray) -> np.ndarray:
    """Correlation of each item with the sum of the others.

    Parameters
    ----------
    covariance : array (k, k)
        Covariances of the items.

    Returns
    -------
    array (k,)
        −1 to 1.

    References
    ----------
    As `r.drop` of R's `psych::alpha`.

    Examples
    --------
    Of two items each is the other's rest.

    >>> rest_correlations(np.array([[1.0, 0.5], [0.5, 1.0]])).tolist()
    [0.5, 0.5]
    """
    own, with_all = np.diag(covariance), covariance.sum(axis=0)
    found: np.ndarray = (with_all - own) / np.sqrt(own * (covariance.sum() - 2 * with_all + own))
    return found


def total_correlations(covariance: np.ndarray) -> np.ndarray:
    """Correlation of each item with the sum of all, itself among them.

    References
    ----------
    As `raw.r` of R's `psych::alpha`.

    Examples
    --------
    Of two items that correlate by ½: (1 + ½)/√3.

    >>> total_correlations(np.array([[1.0, 0.5], [0.5, 1.0]])).round(4).tolist()
    [0.866, 0.866]
    """
    found: np.ndarray = covariance.sum(axis=0) / np.sqrt(np.diag(covariance) * covariance.sum())
    return found


def guttman6(correlation: np.ndarray) -> float:
    """Guttman's λ₆, from squared multiple correlations: 1 − Σ(1 − R²)/sum of the correlations.

    References
    ----------
    Guttman (1945), Psychometrika 10, 255-282.

    Examples
    --------
    Each of two items has R² = ¼: 1 − 1.5/3.

    >>> round(guttman6(np.array([[1.0, 0.5], [0.5, 1.0]])), 4)
    0.5
    """
    return float(1 - (1 / np.diag(np.linalg.inv(correlation))).sum() / correlation.sum())


def sampling_adequacy(correlation: np.ndarray) -> tuple[float, np.ndarray]:
    """Kaiser–Meyer–Olkin measure, overall and by item.

    Parameters
    ----------
    correlation : array (k, k)
        Correlations of the items, with an inverse.

    Returns
    -------
    overall : float
        Squared correlations over themselves and the squared partial correlations, 0-1.
    items : array (k,)
        The same of each item's own.

    References
    ----------
    Kaiser (1970), Psychometrika 35, 401-415; in the form of Kaiser & Rice (1974), Educational and Psychological
    Measurement 34.
    """
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.diag(inverse))
    partial = -inverse / np.outer(scale, scale)
    off = ~np.eye(len(correlation), dtype=bool)
    r2, p2 = np.where(off, correlation**2, 0), np.where(off, partial**2, 0)
    return float(r2.sum() / (r2.sum() + p2.sum())), r2.sum(axis=0) / (r2.sum(axis=0) + p2.sum(axis=0))


def sphericity(correlation: np.ndarray, n: int) -> Test:
    """Bartlett's test that the items are uncorrelated.

    Parameters
    ----------
    correlation : array (k, k)
        Correlations of the items.
    n : int
        Rows they were found from.

    Returns
    -------
    Test
        Chi-square, −(n − 1 − (2k + 5)/6) ln|R|, on k(k − 1)/2 degrees of freedom, p.

    References
    ----------
    Bartlett (1950), British Journal of Psychology, Statistical Section 3, 77-85.
    """
    from statsmodels.stats.multivariate import test_cov_diagonal  # seconds on a slow machine: only when asked for

    found = test_cov_diagonal(correlation, n)
    return Test(float(found.statistic), float(found.pvalue), (int(found.df),))


def omega(correlation: np.ndarray, n: int) -> float:
    """McDonald's ω of one factor by maximum likelihood: (Σλ)²/((Σλ)² + Σθ) of the standardised items.

    References
    ----------
    McDonald (1999), Test Theory, chapter 6.
    """
    found = maximum_likelihood(correlation, 1, n)
    common = float(found.loadings.sum()) ** 2
    return common / (common + float(found.uniqueness.sum()))


def components(correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues of the correlations, largest first, and the components' standard deviations.

    Parameters
    ----------
    correlation : array (k, k)
        Correlations of the items.

    Returns
    -------
    values : array (k,)
        They sum to k.
    deviations : array (k,)
        Their roots; 0 where rounding left a value below 0.

    References
    ----------
    Hotelling (1933), Journal of Educational Psychology 24, 417-441. As R's `princomp(cor = TRUE)`.

    Examples
    --------
    >>> values, _ = components(np.array([[1.0, 0.5], [0.5, 1.0]]))
    >>> values.round(4).tolist()
    [1.5, 0.5]
    """
    values = np.linalg.eigvalsh(correlation)[::-1]
    return values, np.sqrt(np.maximum(values, 0))


_BOUND = 0.005 * (1 + 1e-6)  # the uniqueness below which no factor is sought: there ω has no slope


def standard_alpha_interval(X: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """The interval of the standardised alpha, on the scale of ln(1 − α).

    References
    ----------
    Bonett (2002), Journal of Educational and Behavioral Statistics 27, for the scale; the standard error as at the
    module's top.
    """
    correlation = np.corrcoef(X, rowvar=False)
    k, whole = len(correlation), correlation.sum()
    slope = np.full((k, k), 2 * k**2 / (k - 1) / whole**2)
    return _by_complement(alpha_of(correlation), _error(X, slope), level)


def guttman6_interval(X: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """The interval of Guttman's λ₆, on the scale of ln(1 − λ₆).

    References
    ----------
    Guttman (1945), Psychometrika 10, 255-282, for λ₆; the standard error as at the module's top.
    """
    correlation = np.corrcoef(X, rowvar=False)
    inverse, whole = np.linalg.inv(correlation), correlation.sum()
    own = 1 / np.diag(inverse)
    slope = 2 * own.sum() / whole**2 - 2 * (inverse * own**2) @ inverse / whole
    return _by_complement(guttman6(correlation), _error(X, slope), level)


def omega_interval(X: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """The interval of McDonald's ω of one factor by maximum likelihood, on its logit.

    References
    ----------
    Raykov & Marcoulides (2011), Introduction to Psychometric Theory, for the scale.
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    correlation = np.corrcoef(X, rowvar=False)
    found = maximum_likelihood(correlation, 1, len(X))
    loading, unique = found.loadings[:, 0], found.uniqueness
    if unique.min() <= _BOUND:
        return float("nan"), float("nan")
    common, rest = float(loading.sum()) ** 2, float(unique.sum())
    x = common / (common + rest)
    se = _error(X, _omega_slope(correlation, loading, unique)) / (x * (1 - x))
    half, middle = float(norm.ppf(0.5 + level / 2)) * se, float(np.log(x / (1 - x)))
    return 1 / (1 + float(np.exp(half - middle))), 1 / (1 + float(np.exp(-half - middle)))


def _omega_slope(correlation: np.ndarray, loading: np.ndarray, unique: np.ndarray) -> np.ndarray:
    """(k, k) change of ω with each correlation: the implicit function of the likelihood's maximum."""
    k, total = len(loading), float(loading.sum())
    sigma = np.outer(loading, loading) + np.diag(unique)
    W = np.linalg.inv(sigma)
    A = W @ (sigma - correlation) @ W
    moves = []  # of Σ with each loading, then each uniqueness
    for at in range(k):
        outer = np.outer(np.eye(k)[at], loading)
        moves.append(outer + outer.T)
    moves += [np.diag(row) for row in np.eye(k)]
    bent = [W @ move @ W - W @ move @ A - A @ move @ W for move in moves]
    hessian = np.array([[float((one * other).sum()) for other in bent] for one in moves])
    hessian[:k, :k] += 2 * A
    scale = (total**2 + unique.sum()) ** 2
    gradient = np.r_[np.full(k, 2 * total * unique.sum() / scale), np.full(k, -(total**2) / scale)]
    weights = np.linalg.solve(hessian, gradient)
    return np.asarray(2 * W @ np.tensordot(weights, np.array(moves), 1) @ W)


def _error(X: np.ndarray, slope: np.ndarray) -> float:
    """Standard error of a function of the correlations with that slope (k, k), whose diagonal does not count.

    A row with standard scores z moves r_ij by z_i z_j − r_ij (z_i² + z_j²)/2, in n.
    """
    z = (X - X.mean(axis=0)) / X.std(axis=0)
    off = slope * (1 - np.eye(len(slope)))
    moved = ((z @ off) * z).sum(axis=1) / 2 - z**2 @ (off * (z.T @ z) / len(z)).sum(axis=1) / 2
    return float(np.sqrt((moved**2).sum())) / len(z)


def _by_complement(x: float, se: float, level: float) -> tuple[float, float]:
    """1 − exp(ln(1 − x) ± z·SE/(1 − x))."""
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    if not x < 1:
        return float("nan"), float("nan")
    half = float(norm.ppf(0.5 + level / 2)) * se / (1 - x)
    return 1 - (1 - x) * float(np.exp(half)), 1 - (1 - x) * float(np.exp(-half))
