# SPDX-License-Identifier: MIT
"""Finds the header of a table: its row, and a row of group names above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projects.imported.findings import finding
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.importing.columns.column_names import joined_headings
from projects.importing.options import ImportOptions

_SAID = 6  # joined headings that a sentence names
_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


@dataclass(frozen=True)
class HeaderPlace:
    """`row`: 0-based row of the header (the lower one of two); `rows`: 1 or 2."""

    row: int
    rows: int = 1


def find_header(rows: Sequence[Sequence[str]], options: ImportOptions) -> HeaderPlace | None:
    """The header among the first rows of a table; None when there is not a single value."""
    if options.header_row is not None:
        return HeaderPlace(options.header_row, options.header_rows or 1) if options.header_row < len(rows) else None
    width = max((_filled(row) for row in rows), default=0)
    if not width:
        return None
    start = next(number for number, row in enumerate(rows) if _filled(row) >= max(1, (width + 1) // 2))
    start = _skip_title(rows, start, width)
    if options.header_rows != 1 and _is_sparse_group_row(rows, start - 1):
        return HeaderPlace(start, 2)
    if options.header_rows:
        return HeaderPlace(min(start + options.header_rows - 1, len(rows) - 1), options.header_rows)
    if is_two_rows(rows, start):
        return HeaderPlace(start + 1, 2)
    return HeaderPlace(start)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _skip_title(rows: Sequence[Sequence[str]], start: int, width: int) -> int:
    """A lone title over a wide table is not its header."""
    while start + 1 < len(rows) and width > 2 and _filled(rows[start]) == 1:
        start += 1
    return start


def _is_group_row(rows: Sequence[Sequence[str]], start: int) -> bool:
    """A row with gaps over a full row of names: merged group headings."""
    if start + 2 >= len(rows):
        return False
    upper, lower = rows[start], rows[start + 1]
    lower_names = [cell for cell in lower if cell.strip()]
    if len(lower_names) < 3 or _filled(upper) >= len(lower_names):
        return False
    has_gap_inside = any(
        not (upper[n].strip() if n < len(upper) else "") and n < len(lower) and lower[n].strip()
        for n in range(1, len(lower))
    )
    names_only = not any(_NUMBER.fullmatch(cell.strip()) or _DATE.fullmatch(cell.strip()) for cell in lower_names)
    distinct = len(set(lower_names)) > len(lower_names) * 0.6
    body = [cell for row in rows[start + 2 : start + 7] for cell in row if cell.strip()]
    has_numbers = any(_NUMBER.fullmatch(cell.strip()) for cell in body)
    return has_gap_inside and names_only and distinct and has_numbers


def _is_sparse_group_row(rows: Sequence[Sequence[str]], at: int) -> bool:
    """A nearly empty row right above the headings, each of its few names over a column of numbers: no title."""
    if at < 0 or at + 2 >= len(rows):
        return False
    width = max(len(row) for row in rows[at : at + 7])
    upper, lower = (_padded(row, width) for row in rows[at : at + 2])
    headed = [place for place in range(width) if upper[place]]
    if not headed or headed[0] == 0 or _NUMBER.fullmatch(upper[headed[0]]) or _DATE.fullmatch(upper[headed[0]]):
        return False
    body = [_padded(row, width)[place] for row in rows[at + 2 : at + 7] for place in headed]
    filled = [cell for cell in body if cell]
    return all(lower[place] for place in headed) and bool(filled) and all(map(_NUMBER.fullmatch, filled))


def _is_parted_below(rows: Sequence[Sequence[str]], start: int) -> bool:
    """A row of names over a row that parts some of them: "Adults" over "Women" and "Men", the others over nothing."""
    if start + 2 >= len(rows):
        return False
    width = max(len(row) for row in rows[start : start + 7])
    upper, lower = (_padded(row, width) for row in rows[start : start + 2])
    gaps = [at for at in range(1, width) if not upper[at] and lower[at]]
    begun = {at - 1 for at in gaps if upper[at - 1]}  # where a group begins
    headed = [at for at in range(width) if lower[at]]
    named = len(headed) >= 2 and not any(_NUMBER.fullmatch(lower[at]) or _DATE.fullmatch(lower[at]) for at in headed)
    if not gaps or not named or not set(headed) <= {*gaps, *begun} or len(headed) == width:
        return False
    body = [_padded(row, width)[at] for row in rows[start + 2 : start + 7] for at in headed]
    filled = [cell for cell in body if cell]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [cell.strip() for cell in (*row, *[""] * (width - len(row)))]


def is_two_rows(rows: Sequence[Sequence[str]], start: int) -> bool:
    """Whether the row is one of group names, or of names that the row below it parts."""
    return _is_group_row(rows, start) or _is_parted_below(rows, start)


def two_header_rows(table: RawTable) -> Finding | None:
    """The line that says which headings two rows were joined to; None for a table with one row of headings."""
    joined = joined_headings(table.headers, table.groups)
    if not joined:
        return None
    shown = [*joined[:_SAID], *(["…"] if len(joined) > _SAID else [])]
    return finding(Severity.GUESS, "header_two_rows", name=table.name, joined=", ".join(shown))


def header_texts(
    rows: Sequence[Sequence[str]], place: HeaderPlace, ends: Mapping[int, int] | None = None
) -> tuple[list[str], list[str]]:
    """The header's texts as written, and for each column the group name above it, carried over merged cells.

    `ends`: the first column of a merged cell in the row of group names → its last; a name in one ends there.
    """
    width = max(len(row) for row in rows[: place.row + 1 + 10])
    lower = [*rows[place.row], *[""] * (width - len(rows[place.row]))]
    groups = [""] * width
    if place.rows == 2 and place.row >= 1:
        upper = rows[place.row - 1]
        current, last = "", width
        for number in range(width):
            text = upper[number].strip() if number < len(upper) else ""
            if text:
                current, last = text, (ends or {}).get(number, width)
            elif number > last:
                current = ""
            groups[number] = current
            if not lower[number].strip():
                lower[number], groups[number] = text, ""
    return lower, groups
