# SPDX-License-Identifier: MIT
"""Faults of a folder, named as they are: identifiers or keys damaged or gone, impossible places, names."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from projects.store.actions import Action
from projects.store.backup.handover_file import pack, unpack
from projects.store.backup.snapshot_service import restorable, restore_from
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import erase
from projects.store.integrity import integrity_check
from projects.store.integrity.integrity_check import check_folder
from projects.store.key_management.keyring import restored_to
from projects.store.keys.key_file import KeyFile, project_around, read_key_file
from projects.store.model import Model, program_model
from projects.store.problems import (
    BadPackage,
    CannotWrite,
    DamagedKeys,
    DamagedProject,
    FolderTaken,
    LastSlot,
    LinkLocked,
    MissingKeys,
    NoSuchSnapshot,
    WrongPassphrase,
)
from projects.store.project import Project
from wording import LANGUAGES, msg, render

WORDS, OTHER = "four plain words", "five other plain words"
MODEL = Model()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed project with an object under the link key and a snapshot; Jean opens it, but no identifiers."""
    with Project.create(tmp_path / "P.pwb", WORDS, name="P", user="M", model=MODEL) as project:
        store_link_object(project)
        project.keys.add_passphrase("Jean", OTHER)
        project.snapshots.make()
    return tmp_path / "P.pwb"


def store_link_object(project: Project) -> None:
    project.do(Action("t.put", msg("store.created"), lambda t: t.put_link_object(b"canary")))


def parts(folder: Path) -> set[str]:
    return {found.part for found in check_folder(folder, WORDS, MODEL).findings}


@pytest.mark.parametrize("damage", [b"", b"damaged" * 1000, None])
def test_damaged_identifiers_are_named_as_such_by_all_that_need_them(folder: Path, damage: bytes | None) -> None:
    for held in folder.glob("link.db*"):
        held.unlink()
    if damage is not None:
        (folder / "link.db").write_bytes(damage)
    actions: list[Callable[[Project], object]] = [
        store_link_object,
        lambda project: project.keys.add_passphrase("Marie", "one more passphrase", link=True),
        lambda project: pack(project, io.BytesIO()),
    ]
    with Project.open(folder, WORDS, model=MODEL) as project:
        for action in actions:
            with pytest.raises(DamagedProject) as caught:
                action(project)
            assert "link.db" in render(caught.value.message, "en")
        assert project.head[0] == project.history(limit=1)[0].seq
    assert parts(folder) >= {"pages"}


@pytest.mark.parametrize("damage", [b"", None])
def test_nobody_hands_a_project_over_whose_identifiers_are_gone(folder: Path, damage: bytes | None) -> None:
    with Project.open(folder, OTHER, model=MODEL) as project:
        with pytest.raises(LinkLocked):  # whole, and closed to this passphrase
            store_link_object(project)
        assert pack(project, io.BytesIO()) > 0
        for held in folder.glob("link.db*"):
            held.unlink()
        if damage is not None:
            (folder / "link.db").write_bytes(damage)
        with pytest.raises(DamagedProject):
            pack(project, io.BytesIO())


def test_erase_says_that_the_identifiers_are_damaged(tmp_path: Path) -> None:
    Project.create(tmp_path / "P.pwb", WORDS, name="P", user="M").close()
    (tmp_path / "P.pwb" / "link.db").write_bytes(b"")
    with Project.open(tmp_path / "P.pwb", WORDS, model=program_model()) as project:
        everything = Subject("removed", "all")
        with pytest.raises(DamagedProject):
            erase_preview(project, [everything])
        with pytest.raises(DamagedProject):
            erase(project, [everything], EraseReason("withdrawn"))


