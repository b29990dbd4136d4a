# SPDX-License-Identifier: MIT
"""The data view's order, filters, search and cells, against what six rows show by eye."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Kind
from projects.datasets.table.filters import (
    Edited,
    HasChoice,
    HasText,
    InAnalysis,
    InRange,
    IsMissing,
    IsPresent,
    order_by,
    order_of,
)
from projects.datasets.table.table_view import Hit, TableView, number_text
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunks import ChunkColumn
from tests.projects.cells import change_cell


def shown(view: TableView) -> list[int]:
    return [view.row_id(row) for row in range(view.row_count)]


def test_sorting_puts_absent_values_last_both_ways(stored: Project) -> None:
    view = TableView(stored, "t1")
    view.sort("v6")
    assert shown(view) == [3, 1, 5, 4, 2, 6]
    view.sort("v6", descending=True)
    assert shown(view) == [2, 4, 5, 1, 3, 6]
    view.sort("v3")
    assert shown(view) == [1, 2, 4, 3, 5, 6]
    view.sort("v5")
    assert shown(view) == [1, 4, 2, 6, 3, 5]
    view.sort(None)
    assert shown(view) == [1, 2, 3, 4, 5, 6]


def test_filters_combine(stored: Project) -> None:
    view = TableView(stored, "t1")
    view.filter([HasChoice("v2", frozenset({"c1"})), InRange("v6", 30, None)])
    assert shown(view) == [1, 2]
    view.filter([HasChoice("v5", frozenset({"c2"}))])
    assert shown(view) == [1, 2]
    view.filter([HasText("v3", "K2")])
    assert shown(view) == [3, 5, 6]
    view.filter([IsMissing("v5", frozenset({2}))])
    assert shown(view) == [3]
    view.filter([IsMissing("v5")])
    assert shown(view) == [3, 5]
    view.filter([IsPresent("v6"), InAnalysis()])
    assert shown(view) == [1, 2, 3, 4]
    view.filter([InAnalysis(kept=False)])
    assert shown(view) == [5]
    view.filter([InRange("v8", "2026-03-01", "2026-03-01")])
    assert view.row_count == 6
    view.filter([InRange("v8", "2026-03-02")])
    assert view.row_count == 0
    with pytest.raises(ValueError):
        view.filter([InRange("v3", 1, 2)])


def test_cells_in_labels_or_codes_and_either_language(stored: Project) -> None:
    view = TableView(stored, "t1", language="fr")
    assert view.cell(0, "v2").text == "Site A (fr)"
    assert view.cell(0, "v5").text == "Theft (fr); No lighting (fr)"
    assert view.cell(2, "v5").text == "Refused (fr)"
    assert view.cell(4, "v5").text == "Question non posée"
    assert view.cell(2, "v4").text == "0,5"
    assert view.cell(0, "v8").text == "2026-03-01"
    codes = TableView(stored, "t1", codes=True)
    assert codes.cell(0, "v5").text == "theft; light"
    assert codes.page(0, 2, ["v6", "v7"])[1][1].text == "=Bo"
    assert len(codes.page(4, 10, ["v6"])) == 2


def test_find_counts_goes_on_goes_back_and_comes_round(stored: Project) -> None:
    view = TableView(stored, "t1")
    assert view.find("site b", ["v2", "v3"]) == Hit(3, "v2", 1, 3)
    assert view.find("k1", ["v3"], (2, "v3")) == Hit(3, "v3", 3, 3)
    assert view.find("k1", ["v3"], (0, "v3"), 1) == Hit(1, "v3", 2, 3)
    assert view.find("k1", ["v3"], (3, "v3"), 1) == Hit(0, "v3", 1, 3), "round the end"
    assert view.find("k1", ["v3"], (0, "v3"), -1) == Hit(3, "v3", 3, 3), "round the beginning"
    assert view.find("ada", ["v7"], (1, "v7")) == Hit(0, "v7", 1, 1)
    assert view.find("51", ["v6", "v8"]) == Hit(1, "v6", 1, 1)
    assert view.find("refused", ["v5", "v6"]) == Hit(2, "v5", 1, 1), "the words of an absent answer"
    assert view.find("don", ["v6"]) == Hit(5, "v6", 1, 1)
    assert view.find("nowhere", ["v2", "v3", "v7"]) is None
    assert view.find("", ["v2"]) is None


def test_what_is_found_follows_an_edit(stored: Project) -> None:
    view = TableView(stored, "t1")
    assert view.find("51", ["v6"]) == Hit(1, "v6", 1, 1)
    view.follow(stored.do(change_cell(stored, "t1", 4, "v6", DatasetCell(51.0))))
    assert view.find("51", ["v6"], (1, "v6"), 1) == Hit(3, "v6", 2, 2)


def test_sorting_by_several_variables(stored: Project) -> None:
    view = TableView(stored, "t1")
    view.sort_by([("v2", False), ("v6", True)])
    assert shown(view) == [2, 1, 3, 4, 5, 6], "sites upwards, ages downwards within them, no age last"
    view.sort_by([("v3", True), ("v2", True), ("v6", False)])
    assert shown(view) == [5, 6, 3, 4, 1, 2]
    changes = stored.do(change_cell(stored, "t1", 6, "v6", DatasetCell(1.0)))
    assert view.follow(changes)
    assert shown(view) == [6, 5, 3, 4, 1, 2]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30), st.booleans(), st.booleans())
def test_several_keys_sort_as_python_does(rows: list[tuple[int, int]], first: bool, second: bool) -> None:
    columns = [
        ChunkColumn(Kind.NUMBER, np.array(part, float), np.zeros(len(part), np.int8))
        for part in zip(*rows, strict=True)
    ]
    found = [rows[place] for place in order_by([(columns[0], first), (columns[1], second)])]
    assert found == sorted(rows, key=lambda row: (-row[0] if first else row[0], -row[1] if second else row[1]))


def test_the_view_follows_edits_and_undo(stored: Project) -> None:
    view = TableView(stored, "t1")
    view.sort("v6")
    changes = stored.do(change_cell(stored, "t1", 3, "v6", DatasetCell(99.0), why="asked again"))
    assert view.follow(changes)
    assert shown(view) == [1, 5, 4, 2, 3, 6]
    assert view.cell(4, "v6").edited
    view.filter([Edited()])
    assert shown(view) == [3]
    view.filter([])
    assert view.follow(stored.undo())
    assert shown(view) == [3, 1, 5, 4, 2, 6]
    assert view.row_of(2) == 4


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40), st.booleans())
def test_order_is_a_sorted_permutation(values: list[float | None], descending: bool) -> None:
    numbers = np.array([np.nan if value is None else value for value in values], float)
    reasons = np.array([4 if value is None else 0 for value in values], np.int8)
    order = order_of(ChunkColumn(Kind.NUMBER, numbers, reasons), descending)
    assert sorted(order.tolist()) == list(range(len(values)))
    present = [value for value in values if value is not None]
    assert numbers[order][: len(present)].tolist() == sorted(present, reverse=descending)


def test_numbers_keep_their_decimals() -> None:
    assert number_text(34.0, "en") == "34"
    assert number_text(0.25, "fr") == "0,25"
    assert number_text(1234.5, "en") == "1,234.5"
    assert number_text(1234.5, "en", codes=True) == "1234.5"
