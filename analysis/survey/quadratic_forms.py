# SPDX-License-Identifier: MIT
"""Tail probabilities of weighted sums of chi-squares, alone or over an independent chi-square (Rao–Scott tests)."""

from __future__ import annotations

from typing import Literal

import numpy as np

_BLOCK, _TERMS = 16_384, 4_000_000
Method = Literal["satterthwaite", "saddlepoint", "integration"]


def upper_tail(x: float, weights: np.ndarray, df: float = np.inf, method: Method = "saddlepoint") -> float:
    """P(Σ wᵢ χ²₁ > x), or with finite `df` P(Σ wᵢ χ²₁ / (χ²_df / df) > x); NaN where it cannot be had.

    "satterthwaite" matches two moments; "saddlepoint" is Kuonen's (1999) approximation; "integration" inverts the
    characteristic function (Davies 1980), to about 1e-9.
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
    better = _saddlepoint(x, a) if np.isinf(df) else _saddlepoint(0.0, np.append(a, np.full(int(df), -x / df)))
    return guess if np.isnan(better) else better


def _satterthwaite(x: float, a: np.ndarray, df: float) -> float:
    from scipy.stats import chi2, f

    mean = a.mean()
    spread = (a**2).mean() / mean**2
    scale, numerator = mean * spread, len(a) / spread
    if np.isinf(df):
        return float(chi2.sf(x / scale, numerator))
    return float(f.sf(x / numerator / scale, numerator, df))


def _saddlepoint(x: float, a: np.ndarray) -> float:
    from scipy.optimize import brentq
    from scipy.special import ndtr

    largest = a.max()
    if largest <= 0:
        return float("nan")
    a, x = a / largest, x / largest
    low = -0.01 if x > a.sum() else -len(a) / (2 * max(x, 1e-300))
    if (a < 0).any():
        low = float((1 / (2 * a[a < 0])).max()) * 0.99999
    high = float((1 / (2 * a[a > 0])).min()) * 0.99999

    def slope(z: float) -> float:
        return float((a / (1 - 2 * z * a)).sum()) - x

    if slope(low) * slope(high) > 0:
        return float("nan")
    z = float(brentq(slope, low, high, xtol=1e-12))
    if abs(z) < 1e-4:
        return float("nan")
    w = np.sign(z) * np.sqrt(2 * (z * x + np.log(1 - 2 * z * a).sum() / 2))
    v = z * np.sqrt(2 * (a**2 / (1 - 2 * z * a) ** 2).sum())
    return float(ndtr(-(w + np.log(v / w) / w)))


def _inverted(x: float, a: np.ndarray, df: float) -> float:
    from scipy.stats import chi2, f

    if np.ptp(a) <= 1e-12 * np.abs(a).max() and a[0] > 0:
        q = len(a)
        return float(chi2.sf(x / a[0], q) if np.isinf(df) else f.sf(x / a[0] / q, q, df))
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
