# SPDX-License-Identifier: MIT
"""The design of a frame's columns, with the replicate weights that its table says: of the file, or made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.records import SampleColumns
from analysis.replicate_columns import NEED_SCALES, ReplicateColumns, ReplicateRule
from analysis.survey.cancellation import row_blocks
from analysis.survey.design.replicate_weights import Replicates, given_replicates
from analysis.survey.design.sample_design import Design, DesignProblem, Lonely
from analysis.survey.replicates.make_replicates import bootstrap, half_samples, jackknife
from wording import Progress, msg


def design_of_columns(
    columns: SampleColumns, n_rows: int, lonely: Lonely = "adjust", progress: Progress | None = None
) -> Design:
    """The design of a frame's rows."""
    found = Design.build(
        n_rows,
        weights=columns.weight,
        strata=columns.strata,
        clusters=columns.clusters,
        fpc=columns.fpc,
        nest=columns.nested,
        lonely=lonely,
        progress=progress,
    )
    if columns.replicates is None:
        return found
    return with_replicates(found, columns.replicates, columns.weight is not None, progress)


def with_replicates(
    design: Design, columns: ReplicateColumns, weighted: bool, progress: Progress | None = None
) -> Design:
    """The design with its replicates, of the file or made; of those of a file nothing else counts but the weights."""
    rule = columns.rule
    if columns.matrix is None:
        return replace(design, replicates=_replicates_by_rule(design, rule, progress).with_mse(rule.mse))
    if not weighted:
        raise DesignProblem(msg("data.replicates_weight"))
    plain = Design.build(
        design.n_rows, weights=np.where(design.members(), design.weights, np.nan), lonely=design.lonely
    )
    return replace(plain, replicates=_replicates_of_columns(plain, columns.matrix, rule, progress))


def _replicates_of_columns(
    design: Design, matrix: np.ndarray, rule: ReplicateRule, progress: Progress | None
) -> Replicates:
    """Rows outside the design have weight 0 in every replicate."""
    inside = design.members()
    if rule.kind in NEED_SCALES and rule.scale is None:
        raise DesignProblem(msg("survey.replicates_scale", kind=rule.kind))
    if rule.rscales and len(rule.rscales) != matrix.shape[1]:
        raise DesignProblem(msg("survey.replicates_rscales", n=len(rule.rscales), count=matrix.shape[1]))
    used = matrix
    if not inside.all():
        used = np.zeros(matrix.shape)
        for rows in row_blocks(progress, len(matrix), width=matrix.shape[1]):
            np.copyto(used[rows], matrix[rows], where=inside[rows, None])
    each = np.array(rule.rscales) if rule.rscales else None
    return given_replicates(
        design.weights, used, rule.kind, rule.scale, each, rule.rho, rule.combined, rule.mse, progress
    )


def _replicates_by_rule(design: Design, rule: ReplicateRule, progress: Progress | None) -> Replicates:
    if rule.kind == "jackknife":
        return jackknife(design, progress)
    if rule.kind == "half-samples":
        return half_samples(design, rule.rho, progress)
    return bootstrap(design, rule.count or 200, rule.seed, progress=progress)
