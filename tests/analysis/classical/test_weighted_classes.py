# SPDX-License-Identifier: MIT
"""A weight that a class of statsmodels would leave out is an error, whatever the class says or does not say."""

from __future__ import annotations

import ast
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.classical.groups import model_of
from wording import Problem

CLASSICAL = Path(__file__).resolve().parents[3] / "analysis" / "classical"
DRAW = np.random.default_rng(4)
X = DRAW.normal(size=(60, 2))
COUNTS, TIMES = DRAW.integers(0, 3, 60), DRAW.exponential(size=60)
WEIGHTS = np.repeat([1.0, 3.5], 30)
IGNORE = [
    ("statsmodels.duration.hazard_regression", "PHReg", TIMES),
    ("statsmodels.miscmodels.ordinal_model", "OrderedModel", COUNTS),
    ("statsmodels.discrete.discrete_model", "MNLogit", COUNTS),
    ("statsmodels.regression.quantile_regression", "QuantReg", TIMES),
    ("statsmodels.discrete.discrete_model", "Logit", (COUNTS > 0).astype(float)),
    ("statsmodels.discrete.discrete_model", "NegativeBinomial", COUNTS),
    ("statsmodels.regression.linear_model", "OLS", TIMES),
]


def _class(module: str, name: str) -> type[Any]:
    return getattr(import_module(module), name)


@pytest.mark.parametrize(("module", "name", "y"), IGNORE, ids=[name for _, name, _ in IGNORE])
def test_a_weight_the_class_leaves_out_is_an_error(module: str, name: str, y: np.ndarray) -> None:
    with pytest.raises(Problem) as caught:
        model_of(_class(module, name), y, X, WEIGHTS)
    assert caught.value.message.key == "survey.model_weight_ignored"
    model_of(_class(module, name), y, X, np.ones(60))  # of weights of 1 nothing is left out
    model_of(_class(module, name), y, X)


def test_the_class_itself_says_nothing() -> None:
    """Why the error is needed: with and without weights the figures are the same. Fails once statsmodels mends it."""
    kind = _class("statsmodels.duration.hazard_regression", "PHReg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, weighted = (kind(TIMES, X, **more).fit().params for more in ({}, {"weights": WEIGHTS}))
    np.testing.assert_array_equal(plain, weighted)


def test_weights_reach_the_classes_that_take_them() -> None:
    for module, name in (
        ("statsmodels.genmod.generalized_linear_model", "GLM"),
        ("statsmodels.regression.linear_model", "WLS"),
    ):
        found = model_of(_class(module, name), TIMES, X, WEIGHTS).fit().params
        hand = np.linalg.solve((X.T * WEIGHTS) @ X, (X.T * WEIGHTS) @ TIMES)
        np.testing.assert_allclose(found, hand, rtol=1e-10)


def test_no_model_is_made_past_the_guard() -> None:
    """Classes of models are named, never called: `model_of` calls them."""
    modules = ("genmod.generalized", "discrete", "regression", "duration", "miscmodels", "robust", "tsa")
    wrong = []
    for path in sorted(CLASSICAL.parent.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        if "statsmodels" not in code:
            continue
        tree = ast.parse(code)
        classes = {
            one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith(tuple(f"statsmodels.{m}" for m in modules))
            for one in node.names
        }
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        wrong += [f"{path.name}: {f.id}" for f in calls if isinstance(f, ast.Name) and f.id in classes]
    assert wrong == []
