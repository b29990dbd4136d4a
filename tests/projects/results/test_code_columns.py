# SPDX-License-Identifier: MIT
"""Codes joined to a survey table: values counted by hand, which follow the coding, the consent and Erase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from analysis.analyses import run
from analysis.masking import Destination
from projects.datasets.derived.derived_variables import remove_derived
from projects.datasets.export.export_content import export_table
from projects.datasets.table.frames import load_frame
from projects.intake.file_intake import interview, prepare_import
from projects.interviews.cases import CaseMember, add_case, cases, join_case
from projects.interviews.coders import set_blind
from projects.interviews.codes import add_code
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment, remove_segments
from projects.people.consent_actions import record_consents
from projects.people.persons import Member
from projects.results.coded_rows import join_codes, key_of
from projects.store import Project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.stored_tables.stored_table import data_tables
from tests.projects.cells import read_column
from wording import Labels, Problem

PASSPHRASE = "lantern-harbour-maple-quiet"
_SURVEY = "household,size,case_id\nh1,4,P01\nh2,6,p02 \nh3,3,P03\nh4,5,\n"
_TEXTS = {"P01": "I: What?\nR: They threatened me. They threatened me again.\n", "P02": "R: I owed them.\n"}


def filled(project: Project) -> None:
    """A survey of four households, three of which name a case; two of these were interviewed."""
    folder = project.folder.parent
    (folder / "survey.csv").write_text(_SURVEY, encoding="utf-8")
    project.do(prepare_import(folder / "survey.csv").action)
    for name, text in _TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        made = project.do(interview(folder / f"{name}.txt", name=f"Talk {name}").action).result
        case = str(project.do(add_case(name)).result)
        document = next(iter(made)) if isinstance(made, (list, tuple)) else made
        project.do(join_case(case, [CaseMember(document=str(document))]))
    means = str(project.do(add_code(Labels({"en": "Means"}))).result)
    threats = str(project.do(add_code(Labels({"en": "Threats", "fr": "Menaces"}), parent=means)).result)
    document = load_document(project, _document(project, "Talk P01")).document
    for start in _places(document.text, "threatened"):
        project.do(add_segment(threats, document, start, start + 10, coder="IN"))


def _places(text: str, word: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(word, at)]


def _document(project: Project, name: str) -> str:
    return str(project.query("SELECT id FROM document WHERE name = ?", (name,))[0]["id"])


@pytest.fixture
def project(copied_project: Callable[..., Project], tmp_path: Path) -> Iterator[Project]:
    with copied_project(tmp_path / "Study.pwb", PASSPHRASE, filled, name="Study", user="IN") as opened:
        yield opened


def code(project: Project, name: str) -> str:
    return str(project.query("SELECT id FROM code WHERE name LIKE ?", (f"%{name}%",))[0]["id"])


def joined(project: Project, how: str = "any", name: str = "Threats") -> tuple[str, str]:
    (table,) = data_tables(project)
    key = table.named("case_id").id
    made = project.do(join_codes(table.id, [code(project, name)], how, key)).result
    return table.id, made[0]


def read(project: Project, table: str, variable: str) -> list[int | None]:
    column = read_column(project, table, variable)
    return [None if reason else int(value) for value, reason in zip(column.values, column.reasons, strict=True)]


def test_a_row_has_what_was_coded_in_its_interview(project: Project) -> None:
    table, variable = joined(project)
    assert read(project, table, variable) == [1, 0, None, None]
    assert read_column(project, table, variable).reasons.tolist() == [0, 0, 1, 1]
    assert read(project, *joined(project, "count")) == [2, 0, None, None]
    assert read(project, *joined(project, "count", "Means")) == [2, 0, None, None]


def test_it_leaves_in_a_file_inside_the_team_only(project: Project, tmp_path: Path) -> None:
    table, variable = joined(project, "count")
    named = data_tables(project)[0].variable(variable).name
    for destination, there in ((Destination.INSIDE, True), (Destination.PARTNER, False), (Destination.PUBLIC, False)):
        held = export_table(project, table, destination=destination)
        assert (named in [one.name for one in held.variables]) is there
    held = export_table(project, table, variable_ids=[variable])
    assert [None if np.isnan(value) else value for value in held.column(variable).values] == [2, 0, None, None]


def test_the_key_is_found_and_a_key_that_finds_nobody_is_refused(project: Project) -> None:
    (table,) = data_tables(project)
    assert key_of(project, table) == table.named("case_id").id
    with pytest.raises(Problem):
        project.do(join_codes(table.id, [code(project, "Threats")], "any", table.named("size").id))
    assert len(data_tables(project)[0].variables) == len(table.variables)


def test_it_follows_the_coding_and_undo(project: Project) -> None:
    table, variable = joined(project, "count")
    document = load_document(project, _document(project, "Talk P02")).document
    start = document.text.index("owed")
    made = project.do(add_segment(code(project, "Threats"), document, start, start + 4, coder="MA")).result
    assert read(project, table, variable) == [2, 1, None, None]
    project.do(set_blind(True))  # MA's work is not told
    assert read(project, table, variable) == [2, 0, None, None]
    project.undo()
    project.do(remove_segments(made))
    assert read(project, table, variable) == [2, 0, None, None]
    project.undo()
    assert read(project, table, variable) == [2, 1, None, None]


def test_rows_joined_to_a_case_need_no_key(project: Project) -> None:
    (table,) = data_tables(project)
    case = next(one.id for one in cases(project) if one.name == "P01")
    project.do(join_case(case, [CaseMember(table=table.id, row=4)]))
    made = project.do(join_codes(table.id, [code(project, "Threats")], "count")).result
    assert read(project, table.id, made[0]) == [None, None, None, 2]


def test_a_refused_interview_and_an_erased_one_leave_the_column(project: Project) -> None:
    table, variable = joined(project)
    document = _document(project, "Talk P01")
    project.do(record_consents([Member(document=document)], {"interview": False}))
    assert read(project, table, variable) == [None, 0, None, None]
    project.undo()
    erase(project, [Subject("document", document)], EraseReason("asked"))
    assert read(project, table, variable) == [None, 0, None, None]


def mean(project: Project, table: str, variable: str) -> tuple[float | None, int | None]:
    """The mean of the column and how many rows it rests on."""
    result = run("means", load_frame(project, table, [variable]), {"variable": variable})
    (row,) = result.tables[0].rows
    return row.cells[0].estimate, row.cells[0].base


def test_one_of_two_interviews_of_a_case_withdrawn_or_erased_leaves_what_was_coded_in_the_other(
    project: Project,
) -> None:
    case = next(one.id for one in cases(project) if one.name == "P01")
    project.do(join_case(case, [CaseMember(document=_document(project, "Talk P02"))]))
    document = load_document(project, _document(project, "Talk P02")).document
    start = document.text.index("owed")
    project.do(add_segment(code(project, "Threats"), document, start, start + 4, coder="IN"))
    table, variable = joined(project, "count")
    assert read(project, table, variable) == [3, 1, None, None]  # 2 in Talk P01, 1 in Talk P02, which is of both
    refused = Member(document=_document(project, "Talk P01"))
    project.do(record_consents([refused], {"interview": False}))
    assert read(project, table, variable) == [1, 1, None, None]
    project.undo()
    erase(project, [refused.subject], EraseReason("withdrawn"))
    assert read(project, table, variable) == [1, 1, None, None]
    project.do(record_consents([], {"interview": False}, "P02"))  # of the case: the talk is both people's
    assert read(project, table, variable) == [None, None, None, None]


def test_an_analysis_of_the_column_counts_a_withdrawn_case_no_more(project: Project) -> None:
    table, variable = joined(project, "count")
    assert mean(project, table, variable) == (1.0, 2)  # 2 and 0, of two cases
    project.do(record_consents([], {"interview": False}, "P01"))
    assert mean(project, table, variable) == (0.0, 1)
    held = export_table(project, table, variable_ids=[variable])
    assert [None if np.isnan(value) else value for value in held.column(variable).values] == [None, 0, None, None]
    project.undo()
    erase(project, [Subject("document", _document(project, "Talk P01"))], EraseReason("withdrawn"))
    assert mean(project, table, variable) == (0.0, 1)


def test_it_is_a_variable_as_others_are(project: Project) -> None:
    table, variable = joined(project)
    frame = load_frame(project, table, [variable])
    assert frame.data[variable].astype(object).where(frame.reasons[variable] == 0, None).tolist()[:2] == ["c2", "c1"]
    project.do(remove_derived(table, variable))
    assert variable not in {one.id for one in data_tables(project)[0].variables}
