# SPDX-License-Identifier: MIT
"""Each turn is read in its own language: rules, names, suggestions. Against a gold interview set by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coding.language_stretches import LanguageStretch, language_stretches, languages_in
from coding.records import Turn
from coding.rules import Rule
from coding.spacy_pipelines import pipeline_name
from projects.assistance.entities import find_mentions
from projects.assistance.parses import ParseState, in_place, kept_parses, parse_missing, parse_state, unparsed
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_document
from projects.interviews.reading_process import find_suggestions_apart
from projects.interviews.suggestions import find_suggestions
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.speakers import set_turn_language
from projects.worker import TextProcess

GOLD: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "coding" / "gold" / "mixed_turns.json").read_text(encoding="utf-8")
)
PLACES = {"place", "small_place"}


def interview() -> tuple[str, tuple[Turn, ...]]:
    """The gold interview as text, with the place and language of each turn."""
    text, turns = "", []
    for one in GOLD["turns"]:
        text += f"{one['speaker']}: "
        turns.append(Turn(len(text), len(text) + len(one["text"]), one["speaker"], language=one["language"]))
        text += one["text"] + "\n"
    return text.rstrip("\n"), tuple(turns)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The gold interview, parsed."""
    if not (pipeline_name("en") and pipeline_name("fr")):
        pytest.skip("no spaCy pipelines for English and French are installed")
    folder = tmp_path_factory.mktemp("mixed") / "p.pwb"
    with Project.create(folder, "quiet lantern over 7 rivers", name="Test", user="Ana") as project:
        text, turns = interview()
        project.do(import_documents([NewDocument("Mixed", GOLD["language"], parse_text(text, turns))]))
        yield project


def turn_at(place: int) -> int:
    return next(number for number, turn in enumerate(interview()[1]) if turn.start <= place < turn.end)


def test_rules_meet_what_the_gold_says_in_each_turn(mixed: Project, text_process: TextProcess) -> None:
    parse_missing(in_place(mixed), text_process)
    loaded, rules = load_document(mixed, "1"), [Rule(*one) for one in GOLD["rules"]]
    kept = kept_parses(mixed)
    (found,) = find_suggestions_apart(text_process, [loaded], rules, {}, None, kept)
    met: dict[int, set[str]] = {}
    for one in found.found:
        met.setdefault(turn_at(one.start), set()).add(one.code)
        assert one.code.endswith(f"-{one.language}")
    wanted = {number: set(one["rules"]) for number, one in enumerate(GOLD["turns"]) if one["rules"]}
    assert met == wanted


def test_rules_of_words_look_in_the_turns_of_their_language(mixed: Project) -> None:
    text, turns = interview()
    words = [Rule("en", "passport*", "en"), Rule("fr", "passeport*", "fr"), Rule("fr-house", "house", "fr")]
    found = find_suggestions([load_document(mixed, "1")], words, {})[0].found
    met = {(turn_at(one.start), one.code) for one in found}
    assert met == {(1, "fr"), (2, "fr"), (3, "en"), (11, "en"), (12, "fr"), (12, "en"), (13, "fr")}
    spoken = [Turn(turn.start, turn.end, turn.speaker) for turn in turns]  # nobody told: long turns tell by themselves
    untold = [one.language for one in language_stretches(text, spoken, "en")]
    assert untold.count("fr") >= 3


def test_names_are_found_in_the_language_of_their_turn(mixed: Project, text_process: TextProcess) -> None:
    text, turns = interview()
    found = {
        (turn_at(one.start), text[one.start : one.end], "place" if str(one.kind) in PLACES else str(one.kind))
        for one in find_mentions(in_place(mixed), text_process)
    }
    wanted = {(number, name, kind) for number, one in enumerate(GOLD["turns"]) for name, kind in one["entities"]}
    assert wanted <= found


def test_a_corrected_turn_is_parsed_anew(mixed: Project, text_process: TextProcess) -> None:
    parse_missing(in_place(mixed), text_process)
    assert (parse_state(mixed), unparsed(mixed)) == (ParseState(1, 1), [])
    mixed.do(set_turn_language("1", [3], "fr"))
    assert parse_state(mixed) == ParseState(0, 1)
    assert [one.document for one in unparsed(mixed)] == ["1"]
    mixed.undo()
    assert parse_state(mixed) == ParseState(1, 1)


def test_a_turn_that_mixes_languages_is_cut_by_its_sentences() -> None:
    text, turns = interview()
    stretches = language_stretches(text, turns, GOLD["language"])
    assert "".join(text[one.start : one.end] for one in stretches) == text
    for one, turn in zip(GOLD["turns"], turns, strict=True):
        inside = [held for held in stretches if held.start < turn.end and held.end > turn.start]
        assert languages_in(inside[:1]) == [one["language"]]
        if "sentences" in one:
            assert [held.language for held in inside][: len(one["sentences"])] == one["sentences"]
        elif one["text"] != GOLD["turns"][-1]["text"]:
            assert len(inside) == 1


@pytest.mark.parametrize(
    ("turns", "language", "languages"),
    [
        ((), "en", ["en"]),
        ((Turn(4, 27, "P1"),), "en", ["en"]),
        ((Turn(4, 27, "P1", language="fr"),), "en", ["fr"]),
        ((Turn(4, 27, "P1", language="rn"),), "", ["rn"]),
    ],
)
def test_a_text_in_one_language_is_one_stretch(turns: tuple[Turn, ...], language: str, languages: list[str]) -> None:
    found = language_stretches("P1: Nothing else was said. ", turns, language)
    assert found == (LanguageStretch(0, 27, languages[0]),)
