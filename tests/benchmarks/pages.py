# SPDX-License-Identifier: MIT
"""Pages beside their bars: an infosheet, a hundred sheets, a report of 20 tables and 15 figures as PDF and as Word."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from tests.benchmarks.rows import BenchRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analysis.report import Report

SHEETS, TABLES, FIGURES = 100, 20, 15


def rows() -> Iterator[BenchRow]:
    """Measure each after a first page, which loads fonts and science modules; each row comes as it is measured."""
    from analysis.pages import write_pdf
    from analysis.report import write_report
    from tests.benchmarks.exporting import highest_memory

    sheet, whole = _sheet(), _report()
    before = highest_memory()
    write_pdf(sheet, io.BytesIO(), "en")
    write_pdf(whole, io.BytesIO(), "fr")

    def hundred() -> None:
        for _ in range(SHEETS):
            write_pdf(sheet, io.BytesIO(), "en")

    yield _timed("infosheet as PDF", "< 3 s", lambda: write_pdf(sheet, io.BytesIO(), "en"))
    yield _timed("20 tables and 15 figures as PDF", "< 6 s", lambda: write_pdf(whole, io.BytesIO(), "en"))
    yield _timed("the same as docx", "< 6 s", lambda: write_report(whole, io.BytesIO(), "en"))
    yield _timed(f"{SHEETS} sheets as PDF", "< 60 s", hundred)
    yield BenchRow("memory of all these pages", "< 300 MB", highest_memory() - before, "MB")


def _timed(name: str, bar: str, work: Callable[[], object]) -> BenchRow:
    start, processor = time.perf_counter(), time.process_time()
    work()
    return BenchRow(name, bar, time.perf_counter() - start, "s", processor=time.process_time() - processor)


def _report() -> Report:
    from analysis.analyses import run
    from analysis.report import FigureBlock, Report, TableBlock
    from tests.benchmarks.tables import invented_frame

    frame = invented_frame(5_000)
    results = [run("proportions", frame, {"variable": f"v{at + 1}", "by": f"v{at + 2}"}) for at in range(TABLES)]
    blocks = [TableBlock(result.tables[0]) for result in results]
    figures = [FigureBlock(result.figures[0]) for result in results[:FIGURES]]
    return Report("Bench", (*blocks, *figures))


def _sheet() -> Report:
    from analysis.report import FigureBlock, Report
    from analysis.report.blocks import Columns, Masthead, Section, Tiles
    from analysis.report.key_figures import KeyFigure
    from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit

    rows = tuple(Row(f"r{at}", f"Topic {at}", (Cell(100.0 * at, unit=Unit.COUNT),)) for at in range(1, 9))
    table = TableSpec("t", "Topics", "contacts", None, (Column("c", ""),), rows)
    chart = FigureBlock(FigureSpec("f", table, Chart.BARS, "Topics"))
    tiles = Tiles(tuple(KeyFigure(f"k{at}", 10.0**at, "contacts", f"Label {at}", "users") for at in range(1, 6)))
    blocks = (
        Masthead("Sheet"),
        tiles,
        *(one for _ in range(4) for one in (Section("Part"), Columns(((chart,), (chart,))))),
    )
    return Report("Sheet", blocks, options={"layout": "infosheet"})
