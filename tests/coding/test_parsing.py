# SPDX-License-Identifier: MIT
"""Speaker turns are found in the ways transcribers write them, and sentences with a colon stay sentences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.keywords import answers
from coding.language_guess import guess_language
from coding.parsing import as_time, digest, find_turns, normalise, parse
from coding.records import Turn
from coding.speaker_roles import interviewers_among, is_interviewer, proposed_role, role_proposals

GOLD = Path(__file__).parent / "gold"


def turns(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Interviewer: Why?\nP1: Because.", [("Interviewer", "Why?"), ("P1", "Because.")]),
        (
            "Enquêteur : Pourquoi ?\nR2 – Parce que.\n\nToujours.",
            [("Enquêteur", "Pourquoi ?"), ("R2", "Parce que.\n\nToujours.")],
        ),
        (
            "[00:01:12] MARA: We left.\n[00:02:00] JOHN: When?",
            [("MARA", "We left."), ("JOHN", "When?")],
        ),
        ("Q: a\nA: b", [("Q", "a"), ("A", "b")]),
        ("Modératrice\u00a0: Oui ?\nP1\u202f: Non.", [("Modératrice", "Oui ?"), ("P1", "Non.")]),
        ("Participant 2 (00:12): yes", [("Participant 2", "yes")]),
        ("**Interviewer**: Why?\n\n**P1:** Because **so**.", [("Interviewer", "Why?"), ("P1", "Because **so**.")]),
        (
            "__Mary Low__ [00:12]: a\n**Jo**: b\n__Mary Low__: c\n**Jo**: d",
            [("Mary Low", "a"), ("Jo", "b"), ("Mary Low", "c"), ("Jo", "d")],
        ),
    ],
)
def test_labels_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert turns(text) == expected


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Q: Where?\nDeo: In the camp.", ["Q", "Deo"]),
        ("Enquêteur : Où ?\n\nDeo : Au camp.", ["Enquêteur", "Deo"]),
        ("I: Where?\nIn the camp.\nDeo: he said.", ["I"]),  # not the line after the question
        ("I: Where?\nNote: she weeps.", ["I"]),
        ("I: Where?\nP1: There.\nDeo: he said.", ["I", "P1"]),  # somebody answers
    ],
)
def test_a_name_that_answers_once_is_not_the_interviewer(text: str, speakers: list[str]) -> None:
    assert [speaker for speaker, _ in turns(text)] == speakers


def test_names_count_when_they_open_several_lines() -> None:
    text = "Mara Stone: a\nJon Reed: b\nMara Stone: c\nJon Reed: d"
    assert [speaker for speaker, _ in turns(text)] == ["Mara Stone", "Jon Reed", "Mara Stone", "Jon Reed"]


@pytest.mark.parametrize(
    "label",
    [
        "Participante du groupe de Gitega 1",
        "Participante 2 du site de Kanyosha",
        "Femme de la colline de Ruvubu",
        "Homme du groupe des jeunes 3",
        "Répondante du camp d’accueil",
        "Intervenante du groupe de femmes déplacées",
        "Participant from the second group",
        "Woman of the North 2",
        "Girl from Gitega",
        "Facilitator of the group of men 1",
        "Mama of the Hill",
        "Chef des Pêcheurs",
    ],
)
def test_a_label_with_small_words_is_a_speaker_where_it_returns(label: str) -> None:
    text = f"Interviewer: Why?\n{label}: We fled.\nInterviewer: When?\n{label} : In May."
    assert [speaker for speaker, _ in turns(text)] == ["Interviewer", label, "Interviewer", label]


@pytest.mark.parametrize(
    "opening",
    [
        "Woman from the camp said",
        "Man of my village told us",
        "Femme de mon frère",
        "Homme du groupe a crié",
        "Participante du groupe de Gitega disait toujours",
        "All of the camp",
        "Question of money",
        "Tous les gens de la colline",
        "In the Camp",
        "From the Market of Gitega",
        "Dans des Villages",
        "The truth of the matter",
        "La raison de la fuite",
        "Man of the",
        "woman of the house",
        "They took two things from the house",
        "Il y a deux raisons de partir",
    ],
)
def test_a_sentence_with_small_words_stays_one_though_it_returns(opening: str) -> None:
    text = f"Interviewer: Why?\nP1: So it was.\n{opening}: come.\nInterviewer: And?\nP1: Yes.\n{opening}: go."
    assert {speaker for speaker, _ in turns(text)} == {"Interviewer", "P1"}


@pytest.mark.parametrize(
    "text",
    [
        "He said one thing: come tomorrow.\nI went.",
        "Il m'a dit : viens demain.\nJe suis partie.",
        "Note: recorded outdoors.\nThe market was far.",
        "There are three reasons: food, money and fear.",
        "Remember: never alone.\nWe walked.",
        "12:30 we left: quickly",
        "https://example.org/a",
        "– Bonjour.\n– Bonjour, dit-elle.",
    ],
)
def test_sentences_with_a_colon_stay_sentences(text: str) -> None:
    assert {speaker for speaker, _ in turns(text)} == {""}


def test_lines_before_the_first_speaker_have_none() -> None:
    assert turns("Interview 4, site B\n\nP1: hello") == [("", "Interview 4, site B"), ("P1", "hello")]


def test_without_speakers_blank_lines_part_paragraphs() -> None:
    assert turns("one line\nits second\n\nanother") == [("", "one line\nits second"), ("", "another")]
    assert turns("one\ntwo") == [("", "one"), ("", "two")]


def test_times_are_kept() -> None:
    text = "[1:12] P1: a\nMara Stone  0:15:05\nwords below"
    assert [turn.time for turn in find_turns(text)] == ["00:01:12", "00:15:05"]
    assert as_time("no time") == ""


def test_who_asks_is_known() -> None:
    assert all(map(is_interviewer, ("Interviewer", "Enquêtrice 2", "Q", "modérateur")))
    assert all(map(is_interviewer, ("Facilitator of the group of men 1", "Enquêtrice du site de Gitega")))
    assert not any(map(is_interviewer, ("P1", "Interprète", "Participant", "", "Femme du site de Gitega")))
    assert [proposed_role(one) for one in ("Q", "Interprète 2", "translator", "P1", "Interprétation", "")] == [
        "interviewer",
        "interpreter",
        "interpreter",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("speakers", "asking"),
    [
        (["E", "P1", "E", ""], {"E"}),
        (["E", "H 2", "F1", "Interprète"], {"E"}),
        (["E", "Q"], {"Q"}),
        (["A", "B", "E"], set()),  # five women by their letters
        (["E"], set()),
        (["E", "Marie"], set()),
    ],
)
def test_e_asks_where_all_others_answer(speakers: list[str], asking: set[str]) -> None:
    assert interviewers_among(speakers) == asking


def test_what_somebody_said_of_a_speaker_goes_before_the_label() -> None:
    turns_, spans = [Turn(0, 5, "Q"), Turn(6, 9, "Jeanne")], [(0, 5), (6, 9)]
    assert answers(spans, turns_) == [(6, 9)]
    assert answers(spans, turns_, {"Q": "participant", "Jeanne": "interviewer"}) == [(0, 5)]


@pytest.mark.parametrize("folder", ["layouts", "layouts_kept_aside"])
def test_roles_are_proposed_in_many_layouts(folder: str) -> None:
    wanted = json.loads((GOLD / folder / "roles.json").read_text(encoding="utf-8"))
    texts = {name: (GOLD / folder / f"{name}.txt").read_text(encoding="utf-8") for name in wanted}
    right = [
        {one.speaker: one.role for one in role_proposals(text, find_turns(text))} == wanted[name]
        for name, text in texts.items()
    ]
    assert sum(right) >= 0.9 * len(wanted)


@pytest.mark.parametrize("name", json.loads((GOLD / "front_matter" / "gold.json").read_text(encoding="utf-8")))
def test_front_matter_is_neither_speaker_nor_talk(name: str) -> None:
    wanted = json.loads((GOLD / "front_matter" / "gold.json").read_text(encoding="utf-8"))[name]
    text = (GOLD / "front_matter" / f"{name}.txt").read_text(encoding="utf-8")
    found = find_turns(text)
    assert sorted({turn.speaker for turn in found} - {""}) == sorted(wanted["speakers"])
    told = answers([(turn.start, turn.end) for turn in found], found, dict.fromkeys(wanted["speakers"], "participant"))
    assert text[told[0][0] :].startswith(wanted["talk_begins"])


def test_only_line_ends_and_byte_order_mark_change() -> None:
    raw = "\ufeffe\u0301te\u0301\r\nb\rc\u2028d 👩\u200d👩\u200d👧"
    assert normalise(raw) == "e\u0301te\u0301\nb\nc\u2028d 👩\u200d👩\u200d👧"
    assert normalise("a\ud800b") == "a\ufffdb"


def test_digest_is_that_of_the_utf8_bytes() -> None:
    document = parse("1", "x", "fr", "été\r\n")
    assert document.digest == digest("été\n") == hashlib.sha256("été\n".encode()).hexdigest()


@given(st.text(alphabet=st.sampled_from("aB1 :–-[]\n\r.?éP\u0301😀\u200d\u202f\u05d0"), max_size=200))
def test_turns_are_in_order_apart_and_within_the_text(raw: str) -> None:
    text = normalise(raw)
    end = 0
    for turn in find_turns(text):
        assert end <= turn.start < turn.end <= len(text)
        said = text[turn.start : turn.end]
        assert said == said.strip()
        end = turn.end


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("She said that they had not been to the market and that was all", "en"),
        ("Elle a dit que nous ne sommes pas dans le village avec les autres", "fr"),
        ("Abantu bari muri iyi nzu kandi nta mahera twari dufise", "rn"),
        ("Watu walikuwa katika kambi hii na hakuna chakula kwa watoto", "sw"),
        ("Las mujeres no lo saben pero el camino es muy largo y con los niños", ""),
        ("xyz 123", ""),
        ("", ""),
    ],
)
def test_the_language_is_guessed_or_not_named(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_a_title_with_a_dash_is_no_speaker() -> None:
    text = "IDI 05 – Amara O.\nInterviewer: Where?\nAmara: In the salon.\nInterviewer: And then?\nAmara: I braided."
    assert [turn.speaker for turn in find_turns(text)] == ["", "Interviewer", "Amara", "Interviewer", "Amara"]
    dashes = "M – What work?\nF1 – House work.\nF2 – The farms."
    assert [turn.speaker for turn in find_turns(dashes)] == ["M", "F1", "F2"]


def test_a_time_that_a_line_broke_off_is_no_speakers_label() -> None:
    text = (
        "I: When?\nP1: We left at\n10:00 and walked.\nI: And?\nP1: We were there at\n10:30 already.\n"
        "I: Then?\nP1: On\nDay 10:15 it rained.\nSpeaker 2:30 people came."
    )
    turns = find_turns(text)
    assert {turn.speaker for turn in turns} == {"I", "P1", "Speaker 2"}
    assert "We left at\n10:00 and walked." in [text[turn.start : turn.end] for turn in turns]
