# SPDX-License-Identifier: MIT
"""Numbers as English and French write them (rules: Chicago Manual of Style; Lexique de l'Imprimerie nationale)."""

from __future__ import annotations

import datetime as dt

import pytest

from wording import Labels, msg, render, text_from_json, text_to_json
from wording.numbers import (
    format_argument,
    format_date,
    format_interval,
    format_number,
    format_p,
    format_percent,
    format_probability,
)


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (1234.5, 1, "1,234.5", "1\u202f234,5"),
        (0.04, 1, "0.0", "0,0"),
        (-0.04, 1, "0.0", "0,0"),
        (-2, 0, "\u22122", "\u22122"),
        (None, 0, "–", "–"),
        (float("nan"), 0, "–", "–"),
    ],
)
def test_numbers(value: float | None, decimals: int, english: str, french: str) -> None:
    assert format_number(value, "en", decimals) == english
    assert format_number(value, "fr", decimals) == french


def test_shares_and_intervals() -> None:
    assert format_percent(0.623, "en") == "62%"
    assert format_percent(0.623, "fr", 1) == "62,3\u00a0%"
    assert format_interval(0.55, 0.69, "en", percent=True) == "55–69"
    assert format_interval(-2.0, 4.0, "fr") == "\u22122 à 4"


def test_p_values_never_print_as_zero() -> None:
    assert format_p(0.00001, "en") == "<0.001"
    assert format_p(0.0071, "fr") == "0,007"
    assert format_p(0.19, "en") == "0.19"


@pytest.mark.parametrize(
    ("probability", "english", "french"),
    [(0.997, ">0.99", ">0,99"), (1.0, ">0.99", ">0,99"), (0.99, "0.99", "0,99"), (0.5, "0.50", "0,50"),
     (0.01, "0.01", "0,01"), (0.004, "<0.01", "<0,01"), (0.0, "<0.01", "<0,01"), (None, "–", "–")],
)  # fmt: skip
def test_a_probability_is_never_certain(probability: float | None, english: str, french: str) -> None:
    assert [format_probability(probability, language) for language in ("en", "fr")] == [english, french]


def test_dates() -> None:
    assert format_date(dt.datetime(2026, 11, 24, 14, 32), "en") == "24 Nov 2026, 14:32"
    assert format_date(dt.date(2026, 11, 4), "fr") == "04/11/2026"


def test_a_text_survives_storage() -> None:
    text = msg("cli.step", seconds="1", text=Labels({"en": "Site", "fr": "Lieu"}))
    again = text_from_json(text_to_json(text))
    assert again == text
    assert render(again, "fr") == "1 s  Lieu"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [(97.5, "97.5", "97,5"), (2.0, "2", "2"), (1.25, "1.25", "1,25"), (1.999, "2", "2"),
     (-0.5, "\u22120.5", "\u22120,5"),
     (1234.5, "1,234.5", "1\u202f234,5"), (float("nan"), "–", "–"), (0.001, "0", "0")],
)  # fmt: skip
def test_an_argument_has_no_more_decimals_than_it_needs(value: float, english: str, french: str) -> None:
    assert format_argument(value, "en") == english
    assert format_argument(value, "fr") == french


QUESTION = Labels({"en": "Did you lose documents?", "fr": "Avez-vous perdu des documents\u202f?"})


@pytest.mark.parametrize(
    ("variable", "english", "french"),
    [
        (QUESTION, "Did you lose documents? – by Site", "Avez-vous perdu des documents\u202f? – selon Site"),
        (Labels({"en": "Documents:", "fr": "Documents\u00a0:"}), "Documents, by Site", "Documents, selon Site"),
        (Labels({"en": "Documents. ", "fr": "Documents"}), "Documents, by Site", "Documents, selon Site"),
        (Labels({"en": "Documents …", "fr": "Documents..."}), "Documents … – by Site", "Documents... – selon Site"),
        (Labels({"en": "", "ar": "هل فقدت وثائق؟"}), "هل فقدت وثائق؟ – by Site", "هل فقدت وثائق؟ – selon Site"),
    ],
)
def test_a_question_in_a_title_keeps_one_mark(variable: Labels, english: str, french: str) -> None:
    title = msg("title.variable_by", variable=variable, group="Site")
    assert (render(title, "en"), render(title, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        ("title.differences", "differences between groups", "différences entre groupes"),
        ("title.terms", "tests of whole variables", "tests des variables entières"),
    ],
)
def test_what_follows_a_colon_follows_a_question_behind_a_dash(key: str, english: str, french: str) -> None:
    asked, named = msg(key, variable=QUESTION), msg(key, variable="Documents.")
    assert render(asked, "en") == f"Did you lose documents? – {english}"
    assert render(asked, "fr") == f"Avez-vous perdu des documents\u202f? – {french}"
    assert render(named, "en") == f"Documents: {english}"
    assert render(named, "fr") == f"Documents\u00a0: {french}"


def test_a_ratio_of_two_questions_reads_well() -> None:
    title = msg("title.ratio", numerator=QUESTION, denominator="household")
    assert render(title, "en") == "Did you lose documents? – per household"
    assert render(msg("title.ratio", numerator="Debts.", denominator="household"), "en") == "Debts per household"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (62.5, 0, "63"), (61.5, 0, "62"), (-62.5, 0, "\u221263"), (0.125, 2, "0.13"), (2.675, 2, "2.68"),
        (0.5, 0, "1"), (1.5, 0, "2"), (0.575 * 100, 0, "58"), (1234567.5, 0, "1,234,568"),
        (62.4999, 0, "62"), (1e22, 0, f"{10**22:,}"),
    ],
)  # fmt: skip
def test_a_half_goes_away_from_zero(value: float, decimals: int, text: str) -> None:
    """As spreadsheets and charts of Word round: 2.675 is written with 15 digits and is a half."""
    assert format_number(value, "en", decimals) == text


@pytest.mark.parametrize(
    ("share", "decimals", "english"),
    [(0.625, 0, "63%"), (0.004, 0, "<1%"), (0.00499999, 0, "<1%"), (0.005, 0, "1%"), (0.0, 0, "0%"),
     (0.0004, 1, "<0.1%"), (0.0005, 1, "0.1%"), (-0.004, 0, "0%"), (1e-12, 0, "<1%"), (0.006, 0, "1%")],
)  # fmt: skip
def test_more_than_nothing_never_prints_as_nothing(share: float, decimals: int, english: str) -> None:
    assert format_percent(share, "en", decimals) == english
    assert format_percent(share, "fr", decimals) == english.replace(".", ",").replace("%", "\u00a0%")


def test_ends_of_an_interval_below_half_a_percent() -> None:
    assert format_interval(0.001, 0.03, "en", percent=True) == "<1–3"
    assert format_interval(0.0, 0.03, "en", percent=True) == "0–3"
    assert format_interval(0.001, 0.002, "en", percent=True) == "<1"
