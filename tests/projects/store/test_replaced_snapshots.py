# SPDX-License-Identifier: MIT
"""Old snapshots go after an erasure: a crash in the midst of it leaves no half of one, and what stays is named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.store.integrity.integrity_check import check_folder
from projects.store.model import Model
from projects.store.project import Project
from projects.store.snapshots import remove_folder

MODEL = Model()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", "first", name="P", user="M", model=MODEL) as made:
        yield made


def test_a_crash_leaves_no_half_of_a_snapshot(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException): ...

    def half(folder: Path, ignore_errors: bool = False) -> None:
        if folder.parent.name == "snapshots" and folder.is_dir():
            next(folder.iterdir()).unlink()
            raise Crash

    project.snapshots.make()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", half)
        with pytest.raises(Crash):
            project.snapshots.replace_all("moved")
    left = shutil.copytree(project.folder, tmp_path / "left.pwb")
    assert check_folder(left, "first", MODEL).findings == []
    Project.open(left, "first", model=MODEL).close()
    assert [path.name for path in (left / "snapshots").iterdir() if path.name[0] == "."] == []


def test_what_cannot_be_deleted_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    held = project.snapshots.make().folder
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda folder, ignore_errors=False: None)
        assert not remove_folder(held)
    (rest,) = (path for path in held.parent.iterdir() if path.name[0] == ".")
    assert remove_folder(rest)
    assert not rest.exists()
