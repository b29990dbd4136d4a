# SPDX-License-Identifier: MIT
"""Tasks of case files on quantiles, by every rule and interval that the case asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analysis.survey.design.degrees_of_freedom import degrees_of_freedom
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import Estimates, t_quantile
from analysis.survey.estimates.intervals import proportion_interval
from analysis.survey.estimates.linear import means, totals
from analysis.survey.estimates.quantiles import RULES, SortedSample, quantile, quantiles
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained, Otherwise
from tests.conformance.grains import GRAIN
from tests.conformance.groups import groups_of, member_of
from tests.conformance.searched import searched_root
from tests.conformance.share_tasks import turned_back

_ALL = "the quantile is beyond the values or the largest, so the share below is 0 % or 100 %: R has no such interval"
_ALMOST = "R's sum of all shares rounds past 1 or below it, so it loses an interval or reads one where it else has none"
_HALF = "R's qbeta(Inf, Inf) is 0.5 where the design fixes the proportion; the interval is the point itself"
_BESIDE_ONE = (float(np.nextafter(1, 0)), float(np.nextafter(1, 2)))
_SECOND = (
    "R reads a share that the first value holds as if it ended there and goes on to the second; ours gives the first"
)
_TURNED = "R squares the sine of an angle beyond its range, so the end turns back inside; ours is read at 0 or 1"
_STOPPED = "R's search for the end stops within 0.01 over the root of n, whatever the values' scale; ours goes on"
_COUNTED = "R counts rows of weight zero in a subset of a sample with unequal probabilities; ours does not"


@dataclass(frozen=True)
class _Sample:
    """The values of a case under its design: `inside` the rows asked for, `kept` those that R counts."""

    design: Design
    x: np.ndarray
    domain: np.ndarray | None
    level: float

    @property
    def inside(self) -> np.ndarray:
        there = ~np.isnan(self.x)
        found: np.ndarray = there if self.domain is None else there & (self.domain >= 0)
        return found

    @property
    def used(self) -> np.ndarray:
        return self.inside & (self.design.weights > 0)

    @property
    def kept(self) -> np.ndarray:
        return ~np.isnan(self.x) if self.design.pps else self.inside

    def share_below(self, value: float) -> Estimates:
        """The share at or below a value."""
        below = np.where(np.isnan(self.x), np.nan, self.x <= value)
        return means(self.design, below, self.domain, domains=1)

    @cached_property
    def ordered(self) -> SortedSample:
        """The values used in their order."""
        return SortedSample.of(self.x[self.used], self.design.weights[self.used])

    @property
    def rounded_one(self) -> float:
        """The share of everybody as R adds it up, weight over sum by weight over sum."""
        weights = 1 / (1 / self.design.weights[self.used])  # R keeps probabilities
        total = float(np.sum(weights, dtype=np.longdouble))
        return float(np.sum(weights / total, dtype=np.longdouble))

    @property
    def error_of_all(self) -> float:
        """The standard error of the number of rows used, over that number, all by weight."""
        ones = np.where(np.isnan(self.x), np.nan, 1.0)
        every = totals(self.design, ones, self.domain, domains=1)
        return float(every.se[0, 0] / every.estimate[0, 0])

    def read(self, share: float, rule: str) -> float:
        """What R reads at a share: where the first value holds it, three rules go on to the second; one ends at all."""
        ordered = self.ordered.merged() if rule == "hf3" else self.ordered
        first = len(ordered.x) > 1 and share * ordered.total < ordered.cumulated[0]
        if not 0 <= share <= 1:
            return float("nan")
        if first and rule in ("school", "hf2", "hf3"):
            return float(ordered.x[1] if rule == "hf3" else (ordered.x[0] + ordered.x[1]) / 2)
        if rule == "hf4" and share * ordered.total >= ordered.cumulated[-1]:
            return float("nan")
        return quantile(ordered, share, rule)


def _quantile(case: Case) -> Mapping[str, Any]:
    task = case.task
    sample = _Sample(case.sample(), case.data.numbers(task["var"])[:, 0], case.domain(), task.get("level", 0.95))
    degrees = degrees_of_freedom(sample.design, None if sample.domain is None else sample.domain >= 0)
    answer: dict[str, Any] = {"df": degrees, "by_qrule": {}, "by_interval": {}}
    p = [task["p"]] if isinstance(task["p"], (int, float)) else list(task["p"])
    for rule in case.expected.get("by_qrule", {}):
        answer["by_qrule"][rule] = _laid_out(sample, p, rule, "mean", case.expected["by_qrule"][rule])
    for key in case.expected.get("by_interval", {}):
        interval, rule = key.split(".")
        name = {"asin": "arcsine"}.get(interval, interval)
        answer["by_interval"][key] = _laid_out(sample, p, rule, name, case.expected["by_interval"][key])
    return answer


def _laid_out(sample: _Sample, p: list[float], rule: str, interval: str, said: Any = None) -> dict[str, Any]:
    if rule not in RULES or interval not in ("mean", "beta", "xlogit", "arcsine", "score"):
        raise NotSupported(f"quantile rule {rule}, interval {interval}")
    result = quantiles(sample.design, sample.x, p, sample.domain, rule=rule, interval=interval, level=sample.level)  # type: ignore[arg-type]
    columns = {"quantile": result.estimate, "ci_l": result.low, "ci_u": result.high, "se": result.se}
    table: dict[str, Any] = {key: list(values[0]) for key, values in columns.items()}
    for place, share in enumerate(p):
        value, low, high, reason = _theirs(sample, share, rule, interval, _ends_said(said, place))
        width = (high - low) / (2 * float(t_quantile(0.5 + sample.level / 2, result.df[0, place])))
        for key, other in (("quantile", value), ("ci_l", low), ("ci_u", high), ("se", width)):
            table[key][place] = Otherwise(float(table[key][place]), other, reason)
            if key == "se" and abs(value) > 1e7 * width > 0:
                table[key][place] = Otherwise(table[key][place].value, width, GRAIN, 1e-15 * abs(value) / width)
            if reason == _HALF and key != "quantile":
                table[key][place] = Explained(reason)
    return table


def _ends_said(said: Any, place: int) -> np.ndarray:
    """Both ends that the case gives a quantile, NaN where it gives none."""
    ends = [list(np.ravel(said[key]))[place : place + 1] if said else [] for key in ("ci_l", "ci_u")]
    return np.array([np.nan if not end or end[0] in ("NA", None) else float(end[0]) for end in ends])


def _theirs(
    sample: _Sample, share: float, rule: str, interval: str, said: np.ndarray
) -> tuple[float, float, float, str]:
    """R's quantile, both ends, and why they may not be ours. The last bit of a sum of all shares is as R has it."""
    value = sample.read(share, rule)
    below = sample.share_below(value)
    p, se, df = (float(values[0, 0]) for values in (below.estimate, below.se, below.df))
    if interval == "score":
        limit = float(t_quantile(0.5 + sample.level / 2, df))
        low, high = (_searched(sample, share, sign * limit, rule) for sign in (1, -1))
        return value, low, high, _COUNTED if sample.kept.sum() > sample.used.sum() else _STOPPED
    if p == 1:
        found = [_of_all(sample, rule, interval, df, one) for one in (sample.rounded_one, 1.0, *_BESIDE_ONE)]
        if interval == "beta":  # R's qbeta of parameters without bound, which it warns of
            found.append((sample.read(1.0, rule), sample.read(1.0, rule), _ALMOST))
        low, high, reason = next((one for one in found if np.allclose(one[:2], said, 1e-8, equal_nan=True)), found[0])
        return value, low, high, reason
    if interval != "mean" and not 0 < p < 1:
        return value, float("nan"), float("nan"), _ALL
    if interval == "arcsine":
        ends, reason = turned_back(p, se, df, sample.level), _TURNED
    else:
        n = int(below.n[0, 0])
        kept = len(sample.x) if sample.design.pps else int(sample.kept.sum())
        method = "wald" if interval == "mean" else interval
        wide = proportion_interval(p, se, df, n, method, sample.level, kept)  # type: ignore[arg-type]
        ends, reason = (float(wide[0]), float(wide[1])), _COUNTED if kept > n else _SECOND
    if interval == "beta" and se < 1e-12:
        reason = _HALF
    return value, sample.read(ends[0], rule), sample.read(ends[1], rule), reason


