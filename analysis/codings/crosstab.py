# SPDX-License-Identifier: MIT
"""Codes crossed with an attribute of the cases, or with other codes: how many units have both, and their share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.codings.cases_with_codes import CasesWithCodes
from analysis.codings.crossed_tallies import crossed_alone, crossed_nests
from analysis.codings.groups import OWN_COLUMNS, groups_cases, groups_of, groups_part, parts_cases, without_groups
from analysis.codings.heat_table_rows import shown_of
from analysis.codings.records import CodeLine, cases_in, of_any
from analysis.codings.sampled_cases import exact_tests, has_intervals, infers, interval_notes, with_interval
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, indented, title_of, why_of
from analysis.codings.tallies import Tallies, group_name
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.result_tables import Cell, Chart, Column, Counted, FigureSpec, NestedCount, Row, TableSpec, Unit
from analysis.withholding.table_sums import TOTAL
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 400
ANY = "any"  # id of the row of those who have any of the codes


def code_crosstab_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Rows are codes; columns the groups of `by`, or the codes of `column`; each unit is counted once in a cell."""
    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    check(progress)
    crossed = study.chosen(options["column"]) if options["column"] else ()
    if not crossed and not options["by"]:
        raise AnalysisProblem(msg("problem.codes_crossed_with_what"))
    unit = options["unit"]
    if crossed:
        columns, cells, nests = _with_codes(study, codes, crossed, options)
    else:
        columns, cells, nests = grouped_cells(study, codes, options)
    check(progress)
    tested = not crossed and infers(study, options)
    with_ends = unit == "cases" and (bool(crossed) or groups_cases(options["by"])) and has_intervals(study, options)
    inferred = tested or with_ends
    rows = tuple(
        Row(code.id, code.name, line, depth=indented(code, codes), colour=code.colour, sensitive=code.sensitive)
        for code, line in zip(codes, cells, strict=True)
    )
    shared = unit in ("cases", "documents")
    if not crossed and shared and len(codes) > 1:
        rows = (*rows, _any_of(study, codes, options))
    table = TableSpec(
        "code-crosstab",
        title_of(options, msg("title.code_crosstab")),
        msg(f"subtitle.codings.{unit}{'_shared' if shared else ''}", n=study.size("cases")),
        msg("codings.code"),
        columns,
        rows,
        (*base_note(study, tested=inferred), *(() if crossed else _without_value(columns, options))),
        base=study.size("cases"),
        exclusive_rows=False,
        exclusive_columns=not crossed and groups_part(study.codings, options["by"], unit),
        sensitive=any(code.sensitive for code in (*codes, *crossed)),
        nests=nests,
        bearing=CasesWithCodes(study, options["coder"]),
    )
    sentences = interval_notes(study, options) if with_ends else ()
    shares = _shares(table, sentences) if shared else table
    if shared:
        table = _with_shares(table)
    tables = (table, shares) if sentences else (table,)
    beyond = (exact_tests(study, codes, options),) if tested else ()
    shown, beside = shown_of(shares)
    figure = FigureSpec(f"{table.id}-figure", shares, Chart.HEAT, table.title, rows=shown, columns=beside,
                        fullest="rows")  # fmt: skip
    facts = {"n": study.size("cases"), "inference": inferred, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("code_crosstab", dict(options), (*tables, *beyond), (figure,), facts, why_of(inferred))


def _shares(table: TableSpec, sentences: tuple[Text, ...] = ()) -> TableSpec:
    """The same table as shares of the cases or interviews of each column, with the notes on its intervals."""
    columns = (
        tuple(replace(one, show=("estimate", "interval")) for one in table.columns) if sentences else table.columns
    )
    bases = [column.base for column in columns]

    def share(cell: Cell, base: int | None) -> Cell:
        return with_interval(_share(cell, base), base) if sentences else _share(cell, base)

    rows = tuple(
        replace(row, cells=tuple(share(cell, base) for cell, base in zip(row.cells, bases, strict=True)))
        for row in table.rows
    )
    notes = (*table.notes, *sentences)
    return replace(
        table, id=f"{table.id}-shares", subtitle=msg("subtitle.codings.shares"), columns=columns, rows=rows, notes=notes
    )


def _without_value(columns: Sequence[Column], options: Options) -> tuple[Text, ...]:
    """That some cases are in no group, so that the groups do not make up all."""
    if options["unit"] != "cases" or not parts_cases(options["by"]):
        return ()
    *groups, whole = (column.base or 0 for column in columns)
    return (msg("note.cases_without_value", n=whole - sum(groups)),) if whole > sum(groups) else ()


def _with_shares(table: TableSpec) -> TableSpec:
    """The counts, each with its share of its column's base beside it."""
    columns = tuple(replace(column, show=("estimate", "share")) for column in table.columns)
    bases = [column.base for column in columns]
    rows = tuple(
        replace(row, cells=tuple(replace(cell, of=base) for cell, base in zip(row.cells, bases, strict=True)))
        for row in table.rows
    )
    return replace(table, columns=columns, rows=rows)


def _any_of(study: CodingStudy, codes: Sequence[CodeLine], options: Options) -> Row:
    """Units that have any of the codes, each once. Beside a sensitive code it would bound it: it stays inside then."""
    unit, groups = options["unit"], groups_of(study.codings, options["by"], options["unit"])
    places = np.unique(np.concatenate([study.places(code, options["children"]) for code in codes]))
    _, link = study.codings.links.of(places)
    held = set(zip(groups.of_links[link], study.units_of_links(unit)[link].tolist(), strict=True))
    counts = [sum(group == key for group, _ in held) for key in groups.keys]
    borne = study.count(study.codings.segments.iloc[places], unit)
    cells = tuple(Cell(float(count), unit=Unit.COUNT) for count in (*counts, borne))
    near = Tallies(study).ids
    sentences = any(code.id in near for code in codes)
    return Row(ANY, msg("codings.any_of_these"), cells, total=True, inside_only=sentences)


def _share(cell: Cell, base: int | None) -> Cell:
    share = cell.estimate / base if base and cell.estimate is not None else None
    return Cell(share, n=cell.n, unit=Unit.SHARE, tally=cell.tally, counted=cell.counted)


def grouped_cells(
    study: CodingStudy, codes: Sequence[CodeLine], options: Options
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]], tuple[NestedCount, ...]]:
    """A column for each group of `by`, and for each code how many units it has in each; which counts hold others."""
    unit = options["unit"]
    groups = groups_of(study.codings, options["by"], unit)
    if not groups.keys or len(groups.keys) > MOST_COLUMNS:
        if not groups.keys:
            raise without_groups(options["by"])
        raise AnalysisProblem(msg("problem.too_many_groups", by=options["by"], n=len(groups.keys)))
    columns = tuple(
        Column(f"g{at}", label, base=size, show=("estimate",), outside=groups.outside[at] if groups.outside else None)
        for at, (label, size) in enumerate(zip(groups.labels, groups.sizes, strict=True))
    )
    counts = study.count_matrix(codes, groups, unit, options["children"])
    cases = study.count_matrix(codes, groups, "cases", options["children"])
    tallies, children = Tallies(study, options["coder"]), options["children"]
    names = [*(group_name(options["by"], key) for key in groups.keys), ""]
    columns = (*columns, Column(TOTAL, msg("table.total"), base=_size_of_all(study, options), show=("estimate",)))
    lines = []
    for at, code in enumerate(codes):
        every = study.under(code, children)
        held = [*(int(count) for count in counts[at]), study.count(every, unit)]
        behind = [int(n) if code.sensitive else None for n in (*cases[at], study.count(every, "cases"))]
        sentences = [tallies.of(code, unit, children, count, name) for count, name in zip(held, names, strict=True)]
        under = (study.counts(code, children),)
        by = options["by"].strip().casefold()
        counted = [Counted(unit, under, by if key else "", key) if code.id in tallies.ids else None
                   for key in (*groups.keys, "")]  # fmt: skip
        cells = zip(held, behind, sentences, counted, strict=True)
        lines.append(tuple(Cell(float(count), n=n, unit=Unit.COUNT, tally=tally, counted=what)
                           for count, n, tally, what in cells))  # fmt: skip
    return columns, lines, tuple(tallies.in_groups(groups, options["by"], unit, children))