def test_a_key_file_that_is_gone_is_a_finding(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read_key_file(folder)
    (folder / "keys.json").unlink()
    assert parts(folder) == {"keys"}
    with pytest.raises(MissingKeys):
        Project.open(folder, WORDS, model=MODEL)
    kept.write(folder)
    assert parts(folder) == set()
    copied = integrity_check.copy_databases

    def taken_away(root: Path, file: KeyFile, target: Path) -> None:
        (root / "keys.json").unlink()
        copied(root, file, target)

    monkeypatch.setattr(integrity_check, "_check_key_file", lambda folder, file, report: None)
    monkeypatch.setattr(integrity_check, "copy_databases", taken_away)
    assert parts(folder) == set()  # the databases were copied with the keys that were read first
    monkeypatch.undo()
    assert parts(folder) == {"keys"}


def test_a_key_file_nested_without_end_is_damaged(folder: Path) -> None:
    (folder / "keys.json").write_bytes(b'{"a":' * 200_000 + b"1" + b"}" * 200_000)
    assert parts(folder) == {"keys"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are those of Unix")
def test_a_key_file_that_is_a_pipe_or_without_end_is_damaged_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe kept the program waiting for ever; 3 GB were read whole before they were refused."""
    keys = folder / "keys.json"
    keys.unlink()
    os.mkfifo(keys)
    with pytest.raises(DamagedKeys):
        Project.open(folder, WORDS, model=MODEL)
    keys.unlink()
    with keys.open("wb") as stream:
        stream.truncate(3_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path.name} is read whole"))
    with pytest.raises(DamagedKeys):
        read_key_file(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are those of Unix")
def test_a_link_or_pipe_in_the_place_of_the_lock_or_an_object(folder: Path, tmp_path: Path) -> None:
    """The note of who holds a project went over the file that a link in the lock's place led to."""
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"")
    for put in (lambda: os.symlink(letter, folder / "lock"), lambda: os.mkfifo(folder / "lock")):
        (folder / "lock").unlink()
        put()
        with Project.open(folder, WORDS, model=MODEL):
            assert (folder / "lock").is_file()
            assert not (folder / "lock").is_symlink()
    assert letter.read_bytes() == b""
    stored = next(path for path in (folder / "link-objects").rglob("*") if path.is_file())
    stored.unlink()
    os.mkfifo(stored)
    with Project.open(folder, WORDS, model=MODEL) as project:
        assert project.check().findings


def test_places_that_cannot_be_are_refused_and_leave_nothing(folder: Path, tmp_path: Path) -> None:
    name = restorable(folder, WORDS)[0].name
    package = tmp_path / "P.pwbz"
    with Project.open(folder, WORDS, model=MODEL) as project, package.open("w+b") as stream:
        pack(project, stream)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.iterdir())
    for target, problem in ((tmp_path / ("n" * 300), CannotWrite), (dangling, FolderTaken)):
        with pytest.raises(problem):
            restore_from(folder, name, WORDS, target)
        with pytest.raises(problem):
            unpack(package, target, WORDS)
        with pytest.raises(problem):
            Project.create(target, WORDS, name="Q", model=MODEL)
    with pytest.raises(BadPackage):
        unpack(tmp_path, tmp_path / "Q.pwb", WORDS)
    with pytest.raises(NoSuchSnapshot) as caught:
        restore_from(folder, "2020", WORDS, tmp_path / "Q.pwb")
    assert all("2020" in render(caught.value.message, language) for language in LANGUAGES)
    assert sorted(tmp_path.iterdir()) == before


def test_a_taken_folder_is_called_by_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for given in (".", "", ".."):
        with pytest.raises(FolderTaken) as caught:
            Project.create(Path(given), WORDS, name="Q", model=MODEL)
        assert (Path(given).resolve().name) in render(caught.value.message, "en")


def test_a_passphrase_remains_beside_the_recovery_phrase(folder: Path) -> None:
    with Project.open(folder, WORDS, model=MODEL) as project:
        project.keys.add_recovery()
        mine, jean = (next(s for s in project.keys.slots() if s.name == name) for name in ("M", "Jean"))
        with pytest.raises(LastSlot):  # Jean opens no identifiers
            project.keys.remove(mine.id)
        project.keys.remove(jean.id)
        with pytest.raises(LastSlot):
            project.keys.remove(mine.id)
        assert [slot.kind for slot in project.keys.slots()] == ["passphrase", "recovery"]


def test_a_place_within_a_project_is_told_from_one_beside(folder: Path, tmp_path: Path) -> None:
    copies = next(folder.glob("snapshots/[0-9]*"))
    for inside in (folder / "a.csv", folder / "objects" / "deep" / "a.csv", folder / "x" / ".." / "a.csv"):
        assert project_around(inside) == folder
    assert project_around(copies / "a.csv") == copies
    (tmp_path / "keys.json").write_text("{}")  # of some other program
    for outside in (tmp_path / "a.csv", folder.with_name("P.pwbz"), folder):
        assert project_around(outside) is None


@pytest.mark.parametrize("spoiled", [None, b"", b'{"format": '])
def test_copies_are_listed_and_restored_where_the_key_file_is_cut_or_gone(
    folder: Path, tmp_path: Path, spoiled: bytes | None
) -> None:
    (name, *_) = [one.name for one in restorable(folder, WORDS)]
    (folder / "keys.json").unlink()
    if spoiled is not None:
        (folder / "keys.json").write_bytes(spoiled)
    assert [one.name for one in restorable(folder, WORDS)][0] == name
    assert "M" in [one.name for one in restored_to(folder, WORDS)]
    with Project.open(restore_from(folder, name, WORDS, tmp_path / "R.pwb"), WORDS, model=MODEL) as project:
        assert not project.check().findings
    with pytest.raises(WrongPassphrase):
        restorable(folder, "none of theirs")
    for kept in folder.glob("snapshots/*/keys.json"):
        kept.unlink()
    with pytest.raises((DamagedKeys, MissingKeys)):
        restorable(folder, WORDS)
