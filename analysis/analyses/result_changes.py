# SPDX-License-Identifier: MIT
"""Changes between two runs of the same analyses: before and now, as a table.

For the eyes of the team: two versions side by side can show what one person answered, so it is never written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.declarations.records import AnalysisResult
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import Text, msg

_COMPARED = (Unit.SHARE, Unit.NUMBER, Unit.COUNT)


@dataclass(frozen=True)
class RerunAnalysis:
    """One analysis before and after its data changed."""

    title: Text
    before: AnalysisResult
    after: AnalysisResult


@dataclass(frozen=True)
class Changed:
    """How many figures there are, how many moved as printed, and the table of those (None where none did).

    `cells`, `reworded`: of tables of words the cells, and how many say something else; what they said is not kept.
    """

    figures: int
    moved: int
    table: TableSpec | None
    cells: int = 0
    reworded: int = 0


def changes(reruns: Sequence[RerunAnalysis]) -> Changed:
    """The figures that print another number now, under the title of their analysis."""
    rows: list[Row] = []
    figures = moved = cells = reworded = 0
    for at, rerun in enumerate(reruns):
        old, new = (_words(result.tables[0]) for result in (rerun.before, rerun.after))
        cells += len(old.keys() | new.keys())
        reworded += sum(old.get(place) != new.get(place) for place in old.keys() | new.keys())
        found: list[Row] = []
        for place, (label, before, after) in enumerate(_figures(rerun)):
            figures += 1
            if _printed(before) != _printed(after):
                found.append(Row(f"{at}-{place}", label, (_shown(before), _shown(after)), depth=1))
        if found:
            moved += len(found)
            rows += [Row(f"{at}", rerun.title, (Cell(), Cell()), heading=True), *found]
    table = None
    if rows:
        columns = tuple(
            Column(name, msg(f"column.{name}"), show=("estimate", "interval", "base")) for name in ("before", "now")
        )
        table = TableSpec("changes", msg("title.changes"), None, None, columns, tuple(rows), exclusive_rows=False)
    return Changed(figures, moved, table, cells, reworded)


def _figures(rerun: RerunAnalysis) -> Iterator[tuple[Text, Cell, Cell]]:
    """Every figure of the first table in either run, with its place in words."""
    old, new = (_by_place(result.tables[0]) for result in (rerun.before, rerun.after))
    for place in dict.fromkeys((*old, *new)):
        label = (new.get(place) or old[place])[0]
        yield label, old.get(place, (label, Cell()))[1], new.get(place, (label, Cell()))[1]


def _by_place(table: TableSpec) -> dict[tuple[str, str], tuple[Text, Cell]]:
    alone = sum(1 for column in table.columns if column.id != "p") == 1
    found: dict[tuple[str, str], tuple[Text, Cell]] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            if not row.heading and cell.unit in _COMPARED and cell.text is None:
                label = row.label if alone else msg("group.pair", first=row.label, second=column.label)
                found[row.id, column.id] = label, cell
    return found


def _words(table: TableSpec) -> dict[tuple[str, str], Text]:
    """What the cells of words say, by row and column: summaries, quotes."""
    return {
        (row.id, column.id): cell.text
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=False)
        if not row.heading and cell.unit is Unit.TEXT and cell.text
    }


def _printed(cell: Cell) -> tuple[float | None, int | None]:
    digits = cell.decimals + (2 if cell.unit is Unit.SHARE else 0)
    return None if cell.estimate is None else round(cell.estimate, digits), cell.base


def _shown(cell: Cell) -> Cell:
    """The cell without the key that links it to the tables that leave."""
    return Cell(
        cell.estimate, cell.low, cell.high, base=cell.base, n=cell.n, unit=cell.unit, decimals=cell.decimals,
        flags=cell.flags,
    )  # fmt: skip
