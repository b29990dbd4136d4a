# SPDX-License-Identifier: MIT
"""Speed of findings: a query drawn, the code matrix, co-occurrence, keywords in 100 MB, a framework."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.analyses import run
from analysis.codings.framework import case_matrix
from analysis.codings.records import CodeLine, Codings, DocumentText, SpokenTurn, Summary, codings_table
from analysis.codings.study import CodingStudy
from analysis.declarations.records import AnalysisResult, Options
from coding.frames import DOCUMENT_COLUMNS, SEGMENT_COLUMNS
from tests.benchmarks.rows import BenchRow
from wording import Labels

_DOCUMENTS, _SEGMENTS, _CODES, _LENGTH, _TURN = 1_000, 100_000, 200, 100_000, 500
_WORDS = "we then walked along the road with other people from the village and stayed near the river until morning"


def rows() -> list[BenchRow]:
    """Each measured twice after the study is made ready, the faster one told."""
    study = CodingStudy(_codings())
    drawn = _drawing()
    matrix = CodingStudy(_codings(documents=1_000))
    grid = CodingStudy(_codings(documents=40, codes=20, segments=8_000, written=True))
    words = CodingStudy(_codings(texts=True))
    by = {"by": "Site"}
    near = {"variable": "c1", "with_codes": "c2; c3", "relation": "turns", "within": 2}
    themes = {"variable": "; ".join(f"c{at}" for at in range(20))}
    chosen = matrix.chosen("")
    work: list[tuple[str, str, Callable[[], object]]] = [
        ("query over 100,000 segments, drawn", "< 0.3 s", lambda: drawn(_run(study, "segments", {}))),
        ("query near two codes, drawn", "< 0.3 s", lambda: drawn(_run(study, "segments", near))),
        ("matrix of 200 codes, 1,000 cases by an attribute", "< 0.3 s", lambda: _run(matrix, "code_crosstab", by)),
        ("matrix of 200 codes × 1,000 cases, drawn", "< 0.3 s", lambda: drawn(_run(matrix, "codes_as_variables", {}))),
        ("counts of 200 codes in each of 1,000 cases", "< 0.3 s", lambda: case_matrix(matrix, chosen)),
        ("co-occurrence, 200 codes, 100,000 segments", "< 0.3 s", lambda: _run(study, "cooccurrence", {})),
        ("keywords in context over 100 MB, first page", "< 0.5 s", lambda: _run(words, "kwic", {"query": "harbour*"})),
        ("framework of 40 × 20, opened", "< 0.3 s", lambda: drawn(_run(grid, "framework", themes))),
    ]
    return [BenchRow(name, bar, _best(one), "s") for name, bar, one in work]


def _run(study: CodingStudy, name: str, options: Options) -> AnalysisResult:
    return run(name, study, options)


def _best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(3):
        start = time.process_time()  # processor time: one thread that waits for nothing
        work()
        found.append(time.process_time() - start)
    return min(found)


def _codings(
    documents: int = _DOCUMENTS, codes: int = _CODES, segments: int = _SEGMENTS, *, written: bool = False,
    texts: bool = False,
) -> Codings:  # fmt: skip
    """Invented codings, alike at each run."""
    draw = np.random.default_rng(7)
    names = [f"d{at}" for at in range(documents)]
    document = np.sort(draw.integers(0, documents, segments))
    start = draw.integers(0, _LENGTH - 400, segments)
    order = np.lexsort((start, document))
    document, start = document[order], start[order]
    stop = start + draw.integers(20, 300, segments)
    frame = pd.DataFrame(
        {
            "segment": np.arange(segments).astype(str), "document": np.array(names, dtype=object)[document],
            "group": "",
            "cases": pd.Series([(f"P{at}",) for at in range(documents)]).to_numpy()[document], "speaker": "R",
            "role": "participant", "language": "en", "coder": np.where(document % 2, "IN", "MA"),
            "code": np.array([f"c{at}" for at in range(codes)], dtype=object)[draw.integers(0, codes, segments)],
            "start": start, "stop": stop, "words": 12, "turn": start // _TURN, "last_turn": (stop - 1) // _TURN,
            "paragraph": start // _TURN + 1, "page": 0, "origin": "person", "weight": 1.0,
        }, columns=list(SEGMENT_COLUMNS),
    )  # fmt: skip
    told = pd.DataFrame(
        [(name, f"Talk {name}", "", f"P{at}", "en", 20_000, _LENGTH, at) for at, name in enumerate(names)],
        columns=list(DOCUMENT_COLUMNS),
    )
    cases = [f"P{at}" for at in range(documents)]
    attributes = pd.DataFrame({"Site": ["A", "B"] * (documents // 2)}, index=pd.Index(cases, name="case"), dtype=object)
    lines = tuple(CodeLine(f"c{at}", Labels({"en": f"Code {at}"})) for at in range(codes))
    said = _texts(names) if texts else ()
    summaries = {
        (case, line.id): (Summary("1", "She was told of a hotel by a neighbour and left the same week.", "IN", 1),)
        for case in cases for line in lines
    } if written else {}  # fmt: skip
    return Codings(
        frame, told, attributes, lines, texts=lambda: said, summaries=summaries,
        quotes=lambda ids: dict.fromkeys(ids, f"{_WORDS} and nobody knew where the truck would stop."),
        consents=dict.fromkeys(names, True), table=codings_table(segments),
    )  # fmt: skip


def _texts(names: list[str]) -> tuple[DocumentText, ...]:
    """100 MB of words; one interview in twenty names a harbour."""
    plain = (f"{_WORDS} " * (_LENGTH // len(_WORDS) + 1))[:_LENGTH]
    turns = tuple(SpokenTurn(at, at + _TURN, "R") for at in range(0, _LENGTH, _TURN))
    found = []
    for at, name in enumerate(names):
        text = f"{plain[:5_000]} Harbour master {at} {plain[5_000:]}" if at % 20 == 0 else f"{plain} {at}"
        found.append(DocumentText(name, f"Talk {name}", "en", text, turns))
    return tuple(found)


def _drawing() -> Callable[[AnalysisResult], object]:
    """Lays a result's first table out as the window does; a framework matrix as its grid."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from workbench.app import make_application
    from workbench.codings.framework_grid import FrameworkGrid
    from workbench.results.result_table import ResultTable

    application = make_application()

    def drawn(result: AnalysisResult) -> object:
        rows = result.facts.get("grid")
        if rows is None:
            table = ResultTable()
            table.resize(700, 500)
            table.show_table(result.tables[0], (0, 0, 0))
            picture = table.grab()
        else:
            grid = FrameworkGrid()
            grid.resize(900, 500)
            grid.show_grid([(one.id[1:], one.label) for one in result.tables[0].columns], rows)
            picture = grid.grab()
        return application, picture

    return drawn
