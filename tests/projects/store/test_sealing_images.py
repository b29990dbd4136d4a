# SPDX-License-Identifier: MIT
"""Before-images of pseudonymising lie under the link key: the project key alone finds nothing, undo needs both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from projects.store.actions import Action
from projects.store.erase_request import Belongings, Erasable, EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.integrity.integrity_check import check_folder
from projects.store.model import Model
from projects.store.ports import Trace
from projects.store.problems import DiskFull, LinkLocked
from projects.store.project import Project
from projects.store.project_folder import object_store
from projects.store.schema import SETTINGS, Table
from tests.benchmarks.damage import decrypted_pages
from wording import msg

CELL = Table("cell", "CREATE TABLE cell (id INTEGER PRIMARY KEY, value TEXT, original TEXT)")
MODEL = Model(
    tables=(SETTINGS, CELL),
    erasables=(Erasable("row", lambda _, key: Belongings((Trace("cell", "id", key),))),),
)
NAME = "Kanyarwunga"


def do(project: Project, perform: Any) -> None:
    project.do(Action("t.do", msg("store.created"), perform))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "P.pwb", "words", name="P", link_passphrase="other", model=MODEL)
    do(made, lambda t: t.execute("INSERT INTO cell VALUES (1, ?, ?)", (f"{NAME} one", t.put_object(NAME.encode()))))
    do(made, lambda t: t.execute("INSERT INTO cell VALUES (2, 'plain', NULL)"))
    do(made, lambda t: t.execute("UPDATE cell SET value = ? WHERE id = 1", (f"{NAME} two",)))
    made.snapshots.make()
    do(made, _pseudonymise)
    yield made
    made.close()


def _pseudonymise(transaction: Any) -> None:
    row = transaction.query("SELECT * FROM cell WHERE id = 1")[0]
    transaction.move_to_link(row["original"])
    kept = transaction.put_link_object(row["value"].encode())
    transaction.execute("UPDATE cell SET value = ? WHERE id = 1", (f"[person 1] {kept}",))
    transaction.seal_images([Trace("cell", "id", 1)])


def readable(project: Project, link: bool) -> bytes:
    """All that can be read with the project key, or with the link key; the project must be closed."""
    opened, found = project._opened, []
    keys = opened.link_keys if link else opened.keys
    assert keys is not None
    for path in project.folder.rglob("*.db"):
        if path.name.startswith("link") == link:
            found.append(b"".join(decrypted_pages(path.read_bytes(), keys.key("database"))))
    objects = object_store(project.folder, opened.file, opened.keys)
    return b"".join([*found, *(objects.read(ref) for ref in objects.refs())])


def test_with_the_project_key_alone_nothing_is_found(project: Project) -> None:
    assert project.check().findings == []
    project.close()
    assert NAME.encode() not in readable(project, link=False)
    assert NAME.encode() in readable(project, link=True)
    with Project.open(project.folder, "words", model=MODEL) as opened:
        assert opened.query("SELECT value FROM cell WHERE id = 1")[0]["value"].startswith("[person 1]")
        with pytest.raises(LinkLocked):
            opened.undo()
    assert check_folder(project.folder, "words", MODEL).findings == []


def test_undo_needs_and_uses_the_link_key_and_redo_moves_again(project: Project) -> None:
    project.undo()
    assert project.query("SELECT value FROM cell WHERE id = 1")[0]["value"] == f"{NAME} two"
    project.redo()
    assert project.check().findings == []
    project.close()
    assert NAME.encode() not in readable(project, link=False)
    project = Project.open(project.folder, "words", model=MODEL)
    project.open_link("other")
    for expected in (f"{NAME} two", f"{NAME} one"):
        project.undo()
        assert project.query("SELECT value FROM cell WHERE id = 1")[0]["value"] == expected
    assert project.check().findings == []
    project.close()


def test_check_reports_an_image_changed_under_the_link_key(project: Project) -> None:
    link = project._writer.link
    assert link is not None
    link.connection.execute("UPDATE sealed_image SET after = replace(after, 'two', 'six')")
    assert {finding.part for finding in project.check().findings} == {"rows"}


def test_erase_reaches_the_images_under_the_link_key(project: Project) -> None:
    erase(project, Subject("row", 1), EraseReason("withdrawn"))
    assert project.check().findings == []
    project.close()
    assert NAME.encode() not in readable(project, link=False)
    assert NAME.encode() not in readable(project, link=True)


@pytest.mark.parametrize("crash", [False, True])
def test_a_move_that_the_project_never_got_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash: bool
) -> None:
    """The link part is written first: on a full disk, or after a crash between the two, it is undone whole."""
    project = Project.create(tmp_path / "P.pwb", "words", name="P", model=MODEL)
    do(project, lambda t: t.execute("INSERT INTO cell VALUES (1, ?, ?)", (f"{NAME} one", t.put_object(NAME.encode()))))

    def full(*_: object) -> None:
        raise sqlite.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(project._writer, "_insert_action", full)
        if crash:
            broken.setattr(project._writer, "sweep_link", full)
        with pytest.raises(DiskFull):
            do(project, _pseudonymise)
    if crash:
        project.close()
        project = Project.open(project.folder, "words", model=MODEL)
    assert project.query("SELECT value FROM cell WHERE id = 1")[0]["value"] == f"{NAME} one"
    do(project, _pseudonymise)
    assert project.check().findings == []
    project.undo()
    assert project.query("SELECT value FROM cell WHERE id = 1")[0]["value"] == f"{NAME} one"
    project.redo()
    assert project.check().findings == []
    project.close()
    assert NAME.encode() not in readable(project, link=False)
