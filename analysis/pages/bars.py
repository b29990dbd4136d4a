# SPDX-License-Identifier: MIT
"""Bars of a sheet: one series from 0 with its numbers, a mark for all sites; or stacked bars.

The scale of shares beside all sites is 0–100 % on every sheet, so that two sheets can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.figures.colours import answer_colours, part_colours
from analysis.figures.figure_layout import column_sum, mask_notes
from analysis.figures.series import PlottedSeries, drawn
from analysis.pages.side_column import PlainData
from analysis.report.blocks import FigureBlock
from analysis.report.key_figures import everywhere_share
from analysis.result_tables import Cell, Chart, Flag, Ramp, TableSpec, Unit
from analysis.tables.cell_text import MASKED, mask_mark, number_text
from analysis.withholding.cell_limits import LEAST_TESTED
from analysis.withholding.table_sums import NOT_SHOWN
from wording import Text, msg, render
from wording.numbers import format_interval, format_number

_SEX_OF = {"women": "female", "girls": "female", "men": "male", "boys": "male", "unknown": "unknown"}
MARK = MASKED[Flag.MASKED_CELL]
_LABEL_MM = 45.0
_LABEL_SHARE = 0.42  # of a narrow column
_LABEL_LINES, _LETTER_MM = 3, 1.75
_NARROWEST = 0.07  # a part below it has no room for its number


def bars_data(
    block: FigureBlock, language: str, width: float, site: Text = "", *, whole: bool = False
) -> PlainData | None:
    """What the page sets for a figure with one series; None for other charts. `width` in mm; `site` names the bars."""
    figure = block.figure
    made = {"steps": _steps, "change": _change}.get(block.shown_as) if whole else None
    if made is not None and (special := made(block, language)) is not None:
        return special
    data = drawn(figure, language)
    if figure.chart is Chart.COLUMNS:
        return _columns(block, data, language)
    if len(data.series) != 1 or figure.chart not in (Chart.BARS, Chart.DOTS) or not data.lines:
        return None
    numbers = [None if mask_mark(cells[0]) else cells[0].estimate for cells in data.cells]
    if any(number is not None and number < 0 for number in numbers):
        return None
    fields: PlainData = {"title": render(figure.title, language), "unit": render(figure.table.subtitle, language)}
    more = [render(msg("page.and_more", n=block.more), language)] if block.more else []
    left_out = {at for at, cells in enumerate(data.cells) if mask_mark(cells[0]) == MARK}
    notes = [*more, *(note for note in mask_notes(figure, language) if note[:1] != MARK)]
    notes += _left_out(figure.table, [data.lines[at] for at in sorted(left_out)], language)
    beside = _all_sites_cells(block, data, language)
    room = label_mm(width, data.lines)
    fields |= {"theme": "survey", "notes": notes, "more": block.more, "label": room}
    if all(mask_mark(cells[0]) for cells in data.cells):  # nothing to draw: a sentence
        fields["notes"] = [render(msg("chart.nothing_left"), language)]
        return {"kind": "bars", **fields, "lines": [], "marked": False}
    stacked = _stacked(figure.ramp, data, beside, language, site)
    if stacked is not None:
        return {"kind": "stack", **fields, **stacked}
    largest = 1.0 if beside else max([number for number in numbers if number is not None], default=0.0)
    lines = []
    rows = {render(row.label, language): row.id for row in figure.table.rows}
    base = _base_of(block)
    if base:
        whole_words = {"of": fields["unit"], "n": format_number(base, language)}
        fields["unit"] = render(msg("page.shares_of", **whole_words), language)
    for at, (label, cells) in enumerate(zip(data.lines, data.cells, strict=True)):
        if at in left_out:
            continue
        beside_number = _share_of(cells[0], base, language) if base else interval_text(cells[0], language)
        part = _SEX_OF.get(rows.get(label, ""), "")
        line: PlainData = {"label": label, "part": part, "text": _shown(cells[0], language), "interval": beside_number}
        line |= {"share": _fraction(numbers[at], largest), "low": None, "high": None, "tick": None}
        if beside and numbers[at] is not None:
            line |= {"low": _fraction(cells[0].low, 1.0), "high": _fraction(cells[0].high, 1.0)}
        if beside:
            line["tick"] = None if mask_mark(beside[at]) else _fraction(beside[at].estimate, 1.0)
        lines.append(line)
    return {"kind": "bars", **fields, "lines": lines, "marked": bool(beside)}


def label_mm(width: float, labels: Sequence[str]) -> float:
    """How wide the names beside bars stand: 45 mm, more where one would break into four lines and there is room."""
    wanted = max(map(len, labels), default=0) * _LETTER_MM / _LABEL_LINES
    return min(max(_LABEL_MM, wanted), width * _LABEL_SHARE)


def widened(block: PlainData, width: float) -> PlainData:
    """A chart made for a column that now takes the whole width: its names take more room."""
    if block["kind"] != "bars":
        return block
    return {**block, "label": label_mm(width, [line["label"] for line in block["lines"]])}


def _base_of(block: FigureBlock) -> int:
    """Of how many the counts of a chart are shares; 0 where it shows none, or that number is withheld."""
    column = next((one for one in block.figure.table.columns if one.id in block.figure.columns), None)
    return (column.base or 0) if block.shown_as == "shares" and column is not None else 0


def _share_of(cell: Cell, base: int, language: str) -> str:
    """The share of a count, "" where it is withheld or its base is too small for one."""
    if mask_mark(cell) or cell.estimate is None or base < LEAST_TESTED:
        return ""
    return number_text(Cell(cell.estimate / base, unit=Unit.SHARE), language)


def _columns(block: FigureBlock, data: PlottedSeries, language: str) -> PlainData | None:
    """Upright bars over time, their parts one upon the other; None where a part is withheld."""
    sums = [column_sum(cells) for cells in data.cells]
    if any(mask_mark(cell) for cells in data.cells for cell in cells) or not any(sums):
        return None
    highest = max(sums)
    figure = block.figure
    fields: PlainData = {"title": render(figure.title, language), "unit": render(figure.table.subtitle, language)}
    colours = part_colours(data.names)
    fields["parts"] = [
        {"label": one, "colour": colour, "name": name}
        for one, colour, name in zip(data.series, colours, data.names, strict=True)
    ]
    fields["columns"] = [
        {
            "label": label,
            "text": number_text(Cell(total, unit=data.unit), language),
            "best": total == highest,
            "shares": [(cell.estimate or 0.0) / highest for cell in cells],
        }
        for label, cells, total in zip(data.lines, data.cells, sums, strict=True)
    ]
    return {"kind": "months", **fields}


def _steps(block: FigureBlock, language: str) -> PlainData:
    """Cases from step to step as arrows of one length, each with its share of the step before; none where withheld."""
    table = block.figure.table
    at = [column.id for column in table.columns].index("reached")
    steps: list[PlainData] = []
    before: Cell | None = None
    for row in table.rows:
        cell = row.cells[at]
        known = not mask_mark(cell) and before is not None and not mask_mark(before) and bool(before.estimate)
        part = Cell((cell.estimate or 0.0) / (before.estimate or 1.0), unit=Unit.SHARE) if known and before else None
        fields = {"share": number_text(part, language), "n": number_text(before, language)} if part and before else None
        of = "" if fields is None else render(msg("page.steps.of", **fields), language)
        waited = row.id == "assisted" and not mask_mark(cell)  # else the days would tell of those withheld
        note = _days_text(block.beside, language) if waited else ""
        if not mask_mark(cell):
            steps.append({"text": _shown(cell, language), "of": of, "label": render(row.label, language), "note": note})
        before = cell
    gone = [render(row.label, language) for row in table.rows if mask_mark(row.cells[at])]
    notes = _left_out(table, gone, language)
    return {"kind": "steps", "unit": render(table.subtitle, language), "steps": steps, "notes": notes}


def _left_out(table: TableSpec, labels: Sequence[str], language: str) -> list[str]:
    """Which bars or steps are left out, as their number is withheld."""
    joined = {render(row.label, language) for row in table.rows if row.id == NOT_SHOWN}
    named = [label for label in labels if label not in joined]
    said = [f"{label}." for label in labels if label in joined]
    return [*([render(msg("withheld.words.not_shown", names=named), language)] if named else []), *said]


def _days_text(days: TableSpec | None, language: str) -> str:
    """The median of the days until a service was given, "" where it is not known or withheld."""
    middle = next((row.cells[0] for row in days.rows if row.id == "q50"), None) if days is not None else None
    if middle is None or mask_mark(middle) or middle.estimate is None:
        return ""
    return render(msg("page.steps.days", n=round(middle.estimate)), language)


def _change(block: FigureBlock, language: str) -> PlainData | None:
    """The same people before and after as two points on one line, with the change below; None where one is withheld."""
    table = block.figure.table
    cells = {row.id: row.cells[0] for row in table.rows}
    if not {"before", "after", "change"} <= set(cells) or any(mask_mark(cell) for cell in cells.values()):
        return None
    first, last, change = (cells[name] for name in ("before", "after", "change"))
    if first.estimate is None or last.estimate is None or min(first.estimate, last.estimate) < 0:
        return None
    top = max(first.estimate, last.estimate)
    scale = 1.0 if first.unit is Unit.SHARE else next((one for one in (1.0, 5.0, 10.0, 20.0, 100.0) if top <= one), top)
    said = {"change": _change_text(change, language), "interval": interval_text(change, language), "n": table.base or 0}
    note = msg("page.change.note", level=round(table.level * 100), **said)
    ends = [{"share": _fraction(cell.estimate, scale), "text": number_text(cell, language)} for cell in (first, last)]
    words = {name: render(msg(f"page.change.{name}"), language) for name in ("before", "after")}
    return {"kind": "change", "title": render(table.title, language), "before": ends[0], "after": ends[1], **{
        f"{name}_word": word for name, word in words.items()}, "note": render(note, language)}  # fmt: skip


def _change_text(change: Cell, language: str) -> Text:
    """By how much it changed, with its sign; between two shares in points, as per cent would be of the first share."""
    if change.unit is not Unit.SHARE or change.estimate is None:
        return number_text(change, language)
    points = round(100 * change.estimate)
    written = ("−" if points < 0 else "+") + format_number(abs(points), language)
    return msg("page.change.points", n=abs(points), points=written)


def interval_text(cell: Cell, language: str) -> str:
    """The interval of a number that is shown, "" without one."""
    if mask_mark(cell) or cell.low is None:
        return ""
    return format_interval(cell.low, cell.high, language, cell.decimals, percent=cell.unit is Unit.SHARE)


def legend_data(blocks: list[PlainData], language: str, site: Text) -> PlainData | None:
    """What bar, line and mark stand for; None where no chart has marks of all sites."""
    bars = [one for block in blocks for one in _inside(block) if one["kind"] == "bars" and one["marked"]]
    if not bars:
        return None
    intervals = any(line["low"] is not None for one in bars for line in one["lines"])
    line = render(msg("page.legend.interval"), language) if intervals else ""
    return {"kind": "legend", "bar": render(msg("page.legend.bar", site=site), language), "line": line,
            "tick": render(msg("page.legend.everywhere"), language), "key": "legend"}  # fmt: skip


def _inside(block: PlainData) -> list[PlainData]:
    return [one for column in block["columns"] for one in column] if block["kind"] == "columns" else [block]


def _fraction(number: float | None, largest: float) -> float | None:
    return None if number is None else min(max(number / largest if largest else 0.0, 0.0), 1.0)


def _shown(cell: Cell, language: str) -> str:
    shown = mask_mark(cell) or number_text(cell, language)
    return f"({shown})" if Flag.SMALL_BASE in cell.flags and not mask_mark(cell) else shown


def _all_sites_cells(block: FigureBlock, data: PlottedSeries, language: str) -> list[Cell]:
    """The cells of all sites, one for each line; none where the figure is no share or the other table lacks a line."""
    if block.beside is None or data.unit is not Unit.SHARE:
        return []
    columns = [at for at, column in enumerate(block.beside.columns) if column.id == "total"] or [0]
    cells = {render(row.label, language): row.cells[columns[0]] for row in block.beside.rows if row.cells}
    found = [cells.get(label) for label in data.lines]
    return [] if any(cell is None for cell in found) else [cell for cell in found if cell is not None]


def _stacked(ramp: Ramp, data: PlottedSeries, beside: list[Cell], language: str, site: Text) -> PlainData | None:
    """Ordered answers as one bar of 100 % for the site and one for all; None where a part of either is withheld."""
    own = [cells[0] for cells in data.cells]
    if ramp is Ramp.NONE or not beside or any(mask_mark(cell) or cell.estimate is None for cell in (*own, *beside)):
        return None
    silent = data.lines[-1:] == (render(msg("answer.none_given"), language),)
    colours = answer_colours(len(own), ramp, no_answer=silent)
    parts = [{"label": label, "colour": colour} for label, colour in zip(data.lines, colours, strict=True)]
    rows = [(site or msg("page.here"), own), (msg("page.everywhere"), beside)]
    return {"parts": parts, "rows": [_stack_row(name, cells, language) for name, cells in rows]}


def _stack_row(name: Text, cells: list[Cell], language: str) -> PlainData:
    whole = sum(cell.estimate or 0.0 for cell in cells) or 1.0
    shares = [(cell.estimate or 0.0) / whole for cell in cells]
    words = [_shown(cell, language) if share >= _NARROWEST else "" for cell, share in zip(cells, shares, strict=True)]
    return {"label": render(name, language), "shares": shares, "texts": words}


def everywhere_text(table: TableSpec | None, row: str, language: str) -> str:
    """The share of all sites in the words of a tile's base, "" where it is not known or withheld."""
    share = everywhere_share(table, row, language)
    return render(msg("page.tile_everywhere", share=share), language) if share else ""
