# SPDX-License-Identifier: MIT
"""Achieved sample: interviews, refusals and replacements by name against targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class AchievedInterviews:
    """Interviews achieved against the target of one stratum, cluster, enumerator or day; NaN without a target.

    `achieved` are interviews held, replacements (`replaced`) among them; `refused` are visits without an interview.
    """

    name: str
    achieved: int
    target: float
    share: float
    short: float
    refused: int = 0
    replaced: int = 0


def achieved(
    codes: np.ndarray,
    names: Sequence[str],
    targets: Mapping[str, float] | None = None,
    refused: np.ndarray | None = None,
    replaced: np.ndarray | None = None,
) -> tuple[AchievedInterviews, ...]:
    """Rows counted by name against targets.

    Parameters
    ----------
    codes : array (n,)
        Place of each row's name among `names`; −1 = none: such a row does not count.
    names : sequence of str
        Strata, clusters, enumerators or days.
    targets : mapping of str to float or None
        Interviews wanted by name.
    refused : array (n,) of bool or None
        Visits without an interview.
    replaced : array (n,) of bool or None
        Replacements; a refused visit is no replacement.

    Returns
    -------
    tuple of Achieved
        Names with a target first, in the order of the targets, also those without a row; then the others.

    Examples
    --------
    >>> hill, shore = achieved(np.array([0, 0, -1]), ["hill"], {"hill": 4, "shore": 2})
    >>> hill.achieved, hill.share, hill.short, shore.achieved
    (2, 0.5, 2.0, 0)
    """
    wanted, named = dict(targets or {}), codes >= 0
    gone = np.zeros(len(codes), dtype=bool) if refused is None else refused
    instead = np.zeros(len(codes), dtype=bool) if replaced is None else replaced & ~gone
    counts = [np.bincount(codes[named & mask], minlength=len(names)) for mask in (~gone, gone, instead)]
    place = {name: at for at, name in enumerate(names)}
    return tuple(
        _row(
            name, float(wanted.get(name, np.nan)), *(int(part[place[name]]) if name in place else 0 for part in counts)
        )
        for name in dict.fromkeys([*wanted, *names])
    )


def _row(name: str, target: float, count: int, refused: int, replaced: int) -> AchievedInterviews:
    share = count / target if target > 0 else float("nan")
    short = max(target - count, 0.0) if target == target else float("nan")
    return AchievedInterviews(name, count, target, share, short, refused, replaced)
