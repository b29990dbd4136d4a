# SPDX-License-Identifier: MIT
"""Power of tests and the sizes they need, through statsmodels (Cohen 1988). They need no data.

Two-sided tests count the chance to find the difference on the side where it lies, as R's `power.t.test` does.
"""

from __future__ import annotations

from collections.abc import Callable


def power_for_shares(n: float, p1: float, p2: float, alpha: float = 0.05, ratio: float = 1.0) -> float:
    """Chance to tell two shares apart with n rows in the first group and n·ratio in the second, by the normal
    approximation with the pooled share under no difference."""
    from statsmodels.stats.proportion import power_proportions_2indep  # seconds on a slow machine: only when asked for

    gap, low = abs(p1 - p2), min(p1, p2)
    if not gap:
        return alpha / 2
    return float(power_proportions_2indep(gap, low, n, ratio, alpha / 2, 0, "larger", return_results=False))


def power_for_means(n: float, delta: float, sd: float, alpha: float = 0.05, ratio: float = 1.0) -> float:
    """Chance to tell two means apart with n rows in the first group and n·ratio in the second, by the noncentral t."""
    from statsmodels.stats.power import TTestIndPower  # seconds on a slow machine: only when asked for

    return _certain(TTestIndPower().power(abs(delta) / sd, n, alpha / 2, ratio, alternative="larger"))


def power_for_pairs(n: float, delta: float, sd: float, alpha: float = 0.05) -> float:
    """Chance to tell the mean of n differences, of standard deviation `sd`, from nought by `delta`."""
    from statsmodels.stats.power import TTestPower  # seconds on a slow machine: only when asked for

    return _certain(TTestPower().power(abs(delta) / sd, n, alpha / 2, alternative="larger"))


def _certain(power: float) -> float:
    """1 where the noncentral distribution has no value: the difference is beyond all doubt."""
    return 1.0 if power != power else float(power)


def power_for_anova(n: float, effect: float, groups: int, alpha: float = 0.05) -> float:
    """Chance of the F test of `groups` groups of n rows each; `effect` is Cohen's f = σ(means)/σ(within)."""
    from statsmodels.stats.power import FTestAnovaPower  # seconds on a slow machine: only when asked for

    return _certain(FTestAnovaPower().power(effect, n * groups, alpha, k_groups=groups))


def power_for_chi_square(n: float, effect: float, df: int, alpha: float = 0.05) -> float:
    """Chance of a chi-square test with n rows in all; `effect` is Cohen's w = √Σ(p₁−p₀)²/p₀."""
    from statsmodels.stats.power import GofChisquarePower  # seconds on a slow machine: only when asked for

    return _certain(GofChisquarePower().power(effect, n, alpha, n_bins=df + 1))


def least_size(power_of: Callable[[float], float], power: float) -> float:
    """The size n ≥ 2 at which `power_of` n meets `power`; 2 where two rows are enough, infinite where no size is."""
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
    """The smallest effect up to `most` at which an increasing `power_of` it meets `power`; NaN where none does."""
    from scipy.optimize import brentq  # scipy.optimize, 380 ms: not at start

    least = most * 1e-10
    if power_of(least) >= power or power_of(most) <= power:
        return float("nan")
    return float(brentq(lambda effect: power_of(effect) - power, least, most, xtol=1e-12))
