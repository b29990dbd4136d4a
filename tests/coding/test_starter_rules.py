# SPDX-License-Identifier: MIT
"""The rules of the starter codebooks can be read, have no trap, and find what was set by hand before them."""

from __future__ import annotations

import csv
import functools
import itertools
from collections import Counter
from pathlib import Path

import pytest

from coding.keywords import Searches
from coding.rules import KeywordHit, Rule, is_parsed_rule
from coding.rules.parse_searches import ParseSearches
from coding.rules.rule_limits import Limiter, SpeakerContext
from coding.rules.rule_linter import lint
from coding.rules.word_marks import words_to_propose
from coding.spacy_pipelines import pipeline_name
from tests.coding.pipelines import pipelines
from workbench.starter_codebooks import STARTERS

GOLD = Path(__file__).with_name("gold") / "starter_rules.csv"
IDENTIFIERS = "identifiers_pseudonymisation"  # a denial identifies too: "I am not a Muslim" is masked as well
LANGUAGES = ("en", "fr")


@functools.cache
def rules_of_starter(name: str) -> list[Rule]:
    with STARTERS[name].open(encoding="utf-8", newline="") as stream:
        return [
            Rule(row["code_id"], keyword.strip(), language)
            for row in csv.DictReader(stream)
            for language in LANGUAGES
            for keyword in row[f"keywords_{language}"].split(";")
            if keyword.strip()
        ]


@functools.cache
def gold() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", STARTERS)
def test_each_has_rules_on_the_parse_without_a_trap(name: str) -> None:
    rules = rules_of_starter(name)
    for language in LANGUAGES:
        assert sum(is_parsed_rule(rule.keyword) and rule.language == language for rule in rules) >= 10
    assert {rule: found for rule in rules if (found := lint(rule.keyword, rule.language))} == {}
    assert [rule for rule, n in Counter(rules).items() if n > 1] == []


def test_the_gold_has_four_sentences_a_codebook_and_language_a_denial_among_them() -> None:
    counts = Counter((row["codebook"], row["language"]) for row in gold())
    assert counts == dict.fromkeys(itertools.product(set(STARTERS) - {"act_means_purpose"}, LANGUAGES), 4)
    denied = {(row["codebook"], row["language"]) for row in gold() if row["expected"] == "not proposed"}
    assert denied == {place for place in counts if place[0] != IDENTIFIERS}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_they_find_what_is_told_and_leave_what_is_denied(language: str) -> None:
    if not pipeline_name(language):
        pytest.skip(f"no spaCy pipeline for {language} is installed")
    searches = {name: (ParseSearches(rules_of_starter(name), pipelines()), rules_of_starter(name)) for name in STARTERS}
    wrong = []
    for row in gold():
        if row["language"] == language:
            found = proposed(row, *searches[row["codebook"]])
            if found if row["expected"] == "not proposed" else row["expected"] not in found:
                wrong.append((row["code"], row["text"], found))
    assert wrong == []


def proposed(row: dict[str, str], searched: ParseSearches, rules: list[Rule]) -> set[str]:
    """The marks with which a sentence is proposed for its code: by rules on grammar, a denial also by words."""
    text, language = row["text"], row["language"]
    found = {hit.mark for hit in searched.hits(text, language) if hit.code == row["code"]}
    if row["expected"] == "not proposed":
        words = Searches(rule for rule in rules if not is_parsed_rule(rule.keyword)).of(language).hits(text)
        marked = (word.hit for word in searched.words(text, language, "", words, parse=True))
        found |= {hit.mark for hit in words_to_propose(marked, rules) if hit.code == row["code"]}
    return found


EVERYDAY = GOLD.parent / "everyday"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_talk_about_nothing_of_the_field_has_two_suggestions_a_thousand_words_at_most(language: str) -> None:
    if not pipeline_name(language):
        pytest.skip(f"no spaCy pipeline for {language} is installed")
    text = (EVERYDAY / f"talk_{language}.txt").read_text(encoding="utf-8")
    found: list[KeywordHit] = []
    for name in STARTERS:
        rules = rules_of_starter(name)
        limiter = Limiter([rule.keyword for rule in rules], SpeakerContext(), text)
        searched = ParseSearches(rules, pipelines())
        words = Searches(rule for rule in rules if not is_parsed_rule(rule.keyword)).of(language).hits(text)
        marked = (word.hit for word in searched.words(text, language, "", words, parse=True))
        every = [*words_to_propose(marked, rules), *searched.hits(text, language)]
        found += [hit for hit in every if limiter.allows(hit.rule, hit.start, hit.end)]
    assert 0 < len(found) <= 2 * len(text.split()) / 1000, found