def _size_of_all(study: CodingStudy, options: Options) -> int:
    """How many cases or interviews there are, as the groups count them."""
    by_cases = options["unit"] == "cases" or options["by"].strip().casefold() not in OWN_COLUMNS
    return study.size("cases" if by_cases and options["unit"] != "documents" else "documents")


def _with_codes(
    study: CodingStudy, codes: Sequence[CodeLine], crossed: Sequence[CodeLine], options: Options
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]], tuple[NestedCount, ...]]:
    """Units that bear both codes; segments and words are those of the row's code in cases that bear the column's."""
    unit = options["unit"]
    units: dict[str, set[Any]] = {}
    place = "document" if unit == "documents" else "case"
    for code in crossed:
        under = study.under(code, options["children"])
        units[code.id] = set(under[place]) if place == "document" else cases_in(under)
    tallies = Tallies(study, options["coder"])
    nests: list[NestedCount] = []
    tally = crossed_alone(tallies, unit)
    if options["children"]:
        tally, nests = crossed_nests(tallies, codes, crossed, unit)
    columns = [
        replace(_code_column(tallies, code, f"{place}s", len(units[code.id]), options),
                counted=Counted(f"{place}s", (study.counts(code, options["children"]),)))
        for code in crossed
    ]  # fmt: skip
    lines = []
    for code in codes:
        under = study.under(code, options["children"])
        line = []
        for other in crossed:
            shared = units[other.id]
            both = under[under[place].isin(shared) if place == "document" else of_any(under["cases"], shared)]
            cell = counted_cell(study, both, unit, code.sensitive or other.sensitive)
            if place == "case":  # of a segment of several cases only those count that bear both
                cases = len(cases_in(both) & shared)
                cell = replace(cell, estimate=float(cases) if unit == "cases" else cell.estimate,
                               n=None if cell.n is None else cases)  # fmt: skip
            pair = tuple(study.counts(one, options["children"]) for one in (code, other))
            what = Counted(unit, pair if code is not other else pair[:1]) if {code.id, other.id} & tallies.ids else None
            line.append(replace(cell, tally=tally(code, other, int(cell.estimate or 0)), counted=what))
        lines.append(tuple(line))
    return tuple(columns), lines, tuple(nests)


def _code_column(tallies: Tallies, code: CodeLine, unit: str, size: int, options: Options) -> Column:
    sentences = tallies.of(code, unit, options["children"], size)
    return Column(f"c{code.id}", code.name, base=size, show=("estimate",), tally=sentences)


def counted_cell(study: CodingStudy, segments: pd.DataFrame | None, unit: str, sensitive: bool) -> Cell:
    """How many units; what is withheld from others than the team goes by the cases behind a sensitive code."""
    n = (0 if segments is None else study.count(segments, "cases")) if sensitive else None
    return Cell(float(0 if segments is None else study.count(segments, unit)), n=n, unit=Unit.COUNT)


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
