# SPDX-License-Identifier: MIT
"""A result in a sentence: share, n, interval, the groups with the highest and the lowest; nothing that is withheld."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.report.finding_sentences import table_sentence
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from wording import msg, render


def share(value: float, low: float | None = None, high: float | None = None, base: int = 200) -> Cell:
    return Cell(value, low, high, n=round(value * base), base=base, unit=Unit.SHARE)


def answers(*rows: tuple[str, list[Cell]]) -> TableSpec:
    names = ("g0", "g1", "g2", "total")[-len(rows[0][1]) :]
    columns = tuple(Column(name, {"total": "All"}.get(name, f"Site {name[1]}")) for name in names)
    made = tuple(Row(f"c{at}", label, tuple(cells)) for at, (label, cells) in enumerate(rows, start=1))
    return TableSpec("proportions-v1-v2", "Safety", None, None, columns, made, base=600)


FOOD = ("Food", [share(0.65), share(0.51), share(0.66), share(0.58, 0.53, 0.62, 624)])
CASH = ("Cash", [share(0.34), share(0.15), share(0.19), share(0.23, 0.19, 0.27, 624)])
NONE = ("None", [share(0.04), share(0.12), share(0.07), share(0.08, 0.06, 0.10, 624)])


def test_the_largest_answer_with_its_interval_and_the_ends_of_the_groups() -> None:
    said = table_sentence(answers(CASH, FOOD, NONE))
    assert render(said, "en") == "Food: 58% (95% CI 53–62%; n = 624). Highest: Site 2 (66%); lowest: Site 1 (51%)."
    french = render(said, "fr").replace("\u202f", " ").replace("\u00a0", " ")
    assert french.startswith("Food : 58 % (IC à 95 % 53–62 % ; n = 624). ")
    assert french.endswith("Le plus élevé : Site 2 (66 %) ; le plus bas : Site 1 (51 %).")


def test_of_two_answers_the_first_and_of_two_groups_both() -> None:
    table = answers(("Yes", [share(0.27), share(0.29), share(0.28)]), ("No", [share(0.73), share(0.71), share(0.72)]))
    assert render(table_sentence(table), "en") == "Yes: 28% (n = 200). Site 1 27%, Site 2 29%."


@pytest.mark.parametrize("mark", [Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT, Flag.MASKED_BASE])
def test_what_is_withheld_is_neither_told_nor_called_the_highest(mark: Flag) -> None:
    hidden = [replace(FOOD[1][0]), FOOD[1][1], replace(FOOD[1][2], flags=frozenset({mark})), FOOD[1][3]]
    said = render(table_sentence(answers(CASH, ("Food", hidden), NONE)), "en")
    assert said.endswith("Of the groups shown, highest: Site 0 (65%); lowest: Site 1 (51%).")
    whole = [*FOOD[1][:3], replace(FOOD[1][3], flags=frozenset({mark}))]
    assert render(table_sentence(answers(CASH, ("Food", whole), NONE)), "en").startswith("Cash: 23%")


def test_means_by_group_and_tables_that_say_nothing() -> None:
    def mean(value: float, base: int) -> tuple[Cell, ...]:
        return (Cell(value, value - 1, value + 1, base=base, unit=Unit.NUMBER, decimals=1),)

    told = [("A", 17.1), ("B", 21.0), ("C", 18.8)]
    rows = [Row(f"g{at}", name, mean(value, 200)) for at, (name, value) in enumerate(told)]
    whole = Row("total", "All", mean(19.7, 631), total=True)
    table = TableSpec("means-v1-v2", "Index", None, None, (Column("s0", "Mean"),), (*rows, whole), base=631)
    assert render(table_sentence(table), "en") == (
        "Mean: 19.7 (95% CI 18.7–20.7; n = 631). Highest: B (21.0); lowest: A (17.1)."
    )
    alike = replace(table, rows=(*(replace(row, cells=mean(18.0, 200)) for row in rows), whole))
    assert render(table_sentence(alike), "en").endswith("Alike in all groups shown (18.0).")
    said = Row("r", "P01", (Cell(text="…", unit=Unit.TEXT),))
    words = TableSpec("framework", "Themes", None, None, (Column("c1", "Means"),), (said,))
    assert table_sentence(words) == ""


def test_a_plain_description_and_a_matrix_of_cases_get_a_sentence() -> None:
    cells = (Cell(40.46, base=633, unit=Unit.NUMBER, decimals=1), Cell(31.0, base=633, unit=Unit.NUMBER, decimals=1))
    columns = (Column("s0", "Mean"), Column("s1", "25%"))
    table = TableSpec("describe-v1", "Age", None, None, columns, (Row("total", "All", cells),), base=633)
    assert render(table_sentence(table), "en") == "Mean: 40.5 (n = 633)."
    grid = [("no_summary", "nothing_coded"), ("no_summary", "no_summary"), ("nothing_coded", "nothing_coded")]
    rows = tuple(
        Row(f"case{at}", f"P0{at}", tuple(Cell(text=msg(f"framework.{key}", n=2), unit=Unit.TEXT) for key in keys))
        for at, keys in enumerate(grid)
    )
    words = TableSpec("framework", "Themes", None, None, (Column("c1", "Means"), Column("c2", "Purpose")), rows)
    said = table_sentence(words)
    assert render(said, "en") == "3 cases, 2 themes. Theme with the most cases: Means (2 of 3)."
    assert render(said, "fr").endswith("Means (2 sur 3).")
