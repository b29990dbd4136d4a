# SPDX-License-Identifier: MIT
"""The rules of the starter codebooks can be read, have no trap, and find what was set by hand before them."""

from __future__ import annotations

import base64
import csv
import functools
import itertools
import operator
from collections import Counter
from pathlib import Path

import pytest

from coding.keywords import Searches
from coding.parses import parse_text, to_bytes
from coding.rules import KeywordHit, Rule, is_parsed_rule
from coding.rules.parse_searches import ParseSearches
from coding.rules.rule_limits import FIELD, FieldTalk, Limiter, SpeakerContext
from coding.rules.rule_linter import lint
from coding.rules.word_marks import words_to_propose
from coding.spacy_pipelines import pipeline_name, pipeline_version
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
    talks = [one.read_text(encoding="utf-8") for one in sorted(EVERYDAY.glob(f"talk_{language}*.txt"))]
    assert len(talks) == 4
    found = [hit for name, text in itertools.product(STARTERS, talks) for hit in suggested(name, text, language)]
    assert 0 < len(found) <= 2 * sum(len(text.split()) for text in talks) / 1000, found


@functools.cache
def kept_parse(text: str, language: str) -> str:
    """The parse of a text as a project keeps it: each codebook reads the same one."""
    whole = pipelines().whole(language)
    assert whole is not None
    return base64.b64encode(to_bytes(parse_text(whole, text), pipeline_version(language))).decode()


def suggested(name: str, text: str, language: str) -> list[KeywordHit]:
    """What the rules of a starter codebook propose in a text, whoever speaks."""
    rules = rules_of_starter(name)
    limiter = Limiter([rule.keyword for rule in rules], SpeakerContext(), text)
    searched = ParseSearches(rules, pipelines())
    words = Searches(rule for rule in rules if not is_parsed_rule(rule.keyword)).of(language).hits(text)
    kept = kept_parse(text, language)
    marked = (word.hit for word in searched.words(text, language, kept, words, parse=True))
    every = [*words_to_propose(marked, rules), *searched.hits(text, language, kept)]
    return [hit for hit in every if limiter.allows(hit.rule, hit.start, hit.end)]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "least"), [("en", 117), ("fr", 115)])
def test_passages_of_the_field_are_found_by_the_code_that_they_are_about(language: str, least: int) -> None:
    if not pipeline_name(language):
        pytest.skip(f"no spaCy pipeline for {language} is installed")
    with GOLD.with_name("starter_recall.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["language"] == language]
    assert {row["codebook"] for row in rows} == set(STARTERS) - {"act_means_purpose"}
    found = 0
    for name, passages in itertools.groupby(rows, key=operator.itemgetter("codebook")):
        told = list(passages)
        text = "\n\n".join(row["text"] for row in told)
        hits = suggested(name, text, language)
        starts = [text.index(row["text"]) for row in told]
        found += sum(
            any(hit.code == row["code"] and hit.start < start + len(row["text"]) and start < hit.end for hit in hits)
            for start, row in zip(starts, told, strict=True)
        )
    assert found >= least


def test_an_everyday_word_needs_its_company_and_seul_is_not_in_seulement() -> None:
    rules = {(rule.code, rule.keyword): rule for name in STARTERS for rule in rules_of_starter(name)}
    assert not any(rule.keyword.endswith("seul*") for rule in rules.values())
    apart = [keyword for code, keyword in rules if code == "DMV.HHF.R.SEP" and ": s" in keyword]
    assert len(apart) == 2  # separated, séparé*
    for keyword in apart:
        word = keyword.rpartition(" ")[2].rstrip("*")
        text = f"{word} panes of glass"
        assert not Limiter([keyword], SpeakerContext(), text).allows(keyword, 0, len(word))
        assert Limiter([keyword], SpeakerContext(), f"{word} enfant child").allows(keyword, 0, len(word))
    for text, verb in (("I beat my brother at cards.", "beat"), ("Je bats mon frère aux cartes.", "battre")):
        beating = {one for _, one in rules if is_parsed_rule(one) and f"{verb}/" in one.rpartition(": ")[2]}
        beating -= {one for one in beating if "threaten" in one or "menac" in one}  # to beat somebody is no game
        assert len(beating) >= 3
        assert not [one for one in beating if Limiter([one], SpeakerContext(), text).allows(one, 2, 6)]


def test_one_word_hardly_said_of_anything_else_must_be_among_those_of_the_field() -> None:
    padding = "We had tea and cake and talked of the garden. " * 20
    assert not FieldTalk(padding + "The police, the border, a passport.").is_near(0, (FIELD,))
    assert FieldTalk(padding + "The police, a passport, the traffickers.").is_near(0, (FIELD,))
