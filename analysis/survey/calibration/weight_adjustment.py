# SPDX-License-Identifier: MIT
"""Adjusts the weights of a design to known totals, and says what that did or why it cannot be.

The estimators are those of `calibration`; here stands what must hold before they are used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.known_totals import category
from analysis.survey.calibration.known_total_calibration import (
    Distance,
    calibrate,
    kish_effect,
    post_stratify,
    rake,
    trim,
)
from analysis.survey.cancellation import step
from analysis.survey.design.sample_design import Design, Lonely
from analysis.survey.replicates.make_replicates import design_of_columns
from wording import Labels, Message, Problem, Progress, Text, msg

if TYPE_CHECKING:
    from analysis.known_totals import Adjustment, Margin
    from analysis.records import SampleColumns

_ROUNDS, _SETTLED = 1000, 1e-10
_AT = 1e-7  # a share by which a weight may miss a limit and still be at it
_DISAGREE = 1e-6  # a share of the population: totals rounded to whole numbers may differ, and are then to be mended


@dataclass(frozen=True)
class Effect:
    """What an adjustment did to the weights of the rows that count: ratios new to old, new weights, Kish's effects.

    `scale`: the ratio of their sums; weights that were relative become those of a population. `bounded` rows have a
    ratio that is a bound of the adjustment, `trimmed` ones a weight that is a limit, `outside` ones pass that limit.
    """

    ratio_low: float
    ratio_high: float
    low: float
    high: float
    kish_before: float
    kish: float
    scale: float
    bounded: int = 0
    trimmed: int = 0
    outside: int = 0


def base_design(
    columns: SampleColumns,
    n_rows: int,
    lonely: Lonely = "adjust",
    outside: np.ndarray | None = None,
    progress: Progress | None = None,
) -> Design:
    """The design before the adjustment, without the rows that are left out of it and without replicate weights.

    Parameters
    ----------
    columns : SampleColumns
        The design's columns and its adjustment.
    n_rows : int
        Rows n of the frame.
    lonely : str
        The rule for lonely PSUs.
    outside : array (n,) of bool or None
        Rows that take no part (visits without consent).
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Design
        Rows without an answer are outside too, where the adjustment leaves them out.

    Raises
    ------
    DesignProblem
        What `Design.build` raises.
    Stopped
        The user asked to stop.
    """
    columns = replace(columns, replicates=None)
    design = design_of_columns(columns, n_rows, lonely, progress)
    adjustment = columns.adjust
    gone = np.zeros(n_rows, dtype=bool) if outside is None else outside.copy()
    if adjustment is not None and not adjustment.given and adjustment.leave_out:
        gone |= adjustment.unanswered(n_rows)
    step(progress)
    if not gone.any():
        return design
    weight = np.where(gone | ~design.members(), np.nan, design.weights)
    return design_of_columns(replace(columns, weight=weight), n_rows, lonely, progress)


def adjusted(design: Design, adjustment: Adjustment, progress: Progress | None = None) -> Design:
    """The design with its weights adjusted, remembering how.

    Parameters
    ----------
    design : Design
        Without replicates.
    adjustment : Adjustment
        Method, margins, auxiliaries, bounds and limits.
    progress : Progress or None
        Asked between steps whether to stop.

    Returns
    -------
    Design
        Trimmed last, where there are limits.

    Raises
    ------
    Problem
        The first of `problems`; `adjusting.negative_weights` where a calibration leaves weights of 0 or below;
        `adjusting.trim_kept` where the mean weight is outside the limits; what `post_stratify`, `rake` and `calibrate`
        raise.
    Stopped
        The user asked to stop.
    """
    step(progress)
    wrong = problems(design, adjustment)
    if wrong:
        raise Problem(wrong[0])
    if adjustment.to.method == "calibrate":
        made = _calibrated(design, adjustment, progress)
    else:
        margins = [_with_totals(margin) for margin in adjustment.margins]
        step(progress)
        if adjustment.to.method == "poststratify":
            made = post_stratify(design, *margins[0])
        else:
            codes, wanted = [one for one, _ in margins], [one for _, one in margins]
            made = rake(design, codes, wanted, _ROUNDS, _SETTLED, progress)
    return made if adjustment.trim is None else _trimmed(made, adjustment.trim, adjustment.strict)


def _trimmed(design: Design, limits: tuple[float, float], strict: bool) -> Design:
    """Cut to the limits; they cannot be kept unless the mean weight lies between them, for the sum stays."""
    used = design.weights[design.weights > 0]
    low, high = limits
    if not low <= used.mean() <= high:
        said = {"low": low, "high": high, "total": float(used.sum()), "mean": float(used.mean())}
        raise Problem(msg("adjusting.trim_kept", **{name: _plain(value) for name, value in said.items()}))
    return trim(design, low, high, strict=strict)


def _calibrated(design: Design, adjustment: Adjustment, progress: Progress | None) -> Design:
    columns: list[np.ndarray] = []
    totals: list[float] = []
    for margin in adjustment.margins:
        codes, wanted = _with_totals(margin)
        columns += [(codes == place).astype(float) for place in range(len(wanted))]
        totals += wanted.tolist()
    for auxiliary in adjustment.auxiliaries:
        columns.append(auxiliary.values)
        totals.append(auxiliary.total)
    if adjustment.population is not None:
        columns.append(np.ones(design.n_rows))
        totals.append(adjustment.population)
    distance: Distance = adjustment.distance  # type: ignore[assignment]  # one of the three by name
    made = calibrate(design, np.column_stack(columns), np.array(totals), distance, adjustment.bounds, progress=progress)
    negative = int((made.weights[design.weights > 0] <= 0).sum())
    if negative:
        raise Problem(msg("adjusting.negative_weights", n=negative))
    return made


def _with_totals(margin: Margin) -> tuple[np.ndarray, np.ndarray]:
    """Codes and totals of the categories that have some; the others have no rows."""
    known = np.flatnonzero(margin.totals > 0)
    place = np.full(len(margin.totals) + 1, -1, dtype=np.int64)
    place[known] = np.arange(len(known))
    return place[margin.codes], margin.totals[known]


def problems(design: Design, adjustment: Adjustment) -> list[Message]:
    """Why the weights cannot be adjusted, a sentence for each reason.

    Parameters
    ----------
    design : Design
        Rows with a weight are looked at.
    adjustment : Adjustment
        What to adjust to.

    Returns
    -------
    list of Message
        Empty where it can be tried.
    """
    used = design.weights > 0
    if not adjustment.margins and not adjustment.auxiliaries and adjustment.population is None:
        return [msg("adjusting.nothing")]
    found = _limits(adjustment)
    if adjustment.to.method == "poststratify" and (len(adjustment.margins) != 1 or adjustment.auxiliaries):
        found.append(msg("adjusting.one_margin"))
    if adjustment.to.method == "rake" and (not adjustment.margins or adjustment.auxiliaries):
        found.append(msg("adjusting.rake_numbers"))
    without = int((adjustment.unanswered(design.n_rows) & used).sum())
    if without:
        found.append(msg("adjusting.unanswered", n=without, variables=_variables(adjustment)))
    for margin in adjustment.margins:
        found += _of_margin(margin, used)
    for auxiliary in adjustment.auxiliaries:
        if not np.isfinite(auxiliary.total):
            found.append(msg("adjusting.number_bad", variable=auxiliary.variable))
        if np.isinf(auxiliary.values).any():
            found.append(msg("adjusting.infinite", variable=auxiliary.variable))
    return found + _sums(adjustment)


def _limits(adjustment: Adjustment) -> list[Message]:
    found = []
    if adjustment.bounds is not None:
        low, high = adjustment.bounds
        if not (0 <= low < 1 < high):
            found.append(msg("adjusting.bounds"))
    elif adjustment.to.method == "calibrate" and adjustment.distance == "logit":
        found.append(msg("survey.calibration_bounds"))
    if adjustment.trim is not None:
        low, high = adjustment.trim
        if not (0 <= low < high):
            found.append(msg("adjusting.trim"))
    return found


def _variables(adjustment: Adjustment) -> list[Labels]:
    names = [name for margin in adjustment.margins for name in margin.variables]
    names += [auxiliary.variable for auxiliary in adjustment.auxiliaries]
    return [name for place, name in enumerate(names) if name not in names[:place]]


def _of_margin(margin: Margin, used: np.ndarray) -> list[Message]:
    """What is wrong with the totals of one margin."""
    of = category(margin.variables)
    rows = np.bincount(margin.codes[used & (margin.codes >= 0)], minlength=len(margin.totals))
    names = [category(one) for one in margin.names]
    found = []
    bad = [name for name, total in zip(names, margin.totals, strict=True) if total < 0 or np.isinf(total)]
    if bad:
        found.append(msg("adjusting.total_bad", variable=of, categories=bad))
    without = [
        msg("adjusting.category_rows", category=name, n=int(n))
        for name, n, total in zip(names, rows, margin.totals, strict=True)
        if n and np.isnan(total)
    ]
    if without:
        found.append(msg("adjusting.without_total", variable=of, categories=without))
    empty = [name for name, n, total in zip(names, rows, margin.totals, strict=True) if not n and total > 0]
    if empty:
        found.append(msg("adjusting.without_rows", variable=of, categories=empty))
    zero = [
        msg("adjusting.category_rows", category=name, n=int(n))
        for name, n, total in zip(names, rows, margin.totals, strict=True)
        if n and total == 0
    ]
    if zero:
        found.append(msg("adjusting.zero_total", variable=of, categories=zero))
    return found


def _sums(adjustment: Adjustment) -> list[Message]:
    """The margins, and the number of all where it is known, must add up to one population."""
    sums: list[tuple[Text, float]] = [
        (category(margin.variables), float(np.nansum(margin.totals))) for margin in adjustment.margins
    ]
    if adjustment.population is not None:
        if not 0 < adjustment.population < np.inf:
            return [msg("adjusting.population_bad")]
        sums.append((msg("adjusting.population"), adjustment.population))
    return [
        msg("adjusting.disagree", first=sums[0][0], a=_plain(sums[0][1]), second=name, b=_plain(total))
        for name, total in sums[1:]
        if abs(total - sums[0][1]) > _DISAGREE * max(abs(total), abs(sums[0][1]))
    ]


def _plain(total: float) -> float | int:
    """A sum as it is said: whole where it is."""
    if not np.isfinite(total):
        return total
    rounded = round(total, 2)
    return int(rounded) if float(rounded).is_integer() else rounded


def effect(before: Design, after: Design, adjustment: Adjustment) -> Effect:
    """What the adjustment did, over the rows with weight before.

    Parameters
    ----------
    before, after : Design
        The design without and with it.
    adjustment : Adjustment
        Its bounds and limits.

    Returns
    -------
    Effect
        NaN where no row has a weight.
    """
    used = before.weights > 0
    old, new = before.weights[used], after.weights[used]
    if not len(old):
        return Effect(*(float("nan"),) * 7)
    ratio, scale = new / old, float(new.sum() / old.sum())
    ends = float(ratio.min()), float(ratio.max()), float(new.min()), float(new.max())
    found = Effect(*ends, kish_effect(old), kish_effect(new), scale)
    if adjustment.trim is not None:
        low, high = adjustment.trim
        beyond = (new < low * (1 - _AT)) | (new > high * (1 + _AT))
        return replace(found, trimmed=_at_ends(new, low, high), outside=int(beyond.sum()))
    return found if adjustment.bounds is None else replace(found, bounded=_at_ends(ratio, *adjustment.bounds))


def _at_ends(values: np.ndarray, low: float, high: float) -> int:
    return int((np.isclose(values, low, rtol=_AT, atol=0) | np.isclose(values, high, rtol=_AT, atol=0)).sum())
