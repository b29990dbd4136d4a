# SPDX-License-Identifier: MIT
"""Declared analyses: `declarations()`, `declaration(id)`, `run(id, frame, options)`, `shown_python(id, options)`;
`failed_result` stands in place of a result that the data do not allow."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.analyses.failed_results import failed_result
    from analysis.analyses.python_code import shown_python
    from analysis.analyses.records import AnalysisProblem, AnalysisResult, Declaration, Option, OptionKind
    from analysis.analyses.registry import declaration, declarations, run, study_of
    from analysis.analyses.study import Study

__all__ = [
    "AnalysisProblem",
    "AnalysisResult",
    "Declaration",
    "Option",
    "OptionKind",
    "Study",
    "declaration",
    "declarations",
    "run",
    "shown_python",
    "study_of",
    "failed_result",
]

_IN = {
    **dict.fromkeys(("AnalysisProblem", "AnalysisResult", "Declaration", "Option", "OptionKind"), "records"),
    **dict.fromkeys(("declaration", "declarations", "run", "study_of"), "registry"),
    "Study": "study",
    "shown_python": "python_code",
    "failed_result": "failed_results",
}


def __getattr__(name: str) -> Any:
    """The names above, imported when asked for: two threads may import parts of this package at once (`projects.store`
    says why)."""
    if name not in _IN:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"analysis.analyses.{_IN[name]}"), name)
