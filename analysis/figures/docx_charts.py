# SPDX-License-Identifier: MIT
"""Charts that can be edited in Word: chart XML with the workbook behind it, of a table as it is shared.

Bars, stacked bars and histograms, and points with intervals as bars with error bars; a forest plot stays a picture.
What is withheld is an empty cell of the workbook and no mark of the chart.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as _escaped
from typing import TYPE_CHECKING

from analysis.figures.canvas import on_colour
from analysis.figures.chart_marks import scale
from analysis.figures.series import PlottedSeries, drawn
from analysis.result_tables import Cell, Chart, FigureSpec, Flag, Unit
from analysis.tables.cell_text import MASKED, mask_mark, share_format
from analysis.tables.docx_page import INK, MUTED, no_control, styled
from wording import msg, render

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

EDITABLE_LINE_MM = 8.0  # of each category, so that every one is named
EDITABLE = frozenset({Chart.BARS, Chart.DOTS, Chart.STACKED, Chart.HISTOGRAM})
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_MM = 36_000
_MARK = '"‡"'  # as a format of numbers: the number itself is not shown
_LEAST_MM, _HISTOGRAM_MM = 55.0, 75.0


@dataclass(frozen=True)
class _Column:
    """A column of the workbook: its place (0 = A), heading, numbers (None = nothing to show)."""

    place: int
    heading: str
    numbers: tuple[float | None, ...]

    @property
    def letter(self) -> str:
        """What the workbook calls it: "B" … "Z", "AA" …"""
        from xlsxwriter.utility import xl_col_to_name  # xlsxwriter, 50 ms: not at start

        return str(xl_col_to_name(self.place))


@dataclass(frozen=True)
class _Series:
    """A series: its values, how far its interval goes up and down, which points have a small base."""

    values: _Column
    up: _Column | None
    down: _Column | None
    hollow: tuple[int, ...]
    hidden: tuple[int, ...] = ()  # points whose number is withheld: parts of a bar that show the mark


def escape(text: str) -> str:
    r"""The text as XML holds it, in an attribute too.

    Examples
    --------
    >>> escape('Water & "food"\x00')
    'Water &amp; &quot;food&quot;'
    """
    return _escaped(no_control(text))


def withheld(figure: FigureSpec, language: str) -> list[str]:
    """The numbers that bars and points do not show, by name; the parts of a stacked bar carry their mark themselves."""
    data = drawn(figure, language)
    if figure.chart is Chart.STACKED:
        return []
    names: dict[str, list[str]] = {}
    for line, cells in zip(data.lines, data.cells, strict=True):
        for name, cell in zip(data.series, cells, strict=True):
            if mark := mask_mark(cell):
                names.setdefault(mark, []).append(" – ".join(filter(None, (line, name))))
    small = MASKED[Flag.MASKED_BASE]
    return [
        render(msg("withheld.words.small_marked" if mark == small else "chart.withheld", names=found), language)
        for mark, found in names.items()
    ]


def add_chart(
    document: Document, figure: FigureSpec, language: str, *, width_mm: float, number: int, words: str, title: str
) -> None:
    """Append the figure as a chart of its own with its workbook; `words` are its alternative text."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # docx, 70 ms: not at start
    from docx.opc.packuri import PackURI  # docx, 70 ms: not at start
    from docx.opc.part import Part  # docx, 70 ms: not at start

    data = drawn(figure, language)
    series = _series(figure, data, language)
    package = document.part.package
    book = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), _BOOK_TYPE, _workbook(data, series), package
    )
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    book_id = chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    chart._blob = _chart_xml(figure, data, series, book_id).encode("utf-8")
    chart_id = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    paragraph = styled(document, "", "Normal")
    paragraph.paragraph_format.keep_with_next = True
    lines = len(data.lines) * (1 if figure.chart is Chart.STACKED else max(len(data.series) * 0.7, 1.0))
    height = _HISTOGRAM_MM if figure.chart is Chart.HISTOGRAM else max(_LEAST_MM, lines * EDITABLE_LINE_MM + 22.0)
    paragraph.add_run()._r.append(_frame(chart_id, width_mm, min(height, 200.0), number, words, title))


