# SPDX-License-Identifier: MIT
"""Keyword rules match what their author means: whole words, stems, phrases, both languages, and not the known traps."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.case_folding import fold
from coding.keywords import SettledSuggestions, answers, suggest
from coding.records import Code, Turn
from coding.rules import KeywordHit, Rule, RuleSearch, rules_of
from coding.sentences import by_punctuation, sentence_spans
from wording import Labels


def found(language: str, keywords: str, text: str) -> list[str]:
    search = RuleSearch([Rule("c", keyword, language) for keyword in keywords.split("|")], language)
    return [text[hit.start : hit.end] for hit in search.hits(text)]


@pytest.mark.parametrize(
    ("language", "keywords", "text", "expected"),
    [
        ("en", "debt", "A DEBT, debts, indebted, debt-free", ["DEBT", "debt"]),
        ("en", "debt*", "debts and debtors; indebted", ["debts", "debtors"]),
        ("en", "took my passport", "He took\nmy  passport.", ["took\nmy  passport"]),
        ("fr", "argent|une", "L’argent d'une femme", ["argent", "une"]),
        ("fr", "groupe d'épargne", "un groupe d’epargne", ["groupe d’epargne"]),
        ("fr", "sœur|cœur brisé", "ma soeur, sa SŒUR, le cœur  brise", ["soeur", "SŒUR", "cœur  brise"]),
        ("fr", "pot-de-vin", "pot-de-vin ou pot de vin", ["pot-de-vin", "pot de vin"]),
        ("fr", "recrut*", "Recruté par une recruteuse", ["Recruté", "recruteuse"]),
        ("fr", "ne pouvai* pas sortir", "on ne pouvait pas sortir", ["ne pouvait pas sortir"]),
        ("fr", "inconnus * travail", "des inconnus offrent du travail", ["inconnus offrent du travail"]),
        ("fr", "inconnus * travail", "des inconnus. Il y a du travail", []),
        ("fr", "inconnus * travail", "des inconnus, la nuit, un travail", ["inconnus, la nuit, un travail"]),
        ("fr", "inconnus * travail", "des inconnus\nP2 : un travail", []),
        ("en", "18 hours", "18 hours, 118 hours", ["18 hours"]),
    ],
)
def test_words_stems_and_phrases(language: str, keywords: str, text: str, expected: list[str]) -> None:
    assert found(language, keywords, text) == expected


@pytest.mark.parametrize(
    ("language", "keyword", "text", "expected"),
    [
        ("fr", "or", "Or, il est parti. Il vend de l'or et d’or.", ["or", "or"]),
        ("fr", "bonne", "Une bonne idée, de bonne heure.", []),
        ("fr", "bonne", "Elle travaille comme bonne chez eux. Une bonne !", ["bonne", "bonne"]),
        ("fr", "viol*", "violence, violent, violet, violon, violation", []),
        ("fr", "viol*", "un viol, violée, violeurs", ["viol", "violée", "violeurs"]),
        ("fr", "violé*", "la violence ; on viole ; violées", ["violées"]),
        ("fr", "marché", "je marche vers le marché, LE MARCHE", ["marché", "MARCHE"]),
        ("fr", "forcé*", "à force ; forcément ; forcée ; forcees", ["forcée", "forcees"]),
        ("en", "mine", "a friend of mine; it is mine", []),
        ("en", "mine", "in the gold mine; a mine shaft", ["mine", "mine"]),
        ("en", "organ*", "they organised an organisation, organic", []),
        ("en", "organ*", "his organs, organ removal", ["organs", "organ"]),
        ("en", "beg*", "we began to begin, beginning, begun", []),
        ("en", "beg*", "beg, begging, beggars, begged", ["beg", "begging", "beggars", "begged"]),
    ],
)
def test_known_traps(language: str, keyword: str, text: str, expected: list[str]) -> None:
    assert found(language, keyword, text) == expected


def test_a_text_typed_without_any_accent_matches_accented_keywords() -> None:
    assert found("fr", "marché|déplacé*", "il va au marche des deplaces") == ["marche", "deplaces"]


def test_rules_of_the_documents_language_and_of_interpreted_ones_apply() -> None:
    rules = [Rule("c", "pain", "en"), Rule("c", "pain", "fr"), Rule("c", "deni", "sw")]
    assert [hit.language for hit in RuleSearch(rules, "fr").hits("du pain, deni")] == ["fr", "sw"]
    assert len(list(RuleSearch(rules, "").hits("du pain, deni"))) == 3


def test_hostile_text_does_not_hold_the_search_up() -> None:
    text = "inconnus" + " " * 200_000 + "a" * 200_000 + ", " * 100_000 + "inconnus " * 1000
    assert found("fr", "inconnus * travail|a* * b", text) == []


def test_a_keyword_of_signs_is_no_rule() -> None:
    code = Code("c", None, 0, Labels({"en": "x"}), Labels({}), "#000000", {"en": ("*", "--", " ok ")})
    assert [rule.keyword for rule in rules_of([code])] == [" ok "]
    assert list(RuleSearch([], "en").hits("anything")) == []


@given(st.lists(st.sampled_from(["é", "e\u0301", "œ", "ß", "😀", "x", " ", "\u0301", "İ", "ﬁ"]), max_size=30))
def test_hits_stand_where_the_word_is(parts: list[str]) -> None:
    text = "".join(parts) + " sœur " + "".join(parts)
    folded = fold(text)
    assert all(0 <= folded.original(place) <= len(text) for place in range(len(folded.text) + 1))
    hits = list(RuleSearch([Rule("c", "sœur", "fr")], "fr").hits(text))
    assert "sœur" in [text[hit.start : hit.end].rstrip("\u0301") for hit in hits]
    for hit in hits:
        plain = unicodedata.normalize("NFD", text[hit.start : hit.end]).replace("œ", "oe")
        assert "".join(letter for letter in plain if not unicodedata.combining(letter)) == "soeur"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed! Why? Nobody knows", ["He left.", "She stayed!", "Why?", "Nobody knows"]),
        ("M. Dupont est venu. Il a vu Mme. Claire.", ["M. Dupont est venu.", "Il a vu Mme. Claire."]),
        ("Il a dit « Viens ! » Puis rien… ensuite", ["Il a dit « Viens ! »", "Puis rien… ensuite"]),
        ("wrapped\nline goes on\nNew line", ["wrapped\nline goes on", "New line"]),
        ("3.5 km. Fin", ["3.5 km.", "Fin"]),
        ("No. The door was locked.", ["No.", "The door was locked."]),
        ("", []),
    ],
)
def test_sentences_by_punctuation(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in by_punctuation(text)] == expected


def test_a_pipeline_splits_each_turn_and_long_turns_go_by_punctuation() -> None:
    text = "a b. c" + " d" * 60_000
    seen: list[str] = []

    def splitter(said: str) -> list[tuple[int, int]]:
        seen.append(said)
        return [(0, len(said))]

    assert sentence_spans(text, [Turn(0, 4), Turn(5, 6)], splitter) == [(0, 4), (5, 6)]
    assert seen == ["a b.", "c"]
    sentence_spans(text, [Turn(5, len(text))], splitter)
    assert len(seen) == 2


TEXT = "Enquêteur : Une dette ?\nP1 : Il y avait une dette. La dette, les dettes. Rien."


def suggested(decided: SettledSuggestions | None = None) -> list[tuple[str, str]]:
    turns = [Turn(12, 23, "Enquêteur"), Turn(29, len(TEXT), "P1")]
    sentences = answers(sentence_spans(TEXT, turns), turns)
    search = RuleSearch(
        [Rule("debt", "dette*", "fr"), Rule("debt", "il y avait", "fr"), Rule("other", "rien", "fr")], "fr"
    )
    return [(TEXT[item.start : item.end], item.rule) for item in suggest(TEXT, sentences, search.hits(TEXT), decided)]


def test_a_suggestion_covers_the_sentence_and_says_why_and_questions_are_left_out() -> None:
    assert suggested() == [
        ("Il y avait une dette.", "il y avait; dette*"),
        ("La dette, les dettes.", "dette*"),
        ("Rien.", "rien"),
    ]


def test_what_was_decided_does_not_come_back_nor_what_is_coded() -> None:
    start = TEXT.index("La dette")
    rejected = SettledSuggestions(frozenset({("debt", start, start + 21)}), {})
    assert [quote for quote, _ in suggested(rejected)] == ["Il y avait une dette.", "Rien."]
    coded = SettledSuggestions(frozenset(), {"debt": [(start + 3, start + 8)], "unrelated": [(0, len(TEXT))]})
    assert [quote for quote, _ in suggested(coded)] == ["Il y avait une dette.", "Rien."]


def test_an_endless_sentence_is_cut_around_the_hit() -> None:
    text = "word " * 2000 + "debt " + "word " * 2000
    (item,) = suggest(text, [(0, len(text) - 1)], RuleSearch([Rule("c", "debt", "en")], "en").hits(text))
    assert "debt" in text[item.start : item.end]
    assert item.end - item.start < 600
    assert text[item.start : item.end] == text[item.start : item.end].strip()


@pytest.mark.parametrize("keyword", ["took my passport", "took my pass*", "took  him", "took"])
def test_phrases_mean_the_same_in_ascii_text_and_beside_other_letters(keyword: str) -> None:
    """Phrases of words are matched by `re` in ASCII text, by `regex` elsewhere."""
    search = RuleSearch([Rule("1", keyword, "en")], "en")
    plain = "She took my passport. He took  my passports and took\nhim, too; they took my passport_ and TOOK MY PASSING"
    marked = f"{plain} Ж"
    assert list(search.hits(plain)) == list(search.hits(marked))
    assert list(search.hits(plain))
    assert all(isinstance(hit, KeywordHit) and hit.mark == "hit" for hit in search.hits(plain))
