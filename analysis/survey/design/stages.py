# SPDX-License-Identifier: MIT
"""The stages of a sample: which unit each row lies in, the strata of units, how many were drawn of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.cancellation import step
from wording import Problem, Progress, msg

_CERTAIN = 1e-7  # R: a stratum sampled to within this fraction of its population has no variance


@dataclass(frozen=True)
class Stage:
    """One stage. Units are numbered so that those of a stratum are neighbours.

    `unit` (n,): code of the unit of each row. `stratum` (units,): its stratum. `sampled` (strata,): units drawn.
    `population` (units,): units in the population of its stratum, inf without fpc. `starts` (strata,): first unit of
    each stratum. `factor` (units,): product of the sampling fractions of the stages above (1 at the first stage).
    """

    unit: np.ndarray
    stratum: np.ndarray
    sampled: np.ndarray
    population: np.ndarray
    starts: np.ndarray
    factor: np.ndarray
    fpc_varies: bool = False

    @property
    def count(self) -> int:
        """How many units were drawn."""
        return len(self.stratum)

    @property
    def strata_count(self) -> int:
        """How many strata there are."""
        return len(self.sampled)

    @property
    def unsampled(self) -> np.ndarray:
        """(units,) 1 − n/N of each unit's stratum; 1 without fpc."""
        share = self.sampled[self.stratum] / self.population
        return np.where(np.isinf(self.population), 1.0, 1.0 - share)

    @property
    def scale(self) -> np.ndarray:
        """(units,) (1 − n/N)·n/(n−1), with n/(n−1) left out for single units; zero where all were drawn."""
        n = self.sampled[self.stratum].astype(float)
        left = self.unsampled
        left = np.where(left < _CERTAIN, 0.0, left)
        found: np.ndarray = np.where(n > 1, left * n / np.maximum(n - 1, 1), left) * self.factor
        return found

    @property
    def lonely(self) -> np.ndarray:
        """(strata,) bool: a single unit was drawn, and not with certainty."""
        found: np.ndarray = (self.sampled == 1) & (self.unsampled[self.starts] >= _CERTAIN)
        return found


def codes_of(values: Sequence[object] | np.ndarray) -> np.ndarray:
    """Integer codes of any labels, in their sorted order.

    Examples
    --------
    >>> codes_of(["north", "east", "north"]).tolist()
    [1, 0, 1]
    """
    array = np.asarray(values)
    if array.dtype.kind == "f" and np.isnan(array).any():
        raise Problem(msg("survey.design_missing", n=int(np.isnan(array).sum())))
    if array.dtype.kind == "O":
        missing = np.array([value is None or value != value for value in array])
        if missing.any():
            raise Problem(msg("survey.design_missing", n=int(missing.sum())))
        array = array.astype(str)
    return packed(array)[1]