def _frame(chart_id: str, width_mm: float, height_mm: float, number: int, words: str, title: str) -> BaseOxmlElement:
    from docx.oxml import parse_xml  # docx, 70 ms: not at start

    size = f'cx="{round(width_mm * _EMU_PER_MM)}" cy="{round(height_mm * _EMU_PER_MM)}"'
    return parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:a="{_MAIN}" xmlns:c="{_CHART}" xmlns:r="{_RELATED}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{9000 + number}" name="chart {number}" descr="{escape(words)}" '
        f'title="{escape(title)}"/><a:graphic><a:graphicData uri="{_CHART}"><c:chart r:id="{chart_id}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _series(figure: FigureSpec, data: PlottedSeries, language: str) -> list[_Series]:
    found: list[_Series] = []
    at = 0
    with_ends = figure.chart in (Chart.DOTS, Chart.BARS)
    share = render(msg("table.part.estimate"), language)
    for place, name in enumerate(data.series):
        cells = [line[place] for line in data.cells]
        ends = with_ends and any(cell.low is not None for cell in cells if not mask_mark(cell))
        stacked = figure.chart is Chart.STACKED
        hidden = tuple(row for row, cell in enumerate(cells) if stacked and mask_mark(cell))
        numbers = tuple(
            _withheld_width(data.cells[row]) if row in hidden else _shown(cell) for row, cell in enumerate(cells)
        )
        values = _Column(at + 1, name or share, numbers)
        at += 1
        up = down = None
        if ends:
            names = [render(msg(key), language) for key in ("table.high", "table.low")]
            up = _Column(at + 1, f"{name} +{names[0]}".strip(), tuple(_end(cell, cell.high) for cell in cells))
            down = _Column(at + 2, f"{name} −{names[1]}".strip(), tuple(_end(c, c.low) for c in cells))
            at += 2
        hollow = tuple(row for row, cell in enumerate(cells) if Flag.SMALL_BASE in cell.flags)
        found.append(_Series(values, up, down, hollow, hidden))
    return found


def _withheld_width(cells: Sequence[Cell]) -> float:
    """The width of each withheld part of a bar: what the others leave, in whole percent, shared evenly."""
    left = 1.0 - sum(cell.estimate or 0.0 for cell in cells if not mask_mark(cell))
    return max(round(left, 2), 0.0) / sum(1 for cell in cells if mask_mark(cell))


def _shown(cell: Cell) -> float | None:
    return None if mask_mark(cell) else cell.estimate


def _end(cell: Cell, end: float | None) -> float | None:
    if mask_mark(cell) or cell.estimate is None or end is None:
        return None
    return abs(end - cell.estimate)


def _workbook(data: PlottedSeries, series: Sequence[_Series]) -> bytes:
    import datetime as dt  # datetime: not at start

    from xlsxwriter import Workbook  # xlsxwriter, 50 ms: not at start

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "company": "", "created": dt.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    shown, mark = (book.add_format({"num_format": code}) for code in (_format(data), _MARK))
    hidden = {one.values.place: one.hidden for one in series}
    sheet.set_column(0, 0, 36)
    for row, line in enumerate(data.lines, start=1):
        sheet.write_string(row, 0, line)
    for column in (column for one in series for column in (one.values, one.up, one.down) if column is not None):
        place = column.place
        sheet.write_string(0, place, column.heading)
        for row, value in enumerate(column.numbers, start=1):
            if value is not None:
                sheet.write_number(row, place, value, mark if row - 1 in hidden.get(place, ()) else shown)
    book.close()
    return stream.getvalue()


def _format(data: PlottedSeries) -> str:
    if data.unit is Unit.SHARE:
        return share_format(data.decimals, [cell.estimate for line in data.cells for cell in line], data.language)
    places = "." + "0" * data.decimals if data.decimals else ""
    return f"#,##0{places}"


