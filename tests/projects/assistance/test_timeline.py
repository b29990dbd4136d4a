# SPDX-License-Identifier: MIT
"""Timeline and journey of a case: proposed, decided, undone, no names, under the link key, gone with it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from coding.entities.records import EntityKind
from projects.assistance.entity_corrections import list_names
from projects.assistance.entity_table import switch_on
from projects.assistance.parses import in_place
from projects.assistance.timeline import CaseEvent, case_events, decide_events, find_case_events, keep_events
from projects.interviews.cases import CaseMember, add_case, join_case
from projects.interviews.documents import NewDocument, import_documents, set_consents
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.problems import LinkLocked
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.worker import TextProcess
from tests.projects.assistance.conftest import PASSPHRASE
from wording import Problem
from workbench.cli import main

TALK = (
    "Interviewer: When did you leave?\n"
    "P7: In 2021 the debt was paid.\n"
    "P7: In March 2019 Mrs Hawa Kiprop offered me work. Two days later we left Gitega for Kigoma by bus.\n"
    "P8: In 1999 I came from Uvira.\n"
)


@pytest.fixture
def case(project: Project, text_process: TextProcess) -> str:
    """A case that is one speaker of an interview, with its proposals."""
    project.do(import_documents([NewDocument("FGD 04", "en", parse_text(TALK), TALK.encode(), "txt")]))
    made = str(project.do(add_case("P07")).result)
    project.do(join_case(made, [CaseMember(document="3", speaker="P7")]))
    project.do(keep_events(made, find_case_events(in_place(project), text_process, made)))
    return made


def said(events: list[CaseEvent]) -> list[str]:
    return [one.event.said for one in events if not one.event.is_leg]


def test_events_stand_in_the_order_of_time_as_said(project: Project, case: str) -> None:
    events = case_events(project, case)
    assert said(events) == ["In March 2019", "Two days later", "In 2021"]
    legs = [one.event for one in events if one.event.is_leg]
    assert [(leg.origin, leg.destination, leg.means) for leg in legs] == [("Gitega", "Kigoma", "bus")]
    assert not any(one.accepted for one in events)
    told = next(one for one in events if one.event.said == "In March 2019")
    assert told.masked(told.quote, "en") == "In March 2019 Mrs [person] offered me work."


def test_decisions_are_undone_and_stay_when_looked_for_again(
    project: Project, case: str, text_process: TextProcess
) -> None:
    first, second = case_events(project, case)[:2]
    project.do(decide_events([first.id], "accepted", coder="Ana"))
    project.do(decide_events([second.id], "rejected", coder="Ana"))
    assert first.id in {one.id for one in case_events(project, case) if one.accepted}
    assert second.id not in {one.id for one in case_events(project, case)}
    with pytest.raises(Problem):
        project.do(keep_events(case, find_case_events(in_place(project), text_process, case)))
    project.undo()
    assert second.id in {one.id for one in case_events(project, case)}


def test_what_is_open_takes_the_date_it_is_read_with_now(
    project: Project, case: str, text_process: TextProcess
) -> None:
    found = find_case_events(in_place(project), text_process, case)
    decided = next(one for one in case_events(project, case) if one.event.said == "In 2021")
    project.do(decide_events([decided.id], "accepted", coder="Ana"))
    dated = [replace(one, event=replace(one.event, date="2018")) for one in found]
    count = len(case_events(project, case))
    assert project.do(keep_events(case, dated)).result == count - 1
    assert {one.event.said: one.event.date for one in case_events(project, case) if not one.event.is_leg} == {
        "In March 2019": "2018", "Two days later": "2018", "In 2021": "2021",
    }  # fmt: skip
    assert len(case_events(project, case)) == count


def test_nothing_of_it_lies_outside_the_link_key(project: Project, case: str) -> None:
    rows = project.query("SELECT before, after FROM journal WHERE tbl NOT IN ('document', 'document_version')")
    assert not any("Kigoma" in f"{row['before']} {row['after']}" for row in rows)
    folder = project.folder
    project.close()
    with Project.open(folder, PASSPHRASE, link=False) as closed, pytest.raises(LinkLocked):
        case_events(closed, case)


def test_it_goes_with_consent_and_with_the_interview(project: Project, case: str) -> None:
    project.do(set_consents("3", {"interview": False}))
    assert case_events(project, case) == []
    erase(project, Subject("document", "3"), EraseReason("withdrawn"))
    assert not project.query_link("SELECT 1 FROM case_event")
    rows = project.query_link("SELECT before, after FROM journal")
    assert not any("Kigoma" in f"{row['before']} {row['after']}" for row in rows)
    assert project.check().sound


def test_the_command_masks_names(
    project: Project, case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(project.folder)
    project.close()
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    assert main(["cases", folder, "P07"]) == 0
    told = capsys.readouterr().out
    assert "In March 2019" in told
    assert "Gitega → Kigoma" in told
    assert "Hawa" not in told
    assert main(["cases", folder, "P07", "--accept-events", "all"]) == 0
    assert "proposed" not in capsys.readouterr().out.split("\n", 1)[1]
    assert main(["cases", folder, "P07", "--json"]) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    assert {one["state"] for one in events} == {"accepted"}
    assert "Hawa" not in json.dumps(events)
    assert main(["cases", folder, "P07", "--names"]) == 0
    assert "Hawa Kiprop" in capsys.readouterr().out
    assert main(["cases", folder, "P07", "--reject-events", "first"]) == 2


def test_a_person_of_the_office_s_own_list_is_masked(project: Project, text_process: TextProcess, case: str) -> None:
    text = "P7: In May 2020 we left Gitega for Kigoma with the tall one of the bus.\n"
    project.do(import_documents([NewDocument("FGD 05", "en", parse_text(text), text.encode(), "txt")]))
    project.do(join_case(case, [CaseMember(document="4", speaker="P7")]))
    project.do(switch_on("mask names"))
    project.do(list_names(EntityKind.PERSON, ["The Tall One"]))
    project.do(keep_events(case, find_case_events(in_place(project), text_process, case)))
    told = next(one for one in case_events(project, case) if one.event.said == "In May 2020")
    assert told.masked(told.quote, "en") == "In May 2020 we left Gitega for Kigoma with [person] of the bus."
