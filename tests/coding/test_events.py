# SPDX-License-Identifier: MIT
"""Events and legs on invented passages, against answers set before the code; dates that can be ordered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest

from coding.events.timeline import Event, date_of, find_events, in_order, time_expressions
from coding.parses import parse_text
from tests.coding.pipelines import with_grammar

pytestmark = pytest.mark.slow  # each process loads a pipeline of a language, some seconds

GOLD = json.loads((Path(__file__).parent / "gold" / "events.json").read_text(encoding="utf-8"))


class Find(Protocol):
    """Finds the events of a text in a language."""

    def __call__(self, text: str, language: str, within: Sequence[tuple[int, int]] | None = None) -> list[Event]: ...


@pytest.fixture(scope="module")
def find() -> Find:
    def find(text: str, language: str, within: Sequence[tuple[int, int]] | None = None) -> list[Event]:
        nlp, grammar = with_grammar(language)
        return find_events(text, parse_text(nlp, text), language, grammar, within)

    return find


def _legs(events: list[Event]) -> list[tuple[str, ...]]:
    return [(event.origin, event.destination, event.means, event.company) for event in events if event.is_leg]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_events_and_legs_of_the_passages(language: str, find: Find) -> None:
    for one in (one for one in GOLD if one["language"] == language):
        text = one["text"]
        found = find(text, language)
        assert [event.said for event in found if not event.is_leg] == one["events"], text
        assert _legs(found) == [(leg["from"], leg["to"], leg["means"], leg["with"]) for leg in one["legs"]], text


def test_only_what_the_case_says_counts(find: Find) -> None:
    text = "P1: We left Gitega in 2019.\nP2: They came to Uvira in 2020."
    within = [(text.index("\n") + 1, len(text))]
    found = find(text, "en", within)
    assert {event.said for event in found} == {"in 2020"}


def test_a_leg_from_a_name_ends_where_the_next_place_begins(find: Find) -> None:
    text = "Le 3 mars 2024, nous sommes allés de Port-Roseau à Colline en pirogue avec une voisine."
    found = find(text, "fr")
    assert _legs(found) == [("Port-Roseau", "Colline", "pirogue", "une voisine")]


def test_two_verbs_of_one_way_tell_one_leg(find: Find) -> None:
    text = "In August 2020 I escaped and I went from Mombasa to Nairobi on foot with two girls."
    found = find(text, "en")
    assert _legs(found) == [("Mombasa", "Nairobi", "foot", "two girls")]


def test_a_day_off_is_no_time() -> None:
    text = "She promised a bed and one day off. One day she left; that night we followed."
    assert [text[start:end] for start, end in time_expressions(text, "en")] == ["One day", "that night"]


def test_a_leg_to_a_place_ends_where_its_time_begins(find: Find) -> None:
    text = "I returned to Gitega in March 2023. We stayed in a house in Muscat. We walked to a house in Muscat."
    found = find(text, "en")
    legs = [(event.said, event.destination) for event in found if event.is_leg]
    assert legs == [("in March 2023", "Gitega"), ("", "a house in Muscat")]


def test_an_event_begins_behind_the_quotes_that_close_before_it(find: Find) -> None:
    text = "P5 : Il disait : « On verra à la fin. » Le mien y est allé à treize ans. Pas de vache."
    found = find(text, "fr")
    told = [text[event.start : event.end] for event in found if event.said == "à treize ans"]
    assert told
    assert all(one.startswith("Le mien") for one in told)


@pytest.mark.parametrize(
    ("said", "language", "date"),
    [
        ("In March 2019", "en", "2019-03"),
        ("on 5 September 2020", "en", "2020-09-05"),
        ("from 8 to 9 August 2019", "en", "2019-08-08"),
        ("le 1er août 2017", "fr", "2017-08-01"),
        ("12/05/2021", "en", "2021-05-12"),
        ("2021-05-12", "fr", "2021-05-12"),
        ("en 2018", "fr", "2018"),
        ("two days later", "en", ""),
        ("le 3 octobre", "fr", ""),
        ("when I was fourteen", "en", ""),
        ("il y a trois ans", "fr", "2018"),
    ],
)
def test_dates_are_ordered_as_far_as_they_are_told(said: str, language: str, date: str) -> None:
    assert date_of(said, language, "2021-03-01") == date


def test_times_told_from_the_interview_are_counted_from_the_day_in_its_heading(find: Find) -> None:
    text = "Interview 4, Gitega, 1 March 2021\nP1: Two years ago they sold my phone. In 2020 I left Gitega."
    found = find(text, "en")
    assert {(one.said, one.date) for one in found} == {("Two years ago", "2019"), ("In 2020", "2020")}


def test_what_has_no_date_stays_behind_what_was_told_before_it() -> None:
    told = ["", "2020-03", "", "2019", ""]
    assert in_order([(date, place) for place, date in enumerate(told)]) == [0, 3, 4, 1, 2]


def test_a_language_without_words_of_time_tells_none() -> None:
    assert time_expressions("Mu 2019 twaragiye.", "rn") == []
