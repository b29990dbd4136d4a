# SPDX-License-Identifier: MIT
"""A small project of notes, each with an object and a line under the link key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from projects.store.actions import Action
from projects.store.model import Model
from projects.store.project import Project
from projects.store.schema import SETTINGS, Table
from wording import msg

NOTE = Table("note", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
MODEL = Model(tables=(SETTINGS, NOTE), link_tables=(Table("secret", "CREATE TABLE secret (id TEXT PRIMARY KEY)"),))


@contextmanager
def project_of_notes(tmp_path: Path) -> Iterator[Project]:
    """With one note in it."""
    made = Project.create(tmp_path / "P.pwb", "first", name="P", user="M", model=MODEL)
    add(made, 1)
    yield made
    made.close()


def add(project: Project, number: int, kind: str = "t.do", snapshot: bool = False) -> None:
    def fill(transaction: Any) -> None:
        ref = transaction.put_object(b"object %d" % number)
        transaction.execute("INSERT INTO note VALUES (?, ?)", (number, ref))
        transaction.link.execute("INSERT INTO secret VALUES (?)", (f"name {number}",))

    project.do(Action(kind, msg("store.created"), fill, snapshot))


def notes(project: Project) -> list[int]:
    for row in project.query("SELECT text FROM note"):
        assert project.read_object(row["text"]).startswith(b"object")
    return [row["id"] for row in project.query("SELECT id FROM note ORDER BY id")]
