# SPDX-License-Identifier: MIT
"""Typed values, read in the person's language: numbers, days, answers, reasons. Ambiguous ones are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Kind
from projects.datasets.corrections.edits import typed_cell
from projects.datasets.table.table_view import typed_moment, typed_number
from projects.stored_tables.cells import DatasetCell
from tests.projects.datasets.conftest import variable
from wording import Problem
from wording.numbers import format_number

SITE = variable(2, "site", Kind.ONE, ("a", "Site A", 0), ("b", "Site B", 0), ("r", "Won't say", 2))
CONCERNS = variable(5, "concerns", Kind.SET, ("theft", "Theft", 0), ("no_light", "No lighting", 0))


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("34", 34.0, 34.0),
        ("1.5", 1.5, 1.5),
        ("1,5", None, 1.5),
        ("1,234", 1234.0, 1.234),
        ("1,234.5", 1234.5, None),
        ("1\u202f234,5", None, 1234.5),
        ("-3", -3.0, -3.0),
        ("−3", -3.0, -3.0),
        ("1_000", None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("", None, None),
        ("sixty", None, None),
    ],
)
def test_numbers(text: str, english: float | None, french: float | None) -> None:
    assert typed_number(text, "en") == english
    assert typed_number(text, "fr") == french


@given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from(["en", "fr"]))
def test_a_number_as_the_program_writes_it_is_read_back(whole: int, decimals: int, language: str) -> None:
    number = whole / 10**decimals
    assert typed_number(format_number(number, language, decimals), language) == pytest.approx(number)


def test_days() -> None:
    assert typed_moment("2026-03-01", Kind.DATE, "en") == "2026-03-01"
    assert typed_moment("1/3/2026", Kind.DATE, "fr") == "2026-03-01"
    assert typed_moment("01.03.2026 9:05", Kind.DATETIME, "fr") == "2026-03-01T09:05:00"
    assert typed_moment("1/3/2026", Kind.DATE, "en") is None, "January or March?"
    assert typed_moment("31/02/2026", Kind.DATE, "fr") is None
    for day in ("9999-12-31", "0001-01-01"):
        assert typed_moment(day, Kind.DATE, "en") is None, "beyond what a column holds"


def test_answers_by_code_by_label_in_any_language_and_by_reason() -> None:
    for text in ("a", "Site A", "site a", "Site A (fr)"):
        assert typed_cell(SITE, text, "en") == DatasetCell("c1")
    assert typed_cell(SITE, "won’t say", "en") == DatasetCell(None, 2), "the form's own refusal"
    assert typed_cell(SITE, "Ne sait pas", "en") == DatasetCell(None, 3)
    assert typed_cell(SITE, " ", "en") == DatasetCell(None, 4)
    assert typed_cell(CONCERNS, "theft no_light", "en") == DatasetCell(("c1", "c2"))
    assert typed_cell(CONCERNS, "No lighting; Theft", "en") == DatasetCell(("c1", "c2")), "in the order of the form"
    for answer, text in ((SITE, "Site C"), (CONCERNS, "theft elsewhere")):
        with pytest.raises(Problem):
            typed_cell(answer, text, "en")


def test_a_reason_in_a_column_of_numbers_or_days_but_words_in_a_text() -> None:
    assert typed_cell(variable(6, "age", Kind.INTEGER), "refused", "en") == DatasetCell(None, 2)
    assert typed_cell(variable(8, "day", Kind.DATE), "Not asked", "fr") == DatasetCell(None, 1)
    assert typed_cell(variable(9, "note", Kind.TEXT), "Refused", "en") == DatasetCell("Refused")
    with pytest.raises(Problem):
        typed_cell(variable(6, "age", Kind.INTEGER), "3.5", "en")
