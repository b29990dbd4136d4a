# SPDX-License-Identifier: MIT
"""Telephone numbers and dates against values set by hand before the code: `gold/phones.json`, `gold/dates.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coding.entities.date_values import date_value, interview_day
from coding.entities.patterns import find_by_form
from coding.entities.phones import international_forms, spoken_digits, valid_numbers
from coding.entities.records import EntityKind, with_values


def gold(name: str) -> list[Any]:
    return json.loads((Path(__file__).parent / "gold" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", gold("phones.json"), ids=lambda one: one["text"][:30])
def test_phones_are_found_and_have_one_form(one: dict[str, Any]) -> None:
    text, language = one["text"], one["language"]
    found = with_values(text, find_by_form(text, language), lambda _: language)
    phones = [phone for phone in found if phone.kind is EntityKind.PHONE]
    said = [[text[phone.start : phone.end], phone.value.replace(" ", "").replace("-", "")] for phone in phones]
    assert said == one["phones"]


@pytest.mark.parametrize("one", gold("dates.json"), ids=lambda one: f"{one['said']} {one['interview']}")
def test_dates_have_the_value_they_tell(one: dict[str, str]) -> None:
    assert date_value(one["said"], one["language"], one["interview"]) == one["value"]


@pytest.mark.parametrize("one", gold("interview_days.json"), ids=lambda one: one["day"])
def test_the_day_of_an_interview_stands_in_its_heading(one: dict[str, str]) -> None:
    assert interview_day(one["text"], "fr" if "Groupe" in one["text"] else "en") == one["day"]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("twenty one", "21"),
        ("seven six, five five five, double zero, eight", "76555008"),
        ("dix-sept", "17"),
        ("dix, sept", "107"),
        ("soixante et onze, quatre-vingt-un", "7181"),
        ("cent vingt-deux", "122"),
        ("two hundred and six", "206"),
    ],
)
def test_spoken_numbers_as_digits(said: str, digits: str) -> None:
    assert spoken_digits(said) == digits


def test_one_date_with_the_month_first_tells_how_the_others_are_written() -> None:
    text = "She left on 04/05/2021 and came back on 05/14/2021."
    found = with_values(text, find_by_form(text, "en"), lambda _: "en")
    assert [one.value for one in found] == ["2021-04-05", "2021-05-14"]


def test_the_countries_of_the_project_read_numbers_without_a_code() -> None:
    text = "Call 98 555 013."  # eight digits that begin with 98: a mobile number of Tunisia, none of Burundi or Kenya
    assert international_forms(["98 555 013"], ("TN",)) == ["+216 98 555 013"]
    assert international_forms(["98 555 013"], ("BI", "KE")) == [""]
    assert valid_numbers(text, ("TN",)) == [(5, 15)]
    assert valid_numbers(text, ("KE",)) == []
    found = with_values(text, find_by_form(text, "en", ("TN",)), lambda _: "en", ("TN",))
    assert [one.value for one in found] == ["+216 98 555 013"]
