# SPDX-License-Identifier: MIT
"""Limits of rules: read from their brackets, kept to in the text, reported where nobody has the name."""

from __future__ import annotations

import pytest

from coding.codebook_table import rows_from_codes
from coding.keywords import Searches, suggest
from coding.records import Code, Turn
from coding.rules import KeywordHit, Rule
from coding.rules.parsed_rules import read_rule, reading_problem
from coding.rules.rule_limits import Limiter, RuleLimits, SpeakerContext, limits_of, plain_words, without_names
from coding.rules.rule_linter import RuleTrap, Speaking, lint
from coding.rules.word_marks import marks_of_words, words_to_propose
from wording import Labels, Problem

TEXT = "Interviewer: Any debt?\nP1: A debt, yes.\nInterpreter: He says debt.\nP2: No debt of mine."
TURNS = tuple(
    Turn(start, start + len(line), line.partition(":")[0], "")
    for line in TEXT.split("\n")
    for start in [TEXT.index(line)]
)
SENTENCES = [(turn.start + len(turn.speaker) + 2, turn.end) for turn in TURNS]


def met(keyword: str, roles: dict[str, str] | None = None, group: str = "") -> list[str]:
    """Whose sentences a rule proposes."""
    limiter = Limiter([keyword], SpeakerContext(TURNS, roles or {}, group))
    found = suggest(TEXT, SENTENCES, Searches([Rule("c", keyword, "en")]).of("en").hits(TEXT), limiter=limiter)
    return [next(turn.speaker for turn in TURNS if turn.start <= one.start < turn.end) for one in found]


@pytest.mark.parametrize(
    ("keyword", "speakers"),
    [
        ("debt", ["P1", "Interpreter", "P2"]),
        ("words[role=participant]: debt", ["P1", "P2"]),
        ("words[role=interviewer]: debt", ["Interviewer"]),
        ("words[role=participant/interpreter]: debt", ["P1", "Interpreter", "P2"]),
        ("words[speaker=p2]: debt*", ["P2"]),
        ("words[speaker=P1/P2,role=participant]: debt", ["P1", "P2"]),
        ("words[group=Returnees]: debt", []),
    ],
)
def test_a_rule_looks_only_where_it_may(keyword: str, speakers: list[str]) -> None:
    assert met(keyword) == speakers


def test_a_role_somebody_gave_goes_before_what_a_name_tells() -> None:
    assert met("words[role=participant]: debt", {"P2": "interpreter"}) == ["P1"]
    assert met("debt", {"P1": "interviewer"}) == ["Interpreter", "P2"]


def test_a_group_is_known_by_its_name_whatever_signs_it_has() -> None:
    assert met("words[group=Returnees? 2020]: debt", group="returnees/ 2020") == ["P1", "Interpreter", "P2"]
    assert RuleLimits(groups=("Returnees, 2020",)).written() == "group=Returnees? 2020"


@pytest.mark.parametrize(
    ("keyword", "words"),
    [
        ("card*", ["ration card", "cards of three", "card was blue"]),
        ("words[near=keep/kept]: card*", ["cards of three"]),
        ("words[near=ke*,within=2]: card*", ["cards of three"]),
        ("words[near=hous*,within=3]: card*", []),
        ("words[near=hous*]: card*", ["cards of three"]),
        ("words[not=ration]: card*", ["cards of three", "card was blue"]),
        ("words[not=RATION/bleu]: card*", ["cards of three", "card was blue"]),
    ],
)
def test_words_around_decide(keyword: str, words: list[str]) -> None:
    text = "I had a ration card. They kept the cards of three girls in the house. My card was blue. Keep it."
    ends = [at + 1 for at, sign in enumerate(text) if sign == "."]
    sentences = [(start, end) for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]
    limiter = Limiter([keyword], SpeakerContext(), text)
    found = suggest(text, sentences, Searches([Rule("c", keyword, "en")]).of("en").hits(text), limiter=limiter)
    assert len(found) == len(words)
    assert all(word in text[one.start : one.end] for one, word in zip(found, words, strict=True))


@pytest.mark.parametrize(
    ("keyword", "proposed"),
    [
        ("words[span=sentence]: debt", ["Yes, a debt of ten.", "That debt grew."]),
        ("words[span=words]: debt", ["debt", "debt"]),
        ("words[span=turn]: debt", ["Yes, a debt of ten. That debt grew."]),
    ],
)
def test_what_is_proposed_is_the_sentence_the_words_or_the_turn(keyword: str, proposed: list[str]) -> None:
    text = "P1: Yes, a debt of ten. That debt grew."
    limiter = Limiter([keyword], SpeakerContext((Turn(4, len(text), "P1"),)), text)
    found = suggest(
        text, [(4, 23), (24, len(text))], Searches([Rule("c", keyword, "en")]).of("en").hits(text), limiter=limiter
    )
    assert [text[one.start : one.end] for one in found] == proposed


def test_a_place_that_somebody_called_no_hit_proposes_nothing() -> None:
    rules = [Rule("c", "debt", "en"), Rule("c", "phrase: owe debt", "en")]
    search = Searches(rules).of("en")
    place = TEXT.index("debt, yes")
    told = {(place, place + 4, "c"): "negated"}
    kept = words_to_propose(search.hits(TEXT), rules, told)
    assert len(suggest(TEXT, SENTENCES, search.hits(TEXT))) == len(suggest(TEXT, SENTENCES, kept)) + 1
    shown = words_to_propose(search.hits(TEXT), rules[:1], told)
    assert [hit.mark for hit in shown if hit.start == place] == ["negated"]


