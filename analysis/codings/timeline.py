# SPDX-License-Identifier: MIT
"""Where in their documents codes stand: codes over tenths of the text, and the coded stretches of one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.codings.study import CodingStudy, base_note, indented, title_of
from analysis.declared.records import AnalysisProblem, AnalysisResult, check
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, msg

PARTS = 10


def code_timeline_analysis(study: CodingStudy, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Segments of each code that touch each tenth of their documents; of one document where it is named."""
    study = _of_document(study.by_coder(options["coder"]), options["document"])
    codes = study.chosen(options["variable"])
    lengths = dict(zip(study.codings.documents["document"], study.codings.documents["length"], strict=True))
    check(progress)
    rows = []
    for code in codes:
        under = study.under(code, options["children"])
        length = np.array([max(1, lengths[document]) for document in under["document"]], dtype=float)
        first = np.floor(under["start"].to_numpy(dtype=float) / length * PARTS).astype(int)
        last = np.ceil(under["stop"].to_numpy(dtype=float) / length * PARTS).astype(int) - 1
        touched = [int(((first <= part) & (last >= part)).sum()) for part in range(PARTS)]
        n = study.count(under, "cases") if code.sensitive else None
        cells = tuple(Cell(float(times), n=n if times else 0, unit=Unit.COUNT) for times in touched)
        rows.append(Row(code.id, code.name, cells, depth=indented(code, codes)))
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
    )
    figure = FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title)
    facts = {"n": len(study.codings.documents), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("code_timeline", dict(options), (table,), (figure,), facts, msg("why.codings"))


def document_portrait_analysis(study: CodingStudy, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """The coded stretches of one document in order: code, speaker, where they begin and end in percent of the text."""
    study = study.by_coder(options["coder"])
    name = options["document"] or str(next(iter(study.codings.documents["name"]), ""))
    study = _of_document(study, name)
    codes = {code.id: code for code in study.chosen(options["variable"])}
    check(progress)
    length = max(1, int(study.codings.documents["length"].iloc[0]))
    segments = study.codings.segments
    rows = []
    for at, line in enumerate(segments[segments["code"].isin(codes)].itertuples(index=False), start=1):
        places = (Cell(value / length, unit=Unit.SHARE, decimals=1) for value in (line.start, line.stop))
        words = Cell(float(line.words), unit=Unit.COUNT)
        who = Cell(text=str(line.speaker) or "–", unit=Unit.TEXT)
        rows.append(Row(f"s{at}", codes[line.code].name, (who, *places, words)))
    heads = ("speaker", "start", "stop", "words")
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
    )
    facts = {"n": len(rows), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("document_portrait", dict(options), (table,), (), facts, msg("why.codings"))


def _of_document(study: CodingStudy, name: str) -> CodingStudy:
    """The codings of the document of that name. Raises AnalysisProblem for one there is not."""
    from dataclasses import replace

    wanted = name.strip()
    if not wanted:
        return study
    documents = study.codings.documents
    found = documents[documents["name"].astype(str).str.casefold() == wanted.casefold()]
    if found.empty:
        raise AnalysisProblem(msg("problem.no_document", document=wanted))
    segments = study.codings.segments
    kept = segments[segments["document"].isin(found["document"])]
    return CodingStudy(replace(study.codings, documents=found, segments=kept))
