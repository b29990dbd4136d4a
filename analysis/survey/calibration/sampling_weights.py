# SPDX-License-Identifier: MIT
"""Weights from a sampling frame: base weight, non-response factor and fpc of each row, with their formulas.

The sheet has one line per stratum; lines per cluster refine it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.survey.calibration.frame_sheet import ClusterRow, FrameRow, Selection, Sheet, check
from wording import Message, msg

Place = tuple[str, str]  # stratum and cluster; "" where rows are told apart by stratum only


@dataclass(frozen=True)
class FrameWeight:
    """The weights of one stratum, or of one of its clusters: NaN where the frame says nothing.

    `fpc` is the population count of first-stage units (inf where clusters were drawn by size), `fpc2` that of
    households in the cluster. `worked` are the base weight and the factor with their numbers: "12000 / 300".
    """

    base: float = float("nan")
    nonresponse: float = float("nan")
    fpc: float = float("nan")
    fpc2: float = float("nan")
    worked: tuple[str, str] = ("", "")

    @property
    def weight(self) -> float:
        """Base weight × non-response factor."""
        return self.base * self.nonresponse


@dataclass(frozen=True)
class StratumPreview:
    """A stratum before its weights are used: rows in the data, weights from–to, and their sum beside the frame."""

    stratum: str
    rows: int
    base: tuple[float, float]
    nonresponse: tuple[float, float]
    weight: tuple[float, float]
    total: float
    households_in_frame: float


@dataclass(frozen=True)
class FrameWeights:
    """`places` the weights by stratum (and cluster); `strata` a preview; `formulas` how each was computed.

    `findings` say what does not match, `missing` names sampled strata (`missing_clusters` clusters) that are not in
    the frame. `spread` is largest over smallest weight, `kish` the design effect of unequal weights (Kish 1965).
    `use_fpc`: the correction may stand in the design; `two_stages`: it needs households as a second stage.
    """

    places: Mapping[Place, FrameWeight]
    strata: tuple[StratumPreview, ...]
    formulas: Mapping[str, Message]
    findings: tuple[Message, ...]
    missing: tuple[str, ...]
    missing_clusters: tuple[str, ...]
    spread: float
    kish: float
    use_fpc: bool
    two_stages: bool

    def column(self, part: str, strata: Sequence[str], clusters: Sequence[str] | None = None) -> np.ndarray:
        """One part of the weights for rows.

        Parameters
        ----------
        part : str
            "base", "nonresponse", "weight", "fpc" or "fpc2".
        strata : sequence (n,) of str
            Stratum of each row.
        clusters : sequence (n,) of str or None
            Cluster of each row, where the weights differ by it.

        Returns
        -------
        array (n,)
            NaN where the frame says nothing.
        """
        keys = list(zip(strata, clusters or [""] * len(strata), strict=True))
        return np.array([getattr(self.places[key], part) for key in keys], dtype=float)


def frame_weights(sheet: Sheet, strata: Sequence[str], clusters: Sequence[str] | None = None) -> FrameWeights:
    """Weights of rows whose stratum (and cluster) is given by name.

    Parameters
    ----------
    sheet : Sheet
        The sampling frame.
    strata : sequence (n,) of str
        Stratum of each row, "" for none.
    clusters : sequence (n,) of str or None
        Cluster of each row, "" for none.

    Returns
    -------
    FrameWeights
        As `weights_of_places`.

    Raises
    ------
    Problem
        What `frame_sheet.check` raises.

    References
    ----------
    As `weights_of_places`.

    Examples
    --------
    3000 households, 30 selected, 2 of them interviewed: each stands for 100 · 15.

    >>> from analysis.survey.calibration.frame_sheet import FrameRow, Sheet
    >>> found = frame_weights(Sheet((FrameRow("hill", 3000, 30),)), ["hill", "hill"])
    >>> found.column("weight", ["hill"]).tolist(), found.places["hill", ""].worked
    ([1500.0], ('3000 / 30', '30 / 2'))
    """
    rows = Counter(zip(strata, clusters or [""] * len(strata), strict=True))
    return weights_of_places(sheet, rows, by_cluster=clusters is not None)


def weights_of_places(sheet: Sheet, rows: Mapping[Place, int], *, by_cluster: bool) -> FrameWeights:
    """Weights of places (stratum and cluster) with so many rows each.

    Parameters
    ----------
    sheet : Sheet
        The sampling frame.
    rows : mapping of (str, str) to int
        Rows by stratum and cluster, "" for none.
    by_cluster : bool
        The sheet's lines for clusters count.

    Returns
    -------
    FrameWeights
        Weights, formulas, and sentences on what does not match.

    Raises
    ------
    Problem
        What `frame_sheet.check` raises for a sheet that cannot be right.

    Notes
    -----
    Without lines for clusters every household of a stratum has the same chance: base = households in frame / selected,
    which holds for proportional-to-size clusters with equal takes. With them, base = 1 / (chance of the cluster ×
    chance of the household in it, from the listing).

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 4.3, for two-stage chances.
    """
    check(sheet)
    by_stratum = {row.stratum: row for row in sheet.strata}
    lines = {(row.stratum, row.cluster): row for row in sheet.clusters} if by_cluster else {}
    in_stratum: Counter[str] = Counter()
    for (stratum, _), count in rows.items():
        in_stratum[stratum] += count
    places: dict[Place, FrameWeight] = {}
    listed = {place[0] for place in lines}
    lost = {name: _lost_clusters(row, lines, rows) for name, row in by_stratum.items() if name in listed}
    for key in rows:
        row = by_stratum.get(key[0])
        if row is None:
            places[key] = FrameWeight()
        elif row.selection == Selection.NONE or key[0] not in listed:
            places[key] = _by_stratum(row, in_stratum[key[0]])
        elif key in lines:
            places[key] = _by_cluster(row, lines[key], rows[key], lost[key[0]])
        else:
            places[key] = FrameWeight()
    missing = tuple(sorted(name for name in in_stratum if name and name not in by_stratum))
    lost_clusters = tuple(
        sorted({key[1] or "–" for key in rows if key[0] in by_stratum and np.isnan(places[key].base)})
    )
    weight = np.repeat([places[key].weight for key in rows], list(rows.values()))
    use_fpc, two_stages = _correction(by_stratum, in_stratum, lines)
    return FrameWeights(
        places,
        tuple(_preview(name, row, places, rows) for name, row in by_stratum.items()),
        _formulas([row for row in sheet.strata if in_stratum[row.stratum]], bool(lines), use_fpc),
        _findings(by_stratum, lines, rows, missing, lost_clusters),
        missing,
        lost_clusters,
        *_weight_ratios(weight),
        use_fpc,
        two_stages,
    )


def _by_stratum(row: FrameRow, counted: int) -> FrameWeight:
    completed = row.households_completed or counted
    fpc = row.clusters_in_frame if row.selection != Selection.NONE else row.households_in_frame
    return FrameWeight(
        row.households_in_frame / row.households_selected,
        row.households_selected / completed,
        np.inf if row.selection == Selection.PPS else fpc,
        worked=(
            f"{row.households_in_frame:g} / {row.households_selected:g}",
            f"{row.households_selected:g} / {completed:g}",
        ),
    )


def _by_cluster(row: FrameRow, cluster: ClusterRow, counted: int, lost: float) -> FrameWeight:
    completed = cluster.households_completed or counted
    chance, said = _chance(row, cluster)
    selected = cluster.households_selected or completed
    inside = f"{cluster.households_listed:g} / {selected:g}"
    factor = f"{selected:g} / {completed:g}" + (f" × {lost:.6g}" if lost != 1 else "")
    return FrameWeight(
        cluster.households_listed / selected / chance,
        selected / completed * lost,
        np.inf if row.selection == Selection.PPS else row.clusters_in_frame,
        cluster.households_listed,
        (f"1 / ({said}) × {inside}", factor),
    )


def _chance(row: FrameRow, cluster: ClusterRow) -> tuple[float, str]:
    """The chance that a cluster was drawn, and its numbers."""
    if cluster.chance is not None:
        return cluster.chance, f"{cluster.chance:.6g}"
    if row.selection == Selection.ALL:
        return 1.0, "1"
    if row.selection == Selection.SRS:
        return row.clusters_selected / row.clusters_in_frame, f"{row.clusters_selected:g} / {row.clusters_in_frame:g}"
    said = f"{row.clusters_selected:g} × {cluster.households_in_frame:g} / {row.households_in_frame:g}"
    return min(row.clusters_selected * cluster.households_in_frame / row.households_in_frame, 1.0), said


def certain_clusters(sheet: Sheet) -> tuple[ClusterRow, ...]:
    """The clusters of a draw by size whose expected number of hits, selected × size ÷ households, is 1 or more.

    Parameters
    ----------
    sheet : Sheet
        With lines for clusters; replacements are left out.

    Returns
    -------
    tuple of ClusterRow
        In the order of the sheet.
    """
    by_stratum = {row.stratum: row for row in sheet.strata if row.selection == Selection.PPS}
    own = [line for line in sheet.clusters if line.stratum in by_stratum and not line.replacement]
    return tuple(line for line in own if _chance(by_stratum[line.stratum], line)[0] >= 1)


def _lost_clusters(row: FrameRow, by_cluster: Mapping[Place, ClusterRow], rows: Mapping[Place, int]) -> float:
    """The factor for selected clusters without an interview: households they stood for over those still there.

    A replacement that was visited stands in for one of them, so that as many clusters count as were selected.
    """
    own = [line for place, line in by_cluster.items() if place[0] == row.stratum]
    reached = [line for line in own if rows.get((line.stratum, line.cluster))]
    gone = [line for line in own if not rows.get((line.stratum, line.cluster)) and not line.replacement]
    gone = gone[sum(line.replacement for line in reached) :]
    there = sum(line.households_listed / _chance(row, line)[0] for line in reached)
    return (there + sum(line.households_listed / _chance(row, line)[0] for line in gone)) / there if there else 1.0


def _correction(
    by_stratum: Mapping[str, FrameRow], in_stratum: Mapping[str, int], by_cluster: Mapping[Place, ClusterRow]
) -> tuple[bool, bool]:
    """Whether a finite population correction may be used, and whether it needs a second stage.

    Clusters drawn alike whose households were drawn too need both stages: the first alone would make standard errors
    too small. Clusters drawn by size have none, as with replacement; where some strata are so and others not, none is
    used at all, for a file cannot hold "endless" beside counts: standard errors are then rather too large.
    """
    used = [row for name, row in by_stratum.items() if in_stratum.get(name)]
    kinds = {row.selection for row in used}
    if kinds <= {Selection.NONE}:
        return bool(used), False
    listed = {place[0] for place in by_cluster}
    drawn_alike = [row for row in used if row.selection in (Selection.SRS, Selection.ALL)]
    complete = all(row.stratum in listed for row in drawn_alike) and not kinds & {Selection.NONE, Selection.PPS}
    return bool(drawn_alike) and complete, True


def _preview(
    name: str, row: FrameRow, places: Mapping[Place, FrameWeight], rows: Mapping[Place, int]
) -> StratumPreview:
    own = [(places[key], count) for key, count in rows.items() if key[0] == name and np.isfinite(places[key].base)]

    def span(part: str) -> tuple[float, float]:
        values = [getattr(one, part) for one, _ in own] or [float("nan")]
        return min(values), max(values)

    return StratumPreview(
        name,
        sum(count for key, count in rows.items() if key[0] == name),
        span("base"),
        span("nonresponse"),
        span("weight"),
        sum(one.weight * count for one, count in own),
        row.households_in_frame,
    )


def _weight_ratios(weight: np.ndarray) -> tuple[float, float]:
    """Largest over smallest weight, and n Σw² / (Σw)²."""
    known = weight[np.isfinite(weight)]
    if not len(known):
        return float("nan"), float("nan")
    return float(known.max() / known.min()), float(len(known) * (known**2).sum() / known.sum() ** 2)


def _formulas(sheet: Sequence[FrameRow], by_cluster: bool, use_fpc: bool) -> dict[str, Message]:
    kinds = {row.selection for row in sheet}
    base = "survey.formula_base"
    if by_cluster and Selection.PPS in kinds:
        base = "survey.formula_base_pps"
    elif by_cluster and kinds & {Selection.SRS, Selection.ALL}:
        base = "survey.formula_base_srs"
    fpc = "survey.formula_fpc" if use_fpc else "survey.formula_fpc_unused"
    if len(kinds) > 1 and Selection.PPS in kinds:
        fpc = "survey.formula_fpc_mixed"
    factor = "survey.formula_nonresponse_cluster" if by_cluster else "survey.formula_nonresponse"
    return {
        "base": msg(base),
        "nonresponse": msg(factor),
        "weight": msg("survey.formula_weight"),
        "fpc": msg("survey.formula_fpc_none" if kinds == {Selection.PPS} else fpc),
        "fpc2": msg("survey.formula_fpc2"),
    }


def _findings(
    by_stratum: Mapping[str, FrameRow], by_cluster: Mapping[Place, ClusterRow], rows: Mapping[Place, int],
    missing: tuple[str, ...], lost: tuple[str, ...],
) -> tuple[Message, ...]:  # fmt: skip
    found = []
    counted: Counter[str] = Counter()
    for (stratum, _), count in rows.items():
        counted[stratum] += count
    if counted[""]:
        found.append(msg("survey.frame_rows_nameless", n=counted[""]))
    if missing:
        found.append(msg("survey.frame_strata_missing", n=len(missing), strata=list(missing)))
    if lost:
        found.append(msg("survey.frame_clusters_missing", n=len(lost), clusters=list(lost)))
    apart = sorted(
        name
        for name, row in by_stratum.items()
        if counted[name] and row.households_completed and counted[name] != row.households_completed
    )
    if apart:
        found.append(msg("survey.frame_completed_differs", n=len(apart), strata=apart))
    more = sorted(
        name
        for name, row in by_stratum.items()
        if not row.households_completed and counted[name] > row.households_selected
    )
    if more:
        found.append(msg("survey.frame_more_than_selected", n=len(more), strata=more))
    unused = sorted(name for name in by_stratum if not counted[name])
    if unused:
        found.append(msg("survey.frame_strata_without_rows", n=len(unused), strata=unused))
    empty = sorted(place[1] for place, line in by_cluster.items() if not rows.get(place) and not line.replacement)
    if empty:
        found.append(msg("survey.frame_clusters_without_rows", n=len(empty), clusters=empty))
    return tuple(found)
