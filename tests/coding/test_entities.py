# SPDX-License-Identifier: MIT
"""Entities of interviews: forms, names by what stands beside them, and invented interviews with marked spans."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from coding.entities.common_words import common_words
from coding.entities.patterns import find_by_form
from coding.entities.recognition import alike, find_entities, numbered
from coding.entities.records import Entity, EntityKind
from coding.rules import Rule
from coding.rules.parse_searches import ParseSearches
from coding.spacy_pipelines import parsed
from tests.coding.pipelines import pipeline, pipelines

GOLD = Path(__file__).parent / "gold"
FAMILIES = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "PLC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
    "TEL": EntityKind.PHONE,
    "IDN": EntityKind.ID,
    "DAT": EntityKind.DATE,
    "AGE": EntityKind.AGE,
    "MON": EntityKind.MONEY,
    "VEH": EntityKind.VEHICLE,
}


def entities(text: str, language: str, lists: tuple[tuple[str, EntityKind], ...] = ()) -> list[Entity]:
    nlp = pipeline(language)
    docs, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            docs.append((at, next(iter(parsed(nlp, [line])))))
        at += len(line) + 1
    return find_entities(text, find_by_form(text, language), docs, common_words(nlp), lists)


def said(text: str, kind: EntityKind, language: str = "en") -> list[str]:
    return [text[one.start : one.end] for one in entities(text, language) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "language", "kind", "expected"),
    [
        ("Call +257 79 555 012 or 0755 555 341.", "en", EntityKind.PHONE, ["+257 79 555 012", "0755 555 341"]),
        ("It was soixante-neuf, cinq cent cinquante-cinq, zéro vingt.", "fr", EntityKind.PHONE, 1),
        ("She is 17. They left at four.", "en", EntityKind.AGE, ["17"]),
        ("Elle a quinze ans, elle a travaillé pendant trois ans.", "fr", EntityKind.AGE, ["quinze ans"]),
        ("They asked 80 000 francs, then forty thousand.", "en", EntityKind.MONEY, ["80 000 francs", "forty thousand"]),
        ("Plate T 904 BQP, file BMH 06-3318.", "en", EntityKind.VEHICLE, ["T 904 BQP"]),
        ("Plate T 904 BQP, file BMH 06-3318.", "en", EntityKind.ID, ["BMH 06-3318"]),
        ("Le 14 mai 2019 et le premier juillet.", "fr", EntityKind.DATE, ["14 mai 2019", "premier juillet"]),
        ("Write to a.b@c.example", "en", EntityKind.EMAIL, ["a.b@c.example"]),
    ],
)
def test_what_is_told_by_its_form(text: str, language: str, kind: EntityKind, expected: list[str] | int) -> None:
    found = [text[one.start : one.end] for one in find_by_form(text, language) if one.kind is kind]
    assert (len(found) if isinstance(expected, int) else found) == expected


@pytest.mark.parametrize("begun", ["0.000", "S 3° 2'", "3°", "+257", "80 000", ""])
def test_blanks_after_half_a_number_are_read_once(begun: str) -> None:
    """A page of blanks after half a coordinate held up a text for minutes, then for hours: with the third power."""
    text = f"Near -3.0001 S , 29.3641 E. Then {begun}" + " " * 100_000
    (found,) = [one for one in find_by_form(text, "en") if one.kind is EntityKind.COORDINATES]
    assert text[found.start : found.end] == "-3.0001 S , 29.3641 E"


@pytest.mark.slow
def test_a_word_is_a_name_where_it_is_used_as_one() -> None:
    text = "My brother Innocent sold the goat. I was so innocent then. Innocent did not know."
    assert said(text, EntityKind.PERSON) == ["Innocent", "Innocent"]
    text = "Grâce à Dieu je vis. Ma sœur Grâce est partie. Elle a vu Grâce."
    assert said(text, EntityKind.PERSON, "fr") == ["Grâce", "Grâce"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "right"), [("names_that_are_words.csv", 1.0), ("names_that_are_words_2.csv", 0.8)])
def test_a_name_that_is_a_word_is_told_from_the_word_where_it_opens_a_sentence(name: str, right: float) -> None:
    with (GOLD / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wrong = [
        row["text"]
        for row in rows
        if said(re.sub(r"[\[\]]", "", row["text"]), EntityKind.PERSON, row["language"])
        != re.findall(r"\[(.*?)\]", row["text"])
    ]
    assert len(wrong) <= len(rows) * (1 - right), wrong


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Il y avait un chef surnommé Le Grand.", "fr", [("Le Grand", "person")]),
        ("A man nicknamed The Tall One came. They called him Big Boss.", "en",
         [("The Tall One", "person"), ("Big Boss", "person")]),
        ("Une ONG nommée Espoir Sans Rives nous a aidés.", "fr", [("Espoir Sans Rives", "organisation")]),
        ("Mwaramutse. Bite. Habari, a dit le chef. Murakoze.", "fr", []),
        ("Amahoro. Habari yako? We slept at Centre Amahoro.", "en", [("Centre Amahoro", "organisation")]),
    ],
)  # fmt: skip
def test_a_nickname_is_a_person_and_a_greeting_names_nothing(
    text: str, language: str, found: list[tuple[str, str]]
) -> None:
    assert [(text[one.start : one.end], str(one.kind)) for one in entities(text, language)] == found


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_rules_by_entity_kind_read_the_same_patterns_as_the_table(language: str) -> None:
    with (GOLD / "entity_rules.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["language"] == language]
    pipeline(language)
    searches = {
        kind: ParseSearches([Rule("c", f"entity: {kind}", language)], pipelines())
        for kind in {row["kind"] for row in rows}
    }
    found = {
        (row["kind"], text): "; ".join(text[one.start : one.end] for one in searches[row["kind"]].hits(text, language))
        for row in rows
        if (text := row["text"])
    }
    assert found == {(row["kind"], row["text"]): row["found"] for row in rows}


@pytest.mark.slow
def test_the_table_decides_where_places_are_and_no_kind_that_names_somebody() -> None:
    pipeline("en")
    text = "Aline Niyonzima slept at Kobero. She fled Tubane in June."
    searches = ParseSearches([Rule("c", "entity: place", "en"), Rule("c", "entity: person", "en")], pipelines())
    found = [text[one.start : one.end] for one in searches.hits(text, "en", tabled=[(42, 48, "place")])]
    assert found == ["Tubane", "Aline Niyonzima"]
    boxes = ParseSearches([Rule("c", "tokens: flee kind=place", "en")], pipelines())
    assert [text[one.start : one.end] for one in boxes.hits(text, "en", tabled=[(42, 48, "place")])] == ["fled Tubane"]
    assert not list(boxes.hits(text + " ", "en", tabled=[]))


@pytest.mark.slow
def test_where_a_journey_begins_is_a_place_and_an_article_or_a_clitic_names_none() -> None:
    text = "I travelled from Reedhaven to Lakeside by boat. The letter from Aline to Jean is lost. The gate was locked."
    assert said(text, EntityKind.PLACE) == ["Reedhaven", "Lakeside"]
    assert (said(text, EntityKind.PERSON), said(text, EntityKind.POSSIBLE)) == (["Jean"], ["Aline"])  # one witness
    assert said("Our village burnt. The market of Kobero is far.", EntityKind.PLACE) == ["Kobero"]
    assert said("Dites-leur que nous sommes là. Parlez-lui de Rugombo.", EntityKind.PLACE, "fr") == ["Rugombo"]


@pytest.mark.slow
def test_a_name_slips_into_lower_case_and_is_found_again() -> None:
    assert said("Mzee Bukuru came. OPJ bukuru wrote it down.", EntityKind.PERSON) == ["Bukuru", "bukuru"]


def test_mentions_of_one_person_have_one_number() -> None:
    text = "Léa Nsengimana came. Nsengimana wept. Then Léa left. Alice Kwizera stayed."
    places = [
        (match.start(), match.end()) for match in re.finditer(r"Léa Nsengimana|Alice Kwizera|Nsengimana|Léa", text)
    ]
    assert [who for _, _, who in numbered(places, text)] == [1, 1, 1, 2]


def test_two_spellings_are_alike_and_two_names_are_not() -> None:
    assert alike("Elvis Manirakiza", "Elvis Manilakiza")
    assert not alike("Elvis Manirakiza", "Alice Kwizera")


@pytest.mark.slow
def test_a_list_of_the_office_comes_first() -> None:
    found = entities("We met at Tubane on Monday.", "en", (("Tubane", EntityKind.ORGANISATION),))
    assert [(one.kind, one.start) for one in found] == [(EntityKind.ORGANISATION, 10)]


def test_a_hostile_line_is_searched_in_a_moment() -> None:
    for text in ("Aa " * 3000, "1 " * 5000, "deux " * 4000, "a@" * 5000):
        find_by_form(text, "fr")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["entities_held_out.txt", "entities_held_out_2.txt"])
def test_entities_of_invented_interviews(name: str) -> None:
    right: Counter[EntityKind] = Counter()
    marked: Counter[EntityKind] = Counter()
    for part in re.split(r"^# ", (GOLD / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        language, body = part.split("\n", 1)
        text, spans = _unmarked(body)
        found = entities(text, language)
        for start, end, code in spans:
            kind = FAMILIES.get(code)
            if kind is None:
                continue
            marked[kind] += 1
            right[kind] += any(one.kind is kind and one.start < end and start < one.end for one in found)
    assert right[EntityKind.PERSON] / marked[EntityKind.PERSON] >= 0.95
    assert right[EntityKind.PLACE] / marked[EntityKind.PLACE] >= 0.85
    assert all(
        right[kind] == marked[kind]
        for kind in (EntityKind.PHONE, EntityKind.ID, EntityKind.DATE, EntityKind.AGE, EntityKind.MONEY)
    )


def _unmarked(body: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, at = "", [], 0
    for match in re.finditer(r"\[\[(\w+):(.*?)\]\]", body):
        text += body[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + body[at:], spans
