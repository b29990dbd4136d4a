# SPDX-License-Identifier: MIT
"""Which function of the engine answers which task of the case files. It computes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.conformance.cases import Case, NotSupported

Answer = Callable[[Case], Any]


def answer(case: Case, set_name: str) -> Any:
    """The engine's result for a case, laid out like R's. Raises NotSupported for an unknown task, Problem."""
    known: Mapping[str, Answer]
    if set_name == "base":
        from analysis.conformance.base_tasks import BASE

        known, name = BASE, case.family
    else:
        known, name = _survey(), str(case.task.get("stat"))
    if name not in known:
        raise NotSupported(name)
    return known[name](case)


def _survey() -> dict[str, Answer]:
    from analysis.conformance.model_tasks import MODELS
    from analysis.conformance.replicate_tasks import REPLICATES
    from analysis.conformance.survey_tasks import LINEAR
    from analysis.conformance.test_tasks import TESTS
    from analysis.conformance.weighting_tasks import WEIGHTING

    return {**LINEAR, **TESTS, **MODELS, **WEIGHTING, **REPLICATES}