def test_plain_words_of_a_code_that_tells_an_act_propose_what_its_rules_propose() -> None:
    def marks(*keywords: str) -> list[str]:
        return sorted(marks_of_words([Rule("c", keyword, "en") for keyword in keywords])["c"])

    every = ["asked", "hit", "hypothetical", "negated", "reported"]
    assert marks("water") == marks("water", "entity: place") == marks("rest", "phrase[negated]: have rest") == every
    assert marks("papers", "phrase: take card", "phrase[negated]: give card") == ["hit"]
    assert marks("deport*", "phrase[hit,hypothetical]: call police") == ["hit", "hypothetical"]
    named = [Rule("c", "words[hit,asked,role=participant]: water", "en"), Rule("c", "food", "en")]
    places = [KeywordHit(0, 5, "c", rule.keyword, "en", mark) for rule in named for mark in every]
    assert [hit.mark for hit in words_to_propose(places, named)] == ["asked", "hit", *every]
    assert reading_problem("words[perhaps]: water").key == "rules.mark"


@pytest.mark.parametrize("brackets", ["within=0", "within=many", "except=past", "span=paragraph", "within=2/3"])
def test_a_limit_that_there_is_not_is_told(brackets: str) -> None:
    with pytest.raises(Problem) as told:
        read_rule(f"phrase[{brackets}]: take card")
    assert told.value.message.key == "rules.limit_value"


def test_limits_are_read_and_written() -> None:
    around = "words[near=keep/hold*,within=4,not=ration,span=turn]: card"
    limits = limits_of(around)
    assert (limits.near, limits.within, limits.barred, limits.span) == (("keep", "hold*"), 4, ("ration",), "turn")
    assert limits_of(f"words[{limits.written()}]: card") == limits
    assert limits_of("who[except=passive/relative]: * > take > card").forms_left_out == ("passive", "relative")
    assert limits.for_all(RuleLimits(("participant",))) == RuleLimits(
        ("participant",), near=("keep", "hold*"), within=4, barred=("ration",)
    )

    keyword = "phrase[hit,negated,role=participant,speaker=P1/P2,group=Women]: take passport"
    limits = RuleLimits(("participant",), ("P1", "P2"), ("Women",))
    assert limits_of(keyword) == limits
    assert limits.written() in keyword
    assert limits_of("phrase: take passport") == RuleLimits()
    assert plain_words("words[role=participant]: passport*") == "passport*"


def test_a_wrong_limit_is_told() -> None:
    from coding.rules.parsed_rules import read_rule

    for wrong in (
        "phrase[role=boss]: take passport",
        "phrase[age=12]: take passport",
        "phrase[speaker=]: take passport",
    ):
        with pytest.raises(Problem) as told:
            read_rule(wrong)
        assert told.value.message.key == "rules.limit"


def test_a_name_that_nobody_bears_is_told() -> None:
    speaking = Speaking(frozenset({"P1"}), frozenset({"Women"}))
    warning = lint("phrase[speaker=p1/P9,group=Men]: take passport", "en", speaking=speaking)
    assert [(one.trap, one.words) for one in warning] == [(RuleTrap.NOBODY, (("P9", 0), ("Men", 0)))]
    assert not lint("words[speaker=P1,group=women]: passport*", "en", speaking=speaking)
    assert lint("words[speaker=P1]: passport or card", "en")[0].better == ("passport", "card")


def test_names_of_speakers_do_not_travel_in_a_codebook() -> None:
    assert without_names("phrase[speaker=P1/F2/Interviewer]: take passport") == (
        "phrase[speaker=P1/F2/Interviewer]: take passport"
    )
    assert without_names("words[role=participant,speaker=P1/Hawa Kiprop]: debt") == (
        "words[role=participant,speaker=P1/?]: debt"
    )
    assert without_names("speaker=Hawa") == "speaker=Hawa"  # no limit but words
    assert met("words[speaker=?]: debt") == []
    keywords = {"en": ("phrase[speaker=Hawa]: take passport",)}
    code = Code("1", None, 0, Labels({"en": "Papers"}), Labels({}), "#000000", keywords)
    assert not any("Hawa" in cell for row in rows_from_codes([code])[1] for cell in row)


def test_a_rule_in_the_company_of_the_field_counts_where_its_words_are_said_nearby() -> None:
    rule = "words[talk=field]: boss"
    of_cakes, of_work = (
        "My boss likes plums. " + "We had cake. " * 40,
        "My boss kept the passports. The recruiter lied. ",
    )
    long = of_work + "We had cake. " * 40
    said = [Limiter([rule], SpeakerContext(), text).allows(rule, 3, 7) for text in (of_cakes, long, "My boss left.")]
    assert said == [False, True, True]
    named = "words[talk=plum*]: boss"
    assert Limiter([named], SpeakerContext(), of_cakes).allows(named, 3, 7)
    assert not Limiter([named], SpeakerContext(), long).allows(named, 3, 7)
    assert limits_of(rule).written() == "talk=field"


def test_a_rule_looks_at_no_front_matter_and_at_no_question_of_e() -> None:
    said = [("", "A summary of the debt."), ("E", "Any debt?"), ("P1", "A debt."), ("E", "And?")]
    places, at = [], 0
    for speaker, words in said:
        places.append(Turn(at, at + len(words), speaker))
        at += len(words) + 2
    limiter = Limiter(["debt"], SpeakerContext(tuple(places)))
    assert [limiter.allows("debt", turn.start) for turn in places] == [False, False, True, False]
