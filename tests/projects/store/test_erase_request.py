# SPDX-License-Identifier: MIT
"""Erase: with all keys in hand nothing of the person is found again, the rest stays, and the chain verifies."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2 as sqlite

from projects.store.actions import Action
from projects.store.backup.second_place import unfinished_erasing
from projects.store.erase_request import Belongings, Erasable, EraseReason, Subject
from projects.store.erasure import erase_transaction
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import NO_RETURN, erase
from projects.store.link_database import link_objects
from projects.store.model import Model, Observer
from projects.store.objects import ObjectFolder
from projects.store.ports import Trace
from projects.store.problems import CannotUndo, DiskFull, ErasureCutShort, LinkLocked, NothingToUndo
from projects.store.project import Project
from projects.store.project_folder import object_store
from projects.store.schema import SETTINGS, Table
from projects.store.unit_of_work import Writer
from wording import Problem, Stopped, msg, render

PERSON = Table("person", "CREATE TABLE person (id TEXT PRIMARY KEY, story TEXT, ref TEXT)")
SEGMENT = Table("segment", "CREATE TABLE segment (id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT, quote TEXT)")
CHUNK = Table("chunk", "CREATE TABLE chunk (id INTEGER PRIMARY KEY, ref TEXT NOT NULL)")
FOUND = Table("found", "CREATE VIRTUAL TABLE found USING fts5(person UNINDEXED, story)", key="person", derived=True)
NAME = Table("name", "CREATE TABLE name (person TEXT PRIMARY KEY, name TEXT, ref TEXT)", key="person")
CANARY = "Inamahoro-Kanyana"


def _index(transaction: Any, _: object = None) -> None:
    transaction.execute("DELETE FROM found")
    transaction.execute("INSERT INTO found SELECT id, story FROM person")


def _belongings(_: Project, person: str) -> Belongings:
    return Belongings(
        traces=(Trace("person", "id", person), Trace("segment", "person", person)),
        link_traces=(Trace("name", "person", person),),
        words=(CANARY,),
    )


def _rewrite(transaction: Any, person: str) -> None:
    for row in transaction.query("SELECT id, ref FROM chunk"):
        kept = b"\n".join(
            line for line in transaction.read_object(row["ref"]).split(b"\n") if not line.startswith(person.encode())
        )
        transaction.execute("UPDATE chunk SET ref = ? WHERE id = ?", (transaction.put_object(kept), row["id"]))


MODEL = Model(
    tables=(SETTINGS, PERSON, SEGMENT, CHUNK, FOUND),
    link_tables=(NAME,),
    observers=(Observer("found", frozenset({"person"}), _index, _index),),
    erasables=(Erasable("person", _belongings, _rewrite),),
)
PERSON_A = Subject("person", "aaaa")


def act(project: Project, perform: Any, **args: Any) -> None:
    project.do(Action("t.do", msg("store.checkpoint", name=args.get("name", "")), perform))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = Project.create(tmp_path / "P.pwb", "words", name="P", user="M", model=MODEL)
    for person, word in (("aaaa", CANARY), ("bbbb", "Ordinary")):
        act(
            made,
            lambda t, p=person, w=word: t.execute(
                "INSERT INTO person VALUES (?, ?, ?)",
                (p, f"story of {w} " * 30, t.put_object(f"audio {w}".encode() * 50)),
            ),
            name=f"Added {word}",
        )
        act(
            made,
            lambda t, p=person, w=word: t.link.execute(
                "INSERT INTO name VALUES (?, ?, ?)", (p, w, t.put_link_object(f"scan {w}".encode()))
            ),
        )
        for number in range(20):
            act(
                made,
                lambda t, p=person, w=word, n=number: t.execute(
                    "INSERT INTO segment (person, quote) VALUES (?, ?)", (p, f"{n} {w} said")
                ),
            )
    act(
        made,
        lambda t: t.execute(
            "INSERT INTO chunk VALUES (1, ?)", (t.put_object(f"aaaa;{CANARY};answer\nbbbb;Ordinary;answer".encode()),)
        ),
    )
    act(made, lambda t: t.execute("UPDATE person SET story = upper(story)"))
    act(made, lambda t: t.execute("DELETE FROM segment WHERE id % 2 = 0"))
    made.undo()
    made.redo()
    made.snapshots.make()
    yield made
    made.close()


def decrypted_pages(path: Path, key: bytes) -> bytes:
    """All pages of a database in clear, free ones too: SQLCipher 4 pages end with IV (16) and HMAC (64)."""
    data, clear = path.read_bytes(), []
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        body = page[16 if start == 0 else 0 : -80]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        clear.append(decryptor.update(body))
    return b"".join(clear)


def everything(project: Project) -> dict[str, bytes]:
    """All that can be read of the project with all keys, by place. The project must be closed."""
    opened = project._opened
    keys, link_keys = opened.keys, opened.link_keys
    held: dict[str, bytes] = {}
    for path in project.folder.rglob("*"):
        if not path.is_file():
            continue
        held[str(path)] = path.read_bytes()
        if path.name.startswith("project") and path.suffix == ".db":
            held[f"{path} pages"] = decrypted_pages(path, keys.key("database"))
            assert b"CREATE TABLE" in held[f"{path} pages"]
        if path.name.startswith("link") and path.suffix == ".db":
            held[f"{path} pages"] = decrypted_pages(path, link_keys.key("database"))
            assert b"CREATE TABLE" in held[f"{path} pages"]
    objects = object_store(project.folder, opened.file, keys)
    links = ObjectFolder(project.folder / link_objects(opened.file.link_database), link_keys.key("objects"), b"", "l")
    for folder in (objects, links):
        held |= {ref: folder.read(ref) for ref in folder.refs()}
    return held


def hits(held: dict[str, bytes], word: str) -> list[str]:
    forms = [form for case in (word, word.upper(), word.lower()) for form in (case.encode(), case.encode("utf-16-le"))]
    forms += [part.lower().encode() for part in word.split("-")]  # as an index keeps words
    return [place for place, data in held.items() if any(form in data for form in forms)]


def test_nothing_of_an_erased_person_is_found_with_all_keys(project: Project) -> None:
    folder = project.folder
    project.close()
    assert len(hits(everything(project), CANARY)) >= 5
    project = Project.open(folder, "words", model=MODEL)
    preview = erase_preview(project, PERSON_A)
    assert preview.rows == {"person": 1, "segment": 10}
    assert preview.link_rows == {"name": 1}
    assert preview.objects >= 2
    assert preview.snapshots == 1
    for line in (*preview.lines, *preview.unreachable):
        assert render(line, "en")
        assert render(line, "fr")
    done = erase(project, PERSON_A, EraseReason("withdrawn"))
    assert done.snapshots >= 1
    assert done.objects == 3
    line = project.history(role="erase")[0]
    assert "consent withdrawn" in render(line.message, "en")
    assert project.query("SELECT id FROM person")[0]["id"] == "bbbb"
    assert project.query("SELECT count(*) AS n FROM segment")[0]["n"] == 10
    assert project.read_object(project.query("SELECT ref FROM chunk")[0]["ref"]) == b"bbbb;Ordinary;answer"
    assert [row["name"] for row in project.query_link("SELECT name FROM name")] == ["Ordinary"]
    assert project.query("SELECT person FROM found WHERE found MATCH 'story'")[0]["person"] == "bbbb"
    assert project.check().findings == []
    act(project, lambda t: t.execute("UPDATE person SET story = 'x'"))
    project.undo()
    with pytest.raises(NothingToUndo):
        project.undo()
    with pytest.raises(CannotUndo):
        project.jump_back(3)
    assert project.check().findings == []
    project.close()
    held = everything(project)
    assert hits(held, CANARY) == []
    assert len(hits(held, "Ordinary")) >= 5
    assert len(list((folder / "snapshots").iterdir())) == 1


def test_the_preview_changes_nothing(project: Project) -> None:
    head = project.head
    erase_preview(project, PERSON_A)
    assert project.head == head
    assert project.query("SELECT count(*) AS n FROM person")[0]["n"] == 2
    project.undo()
    project.redo()


def test_erasing_needs_the_link_key(project: Project) -> None:
    project.close_link()
    with pytest.raises(LinkLocked):
        erase(project, PERSON_A, EraseReason("withdrawn"))
    with pytest.raises(LinkLocked):
        erase_preview(project, PERSON_A)
    project.open_link("words")


def test_a_crash_after_the_transaction_is_made_good_at_opening(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def cut(*_: object) -> int:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(erase_transaction, "finish_erasing", cut)
        with pytest.raises(Killed):
            erase(project, PERSON_A, EraseReason("withdrawn"))
    project.close()
    assert hits(everything(project), CANARY)
    project = Project.open(project.folder, "words", model=MODEL)
    assert project.check().findings == []
    project.close()
    assert hits(everything(project), CANARY) == []


def test_the_second_place_is_cleaned_when_at_hand_and_named_when_not(project: Project, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = project.snapshots.copy_to(stick)
    before = {path.name for path in copy.rglob("o-*")}
    erase(project, PERSON_A, EraseReason("withdrawn"))
    after = {path.name for path in copy.rglob("o-*")}
    assert len(before - after) >= 2
    assert len(list((copy / "snapshots").iterdir())) == 1
    assert project.snapshots.list()[0].seq >= project.history(role="erase")[0].seq
    stick.rename(tmp_path / "elsewhere")
    assert "store.unreachable_second_place" in [
        message.key for message in erase_preview(project, Subject("person", "bbbb")).unreachable
    ]


def test_a_cut_between_the_two_commits_is_carried_to_its_end(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def cut(*_: object) -> str:
        raise Killed

    with monkeypatch.context() as patch:  # the link part has committed, the project has not
        patch.setattr(Writer, "_insert_action", cut)
        patch.setattr(Writer, "_roll_back", lambda *_: None)
        with pytest.raises(Killed):
            erase(project, [PERSON_A, Subject("person", "bbbb")], EraseReason("other", "office closed"))
    project._opened.close()
    assert hits(everything(project), "Ordinary")
    project = Project.open(project.folder, "words", model=MODEL)
    assert project.query("SELECT * FROM person") == []
    assert project.query_link("SELECT * FROM name") == []
    assert "office closed" in render(project.history(role="erase")[0].message, "fr")
    assert project.check().findings == []
    project.close()
    assert hits(everything(project), CANARY) == hits(everything(project), "Ordinary") == []


def test_a_full_disk_after_the_identifiers_went_is_told_and_finished(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise sqlite.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_insert_action", full)
        with pytest.raises(ErasureCutShort):
            erase(project, PERSON_A, EraseReason("withdrawn"))
    assert project.query("SELECT count(*) AS n FROM person")[0]["n"] == 2
    assert unfinished_erasing(project) == msg("store.erase_unfinished")
    project.close()
    project = Project.open(project.folder, "words", model=MODEL)
    assert unfinished_erasing(project) is None
    assert [row["id"] for row in project.query("SELECT id FROM person")] == ["bbbb"]
    project.close()
    assert hits(everything(project), CANARY) == []


class Watcher:
    """A progress that stops at its `stop_at`-th question."""

    def __init__(self, stop_at: int = 1000) -> None:
        self.asked, self.stop_at = 0, stop_at
        self.told: list[float] = []

    def stop_requested(self) -> bool:
        self.asked += 1
        return self.asked >= self.stop_at

    def report(self, fraction: float, text: object = None) -> None:
        self.told.append(fraction)


def test_it_can_be_stopped_until_the_point_of_no_return(project: Project) -> None:
    rows, head, names = project.query("SELECT * FROM segment"), project.head, project.query_link("SELECT * FROM name")
    for number in (1, 2, 3, 4, 5):
        watcher = Watcher(number)
        with pytest.raises(Stopped):
            erase(project, PERSON_A, EraseReason("withdrawn"), watcher)
        assert max(watcher.told) < NO_RETURN
        assert (project.query("SELECT * FROM segment"), project.head) == (rows, head)
        assert project.query_link("SELECT * FROM name") == names
        assert unfinished_erasing(project) is None
    watcher = Watcher(6)  # nobody asks any more
    erase(project, PERSON_A, EraseReason("withdrawn"), watcher)
    assert watcher.asked == 5
    assert watcher.told == sorted(watcher.told)
    assert watcher.told[-1] > NO_RETURN
    assert project.check().findings == []
    project.close()
    assert hits(everything(project), CANARY) == []


def test_a_failure_in_the_middle_changes_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(transaction: Any, person: str) -> None:
        if person == "bbbb":
            raise Problem(msg("store.checkpoint", name="broken"))
        _rewrite(transaction, person)

    erasables = (Erasable("person", _belongings, broken),)
    monkeypatch.setattr(project, "model", dataclasses.replace(MODEL, erasables=erasables))
    rows, head = project.query("SELECT * FROM segment"), project.head
    with pytest.raises(Problem, match="checkpoint|broken"):
        erase(project, [PERSON_A, Subject("person", "bbbb")], EraseReason("withdrawn"))
    assert project.head == head
    assert project.query("SELECT * FROM segment") == rows
    assert len(project.query_link("SELECT * FROM name")) == 2
    assert unfinished_erasing(project) is None
    project.undo()
    assert project.check().findings == []


def test_what_cannot_be_cleared_yet_is_told_and_done_at_the_next_opening(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull()

    with monkeypatch.context() as patch:
        patch.setattr(project.snapshots, "replace_all", full)
        done = erase(project, PERSON_A, EraseReason("withdrawn"))
    assert done.unfinished == unfinished_erasing(project) == msg("store.erase_unfinished")
    assert project.query("SELECT count(*) AS n FROM person")[0]["n"] == 1
    project.close()
    assert hits(everything(project), CANARY)
    project = Project.open(project.folder, "words", model=MODEL)
    assert unfinished_erasing(project) is None
    project.close()
    assert hits(everything(project), CANARY) == []


def test_a_reason_names_nobody(project: Project) -> None:
    for reason in (
        EraseReason("other", f"{CANARY.lower()} asked"),
        EraseReason("other", " "),
        EraseReason("withdrawn", "and more"),
        EraseReason("because"),
    ):
        with pytest.raises(Problem):
            erase(project, PERSON_A, reason)
    with pytest.raises(Problem):
        erase(project, [], EraseReason("withdrawn"))
    assert project.query("SELECT count(*) AS n FROM person")[0]["n"] == 2


def test_the_second_place_is_cleaned_when_it_comes_back(project: Project, tmp_path: Path) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    project.snapshots.copy_to(stick)
    stick.rename(away)
    done = erase(project, PERSON_A, EraseReason("withdrawn"))
    assert "store.unreachable_second_place" in [message.key for message in done.unreachable]
    away.rename(stick)
    copies = project.snapshots.copy_to(stick)
    assert len(list((copies / "snapshots").iterdir())) == 1
    held = {path.name for path in project.folder.rglob("?-*") if path.is_file()}
    assert {path.name for path in copies.rglob("?-*") if path.is_file()} == held
