# SPDX-License-Identifier: MIT
"""Patterns find what they mean, the stretch around is what was asked for, and one that explodes stops."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.auto_code import PatternKind, Scope, compiled, find_hits
from coding.case_folding import fold
from coding.parsing import parse
from coding.sentences import sentence_spans
from coding.spans import trimmed
from wording import Problem

TEXT = "I: Et la dette ?\nP1: La Dette e\u0301tait là 👩\u200d👧. Les dettes montent.\n\nP2: Rien, sauf l’École.\n"


def hits(pattern: str, kind: PatternKind, scope: Scope = Scope.HIT, **limits: object) -> list[str]:
    document = parse("1", "d", "fr", TEXT)
    sentences = sentence_spans(document.text, document.turns)
    found = find_hits(document, sentences, [(pattern, kind)], scope, **limits)  # type: ignore[arg-type]
    return [document.text[hit.start : hit.end] for hit in found]


@pytest.mark.parametrize(
    ("pattern", "kind", "words"),
    [
        ("dette", PatternKind.PHRASE, ["dette", "Dette"]),
        ("dette*", PatternKind.WILDCARD, ["dette", "Dette", "dettes"]),
        ("d?tte", PatternKind.WILDCARD, ["dette", "Dette"]),
        ("la dette", PatternKind.PHRASE, ["la dette", "La Dette"]),
        ("ecole rien", PatternKind.WORDS, ["Rien", "École"]),
        ("etait", PatternKind.PHRASE, ["e\u0301tait"]),
        (r"\bdettes?\b", PatternKind.REGEX, ["dette", "Dette", "dettes"]),
        ("ette", PatternKind.PHRASE, []),
    ],
)
def test_kinds_of_patterns(pattern: str, kind: PatternKind, words: list[str]) -> None:
    assert hits(pattern, kind) == words


def test_what_is_coded_around_a_hit() -> None:
    assert hits("dettes", PatternKind.PHRASE, Scope.SENTENCE) == ["Les dettes montent."]
    assert hits("dettes", PatternKind.PHRASE, Scope.TURN) == ["La Dette e\u0301tait là 👩\u200d👧. Les dettes montent."]
    assert hits("dettes", PatternKind.PHRASE, Scope.PARAGRAPH)[0].startswith("P1: La Dette")
    assert hits("dette*", PatternKind.WILDCARD, Scope.DOCUMENT) == [TEXT.strip()]


def test_limits() -> None:
    assert hits("dette", PatternKind.PHRASE, speakers=frozenset(["P1"])) == ["Dette"]
    assert hits("dette", PatternKind.PHRASE, within=[(0, 16)]) == ["dette"]


@pytest.mark.slow
def test_a_pattern_that_explodes_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coding.auto_code.SECONDS", 0.2)
    document = parse("1", "d", "fr", "a" * 5000 + "!")
    began = time.monotonic()
    with pytest.raises(Problem) as caught:
        find_hits(document, [], [("(a|aa)+$", PatternKind.REGEX)], Scope.HIT)
    assert caught.value.message.key == "autocode.too_long"
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("pattern", ["(", "", "  ", "[z-a]", "(?P<x>"])
def test_a_bad_pattern_is_said(pattern: str) -> None:
    with pytest.raises(Problem):
        hits(pattern, PatternKind.REGEX)


@given(st.text(max_size=40), st.sampled_from(["a*", "?", "e", "l’", "\u0301", "👩"]), st.sampled_from(list(Scope)))
def test_every_hit_is_within_the_text(text: str, pattern: str, scope: Scope) -> None:
    document = parse("1", "d", "en", text)
    sentences = sentence_spans(document.text, document.turns)
    for hit in find_hits(document, sentences, [(pattern, PatternKind.WILDCARD)], scope):
        assert 0 <= hit.start < hit.end <= len(document.text)


def test_a_turn_counts_in_its_own_language() -> None:
    document = parse("1", "d", "fr", "P1: La dette.\nP2: La dette, deni.\n")
    turns = (document.turns[0], replace(document.turns[1], language="sw"))
    mixed = replace(document, turns=turns)
    found = [
        [hit.found[0] for hit in find_hits(mixed, [], [("dette", PatternKind.PHRASE)], Scope.HIT, languages=only)]
        for only in (frozenset(["fr"]), frozenset(["sw"]), frozenset(["fr", "sw"]), frozenset[str]())
    ]
    assert found == [[7], [21], [7, 21], [7, 21]]


_HARD = "abé'-œ ſ*?s\n1"


@given(
    st.text(_HARD + "̀ A.", max_size=60),
    st.lists(st.tuples(st.text(_HARD, min_size=1, max_size=8), st.sampled_from(tuple(PatternKind)[:3])), max_size=4),
)
def test_many_patterns_find_what_each_finds_alone(text: str, patterns: list[tuple[str, PatternKind]]) -> None:
    patterns = [pattern for pattern in patterns if pattern[0].strip()]
    document = parse("d1", "", "fr", text)
    folded = fold(document.text)
    alone: dict[tuple[int, int], str] = {}
    for typed, kind in patterns:
        for match in compiled(typed, kind).finditer(folded.text):
            place = trimmed(document.text, folded.original(match.start()), folded.original(match.end()))
            if place[0] < place[1]:
                alone.setdefault(place, typed)
    hits = find_hits(document, [], patterns, Scope.HIT)
    assert {(hit.start, hit.end): hit.pattern for hit in hits} == alone
