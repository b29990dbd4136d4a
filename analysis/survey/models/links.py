# SPDX-License-Identifier: MIT
"""Links of generalised linear models: the linear predictor of a mean, its inverse, and the slope of that."""

from __future__ import annotations

import numpy as np

from analysis.survey.models.families import Function, family

_EPS = float(np.finfo(float).eps)


def _of(name: str) -> tuple[Function, Function, Function]:
    known = family(name)
    return known.link, known.mean, known.slope


def _cauchy(eta: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.clip(np.arctan(eta) / np.pi + 0.5, _EPS, 1 - _EPS)
    return found


LINKS: dict[str, tuple[Function, Function, Function]] = {
    "identity": _of("gaussian"),
    "logit": _of("binomial"),
    "probit": _of("probit"),
    "cloglog": _of("cloglog"),
    "log": _of("poisson"),
    "cauchit": (
        lambda mu: np.tan(np.pi * (mu - 0.5)),
        _cauchy,
        lambda eta: np.maximum(1 / (np.pi * (1 + eta**2)), _EPS),
    ),
    "inverse": (lambda mu: 1 / mu, lambda eta: 1 / eta, lambda eta: -1 / eta**2),
    "sqrt": (np.sqrt, np.square, lambda eta: 2 * eta),
    "1/mu^2": (lambda mu: mu**-2, lambda eta: eta**-0.5, lambda eta: -(eta**-1.5) / 2),
}
