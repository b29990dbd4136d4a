# SPDX-License-Identifier: MIT
"""Tasks of case files on ordinal models. R's optimiser stops early: its errors are held against ours where it stopped.

`?optim` documents that it ends once the likelihood gains less than 1e-8 of itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from analysis.survey.models.design_matrix import ModelMatrix
from analysis.survey.models.irls import independent
from analysis.survey.models.ordinal import OrdinalModel, ordinal
from tests.conformance.cases import Case, NotSupported
from tests.conformance.compare import Explained, Near
from tests.conformance.differences import differenced
from tests.conformance.formulas import matrix_of, read_formula
from tests.conformance.model_tasks import ordered_in

_PARTS = ("coef", "se", "vcov", "df_residual", "deviance")
_SHORT = 1e-6  # of the deviance: what the steps after R's last one may still gain together
_BOUNDED = "R bounds the latent scale at 100, where a Cauchy tail still holds 0.3 %; ours has no bound"
_STOPS = (
    "R's optimiser stops once the likelihood gains 1e-8 of itself; its errors are ours at the place where it stopped"
)
_UNUSED = "R looks for the threshold of a level that nobody gave, which lies at infinity; ours leaves the level out"


def _olr(case: Case) -> Mapping[str, Any]:
    link = _link_of(case.task)
    outcome = re.sub(r"^(?:as\.)?(?:ordered|factor)\((.*)\)$", r"\1", read_formula(case.task["formula"]).left)
    matrix, used = _slopes(case, outcome)
    levels, codes = case.data.labels(outcome), case.data.codes(outcome)
    given = np.unique(codes[used])
    packed = np.where(np.isin(codes, given), np.searchsorted(given, codes), -1)
    fitted = partial(ordinal, case.sample(), matrix, packed, len(given), case.domain(), link=link)
    model = fitted(information=differenced)
    if link == "cauchit":
        return dict.fromkeys(_PARTS, Explained(_BOUNDED))
    names = [*model.names, *(f"{low}|{high}" for low, high in zip(levels[:-1], levels[1:], strict=True))]
    if len(given) < len(levels):
        return _with_unused(model, names, given)
    place = _stopped_at(case, names)
    there = model if place is None else fitted(information=differenced, at=place)
    short = there.deviance - model.deviance
    if not short <= _SHORT * abs(model.deviance):
        there, short = model, 0.0
    return {
        "coef": {name: _near(model, place, short) for place, name in enumerate(names)},
        "se": dict(zip(names, there.se, strict=True)),
        "vcov": there.vcov,
        "df_residual": model.df,
        "deviance": there.deviance,
    }


def _with_unused(model: OrdinalModel, names: list[str], given: np.ndarray) -> Mapping[str, Any]:
    """The model of the levels given. An unused level between two of them lies between two equal thresholds."""
    slopes = len(model.names)
    below = np.searchsorted(given, np.arange(len(names) - slopes), side="right")  # levels given up to each threshold
    places = [*range(slopes), *(slopes + b - 1 if 0 < b < len(given) else -1 for b in below)]
    value = [Explained(_UNUSED) if p < 0 else _within(model.coef[p], 5e-3 * model.se[p]) for p in places]
    error = [Explained(_UNUSED) if p < 0 else _within(model.se[p], 1e-2 * model.se[p]) for p in places]
    return {
        "coef": dict(zip(names, value, strict=True)),
        "se": dict(zip(names, error, strict=True)),
        "vcov": Explained(_UNUSED),
        "df_residual": model.df,
        "deviance": _within(model.deviance, 1e-4 * model.deviance),
    }


def _within(value: float, reach: float) -> Near:
    return Near(float(value), float(reach / max(abs(value), 1e-300)), _UNUSED)


def _link_of(task: Mapping[str, Any]) -> str:
    said = str(task.get("link") or task.get("method") or "logit")
    link = {"logistic": "logit", "cloglog": "loglog"}.get(said, said)  # svyolr's "cloglog" is polr's "loglog"
    if link not in ("logit", "probit", "loglog", "cloglog", "cauchit"):
        raise NotSupported(f"link {link}")
    return link


def _slopes(case: Case, outcome: str) -> tuple[ModelMatrix, np.ndarray]:
    """The predictors without a constant, less those that follow from the others, which R drops; the complete rows."""
    domain = case.domain()
    rows = None if domain is None else domain >= 0
    ordered = ordered_in(case.expected.get("coef"))
    _, matrix = matrix_of(case.task["formula"], case.data, outcome=False, ordered=ordered, rows=rows)
    complete = np.isfinite(matrix.X).all(axis=1) & (case.data.codes(outcome) >= 0)
    complete &= True if rows is None else rows
    kept = independent(matrix.X[complete], np.ones(int(complete.sum())))[1:]
    names = tuple(matrix.names[place] for place in kept)
    return ModelMatrix(matrix.X[:, kept], names, matrix.terms[kept], matrix.term_ids), complete


def _stopped_at(case: Case, names: list[str]) -> np.ndarray | None:
    """R's slopes and thresholds; None where they are not those of this model."""
    said = case.expected.get("coef")
    if not isinstance(said, Mapping) or set(said) != set(names):
        return None
    try:
        theta = np.array([float(said[name]) for name in names])
    except (TypeError, ValueError):
        return None
    return theta if np.isfinite(theta).all() else None


def _near(model: OrdinalModel, place: int, short: float) -> Near:
    """A coefficient, from which R's may differ as far as the likelihood falls short of its maximum there."""
    value = float(model.coef[place])
    reach = 2 * np.sqrt(max(short, 0.0) * model.naive[place, place])
    return Near(value, float(reach / max(abs(value), 1e-300)), _STOPS)


ORDINAL = {"olr": _olr}
