# SPDX-License-Identifier: MIT
"""A table as aligned plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.result_tables import TableSpec
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import heading, precision_table, print_columns, table_notes, with_test_row
from wording import render


def table_text(table: TableSpec, language: str) -> str:
    """Title, subtitle, headings, rows and notes, columns aligned."""
    table = with_test_row(table)
    columns = print_columns(table)
    lines = [[render(table.stub, language), *(heading(column, table, language) for column in columns)]]
    for row in table.rows:
        cells = [] if row.heading else [cell_text(row.cells[c.position], c.part, language) for c in columns]
        lines.append(["  " * row.depth + render(row.label, language), *cells, *[""] * (len(columns) - len(cells))])
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns) + 1)]
    body = [
        "  ".join(
            text.ljust(width) if not at else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    head = [render(text, language) for text in (table.title, table.subtitle) if text is not None]
    return "\n".join([*head, *body, *table_notes(table, language), ""])


def tables_text(tables: Sequence[TableSpec], language: str) -> str:
    """Each table, and below it what is known of its estimates."""
    every = [one for table in tables for one in (table, precision_table(table)) if one is not None]
    return "\n".join(table_text(table, language) for table in every)
