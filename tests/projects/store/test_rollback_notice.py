# SPDX-License-Identifier: MIT
"""A folder put back to an earlier state is said at opening, and the higher head is kept until the user decides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.store.actions import accept_rollback, rollback_sentence
from projects.store.integrity.integrity_check import check_folder
from projects.store.project import Project

from .noted import MODEL, add, project_of_notes


@pytest.fixture
def earlier(tmp_path: Path, quick_keys: None) -> Iterator[Path]:
    """A project of which an earlier copy of the whole folder lies in its place; the later one beside."""
    with project_of_notes(tmp_path) as project:
        folder = project.folder
        project.close()
        shutil.copytree(folder, tmp_path / "copy")
        with Project.open(folder, "first", model=MODEL) as opened:
            for number in range(2, 6):
                add(opened, number)
        folder.rename(tmp_path / "later")
        shutil.copytree(tmp_path / "copy", folder)
        yield folder


def parts(folder: Path) -> set[str]:
    return {finding.part for finding in check_folder(folder, "first", MODEL).findings}


def test_it_is_said_once_however_much_is_written_since_and_the_check_still_tells(earlier: Path) -> None:
    said = []
    for number in range(10, 14):
        with Project.open(earlier, "first", model=MODEL) as project:
            said.append(rollback_sentence(project))
            assert rollback_sentence(project) is None
            for more in range(3):  # more than the two places of the memory hold
                add(project, number * 10 + more)
    assert [one and one.key for one in said] == ["store.put_back", None, None, None]
    assert parts(earlier) == {"anchors"}


def test_a_copy_and_its_original_are_worked_in_and_each_put_back_is_said_anew(earlier: Path) -> None:
    later = earlier.parent / "later"

    def said(folder: Path, number: int) -> bool:
        with Project.open(folder, "first", model=MODEL) as project:
            told = rollback_sentence(project) is not None
            add(project, number)
            return told

    assert [said(folder, n) for n, folder in enumerate([later, earlier, later, earlier, later], 10)] == [
        False, True, False, False, False
    ]  # fmt: skip
    shutil.rmtree(earlier)
    shutil.copytree(earlier.parent / "copy", earlier)
    assert said(earlier, 20), "the copy was put back to what it was before it was worked in"
    with Project.open(earlier, "first", model=MODEL) as project:
        assert accept_rollback(project)
    assert [said(later, 21), said(later, 22), said(earlier, 23)] == [True, False, False]


def test_the_later_folder_opens_without_a_word(earlier: Path) -> None:
    with Project.open(earlier, "first", model=MODEL) as project:
        add(project, 10)
    shutil.rmtree(earlier)
    (earlier.parent / "later").rename(earlier)
    with Project.open(earlier, "first", model=MODEL) as project:
        assert rollback_sentence(project) is None
        assert len(project.query("SELECT * FROM note")) == 5
    assert parts(earlier) == set()


def test_the_user_decides_to_go_on_from_there(earlier: Path) -> None:
    with Project.open(earlier, "first", model=MODEL) as project:
        assert accept_rollback(project)
        assert not accept_rollback(project)
        assert rollback_sentence(project) is None
        assert project.history(1)[0].message.key == "store.put_back_accepted"
    with Project.open(earlier, "first", model=MODEL) as project:
        assert rollback_sentence(project) is None
    assert parts(earlier) == set()


def test_a_new_key_does_not_decide_it(earlier: Path) -> None:
    with Project.open(earlier, "first", model=MODEL) as project:
        project.keys.new_key()
        assert rollback_sentence(project) is not None
        project.keys.new_key()
        assert rollback_sentence(project) is None
    assert "anchors" in parts(earlier)


def test_it_is_read_before_an_older_schema_is_brought_forward(earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from projects.store import project_folder

    written: list[str] = []
    whole, seen = project_folder.migrate, project_folder.missing_head
    monkeypatch.setattr(project_folder, "migrate", lambda *a: (written.append("write"), whole(*a)))
    monkeypatch.setattr(project_folder, "missing_head", lambda *a: (written.append("read"), seen(*a))[1])
    Project.open(earlier, "first", model=MODEL).close()
    assert written[:2] == ["read", "write"]
