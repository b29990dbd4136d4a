# SPDX-License-Identifier: MIT
"""The look at what is sensitive: proposals with their reasons, single decisions, the gate before files for others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.masking import Destination
from analysis.records import Role, Variable
from projects.export_gate import SensitivityUnseen, export_data
from projects.identifiers.sensitivity_review import (
    ReviewedQuestion,
    confirm_proposals,
    decide_sensitive,
    is_waiting,
    questions,
    set_own_lines,
    waiting_lines,
)
from projects.intake.file_intake import prepare_import
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from wording import Problem, render

ROWS = """religion,shelter,beaten,sex,stolen_goat
Muslim,tent,yes,woman,yes
Christian,house,no,man,no
Muslim,tent,no,other,no
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "survey.csv").write_text(ROWS, encoding="utf-8")
    with Project.create(tmp_path / "study.pwb", "lantern-harbour-maple-quiet", name="Study", user="Ana") as opened:
        opened.do(prepare_import(tmp_path / "survey.csv").action)
        yield opened


def by_name(project: Project) -> dict[str, ReviewedQuestion]:
    return {one.variable.name: one for one in questions(project)}


def variable(project: Project, name: str) -> Variable:
    return next(one for one in data_tables(project)[0].variables if one.name == name)


def leave(project: Project, path: Path, to: Destination) -> None:
    export_data(project, path, lambda stream: stream.write(b"1") and None, destination=to)


def test_no_file_leaves_before_the_proposals_were_seen(project: Project, tmp_path: Path) -> None:
    leave(project, tmp_path / "team.csv", Destination.INSIDE)
    for to in (Destination.PARTNER, Destination.PUBLIC):
        with pytest.raises(SensitivityUnseen) as stopped:
            leave(project, tmp_path / "out.csv", to)
        assert stopped.value.status == 1
        said = " ".join(render(line, "en") for line in stopped.value.lines)
        assert "religion" in said
        assert "stolen_goat" in said  # the rest stands below the proposals
        assert not (tmp_path / "out.csv").exists()
    project.do(confirm_proposals())
    assert not is_waiting(project)
    assert waiting_lines(project) == ()
    leave(project, tmp_path / "out.csv", Destination.PARTNER)
    assert (tmp_path / "out.csv").exists()
    project.undo()
    assert is_waiting(project)


def test_each_removal_is_a_line_of_history_and_stays(project: Project) -> None:
    religion = by_name(project)["religion"]
    assert religion.sensitive
    assert religion.because == "religion"
    project.do(decide_sensitive(*religion.key, sensitive=False))
    line = project.history()[0]
    assert "religion" in render(line.message, "en")
    assert line.user == "Ana"
    project.do(confirm_proposals())
    assert variable(project, "religion").role is Role.QUASI_IDENTIFIER  # by its name it still tells who is meant
    assert by_name(project)["religion"].looked


def test_religion_hurts_as_a_question_and_identifies_as_a_group(project: Project) -> None:
    project.do(decide_sensitive(*by_name(project)["stolen_goat"].key, sensitive=True))
    project.do(confirm_proposals())
    faith, stolen = variable(project, "religion"), variable(project, "stolen_goat")
    assert faith.role is stolen.role is Role.SENSITIVE
    assert (faith.tells_who, faith.hurts_as_group) == (True, False)
    assert (stolen.tells_who, stolen.hurts_as_group) == (False, True)


def test_own_words_propose_more_and_what_they_tell_of_waits_again(project: Project) -> None:
    project.do(confirm_proposals())
    project.do(set_own_lines(["# cattle", "stolen + goat(s)"]))
    stolen = by_name(project)["stolen_goat"]
    assert stolen.sensitive
    assert not stolen.looked
    assert [one.variable.name for one in questions(project) if not one.looked] == ["stolen_goat"]
    with pytest.raises(Problem):
        project.do(set_own_lines(["goat + "]))
