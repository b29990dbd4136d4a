# SPDX-License-Identifier: MIT
"""Declared analyses: `declarations()`, `declaration(id)`, `run(id, frame, options)`, `shown_python(id, options)`."""

from analysis.declared.records import AnalysisProblem, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.registry import declaration, declarations, run
from analysis.declared.shown import shown_python
from analysis.declared.study import Study

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
]
