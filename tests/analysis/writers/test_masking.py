# SPDX-License-Identifier: MIT
"""Withheld numbers cannot be had back: not by sight and not by subtraction."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.masking import Destination, mask
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit

HIDDEN = {Flag.MASKED_BASE, Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT}


def counts_table(counts: list[list[int]], rows: bool = True, columns: bool = False, total: bool = False) -> TableSpec:
    """Counts [row][column] as shares of their column, with a total column when wanted."""
    grid = [[*line, sum(line)] if total else line for line in counts]
    bases = [sum(column) for column in zip(*grid, strict=True)]
    heads = [Column(f"g{at}", f"G{at}", base=base) for at, base in enumerate(bases)]
    if total:
        heads[-1] = Column("total", "All", base=bases[-1])
    body = tuple(
        Row(f"r{at}", f"R{at}", tuple(
            Cell(n / base if base else None, 0.0, 1.0, 0.1, n, base, unit=Unit.SHARE)
            for n, base in zip(line, bases, strict=True)
        ))
        for at, line in enumerate(grid)
    )  # fmt: skip
    return TableSpec("t", "T", None, None, tuple(heads), body, exclusive_rows=rows, exclusive_columns=columns)


def hidden(table: TableSpec) -> list[list[bool]]:
    return [[bool(cell.flags & HIDDEN) for cell in row.cells] for row in table.rows]


def test_a_small_cell_takes_its_smallest_neighbour_along() -> None:
    table, masked = mask(counts_table([[3], [40], [20]]), destination=Destination.PARTNER)
    assert hidden(table) == [[True], [False], [True]]
    assert (masked.cells, masked.complements) == (1, 1)
    cell = table.rows[0].cells[0]
    assert (cell.estimate, cell.low, cell.high, cell.se, cell.n, cell.base, cell.weighted_base) == (None,) * 7


def test_choices_of_a_set_need_no_complement() -> None:
    table, masked = mask(counts_table([[3], [40], [20]], rows=False), destination=Destination.PARTNER)
    assert hidden(table) == [[True], [False], [False]]
    assert masked.total == 1


def test_along_groups_with_a_total_another_group_is_masked() -> None:
    spec = counts_table([[3, 30, 40], [50, 60, 20]], rows=False, columns=True, total=True)
    table, _ = mask(spec, destination=Destination.PARTNER)
    assert hidden(table)[0] == [True, True, False, False]
    assert hidden(table)[1] == [False] * 4


def test_inside_the_team_only_bases_are_marked() -> None:
    table, masked = mask(counts_table([[3, 4], [40, 4]]))
    assert hidden(table) == [[False, True], [False, True]]
    assert (masked.bases, masked.cells) == (2, 0)


def test_bases_under_thirty_are_flagged_and_the_note_says_so() -> None:
    table, masked = mask(counts_table([[10], [12]]))
    assert Flag.SMALL_BASE in table.rows[0].cells[0].flags
    assert masked.flagged == 2
    assert any(getattr(note, "key", "") == "mask.small_base" for note in table.notes)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=2, max_size=6),
    st.booleans(),
)
def test_no_masked_cell_can_be_subtracted(counts: list[list[int]], total: bool) -> None:
    spec = counts_table(counts, columns=total, total=total)
    table, _ = mask(spec, minimum_base_flag=0, minimum_base_mask=0, destination=Destination.PARTNER)
    marks = hidden(table)
    lines = [[(at, column) for at in range(len(counts))] for column in range(len(spec.columns))]
    if total:
        lines += [[(at, column) for column in range(3)] for at in range(len(counts))]
    for line in lines:
        sizes = [spec.rows[at].cells[column].n or 0 for at, column in line if marks[at][column]]
        shown = [place for place in line if not marks[place[0]][place[1]]]
        assert not sizes or not shown or (len(sizes) > 1 and sum(sizes) >= 5)
    for row, line in zip(spec.rows, marks, strict=True):
        for cell, is_hidden in zip(row.cells, line, strict=True):
            assert is_hidden or not 0 < (cell.n or 0) < 5
