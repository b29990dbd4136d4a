# SPDX-License-Identifier: MIT
"""Codes as variables of the cases: a row for each case, a column for each code, 0/1 or numbers of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.codings.groups import Groups
from analysis.codings.records import CodeLine
from analysis.codings.study import CodingStudy
from analysis.codings.table_words import base_note, title_of
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import check
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Progress, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CASES = 5_000


def codes_as_variables_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Cases with each code: 1 where the case has a segment of it, or how many; the last row counts the cases."""
    import numpy as np  # with the frames, when codings are counted

    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    check(progress)
    counts = case_matrix(study, codes, options["children"])
    shown = (counts > 0).astype(int) if options["values"] == "any" else counts
    cases = study.cases()
    made = {value: _count(value) for value in np.unique(shown).tolist()}  # cells that say the same are one
    rows = [
        Row(f"case{at}", case, tuple(made[value] for value in line))
        for at, (case, line) in enumerate(zip(cases[:MOST_CASES], shown[:MOST_CASES].tolist(), strict=True))
    ]
    rows.append(Row("cases", msg("codings.cases_with"), tuple(map(_count, (counts > 0).sum(axis=0))), total=True))
    table = TableSpec(
        "codes-as-variables",
        title_of(options, msg("title.codes_as_variables")),
        msg(f"subtitle.codes_as_variables.{options['values']}", n=len(cases)),
        msg("codings.case"),
        tuple(Column(f"c{code.id}", code.name, show=("estimate",)) for code in codes),
        tuple(rows),
        (*base_note(study), msg("note.codes_as_variables")),
        base=len(cases),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in codes),
        inside_only=True,
    )
    facts = {"n": len(cases), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("codes_as_variables", dict(options), (table,), (), facts, msg("why.codings"))


def case_matrix(study: CodingStudy, codes: tuple[CodeLine, ...], children: bool = True) -> NDArray[np.int64]:
    """How many segments each case has under each code: shape (cases, codes), cases as `study.cases()`."""
    cases = tuple(study.cases())
    groups = Groups(cases, cases, (1,) * len(cases), study.codings.links.cases)
    return study.count_matrix(codes, groups, "segments", children).T


def _count(value: Any) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)
