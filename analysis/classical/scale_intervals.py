# SPDX-License-Identifier: MIT
"""Intervals of a scale's standardised alpha, Guttman's λ₆ and McDonald's ω by the distribution-free delta method.

Each is a function of the items' correlations, whose covariance the rows themselves tell, so that items need not be
normal (Browne 1984, British Journal of Mathematical and Statistical Psychology 37; for coefficients of reliability
Maydeu-Olivares, Coffman and Hartmann 2007, Psychological Methods 12). Feldt's interval is of Cronbach's alpha only: it
takes the items' variances as equal, which standardising makes of the sample but not of what it is drawn from.
"""

from __future__ import annotations

import numpy as np

from analysis.classical.reliability import alpha_of, guttman6

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

    from analysis.classical.factors import maximum_likelihood  # more of the program: not at start

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
