# SPDX-License-Identifier: MIT
"""Weights from a sampling frame: base weight, non-response factor and fpc of each row, with their formulas.

A sheet has one line per stratum; lines per cluster may refine it. It reads no file and stores nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from wording import Message, Problem, msg


class Selection(StrEnum):
    """How clusters were selected."""

    NONE = "none"  # households drawn directly
    PPS = "pps"  # with probability proportional to the households in frame
    SRS = "srs"  # each cluster alike
    ALL = "all"  # every cluster of the stratum


@dataclass(frozen=True)
class FrameRow:
    """A stratum of the frame: what it holds and what was drawn. Counts are numbers of households or clusters."""

    stratum: str
    households_in_frame: float
    households_selected: float
    households_completed: float
    clusters_in_frame: float = 0
    clusters_selected: float = 0
    selection: Selection = Selection.NONE


@dataclass(frozen=True)
class ClusterRow:
    """A selected cluster: its households in the frame, found when listed, selected and completed."""

    stratum: str
    cluster: str
    households_in_frame: float
    households_listed: float
    households_selected: float
    households_completed: float


@dataclass(frozen=True)
class FrameWeights:
    """Per row of the data (n,): `base` weight, `nonresponse` factor, `weight` their product, `fpc` population count of
    first-stage units (inf where clusters were drawn by size). NaN where the frame says nothing.

    `formulas` says how each was reckoned; `findings` what does not match; `missing` sampled strata not in the frame.
    """

    base: np.ndarray
    nonresponse: np.ndarray
    weight: np.ndarray
    fpc: np.ndarray
    formulas: tuple[Message, ...]
    findings: tuple[Message, ...]
    missing: tuple[str, ...]


_HEADERS = {
    "stratum": ("stratum", "strata", "strate"),
    "households_in_frame": ("households in frame", "households", "ménages dans la base", "menages dans la base"),
    "clusters_in_frame": ("clusters in frame", "grappes dans la base"),
    "clusters_selected": ("clusters selected", "grappes sélectionnées", "grappes selectionnees"),
    "selection": ("selection", "how", "sélection", "mode"),
    "households_selected": ("households selected", "ménages sélectionnés", "menages selectionnes"),
    "households_completed": ("households completed", "completed", "ménages enquêtés", "menages enquetes"),
}


def read_frame(lines: Iterable[Mapping[str, object]]) -> tuple[FrameRow, ...]:
    """Frame rows from lines of a sheet, with English or French headings (underscores as spaces). Raises Problem."""
    rows = []
    for number, line in enumerate(lines, start=1):
        plain = {str(key).strip().lower().replace("_", " "): value for key, value in line.items()}
        values = {
            field: next((plain[name] for name in names if plain.get(name) not in (None, "")), None)
            for field, names in _HEADERS.items()
        }
        if values["stratum"] is None:
            raise Problem(msg("survey.frame_no_stratum", line=number))
        try:
            counts = {
                field: float(str(value if value is not None else 0))
                for field, value in values.items()
                if field not in ("stratum", "selection")
            }
            kind = Selection(str(values["selection"] or "none").strip().lower())
        except ValueError as error:
            raise Problem(msg("survey.frame_line", line=number)) from error
        if counts["households_completed"] == 0:
            counts["households_completed"] = counts["households_selected"]
        rows.append(FrameRow(str(values["stratum"]).strip(), selection=kind, **counts))
    _check(rows)
    return tuple(rows)


def frame_weights(
    sheet: Sequence[FrameRow],
    strata: Sequence[str],
    clusters: Sequence[str] | None = None,
    cluster_rows: Sequence[ClusterRow] = (),
) -> FrameWeights:
    """Weights of rows whose stratum (and cluster) is given by name (n,).

    Without `cluster_rows` every household of a stratum has the same chance: base = households in frame / selected,
    which holds for proportional-to-size clusters with equal takes. With them, base = 1 / (chance of the cluster ×
    chance of the household in it, from the listing). Raises Problem for a sheet that cannot be right.
    """
    _check(sheet)
    by_stratum = {row.stratum: row for row in sheet}
    by_cluster = {(row.stratum, row.cluster): row for row in cluster_rows}
    missing = tuple(sorted({name for name in strata if name not in by_stratum}))
    table: dict[tuple[str, str], tuple[float, float, float]] = {}
    names = list(strata) if clusters is None else list(zip(strata, clusters, strict=True))
    keys = [(name, "") if isinstance(name, str) else name for name in names]
    for key in set(keys):
        row = by_stratum.get(key[0])
        table[key] = (np.nan, np.nan, np.nan) if row is None else _reckoned(row, by_cluster.get(key))
    base, response, fpc = (np.array([table[key][part] for key in keys], dtype=float) for part in range(3))
    return FrameWeights(
        base,
        response,
        base * response,
        fpc,
        _formulas(sheet, bool(by_cluster)),
        _findings(by_stratum, strata, missing),
        missing,
    )


def _reckoned(row: FrameRow, cluster: ClusterRow | None) -> tuple[float, float, float]:
    fpc = row.clusters_in_frame if row.selection != Selection.NONE else row.households_in_frame
    if row.selection == Selection.PPS:
        fpc = np.inf
    if cluster is None or row.selection == Selection.NONE:
        base = row.households_in_frame / row.households_selected
        return base, row.households_selected / row.households_completed, fpc
    chance = row.clusters_selected / row.clusters_in_frame
    if row.selection == Selection.PPS:
        chance = min(row.clusters_selected * cluster.households_in_frame / row.households_in_frame, 1.0)
    elif row.selection == Selection.ALL:
        chance = 1.0
    inside = cluster.households_selected / cluster.households_listed
    return 1 / (chance * inside), cluster.households_selected / cluster.households_completed, fpc


def _formulas(sheet: Sequence[FrameRow], by_cluster: bool) -> tuple[Message, ...]:
    kinds = {row.selection for row in sheet}
    said = []
    if by_cluster and Selection.PPS in kinds:
        said.append(msg("survey.formula_base_pps"))
    if by_cluster and kinds & {Selection.SRS, Selection.ALL}:
        said.append(msg("survey.formula_base_srs"))
    if not by_cluster or Selection.NONE in kinds:
        said.append(msg("survey.formula_base"))
    said.append(msg("survey.formula_nonresponse"))
    said.append(msg("survey.formula_fpc_none" if kinds == {Selection.PPS} else "survey.formula_fpc"))
    return tuple(said)


def _findings(
    by_stratum: Mapping[str, FrameRow], strata: Sequence[str], missing: tuple[str, ...]
) -> tuple[Message, ...]:
    found = []
    if missing:
        found.append(msg("survey.frame_strata_missing", n=len(missing), strata=list(missing)))
    counted = Counter(strata)
    apart = sorted(
        name for name, row in by_stratum.items() if counted[name] and counted[name] != row.households_completed
    )
    if apart:
        found.append(msg("survey.frame_completed_differs", n=len(apart), strata=apart))
    unused = sorted(name for name in by_stratum if not counted[name])
    if unused:
        found.append(msg("survey.frame_strata_without_rows", n=len(unused), strata=unused))
    return tuple(found)


def _check(sheet: Sequence[FrameRow]) -> None:
    twice = [name for name, count in Counter(row.stratum for row in sheet).items() if count > 1]
    if twice:
        raise Problem(msg("survey.frame_stratum_twice", strata=twice))
    for row in sheet:
        selected, clusters = row.households_selected, row.selection != Selection.NONE
        bad = selected <= 0 or row.households_completed <= 0 or row.households_in_frame < selected
        bad = bad or row.households_completed > selected
        bad = bad or (clusters and (row.clusters_selected <= 0 or row.clusters_in_frame < row.clusters_selected))
        if bad:
            raise Problem(msg("survey.frame_counts", stratum=row.stratum))
