# SPDX-License-Identifier: MIT
"""Table of the engine's functions by task of the case files. It computes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.arguments import check_arguments
from tests.conformance.cases import Case, NotSupported, Options
from tests.conformance.text_strata import with_text_strata
from tests.conformance.zero_weights import with_rs_counts

Answer = Callable[[Case], Any]
_REMARKS = {"dataset", "note", "seed", "stat"}  # a seed made weights that come in a file
# The design of replicates lies in their weights.
_IN_WEIGHTS = {"ids", "strata", "weights", "probs", "fpc", "nest", "lonely_psu", "adjust_domain_lonely"}
_REPLICATED = {"replicate", "svrepdesign_given"}
_TAKEN = {"na_rm": True, "missing": "listwise"}  # what the engine does where a task does not ask


def answer(case: Case, set_name: str) -> Any:
    """The engine's result for a case, laid out like R's. Raises Problem.

    Raises NotSupported for an unknown task, and for what the case says and the task knows no use for.
    """
    known: Mapping[str, Answer]
    if set_name == "base":
        from tests.conformance.base_tasks import BASE

        known, name = BASE, case.family
    else:
        known, name = _survey(), str(case.task.get("stat"))
    if name not in known:
        raise NotSupported(name)
    check_arguments(case)
    result = with_rs_counts(case, known[name], with_text_strata(case, known[name]))
    known_of = _REMARKS | (_IN_WEIGHTS if name in _REPLICATED else set())
    for said in (case.task, case.design):
        for key in said.ignored if isinstance(said, Options) else ():
            if key not in known_of and (key not in _TAKEN or said[key] != _TAKEN[key]):
                raise NotSupported(f"{name} with {key}: {str(said[key])[:60]}")
    return result


def _survey() -> dict[str, Answer]:
    from tests.conformance.model_tasks import MODELS
    from tests.conformance.ordinal_tasks import ORDINAL
    from tests.conformance.quantile_tasks import QUANTILES
    from tests.conformance.replicate_tasks import REPLICATES
    from tests.conformance.share_tasks import SHARES
    from tests.conformance.significance_tasks import TESTS
    from tests.conformance.survey_tasks import LINEAR
    from tests.conformance.weighting_tasks import WEIGHTING

    return {**LINEAR, **SHARES, **QUANTILES, **TESTS, **MODELS, **ORDINAL, **WEIGHTING, **REPLICATES}
