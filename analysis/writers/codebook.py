# SPDX-License-Identifier: MIT
"""The variables of data tables with wording and answers, as a workbook. It holds no value of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from analysis.records import DataTable, Role
from wording import Text, msg, render

_HEADS = ("name", "label", "kind", "role", "group", "relevant")
_WIDTHS = (28, 60, 16, 16, 30, 50)


def write_codebook(tables: Sequence[DataTable], stream: BinaryIO, language: str, source: Text | None = None) -> None:
    """Two sheets for each table: its variables, and the answers of its questions."""
    import datetime as dt

    from xlsxwriter import Workbook

    from analysis.writers.xlsx_tables import sheet_names

    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "company": "", "created": dt.datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True, "bg_color": "#f5f6f8", "bottom": 1, "bottom_color": "#dfe3e8"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    parts = [render(msg(f"codebook.{part}"), language) for part in ("variables", "answers")]
    names = iter(sheet_names([f"{table.name} {part}" for table in tables for part in parts]))
    for table in tables:
        variables = [_variable(table, at, language) for at in range(len(table.variables))]
        _sheet(book.add_worksheet(next(names)), _HEADS, _WIDTHS, variables, (bold, wrap), language, source)
        answers = [
            [variable.name, choice.code, render(choice.labels, language)]
            for variable in table.variables
            for choice in variable.choices
        ]
        heads, widths = ("name", "code", "answer"), (28, 20, 70)
        _sheet(book.add_worksheet(next(names)), heads, widths, answers, (bold, wrap), language, source)
    book.close()


def _variable(table: DataTable, at: int, language: str) -> list[str]:
    variable = table.variables[at]
    groups = " / ".join(render(label, language) for label in variable.group_labels) or " / ".join(variable.group)
    role = "" if variable.role is Role.ORDINARY else render(msg(f"role.{variable.role.value}"), language)
    kind = render(msg(f"kind.{variable.kind.value}"), language)
    return [variable.name, render(variable.labels, language), kind, role, groups, variable.relevant]


def _sheet(
    sheet: Any,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
    formats: tuple[Any, Any],
    language: str,
    source: Text | None,
) -> None:
    top = 0
    if source is not None:
        sheet.write_string(0, 0, render(source, language))
        top = 1
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, render(msg(f"codebook.{head}"), language), formats[0])
    sheet.freeze_panes(top + 1, 1)
    for line, row in enumerate(rows, start=top + 1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text, formats[1])
