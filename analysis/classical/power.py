# SPDX-License-Identifier: MIT
"""Power of tests and the sizes they need, through statsmodels (Cohen 1988).

They start from assumed values, before there are data. Two-sided tests count the chance to find the difference on the
side where it lies, as R's `power.t.test` does.
"""

from __future__ import annotations

from collections.abc import Callable


def power_for_shares(n: float, p1: float, p2: float, alpha: float = 0.05, ratio: float = 1.0) -> float:
    """Chance to tell two shares apart, by the normal approximation with the pooled share under no difference.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, chapter 4. As R's `power.prop.test`.

    Examples
    --------
    93 rows in each group tell a half from seven tenths, four times in five.

    >>> round(power_for_shares(93, 0.5, 0.7), 2)
    0.8
    """
    from statsmodels.stats.proportion import power_proportions_2indep  # seconds on a slow machine: only when asked for

    gap, low = abs(p1 - p2), min(p1, p2)
    if not gap:
        return alpha / 2
    return float(power_proportions_2indep(gap, low, n, ratio, alpha / 2, 0, "larger", return_results=False))


def power_for_means(n: float, delta: float, sd: float, alpha: float = 0.05, ratio: float = 1.0) -> float:
    """Chance to tell two means apart, by the noncentral t.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 2. As R's `power.t.test`.

    Examples
    --------
    R: power.t.test(n = 20, delta = 1, sd = 1) gives 0.8689528.

    >>> round(power_for_means(20, 1.0, 1.0), 5)
    0.86895
    """
    from statsmodels.stats.power import TTestIndPower  # seconds on a slow machine: only when asked for

    return _certain(TTestIndPower().power(abs(delta) / sd, n, alpha / 2, ratio, alternative="larger"))


def power_for_pairs(n: float, delta: float, sd: float, alpha: float = 0.05) -> float:
    """Chance to tell the mean of n differences from nought.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 2. As R's `power.t.test(type = "paired")`.
    """
    from statsmodels.stats.power import TTestPower  # seconds on a slow machine: only when asked for

    return _certain(TTestPower().power(abs(delta) / sd, n, alpha / 2, alternative="larger"))


def _certain(power: float) -> float:
    """1 where the noncentral distribution has no value: the difference is beyond all doubt."""
    return 1.0 if power != power else float(power)


def power_for_anova(n: float, effect: float, groups: int, alpha: float = 0.05) -> float:
    """Chance of the F test of several groups of equal size.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 8.
    """
    from statsmodels.stats.power import FTestAnovaPower  # seconds on a slow machine: only when asked for

    return _certain(FTestAnovaPower().power(effect, n * groups, alpha, k_groups=groups))


def power_for_chi_square(n: float, effect: float, df: int, alpha: float = 0.05) -> float:
    """Chance of a chi-square test with n rows in all.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 7.
    """
    from statsmodels.stats.power import GofChisquarePower  # seconds on a slow machine: only when asked for

    return _certain(GofChisquarePower().power(effect, n, alpha, n_bins=df + 1))


def least_size(power_of: Callable[[float], float], power: float) -> float:
    """The size n ≥ 2 at which `power_of` n meets `power`.

    Parameters
    ----------
    power_of : callable
        Power 0-1 of a size, not falling as the size grows.
    power : float
        The power to be met, 0-1.

    Returns
    -------
    float
        Not rounded up; 2 where two rows are enough, infinite where 10⁸ are not.

    Examples
    --------
    >>> round(least_size(lambda n: 1 - 1 / n, 0.9), 6)
    10.0
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start

    if power_of(2.0) >= power:
        return 2.0
    most = 4.0
    while power_of(most) < power:
        most *= 4
        if most > 1e8:
            return float("inf")
    return float(brentq(lambda n: power_of(n) - power, most / 4, most, xtol=1e-10))


def least_effect(power_of: Callable[[float], float], power: float, most: float) -> float:
    """The smallest effect up to `most` at which an increasing `power_of` it meets `power`.

    Parameters
    ----------
    power_of : callable
        Power 0-1 of an effect.
    power : float
        The power to be met, 0-1.
    most : float
        The largest effect to look at, in its unit.

    Returns
    -------
    float
        NaN where `most` does not pass the power, or next to nothing does already.

    Examples
    --------
    >>> round(least_effect(lambda effect: effect / 2, 0.8, 2.0), 6)
    1.6
    """
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start

    least = most * 1e-10
    if power_of(least) >= power or power_of(most) <= power:
        return float("nan")
    return float(brentq(lambda effect: power_of(effect) - power, least, most, xtol=1e-12))
