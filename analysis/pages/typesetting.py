# SPDX-License-Identifier: MIT
"""Pages set from memory: the same bytes each time, bundled fonts only, tagged PDF/UA-1. The caller writes the bytes.

The page takes the blocks of a report as plain data: words rendered, numbers printed, pictures as files in memory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.pages.bars import legend_data
from analysis.pages.glyphs import FONTS, named, printable_json
from analysis.pages.page_blocks import PageBlocks
from analysis.pages.page_tables import mark_row_headers
from analysis.pages.plain_data import PlainData
from analysis.pages.sheet_fitting import BlockPlace, fitted
from analysis.pages.side_column import with_side_column
from analysis.pages.style import OfficeStyle, style_json
from analysis.report import blocks as kinds
from wording import Message, Progress, Stopped, Text, msg

if TYPE_CHECKING:
    from analysis.report.blocks import Report


def page_data(
    report: kinds.Report,
    language: str,
    style: OfficeStyle,
    missing: dict[str, int],
    progress: Progress | None = None,
    known: dict[str, bytes] | None = None,
) -> tuple[PlainData, dict[str, bytes]]:
    """Give what the page's source reads, and the pictures it names."""
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
        "logo_alt": page.text(msg("page.logo_of", office=style.office) if style.office else msg("page.logo")),
        "source": style.source or ("" if report.source == report.banner else page.text(report.source)),
        "contact": style.contact,
        "banner": page.text(report.banner),
        "fictitious": page.text(msg("page.fictitious")) if _is_fictitious(report.banner) else "",
        "period": _period(masthead, page) if masthead is not None else "",
        "text_width": page.width,
        "blocks": blocks,
    }
    return printable_json(data, missing), page.files


def _is_fictitious(banner: Text | None) -> bool:
    """Whether the line over the pages says that the data are invented, alone or before for whom they are."""
    said = banner.args.get("first", banner) if isinstance(banner, Message) else banner
    return said == msg("report.fictitious")


def _period(masthead: kinds.Masthead, page: PageBlocks) -> str:
    """The period with its year, which the first page shows apart."""
    period, year = page.text(masthead.period), page.text(masthead.large)
    return period if not year or year in period else f"{period} {year}"


def _beside_column(blocks: list[PlainData], page: PageBlocks) -> list[PlainData]:
    """The blocks of a sheet with a side column, what bar and mark mean explained once, above the first chart."""
    blocks = with_side_column(blocks)
    legend = legend_data(blocks, page.language, page.site)
    charts = [at for at, one in enumerate(blocks) if one["kind"] in ("bars", "stack", "columns", "figure", "table")]
    return blocks if legend is None else [*blocks[: charts[0]], legend, *blocks[charts[0] :]]


_SOURCE = Path(__file__).with_name("page.typ")
_MADE = 946_684_800  # 1 January 2000: a page made twice has the same bytes


@dataclass(frozen=True)
class PagesMade:
    """What was set: the letters the font lacks, by name; each block's key with its page and place in mm."""

    missing: tuple[str, ...] = ()
    places: tuple[BlockPlace, ...] = ()


def write_pdf(
    report: Report, stream: BinaryIO, language: str, style: OfficeStyle | None = None, progress: Progress | None = None
) -> PagesMade:
    """Write the report to `stream` as tagged PDF/UA-1."""
    missing: dict[str, int] = {}
    files = fitted(_files(report, language, style or OfficeStyle(), missing, progress), language, _places)
    stream.write(mark_row_headers(_compiled(files, "pdf", pdf_standards="ua-1")))
    return PagesMade(tuple(named(missing)))


def page_pictures(
    report: Report, language: str, style: OfficeStyle | None = None, *, dpi: float = 96.0,
    progress: Progress | None = None, known: dict[str, bytes] | None = None,
) -> tuple[list[bytes], PagesMade]:  # fmt: skip
    """Each page as PNG, as the PDF shows it, with the place of every block; `known` keeps figures."""
    missing: dict[str, int] = {}
    files = fitted(_files(report, language, style or OfficeStyle(), missing, progress, known), language, _places)
    made = _compiled(files, "png", ppi=dpi)
    places = tuple(one for one in _places(files) if one["key"])
    return (list(made) if isinstance(made, list) else [made]), PagesMade(tuple(named(missing)), places)


def _files(
    report: Report, language: str, style: OfficeStyle, missing: dict[str, int], progress: Progress | None,
    known: dict[str, bytes] | None = None,
) -> dict[str, bytes]:  # fmt: skip
    data, files = page_data(report, language, style, missing, progress, known)
    files["main.typ"] = _SOURCE.read_bytes()
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode("utf-8")
    return files


def _places(files: dict[str, bytes]) -> tuple[BlockPlace, ...]:
    """Where each block begins, and at the end (key "") the last page."""
    import typst  # typst: not at start

    return tuple(json.loads(typst.query(dict(files), "<block>", field="value", **_fonts())))


def _compiled(files: dict[str, bytes], kind: str, **options: object) -> Any:
    import typst  # typst: not at start

    compiling: Any = typst.compile  # its types know no files in memory
    made = compiling(dict(files), format=kind, timestamp=_MADE, **_fonts(), **options)
    if made is None:
        raise RuntimeError("no page was made")
    return made


def _fonts() -> dict[str, Any]:
    return {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
