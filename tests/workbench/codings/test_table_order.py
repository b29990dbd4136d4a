# SPDX-License-Identifier: MIT
"""Order of rows and columns of a table on the screen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from workbench.results.result_table import ResultTable, TableOrder, ordered_table


def table(*rows: tuple[str, int, tuple[float, float]]) -> TableSpec:
    columns = (Column("g0", "A"), Column("g1", "B"), Column("total", "All"))
    lines = [
        Row(name, name, tuple(Cell(size, unit=Unit.COUNT) for size in (*sizes, sum(sizes))), depth=depth)
        for name, depth, sizes in rows
    ]
    lines.append(Row("any", "Any", tuple(Cell(9.0, unit=Unit.COUNT) for _ in range(3)), total=True))
    return TableSpec("code-crosstab", "Codes", None, None, columns, tuple(lines))


SOME = table(("acts", 0, (1, 5)), ("means", 0, (4, 2)), ("debt", 1, (1, 0)), ("force", 1, (3, 2)))


def names(found: TableSpec) -> list[str]:
    return [row.id for row in found.rows]


def test_rows_stand_by_a_column_codes_keep_those_below_them_and_totals_stay_last() -> None:
    assert names(ordered_table(SOME, TableOrder(column="g0"))) == ["means", "force", "debt", "acts", "any"]
    assert names(ordered_table(SOME, TableOrder(column="g1"))) == ["acts", "means", "force", "debt", "any"]
    assert names(ordered_table(SOME, TableOrder(column="gone"))) == names(SOME)


def test_columns_stand_by_a_row_the_whole_stays_last() -> None:
    found = ordered_table(SOME, TableOrder(row="acts"))
    assert [column.id for column in found.columns] == ["g1", "g0", "total"]
    assert [cell.estimate for cell in found.rows[0].cells] == [5, 1, 6]


def test_what_is_withheld_stands_last_whatever_its_number() -> None:
    first = SOME.rows[0]
    dark = Cell(5.0, unit=Unit.COUNT, flags=frozenset({Flag.MASKED_CELL}))
    masked = TableSpec("code-crosstab", "Codes", None, None, SOME.columns,
                       (Row("acts", "acts", (dark, *first.cells[1:])), *SOME.rows[1:]))  # fmt: skip
    assert names(ordered_table(masked, TableOrder(column="g0")))[-2:] == ["acts", "any"]


def test_a_second_click_brings_back_the_order_they_came_in() -> None:
    once = TableOrder().turned(column="g0")
    assert once.turned(column="g0") == TableOrder()
    assert once.turned(row="acts") == TableOrder("g0", "acts")


def test_another_table_begins_with_the_names_of_its_rows(qtbot: QtBot) -> None:
    area = ResultTable()
    qtbot.addWidget(area)
    area.resize(200, 200)
    wide = [Column(f"g{at}", f"Group {at}") for at in range(40)]
    cells = tuple(Cell(1.0, unit=Unit.COUNT) for _ in wide)
    for name in ("code-crosstab", "code-timeline"):
        area.show_table(TableSpec(name, "Codes", None, None, tuple(wide), (Row("a", "A", cells),)), (0, 0, 0))
        assert area.horizontalScrollBar().value() == 0, name
        area.show()
        area.horizontalScrollBar().setValue(300)
        assert area.horizontalScrollBar().value() == 300
