# SPDX-License-Identifier: MIT
"""Layout shared by the classical tasks: a test as R prints it, facts of R's result, levels as it names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.classical.classical_result import Test
from tests.conformance.cases import Case


def laid_out(test: Test, estimates: bool = False) -> dict[str, Any]:
    """A test as R prints it."""
    shown = {
        "statistic": test.statistic,
        "p": test.p,
        "estimate": test.estimates if estimates else test.estimate,
        "conf_int": [test.low, test.high],
    }
    if test.df:
        shown["parameter"] = test.df[0] if len(test.df) == 1 else list(test.df)
    return shown


def exactly(case: Case, key: str) -> bool:
    """Whether R says of this test that it was the exact one."""
    said = case.expected.get(key)
    return isinstance(said, Mapping) and "exact" in str(said.get("method", "")).lower()


def said(case: Case, key: str, part: str) -> float:
    """R's figure, within the test `key` where there is one; NaN where it says none."""
    test = case.expected.get(key) if key else case.expected
    value = test.get(part) if isinstance(test, Mapping) else None
    return float(value) if isinstance(value, (int, float)) else {"Inf": np.inf, "-Inf": -np.inf}.get(str(value), np.nan)


def codes_of(case: Case, name: str, named: Any = None, counted: Any = True) -> tuple[np.ndarray, tuple[str, ...]]:
    """Codes and levels of a column; R's result may have `named` only those that occur, or in another order.

    Rows that are not `counted` (n,) may have any level.
    """
    labels, codes = case.data.labels(name), case.data.codes(name)
    wanted = tuple(map(str, named if isinstance(named, list) else [] if named is None else [named]))
    occur = {labels[code] for code in np.unique(codes[(codes >= 0) & counted])}
    if wanted == labels or not occur <= set(wanted) <= set(labels):
        return codes, labels
    place = np.array([wanted.index(label) if label in wanted else -1 for label in labels] + [-1])
    return place[codes], wanted
