# SPDX-License-Identifier: MIT
"""The report as it would be exported, made off the GUI thread: today's numbers, small ones withheld, on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage

from analysis.masking import distinct_counts
from analysis.pages import page_pictures
from analysis.register_columns import RegisterKind
from analysis.report.blocks import Masthead, Report
from projects.interviews.queries import codebook, quotes, quotes_for_report
from projects.pages.erasable import STYLE
from projects.pages.left_out import left_out
from projects.pages.office_style import office_style
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import analyses_of, blocks_of, title_of
from projects.pages.template_filling import TemplateContent
from projects.pages.templates import LAYOUT
from projects.results.saved_results import KeptRuns, frames_for, report_blocks, run_on, saved_analyses
from projects.stored_tables.row_records import registers
from projects.withheld_content import report_banner, source_line, withhold_in_blocks
from workbench.session import Session

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.masking import Destination
    from analysis.pages.style import OfficeStyle
    from analysis.pages.typesetting import BlockPlace
    from analysis.report.blocks import Block
    from analysis.report.key_figures import KeyFigure
    from projects.pages.left_out import LeftOut
    from projects.pages.page_quotes import PageQuotes
    from projects.results.saved_results import ReportBlock, SavedAnalysis
    from projects.store import Project
    from wording import Text
    from workbench.jobs import Job

    # blocks, kept analyses, codes (id, name, depth), analyses that the blocks show, layout
    _StoredReport = tuple[list[ReportBlock], list[SavedAnalysis], list[tuple[str, Text, int]], list[SavedAnalysis], str]

DPI = 144.0  # two pixels a point: between whole steps the engine drops rows of pixels from charts


@dataclass(frozen=True)
class Composed:
    """What the page shows: the stored blocks, each with the block to write (None where there is nothing to show)."""

    blocks: Sequence[ReportBlock]
    made: Sequence[Block | None]
    pages: Sequence[QImage]
    places: Sequence[BlockPlace]  # of each block: key, page, x and y in mm
    results: Mapping[str, AnalysisResult]
    saved: Sequence[SavedAnalysis]
    codes: Sequence[tuple[str, Text, int]]  # id, name, depth
    masked: int = 0
    quotes_held_back: int = 0
    banner: Text | None = None
    figures: Sequence[KeyFigure] = ()  # the key figures that tiles and running text can show
    layout: str = "report"
    missing: Sequence[str] = ()  # letters the font lacks, by name
    style: OfficeStyle | None = None  # how the office's pages look
    styled: bool = False  # whether that was chosen
    by_period: bool = False  # whether a register has sessions, which a period picks
    quotes: PageQuotes | None = None  # those that a quote box can show; None without such a box
    quotes_unchecked: int = 0  # consented, held back until somebody has checked them for these readers
    left_out: Sequence[LeftOut] = ()  # blocks without anything to show, by reason


@dataclass
class ResultCache:
    """Results that are still right, so that a change of wording runs no analysis again."""

    results: dict[str, AnalysisResult] = field(default_factory=dict)
    of_blocks: dict[str, AnalysisResult] = field(default_factory=dict)  # what blocks ask for beside saved analyses
    pictures: dict[str, bytes] = field(default_factory=dict)
    style: OfficeStyle | None = None  # the one they were drawn in


def compose(
    session: Session, job: Job, kept: ResultCache, language: str, destination: Destination, period: str = ""
) -> Composed:
    """Read, run what is missing, withhold small numbers and draw for the days of the period. Raises Stopped."""
    blocks, saved, codes, used, layout = session.fetch(_stored)
    missing = [one for one in used if one.id not in kept.results]
    frames = session.fetch(lambda project: frames_for(project, missing))
    kept.results.update(run_on(frames, missing, job))
    results = {one.id: kept.results[one.id] for one in used}

    def finish(project: Project) -> tuple[Any, ...]:
        style, run = office_style(project), KeptRuns(kept.of_blocks)
        options = PageOptions(period, destination=destination, office=style.office, run=run)
        filling = TemplateContent(project, results, used, options)
        plain = blocks_of(project, blocks, results, used, filling)
        made, parts = withhold_in_blocks(project, plain, destination)
        masked = sum(distinct_counts([part for part in parts if part is not None]))
        lines = report_banner(project, made), source_line(project), style, project.setting(STYLE) is not None
        figures = filling.figures if _picks_figures(blocks) else []
        by_period = _lists_sessions(project)
        return (
            made,
            masked,
            _held_back(project, blocks, filling.is_outgoing),
            lines,
            title_of(project, blocks, next((one.title for one in plain if isinstance(one, Masthead)), "")),
            figures,
            by_period,
            filling.quotes if _shows_quotes(blocks) else None,
            left_out(blocks, plain, filling),
        )

    made, masked, held_back, lines, title, figures, by_period, quotes, lacking = session.fetch(finish)
    banner, source, style, styled = lines
    kept_blocks = [(block.id, one) for block, one in zip(blocks, made, strict=True) if one is not None]
    keys = tuple(key for key, _ in kept_blocks)
    report = Report(title, tuple(one for _, one in kept_blocks), banner, source, {"layout": layout}, keys)
    if style != kept.style:
        kept.pictures.clear()
        kept.style = style
    pages, notes = page_pictures(report, language, style, dpi=DPI, progress=job, known=kept.pictures)
    images = page_images(pages)
    return Composed(
        blocks, made, images, notes.places, results, saved, codes, masked, held_back[0], banner, figures, layout,
        notes.missing, style, styled, by_period, quotes, held_back[1], lacking,
    )  # fmt: skip


def page_images(pages: Sequence[bytes]) -> list[QImage]:
    """The pictures of pages, in any thread but that of the window: each takes 40 ms.

    Their format is named, so that Qt tries none of its plugins for images: it makes each under a lock, and a plugin
    made in this thread waits for the interpreter, which a window that waits for that lock would keep for ever.
    """
    return [QImage.fromData(QByteArray(page), "PNG") for page in pages]  # type: ignore[arg-type]  # its types say bytes


def _lists_sessions(project: Project) -> bool:
    """Whether a table is a register of activities."""
    return any(one.kind is RegisterKind.ACTIVITIES for one in registers(project).values())


def _picks_figures(blocks: Sequence[ReportBlock]) -> bool:
    return any(block.kind in ("text", "tiles", "callout", "columns") for block in blocks)


def _shows_quotes(blocks: Sequence[ReportBlock]) -> bool:
    """Whether there is a quote box, side by side with others or alone."""
    inside = [one for block in blocks for column in block.content.get("columns", ()) for one in column]
    return any(block.kind == "quotebox" for block in blocks) or any(one["kind"] == "quotebox" for one in inside)


def _stored(
    project: Project,
) -> _StoredReport:
    codes: list[tuple[str, Text, int]] = [(code.id, code.name, depth) for code, depth in codebook(project).walk()]
    blocks = report_blocks(project)
    layout = str(project.setting(LAYOUT, "report"))
    return blocks, saved_analyses(project), codes, analyses_of(project, blocks), layout


def _held_back(project: Project, blocks: Sequence[ReportBlock], is_outgoing: bool) -> tuple[int, int]:
    """How many segments under the report's codes lack consent to quote, and how many wait to be looked at."""
    codes = codebook(project)
    wanted: set[str] = set()
    for block in blocks:
        if block.kind == "quotes" and str(block.content.get("code")) in codes:
            wanted |= codes.with_descendants(str(block.content["code"]))
    if not wanted:
        return 0, 0
    if not is_outgoing:
        return quotes_for_report(project, wanted)[1], 0
    without_consent = sum(not one.may_quote for one in quotes(project, wanted))
    return without_consent, quotes_for_report(project, wanted, outgoing=True)[1] - without_consent
