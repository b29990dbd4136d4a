# SPDX-License-Identifier: MIT
"""Subjects and objects of verbs in active, passive, clitic and relative sentences: answers set by hand."""

from __future__ import annotations

import pytest

from coding.marks import find
from coding.marks.constructions import OBJECT, SUBJECT, anchor, child, head
from coding.spacy_pipelines import parsed
from tests.coding.pipelines import with_grammar

pytestmark = pytest.mark.slow  # each process loads a pipeline of a language, some seconds


ENGLISH = [
    ("The boss took my phone.", True),
    ("The boss took my money, my card and my phone.", True),
    ("My phone was taken by the boss.", True),
    ("My money and my phone were taken by the boss and his brother.", True),
    ("My phone, the boss took it.", True),
    ("The phone that the boss took was new.", True),
    ("The boss who took my phone went home.", True),
    ("The boss came in and took my phone.", True),
    ("The boss wanted to take my phone.", True),
    ("My brother took my phone.", False),
    ("My phone was taken by my brother; the boss slept.", False),
    ("The boss left and my brother took my phone.", False),
    ("The boss took me to town with my phone.", False),
    ("I took the phone of the boss.", False),
]
FRENCH = [
    ("Le patron a pris mon téléphone.", True),
    ("Le patron a pris mon argent, ma carte et mon téléphone.", True),
    ("Mon téléphone a été pris par le patron.", True),
    ("Mon argent et mon téléphone ont été pris par le patron.", True),
    ("Mon téléphone, le patron me l’a pris.", True),
    ("Le téléphone que le patron a pris était neuf.", True),
    ("Le patron qui a pris mon téléphone est rentré.", True),
    ("Le patron est entré et a pris mon téléphone.", True),
    ("Le patron voulait prendre mon téléphone.", True),
    ("Mon frère a pris mon téléphone.", False),
    ("Mon téléphone a été pris par mon frère, le patron dormait.", False),
    ("Le patron est parti et mon frère a pris mon téléphone.", False),
    ("Le patron m’a prise avec mon téléphone.", False),
]


@pytest.mark.parametrize(
    ("language", "rule", "sentences"),
    [("en", ("boss", "take", "phone"), ENGLISH), ("fr", ("patron", "prendre", "téléphone"), FRENCH)],
)
def test_who_took_the_phone(language: str, rule: tuple[str, ...], sentences: list[tuple[str, bool]]) -> None:
    nlp, grammar = with_grammar(language)
    docs = parsed(nlp, [text for text, _ in sentences])
    said = {text: bool(find(doc, rule, grammar)) for (text, _), doc in zip(sentences, docs, strict=True)}
    assert said == dict(sentences)


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("The boss took my phone.", OBJECT, {"phone": "active"}),
        ("My phone was taken by the boss.", OBJECT, {"phone": "passive"}),
        ("My phone was taken by the boss.", SUBJECT, {"boss": "agent"}),
        ("The phone which they took rang.", OBJECT, {"phone": "relative"}),
    ],
)
def test_the_construction_is_named(text: str, role: str, expected: dict[str, str]) -> None:
    nlp, grammar = with_grammar("en")
    doc = nlp(text)
    verb = next(token for token in doc if token.lemma_ == "take")
    found = {doc[pair.word].text: pair.construction for pair in grammar.argument_pairs(verb, role)}
    assert {word: found.get(word) for word in expected} == expected


def test_a_pattern_is_one_of_the_dependency_matcher() -> None:
    assert [anchor("word", "pobj"), head("word", "by", "agent"), child("by", "x", tests={"LOWER": "y"})] == [
        {"RIGHT_ID": "word", "RIGHT_ATTRS": {"DEP": {"IN": ["pobj"]}}},
        {"LEFT_ID": "word", "REL_OP": "<", "RIGHT_ID": "by", "RIGHT_ATTRS": {"DEP": {"IN": ["agent"]}}},
        {"LEFT_ID": "by", "REL_OP": ">", "RIGHT_ID": "x", "RIGHT_ATTRS": {"LOWER": "y"}},
    ]
