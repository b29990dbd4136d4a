# SPDX-License-Identifier: MIT
"""How large a sample must be, how to share it out, which clusters to visit, and how far the sample was achieved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.survey.frame_weights import FrameRow, Selection
from wording import Problem, msg

Allocation = Literal["proportional", "equal", "power", "each"]


@dataclass(frozen=True)
class Ask:
    """What is asked of a sample: expected `proportion`, half-width `precision` of its interval at `level`, design
    effect, expected `response` share, and households per cluster (0: no clusters)."""

    proportion: float = 0.5
    precision: float = 0.05
    level: float = 0.95
    deff: float = 1.0
    response: float = 1.0
    per_cluster: int = 0


@dataclass(frozen=True)
class SampleSize:
    """Households: `simple` for simple random sampling, `finite` corrected for the population, `designed` times the
    design effect, `selected` raised for non-response and rounded up."""

    simple: float
    finite: float
    designed: float
    selected: int


def sample_size(ask: Ask, population: float = np.inf) -> SampleSize:
    """n₀ = z² p(1−p)/e²; n₀/(1+(n₀−1)/N); × design effect; ÷ response (Cochran 1977, ch. 4). Raises Problem."""
    from scipy.special import ndtri

    shares = (ask.proportion, ask.precision, ask.level)
    if not all(0 < value < 1 for value in shares) or not 0 < ask.response <= 1 or ask.deff <= 0 or population < 1:
        raise Problem(msg("survey.sample_ask"))
    z = float(ndtri(0.5 + ask.level / 2))
    simple = z**2 * ask.proportion * (1 - ask.proportion) / ask.precision**2
    finite = simple if np.isinf(population) else simple / (1 + (simple - 1) / population)
    designed = finite * ask.deff
    selected = int(np.ceil(round(designed / ask.response, 9)))
    return SampleSize(simple, finite, designed, selected if np.isinf(population) else min(selected, int(population)))


def allocate(ask: Ask, strata: Mapping[str, tuple[float, float]], how: Allocation = "each") -> tuple[FrameRow, ...]:
    """The frame sheet to fill: households (and clusters) to select per stratum of (households, clusters) in frame.

    "each": the precision holds in every stratum; "proportional" to households, "equal", or "power" (square root of
    households): the precision holds for all strata together. Raises Problem.
    """
    if not strata or any(households < 1 for households, _ in strata.values()):
        raise Problem(msg("survey.sample_ask"))
    sizes = np.array([households for households, _ in strata.values()], dtype=float)
    if how == "each":
        wanted = [sample_size(ask, size).selected for size in sizes]
    else:
        total = sample_size(ask, float(sizes.sum())).selected
        share = {"proportional": sizes, "equal": np.ones(len(sizes)), "power": np.sqrt(sizes)}[how]
        wanted = [int(np.ceil(round(total * part, 9))) for part in share / share.sum()]
    rows = []
    for (name, (households, clusters)), n in zip(strata.items(), wanted, strict=True):
        visited = 0
        if ask.per_cluster and clusters:
            visited = int(min(np.ceil(n / ask.per_cluster), clusters))
            n = visited * ask.per_cluster
        n = int(min(n, households))
        kind = Selection.PPS if visited else Selection.NONE
        rows.append(FrameRow(name, households, n, n, clusters if visited else 0, visited, kind))
    return tuple(rows)


@dataclass(frozen=True)
class Draw:
    """Clusters drawn: positions in the frame, in order; a large one may come up more than once. `seed` repeats it."""

    positions: tuple[int, ...]
    seed: int
    selection: Selection


def draw_clusters(sizes: Sequence[float], count: int, selection: Selection, seed: int) -> Draw:
    """Draws `count` clusters of a stratum: systematic with probability proportional to size, or simple random.

    Raises Problem when there are fewer clusters than wanted, or a size is missing.
    """
    size = np.asarray(sizes, dtype=float)
    if not np.isfinite(size).all() or (size <= 0).any():
        raise Problem(msg("survey.draw_sizes"))
    if count < 1 or (count > len(size) and selection != Selection.PPS):
        raise Problem(msg("survey.draw_too_many", n=count, there=len(size)))
    generator = np.random.default_rng(seed)
    if selection == Selection.ALL:
        chosen = np.arange(len(size))
    elif selection == Selection.PPS:
        step = size.sum() / count
        hits = generator.uniform(0, step) + step * np.arange(count)
        chosen = np.minimum(np.searchsorted(np.cumsum(size), hits, side="right"), len(size) - 1)
    else:
        chosen = np.sort(generator.choice(len(size), count, replace=False))
    return Draw(tuple(int(place) for place in chosen), seed, selection)


@dataclass(frozen=True)
class Achieved:
    """Interviews achieved against the target of one stratum, cluster, enumerator or day; NaN without a target."""

    name: str
    achieved: int
    target: float
    share: float
    short: float


def achieved(names: Sequence[str], targets: Mapping[str, float] | None = None) -> tuple[Achieved, ...]:
    """Rows counted by name against targets; names with a target and no row come too, in the order of the targets."""
    wanted = dict(targets or {})
    counts: dict[str, int] = {name: 0 for name in wanted}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    rows = []
    for name, count in counts.items():
        target = float(wanted.get(name, np.nan))
        share = count / target if target > 0 else float("nan")
        rows.append(Achieved(name, count, target, share, max(target - count, 0.0) if target == target else np.nan))
    return tuple(rows)
