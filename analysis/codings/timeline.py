# SPDX-License-Identifier: MIT
"""Positions of codes in their documents: codes over tenths of the text, and the segments of one document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.codings.cases_with_codes import CasesWithCodes
from analysis.codings.heat_table_rows import shown_of
from analysis.codings.neutral_names import neutral_label
from analysis.codings.records import cases_in
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, indented, title_of
from analysis.codings.tallies import Tallies
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.result_tables import Cell, Chart, Column, Counted, FigureSpec, NestedCount, Row, TableSpec, Unit
from wording import Progress, msg

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

PARTS = 10


def code_timeline_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Segments of each code that touch each tenth of their documents; of one document where it is named."""
    study = of_document(study.by_coder(options["coder"]), options["document"])
    codes = study.chosen(options["variable"])
    check(progress)
    rows = []
    tallies = Tallies(study, f"{options['coder']}/{options['document']}")
    for code in codes:
        under = study.under(code, options["children"])
        first, last = tenths_touched(study, under)
        touched = [int(((first <= part) & (last >= part)).sum()) for part in range(PARTS)]
        n = study.count(under, "cases") if code.sensitive else None
        counts = (study.counts(code, options["children"]),)
        cells = tuple(
            Cell(float(times), n=(n if times else 0) if code.sensitive else None, unit=Unit.COUNT,
                 counted=Counted("segments", counts, meets=f"tenth {part}"),
                 tally=tallies.of(code, "tenths", options["children"], times, str(part)))
            for part, times in enumerate(touched)
        )  # fmt: skip
        rows.append(
            Row(code.id, code.name, cells, depth=indented(code, codes), colour=code.colour, sensitive=code.sensitive)
        )
    columns = tuple(
        Column(f"p{part}", msg("codings.tenth", first=part * 10, last=part * 10 + 10), show=("estimate",))
        for part in range(PARTS)
    )
    table = TableSpec(
        "code-timeline",
        title_of(options, msg("title.code_timeline")),
        msg("subtitle.code_timeline", n=len(study.codings.documents)),
        msg("codings.code"),
        columns,
        tuple(rows),
        base_note(study),
        base=len(study.codings.documents),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in codes),
        nests=_nests(tallies),
        bearing=CasesWithCodes(
            study, f"{options['coder']}/{options['document']}" if options["document"] else options["coder"]
        ),
    )
    fullest = shown_of(table)[0]
    figure = FigureSpec(f"{table.id}-figure", table, Chart.HEAT, table.title, rows=fullest, fullest="rows")
    facts = {"n": len(study.codings.documents), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("code_timeline", dict(options), (table,), (figure,), facts, msg("why.codings"))


def _nests(tallies: Tallies) -> tuple[NestedCount, ...]:
    """In each tenth the segments of a category are those of the codes below it and its own."""
    study, counts = tallies.study, []
    for children in (True, False):
        ends = [tenths_touched(study, study.under(code, children)) for code in tallies.codes]
        counts.append(
            [[int(((first <= part) & (last >= part)).sum()) for first, last in ends] for part in range(PARTS)]
        )
    found: list[NestedCount] = []
    for part in range(PARTS):

        def named(code: str, children: bool, part: int = part) -> str:
            return tallies.name(code, "tenths", children, str(part))

        found += tallies.tree(named, counts[0][part], counts[1][part], True)
    return tuple(found)


def tenths_touched(study: CodingStudy, segments: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last tenth of its document that each segment touches, from 0: int64 (segments,)."""
    lengths = dict(zip(study.codings.documents["document"], study.codings.documents["length"], strict=True))
    length = np.array([max(1, lengths[document]) for document in segments["document"]], dtype=float)
    first = np.floor(segments["start"].to_numpy(dtype=float) / length * PARTS).astype(np.int64)
    return first, np.ceil(segments["stop"].to_numpy(dtype=float) / length * PARTS).astype(np.int64) - 1


def document_portrait_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """The coded stretches of one document in order: code, speaker, where they begin and end in percent of the text."""
    study = study.by_coder(options["coder"])
    name = options["document"] or str(next(iter(study.codings.documents["name"]), ""))
    study = of_document(study, name)
    codes = {code.id: code for code in study.chosen(options["variable"])}
    check(progress)
    length = max(1, int(study.codings.documents["length"].iloc[0]))
    segments = study.codings.segments
    rows = []
    for line in segments[segments["code"].isin(codes)].itertuples(index=False):
        places = (Cell(value / length, unit=Unit.SHARE, decimals=1) for value in (line.start, line.stop))
        words = Cell(float(line.words), unit=Unit.COUNT)
        who = Cell(text=str(line.speaker) or "–", unit=Unit.TEXT)
        rows.append(Row(f"s{line.segment}", codes[line.code].name, (who, *places, words)))
    heads = ("speaker", "start", "stop", "words")
    number_of = study.codings.numbers, "document", str(study.codings.documents["document"].iloc[0])
    table = TableSpec(
        "document-portrait",
        title_of(options, msg("title.document_portrait", document=name)),
        msg("subtitle.document_portrait", n=len(rows)),
        msg("codings.code"),
        tuple(Column(head, msg(f"column.portrait.{head}"), show=("estimate",)) for head in heads),
        tuple(rows),
        base_note(study),
        base=len(rows),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in codes.values()),
        inside_only=True,
        outside=title_of(options, msg("title.document_portrait", document=neutral_label(*number_of) or name)),
    )
    facts = {"n": len(rows), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("document_portrait", dict(options), (table,), (), facts, msg("why.codings"))


def of_document(study: CodingStudy, name: str) -> CodingStudy:
    """The codings of the document of that name, with its cases."""
    wanted = name.strip()
    if not wanted:
        return study
    documents = study.codings.documents
    found = documents[documents["name"].astype(str).str.casefold() == wanted.casefold()]
    if found.empty:
        if wanted.casefold() in map(str.casefold, study.codings.held_back):
            raise AnalysisProblem(msg("problem.held_back", document=wanted))
        raise AnalysisProblem(msg("problem.no_document", document=wanted))
    segments = study.codings.segments
    kept = segments[segments["document"].isin(found["document"])]
    attributes = study.codings.attributes
    own = attributes[attributes.index.isin(cases_in(found) | cases_in(kept))]
    return CodingStudy(replace(study.codings, documents=found, segments=kept, attributes=own))
