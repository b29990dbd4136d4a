# SPDX-License-Identifier: MIT
"""Objects and the link part: sealed, moved, swept, opened apart."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from projects.store.actions import Action
from projects.store.model import Model
from projects.store.problems import LinkLocked, WrongPassphrase
from projects.store.project import Project
from projects.store.schema import SETTINGS, Table
from wording import msg

PERSON = Table("person", "CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, age REAL, rank INTEGER UNIQUE)")
SMALL = Model(
    tables=(SETTINGS, PERSON),
    link_tables=(Table("secret", "CREATE TABLE secret (id TEXT PRIMARY KEY, name TEXT)"),),
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "P.pwb", "four plain words", name="Study", user="Marie", model=SMALL)
    yield made
    made.close()


def reopen(project: Project, **options: Any) -> Project:
    project.close()
    return Project.open(project.folder, "four plain words", model=SMALL, **options)


def test_objects_live_sealed_under_project_and_link_key(project: Project) -> None:
    def store(transaction: Any) -> tuple[str, str]:
        return transaction.put_object(b"canary" * 400_000), transaction.put_link_object(b"canary name")

    ref, link_ref = project.do(Action("test.put", msg("store.created"), store)).result  # type: ignore[misc]
    assert project.read_object(ref) == b"canary" * 400_000
    assert project.read_object(link_ref) == b"canary name"
    for path in project.folder.rglob("*"):
        assert path.is_dir() or b"canary" not in path.read_bytes()
        assert os.name != "posix" or path.stat().st_mode & 0o077 == 0
    project = reopen(project, link=False)
    assert not project.link_open
    with pytest.raises(LinkLocked):
        project.read_object(link_ref)
    project.open_link("four plain words")
    assert project.read_object(link_ref) == b"canary name"
    project.close()


def test_an_object_moved_under_the_link_key_leaves_the_project(project: Project) -> None:
    ref = project.do(Action("t.put", msg("store.created"), lambda t: t.put_object(b"original"))).result
    project.do(Action("t.move", msg("store.created"), lambda t: t.move_to_link(ref)))
    assert project.read_object(ref) == b"original"
    project = reopen(project, link=False)
    with pytest.raises(LinkLocked):
        project.read_object(ref)
    project.close()


def test_the_link_database_follows_undo_and_sweeps_orphans(project: Project) -> None:
    def both(transaction: Any) -> None:
        transaction.link.execute("INSERT INTO secret VALUES ('a', 'Ann')")
        transaction.execute("INSERT INTO person VALUES ('a', NULL, 1, 1)")

    project.do(Action("test.both", msg("store.created"), both))
    project.undo()
    assert project.query_link("SELECT * FROM secret") == []
    project.redo()
    assert project.query_link("SELECT name FROM secret")[0]["name"] == "Ann"
    link = project._writer.link
    link.begin(99)
    link.connection.execute("INSERT INTO secret VALUES ('b', 'Bea')")
    link.commit(99, "never-stored", [link.objects.put(b"never referred to")])
    project = reopen(project)
    assert [row["id"] for row in project.query_link("SELECT id FROM secret")] == ["a"]
    project.close()


def test_the_link_key_may_have_its_own_passphrase(tmp_path: Path) -> None:
    with Project.create(tmp_path / "P.pwb", "one", name="P", link_passphrase="two", model=SMALL):
        pass
    with Project.open(tmp_path / "P.pwb", "one", model=SMALL) as project:
        assert not project.link_open
        with pytest.raises(LinkLocked):
            project.do(Action("t.link", msg("store.created"), lambda t: t.link))
        with pytest.raises(WrongPassphrase):
            project.open_link("one")
        project.open_link("two")
        assert project.link_open
        project.close_link()
        assert not project.link_open


def test_objects_of_actions_that_never_were_are_swept(project: Project) -> None:
    def fail(transaction: Any) -> None:
        transaction.put_object(b"never")
        transaction.put_link_object(b"never either")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        project.do(Action("t.fail", msg("store.created"), fail))
    kept = project.do(Action("t.put", msg("store.created"), lambda t: t.put_object(b"kept"))).result
    assert len(list(project.folder.glob("*objects/??/*"))) == 3
    project.close()
    assert [path.name for path in project.folder.glob("*objects/??/*")] == [kept]


def test_a_move_under_the_link_key_is_finished_at_opening(project: Project) -> None:
    ref = project.do(Action("t.put", msg("store.created"), lambda t: t.put_object(b"original"))).result
    path = project._writer.objects.path(str(ref))
    sealed = path.read_bytes()
    project.do(Action("t.move", msg("store.created"), lambda t: t.move_to_link(ref)))
    assert not path.exists()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(sealed)  # as if the power had gone just before the file went
    project = reopen(project)
    assert not path.exists()
    assert project.read_object(str(ref)) == b"original"
    assert project.check().findings == []
    project.close()
