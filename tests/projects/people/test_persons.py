# SPDX-License-Identifier: MIT
"""Persons are said by the user, undone like anything else; consents of person, case and interview hold together."""

from __future__ import annotations

import pytest

from analysis.masking import Destination
from projects.datasets.table.frames import load_frame
from projects.interviews.cases import CaseMember, add_case, join_case
from projects.interviews.queries import code_counts, quotes_for_report
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report
from projects.people.consent_actions import record_consents, record_for_all
from projects.people.consent_tables import recorded
from projects.people.effective_consent import effective_consents, may_quote
from projects.people.persons import Member, people, persons_of, shared, tie, untie
from projects.results.saved_results import add_block
from projects.store.project import Project
from projects.stored_tables.row_states import NO_CONSENT, rows_in_state
from wording import Problem

ROW, FIRST, SECOND, OTHER = Member("t1", 1), Member(document="1"), Member(document="2"), Member(document="3")


def test_a_person_is_said_by_the_user_and_undone(project: Project) -> None:
    person = project.do(tie([ROW, FIRST])).result
    assert project.do(tie([SECOND, ROW])).result == person
    assert people(project) == {person: (ROW, FIRST, SECOND)}
    project.undo()
    assert people(project) == {person: (ROW, FIRST)}
    project.redo()
    project.do(untie(str(person), SECOND))
    project.do(untie(str(person), FIRST))
    assert people(project) == {}
    project.undo()
    assert people(project) == {person: (ROW, FIRST)}
    assert project.check().findings == []


def test_a_group_interview_belongs_to_several(project: Project) -> None:
    one = str(project.do(tie([ROW, FIRST])).result)
    other = str(project.do(tie([Member("t1", 2), OTHER])).result)
    with pytest.raises(Problem):
        project.do(tie([ROW, OTHER]))
    project.do(tie([OTHER], one))
    assert persons_of(project, OTHER) == [other, one]
    assert shared(project, one) == [OTHER]
    for wrong in ([ROW], [ROW, Member("t1", 99)], [ROW, Member(document="99")], [ROW, FIRST]):
        with pytest.raises(Problem):
            project.do(tie(wrong))
    assert len(people(project)) == 2


def test_a_consent_recorded_on_a_row_goes_before_its_column(project: Project) -> None:
    assert rows_in_state(project, "t1", NO_CONSENT) == [3]
    project.do(record_consents([ROW], {"interview": False, "recontact": True}))
    assert rows_in_state(project, "t1", NO_CONSENT) == [1, 3]
    assert load_frame(project, "t1").row_ids.tolist() == [2, 4]
    assert load_frame(project, "t2").row_ids.tolist() == [3]
    assert recorded(project, ROW)["recontact"] is True
    project.do(record_consents([Member("t1", 3)], {"interview": True}))
    assert rows_in_state(project, "t1", NO_CONSENT) == [1]
    project.undo()
    project.do(record_consents([ROW], {"interview": None}))
    assert rows_in_state(project, "t1", NO_CONSENT) == [3]
    with pytest.raises(Problem):
        record_consents([ROW], {"photograph": True})
    with pytest.raises(Problem):
        project.do(record_consents([], {"interview": True}, "RSP-999"))
    assert project.check().findings == []


def test_a_no_of_any_case_of_a_group_interview_is_a_no_and_a_yes_needs_all_its_people(project: Project) -> None:
    case = project.do(add_case("RSP-900")).result
    project.do(join_case(str(case), [CaseMember(document="1", speaker="R")]))
    project.do(record_consents([], {"quotation": True}, "RSP-001"))
    assert effective_consents(project)["1"]["quotation"] is None  # whoever speaks in it, too, has said nothing
    project.do(record_consents([], {"quotation": True}, "RSP-900"))
    assert effective_consents(project)["1"]["quotation"] is True
    project.do(record_consents([], {"interview": False}, "RSP-900"))
    assert effective_consents(project)["1"]["interview"] is False
    assert effective_consents(project)["2"]["interview"] is None


def test_one_no_is_a_no_and_a_yes_of_case_or_person_holds_for_the_interview(project: Project) -> None:
    def quotable() -> list[str]:
        return [number for number, consents in effective_consents(project).items() if may_quote(consents)]

    assert quotable() == []
    project.do(record_consents([], {"quotation": True}, "RSP-001"))
    assert quotable() == ["1", "2"]
    project.do(record_consents([SECOND], {"quotation": False}))
    assert quotable() == ["1"]
    project.do(tie([ROW, FIRST]))
    project.do(record_consents([ROW], {"quotation": False}))
    assert quotable() == []
    project.do(record_consents([ROW], {"quotation": True, "interview": False}))
    assert quotable() == []
    project.do(tie([Member("t1", 2), OTHER]))
    project.do(record_consents([Member("t1", 2)], {"quotation": True}))
    assert quotable() == ["3"]
    project.do(tie([OTHER], persons_of(project, ROW)[0]))
    project.do(record_consents([ROW], {"interview": None, "quotation": None}))
    assert quotable() == ["1"], "a person who said nothing does not agree through another; the case still does"


def test_no_quote_without_consent_enters_a_report(project: Project) -> None:
    (code,) = code_counts(project)
    project.do(add_block("quotes", {"code": code, "most": 5}))

    def printed(readers: Destination = Destination.INSIDE) -> list[str]:
        (block,) = compose_report(project, options=PageOptions(destination=readers)).blocks
        return [quote.text for quote in block.quotes]  # type: ignore[union-attr]

    assert (len(printed()), printed(Destination.PARTNER)) == (1, [])
    assert quotes_for_report(project, [code])[1] == 0, "inside the team words are read"
    assert quotes_for_report(project, [code], outgoing=True)[1] == 2
    project.do(record_consents([FIRST, SECOND], {"quotation": True}))
    assert len(printed()) == 1, "the same words once"
    project.do(record_consents([FIRST, SECOND], {"interview": False}))
    assert printed() == []
    project.undo()
    assert printed() != []


def test_consents_of_all_interviews_at_once_change_no_answer_that_was_given(project: Project) -> None:
    project.do(record_consents([FIRST], {"quotation": False}))
    with pytest.raises(Problem):
        record_for_all(project, {"quotation": True}, " ")
    told = project.do(record_for_all(project, {"quotation": True}, "Signed forms, box 2")).message
    held = {number: one["quotation"] for number, one in effective_consents(project).items()}
    assert held.pop(FIRST.document) is False
    assert set(held.values()) == {True}
    assert told.args["told"].args["n"] == len(held)
    with pytest.raises(Problem):
        record_for_all(project, {"quotation": True}, "Signed forms, box 2")
    project.undo()
    assert None in {one["quotation"] for one in effective_consents(project).values()}
