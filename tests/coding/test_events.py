# SPDX-License-Identifier: MIT
"""Events and legs on invented passages, against answers set before the code; dates that can be ordered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coding.events.timeline import find_events, in_order
from coding.events.times import date_of, time_expressions
from coding.marks import grammar_of
from coding.parses import parse_text
from coding.spacy_pipelines import SentencePipelines

pytestmark = pytest.mark.slow  # each process loads a pipeline of a language, some seconds

GOLD = json.loads((Path(__file__).parent / "gold" / "events.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pipelines() -> SentencePipelines:
    return SentencePipelines()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_events_and_legs_of_the_passages(language: str, pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole(language)
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    for one in (one for one in GOLD if one["language"] == language):
        text = one["text"]
        found = find_events(text, parse_text(pipeline, text), language, grammar_of(pipeline))
        assert [event.said for event in found if not event.is_leg] == one["events"], text
        legs = [(event.origin, event.destination, event.means, event.company) for event in found if event.is_leg]
        assert legs == [(leg["from"], leg["to"], leg["means"], leg["with"]) for leg in one["legs"]], text


def test_only_what_the_case_says_counts(pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole("en")
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    text = "P1: We left Gitega in 2019.\nP2: They came to Uvira in 2020."
    within = [(text.index("\n") + 1, len(text))]
    found = find_events(text, parse_text(pipeline, text), "en", grammar_of(pipeline), within)
    assert {event.said for event in found} == {"in 2020"}


def test_a_leg_from_a_name_ends_where_the_next_place_begins(pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole("fr")
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    text = "Le 3 mars 2024, nous sommes allés de Port-Roseau à Colline en pirogue avec une voisine."
    found = find_events(text, parse_text(pipeline, text), "fr", grammar_of(pipeline))
    legs = [(event.origin, event.destination, event.means, event.company) for event in found if event.is_leg]
    assert legs == [("Port-Roseau", "Colline", "pirogue", "une voisine")]


def test_two_verbs_of_one_way_tell_one_leg(pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole("en")
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    text = "In August 2020 I escaped and I went from Mombasa to Nairobi on foot with two girls."
    found = find_events(text, parse_text(pipeline, text), "en", grammar_of(pipeline))
    legs = [(event.origin, event.destination, event.means, event.company) for event in found if event.is_leg]
    assert legs == [("Mombasa", "Nairobi", "foot", "two girls")]


def test_a_day_off_is_no_time() -> None:
    text = "She promised a bed and one day off. One day she left; that night we followed."
    assert [text[start:end] for start, end in time_expressions(text, "en")] == ["One day", "that night"]


def test_a_leg_to_a_place_ends_where_its_time_begins(pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole("en")
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    text = "I returned to Gitega in March 2023. We stayed in a house in Muscat. We walked to a house in Muscat."
    found = find_events(text, parse_text(pipeline, text), "en", grammar_of(pipeline))
    legs = [(event.said, event.destination) for event in found if event.is_leg]
    assert legs == [("in March 2023", "Gitega"), ("", "a house in Muscat")]


def test_an_event_begins_behind_the_quotes_that_close_before_it(pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole("fr")
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    text = "P5 : Il disait : « On verra à la fin. » Le mien y est allé à treize ans. Pas de vache."
    found = find_events(text, parse_text(pipeline, text), "fr", grammar_of(pipeline))
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


def test_times_told_from_the_interview_are_counted_from_the_day_in_its_heading(pipelines: SentencePipelines) -> None:
    pipeline = pipelines.whole("en")
    if pipeline is None:
        pytest.skip("no spaCy pipeline is installed")
    text = "Interview 4, Gitega, 1 March 2021\nP1: Two years ago they sold my phone. In 2020 I left Gitega."
    found = find_events(text, parse_text(pipeline, text), "en", grammar_of(pipeline))
    assert {(one.said, one.date) for one in found} == {("Two years ago", "2019"), ("In 2020", "2020")}


def test_what_has_no_date_stays_behind_what_was_told_before_it() -> None:
    told = ["", "2020-03", "", "2019", ""]
    assert in_order([(date, place) for place, date in enumerate(told)]) == [0, 3, 4, 1, 2]


def test_a_language_without_words_of_time_tells_none() -> None:
    assert time_expressions("Mu 2019 twaragiye.", "rn") == []
