# SPDX-License-Identifier: MIT
"""Framework matrix: cases × themes, each cell what somebody wrote of it, and the quotes behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.codings.groups import attribute_of, ordered_values
from analysis.codings.queries import cases_where, terms
from analysis.codings.quotes import choose_quotes
from analysis.codings.records import CodeLine, Summary
from analysis.codings.study import CodingStudy
from analysis.codings.table_words import base_note, title_of
from analysis.codings.variables import case_matrix
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_THEMES = 60
GridPart = dict[str, Any]  # a row or a cell of the grid, as plain values


def framework_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """A row for each case, a column for each theme; a cell without a summary says whether there are quotes.

    References
    ----------
    Ritchie & Spencer (1994), Qualitative data analysis for applied policy research, in Bryman & Burgess, Analyzing
    Qualitative Data.
    """
    study = study.by_coder(options["coder"])
    themes = themes_of(study, options["variable"])
    if len(themes) > MOST_THEMES:
        raise AnalysisProblem(msg("problem.too_many_themes", n=len(themes), most=MOST_THEMES))
    cases = framework_cases(study, options)
    check(progress)
    counts = case_matrix(study, themes, options["children"])
    place = {case: at for at, case in enumerate(study.cases())}
    rows = tuple(
        Row(f"case{place[case]}", case, tuple(_cell(study, case, code, int(counts[place[case], at]))
                                               for at, code in enumerate(themes)))
        for case in cases
    )  # fmt: skip
    written = sum(bool(study.codings.summary(case, code.id)) for case in cases for code in themes)
    coded = counts[[place[case] for case in cases]] > 0
    table = TableSpec(
        "framework",
        title_of(options, msg("title.framework")),
        msg("subtitle.framework", n=len(cases), of=len(place), themes=len(themes), written=written,
            waiting=_waiting(study, cases, themes, coded)),
        msg("codings.case"),
        tuple(Column(f"c{code.id}", code.name, show=("estimate",)) for code in themes),
        rows,
        base_note(study),
        base=len(cases),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in themes),
        inside_only=True,
    )  # fmt: skip
    tables = (table, _quotes(study, cases, themes, options)) if options["quoted"] else (table,)
    facts: dict[str, Any] = {"n": len(cases), "inference": False, "how": study.table.how.value, "rows": study.rows}
    facts["colours"] = {code.id: code.colour for code in themes if code.colour}
    facts["grid"] = grid_of(study, cases, themes, counts, options)
    return AnalysisResult("framework", dict(options), tables, (), facts, msg("why.framework"))


def themes_of(study: CodingStudy, given: object) -> tuple[CodeLine, ...]:
    """The themes: the codes named, else those at the top of the codebook that were given, or a code below them."""
    if given:
        return study.chosen(given)
    return tuple(code for code in study.chosen("") if code.parent is None)


def framework_cases(study: CodingStudy, options: Options) -> list[str]:
    """The cases in their order, or by an attribute; only those of which the conditions hold."""
    cases = [case for case in study.cases() if case in cases_where(study, str(options["cases"]))]
    by = str(options["by"] or "").strip()
    if by:
        attributes = study.codings.attributes
        found = attribute_of(study.codings, by, own=False)
        values = {case: str(attributes.at[case, found]) for case in cases}
        places = {value: at for at, value in enumerate(ordered_values(study.codings, found, values.values()))}
        cases = sorted(cases, key=lambda case: places[values[case]])
    first = {case: at for at, case in enumerate(terms(options["order"]))}
    return sorted(cases, key=lambda case: first.get(case, len(first)))


def _cell(study: CodingStudy, case: str, code: CodeLine, n: int) -> Cell:
    summary = study.codings.summary(case, code.id)
    if summary is not None:
        shown: Text = msg("framework.cell", text=summary.text, coder=summary.coder or msg("framework.unnamed"), n=n)
    else:
        shown = msg("framework.no_summary", n=n) if n else msg("framework.nothing_coded")
    return Cell(text=shown, unit=Unit.TEXT)


def _waiting(study: CodingStudy, cases: Sequence[str], themes: Sequence[CodeLine], coded: NDArray[np.bool_]) -> int:
    """How many cells have quotes and no summary."""
    return sum(
        bool(coded[row, at]) and study.codings.summary(case, code.id) is None
        for row, case in enumerate(cases)
        for at, code in enumerate(themes)
    )


def _quotes(study: CodingStudy, cases: Sequence[str], themes: Sequence[CodeLine], options: Options) -> TableSpec:
    """The quotes behind the cells, case by case and theme by theme; no words whose quoting was refused."""
    rows: list[Row] = []
    held = 0
    segments = study.codings.segments
    of_case: dict[str, set[int]] = {}
    for at, held_by in enumerate(segments["cases"]):
        for case in held_by:
            of_case.setdefault(case, set()).add(at)
    for case in cases:
        for code in themes:
            here = [at for at in study.places(code, options["children"]).tolist() if at in of_case.get(case, ())]
            quotes, back = choose_quotes(study, segments.iloc[here], int(options["quotes"]), 0, options["pick"])
            held += back
            rows += [
                Row(
                    f"q{quote.segment}-{code.id}",
                    case,
                    (
                        Cell(text=code.name, unit=Unit.TEXT),
                        Cell(
                            text=quote.place,
                            unit=Unit.TEXT,
                        ),
                        Cell(text=quote.quoted, unit=Unit.TEXT),
                    ),
                )
                for quote in quotes
            ]
    return TableSpec(
        "framework-quotes",
        msg("title.framework_quotes"),
        None,
        msg("codings.case"),
        tuple(
            Column(name, msg(f"column.framework.{name}"), show=("estimate",)) for name in ("theme", "place", "quote")
        ),
        tuple(rows),
        (msg("note.quotes_held", n=held),) if held else (),
        base=len(rows),
        exclusive_rows=False,
        inside_only=True,
    )


def grid_of(
    study: CodingStudy, cases: Sequence[str], themes: Sequence[CodeLine], counts: NDArray[np.int64], options: Options
) -> list[GridPart]:
    """The grid as plain values: per case what is known of it, and per theme the summary, its author and versions.

    `n`: segments of the theme in the interviews of the case; `new`: those coded after the summary was written, `fresh`
    their ids.
    """
    place = {case: at for at, case in enumerate(study.cases())}
    attributes = study.codings.attributes
    latest = _coded_last(study, themes, options)
    return [
        {
            "case": case,
            "about": [str(value) for value in list(attributes.loc[case])[:2] if str(value)],
            "cells": [
                _cell_of(study.codings.summaries.get((case, code.id), ()), int(counts[place[case], at]),
                         latest.get((case, code.id), ()))
                for at, code in enumerate(themes)
            ],
        }
        for case in cases
    ]  # fmt: skip


def _coded_last(
    study: CodingStudy, themes: Sequence[CodeLine], options: Options
) -> dict[tuple[str, str], Sequence[tuple[int, str]]]:
    """The segments of each case and theme which has a summary, each with the number of the action that coded it."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    written = {code for _, code in study.codings.summaries}
    for code in themes:
        if code.id in written:
            for line in study.under(code, options["children"])[["cases", "segment"]].itertuples(index=False):
                since = study.codings.since.get(str(line.segment), 0)
                for case in line.cases:
                    found.setdefault((case, code.id), []).append((since, str(line.segment)))
    return dict(found)


def _cell_of(versions: Sequence[Summary], n: int, coded: Sequence[tuple[int, str]]) -> GridPart:
    last = versions[0] if versions and versions[0].text else Summary("", "", "", 0)
    earlier = [{"text": one.text, "coder": one.coder, "date": one.date} for one in versions[1 if last.id else 0 :]]
    fresh = [segment for since, segment in coded if since > last.since] if last.id else []
    return {
        "text": last.text, "coder": last.coder, "date": last.date, "n": n, "new": len(fresh), "fresh": fresh,
        "earlier": earlier,
    }  # fmt: skip
