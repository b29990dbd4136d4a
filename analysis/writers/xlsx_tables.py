# SPDX-License-Identifier: MIT
"""Tables as a workbook: an index, then one sheet per table with numbers as numbers. It holds no formula."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from xlsxwriter import Workbook

from analysis.result_tables import Cell, Flag, Row, TableSpec, Unit
from analysis.tables.cell_text import MARKED, cell_text, mask_mark, part_name, part_value, share_format
from analysis.tables.layout import TEST_ROW, is_withheld, precision_table, table_notes, with_source, withheld_sentence
from analysis.tables.page_columns import stub_text
from analysis.withholding.small_numbers import STATISTIC
from wording import Text, msg, render

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ACCENT, MUTED, LINE, WASH = "#17607f", "#5d6874", "#dfe3e8", "#f5f6f8"
_PARTS = ("estimate", "share", "low", "high", "se", "n", "base")
_EVERY = ("estimate", "low", "high", "se", "cv", "df", "n", "base", "weighted_base", "deff", "deff_without")
_TEXT_WIDTH = 46  # of a column of words, in characters
_NAMES = {"weighted_base": "weighted"}  # of a field of a cell, as part of a table


def write_xlsx(
    tables: Sequence[TableSpec], stream: BinaryIO, language: str, source: Text | None = None,
    banner: Text | None = None,
) -> None:  # fmt: skip
    """Write `tables` to a workbook in `language`; texts never become formulas, links or numbers."""
    import datetime as dt  # datetime: not at start

    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "company": "", "created": dt.datetime(2000, 1, 1)})
    formats = _formats(book)
    gone = [table for table in tables if is_withheld(table)]
    tables = [table for table in tables if not is_withheld(table)]
    names = sheet_names([render(table.title, language) for table in tables])
    index = book.add_worksheet(render(msg("report.index"), language)[:31])
    _index(index, tables, names, formats, language)
    for line, table in enumerate(gone, start=len(tables) + 4):
        words = render(withheld_sentence([table.title], [table]), language)
        index.write_string(line, 1, words, formats(text_wrap=True))
    said, heads = render(source, language), render(banner, language)
    footer = "&L" + said.replace("&", "&&") + "&R&P"
    index.set_footer(footer)
    header = "&L" + heads.replace("&", "&&") if heads else ""
    index.set_header(header)
    if heads or said:
        index.write_string(1, 0, heads or said, formats(font_color=MUTED))
    for number, (table, name) in enumerate(zip(tables, names, strict=True), start=1):
        sheet = book.add_worksheet(name)
        _sheet(sheet, with_source(table, source), number, formats, language)
        sheet.set_footer(footer)
        sheet.set_header(header)
    if len(tables) > 1:
        every = render(msg("report.all_tables"), language)
        index.write_url(1, 1, f"internal:'{every}'!A1", formats(font_color=ACCENT), every)
        _all_tables(book.add_worksheet(every), [with_source(one, source) for one in tables], formats, language)
    book.close()


def sheet_names(titles: Sequence[str]) -> list[str]:
    r"""Names that a workbook accepts: numbered, 31 characters at most, none of []:*?/\.

    Examples
    --------
    >>> sheet_names(["Water [litres]: a day", "Sources of income over the last thirty days"])
    ['1 Water litres a day', '2 Sources of income over the la']
    """
    cleaned = [" ".join(re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title).split()) for title in titles]
    return [f"{number} {title}"[:31].rstrip(" '") for number, title in enumerate(cleaned, start=1)]


class _Formats:
    """The formats of a workbook, made when first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format({"font_name": "Calibri", "font_size": 10, **properties})
        return self._known[key]


def _formats(book: Workbook) -> _Formats:
    return _Formats(book)


