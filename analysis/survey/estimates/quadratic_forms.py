# SPDX-License-Identifier: MIT
"""Tail probabilities of weighted sums of chi-squares, alone or over an independent chi-square (Rao–Scott tests)."""

from __future__ import annotations

from typing import Literal

import numpy as np


def f_tail(value: float, numerator: float, denominator: float) -> float:
    """P(F > value), as `scipy.stats.f.sf`; chi-square over its own degrees of freedom where the second are infinite.

    Examples
    --------
    F on 1 and infinite degrees is a squared normal.

    >>> round(f_tail(1.959964**2, 1, float("inf")), 6), round(f_tail(1.0, 1, 1), 6)
    (0.05, 0.5)
    """
    from scipy.special import fdtrc  # scipy.special, 230 ms: not at start

    if denominator == float("inf"):
        return chi2_tail(value * numerator, numerator)
    return float(fdtrc(numerator, denominator, value)) if value >= 0 else 1.0 if value < 0 else float("nan")


def chi2_tail(value: float, degrees: float) -> float:
    """P(χ² > value), as `scipy.stats.chi2.sf`.

    Examples
    --------
    On 2 degrees the tail is exp(−x/2).

    >>> round(chi2_tail(2.0, 2), 6)
    0.367879
    """
    from scipy.special import chdtrc  # scipy.special, 230 ms: not at start

    return float(chdtrc(degrees, value)) if value >= 0 else 1.0 if value < 0 else float("nan")


_BLOCK, _TERMS = 16_384, 4_000_000
Method = Literal["satterthwaite", "saddlepoint", "integration"]


def upper_tail(x: float, weights: np.ndarray, df: float = np.inf, method: Method = "saddlepoint") -> float:
    """P(Σ wᵢ χ²₁ > x), or with finite `df` P(Σ wᵢ χ²₁ / (χ²_df / df) > x).

    References
    ----------
    Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Kuonen (1999), Biometrika 86, 929-935; Davies (1980), Applied
    Statistics 29, 323-333, algorithm AS 155.

    Examples
    --------
    Two weights of 1: a chi-square on 2 degrees, exp(−x/2).

    >>> round(upper_tail(2.0, np.ones(2), method="integration"), 6)
    0.367879
    """
    a = np.asarray(weights, dtype=float)
    if not np.isfinite(x) or not np.isfinite(a).all() or not len(a) or not df > 0:
        return float("nan")
    if method == "integration":
        return _inverted(x, a, df)
    guess = _satterthwaite(x, a, df)
    if method == "satterthwaite":
        return guess
    # With a finite df the form Σ wᵢ χ²₁ − (x/df) χ²_df is compared with 0; whole degrees only, as in R.
    # A df that rounding left a hair below a whole number is that number.
    better = _saddlepoint(x, a) if np.isinf(df) else _saddlepoint(0.0, np.append(a, np.full(int(df + 1e-6), -x / df)))
    return guess if np.isnan(better) else better


def _satterthwaite(x: float, a: np.ndarray, df: float) -> float:
    mean = a.mean()
    spread = (a**2).mean() / mean**2
    scale, numerator = mean * spread, len(a) / spread
    if np.isinf(df):
        return chi2_tail(x / scale, numerator)
    return f_tail(x / numerator / scale, numerator, df)


def _saddlepoint(x: float, a: np.ndarray) -> float:
    """Kuonen (1999), Biometrika 86: the tail 1 − Φ(w + log(v/w)/w), with w and v at the root ζ of K'(ζ) = x.

    K(ζ) = −½ Σ log(1 − 2aζ) exists between 1/(2 min a) and 1/(2 max a), and K' rises through it. At the mean w and v
    vanish, and the limit stands: log(v/w)/w tends to the skewness over six.
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start
    from scipy.special import ndtr  # scipy.special, 230 ms: not at start

    unit = np.abs(a).max()
    if not a.max() > 0:
        return float("nan")
    a, x = a / unit, x / unit

    def cumulant(zeta: float, order: int) -> float:
        part = 2 * a / (1 - 2 * a * zeta)
        if order == 0:
            return float(-np.log1p(-2 * a * zeta).sum() / 2)
        return float((part**order).sum() * (0.5, 0.5, 1.0)[order - 1])

    ends = _where_defined(a, x)
    if not (cumulant(ends[0], 1) - x) * (cumulant(ends[1], 1) - x) <= 0:
        return float("nan")
    zeta = float(brentq(lambda z: cumulant(z, 1) - x, *ends, xtol=1e-14, rtol=1e-13))
    spread = np.sqrt(cumulant(zeta, 2))
    if abs(zeta) * spread < 1e-5:
        return float(ndtr(-cumulant(0.0, 3) / (6 * cumulant(0.0, 2) ** 1.5)))
    w = np.sign(zeta) * np.sqrt(max(2 * (zeta * x - cumulant(zeta, 0)), 0.0))
    return float(ndtr(-(w + np.log(zeta * spread / w) / w)))


def _where_defined(a: np.ndarray, x: float) -> tuple[float, float]:
    """Two places just inside the interval where K exists, between which K' passes x."""
    inside = 1 - 1e-9
    high = inside / (2 * a.max())
    if a.min() < 0:
        return inside / (2 * a.min()), high
    low = -1.0
    while (a / (1 - 2 * a * low)).sum() > x and low > -1e300:
        low *= 2
    return low, high


def _inverted(x: float, a: np.ndarray, df: float) -> float:
    if np.ptp(a) <= 1e-12 * np.abs(a).max() and a[0] > 0:
        q = len(a)
        return chi2_tail(x / a[0], q) if np.isinf(df) else f_tail(x / a[0] / q, q, df)
    values, sizes, target = a, np.ones(len(a)), x
    if np.isfinite(df):
        values, sizes, target = np.append(a, -x / df), np.append(sizes, df), 0.0
    spread = float(np.sqrt(2 * (sizes * values**2).sum()))
    reach = float((sizes * np.abs(values)).sum()) + 60 * float(np.abs(values).max()) + 10 * spread + abs(target)
    step = 2 * np.pi / (2 * reach)
    total, start = 0.0, 0
    while start < _TERMS:
        u = (np.arange(start, start + _BLOCK) + 0.5) * step
        angle, size = np.zeros(_BLOCK), np.zeros(_BLOCK)
        for value, count in zip(values, sizes, strict=True):
            angle += count * np.arctan(2 * value * u) / 2
            size += count * np.log1p((2 * value * u) ** 2) / 4
        part = np.exp(-size) / (np.pi * (np.arange(start, start + _BLOCK) + 0.5))
        total += float((np.sin(angle - target * u) * part).sum())
        start += _BLOCK
        if part[-1] < 1e-14:
            break
    p = min(max(0.5 + total, 0.0), 1.0)
    if p > 1e-8:
        return p
    return upper_tail(x, a, df)  # below what the inversion resolves
