# SPDX-License-Identifier: MIT
"""Marks of rule hits on the parse: single readings, and shares right on invented sentences."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest

from coding.marks import PhraseMark, decide_mark, find
from coding.marks.cues import cues_of
from coding.marks.dependency_tree import utterance
from coding.marks.mark_decision import mark_of
from coding.marks.phrases import form_of, occurrences
from coding.parses import from_bytes, parse_text, to_bytes
from coding.records import Turn
from coding.rules import Rule, RuleSearch
from coding.rules.parsed_rules import ParsedSearch
from coding.rules.word_marks import marked_words
from coding.sentences import sentence_spans
from coding.spacy_pipelines import parsed
from tests.coding.pipelines import with_grammar
from wording import NoProgress

pytestmark = pytest.mark.slow  # each process loads a pipeline of a language, some seconds

GOLD = Path(__file__).parent / "gold"


def gold(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def mark(language: str, text: str, phrase: str) -> str:
    nlp, grammar = with_grammar(language)
    return str(decide_mark(next(iter(parsed(nlp, [text]))), phrase, grammar))


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("He had taken my passport.", "take passport", "hit"),
        ("My passport, he took it away.", "take passport", "hit"),
        ("All our passports were taken by a woman at the gate.", "take passport", "hit"),
        ("The papers and the passports that they took are in that drawer.", "take passport", "hit"),
        ("They did not hit us, but they took our passports.", "hit", "negated"),
        ("They did not hit us, but they took our passports.", "take passport", "hit"),
        ("Nobody hired me.", "hire", "negated"),
        ("She let us go without hitting us.", "hit", "negated"),
        ("Did they hire you in the village?", "hire", "asked"),
        ("I would like to know whether he hired you.", "hire", "asked"),
        ("If he had hired me I would be rich.", "hire", "hypothetical"),
        ("The guard threatened to hit us.", "hit", "hypothetical"),
        ("People say that they hit the girls over there.", "hit", "reported"),
        ("Rumour has it that the mill hires children.", "hire", "reported"),
        ("He took me to the passport office.", "take passport", "none"),
    ],
)
def test_one_english_reading(text: str, phrase: str, expected: str) -> None:
    assert mark("en", text, phrase) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Les passeports ont été confisqués.", "confisquer passeport", "hit"),
        ("Mon passeport, il l’a pris.", "prendre passeport", "hit"),
        ("Elle nous frappait pas.", "frapper", "negated"),
        ("Elle est partie sans nous frapper.", "frapper", "negated"),
        ("Il ne frappait que les petits.", "frapper", "hit"),
        ("Si je sors le soir, il crie.", "sortir", "hypothetical"),
        ("Il frappe le matin.", "frapper", "hit"),
        ("Il frappe le tambour.", "frapper", "none"),
        ("Est-ce qu’on vous a frappée ?", "frapper", "asked"),
        ("S’il m’avait embauchée, je serais restée.", "embaucher", "hypothetical"),
        ("Il menaçait de nous frapper.", "frapper", "hypothetical"),
        ("D’après la radio, on embaucherait des enfants.", "embaucher", "reported"),
        ("Il paraît qu’on frappe les filles là-bas.", "frapper", "reported"),
    ],
)
def test_one_french_reading(text: str, phrase: str, expected: str) -> None:
    assert mark("fr", text, phrase) == expected


def test_a_find_gives_the_places_of_its_words() -> None:
    nlp, grammar = with_grammar("en")
    text = "My passport, he took it away."
    found = find(next(iter(parsed(nlp, [text]))), "take passport/card", grammar)
    assert [text[start:end] for start, end in found[0].words] == ["passport", "took"]
    assert found[0].mark is PhraseMark.HIT


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["marks_held_out.csv", "marks_held_out_2.csv", "marks_held_out_3.csv"])
def test_marks_on_invented_sentences(name: str, language: str) -> None:
    rows = [row for row in gold(name) if row["language"] == language]
    nlp, grammar = with_grammar(language)
    right: Counter[str] = Counter()
    for row, doc in zip(rows, parsed(nlp, [row["text"] for row in rows]), strict=True):
        right[row["expected"]] += str(decide_mark(doc, row["phrase"], grammar)) == row["expected"]
    n = Counter(row["expected"] for row in rows)
    assert sum(right.values()) / len(rows) >= 0.85
    assert min(right[label] / n[label] for label in n) >= 0.65, (right, n)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_others_said_to_the_speaker_of_herself_happened_and_the_rest_stays_a_report(language: str) -> None:
    nlp, grammar = with_grammar(language)
    for name in ("said_to_the_speaker.csv", "said_to_the_speaker_2.csv", "said_to_the_speaker_3.csv"):
        rows = [row for row in gold(name) if row["language"] == language]
        docs = parsed(nlp, [row["text"] for row in rows])
        found = [str(decide_mark(doc, row["phrase"], grammar)) for row, doc in zip(rows, docs, strict=True)]
        wrong = [(row["id"], mark) for row, mark in zip(rows, found, strict=True) if mark != row["expected"]]
        assert len(rows) >= 18
        assert len(wrong) <= len(rows) // 20, wrong  # one in twenty may fall to a slip of the parser


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ["She left, and they were taken; leave it.", "The men took papers and left."]),
     ("fr", ["Elle est partie, ils prirent les papiers.", "Les hommes ont pris ce qui part."])],
)  # fmt: skip
def test_the_tokens_of_a_word_are_those_that_have_its_lemma(language: str, texts: list[str]) -> None:
    nlp, grammar = with_grammar(language)
    first, second = parsed(nlp, texts)
    for doc in (first, second, first):
        found = grammar.tokens_by_word(doc)
        for word in {*grammar.tokens_by_word(first), *grammar.tokens_by_word(second)}:
            has = [token.i for token in doc if grammar.has_lemma(token, word)]
            assert [token.i for token in found.get(word, ())] == has, word


@pytest.mark.parametrize("language", ["en", "fr"])
def test_plain_words_take_the_mark_of_the_clause_they_stand_in(language: str) -> None:
    _, grammar = with_grammar(language)
    wrong = []
    for row in (one for one in gold("word_marks.csv") if one["language"] == language):
        parse = parse_text(with_grammar(language)[0], row["text"])
        hits = RuleSearch([Rule("c", row["keyword"], language)], language).hits(row["text"])
        marks = [one.hit.mark for one in marked_words(hits, parse, grammar)]
        wrong += [] if marks[:1] == [row["expected"]] else [row["id"]]
    assert not wrong


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_denied_claim_is_no_hit_and_what_was_kept_quiet_is_one(language: str) -> None:
    nlp, grammar = with_grammar(language)
    rows = [row for row in gold("denied_saying.csv") if row["language"] == language]
    docs = parsed(nlp, [row["text"] for row in rows])
    found = {row["text"]: str(decide_mark(doc, row["phrase"], grammar)) for row, doc in zip(rows, docs, strict=True)}
    assert found == {row["text"]: row["expected"] for row in rows}


def test_a_long_text_tells_how_far_its_parse_is() -> None:
    class Told(NoProgress):
        shares: ClassVar[list[float]] = []

        def report(self, share: float, *_said: object) -> None:
            self.shares.append(share)

    told = Told()
    assert len(parse_text(with_grammar("fr")[0], "Il part.\n" * 40, progress=told)) == 40
    assert told.shares == [pytest.approx(16 / 40, abs=0.01), pytest.approx(32 / 40, abs=0.01)]


def test_a_french_denial_is_told_by_its_first_half_wherever_the_second_hangs() -> None:
    nlp, grammar = with_grammar("fr")
    rows = gold("ne_marks.csv")
    docs = parsed(nlp, [row["text"] for row in rows])
    found = {row["text"]: str(decide_mark(doc, row["phrase"], grammar)) for row, doc in zip(rows, docs, strict=True)}
    assert found == {row["text"]: row["expected"] for row in rows}


@pytest.mark.parametrize(
    ("language", "text", "phrase", "cues"),
    [
        ("en", "The woman took my passport.", "take passport", ()),
        ("en", "He never took my passport.", "take passport", ("never",)),
        ("en", "Nobody took my passport.", "take passport", ("Nobody",)),
        ("en", "Who took the card?", "take card", ("?",)),
        ("en", "He said he would take my passport.", "take passport", ("would",)),
        ("en", "According to the girls he took their cards.", "take card", ("According to",)),
        ("fr", "On n’a jamais traversé la frontière.", "traverser frontière", ("jamais",)),
        ("fr", "Il faudrait traverser la frontière avant la saison.", "traverser frontière", ("faudrait",)),
        ("fr", "Les gens racontent que le patron frappe les filles.", "frapper fille", ("racontent",)),
    ],
)
def test_the_words_that_gave_the_mark(language: str, text: str, phrase: str, cues: tuple[str, ...]) -> None:
    nlp, grammar = with_grammar(language)
    (met,) = occurrences(nlp(text), phrase, grammar)
    places = cues_of(met, mark_of(met, grammar), grammar)
    assert tuple(text[start:end] for start, end in places) == cues


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The boss took my card.", ""),
        ("My card was taken.", "passive"),
        ("My card, he took it.", "pronoun"),
        ("The card which he took was blue.", "relative"),
    ],
)
def test_the_form_in_which_who_did_what_is_said(text: str, form: str) -> None:
    nlp, grammar = with_grammar("en")
    (met,) = occurrences(nlp(text), "take card", grammar)
    assert form_of(met, grammar) == form
    left = ParsedSearch(
        [Rule("c", f"who[except={form or 'passive'}]: * > take > card", "en")], "en", grammar, nlp.vocab
    )
    assert len(list(left.hits([(0, nlp(text))]))) == (0 if form else 1)


@pytest.mark.parametrize("rule", ["list: passport, money", "tokens: passport"])
def test_a_text_without_a_verb_has_an_end(rule: str) -> None:
    nlp, grammar = with_grammar("en")
    search = ParsedSearch([Rule("c", rule, "en")], "en", grammar, nlp.vocab)
    parse = from_bytes(to_bytes(parse_text(nlp, "Passport. Passport, passport; the passport of"), "v"), nlp, "v")
    assert parse is not None
    assert {hit.mark for hit in search.hits(parse)} == {PhraseMark.HIT}


def test_a_text_without_sentence_marks_is_looked_at_in_windows() -> None:
    nlp, grammar = with_grammar("en")
    text = "we walked and the boss took my card and " * 100
    doc = nlp(text)
    verbs = [token for token in doc if token.lower_ == "took"]
    first, last = utterance(verbs[50])
    assert last - first <= 241
    assert verbs[50].i in range(first, last)
    assert utterance(verbs[0])[0] == 0
    assert len(find(doc, "take card", grammar)) == len(verbs)


def test_speech_without_sentence_marks_is_cut_at_blanks() -> None:
    text = "P1: " + "they took my card and " * 200
    spans = sentence_spans(text, [Turn(4, len(text), "P1")])
    assert all(0 < end - start <= 1_000 for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text[4:].replace(" ", "")
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    endless = "x" * 2_500
    assert sentence_spans(endless, [Turn(0, 2_500)]) == [(0, 1_000), (1_000, 2_000), (2_000, 2_500)]
