# SPDX-License-Identifier: MIT
"""The sample design of a table: stages, strata, weights, fpc, and what to do with lonely PSUs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from analysis.survey.design.stages import Stage, build_stages
from wording import Message, Problem, Progress, msg

if TYPE_CHECKING:
    from analysis.survey.design.replicate_weights import Replicates

Rule = Literal["", "brewer", "overton", "hartley-rao", "joint"]
Form = Literal["HT", "YG"]
PPS_RULES = ("", "brewer", "overton", "hartley-rao", "joint")


def pairwise(rule: str, p: np.ndarray, joint: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """1 − πᵢπⱼ/πᵢⱼ of the pairs of one stratum, as parts of a sum or as a matrix.

    References
    ----------
    Overton (1985); Hartley & Rao (1962), Annals of Mathematical Statistics 33, 350-374.
    """
    n = len(p)
    if rule == "joint" and joint is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            dense = np.where(joint > 0, 1 - np.outer(p, p) / joint, 0.0)
        np.fill_diagonal(dense, 0.0)
        return np.zeros(n), dense.sum(axis=1), dense
    if n < 2:
        return np.zeros(n), np.zeros(n), None
    # Overton: πᵢⱼ = (n−1)πᵢπⱼ / (n − (πᵢ+πⱼ)/2); Hartley and Rao: (n−1)πᵢπⱼ / (n − πᵢ − πⱼ + Σπ²/n) over the
    # population, whose last term the sample estimates by Σπ/n
    half = (p / 2 - 0.5) / (n - 1) if rule == "overton" else (p - (1 + p.mean()) / 2) / (n - 1)
    return half, (n - 2) * half + half.sum(), None


def quadratic(z: np.ndarray, p: np.ndarray, rule: str, form: Form, joint: np.ndarray | None = None) -> np.ndarray:
    """Variance of the sums of z of one stratum from pairwise chances.

    References
    ----------
    Horvitz & Thompson (1952), JASA 47, 663-685; Yates & Grundy (1953), JRSS B 15, 253-261.

    Examples
    --------
    Two of four drawn alike: πᵢ = ½, πᵢⱼ = 1/6; 4² (1 − ½) s²/2 with s² = 2.

    >>> joint = np.array([[1 / 2, 1 / 6], [1 / 6, 1 / 2]])
    >>> quadratic(np.array([[2.0], [6.0]]), np.array([0.5, 0.5]), "joint", "YG", joint).round(6).tolist()
    [[8.0]]
    """
    half, sums, dense = pairwise(rule, p, joint)
    own = (1 - p) if form == "HT" else -sums
    if form == "YG":
        z = z - z.mean(axis=0)  # only differences count: equal values then give no variance, whatever the rounding
    if dense is not None:
        return np.asarray(z.T @ dense @ z + (z * own[:, None]).T @ z)
    every, halved = z.sum(axis=0), half @ z
    crossed = np.outer(halved, every) + np.outer(every, halved)
    return np.asarray(crossed + (z * (own - 2 * half)[:, None]).T @ z)


Lonely = Literal["fail", "remove", "certainty", "adjust", "average"]
LONELY_RULES = ("fail", "remove", "certainty", "adjust", "average")

_POPULATION, _FEW_UNDER_ONE = 1.5, 0.1  # mean weight; share of weights under 1


class DesignProblem(Problem):
    """The columns given do not make a sample design."""


class WeightCalibration(Protocol):
    """A past adjustment of weights: takes from an influence what the known totals explain."""

    def residuals(self, values: np.ndarray) -> np.ndarray:
        """What the known totals leave of a weighted influence."""


@dataclass(frozen=True)
class Design:
    """A sample design of `n_rows` rows, with rules as in R's survey package 4.4-2 (`svydesign`).

    `weights` (n,), zero for rows outside the design; `inside` (n,) bool or None when all rows are in it;
    `stages` first stage first; `dropped` rows without weight, stratum or cluster; `notes` sentences on what was seen.
    `replicates`: variances come from these weights (see `replicate_variance`), not from the stages.
    """

    n_rows: int
    weights: np.ndarray
    stages: tuple[Stage, ...]
    lonely: Lonely = "fail"
    adjust_domain_lonely: bool = False
    inside: np.ndarray | None = None
    dropped: int = 0
    has_strata: bool = False
    with_fpc: bool = False
    pps: Rule = ""
    pps_form: Form = "HT"
    joint: np.ndarray | None = None
    calibrations: tuple[WeightCalibration, ...] = ()
    notes: tuple[Message, ...] = ()
    replicates: Replicates | None = None

    @staticmethod
    def build(
        n_rows: int,
        *,
        weights: Sequence[float] | np.ndarray | None = None,
        probs: Sequence[float] | np.ndarray | None = None,
        strata: Sequence[object] | np.ndarray | None = None,
        clusters: Sequence[object] | np.ndarray | None = None,
        fpc: Sequence[float] | np.ndarray | None = None,
        nest: bool = True,
        lonely: Lonely = "fail",
        adjust_domain_lonely: bool = False,
        pps: Rule = "",
        pps_form: Form = "HT",
        joint: np.ndarray | None = None,
        progress: Progress | None = None,
    ) -> Design:
        """The design from columns of the rows.

        Parameters
        ----------
        n_rows : int
            Rows n of the table.
        weights : sequence (n,) or (n, stages), or None
            Not negative; stages are multiplied. A row with a missing weight is outside the design, and counted in
            `dropped`.
        probs : sequence (n,) or (n, stages), or None
            Chances of selection above 0 and up to 1, in place of weights.
        strata : sequence (n,) or None
            First-stage strata, any labels.
        clusters : sequence (n,) or (n, stages), or None
            Sampling units, any labels; None: each row is one.
        fpc : sequence (n,) or (n, stages), or None
            Population counts of units (all ≥ 1) or sampling fractions (all ≤ 1); weights follow from them where neither
            weights nor probabilities are given. Without them only the first stage counts.
        nest : bool
            A cluster's label stands for another cluster in each stratum.
        lonely : str
            A stratum with one PSU: "fail", "remove", "certainty", "adjust" or "average", as R's `survey.lonely.psu`.
        adjust_domain_lonely : bool
            The rule holds for strata with one PSU left in a domain too.
        pps : str
            PSUs drawn with unequal probabilities, which `fpc` then gives: "brewer" approximates their variance;
            "overton", "hartley-rao" and "joint" take pairs, of the first stage only.
        pps_form : str
            "HT" (Horvitz and Thompson) or "YG" (Yates and Grundy), of pairs.
        joint : array (PSUs, PSUs) or None
            Joint probabilities for "joint", PSUs in the order of their codes.
        progress : Progress or None
            Asked between steps whether to stop.

        Returns
        -------
        Design
            Weights are 1 where neither they nor an fpc are given.

        Raises
        ------
        DesignProblem
            `survey.weights_and_probabilities`, `…weights_infinite`, `…weights_negative`, `…probabilities_outside`,
            `…weights_beyond`, `…weights_all_zero`, `…weights_not_from_fpc` for weights that make no design.
        Problem
            What `stages.build_stages` raises.
        ValueError
            An unknown rule, or weights of another length.
        Stopped
            The user asked to stop.

        References
        ----------
        As R's `svydesign` (survey 4.4-2); Lumley (2010), Complex Surveys, chapter 2.

        Examples
        --------
        >>> design = Design.build(4, strata=["a", "a", "b", "b"], fpc=[20, 20, 10, 10])
        >>> design.weights.tolist(), design.psu_count, design.strata_count
        ([10.0, 10.0, 5.0, 5.0], 4, 2)
        """
        if lonely not in LONELY_RULES or pps not in PPS_RULES:
            raise ValueError(f"{lonely} {pps}")
        weight = _weights(n_rows, weights, probs)
        inside = None if weight is None or not np.isnan(weight).any() else ~np.isnan(weight)
        stages = build_stages(n_rows, strata, clusters, fpc, nest=nest, pps=bool(pps), inside=inside, progress=progress)
        if pps not in ("", "brewer"):
            stages = stages[:1]
        if weight is None:
            weight = np.ones(n_rows) if fpc is None else _weights_from_fpc(stages, n_rows)
        return Design(
            n_rows,
            np.nan_to_num(weight, nan=0.0) if inside is not None else weight,
            stages,
            lonely,
            adjust_domain_lonely,
            inside,
            0 if inside is None else int((~inside).sum()),
            strata is not None,
            fpc is not None,
            pps,
            pps_form,
            joint,
            notes=(msg("survey.fpc_varies"),) if any(stage.fpc_varies for stage in stages) else (),
        )

    @property
    def psu(self) -> np.ndarray:
        """(n,) code of the first-stage unit of each row."""
        return self.stages[0].unit

    @property
    def stratum(self) -> np.ndarray:
        """(n,) code of the first-stage stratum of each row."""
        found: np.ndarray = self.stages[0].stratum[self.stages[0].unit]
        return found

    @property
    def strata_count(self) -> int:
        """How many first-stage strata there are."""
        return self.stages[0].strata_count

    @property
    def psu_count(self) -> int:
        """How many first-stage units there are."""
        return self.stages[0].count

    @cached_property
    def weight_ratio(self) -> float:
        """Largest over smallest positive weight; 1 when all are equal."""
        positive = self.weights[self.weights > 0]
        return float(positive.max() / positive.min()) if len(positive) else float("nan")

    @cached_property
    def names_population(self) -> bool:
        """Whether the weights add up to a population, and not to the rows as weights with mean 1 do.

        They do where they sum to 1.5 times the rows or more. Below that, but above the rows, they do where less than a
        tenth of them is under 1: of a small population most may be asked, and since no chance to be drawn is above 1,
        only an adjustment takes such weights a little under 1.
        """
        positive = self.weights[self.weights > 0]
        mean = float(positive.mean()) if len(positive) else 0.0
        return mean >= _POPULATION or (mean > 1 and float((positive < 1).mean()) < _FEW_UNDER_ONE)

    @property
    def variance_unknown(self) -> bool:
        """Whether every stratum has a single PSU: no rule but "certainty" then gives a variance to believe."""
        if self.replicates is not None:
            return False
        return self.lonely in ("remove", "adjust", "average") and bool(self.stages[0].lonely.all())

    def members(self, domain: np.ndarray | None = None) -> np.ndarray:
        """The rows of the design that lie in a domain, those of weight zero too.

        Parameters
        ----------
        domain : array (n,) or None
            Rows with a code ≥ 0 lie in it; None: all do.

        Returns
        -------
        array (n,) of bool
            False in rows outside the design. Not to be changed: it may be the design's own.

        Examples
        --------
        >>> Design.build(3, weights=[1.0, np.nan, 1.0]).members(np.array([0, 0, -1])).tolist()
        [True, False, False]
        """
        there = np.ones(self.n_rows, dtype=bool) if domain is None else np.asarray(domain) >= 0
        return there if self.inside is None else there & self.inside

    def with_weights(self, weights: np.ndarray) -> Design:
        """The same design with other weights.

        Parameters
        ----------
        weights : array (n,)
            Taken as they are, without a check.

        Returns
        -------
        Design
            Replicates and calibrations stay.
        """
        return replace(self, weights=np.asarray(weights, dtype=float))

    def without_replicates(self) -> Design:
        """The same design with variances by linearisation, and no rule that refuses a lonely PSU.

        Returns
        -------
        Design
            Its lonely PSUs add no variance; this one where it has no replicates.
        """
        if self.replicates is None:
            return self
        return replace(self, replicates=None, lonely="certainty")


_LARGEST = 1e70  # sums of squares of such weights, and of their squares, stay numbers


def _weights(
    n_rows: int, weights: Sequence[float] | np.ndarray | None, probs: Sequence[float] | np.ndarray | None
) -> np.ndarray | None:
    if weights is not None and probs is not None:
        raise DesignProblem(msg("survey.weights_and_probabilities"))
    given = weights if weights is not None else probs
    if given is None:
        return None
    values = np.asarray(given, dtype=float)
    if values.shape[0] != n_rows:
        raise ValueError("weights and rows differ in length")
    if values.ndim == 2:
        values = values.prod(axis=1)
    if np.isinf(values).any():
        raise DesignProblem(msg("survey.weights_infinite", n=int(np.isinf(values).sum())))
    if (values < 0).any():
        raise DesignProblem(msg("survey.weights_negative", n=int((values < 0).sum())))
    if weights is None:
        if (values == 0).any() or (values > 1).any():
            raise DesignProblem(msg("survey.probabilities_outside", n=int(((values == 0) | (values > 1)).sum())))
        values = 1.0 / values
    beyond = int(((values > _LARGEST) | ((values < 1 / _LARGEST) & (values > 0))).sum())
    if beyond:
        raise DesignProblem(msg("survey.weights_beyond", n=beyond))
    if n_rows and not (values > 0).any():
        raise DesignProblem(msg("survey.weights_all_zero"))
    return values


def _weights_from_fpc(stages: tuple[Stage, ...], n_rows: int) -> np.ndarray:
    weight = np.ones(n_rows)
    for stage in stages:
        if not np.isfinite(stage.population).all():
            raise DesignProblem(msg("survey.weights_not_from_fpc"))
        weight = weight * (stage.population / stage.sampled[stage.stratum])[stage.unit]
    return weight
