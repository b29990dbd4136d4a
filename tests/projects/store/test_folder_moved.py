# SPDX-License-Identifier: MIT
"""A project's folder that is renamed while it is open: nothing is written apart from it, nothing is lost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from projects.store.drafts import keep_drafts
from projects.store.model import Model
from projects.store.problems import FolderMoved
from projects.store.project import Project
from projects.store.schema import SETTINGS

MODEL = Model(tables=(SETTINGS,))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a folder with open files keeps its name there")


@pytest.fixture
def project(tmp_path: Path) -> Any:
    made = Project.create(tmp_path / "P.pwb", "first", name="P", user="M", model=MODEL)
    made.set_setting("colour", "blue")
    yield made
    made.close()


def test_nothing_is_written_where_the_folder_was(project: Project, tmp_path: Path) -> None:
    (tmp_path / "P.pwb").rename(tmp_path / "Q.pwb")
    for work in (
        lambda: project.set_setting("colour", "red"),
        lambda: project.checkpoint("before the report"),
        lambda: project.snapshots.make(),
        lambda: project.snapshots.copy_to(tmp_path / "stick"),
        lambda: keep_drafts(project, b"half a memo"),
        project.undo,
    ):
        with pytest.raises(FolderMoved):
            work()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Q.pwb"]
    project.close()
    with Project.open(tmp_path / "Q.pwb", "first", model=MODEL) as opened:
        assert opened.setting("colour") == "blue"


def test_another_project_in_its_place_is_not_written(project: Project, tmp_path: Path) -> None:
    (tmp_path / "P.pwb").rename(tmp_path / "Q.pwb")
    with (
        Project.create(tmp_path / "P.pwb", "second", name="O", user="N", model=MODEL) as other,
        pytest.raises(FolderMoved),
    ):
        project.set_setting("colour", "red")
    assert not other.read_only


def test_work_goes_on_when_it_has_its_name_again(project: Project, tmp_path: Path) -> None:
    (tmp_path / "P.pwb").rename(tmp_path / "Q.pwb")
    with pytest.raises(FolderMoved):
        project.set_setting("colour", "red")
    (tmp_path / "Q.pwb").rename(tmp_path / "P.pwb")
    project.set_setting("colour", "green")
    project.snapshots.make()
    assert project.setting("colour") == "green"
