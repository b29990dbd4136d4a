# SPDX-License-Identifier: MIT
"""Saved analyses and report blocks: kept in order, changed, moved, deleted, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.results import saved_results
from projects.store import Project
from wording import Problem, render

PASSPHRASE = "seven quiet herons over water"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P") as made:
        yield made


def order(project: Project) -> list[str]:
    return [one.declaration for one in saved_results.saved_analyses(project)]


def test_analyses_keep_their_order_and_options(project: Project) -> None:
    ids = [
        project.do(saved_results.add_analysis(name, "t1", {"variable": "v7"}, in_plan=name == "set")).result
        for name in ("proportions", "set", "means")
    ]
    assert order(project) == ["proportions", "set", "means"]
    project.do(saved_results.move_analysis(ids[2], before=ids[0]))
    assert order(project) == ["means", "proportions", "set"]
    project.do(saved_results.move_analysis(ids[2], before=ids[1]))
    project.do(saved_results.move_analysis(ids[0]))
    assert order(project) == ["means", "set", "proportions"]
    project.undo()
    assert order(project) == ["proportions", "means", "set"]
    assert [one.id for one in saved_results.saved_analyses(project, plan_only=True)] == [ids[1]]
    assert saved_results.saved_analyses(project)[0].options == {"variable": "v7"}


def test_changes_are_one_action_each_and_undone(project: Project) -> None:
    key = project.do(saved_results.add_analysis("set", "t1", {"variable": "v7"})).result
    changes = project.do(saved_results.change_analysis(key, options={"variable": "v8"}, title="Concerns", in_plan=True))
    assert changes.touches("saved_analysis")
    assert saved_results.saved_analyses(project)[0] == saved_results.SavedAnalysis(
        key, "set", "t1", {"variable": "v8"}, "Concerns", True
    )
    project.undo()
    assert saved_results.saved_analyses(project)[0].title == ""


def test_deleting_an_analysis_takes_its_blocks_and_undo_brings_both_back(project: Project) -> None:
    key = project.do(saved_results.add_analysis("set", "t1", {"variable": "v7"})).result
    project.do(saved_results.add_block("table", {"analysis": key}))
    project.do(saved_results.add_block("heading", {"text": "Safety", "level": 1}))
    project.do(saved_results.delete_analysis(key))
    assert [block.kind for block in saved_results.report_blocks(project)] == ["heading"]
    project.undo()
    assert [block.kind for block in saved_results.report_blocks(project)] == ["table", "heading"]
    assert order(project) == ["set"]


def test_blocks_move_and_change(project: Project) -> None:
    ids = [project.do(saved_results.add_block(kind, {"text": kind})).result for kind in ("title", "paragraph")]
    project.do(saved_results.add_block("heading", {"text": "H"}, before=ids[1]))
    project.do(saved_results.change_block(ids[1], {"text": "new"}))
    assert [block.kind for block in saved_results.report_blocks(project)] == ["title", "heading", "paragraph"]
    project.do(saved_results.move_block(ids[1], before=ids[0]))
    assert saved_results.report_blocks(project)[0].content == {"text": "new"}
    project.do(saved_results.delete_block(ids[0]))
    assert [block.kind for block in saved_results.report_blocks(project)] == ["paragraph", "heading"]


def test_what_is_gone_is_one_sentence_and_changes_nothing(project: Project) -> None:
    key = project.do(saved_results.add_analysis("set", "t1", {})).result
    before = project.head
    for action in (
        saved_results.change_analysis("nobody", title="x"),
        saved_results.delete_analysis("nobody"),
        saved_results.move_analysis(key, before="nobody"),
        saved_results.delete_block("nobody"),
    ):
        with pytest.raises(Problem) as caught:
            project.do(action)
        assert render(caught.value.message, "fr")
    assert project.head == before
    with pytest.raises(ValueError):
        saved_results.add_block("dance", {})
