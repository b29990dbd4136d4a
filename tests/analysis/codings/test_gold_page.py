# SPDX-License-Identifier: MIT
"""Each measure of codings against the counts by hand of `gold_page.py`: twenty segments on a page of text."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.analyses import run
from analysis.codings.study import CodingStudy
from analysis.result_tables import TableSpec
from tests.analysis.codings import gold_page as gold
from wording import render


def tables(name: str, **options: Any) -> tuple[TableSpec, ...]:
    return run(name, CodingStudy(gold.codings()), options).tables


def numbers(table: TableSpec) -> dict[str, tuple[float | None, ...]]:
    return {row.id: tuple(cell.estimate for cell in row.cells) for row in table.rows}


def test_the_page_is_what_the_table_above_it_says() -> None:
    (text, *_others) = gold.codings().texts()
    assert len(text.text.split()) == 40
    assert len(gold.SEGMENTS) == 20
    assert gold.codings().quotes(["2", "7"]) == {"2": "the fare. The debt grew", "7": "I owed"}


def test_segments_interviews_and_cases() -> None:
    found = numbers(tables("code_frequencies")[0])
    assert {code: line[:3] for code, line in found.items()} == gold.FREQUENCIES
    assert [line[3] for line in found.values()] == [3 / 5, 3 / 5, 2 / 5, 3 / 5, 3 / 5]


@pytest.mark.parametrize("relation", list(gold.TOGETHER), ids=str)
def test_pairs_of_segments(relation: tuple[str, int]) -> None:
    matrix = tables("cooccurrence", relation=relation[0], within=relation[1], variable="Debt; Papers; Fear; Help")[0]
    place = {row.id: at for at, row in enumerate(matrix.rows)}
    found = numbers(matrix)
    assert tuple(found[one][place[other]] for one, other in gold.PAIRS) == gold.TOGETHER[relation]
    assert tuple(found[other][place[one]] for one, other in gold.PAIRS) == gold.TOGETHER[relation]


def test_jaccard_and_what_chance_gives() -> None:
    pairs = numbers(tables("cooccurrence", variable="Debt; Papers; Fear; Help")[1])
    for (one, other), (meet, jaccard, expected) in gold.OVERLAPPING.items():
        assert pairs[f"{one}-{other}"][1:] == (meet, pytest.approx(jaccard), pytest.approx(expected))


def test_saturation_in_the_order_of_the_project() -> None:
    (table,) = tables("saturation", variable="Debt; Papers; Fear; Help")
    assert [render(row.label, "en") for row in table.rows] == list(gold.ORDER)[:-1]
    assert list(numbers(table).values()) == gold.SATURATION
    assert "1 interview without codings is left out." in [render(note, "en") for note in table.notes]
    assert "1 entretien sans codage n’est pas compté." in [render(note, "fr") for note in table.notes]
    (of_one,) = tables("saturation", variable="Fear")
    assert list(numbers(of_one).values()) == gold.FEAR_SO_FAR


@pytest.mark.parametrize(("options", "segments"), gold.QUERIES, ids=str)
def test_queries(options: dict[str, Any], segments: set[int]) -> None:
    (table,) = tables("segments", **options)
    assert {int(row.id[1:]) for row in table.rows} == segments


def test_a_retired_code_is_counted_and_said() -> None:
    (table,) = tables("code_frequencies", variable="Help")
    assert numbers(table)[gold.HELP][:3] == gold.FREQUENCIES[gold.HELP]
    assert any("retired" in render(note, "en") for note in table.notes)
