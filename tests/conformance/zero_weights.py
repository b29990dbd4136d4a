# SPDX-License-Identifier: MIT
"""Rows of weight zero, which R counts among those used and the engine does not. It estimates nothing of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tests.conformance.cases import Case
from tests.conformance.compare import Otherwise
from wording import Problem

_COUNTS = ("n_used", "n_domain", "n_by_group")
_COUNTED = "R counts the rows of weight zero too; ours are those that carry weight"


def with_rs_counts(case: Case, compute: Callable[[Case], Any], result: Any) -> Any:
    """The result, beside whose counts of rows stand those with the rows of weight zero, where there are any."""
    said = case.expected.keys() & set(_COUNTS)
    if not said or not isinstance(result, Mapping) or not said <= result.keys():
        return result
    name = case.design.get("weights")
    if not isinstance(name, str) or name not in case.data.columns:
        return result
    weights = case.data.numbers(name)[:, 0]
    if not (weights == 0).any():
        return result
    columns = {**case.data.columns, name: np.where(weights == 0, 1.0, weights)}
    try:
        every = compute(replace(case, data=replace(case.data, columns=columns)))
    except Problem:
        return result
    return {**result, **{key: _either(result[key], every[key]) for key in sorted(said)}}


def _either(own: Any, theirs: Any) -> Any:
    if isinstance(own, Mapping):
        return {key: _either(value, theirs[key]) for key, value in own.items()}
    if not isinstance(own, (int, float, np.integer, np.floating)) or own == theirs:
        return own
    return Otherwise(float(own), float(theirs), _COUNTED)
