# SPDX-License-Identifier: MIT
"""`check` reports every kind of tampering and damage, and leaves the project as it was."""

from __future__ import annotations

import hashlib
import random
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from projects.store.actions import Action
from projects.store.integrity import integrity_check
from projects.store.integrity.integrity_check import check_folder
from projects.store.model import Model
from projects.store.problems import ProjectInUse
from projects.store.project import Project
from projects.store.schema import SETTINGS, Table
from wording import msg, render

MODEL = Model(tables=(SETTINGS, Table("note", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")))
WORDS = "four plain words"


def do(project: Project, sql: str, *params: object) -> None:
    project.do(Action("t.do", msg("store.checkpoint", name="x"), lambda t: t.execute(sql, params)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with 300 rows, edits, an undo, an object and a snapshot."""
    with Project.create(tmp_path / "P.pwb", WORDS, name="P", user="M", model=MODEL) as project:
        rows = [(number, f"text {number} " * 20) for number in range(300)]
        project.do(
            Action("t.many", msg("store.created"), lambda t: t.executemany("INSERT INTO note VALUES (?, ?)", rows))
        )
        project.do(Action("t.put", msg("store.created"), lambda t: t.put_object(b"x" * 5000)))
        project.snapshots.make()
        for number in range(10):
            do(project, "UPDATE note SET text = ? WHERE id = ?", f"edited {number}", number * 7)
        do(project, "DELETE FROM note WHERE id = 5")
        project.undo()
        assert project.check().findings == []
    return tmp_path / "P.pwb"


def fingerprint(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def raw(folder: Path, *statements: str) -> None:
    """Change the database behind the program's back, as somebody with the key could."""
    from projects.store.database import connect
    from projects.store.keys.key_file import open_slots, read_key_file

    file = read_key_file(folder)
    keys, _, _ = open_slots(file, WORDS)
    connection = connect(folder / file.database, keys.key("database"))
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    for _, sql in guards:  # who is careful puts them back
        connection.execute(sql)
    connection.close()


def parts(folder: Path) -> set[str]:
    before = fingerprint(folder)
    report = check_folder(folder, WORDS, MODEL)
    assert fingerprint(folder) == before
    for finding in (*report.findings,):
        assert render(finding.message, "en")
        assert render(finding.message, "fr")
    for message in (*report.looked_at, *report.not_checked, *report.limits):
        assert render(message, "en")
        assert render(message, "fr")
    return {finding.part for finding in report.findings}


def test_a_sound_project_has_no_findings(folder: Path) -> None:
    assert parts(folder) == set()


def test_a_large_open_project_is_sound_where_locks_forbid_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does it from 1 GiB on, for both databases."""
    asked: list[str] = []
    monkeypatch.setattr(integrity_check, "cannot_be_read", lambda database: asked.append(database.name) or True)
    with Project.open(folder, WORDS, model=MODEL) as project:
        assert project.link_open
        report = project.check()
    assert report.findings == []
    assert {"project-1.db", "link.db"} == set(asked)


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE note SET text = 'other' WHERE id = 3", "rows"),
        ("DELETE FROM note WHERE id = 3", "rows"),
        ("INSERT INTO note VALUES (9999, 'new')", "rows"),
        ("UPDATE action SET user = 'other' WHERE seq = 3", "chain"),
        ("DELETE FROM action WHERE seq = 4", "chain"),
        ("DELETE FROM action WHERE seq = (SELECT max(seq) FROM action)", "chain"),
        ('UPDATE action_args SET args = \'{"name":"y"}\' WHERE seq = 5', "chain"),
        ("DELETE FROM action_args WHERE seq = 5", "chain"),
        ("UPDATE journal SET after = replace(after, 'edited', 'altered')", "chain"),
        ("DELETE FROM journal WHERE id = 20", "chain"),
        ("DELETE FROM object_index", "rows"),
        ("UPDATE setting SET value = '\"Q\"' WHERE name = 'name'", "rows"),
    ],
)
def test_each_change_behind_the_back_is_reported(folder: Path, statement: str, part: str) -> None:
    raw(folder, statement)
    assert part in parts(folder)


def test_what_vanished_from_the_log_without_an_erasure_is_reported(folder: Path) -> None:
    """A row removed with all its images, whose digests are kept as Erase keeps them: the chain alone verifies."""

    def digest(number: int, table: str, key: object, before: str, after: str, salt: bytes) -> str:
        return hashlib.sha256(salt + f"{number}\x1f{table}\x1f{before}\x1f{after}\x1f{key}".encode()).hexdigest()

    from projects.store.database import connect
    from projects.store.keys.key_file import open_slots, read_key_file

    keys, _, _ = open_slots(read_key_file(folder), WORDS)
    connection = connect(folder / "project-1.db", keys.key("database"))
    held = connection.execute("SELECT * FROM journal WHERE tbl = 'note' AND key = 7").fetchall()
    connection.close()
    assert held
    kept = [
        f"UPDATE journal SET before = NULL, after = NULL, salt = NULL, digest = '{digest(*row)}' WHERE id = {row[0]}"
        for row in ((r["id"], r["tbl"], r["key"], r["before"], r["after"], r["salt"]) for r in held)
    ]
    raw(folder, *kept, "DELETE FROM note WHERE id = 7")
    assert parts(folder) == {"chain"}


def test_details_of_a_line_that_vanished_are_reported(folder: Path) -> None:
    raw(folder, "UPDATE action_args SET salt = NULL, args = NULL WHERE seq = 5")
    assert parts(folder) == {"chain"}


@pytest.mark.parametrize("guard", ["action_stays", "journal_kept", "args_stay", "journal_note_update"])
def test_a_guard_taken_out_is_reported(folder: Path, guard: str) -> None:
    from projects.store.database import connect
    from projects.store.keys.key_file import open_slots, read_key_file

    keys, _, _ = open_slots(read_key_file(folder), WORDS)
    connection = connect(folder / "project-1.db", keys.key("database"))
    connection.execute(f"DROP TRIGGER {guard}")
    connection.close()
    assert parts(folder) == {"chain"}


def test_rolling_the_database_back_shows_against_the_head_file(folder: Path) -> None:
    database = folder / "project-1.db"
    earlier = database.read_bytes()
    with Project.open(folder, WORDS, model=MODEL) as project:
        do(project, "UPDATE note SET text = 'later' WHERE id = 1")
        head = project.head
        shutil.rmtree(folder / "snapshots")
    database.write_bytes(earlier)
    assert parts(folder) == {"anchors"}
    report = check_folder(folder, WORDS, MODEL, printed_heads=((head[0], head[1][:12]),))
    assert len(report.findings) == 2


def test_flips_cuts_and_zeros_are_reported(folder: Path) -> None:
    chance = random.Random(3)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock"]
    for number in range(25):
        path = files[number % len(files)]
        whole = path.read_bytes()
        damaged = bytearray(whole)
        at = chance.randrange(len(damaged))
        if number % 3 == 0:
            damaged[at] ^= 1 << chance.randrange(8)
        elif number % 3 == 1:
            del damaged[at:]
        else:
            damaged[at : at + 600] = b"\x00" * len(damaged[at : at + 600])
        if bytes(damaged) == whole:
            continue
        path.write_bytes(damaged)
        assert parts(folder), f"{path.name} at {at}"
        path.write_bytes(whole)


def test_old_pages_put_back_are_reported(folder: Path) -> None:
    database = folder / "project-1.db"
    earlier = database.read_bytes()
    with Project.open(folder, WORDS, model=MODEL) as project:
        do(project, "UPDATE note SET text = upper(text)")
        do(project, "DELETE FROM note WHERE id % 50 = 0")
        # the page that only ever holds the number of an action under way says nothing once it is over
        idle = project.query("SELECT rootpage FROM sqlite_schema WHERE name = 'open_action'")[0][0]
    later = database.read_bytes()
    changed = [
        at
        for at in range(4096, len(earlier), 4096)
        if earlier[at : at + 4096] != later[at : at + 4096] and at != (idle - 1) * 4096
    ]
    assert len(changed) > 5
    for at in changed[:: max(1, len(changed) // 8)]:
        database.write_bytes(later[:at] + earlier[at : at + 4096] + later[at + 4096 :])
        assert parts(folder), f"page at {at}"
    database.write_bytes(later)
    assert parts(folder) == set()


def test_sqlite_is_the_cipher_build() -> None:
    assert sqlite.connect(":memory:").execute("PRAGMA cipher_version").fetchone()


def test_a_project_in_use_is_checked_by_its_newest_snapshot(folder: Path) -> None:
    with Project.open(folder, WORDS, model=MODEL) as project:
        do(project, "UPDATE note SET text = 'unfinished' WHERE id = 1")
        report = check_folder(folder, WORDS, MODEL)
        assert report.findings == []
        assert "store.not_checked_in_use" in [message.key for message in report.not_checked]
        shutil.rmtree(folder / "snapshots")
        with pytest.raises(ProjectInUse):
            check_folder(folder, WORDS, MODEL)


def test_a_damaged_link_database_leaves_the_project_open(folder: Path) -> None:
    (folder / "link.db").write_bytes(b"damaged" * 1000)
    with Project.open(folder, WORDS, model=MODEL) as project:
        assert not project.link_open
        assert project.link_problem is not None
        assert project.query("SELECT count(*) AS n FROM note")[0]["n"] == 300
    assert parts(folder) == {"pages"}
