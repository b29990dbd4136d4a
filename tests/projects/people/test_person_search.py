# SPDX-License-Identifier: MIT
"""Somebody is found by name, number or id among what the link key opens; ties are proposed, never made."""

from __future__ import annotations

from types import SimpleNamespace

from projects.interviews.documents import set_document_memo
from projects.people.identifiers import comparable, find_people, proposals
from projects.people.mentions import mentions
from projects.people.persons import Member, people, tie
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from tests.projects.cells import change_cell
from wording import render

ROW, FIRST, SECOND, OTHER = Member("t1", 1), Member(document="1"), Member(document="2"), Member(document="3")


def found(project: Project, typed: str) -> list[tuple[Member, ...]]:
    return [one.members for one in find_people(project, typed)]


def test_names_numbers_and_ids_are_found_whatever_their_spelling(project: Project, words: SimpleNamespace) -> None:
    assert found(project, words.name[:6].upper()) == [(FIRST,), (ROW,)]
    assert found(project, "dupre") == [(Member("t1", 3),)]
    assert found(project, "79 555 01 07") == [(ROW,)]
    assert found(project, "0025779555-0222") == [(Member("t1", 2),)]
    assert found(project, "rsp-002") == [(OTHER,), (Member("t1", 2),)]
    assert found(project, words.child.lower()) == [(Member("t2", 1),)]
    assert found(project, "x") == found(project, "nobody at all") == []


def test_a_person_is_found_whole(project: Project) -> None:
    person = project.do(tie([ROW, SECOND])).result
    (one, other) = find_people(project, "RSP-001")
    assert (one.members, one.person) == ((FIRST,), "")
    assert (other.members, other.person) == ((ROW, SECOND), person)
    assert [render(title, "fr") for title in other.titles] == ["ligne 1 de Personnes interrogées", "Second"]


def test_without_the_link_key_only_ids_and_interviews_are_found(project: Project, words: SimpleNamespace) -> None:
    project.close_link()
    assert found(project, words.name) == [(FIRST,)]
    assert found(project, words.phone) == []
    assert (ROW,) in found(project, "RSP-001")


def test_ties_are_proposed_by_what_is_the_same_and_made_only_when_taken(project: Project) -> None:
    proposed = {one.members: render(one.why, "en") for one in proposals(project)}
    assert set(proposed) == {(ROW, FIRST), (ROW, SECOND), (Member("t1", 2), OTHER)}
    assert "“Code”" in proposed[(ROW, SECOND)]
    assert people(project) == {}
    project.do(tie([ROW, SECOND]))
    assert [one.members for one in proposals(project, ROW)] == [(ROW, FIRST)]


def test_an_erased_row_is_found_no_more(project: Project, words: SimpleNamespace) -> None:
    erase(project, Subject("row", ("t1", [1])), EraseReason("withdrawn"))
    assert found(project, words.name) == [(FIRST,)]
    assert (ROW, SECOND) not in [one.members for one in proposals(project)]


def test_two_ways_of_writing_are_equal() -> None:
    assert comparable("+257 79 555 0107") == comparable("0025779-555-0107") == comparable("79555 0107")
    assert comparable("RSP-001") == comparable("rsp 001") == comparable("Rsp001")
    assert comparable("Dupré") == comparable("DUPRE")
    assert comparable("P1") == comparable("") == ""


def test_where_others_name_the_person_is_told_and_stays(project: Project, words: SimpleNamespace) -> None:
    assert [render(line, "en") for line in mentions(project, [Subject("row", ("t1", [1]))])] == [
        f"interview “{words.name} first”: 1 place",
        "the name or case of 1 other interview",
    ]
    project.do(change_cell(project, "t1", 2, "v4", DatasetCell(f"my friend {words.name}"), why=f"{words.name} said so"))
    project.do(set_document_memo("3", f"knows {words.name}"))
    both = [Subject("row", ("t1", [1])), Subject("document", "1")]
    told = [render(line, "fr") for line in mentions(project, both)]
    assert len(told) == 3
    assert told[0].startswith("réponses de Personnes interrogées")
    erase(project, both, EraseReason("withdrawn"))
    assert project.query("SELECT memo FROM document WHERE id = 3")[0]["memo"] == f"knows {words.name}"
