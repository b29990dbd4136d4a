# SPDX-License-Identifier: MIT
"""Declared analyses: `declarations()`, `declaration(id)`, `run(id, frame, options)`, `shown_python(id, options)`;
`unmade` stands in place of a result that the data do not allow."""

from analysis.declared.records import AnalysisProblem, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.registry import declaration, declarations, run
from analysis.declared.shown import shown_python
from analysis.declared.study import Study
from analysis.declared.unmade import unmade

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
    "unmade",
]