def packed(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct values, sorted, and the place of each value among them; whole numbers without sorting the rows.

    Examples
    --------
    >>> distinct, codes = packed(np.array([30, 10, 30]))
    >>> distinct.tolist(), codes.tolist()
    ([10, 30], [1, 0, 1])
    """
    if values.dtype.kind in "iu" and len(values):
        low = int(values.min())
        span = int(values.max()) - low + 1
        if span <= 4 * len(values) + 1024:
            shifted = values.astype(np.int64) - low
            there = np.zeros(span, dtype=bool)
            there[shifted] = True
            distinct = np.flatnonzero(there)
            place = np.cumsum(there) - 1
            return distinct + low, place[shifted]
    distinct, codes = np.unique(values, return_inverse=True)
    return distinct, codes.astype(np.int64).reshape(-1)


def build_stages(
    n_rows: int,
    strata: object,
    clusters: object,
    fpc: object,
    *,
    nest: bool,
    pps: bool,
    inside: np.ndarray | None,
    progress: Progress | None = None,
) -> tuple[Stage, ...]:
    """The stages from columns; rows outside the design take part in no count."""
    rows = slice(None) if inside is None else inside
    kept = n_rows if inside is None else int(inside.sum())
    stratum = np.zeros(kept, dtype=np.int64) if strata is None else codes_of(np.asarray(strata)[rows])
    step(progress)
    columns = [column[rows] for column in _columns(clusters)]
    ids = [codes_of(column) for column in columns] or [np.arange(kept, dtype=np.int64)]
    for position in range(1, len(ids)):
        step(progress)
        ids[position] = _crossed(ids[position - 1], ids[position])
    step(progress)
    if strata is not None and clusters is not None:
        if nest:
            ids = [_crossed(stratum, codes) for codes in ids]
        elif _clusters_across_strata(ids[0], stratum):
            raise Problem(msg("survey.clusters_across_strata", n=_clusters_across_strata(ids[0], stratum)))
    counts = [np.asarray(column, dtype=float)[rows] for column in _columns(fpc)]
    if len(counts) > len(ids):
        raise Problem(msg("survey.fpc_stages"))
    step(progress)
    _check_fpc(counts)
    return _assemble(n_rows, inside, stratum, ids, counts, pps, progress)


def _assemble(
    n_rows: int,
    inside: np.ndarray | None,
    stratum: np.ndarray,
    ids: list[np.ndarray],
    counts: list[np.ndarray],
    pps: bool,
    progress: Progress | None,
) -> tuple[Stage, ...]:
    built: list[Stage] = []
    groups, factor = stratum, np.ones(len(stratum))
    fraction_given = bool(counts) and all((column <= 1).all() for column in counts)
    stages = ids if counts else ids[:1]  # without fpc only the first stage counts, as in R
    for number, unit in enumerate(stages):
        step(progress)
        fpc = counts[number] if number < len(counts) else None
        stage, fraction = _stage(unit, groups, fpc, fraction_given, pps and number == 0, factor)
        built.append(stage)
        groups, factor = stage.unit, factor * fraction[stage.unit]
    step(progress)
    if inside is None:
        return tuple(built)
    return tuple(_spread_rows(stage, inside, n_rows) for stage in built)


def _stage(
    unit: np.ndarray, group: np.ndarray, fpc: np.ndarray | None, as_fraction: bool, pps: bool, factor: np.ndarray
) -> tuple[Stage, np.ndarray]:
    """The stage, and the sampling fraction of each of its units."""
    group = packed(group)[1]
    width = int(unit.max()) + 1 if len(unit) else 1
    keys, codes = packed(group * width + unit)
    first = np.zeros(len(keys), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the first row of each unit
    stratum = (keys // width).astype(np.int64)
    strata = int(stratum.max()) + 1 if len(stratum) else 0
    sampled = np.bincount(stratum, minlength=strata)
    starts = np.searchsorted(stratum, np.arange(strata))
    population, varies = np.full(len(keys), np.inf), False
    if fpc is not None:
        rows = sampled[stratum][codes] / fpc if as_fraction else fpc
        population = rows[first].astype(float)
        if not pps:
            varies = bool((rows != population[starts][stratum][codes]).any())
            population = population[starts][stratum]
    if (population < sampled[stratum] * (1 - 1e-12)).any():
        raise Problem(msg("survey.fpc_too_small"))
    stage = Stage(codes.reshape(-1), stratum, sampled, population, starts, factor[first], varies)
    return stage, np.where(np.isinf(population), 0.0, sampled[stratum] / population)


def _spread_rows(stage: Stage, inside: np.ndarray, n_rows: int) -> Stage:
    unit = np.zeros(n_rows, dtype=np.int64)
    unit[inside] = stage.unit
    return Stage(unit, stage.stratum, stage.sampled, stage.population, stage.starts, stage.factor, stage.fpc_varies)


def _columns(values: object) -> list[np.ndarray]:
    if values is None:
        return []
    array = np.asarray(values)
    return [array] if array.ndim == 1 else [array[:, position] for position in range(array.shape[1])]


def _crossed(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    width = int(inner.max()) + 1 if len(inner) else 1
    return packed(outer * width + inner)[1]


def _clusters_across_strata(cluster: np.ndarray, stratum: np.ndarray) -> int:
    """How many clusters lie in more than one stratum."""
    width = int(stratum.max()) + 1 if len(stratum) else 1
    pairs = packed(cluster * width + stratum)[0] // width
    return int((np.unique(pairs, return_counts=True)[1] > 1).sum())


def _check_fpc(counts: list[np.ndarray]) -> None:
    if not counts:
        return
    values = np.concatenate(counts)
    if np.isnan(values).any() or (values <= 0).any():
        raise Problem(msg("survey.fpc_missing", n=int((np.isnan(values) | (values <= 0)).sum())))
    if (values > 1).any() and (values < 1).any():
        raise Problem(msg("survey.fpc_mixed"))
