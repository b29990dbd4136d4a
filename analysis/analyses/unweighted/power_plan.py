# SPDX-License-Identifier: MIT
"""A test planned: its power by size and effect, read from what the options ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.declarations.records import Options
from analysis.problems import AnalysisProblem
from wording import msg


@dataclass(frozen=True)
class PowerPlan:
    """A test planned: its power by size and effect, the effect asked about, how many groups of that size there are."""

    test: str
    power_of: Callable[[float, float], float]  # (size, effect)
    effect: float | None
    groups: float  # in all = size × groups
    largest: float  # an effect beyond which none makes sense
    least: float = 0.0  # what the effect is added to: the first share
    deff: float = 1.0

    def size_for(self, power: float) -> float:
        """Rows of the first group (of a chi-square test in all), raised by the design effect."""
        from analysis.classical.power import least_size  # more of the program: not at start

        effect = self._effect()
        return least_size(lambda n: self.power_of(n, effect), power) * self.deff

    def power_at(self, size: float) -> float:
        """The power with so many rows."""
        return self.power_of(size / self.deff, self._effect())

    def effect_for(self, size: float, power: float) -> float:
        """The smallest effect found with so many rows; NaN where none is."""
        from analysis.classical.power import least_effect  # more of the program: not at start

        return least_effect(lambda effect: self.power_of(size / self.deff, effect), power, self.largest)

    def _effect(self) -> float:
        if not self.effect:
            raise AnalysisProblem(msg("problem.power_effect"))
        return self.effect


def plan_of(options: Options) -> PowerPlan:
    """What the options ask."""
    from analysis.classical import power  # more of the program: not at start

    test, alpha = str(options["test"]), share_of(options, "alpha")
    deff, ratio = _number_above(options, "deff", 0.999999), _number_above(options, "ratio")
    if test in ("two_means", "paired_means"):
        sd, gap = _number_above(options, "sd"), abs(float(options["difference"] or 0))
        if test == "two_means":
            return PowerPlan(
                test, lambda n, d: power.power_for_means(n, d, sd, alpha, ratio), gap, 1 + ratio, 1e3 * sd, 0, deff
            )
        return PowerPlan(test, lambda n, d: power.power_for_pairs(n, d, sd, alpha), gap, 1, 1e3 * sd, 0, deff)
    if test == "two_shares":
        first, second = share_of(options, "share_first"), share_of(options, "share_second")
        sign = 1.0 if second >= first else -1.0
        most = (1 - first if sign > 0 else first) * (1 - 1e-12)
        return PowerPlan(
            test, lambda n, d: power.power_for_shares(n, first, first + sign * d, alpha, ratio), abs(second - first),
            1 + ratio, most, first * sign, deff,
        )  # fmt: skip
    effect = float(options["effect"] or 0)
    if test == "anova":
        groups = int(float(options["groups"] or 0))
        if groups < 2:
            raise AnalysisProblem(msg("problem.power_groups"))
        return PowerPlan(test, lambda n, f: power.power_for_anova(n, f, groups, alpha), effect, groups, 10, 0, deff)
    df = int(float(options["df"] or 0))
    if df < 1:
        raise AnalysisProblem(msg("problem.power_df"))
    return PowerPlan(test, lambda n, w: power.power_for_chi_square(n, w, df, alpha), effect, 1, 10, 0, deff)


def share_of(options: Options, name: str) -> float:
    """Read an option that is a share."""
    value = float(options[name] or 0)
    if not 0 < value < 1:
        raise AnalysisProblem(msg("problem.power_share", option=msg(f"option.{name}")))
    return value


def _number_above(options: Options, name: str, least: float = 0.0) -> float:
    value = float(options[name] or 0)
    if not value > least:
        raise AnalysisProblem(msg("problem.power_above", option=msg(f"option.{name}")))
    return value
