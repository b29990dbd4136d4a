# SPDX-License-Identifier: MIT
"""Declared analyses: `declarations()`, `declaration(id)`, `run(id, frame, options)`, `shown_python(id, options)`;
`failed_result` stands in place of a result that the data do not allow."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.analyses.python_code import shown_python
    from analysis.analyses.registry import declaration, declarations, failed_result, run, study_of
    from analysis.declarations.records import AnalysisResult, Declaration, Option, OptionKind
    from analysis.declarations.study import Study
    from analysis.problems import AnalysisProblem

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
    "AnalysisProblem": "analysis.problems",
    **dict.fromkeys(("AnalysisResult", "Declaration", "Option", "OptionKind"), "analysis.declarations.records"),
    **dict.fromkeys(("declaration", "declarations", "run", "study_of"), "analysis.analyses.registry"),
    "Study": "analysis.declarations.study",
    "shown_python": "analysis.analyses.python_code",
    "failed_result": "analysis.analyses.registry",
}


def __getattr__(name: str) -> Any:
    """The names above, imported when asked for: two threads may import parts of this package at once (`projects.store`
    says why)."""
    if name not in _IN:
        raise AttributeError(name)
    return getattr(importlib.import_module(_IN[name]), name)
