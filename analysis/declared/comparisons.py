# SPDX-License-Identifier: MIT
"""Which test compares groups, its figures, and why it is the right one. It makes no table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.declared.settings import Settings
from analysis.declared.words import number, p_value
from wording import Message, Text, msg

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Comparison:
    """A test's p (None where there is none), its note, why it was chosen, its figures as JSON values."""

    p: float | None = None
    note: Text | None = None
    why: Message | None = None
    facts: dict[str, Any] = field(default_factory=dict)


NONE = Comparison()


def association(chosen: Settings, codes: np.ndarray, wanted: bool = True) -> Comparison:
    """Rao and Scott's second-order F test of answers by groups; none without groups or inference."""
    import numpy as np

    if chosen.group is None or not wanted or not chosen.infers:
        return NONE
    from analysis.survey.chisq import chisq

    both = np.where(chosen.inside, codes, -1)
    try:
        result = chisq(chosen.study.design, both, chosen.group, "F", chosen.total_domain)
    except np.linalg.LinAlgError:  # answers and groups tell each other apart completely
        return Comparison(None, msg("test.impossible"))
    if not math.isfinite(result.p):
        return Comparison(None, msg("test.impossible"))
    facts = {"test": "rao_scott", "F": result.statistic, "df": [result.df, result.ddf], "p": result.p, "n": result.n}
    note = msg(
        "test.rao_scott",
        F=number(result.statistic, 2),
        df=number(result.df),
        ddf=number(result.ddf),
        p=p_value(result.p),
    )
    return Comparison(result.p, note, msg("why.rao_scott"), facts)


def choice_association(chosen: Settings, indicators: np.ndarray) -> tuple[list[float | None], Comparison]:
    """For each choice of a set the Rao–Scott p by groups, Holm-adjusted over the choices, and what to say of it."""
    if chosen.group is None or not chosen.infers or not indicators.shape[1]:
        return [], NONE
    from analysis.declared.choice_tests import choice_p_values

    domain, groups = chosen.total_domain, len(chosen.group_labels)
    raw = choice_p_values(chosen.study.design, indicators, chosen.group, groups, domain)
    adjusted = holm(raw)
    return adjusted, Comparison(
        min((p for p in adjusted if p is not None), default=None),
        msg("test.rao_scott_holm"),
        msg("why.rao_scott_holm"),
        {"test": "rao_scott_holm", "p": adjusted},
    )


def equal_means(chosen: Settings, values: np.ndarray) -> Comparison:
    """Two groups: design-based t test; more: adjusted Wald F test that all group means are equal."""
    import numpy as np

    if chosen.group is None or not chosen.infers:
        return NONE
    from scipy.stats import f, t

    from analysis.survey.contrasts import joint_means

    used = np.isfinite(values) & (chosen.group >= 0) & (chosen.study.design.weights != 0)
    present = np.unique(chosen.group[used])
    if len(present) < 2:
        return Comparison(None, msg("test.impossible"))
    codes = np.where(used, np.searchsorted(present, chosen.group), -1)
    codes[~used] = -1
    joint = joint_means(chosen.study.design, values[:, None], codes, len(present))
    step = np.eye(len(present))[1:] - np.eye(len(present))[:1]
    difference, spread = step @ joint.estimate, step @ joint.vcov @ step.T
    groups = len(present) - 1
    df = chosen.study.design.degrees_of_freedom(used) - groups
    if df <= 0 or np.linalg.matrix_rank(spread) < groups:
        return Comparison(None, msg("test.impossible"))
    wald = float(difference @ np.linalg.solve(spread, difference)) / groups
    if groups == 1:
        value = float(difference[0]) / math.sqrt(float(spread[0, 0]))
        p = float(2 * t.sf(abs(value), df))
        note = msg("test.t", t=number(value, 2), df=df, p=p_value(p))
        return Comparison(p, note, msg("why.t"), {"test": "t", "t": value, "df": df, "p": p})
    p = float(f.sf(wald, groups, df))
    note = msg("test.wald", F=number(wald, 2), df=groups, ddf=df, p=p_value(p))
    return Comparison(p, note, msg("why.wald"), {"test": "wald", "F": wald, "df": [groups, df], "p": p})


def holm(p: Sequence[float]) -> list[float | None]:
    """Holm's (1979) step-down adjustment; None where there is no p."""
    known = sorted((value, at) for at, value in enumerate(p) if math.isfinite(value))
    adjusted: list[float | None] = [None] * len(p)
    highest = 0.0
    for rank, (value, at) in enumerate(known):
        highest = max(highest, min(1.0, value * (len(known) - rank)))
        adjusted[at] = highest
    return adjusted
