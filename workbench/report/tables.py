# SPDX-License-Identifier: MIT
"""A table of the report as rich text for the page, laid out as the Word table will be. It computes nothing."""

from __future__ import annotations

from html import escape

from analysis.specs import TableSpec
from analysis.writers.layout import cell_text, groups, heading, print_columns, table_notes
from wording import render
from workbench.tokens import LIGHT

_LINE, _MUTED, _HEAD = LIGHT.line, LIGHT.muted, LIGHT.background
_STUB = 150  # pixels for the names of rows: Qt passes over a share of the width where the other columns have text


def table_text(table: TableSpec, language: str) -> str:
    """The table as the HTML that Qt's labels show."""
    columns = print_columns(table)
    lines = ['<table width="100%" cellspacing="0" cellpadding="4">']
    spans = groups(columns, language)
    if spans:
        over = "".join(f'<th align="center" colspan="{n}">{escape(label)}</th>' for label, n in spans)
        lines.append(f'<tr bgcolor="{_HEAD}"><td></td>{over}</tr>')
    heads = "".join(
        f'<th align="right" valign="bottom">{_muted(escape(heading(column, table, language)), column.muted)}</th>'
        for column in columns
    )
    stub = escape(render(table.stub, language))
    lines.append(f'<tr bgcolor="{_HEAD}"><th width="{_STUB}" align="left" valign="bottom">{stub}</th>{heads}</tr>')
    for row in table.rows:
        label = escape(render(row.label, language))
        label = f"<b>{label}</b>" if row.heading or row.total else "&nbsp;" * 4 * row.depth + label
        cells = "".join(
            f'<td align="right" style="border-top:1px solid {_LINE}">'
            f"{_muted(escape(cell_text(row.cells[column.position], column.part, language)), column.muted)}</td>"
            for column in (() if row.heading else columns)
        )
        lines.append(f'<tr><td style="border-top:1px solid {_LINE}">{label}</td>{cells}</tr>')
    lines.append("</table>")
    return "".join(lines)


def notes_text(table: TableSpec, language: str) -> str:
    """The notes below it."""
    notes = "<br>".join(escape(note) for note in table_notes(table, language))
    return f'<span style="color:{_MUTED};font-size:8pt">{notes}</span>'


def _muted(text: str, muted: bool) -> str:
    return f'<span style="color:{_MUTED};font-weight:400">{text}</span>' if muted else text
