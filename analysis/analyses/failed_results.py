# SPDX-License-Identifier: MIT
"""Placeholder for a table that the data do not allow: its title and the reason. No numbers."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.analyses.registry import declaration
from analysis.codings.study import CodingStudy
from analysis.declarations.records import AnalysisResult, Declaration
from analysis.declarations.study import Study
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Labels, Problem, Text, msg

_FIRST = ("variable", "numerator")


def failed_result(
    name: str | Declaration, study: Study | CodingStudy, options: Mapping[str, object], problem: Problem
) -> AnalysisResult:
    """The analysis without a result: one table without a number, whose note is the problem's sentence."""
    chosen = declaration(name) if isinstance(name, str) else name
    table = TableSpec(
        f"failed-{chosen.id}",
        _title(chosen, study, options),
        None,
        None,
        (Column("nothing", "", show=("estimate",)),),
        (Row("nothing", msg("row.no_result"), (Cell(text="–", unit=Unit.TEXT),)),),
        (problem.message,),
        exclusive_rows=False,
    )
    return AnalysisResult(chosen.id, dict(options), (table,))


def not_understood(title: Text, problem: Text) -> AnalysisResult:
    """What stands in place of a line of a plan that names what is not there."""
    table = TableSpec(
        "not-understood", title, None, None, (Column("nothing", "", show=("estimate",)),),
        (Row("nothing", msg("row.no_result"), (Cell(text="–", unit=Unit.TEXT),)),), (problem,), exclusive_rows=False,
    )  # fmt: skip
    return AnalysisResult("describe", {}, (table,))


def _title(chosen: Declaration, study: Study | CodingStudy, options: Mapping[str, object]) -> Text:
    own = options.get("title")
    if own:
        return Labels(dict(own)) if isinstance(own, Mapping) else str(own)
    named = next((str(options[one]) for one in _FIRST if options.get(one)), "")
    labels = next((variable.labels for variable in study.table.variables if variable.id == named), None)
    return chosen.label if labels is None else msg("title.failed", analysis=chosen.label, variable=labels)
