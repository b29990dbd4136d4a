# SPDX-License-Identifier: MIT
"""Food-security indices of households: food consumption score, reduced coping strategies, livelihood coping.

Each result names its variant: cut-offs and the treatment of missing answers differ between agencies. Sources: WFP VAM
Resource Centre and its scripts (RAMResourcesScripts); IPC Technical Manual 3.1 for the classes of rCSI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FCS_WEIGHTS = {
    "staples": 2.0,
    "pulses": 3.0,
    "dairy": 4.0,
    "protein": 4.0,
    "vegetables": 1.0,
    "fruit": 1.0,
    "fat": 0.5,
    "sugar": 0.5,
}
RCSI_WEIGHTS = {"less_quality": 1.0, "borrow": 2.0, "fewer_meals": 1.0, "smaller_meals": 1.0, "adults_restrict": 3.0}
FCS_CLASSES = ("poor", "borderline", "acceptable")
RCSI_CLASSES = ("no_or_low", "medium", "high")
LCS_CLASSES = ("none", "stress", "crisis", "emergency")


@dataclass(frozen=True)
class Index:
    """Score of each household (n,), NaN where unknown, and its class (−1 where unknown) among `classes`; `variant`
    names the rules."""

    score: np.ndarray
    category: np.ndarray
    classes: tuple[str, ...]
    variant: str


def weighted_score(
    days: Mapping[str, np.ndarray], weights: Mapping[str, float], missing_as_zero: bool = False, most: float = 7
) -> np.ndarray:
    """Σ weight × days over food groups or strategies.

    References
    ----------
    WFP VAM (2008), Food consumption analysis: calculation and use of the food consumption score.

    Examples
    --------
    >>> weighted_score({"staples": np.array([7.0, 8.0])}, {"staples": 2.0}).tolist()
    [14.0, nan]
    """
    total: np.ndarray | float = 0.0
    for group, weight in weights.items():
        answer = np.asarray(days[group], dtype=float)
        missing = np.isnan(answer) & missing_as_zero
        answer = np.where((answer < 0) | (answer > most), np.nan, np.where(missing, 0.0, answer))
        total = total + weight * answer
    return np.asarray(total, dtype=float)


def food_consumption(
    days: Mapping[str, np.ndarray],
    cuts: tuple[float, float] = (21, 35),
    missing_as_zero: bool = False,
    weights: Mapping[str, float] = FCS_WEIGHTS,
) -> Index:
    """Food consumption score: poor up to the first cut, acceptable above the second.

    References
    ----------
    WFP VAM (2008), Food consumption analysis: calculation and use of the food consumption score.

    Examples
    --------
    Staples every day (14), oil every day (3.5), pulses on one day (3), vegetables on one (1): 21.5 is above 21.

    >>> eaten = {**dict.fromkeys(FCS_WEIGHTS, 0), "staples": 7, "fat": 7, "pulses": 1, "vegetables": 1}
    >>> index = food_consumption({group: np.array([days]) for group, days in eaten.items()})
    >>> index.score.tolist(), index.classes[index.category[0]], index.variant
    ([21.5], 'borderline', 'FCS, cut-offs 21/35, missing stays missing')
    """
    score = weighted_score(days, weights, missing_as_zero)
    category = np.where(np.isnan(score), -1, (score > cuts[0]).astype(int) + (score > cuts[1]))
    said = "missing as 0" if missing_as_zero else "missing stays missing"
    return Index(score, category, FCS_CLASSES, f"FCS, cut-offs {cuts[0]:g}/{cuts[1]:g}, {said}")


def reduced_coping(
    days: Mapping[str, np.ndarray], weights: Mapping[str, float] = RCSI_WEIGHTS, missing_as_zero: bool = False
) -> Index:
    """Reduced coping strategies index with the classes of IPC: 0–3 none or low, 4–18 medium, 19 and above high.

    References
    ----------
    IPC Technical Manual 3.1, for the classes; Maxwell & Caldwell (2008), The Coping Strategies Index, for the weights.

    Examples
    --------
    Borrowing on 2 days and adults eating less on 5: 2 · 2 + 3 · 5.

    >>> used = {**dict.fromkeys(RCSI_WEIGHTS, 0), "borrow": 2, "adults_restrict": 5}
    >>> index = reduced_coping({strategy: np.array([days]) for strategy, days in used.items()})
    >>> index.score.tolist(), index.classes[index.category[0]]
    ([19.0], 'high')
    """
    score = weighted_score(days, weights, missing_as_zero)
    category = np.where(np.isnan(score), -1, (score > 3).astype(int) + (score > 18))
    said = "missing as 0" if missing_as_zero else "missing stays missing"
    return Index(score, category, RCSI_CLASSES, f"rCSI, IPC cut-offs 3/18, {said}")


@dataclass(frozen=True)
class LivelihoodCoping:
    """Whether a household used a strategy of each severity (n,) bool, and the worst one used (n,), −1 where unknown."""

    stress: np.ndarray
    crisis: np.ndarray
    emergency: np.ndarray
    category: np.ndarray
    classes: tuple[str, ...]
    variant: str


def livelihood_coping(
    stress: Sequence[np.ndarray],
    crisis: Sequence[np.ndarray],
    emergency: Sequence[np.ndarray],
    counted: Sequence[float] = (20, 30),
) -> LivelihoodCoping:
    """Livelihood coping strategies for food security: the worst kind of strategy that a household used.

    References
    ----------
    WFP VAM Resource Centre, Livelihood coping strategies for food security.

    Examples
    --------
    >>> sold_goods, sold_tools = np.array([20.0, 10.0, np.nan]), np.array([30.0, 10.0, np.nan])
    >>> livelihood_coping([sold_goods], [sold_tools], [np.full(3, np.nan)]).category.tolist()
    [2, 0, -1]
    """
    used = [
        np.any([np.isin(np.asarray(answer, dtype=float), counted) for answer in strategies], axis=0)
        for strategies in (stress, crisis, emergency)
    ]
    category = np.where(used[2], 3, np.where(used[1], 2, np.where(used[0], 1, 0)))
    answers = [np.isnan(np.asarray(answer, dtype=float)) for answer in (*stress, *crisis, *emergency)]
    category = np.where(np.all(answers, axis=0), -1, category)
    codes = ", ".join(f"{code:g}" for code in counted)
    return LivelihoodCoping(used[0], used[1], used[2], category, LCS_CLASSES, f"LCS-FS, counted codes {codes}")
