# SPDX-License-Identifier: MIT
"""Planning a comparison: the rows a test needs, its power, or the difference it finds; what was put in, stated."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.analyses.number_words import number
from analysis.declarations.records import AnalysisResult, Facts, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Labels, Message, Progress, msg


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


TESTS = ("two_means", "paired_means", "two_shares", "anova", "chi_square")
WANTED = ("size", "power", "effect")
_ASKED = {
    "two_means": ("difference", "sd", "ratio"),
    "paired_means": ("difference", "sd"),
    "two_shares": ("share_first", "share_second", "ratio"),
    "anova": ("effect", "groups"),
    "chi_square": ("effect", "df"),
}
_FOUND = {"size": {"size"}, "power": {"power_wanted"}, "effect": {"difference", "effect", "share_second"}}
_MANY = 30  # rows of a group from which on its mean is close to normal whatever the values
_EXPECTED = 5.0  # in a cell, below which the normal and chi-square approximations are coarse (Cochran 1954)
_STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)  # of the size, in the table of sizes and powers


def unused_options(options: Options) -> frozenset[str]:
    """The options that the test does not use, and what is to be found.

    Examples
    --------
    >>> sorted(unused_options({"test": "paired_means", "wanted": "size"}))
    ['df', 'effect', 'groups', 'ratio', 'share_first', 'share_second', 'size']
    """
    every = {name for names in _ASKED.values() for name in names}
    unused = every - set(_ASKED[options.get("test") or "two_means"])
    return frozenset(unused | _FOUND[options.get("wanted") or "size"])


def power_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The answer, and sizes beside their power. It uses no row of the table.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences.
    """
    answer, curve = power_tables(options)
    figure = power_figure(curve)
    facts = {"inference": False}
    return AnalysisResult("power", dict(options), (answer, curve), (figure,), facts, msg("why.power"))


def power_figure(curve: TableSpec) -> FigureSpec:
    """Power by size, as bars."""
    return FigureSpec("power-figure", curve, Chart.BARS, curve.title, axis=msg("column.power"), columns=("power",))


def power_tables(options: Options) -> tuple[TableSpec, TableSpec]:
    """Make the answer, and sizes beside their power: they need no data.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences.
    """
    plan, wanted = plan_of(options), str(options["wanted"])
    power = share_of(options, "power_wanted")
    size = float(options["size"] or 0)
    if wanted != "size" and size < 2:
        raise AnalysisProblem(msg("problem.power_size"))
    if wanted == "size":
        size = plan.size_for(power)
        if math.isinf(size):
            raise AnalysisProblem(msg("problem.power_never"))
    elif wanted == "power":
        power = plan.power_at(size)
    else:
        effect = plan.effect_for(size, power)
        if effect != effect:
            raise AnalysisProblem(msg("problem.power_never"))
        plan = _with_effect(plan, effect)
    return _answer(plan, options, size, power), _curve(plan, options, size)


def _with_effect(plan: PowerPlan, effect: float) -> PowerPlan:
    return replace(plan, effect=effect)


def _answer(plan: PowerPlan, options: Options, size: float, power: float) -> TableSpec:
    first = math.ceil(size - 1e-9)
    total = _total(plan, first)
    second = total - first if plan.test in ("two_means", "two_shares") else None
    effect = plan.effect or 0.0
    rows = [Row("size", msg(f"row.power_size_{plan.test}"), (_count(first),))]
    if second is not None:
        rows.append(Row("second", msg("row.power_second"), (_count(second),)))
    if total != first:
        rows.append(Row("total", msg("row.power_total"), (_count(total),)))
    if plan.test == "two_shares":
        rows.append(
            Row("effect", msg("row.power_second_share"), (Cell(abs(plan.least + effect), unit=Unit.SHARE, decimals=1),))
        )
    else:
        rows.append(Row("effect", msg(f"row.power_effect_{plan.test}"), (Cell(effect, decimals=3),)))
    rows.append(Row("power", msg("row.power"), (Cell(power, unit=Unit.SHARE, decimals=1),)))
    return TableSpec(
        "power", options["title"] or msg("title.power"), _subtitle(options), None,
        (Column("value", msg("column.value"), show=("estimate",)),), tuple(rows),
        (
            sentence(plan, options, size, power), msg(f"note.power_{plan.test}"), _checked(plan, options, first),
            msg("note.power_two_sided"),
        ),
        exclusive_rows=False,
    )  # fmt: skip


def _checked(plan: PowerPlan, options: Options, first: int) -> Message:
    """Whether so many rows bear the approximation: expected counts of 5, or 30 rows in the smallest group."""
    ratio = float(options["ratio"] or 1) if plan.test in ("two_means", "two_shares") else 1.0
    least = first * min(ratio, 1.0)
    if plan.test == "two_shares":
        shares = plan.least, plan.least + (plan.effect or 0.0)
        expected = least * min(min(abs(share), 1 - abs(share)) for share in shares)
    elif plan.test == "chi_square":
        expected = first / (2 * (int(float(options["df"] or 1)) + 1))  # no table of these df has more cells
    else:
        return msg("note.power_rows_many" if least >= _MANY else "note.power_rows_few", n=math.floor(least), many=_MANY)
    key = "note.power_expected" if expected >= _EXPECTED else "note.power_expected_few"
    return msg(key, least=_written(expected, 1))


def _curve(plan: PowerPlan, options: Options, size: float) -> TableSpec:
    """Sizes about the one found, each with its power."""
    sizes = sorted({max(2, math.ceil(size * step - 1e-9)) for step in _STEPS})
    rows = tuple(
        Row(
            f"n{n}",
            msg("row.power_at", n=n),
            (_count(_total(plan, n)), Cell(plan.power_at(n), unit=Unit.SHARE, decimals=1)),
        )
        for n in sizes
    )
    columns = (
        Column("total", msg("row.power_total"), show=("estimate",)),
        Column("power", msg("column.power"), show=("estimate",)),
    )
    return TableSpec(
        "power-curve", msg("title.power_curve"), _subtitle(options), msg(f"row.power_size_{plan.test}"), columns, rows,
        (), exclusive_rows=False,
    )  # fmt: skip


def _total(plan: PowerPlan, first: int) -> int:
    return first + math.ceil(first * (plan.groups - 1) - 1e-9)


def _subtitle(options: Options) -> Message:
    return msg(f"choice.test.{options['test']}")


def sentence(plan: PowerPlan, options: Options, size: float, power: float) -> Message:
    """What was put in and what came out, for the methods section."""
    first = math.ceil(size - 1e-9)
    given: Facts = {
        "n": first,
        "total": _total(plan, first),
        "power": _written(power * 100, 1),
        "effect": _written(plan.effect or 0, 4),
        "first": _written(100 * float(options["share_first"] or 0), 1),
        "second": _written(100 * abs(plan.least + (plan.effect or 0)), 1),
        **{name: _written(float(options[name] or 0), 4) for name in ("alpha", "deff", "sd", "groups", "df")},
    }
    return msg(f"note.power_said_{plan.test}", **given)


def _written(value: float, most: int) -> Labels:
    """The number with as many decimals as it has, `most` at most, as each language writes it."""
    return number(
        value,
        next(places for places in range(most + 1) if places == most or round(value, places) == round(value, most)),
    )


def _count(value: float) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)
