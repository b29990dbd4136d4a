# SPDX-License-Identifier: MIT
"""Rounding of a spread that is tiny beside its estimate: R sums the values as they are, we less a pilot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

GRAIN = (
    "R's sums round in the last digit of values that are large beside their spread; ours take a pilot value off first"
)
_SIZES = {"se": ("coef", "est", "ratio"), "vcov": ("coef",), "mean_se": ("mean",)}
_UNIT = 8 * float(np.finfo(float).eps)
_COARSE = 1e7  # estimates over their standard error from where on it shows in the eighth digit


def grains(expected: Mapping[str, Any], key: str, path: str) -> dict[str, Any]:
    """By path, the relative error that rounding alone may leave in a spread named `key`; empty where it does not show.

    The ends of intervals are as sure as the estimate itself and have none.
    """
    sizes = next((expected[name] for name in _SIZES.get(key, ("coef",)) if name in expected), None)
    spread = expected.get("mean_se" if key == "mean_se" else "se")
    if key not in (*_SIZES, "cv", "deff", "deff_replace") or sizes is None or spread is None:
        return {}
    try:
        size, own = (np.array(_plain(values), dtype=float).ravel() for values in (sizes, spread))
    except (TypeError, ValueError):
        return {}
    if size.shape != own.shape or not (np.abs(size) > _COARSE * own).any():
        return {}
    grain = _UNIT * np.abs(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        if key == "vcov":
            matrix = np.abs(np.array(expected[key], dtype=float).reshape(len(own), len(own)))
            cross = np.outer(grain, own)
            return {path: np.nan_to_num((cross + cross.T + np.outer(grain, grain)) / matrix, posinf=np.inf).ravel()}
        share = np.nan_to_num(grain / own, posinf=np.inf)
    if isinstance(expected[key], Mapping):
        return {f"{path}.{name}": 2 * one for name, one in zip(expected[key], share, strict=True)}
    return {path: share}


def _plain(values: Any) -> Any:
    return list(values.values()) if isinstance(values, Mapping) else values