def _index(sheet: Worksheet, tables: Sequence[TableSpec], names: list[str], formats: _Formats, language: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 10)
    sheet.write_string(0, 0, render(msg("report.tables"), language), formats(bold=True, font_size=14))
    head = formats(bold=True, bottom=1, bottom_color=LINE)
    for column, text in enumerate(("", render(msg("table.title"), language), render(msg("table.part.base"), language))):
        sheet.write_string(2, column, text, head)
    titles = [render(table.title, language) for table in tables]
    for line, (table, name) in enumerate(zip(tables, names, strict=True), start=3):
        sheet.write_number(line, 0, line - 2, formats(font_color=MUTED))
        title = render(table.title, language)
        if titles.count(title) > 1 and table.subtitle is not None:  # else none knows which is which
            title = f"{title} – {render(table.subtitle, language)}"
        sheet.write_url(line, 1, f"internal:'{name}'!A1", formats(font_color=ACCENT, text_wrap=True), title)
        if table.base is not None:
            sheet.write_number(line, 2, table.base, formats(num_format="#,##0"))


def _sheet(sheet: Worksheet, table: TableSpec, number: int, formats: _Formats, language: str) -> None:
    shown = _shown(table, _PARTS)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 44)
    title = f"{render(msg('caption.table', number=number), language)} {render(table.title, language)}"
    sheet.write_string(0, 0, title, formats(bold=True, font_size=13))
    if table.subtitle is not None:
        sheet.write_string(1, 0, render(table.subtitle, language), formats(font_color=MUTED))
    sheet.freeze_panes(5, 1)
    line = _grid(sheet, table, shown, 3, formats, language)
    precision, widest = precision_table(table), len(shown)
    if precision is not None:  # below, so that the table itself stays easy to read
        every = _shown(precision, _EVERY)
        said = render(msg("precision.annex"), language)
        sheet.write_string(line + 1, 0, said, formats(bold=True, font_size=11))
        _grid(sheet, precision, every, line + 2, formats, language)
        widest = max(widest, len(every))
    sheet.set_column(1, max(widest, 1), 9)
    for at, (position, _part) in enumerate(shown, start=1):
        if _is_text(table, position):
            sheet.set_column(at, at, _TEXT_WIDTH)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3, 4)


