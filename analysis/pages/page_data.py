# SPDX-License-Identifier: MIT
"""The blocks of a report as plain data for the page: words rendered, numbers printed, pictures as files in memory."""

from __future__ import annotations

from analysis.pages.bars import legend_data
from analysis.pages.glyphs import printable_json
from analysis.pages.page_blocks import PageBlocks
from analysis.pages.plain_data import PlainData
from analysis.pages.side_column import with_side_column
from analysis.pages.style import OfficeStyle, style_json
from analysis.report import blocks as kinds
from wording import Progress, Stopped, msg


def page_data(
    report: kinds.Report,
    language: str,
    style: OfficeStyle,
    missing: dict[str, int],
    progress: Progress | None = None,
    known: dict[str, bytes] | None = None,
) -> tuple[PlainData, dict[str, bytes]]:
    """Give what the page's source reads, and the pictures it names.

    Parameters
    ----------
    report : kinds.Report
        Blocks with tables that are masked already; the option "layout" is "report", "infosheet" or "factsheet".
    language : str
        Language code, "en" or "fr".
    style : OfficeStyle
        The office's colours, font, margins, logo and lines.
    missing : dict[str, int]
        Letter that the font lacks → how many; counted up in place.
    progress : Progress | None
        Told after each block, asked whether to stop.
    known : dict[str, bytes] | None
        Drawn figures by language and content, so that a change of words draws none again; filled in place.

    Returns
    -------
    tuple[PlainData, dict[str, bytes]]
        (plain data for JSON, name of a file → its bytes).

    Raises
    ------
    Stopped
        The user asked to stop.
    """
    page = PageBlocks(report, language, style, missing, {} if known is None else known)
    blocks: list[PlainData] = []
    for at, block in enumerate(report.blocks):
        if progress is not None:
            if progress.stop_requested():
                raise Stopped
            progress.report(at / (len(report.blocks) + 1))
        key = report.keys[at] if at < len(report.keys) else f"block-{at + 1}"
        at_heading = f"heading-{page.places.headings[key][0]}" if key in page.places.headings else ""
        blocks += [{"name": at_heading, **one, "key": key} for one in page.block(block, page.width)]
    if page.layout == "factsheet":
        blocks = _beside_column(blocks, page)
    masthead = next((block for block in report.blocks if isinstance(block, kinds.Masthead)), None)
    data = {
        "title": page.text(report.title) or "–",
        "language": language,
        "layout": page.layout,
        "style": style_json(style),
        "office": style.office,
        "source": style.source or page.text(report.source),
        "contact": style.contact,
        "banner": page.text(report.banner),
        "fictitious": page.text(msg("page.fictitious")),
        "period": page.text(masthead.period) if masthead is not None else "",
        "text_width": page.width,
        "blocks": blocks,
    }
    return printable_json(data, missing), page.files


def _beside_column(blocks: list[PlainData], page: PageBlocks) -> list[PlainData]:
    """The blocks of a sheet with a side column, what bar and mark mean explained once, above the first chart."""
    blocks = with_side_column(blocks)
    legend = legend_data(blocks, page.language, page.site)
    charts = [at for at, one in enumerate(blocks) if one["kind"] in ("bars", "stack", "columns", "figure", "table")]
    return blocks if legend is None else [*blocks[: charts[0]], legend, *blocks[charts[0] :]]
