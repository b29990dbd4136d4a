# SPDX-License-Identifier: MIT
"""Tables as one accessible HTML page without scripts or outside links. It places what the layout gives."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isfinite
from typing import BinaryIO

from analysis.result_tables import Cell, Row, TableSpec, Unit
from analysis.tables.cell_text import cell_text, part_value
from analysis.tables.layout import (
    PrintColumn,
    groups,
    heading,
    is_withheld,
    precision_table,
    print_columns,
    table_notes,
    with_source,
    withheld_sentence,
)
from analysis.tables.page_columns import stub_text, words_columns
from wording import Text, msg, render
from wording.language_record import language_of_code

STYLE = """body{font:14px/1.5 Inter,"Segoe UI",system-ui,sans-serif;color:#1b2026;
max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:0 0 .5rem}
caption{text-align:left;font-weight:600;font-size:1.1em;padding:.5rem 0}
caption span{display:block;font-weight:400;font-size:.9em;color:#5d6874}
th,td{padding:.35rem .6rem;border-bottom:1px solid #dfe3e8;text-align:right;
vertical-align:bottom;font-variant-numeric:tabular-nums}
thead th{background:#f5f6f8;font-weight:600}th[scope=row],th.stub{text-align:left;font-weight:400}
thead th.group{text-align:center}.muted{color:#5d6874;font-weight:400}
tr.total>*{font-weight:600}tr.heading th{font-weight:600}
.notes{color:#5d6874;font-size:.85em;margin:0 0 2.5rem}.notes p{margin:.15rem 0}
details{margin:-1.5rem 0 2.5rem}summary{color:#17607f;cursor:pointer}"""

_LEFT = ' align="left" style="text-align:left"'
_CLIPBOARD_STYLE = """body{font-family:Calibri,Arial,sans-serif;font-size:10pt}table{border-collapse:collapse}
th,td{padding:2pt 5pt;border-bottom:1px solid #dfe3e8;text-align:right;vertical-align:bottom}
p{margin:2pt 0}.muted{color:#5d6874;font-weight:normal}.notes{color:#5d6874;font-size:9pt}"""


def write_html(
    tables: Sequence[TableSpec], stream: BinaryIO, language: str, source: Text | None = None,
    banner: Text | None = None,
) -> None:  # fmt: skip
    """Write `tables` as a page in `language`."""
    title = escape(render(msg("report.tables"), language))
    parts = [
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{STYLE}</style></head><body>",
    ]
    if banner is not None:
        parts.append(f'<p class="banner"><strong>{escape(render(banner, language))}</strong></p>')
    gone = [table for table in tables if is_withheld(table)]
    for number, table in enumerate((table for table in tables if not is_withheld(table)), start=1):
        parts.append(_table(with_source(table, source), number, language))
        precision = precision_table(table)
        if precision is not None:
            summary = escape(render(msg("precision.annex"), language))
            parts.append(f"<details><summary>{summary}</summary>{_table(precision, None, language)}</details>")
    parts += [f"<p>{escape(render(withheld_sentence([table.title], [table]), language))}</p>" for table in gone]
    parts.append("</body></html>\n")
    stream.write("\n".join(parts).encode("utf-8"))


def clipboard_page(tables: Sequence[TableSpec], language: str) -> str:
    """Tables for the clipboard: Word takes their words, spreadsheets the numbers behind them."""
    parts = [
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">',
        f"<style>{_CLIPBOARD_STYLE}</style></head><body>",
    ]
    for table in tables:
        parts.append(f"<p><b>{escape(render(table.title, language))}</b></p>")
        if table.subtitle is not None:
            parts.append(f"<p>{escape(render(table.subtitle, language))}</p>")
        parts.append(_table(table, None, language, numbers=True))
    return "\n".join([*parts, "</body></html>"])


def _table(table: TableSpec, number: int | None, language: str, *, numbers: bool = False) -> str:
    columns = print_columns(table)
    title = escape(render(table.title, language))
    if number is not None:
        title = f"{escape(render(msg('caption.table', number=number), language))} {title}"
    subtitle = f"<span>{escape(render(table.subtitle, language))}</span>" if table.subtitle else ""
    caption = "" if numbers else f"<caption>{title}{subtitle}</caption>"
    lines = [f"<table>{caption}", "<thead>"]
    spans = groups(columns, language)
    stub = escape(stub_text(table, language))
    if spans:
        over = "".join(f'<th class="group" scope="colgroup" colspan="{n}">{escape(label)}</th>' for label, n in spans)
        lines.append(f'<tr><th class="stub" scope="col" rowspan="2">{stub}</th>{over}</tr>')
    words = words_columns(table)
    heads = "".join(
        f'<th scope="col"{_muted(column)}{_LEFT if column.position in words else ""}>'
        f"{escape(heading(column, table, language))}</th>"
        for column in columns
    )
    first = "" if spans else f'<th class="stub" scope="col">{stub}</th>'
    lines.append(f"<tr>{first}{heads}</tr></thead><tbody>")
    lines.extend(_row(row, columns, language, numbers, words) for row in table.rows)
    lines.append("</tbody></table>")
    notes = "".join(f"<p>{escape(note)}</p>" for note in table_notes(table, language))
    return "\n".join(lines) + f'<div class="notes">{notes}</div>'


def _row(row: Row, columns: tuple[PrintColumn, ...], language: str, numbers: bool, words: frozenset[int]) -> str:
    label = escape(render(row.label, language))
    if row.heading:
        return f'<tr class="heading"><th scope="row" align="left" colspan="{len(columns) + 1}">{label}</th></tr>'
    indent = f' style="padding-left:{0.6 + row.depth:g}rem"' if row.depth else ""
    cells = "".join(
        _cell(row.cells[column.position], column, language, numbers, column.position in words) for column in columns
    )
    kind = ' class="total"' if row.total else ""
    if numbers:  # spreadsheets make every <th> bold and centred
        return (
            f'<tr{kind}><td align="left" style="text-align:left">{"&#160;&#160;" * row.depth}{label}</td>{cells}</tr>'
        )
    return f'<tr{kind}><th scope="row"{indent}>{label}</th>{cells}</tr>'


def _cell(cell: Cell, column: PrintColumn, language: str, numbers: bool, words: bool) -> str:
    text = cell_text(cell, column.part, language)
    shown = _number(cell, column.part, text, language) if numbers else ""
    side = _LEFT if words else ' align="right"' if numbers else ""
    return f"<td{_muted(column)}{side}{shown}>{escape(text)}</td>"


def _number(cell: Cell, part: str, text: str, language: str) -> str:
    """The number behind a cell, as Excel and LibreOffice read it; what is marked or withheld stays the text it is.

    Without this "(38%)" would become −38 % in a spreadsheet.
    """
    value = None if part == "interval" or cell.text is not None else part_value(cell, part)
    plain = text[:1].isdigit() or text[:1] in "-−"
    if value is None or not plain or not isfinite(value) or not text[-1:].isdigit() and text[-1:] != "%":
        return " style=\"mso-number-format:'\\@'\"" if text else ""
    share = (part == "estimate" and cell.unit is Unit.SHARE) or part in ("cv", "share")
    if part == "se" and cell.unit is Unit.SHARE:
        value *= 100
    places = len(text.rstrip("%\u202f\u00a0").partition(language_of_code(language).decimal)[2])
    shown = "0" + ("." + "0" * places if places else "") + ("%" if share else "")
    local = language_of_code(language).locale_id
    return f' sdval="{value!r}" sdnum="{local};0;{shown}" x:num="{value!r}" style="mso-number-format:\'{shown}\'"'


def _muted(column: PrintColumn) -> str:
    return ' class="muted"' if column.muted else ""
