# SPDX-License-Identifier: MIT
"""Fits a sheet onto its pages: lists shortened, blocks left out by name, charts set larger."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypedDict

from analysis.pages.bars import legend_data
from analysis.pages.page_blocks import FONTS, PageBlocks, named, printable_json
from analysis.pages.page_tables import mark_row_headers
from analysis.pages.side_column import PlainData, with_side_column
from analysis.pages.style import OfficeStyle, style_json
from analysis.report import blocks as kinds
from wording import Message, Progress, Stopped, Text, msg, render

if TYPE_CHECKING:
    from analysis.report.blocks import Report


class BlockPlace(TypedDict):
    """The place of a block: its key, the number of its page, x and y of its upper left corner in mm."""

    key: str
    page: int
    x: float
    y: float


Places = Callable[[dict[str, bytes]], Sequence[BlockPlace]]  # sets pages and tells where their blocks begin


def fitted(files: dict[str, bytes], language: str, places: Places) -> dict[str, bytes]:
    """The files with the lists of a sheet shortened, page by page, until an infosheet fills two pages, a factsheet one.

    What is left out is said below its list; where no list can be shorter, whole blocks go and the foot names them.
    Charts of an infosheet with little in it are set larger: it has two pages, too.
    """
    data = json.loads(files["data.json"])
    if data["layout"] not in _MOST_PAGES:
        return _without_nearly_empty_end(files, data, places)
    data["blocks"] = _without_bare_sections(data["blocks"])
    files = _with_blocks(files, data, data["blocks"])
    parts = _pages_of(data["blocks"])
    made, steps, dropped = files, [0] * len(parts), list[str]()
    while True:
        begins = {place["key"]: place["page"] for place in places(made)}
        second = parts[1][0]["key"] if len(parts) > 1 and parts[1] else ""
        if begins[""] <= _MOST_PAGES[data["layout"]]:
            if dropped:  # what went may have left room for lines that went before
                made = _relaxed(files, data, parts, steps, dropped, language, places)
            return _spaced(made) if any(steps) else _filled(files, parts, places)
        which = 0 if len(parts) == 1 or begins.get(second, 1) > 2 else 1
        steps[which] += 1
        if steps[which] > len(_SHORTER) and not _drop(parts[which], dropped):
            return made
        made = _at_steps(files, data, parts, steps, dropped, language)


def _without_nearly_empty_end(files: dict[str, bytes], data: PlainData, places: Places) -> dict[str, bytes]:
    """A report whose dictionary goes on for a few lines on a last page, set closer where that saves the page."""
    if not any(one["kind"] == "dictionary" for one in data["blocks"]):
        return files
    end = places(files)[-1]
    if end["page"] == 1 or end["y"] > _FEW_LINES_MM:
        return files
    closer = [{**one, "size": 7.2, "apart": 1.0} if one["kind"] == "dictionary" else one for one in data["blocks"]]
    made = _with_blocks(files, data, closer)
    return made if places(made)[-1]["page"] < end["page"] else files


_FEW_LINES_MM = 90.0  # from the head of the page, of which its margin takes 25


def _at_steps(
    files: dict[str, bytes], data: PlainData, parts: Sequence[Sequence[PlainData]], steps: Sequence[int],
    dropped: Sequence[str], language: str,
) -> dict[str, bytes]:  # fmt: skip
    """The files with the lists of each page as short as its step, and what was dropped named in the foot."""
    blocks = [
        _shortened(one, _SHORTER[min(step, len(_SHORTER)) - 1], language) if step else one
        for part, step in zip(parts, steps, strict=True)
        for one in part
    ]
    named = _name_dropped(blocks, list(dropped), language)
    return _with_blocks(files, data, named)


def _relaxed(
    files: dict[str, bytes], data: PlainData, parts: Sequence[Sequence[PlainData]], steps: list[int],
    dropped: Sequence[str], language: str, places: Places,
) -> dict[str, bytes]:  # fmt: skip
    """The files with lists as long again as the room allows that the dropped blocks have left."""
    held = [min(step, len(_SHORTER)) for step in steps]
    best = _at_steps(files, data, parts, held, dropped, language)
    for which in range(len(held)):
        while held[which] > 1:
            tried = [step - (at == which) for at, step in enumerate(held)]
            made = _at_steps(files, data, parts, tried, dropped, language)
            if {place["key"]: place["page"] for place in places(made)}[""] > _MOST_PAGES[data["layout"]]:
                break
            held, best = tried, made
    return best


def _filled(files: dict[str, bytes], parts: Sequence[Sequence[PlainData]], places: Places) -> dict[str, bytes]:
    """The files with charts and tables of each page set as much larger as its room goes; the rest parts its sections.

    An infosheet is two pages whatever it holds: what is drawn takes the room that it can use.
    """
    data = json.loads(files["data.json"])
    if data["layout"] != "infosheet" or len(parts) < 2:
        return files
    held = [1.0, 1.0]
    for which in (0, 1):
        fits, over = 0, len(_LARGER)  # by halves: a larger one never fits where a smaller does not
        while over - fits > 1:
            tried = list(held)
            tried[which] = _LARGER[(fits + over) // 2]
            made = _with_blocks(files, {**data, "measured": True}, _set_larger(parts, tried))
            begins = {place["key"]: place["page"] for place in places(made)}
            if begins[""] == 2 and begins[parts[1][0]["key"]] == 2:
                fits, held = (fits + over) // 2, tried
            else:
                over = (fits + over) // 2
    return _spaced(_with_blocks(files, data, _set_larger(parts, held)))


def _set_larger(parts: Sequence[Sequence[PlainData]], factors: Sequence[float]) -> list[PlainData]:
    return [_larger(one, factor) for part, factor in zip(parts, factors, strict=True) for one in part]


def _without_bare_sections(blocks: list[PlainData]) -> list[PlainData]:
    """The blocks without the heading of a section of which nothing can be shown."""
    ends = ("section", "pagebreak", "foot", "contact")
    following = [one["kind"] for one in blocks[1:]] + ["foot"]
    return [one for one, then in zip(blocks, following, strict=True) if one["kind"] != "section" or then not in ends]


def _with_blocks(files: dict[str, bytes], data: PlainData, blocks: Sequence[PlainData]) -> dict[str, bytes]:
    return {**files, "data.json": json.dumps({**data, "blocks": blocks}, ensure_ascii=False).encode("utf-8")}


def _spaced(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with what room the second page has left between its sections, not all of it above the foot."""
    data = {**json.loads(files["data.json"]), "airy": True}
    return {**files, "data.json": json.dumps(data, ensure_ascii=False).encode("utf-8")}


