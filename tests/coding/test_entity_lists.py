# SPDX-License-Identifier: MIT
"""An office's lists of names found in texts: answers set by hand, no parse, any language."""

from __future__ import annotations

import pytest

from coding.entities.entity_lists import EntityLists
from coding.entities.landmarks import known_place_spans
from coding.entities.recognition import find_entities, find_listed
from coding.entities.records import EntityKind
from projects.assistance.jobs import TextsRequest, job_find_entities
from wording import NoProgress

PLACE, BODY, PERSON = EntityKind.PLACE, EntityKind.ORGANISATION, EntityKind.PERSON
NAMES = [
    ("Kobero", PLACE),
    ("Kobero Nord", PLACE),
    ("Nyanza-Lac", PLACE),
    ("Maison de l'Espoir", BODY),
    ("C.V.K.", BODY),
    ("Grâce", PERSON),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We crossed at Kobero.", ["Kobero"]),
        ("KOBERO, kobero and Kobéro", ["Kobero"] * 3),
        ("“Kobero” («Kobero») …Kobero… Kobero's market, l’Kobero", ["Kobero"] * 5),
        ("the Koberos, Bukobero, Kobero2", []),
        ("at Kobero Nord, at kobero\u00a0nord", ["Kobero Nord"] * 2),
        ("I reached Kobero\nNord of it lies the camp", ["Kobero"]),
        ("de nyanza-lac à Nyanza Lac", ["Nyanza-Lac"]),
        ("La maison de l’espoir, une maison de joie", ["Maison de l'Espoir"]),
        ("C.V.K. took us; CVK did not", ["C.V.K."]),
        ("grace, Gra\u0302ce et GRÂCE", ["Grâce"] * 3),
        ("Nagiye i Kobero ejo", ["Kobero"]),
        ("", []),
    ],
)
def test_names_of_a_list(text: str, expected: list[str]) -> None:
    assert [one.name for one in EntityLists(NAMES).find(text)] == expected


def test_places_are_those_of_the_text() -> None:
    text = "À la Maison de l’Espoir, puis Kobero\u00a0Nord."
    assert [(text[one.start : one.end], one.value) for one in find_listed(text, NAMES)] == [
        ("Maison de l’Espoir", "maison de l'espoir"),
        ("Kobero\u00a0Nord", "kobero nord"),
    ]


def test_of_two_kinds_of_a_name_the_first_counts() -> None:
    assert [one.kind for one in EntityLists([("Amani", BODY), ("AMANI", PERSON)]).find("chez Amani")] == [BODY]
    assert not list(EntityLists([]).find("chez Amani"))


def test_a_list_comes_before_all_else() -> None:
    text = "The bar 79 555 013 is called so."
    listed = find_entities(text, [], [], str.islower, [("Bar 79 555 013", PLACE)])
    assert [(one.start, one.end, one.kind) for one in listed] == [(4, 18, PLACE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From Bujumbura to Nyanza-Lac, then Lake Tanganyika.", ["Bujumbura", "Nyanza-Lac", "Lake Tanganyika"]),
        ("The OIT and care, but CARE too; who? The WHO.", ["OIT", "CARE", "WHO"]),
        ("me@goma.example, Goma-Sud, x.Goma and goma", []),
        ("Médecins sans frontières à MÉDINE", ["Médecins sans frontières", "MÉDINE"]),
    ],
)
def test_known_places_and_bodies(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end, _ in known_place_spans(text, [])] == expected


def test_a_language_without_pipeline_has_the_lists_too() -> None:
    asked: TextsRequest = {"documents": [("Nagiye i KOBERO ejo.", "rn")], "lists": [("Kobero", "place")]}
    assert job_find_entities(asked, NoProgress()) == [[[9, 15, "place", 0, "kobero"]]]


def test_the_provinces_of_burundi_and_of_its_neighbours_are_known_without_a_list() -> None:
    burundi = (
        "Bubanza, Bujumbura Mairie, Bujumbura Rural, Bururi, Cankuzo, Cibitoke, Gitega, Karuzi, Kayanza, Kirundo,"
        " Makamba, Muramvya, Muyinga, Mwaro, Ngozi, Rumonge, Rutana, Ruyigi"  # the 18 between 2015 and 2025
    )
    for text in (burundi, "Kigoma, Kagera, Rukwa, Katavi, Kasaï-Oriental, Sud-Kivu, Isingiro, Ntungamo"):
        found = [text[start:end] for start, end, kind in known_place_spans(text, []) if kind is PLACE]
        assert found == text.split(", ")
    assert known_place_spans("Southern people, Mara and Moyo", []) == []
