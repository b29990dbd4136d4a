# SPDX-License-Identifier: MIT
"""Actions, undo, history and objects of a project, through its public face."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from projects.schema import MODEL
from projects.store import schema
from projects.store.actions import Action, Changes
from projects.store.model import Model, Observer
from projects.store.problems import (
    DamagedKeys,
    DamagedProject,
    EmptyDatabase,
    FolderTaken,
    ForeignFolder,
    NewerVersion,
    NothingToUndo,
    ProjectInUse,
    WeakPassphrase,
    WrongPassphrase,
)
from projects.store.project import Project
from projects.store.schema import SETTINGS, Table
from wording import Problem, msg, render

PERSON = Table("person", "CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, age REAL, rank INTEGER UNIQUE)")
NOTE = Table(
    "note",
    "CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES person (id)"
    " ON DELETE CASCADE, text TEXT);\nCREATE INDEX note_person ON note (person);",
)
COUNT = Table("note_count", "CREATE TABLE note_count (one INTEGER PRIMARY KEY, n INTEGER)", key="one", derived=True)


def _count(transaction: Any, _: object = None) -> None:
    n = transaction.query("SELECT count(*) FROM note")[0][0]
    transaction.execute("INSERT INTO note_count VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET n = excluded.n", (n,))


SMALL = Model(
    tables=(SETTINGS, PERSON, NOTE, COUNT),
    link_tables=(Table("secret", "CREATE TABLE secret (id TEXT PRIMARY KEY, name TEXT)"),),
    observers=(Observer("count", frozenset({"note"}), _count, _count),),
)


@pytest.fixture
def project(tmp_path: Path) -> Any:
    made = Project.create(tmp_path / "P.pwb", "four plain words", name="Study", user="Marie", model=SMALL)
    yield made
    made.close()


def reopen(project: Project, **options: Any) -> Project:
    project.close()
    return Project.open(project.folder, "four plain words", model=SMALL, **options)


def run(sql: str, *params: object, kind: str = "test.do") -> Action:
    return Action(kind, msg("store.setting_changed"), lambda transaction: transaction.execute(sql, params))


def add_person(person: str, rank: int, name: str = "name") -> Action:
    return run("INSERT INTO person VALUES (?, ?, ?, ?)", person, name, rank + 0.1, rank)


def state(project: Project) -> list[list[tuple[Any, ...]]]:
    return [
        [tuple(row) for row in project.query(f'SELECT * FROM "{table}" ORDER BY 1')] for table in ("person", "note")
    ]


def test_an_action_says_what_it_changed_and_returned(project: Project) -> None:
    changes = project.do(
        Action(
            "test.add",
            msg("store.created"),
            lambda transaction: transaction.execute("INSERT INTO person VALUES ('a', 'Ann', 1.5, 1)").rowcount,
        )
    )
    assert isinstance(changes, Changes)
    assert changes.changed == {"person": ("a",)}
    assert changes.result == 1
    assert changes.touches("person")
    assert not changes.touches("note")


def test_undo_and_redo_across_restarts(project: Project) -> None:
    project.do(add_person("a", 1))
    project.do(run("UPDATE person SET name = 'Bea', age = NULL WHERE id = 'a'"))
    project.do(run("INSERT INTO note (person, text) VALUES ('a', 'x' || char(10) || '\"é😀')"))
    full = state(project)
    project.do(run("DELETE FROM person WHERE id = 'a'"))
    assert state(project) == [[], []]
    project = reopen(project)
    project.undo()
    assert state(project) == full
    for _ in range(3):
        project = reopen(project)
        project.undo()
    assert state(project) == [[], []]
    with pytest.raises(NothingToUndo):
        project.undo()
    project = reopen(project)
    for _ in range(3):
        project.redo()
    assert state(project) == full
    assert project.query("SELECT n FROM note_count")[0]["n"] == 1
    project.redo()
    assert state(project) == [[], []]
    assert project.query("SELECT n FROM note_count")[0]["n"] == 0
    with pytest.raises(NothingToUndo):
        project.redo()
    project.close()


def test_a_new_action_ends_redo(project: Project) -> None:
    project.do(add_person("a", 1))
    project.undo()
    project.do(add_person("b", 1))
    assert project.redo_text() is None


def test_a_failing_action_changes_nothing(project: Project) -> None:
    before = project.head

    def fail(transaction: Any) -> None:
        transaction.execute("INSERT INTO person VALUES ('a', 'A', 1, 1)")
        transaction.link.execute("INSERT INTO secret VALUES ('a', 'A')")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        project.do(Action("test.fail", msg("store.created"), fail))
    assert state(project) == [[], []]
    assert project.query_link("SELECT * FROM secret") == []
    assert project.head == before
    project.do(add_person("a", 1))
    assert project.query("SELECT count(*) AS n FROM person")[0]["n"] == 1


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_many_rows_at_once_are_journaled_row_by_row(project: Project, count: int) -> None:
    people = [(f"p{n}", f"Name {n}", n + 0.5, n) for n in range(count)]
    insert = "INSERT INTO person (id, name, age, rank) VALUES (?, ?, ?, ?)"
    changes = project.do(Action("test.many", msg("store.created"), lambda t: t.executemany(insert, iter(people))))
    assert changes.changed.get("person", ()) == tuple(person[0] for person in people)
    assert sorted(map(tuple, project.query("SELECT * FROM person"))) == sorted(people)
    assert project.check().findings == []
    if people:
        project.undo()
        assert project.query("SELECT * FROM person") == []


def test_one_bad_row_among_many_leaves_none(project: Project) -> None:
    people = [(f"p{n}", f"Name {n}", n + 0.5, min(n, 180)) for n in range(250)]
    insert = "INSERT INTO person (id, name, age, rank) VALUES (?, ?, ?, ?)"
    with pytest.raises(sqlite.IntegrityError):
        project.do(Action("test.many", msg("store.created"), lambda t: t.executemany(insert, people)))
    assert project.query("SELECT * FROM person") == []


def test_writing_outside_an_action_is_refused(project: Project) -> None:
    with pytest.raises(sqlite.OperationalError):
        project.query("INSERT INTO person VALUES ('a', 'A', 1, 1)")
    project._connection.execute("PRAGMA query_only = OFF")
    with pytest.raises(sqlite.IntegrityError):
        project._connection.execute("INSERT INTO person VALUES ('a', 'A', 1, 1)")


@pytest.mark.parametrize(
    "sql", ["INSERT OR REPLACE INTO person VALUES ('a', '', 1, 1)", "replace  into person VALUES (1)"]
)
def test_replace_is_refused(project: Project, sql: str) -> None:
    with pytest.raises(ValueError, match="REPLACE"):
        project.do(run(sql))


def test_the_log_is_append_only(project: Project) -> None:
    project.do(add_person("a", 1))
    for sql in (
        "UPDATE action SET user = 'x'",
        "DELETE FROM action",
        "UPDATE journal SET after = NULL",
        "DELETE FROM journal",
        "UPDATE action_args SET args = '{}'",
        "DELETE FROM action_args",
    ):
        with pytest.raises(sqlite.IntegrityError):
            project.do(run(sql))


def test_history_tells_who_when_what_and_filters(project: Project) -> None:
    project.do(add_person("a", 1))
    project.do(add_person("b", 2))
    project.checkpoint("before cleaning")
    project.undo()
    lines = project.history()
    assert [line.role for line in lines] == ["undo", "checkpoint", "do", "do", "log"]
    assert lines[2].undone
    assert not lines[3].undone
    assert {line.user for line in lines} == {"Marie"}
    assert lines[0].utc.utcoffset() is not None
    assert lines[0].local.utcoffset() is not None
    assert {line.seq for line in project.history(subject=("person", "b"))} == {lines[0].seq, lines[2].seq}
    assert [line.kind for line in project.history(kind="test")] == ["test.do", "test.do"]
    assert [render(line.message, "fr") for line in project.history(role="checkpoint")] == [
        render(msg("store.checkpoint", name="before cleaning"), "fr")
    ]
    assert len(project.history(text="BEFORE clean")) == 1
    assert len(project.history(limit=2)) == 2
    assert [line.seq for line in project.history(before=lines[1].seq, limit=1)] == [lines[2].seq]


def test_jump_back_returns_to_a_line_and_can_be_undone(project: Project) -> None:
    project.do(add_person("a", 1))
    mark = project.do(add_person("b", 2)).seq
    wanted = state(project)
    project.do(run("UPDATE person SET rank = rank + 10"))
    project.do(run("DELETE FROM person WHERE id = 'a'"))
    project.undo()
    project.do(add_person("c", 3))
    latest = state(project)
    project.jump_back(mark)
    assert state(project) == wanted
    project.undo()
    assert state(project) == latest


def test_lines_undone_by_a_return_are_told_apart_until_it_is_undone(project: Project) -> None:
    first, second, third = (project.do(add_person(name, n)).seq for n, name in enumerate("abc"))
    project.undo()
    project.do(run("UPDATE person SET rank = rank + 10"))
    assert _not_in_force(project) == {third}
    jump = project.jump_back(first).seq
    assert _not_in_force(project) == {second, third, jump - 1}
    project.undo()
    assert _not_in_force(project) == {third, jump}
    project.redo()
    with reopen(project) as again:
        assert _not_in_force(again) == {second, third, jump - 1}


def test_a_return_to_before_an_undo_puts_its_line_back_in_force(project: Project) -> None:
    seq = project.do(add_person("a", 1)).seq
    project.undo()
    assert _not_in_force(project) == {seq}
    jump = project.jump_back(seq).seq
    assert _not_in_force(project) == set()
    project.jump_back(seq + 1)
    assert _not_in_force(project) == {seq, jump}


def _not_in_force(project: Project) -> set[int]:
    return {line.seq for line in project.history() if line.undone}


@pytest.mark.slow
def test_random_actions_undone_and_redone(project: Project) -> None:
    chance, states = random.Random(7), [state(project)]
    for number in range(150):
        project.do(_random_action(chance, number))
        if project.undo_text() is not None and state(project) != states[-1]:
            states.append(state(project))
    end = state(project)
    count = len([line for line in project.history(limit=10_000) if line.undoable])
    for _ in range(count):
        project.undo()
    assert state(project) == states[0]
    project = reopen(project)
    for _ in range(count):
        project.redo()
    assert state(project) == end
    project.close()


def _random_action(chance: random.Random, number: int) -> Action:
    what = chance.randrange(5)
    if what <= 1:
        return add_person(f"p{number}", number)
    if what == 2:
        return run("INSERT INTO note (person, text) SELECT id, ? FROM person ORDER BY id LIMIT 3", f"n{number}")
    if what == 3:
        return run("UPDATE person SET name = ?, rank = -rank WHERE abs(rank) % 3 = ?", f"m{number}", number % 3)
    return run("DELETE FROM person WHERE id = (SELECT min(id) FROM person WHERE id > ?)", f"p{chance.randrange(99)}")


def test_bad_folders_are_told_apart(project: Project, tmp_path: Path) -> None:
    folder = project.folder
    with pytest.raises(ProjectInUse):
        Project.open(folder, "four plain words", model=SMALL)
    project.close()
    with pytest.raises(WrongPassphrase):
        Project.open(folder, "four plain word", model=SMALL)
    with pytest.raises(FolderTaken):
        Project.create(folder, "x", name="x", model=SMALL)
    with pytest.raises(WeakPassphrase):
        Project.create(tmp_path / "new", "  ", name="x", model=SMALL)
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(ForeignFolder):
        Project.open(tmp_path / "empty", "x", model=SMALL)
    keys = (folder / "keys.json").read_bytes()
    database = (folder / "project-1.db").read_bytes()
    (folder / "keys.json").write_bytes(b'"wrapped": "A'.join(keys.rsplit(b'"wrapped": "', 1)))
    with pytest.raises(DamagedKeys):
        Project.open(folder, "four plain words", model=SMALL)
    (folder / "keys.json").write_bytes(keys[:100])
    with pytest.raises(DamagedKeys):
        Project.open(folder, "four plain words", model=SMALL)
    (folder / "keys.json").write_bytes(keys)
    (folder / "project-1.db").write_bytes(b"")
    with pytest.raises(EmptyDatabase):
        Project.open(folder, "four plain words", model=SMALL)
    (folder / "project-1.db").write_bytes(b"\x00" * 100 + database[100:])
    with pytest.raises(DamagedProject):
        Project.open(folder, "four plain words", model=SMALL)
    (folder / "project-1.db").write_bytes(database)
    Project.open(folder, "four plain words", model=SMALL).close()


def test_a_newer_project_is_refused_and_an_older_one_brought_forward(project: Project) -> None:
    project.do(add_person("a", 1))
    folder = project.folder
    project.close()
    wider = Table("person", PERSON.ddl.replace("name TEXT", "name TEXT, sex TEXT"))
    newer = Model(
        tables=(SETTINGS, wider, NOTE, COUNT),
        link_tables=SMALL.link_tables,
        migrations={1: lambda connection: connection.execute("ALTER TABLE person ADD COLUMN sex TEXT")},
    )
    with Project.open(folder, "four plain words", model=newer) as opened:
        opened.do(run("UPDATE person SET sex = 'f'"))
        assert opened.query("SELECT sex FROM person")[0]["sex"] == "f"
        opened.undo()
        opened.undo()
        opened.redo()
        assert opened.query("SELECT id, sex FROM person")[0]["sex"] is None
    with pytest.raises(NewerVersion):
        Project.open(folder, "four plain words", model=SMALL)


def test_settings_name_and_user(project: Project) -> None:
    assert (project.name, project.user, project.setting("language")) == ("Study", "Marie", "en")
    project.set_setting("minimum_base", 30)
    assert project.setting("minimum_base") == 30
    project.undo()
    assert project.setting("minimum_base", 5) == 5


def test_every_table_of_the_program_is_journaled_or_derived(tmp_path: Path) -> None:
    machinery = {"store_meta", "open_action", "action", "action_args", "journal"}
    machinery |= {"link_action", "sealed_image", "sealed_traces", "image_to_forget"}
    with Project.create(tmp_path / "P.pwb", "one", name="P") as project:
        for connection, tables in (
            (project._connection, MODEL.tables),
            (project._writer.link.connection, MODEL.link_tables),
        ):
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            triggers = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
            known = {table.name: table for table in tables}
            shadows = {name for name in names for table in tables if table.derived and name.startswith(table.name)}
            for name in names - machinery - {schema.OBJECT_INDEX.name} - shadows:
                if name.startswith("sqlite_"):
                    continue
                assert name in known, f"{name} is neither journaled nor derived"
                assert {f"journal_{name}_{event}" for event in ("insert", "update", "delete")} <= triggers


def test_every_problem_has_its_sentence() -> None:
    def all_below(kind: type[Problem]) -> set[type[Problem]]:
        return {kind} | {found for child in kind.__subclasses__() for found in all_below(child)}

    from projects.store.problems import StoreProblem

    for kind in all_below(StoreProblem):
        for language in ("en", "fr"):
            problem = kind(file="f", folder="f", object="o", name="n", place="p")  # type: ignore[call-arg]  # what each of them takes
            assert render(problem.message, language)
