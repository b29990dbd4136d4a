# SPDX-License-Identifier: MIT
"""A table of the report as rich text for the page, laid out as the Word table will be. It computes nothing."""

from __future__ import annotations

from html import escape

from analysis.specs import Row, TableSpec
from analysis.writers.layout import Place, PrintColumn, cell_text, groups, heading, table_notes
from analysis.writers.page_columns import page_bands
from wording import msg, render
from wording.numbers import NO_BREAK
from workbench.tokens import LIGHT

_LINE, _MUTED, _HEAD = LIGHT.line, LIGHT.muted, LIGHT.background
_STUB = 150  # pixels for the names of rows: Qt passes over a share of the width where the other columns have text


def table_text(table: TableSpec, language: str) -> str:
    """The table as the HTML that Qt's labels show; a wide one in several bands."""
    between = f'<p style="color:{_MUTED};font-size:8pt">{escape(render(msg("caption.continued"), language))}</p>'
    return between.join(_band(table, band.places, language) for band in page_bands(table, language))


def _band(table: TableSpec, places: tuple[Place, ...], language: str) -> str:
    lines = ['<table width="100%" cellspacing="0" cellpadding="4">']
    spans = groups(tuple(column for column, _ in places), language)
    if spans:
        over = "".join(f'<th align="center" colspan="{n}">{escape(label)}</th>' for label, n in spans)
        lines.append(f'<tr bgcolor="{_HEAD}"><td></td>{over}</tr>')

    def head(column: PrintColumn) -> str:
        words = heading(column, table, language)
        return _muted(escape(words.replace(" ", NO_BREAK) if column.muted else words), column.muted)

    heads = "".join(
        f'<th align="right" valign="bottom">{head(column)}{f"<br>{head(below)}" if below is not None else ""}</th>'
        for column, below in places
    )
    stub = escape(render(table.stub, language))
    lines.append(f'<tr bgcolor="{_HEAD}"><th width="{_STUB}" align="left" valign="bottom">{stub}</th>{heads}</tr>')
    line = f"border-top:1px solid {_LINE}"
    for row in table.rows:
        label = escape(render(row.label, language))
        label = f"<b>{label}</b>" if row.heading or row.total else "&nbsp;" * 4 * row.depth + label
        cells = "".join(
            f'<td align="right" valign="top" style="{line}">{_cell(row, column, below, language)}</td>'
            for column, below in (() if row.heading else places)
        )
        lines.append(f'<tr><td valign="top" style="{line}">{label}</td>{cells}</tr>')
    lines.append("</table>")
    return "".join(lines)


def notes_text(table: TableSpec, language: str) -> str:
    """The notes below it."""
    notes = "<br>".join(escape(note) for note in table_notes(table, language))
    return f'<span style="color:{_MUTED};font-size:8pt">{notes}</span>'


def _cell(row: Row, column: PrintColumn, below: PrintColumn | None, language: str) -> str:
    text = _muted(escape(cell_text(row.cells[column.position], column.part, language)), column.muted)
    if below is None:
        return text
    return f"{text}<br>{_muted(escape(cell_text(row.cells[below.position], below.part, language)), True)}"


def _muted(text: str, muted: bool) -> str:
    return f'<span style="color:{_MUTED};font-weight:400">{text}</span>' if muted else text
