# SPDX-License-Identifier: MIT
"""Tests between groups: the test chosen, its figures, and the reason for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.analyses.number_words import number, p_band, p_value
from analysis.analyses.shared_options import Settings
from analysis.records import RowOrigin
from analysis.withholding.cell_limits import LEAST_TESTED
from wording import Message, Problem, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.estimates.chi_square import Statistic
    from analysis.survey.models.mean_tests import Rank


@dataclass(frozen=True)
class GroupComparison:
    """A test's p (None where there is none), its note, why it was chosen, its figures as JSON values."""

    p: float | None = None
    note: Text | None = None
    why: Message | None = None
    facts: dict[str, Any] = field(default_factory=dict)


NONE = GroupComparison()


KINDS: dict[str, Statistic] = {"test": "F", "chisq": "Chisq", "wald": "Wald", "adjusted_wald": "adjWald"}
RANKS: dict[str, Rank] = {"rank": "wilcoxon", "median": "median", "normal_scores": "vanderWaerden"}


def association(chosen: Settings, codes: np.ndarray, wanted: str = "test") -> GroupComparison:
    """A Rao–Scott or Wald test of answers by groups; none without groups or inference.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60; as R's survey::svychisq.
    """
    import numpy as np  # numpy, 80 ms: not at start

    if chosen.group is None or wanted == "none" or not chosen.infers:
        return NONE
    from analysis.survey.estimates.chi_square import chisq  # numpy, 80 ms: not at start

    both = np.where(chosen.inside, codes, -1)
    if _too_few(chosen, both >= 0):
        return GroupComparison(None, msg("test.few", least=LEAST_TESTED))
    if (alone := _one_cluster(chosen, both >= 0)) is not None:
        return GroupComparison(None, alone)
    try:
        result = chisq(chosen.study.design, both, chosen.group, KINDS[wanted], chosen.total_domain, chosen.progress)
    except np.linalg.LinAlgError:  # answers and groups tell each other apart completely
        return GroupComparison(None, msg("test.impossible"))
    if not math.isfinite(result.p):
        return GroupComparison(None, msg("test.impossible"))
    name = "rao_scott" if wanted == "test" else f"table_{wanted}"
    facts = {"test": name, "F": result.statistic, "df": [result.df, result.ddf], "p": result.p, "n": result.n}
    if not math.isfinite(result.ddf):
        facts["df"] = [result.df]
    ddf = number(result.ddf) if math.isfinite(result.ddf) else ""
    note = msg(
        f"test.{name}", F=number(result.statistic, 2), df=number(result.df), ddf=ddf, **_p_words(result.p, result.n)
    )
    return GroupComparison(result.p, note, msg(f"why.{name}"), facts)


def _p_words(p: float, n: int) -> dict[str, object]:
    """The p of a note, what is said of it where the exact one could give a withheld number back, and for its cell
    the number itself with the rows compared."""
    return {"p": p_value(p), "band": p_band(p), "exact": p, "rows": n}


def _too_few(chosen: Settings, answered: np.ndarray) -> bool:
    """Whether so few rows have an answer and a group that a test would tell of single people, and nothing of a rule."""
    return chosen.group is not None and int((answered & (chosen.group >= 0)).sum()) < LEAST_TESTED


def _one_cluster(chosen: Settings, answered: np.ndarray) -> Message | None:
    """Why groups are not tested: all rows of one lie in a single cluster; its spread between them is unknown."""
    import numpy as np  # numpy, 80 ms: not at start

    design = chosen.study.design
    if design.replicates is not None or design.calibrations or not design.stages or chosen.group is None:
        return None
    unit = design.stages[0].unit
    for at, label in enumerate(chosen.group_labels):
        rows = answered & (chosen.group == at) & (design.weights > 0)
        if rows.sum() > 1 and len(np.unique(unit[rows])) == 1:
            return msg("test.one_cluster", group=label)
    return None


def small_group(chosen: Settings, sizes: Sequence[int], labels: Sequence[Text], ranks: bool = False) -> Message | None:
    """Why groups are not tested: one has too few rows. Two are enough for ranks, and where everybody was asked."""
    least = 2 if ranks or chosen.study.table.how is RowOrigin.CENSUS else LEAST_TESTED
    small = min(((size, at) for at, size in enumerate(sizes) if size), default=(least, 0))
    return msg("test.small_group", least=least, group=labels[small[1]]) if small[0] < least else None


def choice_association(
    chosen: Settings, indicators: np.ndarray, adjust: str = "holm", progress: Progress | None = None
) -> tuple[list[float | None], GroupComparison]:
    """For each choice of a set the Rao–Scott p by groups, adjusted over the choices, and what to say of it.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini & Hochberg (1995), Journal of the Royal
    Statistical Society B 57, 289-300.
    """
    import numpy as np  # numpy, 80 ms: not at start

    if chosen.group is None or not chosen.infers or not indicators.shape[1]:
        return [], NONE
    from analysis.analyses.choice_tests import choice_p_values  # numpy, 80 ms: not at start
    from analysis.survey.estimates.multiple_testing import adjusted  # numpy, 80 ms: not at start

    if _too_few(chosen, np.isfinite(indicators).any(axis=1) & chosen.inside):
        return [], GroupComparison(None, msg("test.few", least=LEAST_TESTED))
    domain, groups = chosen.total_domain, len(chosen.group_labels)
    raw = choice_p_values(chosen.study.design, indicators, chosen.group, groups, domain, progress)
    found = [float(p) if math.isfinite(p) else None for p in adjusted(np.array(raw), adjust)]
    return found, GroupComparison(
        min((p for p in found if p is not None), default=None),
        msg(f"test.rao_scott_{adjust}"),
        msg(f"why.rao_scott_{adjust}"),
        {"test": f"rao_scott_{adjust}", "p": found},
    )


