# SPDX-License-Identifier: MIT
"""Code frequencies: segments, documents and cases under each code, in all or by groups."""

from __future__ import annotations

from dataclasses import replace

from analysis.codings.cases_with_codes import CasesWithCodes
from analysis.codings.crosstab import grouped_cells
from analysis.codings.groups import groups_part
from analysis.codings.records import CodeLine
from analysis.codings.sampled_cases import has_intervals, interval_notes, with_interval
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, indented, title_of, why_of
from analysis.codings.tallies import Tallies
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import check
from analysis.result_tables import Cell, Chart, Column, Counted, FigureSpec, NestedCount, Row, TableSpec, Unit
from wording import Progress, msg

_WHOLE = ("segments", "documents", "cases")


def code_frequencies_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Segments, documents and cases of each code; by groups the units in each. A code counts those below it once."""
    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    check(progress)
    sensitive = any(code.sensitive for code in codes)
    grouped = bool(options["by"])
    infers = has_intervals(study, options) and not grouped
    columns, rows, nests = _by_groups(study, codes, options) if grouped else _ungrouped(study, codes, options, infers)
    table = TableSpec(
        "code-frequencies",
        title_of(options, msg("title.code_frequencies")),
        msg(f"subtitle.codings.{options['unit'] if grouped else 'all'}", n=study.size("cases")),
        msg("codings.code"),
        columns,
        rows,
        (*base_note(study, tested=infers), *(interval_notes(study, options) if infers else ())),
        base=study.size("cases"),
        exclusive_rows=False,
        exclusive_columns=grouped and groups_part(study.codings, options["by"], options["unit"]),
        sensitive=sensitive,
        nests=nests,
        bearing=CasesWithCodes(study, options["coder"]),
    )
    shown = () if grouped else ("cases",)
    figure = FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title, columns=shown)
    facts = {"n": study.size("cases"), "inference": infers, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("code_frequencies", dict(options), (table,), (figure,), facts, why_of(infers))


def _ungrouped(
    study: CodingStudy, codes: tuple[CodeLine, ...], options: Options, infers: bool
) -> tuple[tuple[Column, ...], tuple[Row, ...], tuple[NestedCount, ...]]:
    base, tallies = study.size("cases"), Tallies(study, options["coder"])
    rows = []
    for code in codes:
        under = study.under(code, options["children"])
        cases = study.count(under, "cases")
        n = cases if code.sensitive else None  # what is withheld from others than the team goes by cases
        counted = []
        for unit in _WHOLE:
            size = study.count(under, unit)
            tally = tallies.of(code, unit, options["children"], size)
            what = Counted(unit, (study.counts(code, options["children"]),))
            counted.append(Cell(float(size), n=n, unit=Unit.COUNT, tally=tally, counted=what))
        share = replace(counted[-1], estimate=cases / base if base else None, unit=Unit.SHARE)
        share = with_interval(share, base) if infers else share
        rows.append(
            Row(
                code.id,
                code.name,
                (*counted, share),
                depth=indented(code, codes),
                colour=code.colour,
                sensitive=code.sensitive,
            )
        )
    heads = [Column(unit, msg(f"column.codings.{unit}"), show=("estimate",)) for unit in _WHOLE]
    shown = ("estimate", "interval") if infers else ("estimate",)
    columns = (*heads, Column("share", msg("column.codings.share"), base=base, show=shown))
    nests = [nest for unit in _WHOLE for nest in tallies.in_all(unit)]
    return columns, tuple(rows), (*nests, *tallies.interviews_of_cases(options["children"]))


def _by_groups(
    study: CodingStudy, codes: tuple[CodeLine, ...], options: Options
) -> tuple[tuple[Column, ...], tuple[Row, ...], tuple[NestedCount, ...]]:
    """The columns and cells of the code matrix."""
    columns, lines, nests = grouped_cells(study, codes, options)
    rows = [
        Row(code.id, code.name, cells, depth=indented(code, codes), colour=code.colour, sensitive=code.sensitive)
        for code, cells in zip(codes, lines, strict=True)
    ]
    return columns, tuple(rows), nests
