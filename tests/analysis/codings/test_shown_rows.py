# SPDX-License-Identifier: MIT
"""A heat table with room for some rows chooses them by what is shown: a withheld row's place reveals nothing of it."""

from __future__ import annotations

from dataclasses import replace

from analysis.codings.heat_table_rows import MOST_ROWS, figure_from, shown_of
from analysis.report.blocks import FigureBlock, with_tables
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit


def table(sizes: list[int], withheld: frozenset[int] = frozenset()) -> TableSpec:
    flags = [frozenset({Flag.MASKED_CELL}) if at in withheld else frozenset() for at in range(len(sizes))]
    cells = [Cell(float(size), unit=Unit.COUNT, flags=flag) for size, flag in zip(sizes, flags, strict=True)]
    rows = tuple(Row(f"k{at}", f"code {at}", (cell,)) for at, cell in enumerate(cells))
    return TableSpec("t", "Codes", None, None, (Column("all", "All"),), rows)


def test_a_withheld_row_is_drawn_or_not_whatever_its_number() -> None:
    others = [10 + at for at in range(MOST_ROWS + 5)]
    drawn = set()
    for secret in (1, 2, 3, 4, 500):
        whole = table([*others, secret])
        masked = table([*others, secret], frozenset({len(others)}))
        figure = FigureSpec("f", whole, Chart.HEAT, "Codes", rows=shown_of(whole)[0], fullest="rows")
        (shown,) = (with_tables(FigureBlock(figure), iter([masked])),)
        assert isinstance(shown, FigureBlock)
        drawn.add(shown.figure.rows)
        assert figure_from(figure, whole).rows == figure.rows, "inside the team nothing changes"
    assert len(drawn) == 1
    assert next(iter(drawn)) == tuple(f"k{at}" for at in range(5, MOST_ROWS + 5))


def test_figures_that_show_all_or_choose_otherwise_keep_their_rows() -> None:
    few = table([1, 2, 3], frozenset({0}))
    figure = FigureSpec("f", table([1, 2, 3]), Chart.HEAT, "Codes", rows=("k2", "k0"))
    assert figure_from(figure, few).rows == ("k2", "k0")
    assert figure_from(replace(figure, rows=(), fullest="rows"), few).rows == ()
