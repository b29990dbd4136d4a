# SPDX-License-Identifier: MIT
"""Known totals of a population as a sheet: variable, category, total.

A crossing stands as "sex × site" and "woman × Site A", or in further columns "variable 2", "category 2". A number has
no category; a line without variable gives the number of all. Totals in per cent are shares of that number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.survey.calibration.frame_sheet import folded, number_of, written
from projects.sampling.sheet_files import headed, sheets_of
from wording import Problem, msg

_CROSS = re.compile(r"\s+[×x*]\s+|\s*[×;]\s*")
_HEADS: Mapping[str, Sequence[str]] = {
    "variable": ("variable", "question"),
    "category": ("category", "categorie", "answer", "reponse", "modalite", "code", "value", "valeur"),
    "total": ("total", "population", "known total", "total connu", "count", "effectif", "nombre", "number", "freq"),
    "share": ("share", "per cent", "percent", "%", "part", "pourcentage", "pour cent"),
}


@dataclass(frozen=True)
class TotalLine:
    """A known total: of a category of one variable or of several crossed, or of a number (no categories).

    Without variables it is the number of all. `share`: the total is a part of that, in per cent (48 is 48 %).
    """

    variables: tuple[str, ...]
    categories: tuple[str, ...]
    total: float
    share: bool = False


def parts_of(text: str) -> tuple[str, ...]:
    """The names of a crossing: "sex × site" is two; none of an empty text."""
    return tuple(part for part in _CROSS.split(text.strip()) if part)


def total_of(value: object) -> tuple[float, bool]:
    """A total as people write it, and whether it is a share: "1,240", "48 %". NaN for nothing. Raises ValueError."""
    if value is None or value == "":
        return math.nan, False
    text = str(value).strip()
    if text.endswith("%"):
        return number_of(text[:-1]), True
    return number_of(text), False


def read_totals_file(path: Path) -> tuple[TotalLine, ...]:
    """The known totals of a file (xlsx, ods or csv), of every sheet with such headings. Raises Problem."""
    found: list[TotalLine] = []
    seen = False
    for grid in sheets_of(path):
        heads, rows = headed(grid, _fits)
        seen = seen or bool(heads)
        found += _lines(heads, rows, path.name)
    if not seen:
        raise Problem(msg("adjusting.no_headings", file=path.name))
    if not found:
        raise Problem(msg("adjusting.no_lines", file=path.name))
    return tuple(_fractions(found))


def _fits(cells: Iterable[object]) -> bool:
    places = _places(list(cells))
    return bool(places["variable"]) and bool(places["total"] or places["share"])


def _places(heads: Sequence[object]) -> dict[str, list[int]]:
    """Where the columns of each part stand; "category 2" is one more category."""
    found: dict[str, list[int]] = {name: [] for name in _HEADS}
    for at, head in enumerate(heads):
        plain = re.sub(r"\s*\d+$", "", folded(head)) if head not in (None, "") else ""
        for name, words in _HEADS.items():
            if plain in words:
                found[name].append(at)
    return found


def _lines(heads: Sequence[object], rows: Iterable[tuple[int, Sequence[object]]], file: str) -> list[TotalLine]:
    places = _places(list(heads))
    found: list[TotalLine] = []
    above: tuple[str, ...] = ()
    for number, row in rows:
        cells = {name: [row[at] for at in where if at < len(row)] for name, where in places.items()}
        variables = tuple(part for cell in cells["variable"] for part in parts_of(_text(cell)))
        categories = tuple(_text(cell) for cell in cells["category"] if _text(cell))
        if not variables and categories:  # the name of the variable stands in its first line only
            variables = above
        above = variables or above
        if len(categories) < len(variables):
            categories = tuple(part for one in categories for part in _CROSS.split(one) if part)
        try:
            total, share = _total(cells)
        except ValueError:
            raise Problem(msg("adjusting.line", file=file, line=number)) from None
        if not variables and math.isnan(total):
            continue
        if categories and len(categories) != len(variables):
            raise Problem(msg("adjusting.line_crossed", file=file, line=number))
        if math.isnan(total):
            raise Problem(msg("adjusting.line", file=file, line=number))
        found.append(TotalLine(variables, categories, total, share and bool(variables)))  # all is no share of itself
    return found


def _total(cells: Mapping[str, Sequence[object]]) -> tuple[float, bool]:
    for name in ("total", "share"):
        for cell in cells[name]:
            if cell not in (None, ""):
                total, share = total_of(cell)
                return total, share or name == "share"
    return math.nan, False


def _text(cell: object) -> str:
    return "" if cell in (None, "") else written(cell)


def _fractions(lines: Sequence[TotalLine]) -> list[TotalLine]:
    """Shares that a spreadsheet hands over as fractions (0.48 where it shows 48 %), as per cent."""
    sums: dict[tuple[str, ...], float] = {}
    for line in lines:
        if line.share:
            sums[line.variables] = sums.get(line.variables, 0.0) + line.total
    parts = {names for names, total in sums.items() if abs(total - 1) < 0.02}
    return [
        TotalLine(line.variables, line.categories, line.total * 100, True)
        if line.share and line.variables in parts
        else line
        for line in lines
    ]
