# SPDX-License-Identifier: MIT
"""The report as it would leave, made off the GUI thread: today's numbers, masked, figures drawn. No widgets."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.session import Session

if TYPE_CHECKING:
    from analysis.declared import AnalysisResult
    from analysis.masking import Destination
    from projects.results.saved import ReportBlock, SavedAnalysis
    from projects.store import Project
    from workbench.jobs import Job

PAGE_WIDTH = 620  # pixels of the text on the page
_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Composed:
    """What the page shows: the stored blocks, each with the block to write (None where there is nothing to show)."""

    blocks: Sequence[ReportBlock]
    made: Sequence[Any]
    pictures: Mapping[str, bytes]  # block id → PNG
    results: Mapping[str, AnalysisResult]
    saved: Sequence[SavedAnalysis]
    codes: Sequence[tuple[str, Any, int]]  # id, name, depth
    masked: int = 0
    quotes_held_back: int = 0
    banner: Any = None


@dataclass
class Kept:
    """Results that are still right, so that a change of wording runs no analysis again."""

    results: dict[str, AnalysisResult] = field(default_factory=dict)
    pictures: dict[tuple[str, str, float], bytes] = field(default_factory=dict)


def compose(session: Session, job: Job, kept: Kept, language: str, destination: Destination, ratio: float) -> Composed:
    """Read, run what is missing, mask and draw. Raises Stopped."""
    from projects.results.composing import blocks_of, frames_for, run_on

    blocks, saved, codes = session.fetch(_stored)
    wanted = {str(block.content.get("analysis")) for block in blocks}
    used = [one for one in saved if one.id in wanted]
    missing = [one for one in used if one.id not in kept.results]
    frames = session.fetch(lambda project: frames_for(project, missing))
    kept.results.update(run_on(frames, missing, job))
    results = {one.id: kept.results[one.id] for one in used}

    def finish(project: Project) -> tuple[list[Any], int, int, Any]:
        from analysis.report.blocks import TableBlock
        from projects.export_gate import banner_line, masked_blocks

        made, parts = masked_blocks(project, blocks_of(project, blocks, results, used), destination)
        masked = sum(
            part.total
            for part, one in zip(parts, made, strict=True)
            if part is not None and isinstance(one, TableBlock)
        )
        return made, masked, _held_back(project, blocks), banner_line(project)

    made, masked, held_back, banner = session.fetch(finish)
    pictures = _pictures(blocks, made, kept, language, ratio)
    return Composed(blocks, made, pictures, results, saved, codes, masked, held_back, banner)


def _stored(project: Project) -> tuple[list[Any], list[Any], list[Any]]:
    from projects.interviews.queries import codebook
    from projects.results.saved import report_blocks, saved_analyses

    codes = [(code.id, code.name, depth) for code, depth in codebook(project).walk()]
    return report_blocks(project), saved_analyses(project), codes


def _held_back(project: Project, blocks: Sequence[ReportBlock]) -> int:
    """How many segments under the report's codes may not be quoted."""
    from projects.interviews.queries import codebook, quotes_for_report

    codes = codebook(project)
    wanted: set[str] = set()
    for block in blocks:
        if block.kind == "quotes" and str(block.content.get("code")) in codes:
            wanted |= codes.with_descendants(str(block.content["code"]))
    return quotes_for_report(project, wanted)[1] if wanted else 0


def _pictures(
    blocks: Sequence[ReportBlock], made: Sequence[Any], kept: Kept, language: str, ratio: float
) -> dict[str, bytes]:
    from analysis.figures import write_figure
    from analysis.report.blocks import FigureBlock

    drawn: dict[str, bytes] = {}
    for block, shown in zip(blocks, made, strict=True):
        if isinstance(shown, FigureBlock):
            figure = shown.figure
            key = (f"{block.content.get('analysis')} {hash(repr(figure))}", language, ratio)
            if key not in kept.pictures:
                stream = io.BytesIO()
                dpi = round(PAGE_WIDTH * ratio / (figure.width_mm / _MM_PER_INCH))
                write_figure(figure, stream, "png", language, dpi=dpi, titled=False)
                kept.pictures[key] = stream.getvalue()
            drawn[block.id] = kept.pictures[key]
    return drawn
