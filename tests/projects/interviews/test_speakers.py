# SPDX-License-Identifier: MIT
"""Speakers are counted, renamed, merged, linked; languages proposed and corrected; segments stay; undo works."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.interviews.cases import CaseMember, add_case, members_of
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_document, load_documents, segments
from projects.interviews.segments import apply_code
from projects.store.project import Project
from projects.stored_interviews.parsed_document import from_bytes, parse_text, to_bytes
from projects.transcripts.speakers import (
    keep_roles,
    link_speaker,
    merge_speakers,
    project_languages,
    propose,
    propose_roles,
    rename_speaker,
    set_language_spoken,
    set_project_languages,
    set_speaker,
    set_turn_language,
    speakers_of,
    store_proposed,
)
from wording import Problem

TALK = (
    "Interviewer: What did he say to you when you arrived at the house?\n"
    "F2: Il disait que je devais payer le bus et la chambre avant de partir.\n"
    "Femme 2: Oui.\n"
    "F3: Moi non, je suis restée chez ma mère tout le temps.\n"
    "Interviewer: And then?\n"
)


@pytest.fixture
def talk(project: Project) -> str:
    """A group talk with one speaker under two names; its id."""
    made: list[str] = project.do(import_documents([NewDocument("FGD 04", "", parse_text(TALK))])).result
    return made[0]


def names(project: Project, document: str) -> list[str]:
    """The speakers of a document."""
    return [one.name for one in speakers_of(project, document)]


def test_speakers_are_counted_and_who_asks_is_proposed(project: Project, talk: str) -> None:
    found = speakers_of(project, talk)
    assert [(one.name, one.turns, one.role) for one in found] == [
        ("Interviewer", 2, "interviewer"),
        ("F2", 1, ""),
        ("Femme 2", 1, ""),
        ("F3", 1, ""),
    ]
    assert found[1].words == 14


def test_merged_speakers_keep_codings_cases_and_roles(project: Project, talk: str) -> None:
    loaded = load_document(project, talk).document
    code = str(project.query("SELECT id FROM code ORDER BY id LIMIT 1")[0]["id"])
    project.do(apply_code(code, loaded, [(loaded.text.index("Oui"), loaded.text.index("Oui") + 4)], coder="Ana"))
    case = str(project.do(add_case("P07")).result)
    project.do(link_speaker(talk, "Femme 2", case))
    project.do(set_speaker(talk, "Femme 2", role="participant"))
    assert project.do(merge_speakers([talk], ["F2", "Femme 2"], "F2")).result == 1
    assert names(project, talk) == ["Interviewer", "F2", "F3"]
    assert members_of(project, case) == [CaseMember(talk, "F2")]
    assert speakers_of(project, talk)[1].role == "participant"
    after = load_document(project, talk).document
    for segment in segments(project, talk):
        assert after.text[segment.start : segment.end] == segment.quote
    project.undo()
    assert names(project, talk) == ["Interviewer", "F2", "Femme 2", "F3"]
    assert members_of(project, case) == [CaseMember(talk, "Femme 2")]
    assert project.check().findings == []


def test_renaming_nobody_changes_nothing(project: Project, talk: str) -> None:
    before = project.head
    for action in (rename_speaker([talk], "Nobody", "X"), merge_speakers([talk], ["F2"], "F2")):
        with pytest.raises(Problem):
            project.do(action)
    with pytest.raises(Problem):
        rename_speaker([talk], "F2", "  ")
    with pytest.raises(Problem):
        set_speaker(talk, "F2", role="boss")
    assert project.head == before


def test_languages_are_proposed_corrected_and_kept(project: Project, talk: str) -> None:
    assert project_languages(project) == ("en", "fr", "rn", "rw", "sw")
    project.do(set_project_languages(["en", "fr"]))
    found = propose(load_documents(project), project_languages(project), 3)
    project.do(store_proposed(found))
    told = [turn.language for turn in load_document(project, talk).document.turns]
    assert told == ["en", "fr", "fr", "fr", "en"]
    assert project.query("SELECT language FROM document WHERE id = ?", (talk,))[0]["language"] == "fr"
    project.do(set_turn_language(talk, [2], "rn"))
    again = propose(load_documents(project), ("en", "fr"), 3)
    with pytest.raises(Problem):
        project.do(store_proposed(again))
    assert load_document(project, talk).document.turns[2].language == "rn"
    project.undo()
    project.undo()
    assert {turn.language for turn in load_document(project, talk).document.turns} == {""}


def test_ticks_of_languages_that_cross_are_both_kept(project: Project) -> None:
    for language in ("rw", "rn", "sw"):
        project.do(set_language_spoken(language, False))
    project.do(set_language_spoken("sw", True))
    assert set(project_languages(project)) == {"en", "fr", "sw"}
    for language in ("en", "fr"):
        project.do(set_language_spoken(language, False))
    for wrong in (("sw", False), ("xx", True)):  # the last one, one nobody can tell
        with pytest.raises(Problem):
            project.do(set_language_spoken(*wrong))
    assert project_languages(project) == ("sw",)


def test_a_correction_keeps_what_was_said_of_its_turns(project: Project, talk: str) -> None:
    from projects.transcripts.corrections import correct_text

    project.do(rename_speaker([talk], "F3", "Nadine"))
    project.do(set_turn_language(talk, [3], "fr"))
    document = load_document(project, talk).document
    project.do(correct_text(document, document.text.replace("chez ma mère", "chez ma tante")))
    turn = load_document(project, talk).document.turns[3]
    assert (turn.speaker, turn.language) == ("Nadine", "fr")


def test_names_typed_in_a_correction_make_turns_also_where_turns_have_languages(project: Project) -> None:
    from projects.transcripts.corrections import correct_text

    text = "Where did you go?\n\nAu port.\n\nWhy?\n\nUne dette.\n"
    made: list[str] = project.do(import_documents([NewDocument("08", "", parse_text(text))])).result
    project.do(set_turn_language(made[0], [1, 3], "fr"))
    document = load_document(project, made[0]).document
    named = "Ruth: Where did you go?\n\nAdaeze: Au port.\n\nRuth: Why?\n\nAdaeze: Une dette.\n"
    project.do(correct_text(document, named))
    turns = load_document(project, made[0]).document.turns
    assert [(turn.speaker, turn.language) for turn in turns] == [
        ("Ruth", ""), ("Adaeze", "fr"), ("Ruth", ""), ("Adaeze", "fr")
    ]  # fmt: skip


@pytest.mark.parametrize("renamed", [False, True])
def test_a_name_typed_once_beside_named_speakers_speaks_also_after_the_next_correction(
    project: Project, renamed: bool
) -> None:
    from projects.transcripts.corrections import correct_text

    text = "Ruth: Where?\nAdaeze: Au port.\nRuth: Why?\nAdaeze: Une dette.\n"
    made: list[str] = project.do(import_documents([NewDocument("09", "", parse_text(text))])).result
    if renamed:
        project.do(rename_speaker(made, "Adaeze", "F2"))
    other = "F2" if renamed else "Adaeze"
    for old, new in (("Ruth: Why?", "Marie: Why?"), ("Une dette", "Une dette, oui")):
        document = load_document(project, made[0]).document
        project.do(correct_text(document, document.text.replace(old, new)))
        turns = load_document(project, made[0]).document.turns
        assert [turn.speaker for turn in turns] == ["Ruth", other, "Marie", other]


def test_objects_without_languages_are_read_as_before() -> None:
    parsed = parse_text(TALK)
    data = to_bytes(parsed)
    assert data.count(b'"languages"') == 0
    assert from_bytes(data).turns == parsed.turns


def test_roles_are_proposed_for_all_interviews_and_kept_in_one_step(project: Project, talk: str) -> None:
    gold = Path(__file__).resolve().parents[2] / "coding" / "gold"
    asks = {"talk_en_1": "Naomi", "talk_en_2": "Interviewer", "talk_fr_1": "Élodine", "talk_fr_2": "Enquêtrice"}
    asks |= {"talk_en_3": "Ambrose", "talk_fr_3": "Ambroise", "talk_en_4": "Facilitator", "talk_fr_4": "Enquêtrice"}
    asks |= {"talk_en_5": "Sabeth", "talk_fr_5": "Q"}
    texts = {path.stem: path.read_text(encoding="utf-8") for path in gold.glob("speech*/*.txt")}
    project.do(import_documents([NewDocument(name, "", parse_text(text)) for name, text in texts.items()]))
    project.do(set_speaker(talk, "F3", role="interpreter"))
    proposed = propose_roles(project)
    found = {(one.document_name, one.proposal.speaker): one.proposal.role for one in proposed}
    interviewers = {document: who for (document, who), role in found.items() if role == "interviewer"}
    assert interviewers == asks | {"FGD 04": "Interviewer", "IDI 01": "Interviewer", "IDI 02": "Enquêteur"}
    assert ("FGD 04", "F3") not in found  # somebody said what she is
    assert not {"RQ5", "QR3", "Summary", "Model 1"} & {who for _, who in found}
    assert project.do(keep_roles(proposed)).result == len(proposed)
    assert propose_roles(project) == []
    project.undo()
    assert propose_roles(project) == proposed