def _larger(block: PlainData, factor: float) -> PlainData:
    if block["kind"] == "columns":
        return {**block, "columns": [[_larger(one, factor) for one in column] for column in block["columns"]]}
    return {**block, "roomy": factor}


_LARGER = (1.0, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8, 2.0, 2.2)
_MOST_PAGES = {"infosheet": 2, "factsheet": 1}
_SHORTER = (8, 6, 5, 4, 3)  # lines of a list, tried one after the other
_FIRST_OUT = ("kinds",)  # keys of tables whose numbers charts of the sheet show too
_OPTIONAL = frozenset(("bars", "table", "list", "columns", "quotebox", "rich", "change", "picture", "quotes", "figure"))


def _pages_of(blocks: list[PlainData]) -> list[list[PlainData]]:
    """The blocks up to the first new page, and those after it."""
    turn = next((at for at, one in enumerate(blocks) if one["kind"] == "pagebreak"), None)
    return [list(blocks)] if turn is None else [blocks[: turn + 1], blocks[turn + 1 :]]


def _drop(blocks: list[PlainData], dropped: list[str]) -> bool:
    """Leave out the block that can best be spared, and a heading that nothing follows; False where none can."""
    spared = [one for one in blocks if one["key"] in _FIRST_OUT] or [one for one in blocks if one["kind"] in _OPTIONAL]
    if not spared:
        return False
    at = blocks.index(spared[-1])
    dropped += list(filter(None, [_called(blocks.pop(at))]))
    following = blocks[at]["kind"] if at < len(blocks) else "foot"
    if at and blocks[at - 1]["kind"] in _HEADINGS and following in (*_HEADINGS, "contact", "foot", "pagebreak"):
        del blocks[at - 1]
    return True


_HEADINGS = ("section", "heading")


def _shortened(block: PlainData, most: int, language: str) -> PlainData:
    """The block with at most so many lines in each list, and below it how many more there are."""
    if block["kind"] == "columns":
        inside = [[_shortened(one, most, language) for one in column] for column in block["columns"]]
        return {**block, "columns": inside}
    if block["kind"] == "bars":
        block = {**block, "label": block["label"] * 1.3}  # long names break less often
    lines = block.get("lines", [])
    if block["kind"] in ("bars", "list") and len(lines) > most:
        more = render(msg("page.and_more", n=len(lines) - most + block.get("more", 0)), language)
        if block["kind"] == "list":
            return {**block, "lines": [*lines[:most], {"when": "", "label": more, "text": ""}]}
        notes = block["notes"][bool(block.get("more")) :]
        return {**block, "lines": lines[:most], "notes": [more, *notes]}
    if block["kind"] == "table":
        rows = max(len(band["rows"]) for band in block["bands"])
        last = bool(block["bands"][0]["rows"] and block["bands"][0]["rows"][-1][0]["bold"])
        if rows - last > most:
            more = render(msg("page.and_more", n=rows - last - most + block.get("more", 0)), language)
            held = [(band, band["rows"][-1:] if last else []) for band in block["bands"]]
            bands = [{**band, "rows": [*band["rows"][:most], *sums]} for band, sums in held]
            return {**block, "bands": bands, "notes": [more, *block["notes"][bool(block.get("more")) :]]}
    return block


def _called(block: PlainData) -> str:
    """What a block is known by: its title, else those of the blocks in its columns."""
    if block["kind"] == "columns":
        return ", ".join(filter(None, (_called(one) for column in block["columns"] for one in column)))
    return str(block.get("title", ""))


def _name_dropped(blocks: list[PlainData], dropped: list[str], language: str) -> list[PlainData]:
    """The blocks with what had no room named in the foot."""
    if not dropped:
        return blocks
    words = " " + render(msg("page.no_room", what=dropped), language)
    span = {"text": words, "bold": False, "italic": False, "link": "", "to": ""}
    line = {"kind": "text", "spans": [span]}
    return [{**one, "lines": [*one["lines"], line]} if one["kind"] == "foot" else one for one in blocks]


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
