# SPDX-License-Identifier: MIT
"""Confidence intervals of proportions, as `svyciprop` of R's survey package names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from analysis.survey.estimates.estimate import t_quantile

Interval = Literal["logit", "wald", "mean", "beta", "arcsine", "xlogit", "likelihood"]


def proportion_interval(
    p: np.ndarray,
    se: np.ndarray,
    df: np.ndarray,
    n: np.ndarray,
    method: Interval = "logit",
    level: float = 0.95,
    rows: np.ndarray | None = None,
    likelihood_scale: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Confidence intervals of proportions, elementwise.

    Parameters
    ----------
    p : array of any shape
        Proportions 0-1.
    se : array of that shape
        Their standard errors.
    df : array that broadcasts with `p`
        Degrees of freedom of the design.
    n : array
        Unweighted rows.
    method : str
        "logit", "wald" or "mean" (both p ± t·SE), "beta" (Korn and Graubard), "arcsine", "xlogit" (as "logit"),
        "likelihood" (Rao and Scott's scaled likelihood).
    level : float
        Confidence level, 0-1.
    rows : array or None
        Rows of the domain, missing ones too, where they differ from n (R's `nrow(design)` in "beta").
    likelihood_scale : float
        Mean weight of the rows used over that of all rows, by which R scales "likelihood".

    Returns
    -------
    low, high : array
        NaN without a standard error or degrees of freedom. Where SE is zero inside (0, 1), a proportion fixed by the
        design, the interval is the point. At 0 or 1, where no other method has a spread, every method but "wald" and
        "mean" gives the Korn-Graubard interval with the actual n.

    References
    ----------
    As R's `svyciprop`; Korn & Graubard (1998), Survey Methodology 24, 193-201; Rao & Scott (1984), Annals of Statistics
    12, 46-60.

    Examples
    --------
    0.5 ± 1.96 · 0.1 by Wald; on the logit scale ± 1.96 · 0.1/0.25.

    >>> low, high = proportion_interval(np.array(0.5), np.array(0.1), np.array(np.inf), np.array(25), "wald")
    >>> round(float(low), 3), round(float(high), 3)
    (0.304, 0.696)
    >>> low, high = proportion_interval(np.array(0.5), np.array(0.1), np.array(np.inf), np.array(25))
    >>> round(float(low), 3) == round(1 / (1 + np.exp(1.96 * 0.4)), 3)
    True
    """
    p, se, df, n = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (p, se, df, n)))
    rows = n if rows is None else np.broadcast_to(np.asarray(rows, dtype=float), p.shape)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if method == "likelihood":
            se = se * np.sqrt(likelihood_scale)
        low, high = _METHODS[method](p, se, df, n, rows, level)
        if method not in ("wald", "mean"):
            edge = (p <= 0) | (p >= 1)
            if edge.any():
                beta_low, beta_high = _beta(p, se, df, n, rows, level)
                low, high = np.where(edge, beta_low, low), np.where(edge, beta_high, high)
    fixed = (se <= 1e-15) & (p > 0) & (p < 1)
    low, high = np.where(fixed, p, low), np.where(fixed, p, high)
    unknown = np.isnan(p) | np.isnan(se) | (df <= 0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def _wald(p: np.ndarray, se: np.ndarray, df: np.ndarray, *rest: object) -> tuple[np.ndarray, np.ndarray]:
    half = t_quantile(0.5 + float(rest[-1]) / 2, df) * se  # type: ignore[arg-type]  # the last is the level
    return p - half, p + half


def _logit(p: np.ndarray, se: np.ndarray, df: np.ndarray, *rest: object) -> tuple[np.ndarray, np.ndarray]:
    # the last is the level: mypy cannot tell
    half = t_quantile(0.5 + float(rest[-1]) / 2, df) * se / (p * (1 - p))  # type: ignore[arg-type]
    centre = np.log(p / (1 - p))
    return 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))


def _arcsine(p: np.ndarray, se: np.ndarray, df: np.ndarray, *rest: object) -> tuple[np.ndarray, np.ndarray]:
    # the last is the level: mypy cannot tell
    half = t_quantile(0.5 + float(rest[-1]) / 2, df) * se / (2 * np.sqrt(p * (1 - p)))  # type: ignore[arg-type]
    centre = np.arcsin(np.sqrt(p))
    return np.sin(np.maximum(centre - half, 0)) ** 2, np.sin(np.minimum(centre + half, np.pi / 2)) ** 2


def _beta(
    p: np.ndarray, se: np.ndarray, df: np.ndarray, n: np.ndarray, rows: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Korn and Graubard (1998), Survey Methodology 24: Clopper–Pearson with the effective n, adjusted for df."""
    from scipy.special import betaincinv  # scipy.special, 230 ms: not at start

    tail = (1 - level) / 2
    effective = np.where((p <= 0) | (p >= 1), n, p * (1 - p) / se**2)
    effective = effective * (t_quantile(1 - tail, rows - 1) / t_quantile(1 - tail, df)) ** 2
    low = betaincinv(effective * p, effective * (1 - p) + 1, tail)
    high = betaincinv(effective * p + 1, effective * (1 - p), 1 - tail)
    return np.where(p <= 0, 0.0, low), np.where(p >= 1, 1.0, high)


def _likelihood(
    p: np.ndarray, se: np.ndarray, df: np.ndarray, n: np.ndarray, rows: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Where the working log-likelihood, scaled by the design effect, falls by t²/2 (Rao and Scott 1984)."""
    ends = [
        profile_interval(*values, level) for values in zip(p.ravel(), se.ravel(), df.ravel(), n.ravel(), strict=True)
    ]
    low, high = np.array(ends).T.reshape(2, *p.shape)
    return low, high


def profile_interval(p: float, se: float, df: float, n: float, level: float) -> tuple[float, float]:
    """Low and high of a proportion where the working deviance, scaled for the design, has risen by t².

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60: the deviance over δ = (design variance) / (model variance) of
    the logit is compared with t² of the design's degrees of freedom. The model's dispersion is the sample's, n/(n − 1).
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start
    from scipy.special import expit, log_expit, logit  # scipy.special, 230 ms: not at start
    from scipy.stats import t  # scipy.stats, 730 ms: not at start

    if not (0 < p < 1) or not se > 1e-12 or not df > 0 or n < 3:
        return float("nan"), float("nan")
    effect = n * se**2 / (p * (1 - p))
    limit = t.ppf(0.5 + level / 2, df) ** 2 * effect * n / (n - 1)
    largest = p * np.log(p) + (1 - p) * np.log1p(-p)

    def beyond(place: float) -> float:
        return float(2 * n * (largest - p * log_expit(place) - (1 - p) * log_expit(-place)) - limit)

    centre = float(logit(p))
    ends = []
    for sign in (-1.0, 1.0):
        reach = 1.0
        while beyond(centre + sign * reach) < 0:
            reach *= 2
        ends.append(float(expit(brentq(beyond, centre, centre + sign * reach, xtol=1e-12))))
    return ends[0], ends[1]


_METHODS: dict[str, Callable[..., tuple[np.ndarray, np.ndarray]]] = {
    "wald": _wald,
    "mean": _wald,
    "logit": _logit,
    "xlogit": _logit,
    "arcsine": _arcsine,
    "beta": _beta,
    "likelihood": _likelihood,
}
