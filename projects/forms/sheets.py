# SPDX-License-Identifier: MIT
"""The sheets of an XLSForm as lines with known columns, however the author spelt and placed them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from projects.forms.languages import language_code, plain
from projects.imported.text_cells import TextSheet, read_small_csv, read_small_sheets
from wording import Labels

SHEETS = ("survey", "choices", "settings", "external_choices")
_TRANSLATED = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
_COLUMNS = {
    "command": "type",
    "value": "name",
    "caption": "label",
    "constraint_msg": "constraint_message",
    "constraining_message": "constraint_message",
    "skippattern": "relevant",
    "skip_pattern": "relevant",
    "relevance": "relevant",
    "list": "list_name",
    "listname": "list_name",
    "calculate": "calculation",
    "read_only": "readonly",
    "repeat_count": "repeat_count",
    "jr:count": "repeat_count",
    "bind:relevant": "relevant",
    "bind:constraint": "constraint",
    "bind:calculate": "calculation",
    "bind:required": "required",
    "kobo--matrix_list": "matrix_list",
    "kobo--score-choices": "matrix_list",
    "kobo--rank-items": "matrix_list",
}


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet: `cells` by plain column name, `texts` by translated column and language code."""

    row: int  # 1-based, as the spreadsheet shows it
    cells: Mapping[str, str]
    texts: Mapping[str, Labels] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """The cell of a plain column, stripped; "" where there is none."""
        return self.cells.get(column, "")

    def labels(self, column: str = "label") -> Labels:
        """A translated column."""
        return self.texts.get(column, Labels({}))


def read_form_sheets(path: Path) -> dict[str, list[SheetLine]]:
    """The lines of each known sheet of a workbook or CSV form; a sheet that is absent is not in the result."""
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        sheets = _sheets_of_csv(read_small_csv(path))
    else:
        sheets = read_small_sheets(path)
    found: dict[str, list[SheetLine]] = {}
    for sheet in sheets:
        name = re.sub(r"\s+", "_", plain(sheet.name))
        if name in SHEETS and name not in found:
            found[name] = lines_of(sheet.rows)
    return found


def lines_of(rows: list[list[str]]) -> list[SheetLine]:
    """The lines below the header row (the first row with a name in it); empty lines are left out."""
    start = next((number for number, row in enumerate(rows) if _is_header(row)), None)
    if start is None:
        return []
    headers = [_column(text) for text in rows[start]]
    lines = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if any(cell.strip() for cell in row):
            lines.append(_line(number, headers, row))
    return lines


def _is_header(row: list[str]) -> bool:
    names = {_column(cell)[0] for cell in row if cell.strip()}
    return bool(names & {"type", "list_name", "form_title", "form_id", "version", "name", "default_language", "style"})


def _column(header: str) -> tuple[str, str | None]:
    """The plain column name, and the language code where the column is translated (None where not)."""
    parts = [part.strip() for part in re.split(r"::?", header.strip())]
    name = re.sub(r"[\s]+", "_", parts[0].lower())
    whole = re.sub(r"\s+", "_", header.strip().lower()).replace("::", ":")
    if whole in _COLUMNS and _COLUMNS[whole] not in _TRANSLATED:
        return _COLUMNS[whole], None
    name = _COLUMNS.get(name, name)
    if name in _TRANSLATED:
        return name, language_code(parts[1]) if len(parts) > 1 else ""
    if name == "media" or len(parts) > 1:
        return whole, None
    return name, None


def _line(number: int, headers: list[tuple[str, str | None]], row: list[str]) -> SheetLine:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for (name, language), value in zip(headers, row, strict=False):
        value = value.strip()
        if not name or not value:
            continue
        if language is None:
            cells.setdefault(name, value)
        else:
            texts.setdefault(name, {}).setdefault(language, value)
    return SheetLine(number, cells, {name: Labels(by_language) for name, by_language in texts.items()})


def _sheets_of_csv(rows: list[list[str]]) -> list[TextSheet]:
    """A CSV holds a survey sheet alone, or several sheets with their name in the first column."""
    if not any(row and plain(row[0]) in SHEETS for row in rows[:3]):
        return [TextSheet("survey", rows)]
    sheets: list[TextSheet] = []
    for row in rows:
        if row and row[0].strip():
            sheets.append(TextSheet(row[0], []))
        elif sheets:
            sheets[-1].rows.append(row[1:])
    return sheets
