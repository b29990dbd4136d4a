# SPDX-License-Identifier: MIT
"""Tasks of case files on replicate weights: those of a file, and those that the engine makes itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.survey.design.replicate_weights import Replicates, given_replicates
from analysis.survey.design.sample_design import Design
from analysis.survey.estimates.estimate import t_interval
from analysis.survey.estimates.quantiles import SortedSample, quantile, quantiles
from analysis.survey.estimates.ratios import ratios
from analysis.survey.models.glm import glm
from analysis.survey.replicate_estimates import (
    ReplicateEstimates,
    replicate_means,
    replicate_statistic,
    replicate_totals,
)
from analysis.survey.replicates.make_replicates import half_samples, jackknife
from tests.conformance.cases import Case, NotSupported, read_data
from tests.conformance.compare import Explained
from tests.conformance.formulas import matrix_of
from tests.conformance.model_tasks import ordered_in

_LONELY = "R's jackknife of single clusters has rules of its own; ours refuses it, and takes the weights as given"


def _replicate(case: Case) -> Mapping[str, Any]:
    task, expected = case.task, case.expected
    if not expected.get("weights_file") or not (case.folder / expected["weights_file"]).exists():
        raise NotSupported("replicates without their file of weights")
    file = read_data(case.folder / expected["weights_file"])
    matrix = np.column_stack([column for name, column in file.columns.items() if name != "w"])
    case = _of_subset(case, file.rows)
    weights = file.columns["w"] if "w" in file.columns else case.sample().weights
    replicates = given_replicates(
        weights,
        matrix,
        task["type"],
        expected.get("scale"),
        None if expected.get("rscales") is None else np.array(expected["rscales"], dtype=float),
        float(task.get("fay_rho") or 0),
        combined=bool(expected.get("combined_weights", True)),
    )
    answer: dict[str, Any] = {
        "n_replicates": replicates.count,
        "degf": replicates.degrees,
        "mse_default": False,
        "combined_weights": expected.get("combined_weights"),
        "weights_file": expected["weights_file"],
        **_made(case, matrix),
    }
    for mse in (False, True):
        key = f"mse_{str(mse).lower()}"
        if key in expected:
            answer[key] = _statistics(case, replicates.with_mse(mse), expected[key])
    return answer


def _of_subset(case: Case, rows: int) -> Case:
    """A case whose weights were made after its subset was taken: R makes them from the clusters left in it."""
    domain = case.domain()
    if domain is None:
        return case
    if rows != int((domain >= 0).sum()):
        raise NotSupported("replicates of which some rows are left out")
    return replace(case, data=case.data.taken(domain >= 0))


def _made(case: Case, matrix: np.ndarray) -> Mapping[str, Any]:
    """Scales of the engine's own replicates; those that leave one PSU out must be R's to the last weight."""
    kind, expected = case.task["type"], case.expected
    if kind in ("JK1", "JKn") and case.sample().stages[0].lonely.any():
        return dict.fromkeys(("scale", "rscales"), Explained(_LONELY))
    if kind in ("JK1", "JKn"):
        own = jackknife(case.sample())
        wide = np.column_stack([own.replicate(r) for r in range(own.count)])
        order, theirs = np.lexsort(wide[::-1]), np.lexsort(matrix[::-1])
        if (
            wide.shape != matrix.shape
            or np.abs(wide[:, order] / matrix[:, theirs].clip(1e-300) - 1)[matrix[:, theirs] > 0].max(initial=0) > 1e-8
        ):
            return {
                "scale": Explained("the jackknife weights differ", agrees=False),
                "rscales": expected.get("rscales"),
            }
        ours = np.empty(own.count)
        ours[theirs] = own.rscales[order]  # R's replicates stand in the order of the rows
        return {"scale": own.scale, "rscales": ours}
    if kind in ("BRR", "Fay"):
        rho, count = float(case.task.get("fay_rho") or 0.0), matrix.shape[1]
        if (case.sample().stages[0].sampled != 2).any():  # R halves larger strata at random; its weights are given
            return {"scale": 1 / (count * (1 - rho) ** 2), "rscales": np.ones(count)}
        own = half_samples(case.sample(), rho)
        return {"scale": own.scale, "rscales": own.rscales}
    if kind == "mrbbootstrap":
        return {"scale": 1, "rscales": np.full(matrix.shape[1], 1 / (matrix.shape[1] - 1))}
    scale = 1 / (matrix.shape[1] - 1)
    if kind == "bootstrap":
        n = 1 / (1 / case.sample().stages[0].sampled).mean()
        scale *= n / (n - 1)
    return {"scale": scale, "rscales": np.ones(matrix.shape[1])}


def _statistics(case: Case, replicates: Replicates, expected: Mapping[str, Any]) -> Mapping[str, Any]:
    task, said = case.task, case.task["mean_vars"]
    names = [said] if isinstance(said, str) else list(said)
    X = case.data.numbers(*names)
    design = replace(Design.build(len(X), weights=replicates.weights), replicates=replicates)
    mean, total = replicate_means(replicates, X), replicate_totals(replicates, X)
    answer: dict[str, Any] = {
        "mean": {n: {**_at(mean, i), "ci_t": [mean.low[i], mean.high[i]]} for i, n in enumerate(names)},
        "total": {name: _at(total, place) for place, name in enumerate(names)},
        "ratio": _ratio(design, X) if len(names) > 1 else {},
    }
    if task.get("by"):
        codes, labels = case.data.codes(task["by"]), case.data.labels(task["by"])
        given = np.unique(codes[codes >= 0])
        parts = [replicate_means(replicates, X[:, :1], codes == place) for place in given]
        answer["by"] = {
            "groups": [labels[place] for place in given],
            "est": [part.estimate[0] for part in parts],
            "se": [part.se[0] for part in parts],
        }
    if task.get("quantile_var"):
        x, shares = case.data.numbers(task["quantile_var"])[:, 0], task.get("p", [0.25, 0.5, 0.75])
        answer["quantile"] = {}
        for interval in expected["quantile"]:
            kind = {"asin": "arcsine"}.get(interval, interval)
            answer["quantile"][interval] = _quantiles(design, replicates, x, shares, kind)
    if task.get("glm"):
        ordered = ordered_in(expected["glm"]["coef"])
        y, matrix = matrix_of(task["glm"], case.data, ordered=ordered, drop_levels=True)
        model = glm(design, matrix, y)
        answer["glm"] = {
            "coef": dict(zip(model.names, model.coef, strict=True)),
            "se": dict(zip(model.names, model.se, strict=True)),
            "df_residual": model.df,
        }
    return answer


def _at(result: ReplicateEstimates, place: int) -> dict[str, float]:
    return {"est": float(result.estimate[place]), "se": float(result.se[place])}


def _ratio(design: Design, X: np.ndarray) -> dict[str, float]:
    found = ratios(design, X[:, 0], X[:, 1])
    return {"est": float(found.estimate[0, 0]), "se": float(found.se[0, 0])}


def _quantiles(
    design: Design, replicates: Replicates, x: np.ndarray, shares: Sequence[float], kind: Any
) -> dict[str, np.ndarray]:
    """Of the kind "quantile" by the quantile's own spread, which is any statistic's; else as the engine has them."""
    if kind == "quantile":
        valid = ~np.isnan(x)
        replicates = replicates if valid.all() else replace(replicates, degrees=replicates.within(valid).rank())

        def read(weights: np.ndarray) -> np.ndarray:
            return np.array([quantile(SortedSample.of(x[valid], weights[valid]), share, "math") for share in shares])

        own = replicate_statistic(replicates, read)
        return {"q": own.estimate, "ci_l": own.low, "ci_u": own.high, "se": own.se}
    found = quantiles(design, x, shares, interval=kind)
    return {"q": found.estimate[0], "ci_l": found.low[0], "ci_u": found.high[0], "se": found.se[0]}


def _given(case: Case) -> Mapping[str, Any]:
    task = case.task
    names = task.get("repweights")
    if isinstance(names, str):
        names = [name for name in case.data.columns if re.match(names, name)]
    if not names:
        raise NotSupported("replicates without their columns")
    replicates = given_replicates(
        case.data.numbers(task["weights"])[:, 0],
        case.data.numbers(*names),
        task["type"],
        task.get("scale"),
        None if task.get("rscales") is None else np.array(task["rscales"], dtype=float),
        float(task.get("rho") or task.get("fay_rho") or 0),
        bool(task.get("combined", True)),
        bool(task.get("mse", False)),
    )
    answer: dict[str, Any] = {"degf": replicates.degrees}
    said = task["vars"]
    for name in [said] if isinstance(said, str) else said:
        result = replicate_means(replicates, case.data.numbers(name))
        low, high = t_interval(result.estimate, result.se, np.array(float(result.df)), 0.95)
        answer[name] = {"mean": result.estimate[0], "se": result.se[0], "ci_t": [low[0], high[0]]}
    return answer


REPLICATES = {"replicate": _replicate, "svrepdesign_given": _given}