def _chart_xml(figure: FigureSpec, data: PlottedSeries, series: Sequence[_Series], book_id: str) -> str:
    upright = figure.chart is Chart.HISTOGRAM
    stacked = figure.chart is Chart.STACKED
    parts = "".join(_series_xml(figure, data, one, at) for at, one in enumerate(series))
    grouping = f'<c:grouping val="{"stacked" if stacked else "clustered"}"/>'
    shape = '<c:gapWidth val="0"/>' if upright else f'<c:gapWidth val="{40 if stacked else 60}"/>'
    overlap = '<c:overlap val="100"/>' if stacked else ""
    legend = _LEGEND if len(series) > 1 else ""
    low, high, ticks, _ = (0.0, 1.0, [0.0, 0.25, 0.5, 0.75, 1.0], 0) if stacked else scale(data)
    ends = f'<c:max val="{max(ticks[-1], 0.0 if upright else high):.12g}"/><c:min val="{min(low, ticks[0]):.12g}"/>'
    step = f'<c:majorUnit val="{ticks[1] - ticks[0]:.12g}"/>'
    side, below = ("b", "l") if upright else ("l", "b")
    turn = "minMax" if upright else "maxMin"  # the first line of the table on top
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" '
        f'xmlns:r="{_RELATED}"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{"col" if upright else "bar"}"/>{grouping}<c:varyColors val="0"/>{parts}{shape}'
        f'{overlap}<c:axId val="111"/><c:axId val="222"/></c:barChart>'
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{turn}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_AXIS}{_TEXT}<c:crossAx val="222"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/>{ends}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{below}"/><c:majorGridlines>{_GRID}</c:majorGridlines>'
        f'<c:numFmt formatCode="{escape(_format(data))}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_NONE}{_TEXT}<c:crossAx val="111"/>'
        f'<c:crosses val="{"autoZero" if upright else "max"}"/>{step}</c:valAx></c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'{_NONE}<c:externalData r:id="{book_id}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series_xml(figure: FigureSpec, data: PlottedSeries, one: _Series, at: int) -> str:
    colour = data.colours[at].lstrip("#").upper()
    last, stacked = len(data.lines) + 1, figure.chart is Chart.STACKED
    labels = "".join(f'<c:pt idx="{row}"><c:v>{escape(line)}</c:v></c:pt>' for row, line in enumerate(data.lines))
    points = "".join(
        f'<c:dPt><c:idx val="{row}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr><a:noFill/>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr></c:dPt>'
        for row in one.hollow
        if row not in one.hidden and not stacked
    )
    points += "".join(
        f'<c:dPt><c:idx val="{row}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr><a:noFill/>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="9AA4AF"/></a:solidFill></a:ln></c:spPr></c:dPt>'
        for row in one.hidden
    )
    number = (
        ""
        if figure.chart is Chart.HISTOGRAM
        else _labels(data, on_colour(f"#{colour}") if stacked else INK, one.hidden, one.hollow if stacked else ())
    )
    name = one.values
    bars = ""
    if one.up is not None and one.down is not None:
        number = ""  # the number would lie over the interval
        bars = (
            '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
            f"<c:plus>{_numbers(one.up, last, data)}</c:plus><c:minus>{_numbers(one.down, last, data)}</c:minus>"
            '<c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="1B2026"/></a:solidFill></a:ln></c:spPr></c:errBars>'
        )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>Sheet1!${name.letter}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name.heading)}</c:v></c:pt></c:strCache>'
        f'</c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>{points}{number}{bars}'
        f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(data.lines)}"/>{labels}'
        f"</c:strCache></c:strRef></c:cat><c:val>{_numbers(name, last, data)}</c:val></c:ser>"
    )


def _numbers(column: _Column, last: int, data: PlottedSeries) -> str:
    known = "".join(
        f'<c:pt idx="{row}"><c:v>{value!r}</c:v></c:pt>'
        for row, value in enumerate(column.numbers)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>Sheet1!${column.letter}$2:${column.letter}${last}</c:f><c:numCache>"
        f'<c:formatCode>{escape(_format(data))}</c:formatCode><c:ptCount val="{len(column.numbers)}"/>{known}'
        "</c:numCache></c:numRef>"
    )


def _labels(data: PlottedSeries, colour: str, hidden: Sequence[int], bracketed: Sequence[int]) -> str:
    shown = "".join(
        f'<c:{what} val="{int(what == "showVal")}"/>'
        for what in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    blank, ink = "<c:spPr><a:noFill/></c:spPr>", colour.lstrip("#").upper()
    own = {row: (_in_brackets(_format(data)), ink) for row in bracketed} | {row: (_MARK, INK) for row in hidden}
    marks = "".join(
        f'<c:dLbl><c:idx val="{row}"/><c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>{blank}'
        f"{_text(paint)}{shown}</c:dLbl>"
        for row, (code, paint) in sorted(own.items())
    )
    return (
        f'<c:dLbls>{marks}<c:numFmt formatCode="{escape(_format(data))}" sourceLinked="0"/>{blank}'
        f"{_text(ink)}{shown}</c:dLbls>"
    )


def _in_brackets(code: str) -> str:
    """A number format whose every case stands in brackets: a number of a small base."""
    return ";".join(re.sub(r"^(\[[^]]*\])?(.*)$", r'\1"("\2")"', case) for case in code.split(";"))


def _text(colour: str) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        '<a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>'
    )


_TEXT = _text("1B2026")
_NONE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_AXIS = f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{MUTED}"/></a:solidFill></a:ln></c:spPr>'
_GRID = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="DFE3E8"/></a:solidFill></a:ln></c:spPr>'
_LEGEND = f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_TEXT}</c:legend>'
