# SPDX-License-Identifier: MIT
"""Rules that find something else than meant are reported, with figures; sound ones are not."""

from __future__ import annotations

from collections import Counter

import pytest

from coding.rules.rule_linter import RuleTrap, counted_words, lint, rejected_word

TEXTS = (
    "He was violent. The violet dress lay there. We went to the violin lesson, and violence followed.",
    "They took the passport. Passports were kept.",
)


@pytest.mark.parametrize(
    ("keyword", "language", "trap"),
    [
        ("passport or card", "en", RuleTrap.LITERAL_OR),
        ("passeport ou carte", "fr", RuleTrap.LITERAL_OR),
        ("the", "en", RuleTrap.COMMON_WORD),
        ("ou", "fr", RuleTrap.COMMON_WORD),
        ("id*", "en", RuleTrap.COMMON_WORD),
    ],
)
def test_traps_of_the_words_themselves(keyword: str, language: str, trap: RuleTrap) -> None:
    assert [one.trap for one in lint(keyword, language)] == [trap]


@pytest.mark.parametrize(
    ("keyword", "language"),
    [
        ("passport", "en"),
        ("took my passport", "en"),
        ("or", "fr"),
        ("phrase: take passport/card", "en"),
        ("sold*", "en"),
    ],
)
def test_sound_rules_are_left_alone(keyword: str, language: str) -> None:
    assert lint(keyword, language) == []  # "or" is gold in French: it is looked at in its context


def test_an_alternative_is_mended_by_two_rules() -> None:
    (found,) = lint("passport or card", "en")
    assert found.better == ("passport", "card")


def test_a_short_stem_names_the_words_it_meets() -> None:
    words = counted_words(TEXTS)
    (found,) = lint("viol*", "en", words)
    assert found.trap is RuleTrap.SHORT_STEM
    assert set(found.words) == {("violent", 1), ("violet", 1), ("violin", 1), ("violence", 1)}
    assert lint("passport*", "en", words) == []
    assert [one.trap for one in lint("furnace", "en", words)] == [RuleTrap.NOTHING]
    assert lint("furnace", "en", counted_words(())) == []  # without texts nothing is said


def test_many_rejections_are_told_with_their_figures() -> None:
    (found,) = lint("passport", "en", accepted=6, rejected=4)
    assert (found.trap, found.rejected, found.decided) == (RuleTrap.REJECTED, 4, 10)
    assert lint("passport", "en", accepted=7, rejected=3) == []  # 30 % is not more than 30 %
    assert lint("passport", "en", accepted=0, rejected=9) == []  # nine decisions are too few


@pytest.mark.parametrize(
    ("keyword", "text", "words"),
    [
        ("or", "Il creusait de l’or, or il n’en voyait rien.", (("or", 2),)),
        (
            "viol*",
            "Une violence, deux violences, un violon ; un viol.",
            (("violence", 1), ("violences", 1), ("violon", 1)),
        ),
        ("bonne", "Elle était bonne dans une bonne famille.", (("bonne", 2),)),
        ("organ*", "Un organe, une organisation.", (("organisation", 1),)),
    ],
)
def test_a_word_that_is_another_one_too_is_told_with_what_it_meets(
    keyword: str, text: str, words: tuple[tuple[str, int], ...]
) -> None:
    (found,) = [one for one in lint(keyword, "fr", counted_words([text])) if one.trap is RuleTrap.AMBIGUOUS]
    assert sorted(found.words) == sorted(words)
    assert not [one for one in lint(keyword, "fr", counted_words(["Rien ici."])) if one.trap is RuleTrap.AMBIGUOUS]


def test_a_rule_that_cannot_be_read_is_told() -> None:
    assert [one.trap for one in lint("tokens: any? any?", "en")] == [RuleTrap.UNREADABLE]
    assert [one.trap for one in lint("phrase: one two three four five", "en")] == [RuleTrap.UNREADABLE]
    assert lint("tokens: take any*3 passport", "en") == []


def test_many_rejected_beside_one_word_offer_a_narrower_rule() -> None:
    (warning,) = lint("card", "en", Counter({"card": 21}), 12, 9, around=("ration", 9))
    assert (warning.trap, warning.better) == (RuleTrap.REJECTED, ("words[within=2,not=ration]: card",))
    assert not lint("card", "en", Counter({"card": 21}), 12, 3, around=("ration", 3))
    near = "words[near=keep,within=4]: card"
    assert lint(near, "en", None, 2, 9, around=("ration", 9))[0].better == (
        "words[near=keep,within=4,not=ration]: card",
    )
    assert rejected_word([["the", "ration"]] * 2, [])[1] == 0  # two places say too little


def test_a_short_stem_offers_the_words_it_finds() -> None:
    words = Counter({"vida": 1, "vital": 2, "vitamin": 1, "vista": 3})
    assert lint("vi*", "en", words)[-1].better == ("vida", "vista", "vital", "vitamin")
