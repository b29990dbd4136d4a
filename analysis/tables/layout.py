# SPDX-License-Identifier: MIT
"""A table laid out for print: its columns, headings and notes. The writers only place what stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from analysis.tables.cell_text import MARKED, PARTS, mask_mark, part_name, part_value
from wording import DEFAULT_LANGUAGE, Message, Text, msg, render
from wording.language_record import NO_BREAK

TEST_ROW = "test"  # id of the row that holds the p of a test of groups, added where a table is printed
SAID = frozenset({Flag.WEIGHTS_ONE})  # true of the whole table: a sentence under it, no mark on its numbers


@dataclass(frozen=True)
class PrintColumn:
    """One printed column: the column of the table it shows and which part of its cells."""

    column: Column
    position: int
    part: str

    @property
    def muted(self) -> bool:
        """Whether it stands back behind the estimates."""
        return self.part != "estimate"


def print_columns(table: TableSpec) -> tuple[PrintColumn, ...]:
    """The printed columns of a table, in order."""
    return tuple(
        PrintColumn(column, position, part)
        for position, column in enumerate(table.columns)
        for part in column.show
        if part in PARTS
    )


def heading(column: PrintColumn, table: TableSpec, language: str) -> str:
    """The words over a printed column; the estimate's carry the unweighted base."""
    label = render(column.column.label, language)
    if column.part == "estimate":
        if column.column.base is None:
            return label
        base = render(msg("table.n", base=column.column.base), language).replace(" ", NO_BREAK)
        return f"{label} ({base})" if label else base
    return render(part_name(column.part, table.level), language)


def table_notes(table: TableSpec, language: str) -> list[str]:
    """The notes under a table, its source last; flags and marks in use are explained."""
    used = {flag for row in table.rows for cell in row.cells for flag in cell.flags if not mask_mark(cell)}
    marks: list[Text] = [msg(f"flag.{flag.value}", mark=mark) for flag, mark in MARKED.items() if flag in used]
    said: list[Text] = [msg(f"flag.{flag.value}") for flag in SAID & used]
    lines = [render(note, language) for note in (*table.notes, *said, *marks)]
    if table.source is not None:
        lines.append(render(table.source, language))
    return [line for line in lines if line]


def with_test_row(table: TableSpec) -> TableSpec:
    """The table with a last row for the p of the test of its groups, in a cell of its own."""
    told = next((note for note in table.notes if isinstance(note, Message) and "exact" in note.args), None)
    if told is None or not table.rows or table.rows[-1].id == TEST_ROW:
        return table
    place = len(table.columns) - 1 if table.columns[-1].id == "total" else 0  # of all groups, where that has a column
    blank, tested = Cell(text="", unit=Unit.TEXT), Cell(float(told.args["exact"]), unit=Unit.P)
    cells = tuple(tested if at == place else blank for at in range(len(table.columns)))
    row = Row(TEST_ROW, msg("row.test_of_groups", n=told.args["rows"]), cells)
    return replace(table, rows=(*table.rows, row))


def with_source(table: TableSpec, source: Text | None, banner: Text | None = None) -> TableSpec:
    """The table as it is printed: the p of its groups in a row, a source line where it has none of its own and no
    page says it already.
    """
    table = with_test_row(table)
    said = source if table.source is None else table.source
    said = None if said == banner else said
    return table if said == table.source else replace(table, source=said)


def is_note_alone(table: TableSpec) -> bool:
    """Whether a table has no result, so that its notes say why and no grid is drawn."""
    ids = [[one.id for one in table.rows], [one.id for one in table.columns]]
    return bool(table.notes) and ids == [["nothing"]] * 2


def is_withheld(table: TableSpec) -> bool:
    """Whether a table has numbers and none of them may be shown, so that a sentence stands in its place."""
    cells = [cell for row in table.rows for cell in row.cells]
    return any(mask_mark(cell) for cell in cells) and not any(_is_known(cell) for cell in cells)


