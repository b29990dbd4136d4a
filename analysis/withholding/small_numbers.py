# SPDX-License-Identifier: MIT
"""Small numbers of people outside the counts of a table: in its notes, in who gave no answer, in tests of few."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.result_tables import Cell, Flag, Row, TableSpec, Unit
from analysis.withholding.cell_limits import SILENCE
from analysis.withholding.disclosure import Disclosure, disclosure_of
from wording import DEFAULT_LANGUAGE, Message, Text, msg, render


@dataclass(frozen=True)
class WithholdingChoice:
    """Quantities by name (`table_sums.named`), alike in every table that shows them.

    `first` are withheld before others where a neighbour must be; `only_total` are withheld so that only what they add
    up to prints.
    """

    first: frozenset[str] = frozenset()
    only_total: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.first or self.only_total)


NOTHING_CHOSEN = WithholdingChoice()


_WITHOUT_VALUE = "note.cases_without_value"  # of codings: cases in none of the groups
_TELLS = {  # notes that tell how many people are without an answer, and by which argument
    **{f"reason.{name}": "count" for name in ("not_asked", "refused", "dont_know", "missing", "other")},
    "note.no_group": "n",
    "note.dont_know": "n",
    _WITHOUT_VALUE: "n",
}
_OF_ALL_CASES = {  # and every `subtitle.codings.…`: n
    "note.codings": "cases",
    "subtitle.cooccurrence": "n",
    "subtitle.cooccurrence_cases": "n",
}
_FOR_FEW = frozenset({Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT})
STATISTIC = "statistic"  # the column that tables of tests have
MARK = "‡"  # in the place of a number inside a sentence
FEW_ROUNDED = 100  # rows: per cents of fewer are whole
_HOLDS = frozenset({"note.missing", "note.informants_without"})


def without_few(table: TableSpec, minimum: int) -> TableSpec:
    """The table whose notes and counts beside the base tell no small number of people."""
    table = _with_bands(table)
    disclosure = disclosure_of(table)
    if disclosure in (Disclosure.WHOLE, Disclosure.ORDINARY) and not table.sensitive:
        return replace(table, notes=tuple(_few(one, minimum, _TELLS.keys() - {_WITHOUT_VALUE}) for one in table.notes))
    silent = frozenset() if table.sensitive or disclosure is Disclosure.SENSITIVE else SILENCE
    kept = {reason: n for reason, n in table.missing.items() if reason in silent or not 0 < n < minimum}
    except_for = {f"reason.{reason.name.lower()}" for reason in silent} | ({"note.dont_know"} if silent else set())
    return replace(table, missing=kept, notes=tuple(_few(note, minimum, except_for) for note in table.notes))


def beside_withheld(table: TableSpec, cell: Cell) -> Cell:
    """A cell in a column whose base is withheld: a share beside its count, or its own base, would tell the base."""
    if cell.unit is Unit.SHARE and table.bearing is not None and cell.estimate is not None:
        return Cell(unit=cell.unit, flags=frozenset({Flag.MASKED_COMPLEMENT}), key=cell.key)
    return replace(cell, base=None, weighted_base=None, of=None)


def rounded(table: TableSpec) -> TableSpec:
    """The table as it leaves for others than the team: numbers as they print, not as exactly as they are known.

    A share of full precision tells the count behind it, a mean the value of the one person more. Per cents keep one
    decimal; none under `FEW_ROUNDED` rows or where a number of the same row or column is withheld.

    Examples
    --------
    >>> from analysis.result_tables import Column, Row
    >>> cells = Cell(0.1455696, base=632, unit=Unit.SHARE), Cell(0.1455696, base=38, unit=Unit.SHARE)
    >>> table = TableSpec("t", "T", None, None, tuple(Column(name, name) for name in "ab"), (Row("r", "R", cells),))
    >>> [cell.estimate for cell in rounded(table).rows[0].cells]
    [0.146, 0.15]
    """
    few = [[bool(cell.flags & _FOR_FEW) for cell in row.cells] for row in table.rows]
    down = [any(line[at] for line in few if at < len(line)) for at in range(len(table.columns))]
    rows = tuple(
        replace(row, cells=tuple(_rounded(cell, any(line) or down[at]) for at, cell in enumerate(row.cells)))
        for row, line in zip(table.rows, few, strict=True)
    )
    return replace(table, rows=rows)


def _rounded(cell: Cell, beside: bool) -> Cell:
    if cell.unit in (Unit.P, Unit.TEXT, Unit.COUNT):
        return cell
    places = max(cell.decimals, 1)
    if cell.unit is Unit.SHARE:
        places = 2 if beside or (cell.base is not None and cell.base < FEW_ROUNDED) else 3
    numbers = {name: getattr(cell, name) for name in ("estimate", "low", "high")}
    numbers = {name: None if one is None else round(one, places) for name, one in numbers.items()}
    se = None if cell.se is None else round(cell.se, places + 1)
    decimals = min(cell.decimals, places - 2) if cell.unit is Unit.SHARE else cell.decimals
    cv, deff = (None if one is None else round(one, 2) for one in (cell.cv, cell.deff))
    return replace(cell, **numbers, se=se, cv=cv, deff=deff, decimals=decimals)


def without_total(table: TableSpec, mark: str) -> TableSpec:
    """The table whose subtitle and notes do not tell how many cases there are in all."""

    def marked(text: Text) -> Text:
        key = text.key if isinstance(text, Message) else ""
        name = "n" if key.startswith("subtitle.codings.") else _OF_ALL_CASES.get(key, "")
        if not isinstance(text, Message) or name not in text.args:
            return text
        return Message(key, {**text.args, name: mark})

    subtitle = None if table.subtitle is None else marked(table.subtitle)
    return replace(table, subtitle=subtitle, notes=tuple(map(marked, table.notes)))


def tests_of_few(
    table: TableSpec, grid: Sequence[Sequence[Cell]], least: int, minimum: int
) -> Iterator[tuple[int, int, Flag]]:  # fmt: skip
    """The numbers of a sensitive table that rest on fewer people than may be shown, or test so few answers.

    With eight people a p value is that of a handful of splits; McNemar's statistic of three changes is 3 or ⅓.
    """
    if disclosure_of(table) is not Disclosure.SENSITIVE:
        return
    of_tests = any(column.id == STATISTIC for column in table.columns)
    for row, line in enumerate(grid):
        few = of_tests and any(one.unit is Unit.P and 0 < (one.n or 0) < minimum for one in line)
        for column, cell in enumerate(line):
            base = cell.base if cell.base is not None else table.base
            if cell.estimate is None or cell.unit in (Unit.TEXT, Unit.COUNT):
                continue
            if base is not None and base < least:
                yield row, column, Flag.MASKED_BASE
            elif few:
                yield row, column, Flag.MASKED_CELL


def without_p(table: TableSpec, grid: list[list[Cell]], hidden: frozenset[Flag]) -> list[list[Cell]]:
    """The cells without the p of numbers that are withheld: the standard error known, p gives an estimate back.

    Examples
    --------
    >>> few = frozenset({Flag.MASKED_CELL})
    >>> table = TableSpec("t", "Differences", None, None, (), ())
    >>> [[_, p]] = without_p(table, [[Cell(None, flags=few), Cell(0.04, unit=Unit.P)]], few)
    >>> p.estimate, p.flags == few
    (None, True)
    """
    if any(column.id == STATISTIC for column in table.columns):
        return grid
    return [_row_without_p(line, hidden) for line in grid]


def _row_without_p(line: list[Cell], hidden: frozenset[Flag]) -> list[Cell]:
    why = next((cell.flags & hidden for cell in line if cell.flags & hidden), None)
    return line if why is None else [Cell(None, unit=Unit.P, flags=why) if one.unit is Unit.P else one for one in line]


def _with_bands(table: TableSpec) -> TableSpec:
    """The table whose tests of groups tell no exact p where a cell is withheld for few people."""
    if not any(cell.flags & _FOR_FEW for row in table.rows for cell in row.cells):
        return table
    notes = (
        msg("test.withheld", p=note.args["band"]) if isinstance(note, Message) and "band" in note.args else note
        for note in table.notes
    )
    return replace(table, notes=tuple(notes))


def _few(value: object, minimum: int, except_for: Collection[str]) -> Any:
    """A note whose small numbers of people are written as "fewer than", but in some notes."""
    if isinstance(value, Message) and value.key in _TELLS and value.key not in except_for:
        name = _TELLS[value.key]
        number = value.args.get(name)
        if isinstance(number, int) and 0 < number < minimum:
            rest = {other: one for other, one in value.args.items() if other != name}
            return msg(f"{value.key}.few", **rest, few=minimum)
    if isinstance(value, Message) and value.key in _HOLDS:
        return Message(
            value.key, {**value.args, "parts": [_few(part, minimum, except_for) for part in value.args["parts"]]}
        )
    return value


def with_rule(table: TableSpec, public: bool) -> TableSpec:
    """The table with the note that says which rule held."""
    return replace(table, notes=(*table.notes, msg(f"mask.rule.{disclosure_of(table, public)}")))


def withheld_last(table: TableSpec, rows: tuple[Row, ...], hidden: Collection[Flag]) -> tuple[Row, ...]:
    """Of a table in order of its numbers the rows whose number is withheld behind the others, by their names."""
    at = next((place for place, column in enumerate(table.columns) if column.id == table.largest_first), None)
    if at is None:
        return rows

    def place(row: Row) -> tuple[str, ...]:
        return (
            (render(row.label, DEFAULT_LANGUAGE), row.id)
            if row.cells and not row.cells[at].flags.isdisjoint(hidden)
            else ()
        )

    return tuple(sorted(rows, key=place))


def with_cells(row: Row, cells: tuple[Cell, ...], withheld: bool) -> Row:
    """The row with other cells, and a mark in place of the base that its label tells where that is withheld."""
    return replace(row, cells=cells, label=(without_base(row.label) if withheld else None) or row.label)


def without_base(text: Text | None) -> Text | None:
    """The sentence with a mark in place of the base it tells."""
    if isinstance(text, Message) and "base" in text.args:
        return Message(text.key, {**text.args, "base": MARK})
    return text