def _of_all(sample: _Sample, rule: str, interval: str, df: float, rounded: float) -> tuple[float, float, str]:
    """R's ends where everybody is below the quantile and the sum of all shares rounds to `rounded`."""
    if interval == "mean" and rounded == 1 or interval != "mean" and not 0 < rounded < 1:
        whole = sample.read(1.0, rule) if interval == "mean" else float("nan")
        return whole, whole, _SECOND if interval == "mean" else _ALL
    ends = _rounded_ends(interval, rounded, abs(1 - rounded) * sample.error_of_all, df, sample.level)
    return sample.read(ends[0], rule), sample.read(ends[1], rule), _ALMOST


def _rounded_ends(interval: str, p: float, se: float, df: float, level: float) -> tuple[float, float]:
    """R's interval of a share that is 1 but for rounding, whose standard error is rounding too."""
    if interval == "beta":
        return 0.5, 0.5
    if interval == "arcsine":
        return turned_back(p, se, df, level)
    half = float(t_quantile(0.5 + level / 2, df)) * se
    if interval == "mean":
        return p - half, p + half
    centre, half = float(np.log(p / (1 - p))), half / (p * (1 - p))
    return float(1 / (1 + np.exp(half - centre))), float(1 / (1 + np.exp(-half - centre)))


def _searched(sample: _Sample, share: float, limit: float, rule: str) -> float:
    """Where R's search for an end of the score interval stops, read back as R does."""
    values, domain = sample.x[sample.kept], np.where(sample.inside, 0, -1)
    reach = float(np.subtract(*np.percentile(values, [75, 25]))) / 100

    def score(theta: float) -> float:
        result = means(sample.design, (sample.x > theta) - (1 - share), domain, domains=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(result.estimate[0, 0] / result.se[0, 0]) - limit

    root = searched_root(score, float(values.min()) + reach, float(values.max()) - reach, 0.01 / len(values) ** 0.5)
    return sample.read(float((values <= root).mean()), rule) if root == root else root


def _by_median(case: Case) -> Mapping[str, Any]:
    task, design = case.task, case.sample()
    names = [task["by"]] if isinstance(task["by"], str) else list(task["by"])
    codes, groups = groups_of(case, names)
    x = case.data.numbers(task["var"])[:, 0]
    medians = [
        _laid_out(_Sample(design, x, np.where(codes == g, 0, -1), 0.95), [0.5], "math", "mean")
        for g in range(len(groups))
    ]
    return {
        "df": degrees_of_freedom(design, member_of(case)),
        "groups": groups,
        "names": [".".join(group.values()) for group in groups],
        "coef": [median["quantile"][0] for median in medians],
        "se": [median["se"][0] for median in medians],
    }


QUANTILES = {"quantile": _quantile, "by_median": _by_median}
