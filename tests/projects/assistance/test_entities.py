# SPDX-License-Identifier: MIT
"""The table of entities: a purpose first, names under the link key, corrections that hold, undo, Erase, consent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coding.entities.records import EntityKind
from coding.rules import Rule
from projects.assistance.entities import (
    find_mentions,
    phone_countries,
    project_entities,
    set_phone_countries,
    spellings,
)
from projects.assistance.entity_corrections import drop, keep_apart, list_names, merge, set_kind, take_apart
from projects.assistance.entity_table import (
    entity_lines,
    find_and_keep,
    own_lists,
    stored_corrections,
    switch_off,
    switch_on,
    tabled_entities,
)
from projects.assistance.parses import in_place, kept_parses
from projects.interviews.documents import NewDocument, import_documents, set_consents
from projects.interviews.queries import load_documents
from projects.interviews.reading_process import find_suggestions_apart
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.worker import TextProcess
from tests.projects.assistance.conftest import PASSPHRASE
from wording import Problem
from workbench.cli import main


def test_mentions_of_one_person_are_one_line(project: Project, text_process: TextProcess) -> None:
    people = [one for one in project_entities(in_place(project), text_process) if one.kind is EntityKind.PERSON]
    assert [(one.name, len(one.mentions)) for one in people] == [("Hawa Kiprop", 2)]


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(["entities", *words]) == status
    said = capsys.readouterr()
    return said.out + said.err


@pytest.mark.slow
def test_the_command_prints_pseudonyms_and_keeps_only_for_a_purpose(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(project.folder)
    project.close()
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    told = run(capsys, folder)
    assert "Person 1" in told
    assert "Hawa" not in told
    assert "722" not in told
    assert "--purpose" in told
    assert "--purpose" in run(capsys, folder, "--names", status=2)
    assert "purpose" in run(capsys, folder, "--purpose", "  ", status=2)
    told = run(capsys, folder, "--purpose", "pseudonymise the interviews")
    assert "Person 1" in told
    assert "Hawa" not in told
    named = json.loads(run(capsys, folder, "--names", "--json"))
    assert {
        "kind": "person", "name": "Hawa Kiprop", "mentions": 2, "documents": 1, "id": "person:1",
        "spellings": ["Hawa Kiprop", "Hawa"],
    } in named  # fmt: skip
    assert [one["value"] for one in named if one["kind"] == "phone"] == ["+254 722 555140"]
    assert "IDI 01" in (where := run(capsys, folder, "--where", "person:1"))
    assert "Hawa" not in where
    with Project.open(folder_path := Path(folder), PASSPHRASE) as opened:
        kinds = [line.message.key for line in opened.history()]
        assert {"assistance.names_shown", "entities.where_shown", "entities.switched_on"} <= set(kinds)
        rows = opened.query("SELECT before, after FROM journal WHERE tbl LIKE 'entity%'")
        assert rows
        assert not any("Hawa" in f"{row['before']} {row['after']}" for row in rows)
        assert not any("722" in f"{row['before']} {row['after']}" for row in rows)
    with Project.open(folder_path, PASSPHRASE, link=False) as closed:
        lines = entity_lines(closed)
        assert any(line.kind is EntityKind.PERSON and line.count == 2 for line in lines)
        assert not any("Hawa" in line.name or line.mentions for line in lines)
    assert main(["entities", folder, "--kind", "animal"]) == 2
    assert "person:9" in run(capsys, folder, "--drop", "person:9", status=2)


def test_corrections_hold_everywhere_and_undo_takes_them_back(project: Project, text_process: TextProcess) -> None:
    project.do(
        import_documents(
            [
                NewDocument(
                    "IDI 03", "en", parse_text("P3: Mrs Hawwa Kiprop came. Mr Anatole Zawadi paid."), b"", "txt"
                ),
                NewDocument("IDI 04", "en", parse_text("P4: We asked Mr Anatole Zawadi twice."), b"", "txt"),
            ]
        )
    )

    def found() -> None:
        find_and_keep(project, find_mentions(in_place(project), text_process, lists=own_lists(project)))

    def people() -> dict[str, tuple[str, int]]:
        return {one.name: (one.id, one.count) for one in entity_lines(project) if one.kind is EntityKind.PERSON}

    project.do(switch_on("pseudonymise"))
    found()
    before = people()
    assert before["Hawa Kiprop"][1] == 2
    pairs = spellings(entity_lines(project))
    assert [{one.name, other.name} for one, other in pairs] == [{"Hawa Kiprop", "Hawwa Kiprop"}]
    project.do(keep_apart(pairs[0][0].id, pairs[0][1].id))
    assert not spellings(entity_lines(project), stored_corrections(project)[0].apart)
    project.undo()
    project.do(merge([before["Hawwa Kiprop"][0]], before["Hawa Kiprop"][0]))
    merged = people()
    assert merged["Hawa Kiprop"] == (before["Hawa Kiprop"][0], 3)
    assert "Hawwa Kiprop" not in merged
    found()  # found anew, the correction still holds
    assert people() == merged
    project.undo()
    assert people() == before
    project.redo()
    project.do(take_apart(merged["Hawa Kiprop"][0]))
    assert {name: count for name, (_, count) in people().items()} == {n: c for n, (_, c) in before.items()}
    project.do(set_kind([before["Anatole Zawadi"][0]], EntityKind.ORGANISATION))  # once, for both interviews
    moved = [one for one in entity_lines(project) if one.name == "Anatole Zawadi"]
    assert [(one.kind, one.count, one.documents) for one in moved] == [(EntityKind.ORGANISATION, 2, 2)]
    project.do(set_kind([moved[0].id], EntityKind.PERSON))
    assert people()["Anatole Zawadi"][1] == 2
    project.do(drop([people()["Hawa Kiprop"][0], people()["Anatole Zawadi"][0]]))
    found()
    assert people()["Hawa Kiprop"][1] == 1, "the mention without a title goes, wherever it is found"
    assert people()["Anatole Zawadi"][1] == 2, "after “Mr” nobody dismisses it"
    project.do(list_names(EntityKind.PLACE, ["the gate"]))
    found()
    assert any(one.name == "the gate" and one.kind is EntityKind.PLACE and one.is_open for one in entity_lines(project))
    project.do(switch_off())
    assert entity_lines(project) == []
    assert not project.query_link("SELECT 1 FROM entity_mention")
    with pytest.raises(Problem):
        project.do(list_names(EntityKind.PLACE, ["Rutoki"]))


def test_no_dismissal_covers_a_speakers_label_or_a_name_after_a_title(
    project: Project, text_process: TextProcess
) -> None:
    talk = "I: Who came?\nHope: Madame Zawadi Kiprop.\nI: And?\nHope: Zawadi Kiprop paid.\nI: When?\nHope: Later."
    project.do(import_documents([NewDocument("IDI 05", "en", parse_text(talk), b"", "txt")]))
    project.do(switch_on("pseudonymise"))
    find_and_keep(project, find_mentions(in_place(project), text_process))

    def counts() -> dict[str, int]:
        return {one.name: one.count for one in entity_lines(project) if one.kind is EntityKind.PERSON}

    assert (counts()["Zawadi Kiprop"], counts()["Hope"]) == (2, 3)
    ids = [one.id for one in entity_lines(project) if one.name in ("Zawadi Kiprop", "Hope")]
    project.do(drop(ids))
    assert (counts()["Zawadi Kiprop"], counts()["Hope"]) == (1, 3)
    assert project.history()[0].message.key == "entities.titled_stays"
    project.undo()
    assert counts()["Zawadi Kiprop"] == 2


def test_rules_by_kind_follow_lists_and_corrections_whether_or_not_the_key_is_open(
    project: Project, text_process: TextProcess
) -> None:
    rules = [Rule(kind, f"entity: {kind}", "en") for kind in ("place", "organisation", "person")]

    def found() -> list[tuple[str, str]]:
        documents = list(load_documents(project, ["1"]))
        made = find_suggestions_apart(
            text_process, documents, rules, {}, parses=kept_parses(project), entities=tabled_entities(project)
        )
        text = documents[0].document.text
        return sorted(
            (one.code, text[slice(*place)])
            for result in made for one in result.found for place in one.matched
        )  # fmt: skip

    people = [("person", "Hawa"), ("person", "Hawa Kiprop")]
    assert found() == people  # in the text, kept nowhere
    project.do(switch_on("pseudonymise"))
    project.do(list_names(EntityKind.PLACE, ["the gate"]))
    find_and_keep(project, find_mentions(in_place(project), text_process, lists=own_lists(project)))
    with_list = [*people, ("place", "the gate")]
    assert found() == with_list
    gate = next(one for one in entity_lines(project) if one.name == "the gate")
    project.do(set_kind([gate.id], EntityKind.ORGANISATION))
    assert found() == [("organisation", "the gate"), *people]
    project.close_link()
    assert found() == [("organisation", "the gate"), *people]
    assert not any("Hawa" in str(tuple(row)) for row in project.query("SELECT * FROM entity_span"))
    project.open_link(PASSPHRASE)
    project.undo()
    assert found() == with_list


def test_spellings_of_one_number_and_of_one_day_are_one_entity(project: Project, text_process: TextProcess) -> None:
    told = (
        "P3: Her number was 79 555 013, on 3 May 2019.",
        "P4: Le 00257 79-55-50-13, c’était le 03/05/2019.",
        "P5: It was 0755 555 341, then 0755-555-341.",
    )
    project.do(
        import_documents([NewDocument(f"IDI 1{n}", "en", parse_text(text), b"", "txt") for n, text in enumerate(told)])
    )
    project.do(switch_on("pseudonymise"))
    find_and_keep(project, find_mentions(in_place(project), text_process))
    lines = {one.name: one for one in entity_lines(project)}
    number = lines["+257 79 55 50 13"]
    assert (number.value, lines["3 May 2019"].value) == ("+257 79 55 50 13", "2019-05-03")
    assert (number.kind, number.count, set(number.spellings)) == (
        EntityKind.PHONE, 2, {"79 555 013", "00257 79-55-50-13"},
    )  # fmt: skip
    assert (lines["3 May 2019"].known, lines["3 May 2019"].count) == ("2019-05-03", 2)
    uncertain = [one for one in lines.values() if one.known == "0755555341"]
    assert [(one.count, one.value) for one in uncertain] == [(2, "")]
    fourth = NewDocument("IDI 14", "en", parse_text("P6: It was +255 755 555 341."), b"", "txt")
    project.do(import_documents([fourth]))
    find_and_keep(project, find_mentions(in_place(project), text_process))
    asked = [(one.name, other.name) for one, other in spellings(entity_lines(project))]
    assert asked == [("+255 755 555 341", "0755 555 341")]  # of three countries, so that it is asked


def test_erasing_an_interview_takes_names_places_and_corrections(project: Project, text_process: TextProcess) -> None:
    project.do(switch_on("pseudonymise"))
    find_and_keep(project, find_mentions(in_place(project), text_process))
    person = next(one for one in entity_lines(project) if one.name == "Hawa Kiprop")
    project.do(set_kind([person.id], EntityKind.ORGANISATION))
    project.do(list_names(EntityKind.PERSON, ["Hawa Kiprop"]))
    erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    for table in ("entity_name", "entity_mention", "entity_correction"):
        held = project.query_link(f"SELECT * FROM {table}")
        assert not any("hawa" in str(value).casefold() for row in held for value in tuple(row))
    rows = project.query_link("SELECT before, after FROM journal")
    assert not any("hawa" in f"{row['before']} {row['after']}".casefold() for row in rows)
    assert project.check().sound


def test_a_refused_interview_is_searched_for_nothing(project: Project, text_process: TextProcess) -> None:
    project.do(switch_on("pseudonymise"))
    find_and_keep(project, find_mentions(in_place(project), text_process))
    project.do(set_consents("1", {"interview": False}))
    assert not [one for one in entity_lines(project) if one.kind is EntityKind.PERSON]
    assert not [one for one in find_mentions(in_place(project), text_process) if one.document == "1"]
    project.undo()
    find_and_keep(project, find_mentions(in_place(project), text_process))
    assert [one.mentions for one in entity_lines(project) if one.kind is EntityKind.PERSON]
    folder = project.folder
    project.close()
    with Project.open(folder, PASSPHRASE, link=False) as closed:
        closed.do(set_consents("1", {"interview": False}))
        closed.open_link(PASSPHRASE)  # names wait until then
        assert not closed.query_link("SELECT 1 FROM entity_mention WHERE document = 1")
        assert not [one for one in entity_lines(closed) if one.kind is EntityKind.PERSON]
        assert closed.check().sound


def test_the_countries_of_telephone_numbers_are_set_and_undone(project: Project) -> None:
    before = phone_countries(project)
    assert before == ("BI", "RW", "CD", "TZ", "UG", "KE")
    project.do(set_phone_countries("bi; CD,BI"))
    assert phone_countries(project) == ("BI", "CD")
    assert project.history()[0].message.key == "entities.phone_countries_set"
    for written in ("Burundi", "XX", "BI CD"):
        with pytest.raises(Problem):
            project.do(set_phone_countries(written))
    project.undo()
    assert phone_countries(project) == before
    project.do(set_phone_countries("CD"))
    project.do(set_phone_countries(" "))
    assert phone_countries(project) == before
