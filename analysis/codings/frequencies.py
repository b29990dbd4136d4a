# SPDX-License-Identifier: MIT
"""How often codes were given: segments, documents and cases under each, in all or by groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.codings.study import (
    CodingStudy,
    base_note,
    indented,
    title_of,
)
from analysis.declared.records import AnalysisProblem, AnalysisResult, Options, check
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, msg

if TYPE_CHECKING:
    import pandas as pd

_WHOLE = ("segments", "documents", "cases")


def code_frequencies_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Segments, documents and cases of each code; by groups the units in each. A code counts those below it once."""
    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    check(progress)
    sensitive = any(code.sensitive for code in codes)
    grouped = bool(options["by"])
    columns, rows = _by_groups(study, codes, options) if grouped else _whole(study, codes, options)
    table = TableSpec(
        "code-frequencies",
        title_of(options, msg("title.code_frequencies")),
        msg(f"subtitle.codings.{options['unit'] if grouped else 'all'}", n=study.size("cases")),
        msg("codings.code"),
        columns,
        rows,
        base_note(study),
        base=study.size("cases"),
        exclusive_rows=False,
        exclusive_columns=grouped and study.parts_cases(options["by"]),
        sensitive=sensitive,
    )
    shown = () if grouped else ("cases",)
    figure = FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title, columns=shown)
    facts = {"n": study.size("cases"), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("code_frequencies", dict(options), (table,), (figure,), facts, msg("why.codings"))


def _whole(study: CodingStudy, codes: tuple[Any, ...], options: Options) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    base = study.size("cases")
    rows = []
    for code in codes:
        under = study.under(code, options["children"])
        cases = study.count(under, "cases")
        n = cases if code.sensitive else None  # what is withheld from others than the team goes by cases
        counted = [Cell(float(study.count(under, unit)), n=n, unit=Unit.COUNT) for unit in _WHOLE]
        share = Cell(cases / base if base else None, n=n, unit=Unit.SHARE)
        rows.append(Row(code.id, code.name, (*counted, share), depth=indented(code, codes)))
    heads = [Column(unit, msg(f"column.codings.{unit}"), show=("estimate",)) for unit in _WHOLE]
    return (*heads, Column("share", msg("column.codings.share"), base=base, show=("estimate",))), tuple(rows)


def _by_groups(
    study: CodingStudy, codes: tuple[Any, ...], options: Options
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    unit = options["unit"]
    groups = study.groups(options["by"], unit)
    if not groups.keys:
        raise AnalysisProblem(msg("problem.no_groups", by=options["by"]))
    counts = study.count_matrix(codes, groups, unit, options["children"])
    cases = study.count_matrix(codes, groups, "cases", options["children"])
    rows = []
    for at, code in enumerate(codes):
        cells = [
            Cell(float(counts[at, column]), n=int(cases[at, column]) if code.sensitive else None, unit=Unit.COUNT)
            for column in range(len(groups.keys))
        ]
        every = _cell(study, study.under(code, options["children"]), unit, code.sensitive)
        rows.append(Row(code.id, code.name, (*cells, every), depth=indented(code, codes)))
    heads = [
        Column(f"g{at}", label, base=size, show=("estimate",))
        for at, (label, size) in enumerate(zip(groups.labels, groups.sizes, strict=True))
    ]
    return (*heads, Column("total", msg("table.total"), base=study.size("cases"), show=("estimate",))), tuple(rows)


def _cell(study: CodingStudy, segments: pd.DataFrame, unit: str, sensitive: bool) -> Cell:
    n = study.count(segments, "cases") if sensitive else None
    return Cell(float(study.count(segments, unit)), n=n, unit=Unit.COUNT)
