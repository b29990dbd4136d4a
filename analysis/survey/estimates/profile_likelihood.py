# SPDX-License-Identifier: MIT
"""The working-likelihood interval of one proportion under a design."""

from __future__ import annotations

import numpy as np


def profile_interval(p: float, se: float, df: float, n: float, level: float) -> tuple[float, float]:
    """Low and high of a proportion where the working deviance, scaled for the design, has risen by t².

    Parameters
    ----------
    p, se : float
        Proportion, and its standard error under the design.
    df : float
        Degrees of freedom of the design.
    n : float
        Unweighted rows.
    level : float
        Confidence level, 0-1.

    Returns
    -------
    low, high : float
        NaN at 0 and 1, without a standard error or degrees of freedom, and of fewer than 3 rows.

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
