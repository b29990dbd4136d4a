# SPDX-License-Identifier: MIT
"""Single clusters in strata named by text under "adjust", where R divides by the clusters of strata named by numbers.

So it centres at infinity, or, where the sum to divide is zero too, falls back on what "average" gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tests.conformance.cases import Case, Options
from tests.conformance.compare import Explained, Near, Otherwise

_TEXT = 'R counts no cluster in strata named by text, so "adjust" centres a single one nowhere; ours at the mean of all'
_SAME = ("df", "degf", "groups", "names", "n_used", "n_by_group", "n_domain")


def with_text_strata(case: Case, known: Callable[[Case], Any]) -> Any:
    """The answer of `known`; with such strata, a figure of R's is explained if it is infinite or that of "average"."""
    ours = known(case)
    if not _concerned(case) or not isinstance(ours, Mapping):
        return ours
    other = known(replace(case, design=Options({**case.design, "lonely_psu": "average"})))
    answer = {k: v if k in _SAME else _either(v, other[k], case.expected.get(k)) for k, v in ours.items()}
    return _widest(answer, case.expected)


def _widest(answer: Any, expected: Any, within: bool = False) -> Any:
    """Ends of intervals of shares at 0 or 1, as an infinite standard error leaves them, explained."""
    if isinstance(answer, dict) and isinstance(expected, Mapping):
        return {k: _widest(v, expected.get(k), within or k.startswith("ci")) for k, v in answer.items()}
    if isinstance(answer, list) and isinstance(expected, list) and len(answer) == len(expected):
        return [_widest(one, two, within) for one, two in zip(answer, expected, strict=True)]
    at_the_end = isinstance(expected, (int, float)) and expected in (0, 1)
    return Explained(_TEXT) if within and at_the_end and not isinstance(answer, (dict, list)) else answer


def _concerned(case: Case) -> bool:
    strata = case.design.get("strata")
    if case.design.get("lonely_psu") != "adjust" or not isinstance(strata, str) or strata in case.data.levels:
        return False
    column = case.data.columns.get(strata)
    return column is not None and column.dtype.kind != "f" and not any(_is_number(value) for value in set(column))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _alike(ours: Any, other: Any, expected: Any) -> bool:
    """Whether both are the same numbers, and R's are numbers too: then there is nothing to choose between."""
    try:
        figures = [np.array(values, dtype=float).ravel() for values in (ours, other, expected)]
    except (TypeError, ValueError):
        return False
    return figures[0].shape == figures[1].shape and bool(np.allclose(figures[0], figures[1], rtol=1e-10, atol=0))


def _either(ours: Any, other: Any, expected: Any) -> Any:
    """The same layout, with numbers that may be R's for its reason."""
    if isinstance(ours, Mapping):
        theirs = expected if isinstance(expected, Mapping) else {}
        return {k: v if k in _SAME else _either(v, other[k], theirs.get(k)) for k, v in ours.items()}
    if isinstance(expected, str) and expected.startswith("error"):
        return Explained(_TEXT)
    if isinstance(ours, (list, tuple, np.ndarray)):
        if not isinstance(other, (list, tuple, np.ndarray)) or _alike(ours, other, expected):
            return ours
        values = expected if isinstance(expected, list) else [expected] * len(ours)
        values = values if len(values) == len(ours) else [None] * len(ours)
        return [_either(one, two, three) for one, two, three in zip(ours, other, values, strict=True)]
    if isinstance(expected, str) and expected in ("Inf", "-Inf", "NaN", "NA"):
        return Explained(_TEXT)
    if isinstance(ours, (Explained, Near, Otherwise, str)) or isinstance(other, (Explained, Near, Otherwise, str)):
        return ours
    return Otherwise(float(ours), float(other), _TEXT)