def withheld_sentence(titles: Sequence[Text], tables: Sequence[TableSpec]) -> Text:
    """What is said in place of tables and figures of which nothing is left."""
    cells = [cell for table in tables for row in table.rows for cell in row.cells if mask_mark(cell)]
    key = "groups" if all(Flag.MASKED_BASE in cell.flags for cell in cells) else "nothing_left"
    return msg(f"withheld.words.{key}", n=len(titles), what=list(titles))


def _is_known(cell: Cell) -> bool:
    """Whether a cell tells a number or words; a p beside numbers withheld tells none."""
    if mask_mark(cell):
        return False
    if cell.text is not None:
        return render(cell.text, DEFAULT_LANGUAGE).strip() not in ("", "–")
    return cell.estimate is not None and cell.unit is not Unit.P


def groups(columns: tuple[PrintColumn, ...], language: str) -> list[tuple[str, int]]:
    """The headings over groups of printed columns with how many each spans; empty when no column has a group."""
    if not any(column.column.group is not None for column in columns):
        return []
    spans: list[tuple[str, int]] = []
    for column in columns:
        label = render(column.column.group, language)
        if spans and spans[-1][0] == label:
            spans[-1] = (label, spans[-1][1] + 1)
        else:
            spans.append((label, 1))
    return spans


def missing_text(missing: Mapping[int, int]) -> tuple[Text, ...]:
    """What stands beside a base: "refused 12", "don't know 6" …, for the reasons that occur."""
    names = {1: "not_asked", 2: "refused", 3: "dont_know", 4: "missing"}
    order = [reason for reason in (2, 3, 4, 1) if missing.get(reason)]
    texts: list[Text] = [msg(f"reason.{names[reason]}", count=missing[reason]) for reason in order]
    other = sum(count for reason, count in missing.items() if reason >= 10)
    return (*texts, msg("reason.other", count=other)) if other else tuple(texts)


SHOWN = ("estimate", "interval", "se", "cv", "df", "n", "base", "weighted", "deff", "deff_without", "effective")


def precision_table(table: TableSpec) -> TableSpec | None:
    """A line for each estimate that has a standard error, with every fact known of it; None where there is none."""
    wanted = [at for at in range(len(table.columns)) if _estimated(table, at)]
    if not wanted:
        return None
    rows: list[Row] = []
    for at in wanted:
        column = table.columns[at]
        if len(wanted) > 1:
            over = column.label if column.group is None else msg("group.pair", first=column.group, second=column.label)
            rows.append(Row(f"{column.id}", over, (Cell(),), heading=True))
        told = [row for row in table.rows if row.id != TEST_ROW and (row.heading or not _is_words(row.cells[at]))]
        rows += [_line(row, at, len(wanted) > 1) for row in told]
    cells = [row.cells[0] for row in rows if not row.heading]
    shown = tuple(part for part in SHOWN if part == "estimate" or any(part_value(cell, part) for cell in cells))
    return TableSpec(
        f"{table.id}-precision",
        msg("title.precision", title=table.title),
        None,
        table.stub,
        (Column("precision", "", show=shown),),
        tuple(rows),
        (msg("note.precision"),),
        exclusive_rows=False,
        source=table.source,
        level=table.level,
    )


def _estimated(table: TableSpec, at: int) -> bool:
    return any(row.cells[at].se is not None for row in table.rows if not row.heading)


def _is_words(cell: Cell) -> bool:
    """Whether a cell stands beside words, as a quote below its answer: nothing is estimated there."""
    return cell.unit is Unit.TEXT and cell.estimate is None


def _line(row: Row, at: int, deeper: bool) -> Row:
    cell = Cell() if row.heading else row.cells[at]
    cell = replace(cell, flags=cell.flags - SAID)  # the table above says it already
    return Row(f"{row.id}-{at}", row.label, (cell,), row.depth + deeper, row.heading, row.total)
