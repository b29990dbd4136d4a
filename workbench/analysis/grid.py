# SPDX-License-Identifier: MIT
"""Where the words of a table stand on the screen: widths, heights and lines, measured. It paints nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from analysis.specs import Cell, Row, TableSpec
from analysis.writers.layout import PrintColumn, cell_text, groups, heading, print_columns
from wording import render
from wording.numbers import NO_BREAK
from workbench.theme import font
from workbench.tokens import TYPE

PAD, ROW_PAD, HEAD_PAD = 10, 6, 6
_STUB_LEAST, _STUB_MOST, _HEAD_MOST = 130, 360, 150


@dataclass(frozen=True)
class GridRow:
    """A row: its label in lines, its cells as printed, where it stands."""

    row: Row
    label: tuple[str, ...]
    cells: tuple[str, ...]
    top: int
    height: int


@dataclass(frozen=True)
class Grid:
    """A table laid out for a width, in pixels."""

    table: TableSpec
    columns: tuple[PrintColumn, ...]
    heads: tuple[tuple[str, ...], ...]
    stub: tuple[str, ...]
    spans: tuple[tuple[str, int, int], ...]  # group heading, left, right
    lefts: tuple[int, ...]  # of the print columns
    widths: tuple[int, ...]
    stub_width: int
    spans_height: int
    head_height: int
    rows: tuple[GridRow, ...]
    width: int
    height: int

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell a print column shows in a row; None in a heading row."""
        line = self.rows[row].row
        return None if line.heading else line.cells[self.columns[column].position]

    def place(self, x: int, y: int) -> tuple[int, int] | None:
        """Row and print column at a point; column −1 is the label."""
        row = next((at for at, line in enumerate(self.rows) if line.top <= y < line.top + line.height), None)
        if row is None:
            return None
        for at, (left, width) in enumerate(zip(self.lefts, self.widths, strict=True)):
            if left <= x < left + width:
                return row, at
        return (row, -1) if x < self.stub_width else None


def fonts() -> tuple[QFont, QFont]:
    """The font of cells and the one of headings."""
    return font(TYPE.body, tabular=True), font(TYPE.muted, QFont.Weight.DemiBold, tabular=True)


def bold_font() -> QFont:
    """The font of totals and of headings over rows."""
    return font(TYPE.body, QFont.Weight.DemiBold, tabular=True)


def lay_out(table: TableSpec, language: str, width: int) -> Grid:
    """Lay `table` out in `width` pixels; wider only where the numbers need it."""
    body, head = (QFontMetrics(one) for one in fonts())
    bold = QFontMetrics(bold_font())
    columns = print_columns(table)
    texts = [
        () if row.heading else tuple(cell_text(row.cells[c.position], c.part, language) for c in columns)
        for row in table.rows
    ]
    headings = [_heading(column, table, language) for column in columns]
    least, liked = [], []
    for at, words in enumerate(headings):
        widest = max((body.horizontalAdvance(cells[at]) for cells in texts if cells), default=0)
        longest = max((head.horizontalAdvance(word) for word in words.split(" ")), default=0)
        least.append(max(widest, longest) + 2 * PAD)
        liked.append(max(least[-1], min(head.horizontalAdvance(words), _HEAD_MOST) + 2 * PAD))
    stub_width = _stub_width(table, language, body, width - sum(least))
    widths = _spread(least, liked, width - stub_width)
    lefts = [stub_width + sum(widths[:at]) for at in range(len(widths))]
    heads = tuple(wrapped(words, head, wide - 2 * PAD) for words, wide in zip(headings, widths, strict=True))
    stub = wrapped(render(table.stub, language), head, stub_width - 2 * PAD)
    spans, at = [], 0
    for over, count in groups(columns, language):
        spans.append((over, lefts[at], lefts[at + count - 1] + widths[at + count - 1]))
        at += count
    spans_height = head.height() + 2 * HEAD_PAD if spans else 0
    head_height = max(len(lines) for lines in (stub, *heads)) * head.height() + 2 * HEAD_PAD
    rows, top = [], spans_height + head_height
    for row, cells in zip(table.rows, texts, strict=True):
        room, letters = (stub_width + sum(widths), bold) if row.heading else (stub_width, body)
        label = wrapped(render(row.label, language), letters, room - 2 * PAD - 14 * row.depth)
        tall = max(len(label), 1) * body.height() + 2 * ROW_PAD
        rows.append(GridRow(row, label, cells, top, tall))
        top += tall
    return Grid(
        table, columns, heads, stub, tuple(spans), tuple(lefts), tuple(widths), stub_width, spans_height, head_height,
        tuple(rows), stub_width + sum(widths), top + 1,
    )  # fmt: skip


def _heading(column: PrintColumn, table: TableSpec, language: str) -> str:
    """The words over a column; those of an interval stay on one line."""
    words = heading(column, table, language)
    return words.replace(" ", NO_BREAK) if column.muted else words


def _stub_width(table: TableSpec, language: str, metrics: QFontMetrics, room: int) -> int:
    """What the labels need; a heading over rows has the whole width, for its cells are empty."""
    wanted = [
        metrics.horizontalAdvance(render(row.label, language)) + 14 * row.depth for row in table.rows if not row.heading
    ]
    longest = max(wanted, default=0) + 2 * PAD + 2
    return max(_STUB_LEAST, min(longest, max(room, _STUB_LEAST), _STUB_MOST))


def _spread(least: list[int], liked: list[int], room: int) -> list[int]:
    """Widths between what the numbers need and what the headings like; what is left evenly, no more than reads well."""
    if not least or sum(least) >= room:
        return least
    if sum(liked) > room:
        share = (room - sum(least)) / (sum(liked) - sum(least))
        return [low + int((high - low) * share) for low, high in zip(least, liked, strict=True)]
    widths = liked
    more = min((room - sum(widths)) // len(widths), 48)
    return [width + more for width in widths]


def wrapped(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """The text in lines of at most `width` pixels, broken between words; empty for no text."""
    lines: list[str] = []
    for word in text.split(" ") if text else ():
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(trial) <= width:
            lines[-1] = trial
        else:
            lines.append(word)
    return tuple(lines)
