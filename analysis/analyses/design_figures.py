# SPDX-License-Identifier: MIT
"""Counts of a sample design: "3 strata, 40 clusters, weights 0.4–2.9"; refuses totals by weights that name nobody."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.analyses.number_words import number
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import RowOrigin
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np


def sample_facts(study: Study) -> dict[str, Any]:
    """Strata, clusters and population counts as JSON values; none where given replicate weights stand for them."""
    columns = study.frame.design
    given = columns.replicates is not None and columns.replicates.matrix is not None
    return {
        "strata": study.design.strata_count if columns.strata is not None and not given else None,
        "clusters": study.design.psu_count if columns.clusters is not None and not given else None,
        "fpc": columns.fpc is not None and (columns.replicates is None or columns.replicates.rule.takes_fpc),
    }


def weight_facts(study: Study) -> dict[str, Any]:
    """Lowest and highest weight, their mean being 1, and highest over lowest, as JSON values."""
    return {
        "weights": study.once(("weights",), lambda: _span(study.design.weights)),
        "weights_ratio": study.once(("weights_ratio",), lambda: study.design.weight_ratio),
    }


def refuse_relative_weights(study: Study) -> None:
    """Refuse a total where weights name no population.

    They may be scaled to the rows, or to fewer: no population is smaller than the sample of it. A probability sample
    without weights, or with weights that are all 1, names none either; a census, a register or sites are counted as
    they are.
    """
    if study.weights_one:
        if study.table.how is RowOrigin.PROBABILITY:
            raise AnalysisProblem(msg("problem.no_weights", n=study.rows))
        return
    if not study.design.names_population:
        weights = study.design.weights
        raise AnalysisProblem(
            msg("problem.relative_weights", n=int((weights > 0).sum()), sum=round(float(weights.sum())))
        )


def design_figures(study: Study) -> dict[str, Any]:
    """The facts of the sample without any estimate, with Kish's design effect of its weights.

    References
    ----------
    Kish (1965), Survey Sampling.
    """
    facts = {**sample_facts(study), "weights_one": study.weights_one, "infers": study.infers}
    facts["clusters_of"] = study.frame.design.clusters_of
    if study.weighted:
        facts |= weight_facts(study)
        facts["kish"] = study.once(("kish",), lambda: _kish(study.design.weights))
    return facts


def design_parts(facts: dict[str, Any], *, effect: str = "design.deff", clusters_of: Text = "") -> list[Text]:
    """The facts in a few words each; `effect` is how the design effect is called, `clusters_of` whose rows cluster."""
    parts: list[Text] = []
    if facts["strata"]:
        parts.append(msg("design.strata", n=facts["strata"]))
    if facts["clusters"] and clusters_of:
        parts.append(msg("design.clusters_of", n=facts["clusters"], table=clusters_of))
    elif facts["clusters"]:
        parts.append(msg("design.clusters", n=facts["clusters"]))
    weights = facts.get("weights")
    if weights and weights[1] - weights[0] > 1e-9:
        parts.append(msg("design.weights", low=number(weights[0]), high=number(weights[1])))
    elif not weights or facts.get("weights_one"):
        parts.append(msg("design.no_weights"))
    if facts["fpc"]:
        parts.append(msg("design.fpc"))
    if facts.get("deff") is not None and math.isfinite(facts["deff"]):
        parts.append(msg(effect, deff=number(facts["deff"])))
    return parts


def _span(weights: np.ndarray) -> list[float]:
    used = weights[weights > 0]
    return [float(used.min() / used.mean()), float(used.max() / used.mean())] if len(used) else []


def _kish(weights: np.ndarray) -> float | None:
    from analysis.survey import kish_effect  # numpy, 80 ms: not at start

    used = weights[weights > 0]
    return kish_effect(used) if len(used) else None