def _all_tables(sheet: Worksheet, tables: Sequence[TableSpec], formats: _Formats, language: str) -> None:
    """Every table under the one before, to be scrolled through."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 40, 9)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    line = 0
    for number, table in enumerate(tables, start=1):
        title = f"{render(msg('caption.table', number=number), language)} {render(table.title, language)}"
        sheet.write_string(line, 0, title, formats(bold=True, font_size=13))
        if table.subtitle is not None:
            sheet.write_string(line + 1, 0, render(table.subtitle, language), formats(font_color=MUTED))
        line = _grid(sheet, table, _shown(table, _PARTS), line + 3, formats, language) + 3


def _grid(
    sheet: Worksheet, table: TableSpec, shown: list[tuple[int, str]], top: int, formats: _Formats, language: str
) -> int:
    """Headings, rows and notes from line `top`; the line after them."""
    _heads(sheet, table, shown, top, formats, language)
    line = top + 2
    for line, row in enumerate(table.rows, start=top + 2):
        _row(sheet, line, row, shown, formats, language)
    said = table_notes(table, language)
    for step, note in enumerate(said, start=2):
        sheet.write_string(line + step, 0, note, formats(font_color=MUTED, font_size=9))
    return line + len(said) + 2


def _shown(table: TableSpec, parts: Sequence[str]) -> list[tuple[int, str]]:
    """The position of a column with a part of its cells, for each that has any."""
    found = []
    for position in range(len(table.columns)):
        cells = [row.cells[position] for row in table.rows if not row.heading]
        for part in parts:
            if part == "n" and "share" in table.columns[position].show:
                continue  # beside a count and its share n would be the count again: the heading says of how many
            if part == "estimate" or any(_number(cell, part) is not None for cell in cells):
                found.append((position, part))
    return found


def _number(cell: Cell, part: str) -> float | None:
    """A part of a cell as it is stored; the share is worked out of the count."""
    value: float | None = part_value(cell, part) if part == "share" else getattr(cell, part)
    return value


def _is_text(table: TableSpec, position: int) -> bool:
    """Whether a column holds words (quotes, summaries) and no number."""
    cells = [row.cells[position] for row in table.rows if not row.heading]
    return bool(cells) and all(cell.unit is Unit.TEXT for cell in cells)


def _name_of_estimates(table: TableSpec, position: int) -> Text:
    """What the numbers of a column are called: counts are no estimates."""
    cells = [row.cells[position] for row in table.rows if not row.heading and row.id != TEST_ROW]
    counted = bool(cells) and all(cell.unit is Unit.COUNT and cell.se is None and cell.low is None for cell in cells)
    return msg("table.count" if counted else "table.part.estimate")


def _heads(
    sheet: Worksheet, table: TableSpec, shown: list[tuple[int, str]], top: int, formats: _Formats, language: str
) -> None:
    wash = {"bold": True, "bg_color": WASH, "text_wrap": True, "valign": "bottom"}
    sheet.write_string(top, 0, "", formats(**wash))
    sheet.write_string(top + 1, 0, stub_text(table, language), formats(**wash, bottom=1, bottom_color=LINE))
    for at, (position, part) in enumerate(shown, start=1):
        column = table.columns[position]
        labels = [render(label, language) for label in (column.group, column.label)]
        span = sum(1 for other, _ in shown if other == position)
        if at == 1 or shown[at - 2][0] != position:
            over = " · ".join(label for label in labels if label)
            if "share" in column.show and column.base is not None:
                over = f"{over} ({render(msg('table.n', base=column.base), language)})"
            if span > 1:
                sheet.merge_range(top, at, top, at + span - 1, "", formats(**wash, align="center"))
            sheet.write_string(top, at, over, formats(**wash, align="center"))
        if _is_text(table, position):
            sheet.write_string(top + 1, at, "", formats(**wash, bottom=1, bottom_color=LINE))
            continue
        names = {"low": msg("table.low"), "high": msg("table.high"), "estimate": _name_of_estimates(table, position)}
        if any(one.id == STATISTIC for one in table.columns):
            names |= {"n": msg("table.n_of_tests"), "base": msg("table.base_of_tests")}
        text = render(names.get(part, part_name(_NAMES.get(part, part))), language)
        sheet.write_string(top + 1, at, text, formats(**wash, align="right", bottom=1, bottom_color=LINE))


def _row(sheet: Worksheet, line: int, row: Row, shown: list[tuple[int, str]], formats: _Formats, language: str) -> None:
    bold = {"bold": True} if row.total or row.heading else {}
    rule: dict[str, Any] = {"bottom": 4, "bottom_color": LINE, **bold}
    sheet.write_string(line, 0, render(row.label, language), formats(**rule, indent=row.depth, text_wrap=True))
    if row.heading:
        return
    for at, (position, part) in enumerate(shown, start=1):
        cell = row.cells[position]
        colour = {} if part == "estimate" else {"font_color": MUTED}
        value = None if mask_mark(cell) or cell.text is not None else _number(cell, part)
        if value is None or not math.isfinite(value):
            text = cell_text(cell, part, language) if part in ("estimate", "n", "base") else ""
            words = cell.unit is Unit.TEXT and not mask_mark(cell)
            side = {"align": "left", "valign": "top", "text_wrap": True} if words else {"align": "right"}
            sheet.write_string(line, at, text, formats(**rule, **colour, **side))
        else:
            sheet.write_number(
                line, at, value, formats(**rule, **colour, num_format=_number_format(cell, part, language))
            )


def _number_format(cell: Cell, part: str, language: str) -> str:
    if part in ("n", "base", "df", "weighted_base"):
        return "#,##0"
    if part == "share":
        return share_format(0, [_number(cell, part)], language)
    if part in ("cv", "deff", "deff_without"):
        return share_format(1, [], language) if part == "cv" else "0.00"
    decimals = cell.decimals + (part == "se")
    places = "." + "0" * decimals if decimals else ""
    if cell.unit is Unit.SHARE:
        before = f'"{MARKED[Flag.NEAREST_FIVE]}"' if part == "estimate" and Flag.NEAREST_FIVE in cell.flags else ""
        return before + share_format(decimals, [getattr(cell, part)], language)
    return "0.000" if cell.unit is Unit.P else f"#,##0{places}"