def equal_numbers(
    chosen: Settings, values: np.ndarray, wanted: str, progress: Progress | None = None
) -> GroupComparison:
    """The test wished of a number by groups: of means, or of ranks.

    References
    ----------
    Lumley & Scott (2013), Biometrika 100, 831-842 (ranks), as R's survey::svyranktest.
    """
    import numpy as np  # numpy, 80 ms: not at start

    if wanted == "none" or chosen.group is None or not chosen.infers:
        return NONE
    if _too_few(chosen, values == values):
        return GroupComparison(None, msg("test.few", least=LEAST_TESTED))
    sizes = np.bincount(chosen.group[(values == values) & (chosen.group >= 0)], minlength=len(chosen.group_labels))
    if (small := small_group(chosen, sizes.tolist(), chosen.group_labels, wanted != "test")) is not None:
        return GroupComparison(None, small)
    if (alone := _one_cluster(chosen, values == values)) is not None:
        return GroupComparison(None, alone)
    if wanted == "test":
        return equal_means(chosen, values)
    from analysis.survey.models.mean_tests import ranktest  # numpy, 80 ms: not at start

    kind = RANKS[wanted]
    try:
        found = ranktest(chosen.study.design, values, chosen.group, kind, chosen.total_domain, progress=progress)
    except Problem:
        return GroupComparison(None, msg("test.impossible"))
    if not math.isfinite(found.p):
        return GroupComparison(None, msg("test.impossible"))
    two = len(found.groups) == 2
    facts = {"test": kind, "statistic": found.statistic, "df": [found.numerator, found.df], "p": found.p}
    note = msg(
        f"test.{wanted}" if two else f"test.{wanted}_many",
        t=number(found.statistic, 2), F=number(found.statistic / found.numerator, 2), df=number(found.df, 0),
        groups=number(found.numerator, 0), **_p_words(found.p, int(sizes.sum())),
    )  # fmt: skip
    return GroupComparison(found.p, note, msg(f"why.{wanted}"), facts)


def equal_means(chosen: Settings, values: np.ndarray) -> GroupComparison:
    """Two groups: design-based t test; more: adjusted Wald F test that all group means are equal.

    References
    ----------
    As R's survey::svyttest and survey::regTermTest; degrees of freedom of the design less one for each further group.
    """
    import numpy as np  # numpy, 80 ms: not at start

    if chosen.group is None or not chosen.infers:
        return NONE
    from scipy.stats import f, t  # scipy.stats, 730 ms: not at start

    from analysis.survey.design.degrees_of_freedom import (
        degrees_of_freedom,  # numpy: records of analyses are listed without it
    )
    from analysis.survey.estimates.contrasts import joint_means  # numpy, 80 ms: not at start
    from analysis.survey.estimates.estimate import invertible  # numpy, 80 ms: not at start

    used = np.isfinite(values) & (chosen.group >= 0) & (chosen.study.design.weights != 0)
    present = np.unique(chosen.group[used])
    if len(present) < 2:
        return GroupComparison(None, msg("test.impossible"))
    codes = np.where(used, np.searchsorted(present, chosen.group), -1)
    codes[~used] = -1
    joint = joint_means(chosen.study.design, values, codes, len(present), chosen.progress)
    step = np.eye(len(present))[1:] - np.eye(len(present))[:1]
    difference, spread = step @ joint.estimate, step @ joint.vcov @ step.T
    groups = len(present) - 1
    df = degrees_of_freedom(chosen.study.design, used, chosen.progress) - groups
    if df <= 0 or not invertible(spread):
        return GroupComparison(None, msg("test.impossible"))
    wald = float(difference @ np.linalg.solve(spread, difference)) / groups
    if groups == 1:
        value = float(difference[0]) / math.sqrt(float(spread[0, 0]))
        p = float(2 * t.sf(abs(value), df))
        note = msg("test.t", t=number(value, 2), df=df, **_p_words(p, int(used.sum())))
        return GroupComparison(p, note, msg("why.t"), {"test": "t", "t": value, "df": df, "p": p})
    p = float(f.sf(wald, groups, df))
    note = msg("test.wald", F=number(wald, 2), df=groups, ddf=df, **_p_words(p, int(used.sum())))
    return GroupComparison(p, note, msg("why.wald"), {"test": "wald", "F": wald, "df": [groups, df], "p": p})


def why_of(chosen: Settings, why: Message | None, interval: str) -> Message | None:
    """Why this test, or where there is none why this interval; nothing where nothing is inferred."""
    return why or (msg(f"why.interval.{interval}") if chosen.infers else None)
