# SPDX-License-Identifier: MIT
"""A table as the page sets it: the same bands, spans and words as in Word. It writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analysis.pages.plain_data import PlainData
from analysis.report.key_figures import KeyFigure, figure_text
from analysis.specs import Row, TableSpec
from analysis.tables.layout import cell_text, groups, heading, table_notes
from analysis.tables.page_columns import Place, page_bands, stub_mm, widths_mm, words_alone, words_columns
from wording import msg, render
from wording.numbers import format_months


def table_data(table: TableSpec, number: str, language: str, width: float) -> PlainData:
    """Caption, bands and notes; a table too wide for `width` mm goes on in further bands.

    Parameters
    ----------
    table : TableSpec
        A masked table.
    number : str
        The words before its title, such as "Table 2.".
    language : str
        Language code, "en" or "fr".
    width : float
        Width of the page's text, or of a column of it, in mm.

    Returns
    -------
    PlainData
        A block of kind "table": each band holds its widths in mm, lines of heading, and rows of cells.
    """
    bands = page_bands(table, language, width)
    stub = stub_mm(table, bands, language, width)
    subtitle = render(table.subtitle, language)
    return {
        "kind": "table",
        "number": number,
        "title": render(table.title, language),
        "above": [subtitle] if subtitle else [],
        "bands": [
            _band(table, band.places, widths_mm(band, stub, width), language, (at, len(bands)))
            for at, band in enumerate(bands, start=1)
        ],
        "notes": table_notes(table, language),
    }


def listed(figures: Sequence[KeyFigure], language: str) -> list[PlainData]:
    """Key figures as a list: the months of each, what it is, its number.

    Parameters
    ----------
    figures : sequence of KeyFigure
        Known figures, as they may be shown.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    list[PlainData]
        One block of kind "list"; none without figures.
    """
    lines = [
        {
            "when": "" if one.period is None else _months(one.period, language),
            "label": render(one.label, language),
            "text": figure_text(one, "value", language),
        }
        for one in figures
    ]
    return [{"kind": "list", "lines": lines}] if lines else []


def _months(days: tuple[str, str], language: str) -> str:
    first, last = (dt.date.fromisoformat(day) for day in days)
    return format_months(first, last, language)


def _band(
    table: TableSpec, columns: tuple[Place, ...], widths: list[float], language: str, part: tuple[int, int]
) -> PlainData:
    """One band; from the second on its first heading says which of how many it is."""
    spans = groups(tuple(column for column, _ in columns), language)
    over = [_cell(""), *(_cell(label, bold=True, align="center", span=width) for label, width in spans)]
    continued = render(msg("caption.continued", at=part[0], of=part[1]), language) if part[0] > 1 else None
    line = [_cell(render(table.stub, language), continued, bold=True)]
    words = words_columns(table)
    for column, below in columns:
        second = heading(below, table, language) if below is not None else None
        text = heading(column, table, language)
        side = "left" if column.position in words else "right"
        line.append(_cell(text, second, bold=not column.muted, muted=column.muted, align=side))
    head = [over, line] if spans else [line]
    return {"widths": widths, "head": head, "rows": [_row(row, columns, language, words) for row in table.rows]}


def _row(row: Row, columns: tuple[Place, ...], language: str, words: frozenset[int]) -> list[PlainData]:
    bold = row.heading or row.total
    line = [_cell(render(row.label, language), bold=bold, indent=4.0 * row.depth)]
    alone = words_alone(row, words, language)
    if alone and any(column.position in words for column, _ in columns):
        return [*line, _cell(alone, span=len(columns))]
    for column, below in columns:
        if row.heading:
            line.append(_cell(""))
            continue
        second = cell_text(row.cells[below.position], below.part, language) if below is not None else None
        text = cell_text(row.cells[column.position], column.part, language)
        side = "left" if column.position in words else "right"
        line.append(_cell(text, second, bold=bold and not column.muted, muted=column.muted, align=side))
    return line


def _cell(
    text: str, below: str | None = None, *, bold: bool = False, muted: bool = False, align: str = "left",
    span: int = 1, indent: float = 0.0,
) -> PlainData:  # fmt: skip
    fields = {"text": text, "below": below, "bold": bold, "muted": muted, "align": align, "span": span}
    return {**fields, "indent": indent}
