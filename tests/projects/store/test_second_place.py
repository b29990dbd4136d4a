# SPDX-License-Identifier: MIT
"""The copies in a second place stay those of their project: renamed, beside one of the same name, moved."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.store.actions import Action
from projects.store.backup import snapshot_service
from projects.store.backup.snapshot_service import restorable
from projects.store.erase_request import Belongings, Erasable, EraseReason, Subject
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import erase
from projects.store.model import Model
from projects.store.ports import Trace, Transaction
from projects.store.problems import PlaceFull, PlaceUnavailable
from projects.store.project import Project
from projects.store.schema import SETTINGS, Table
from tests.benchmarks.refusals import small_disk
from wording import msg

MODEL = Model(
    tables=(
        SETTINGS,
        Table("person", "CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT)"),
    ),
    erasables=(Erasable("person", lambda project, person: Belongings(traces=(Trace("person", "id", person),))),),
)


def add(project: Project, person: str) -> None:
    def insert(transaction: Transaction) -> None:
        transaction.execute("INSERT INTO person VALUES (?, ?)", (person, "Ngassa"))

    project.do(Action("test.person", msg("store.setting_changed"), insert))


def kept(copies: Path, passphrase: str = "first") -> set[int]:
    return {one.seq for one in restorable(copies, passphrase)}


def former(project: Project) -> list[str]:
    told = erase_preview(project, Subject("person", "a")).unreachable
    return [str(text.args["place"]) for text in told if text.key == "store.unreachable_former_place"]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", "first", name="P", user="M", model=MODEL) as made:
        add(made, "a")
        yield made


def test_the_copies_of_a_renamed_project_are_found_and_cleaned(project: Project, stick: Path) -> None:
    copies = project.snapshots.copy_to(stick)
    project.close()
    folder = project.folder.rename(project.folder.with_name("Q.pwb"))
    with Project.open(folder, "first", model=MODEL) as renamed:
        assert renamed.snapshots.absent_place() is None
        erased = erase(renamed, Subject("person", "a"), EraseReason("withdrawn"))
        assert "store.unreachable_second_place" not in [text.key for text in erased.unreachable]
        assert [one.name for one in stick.iterdir()] == [copies.name]
        assert min(kept(copies)) >= erased.seq


def test_two_projects_of_one_name_do_not_share_their_copies(project: Project, stick: Path, tmp_path: Path) -> None:
    copies = project.snapshots.copy_to(stick)
    held = kept(copies)
    with Project.create(tmp_path / "elsewhere" / "P.pwb", "second", name="P", user="N", model=MODEL) as other:
        add(other, "a")
        others = other.snapshots.copy_to(stick)
        erase(other, Subject("person", "a"), EraseReason("withdrawn"))
        assert others != copies
        assert kept(others, "second")
    assert kept(copies) == held


def test_a_restored_copy_leaves_the_copies_of_the_project_alone(project: Project, stick: Path, tmp_path: Path) -> None:
    copies = project.snapshots.copy_to(stick)
    held = kept(copies)
    (name,) = (one.name for one in project.snapshots.list())
    restored = project.snapshots.restore(name, tmp_path / "beside" / "P.pwb")
    with Project.open(restored, "first", model=MODEL) as beside:
        assert beside.snapshots.copy_to(stick) != copies
        erase(beside, Subject("person", "a"), EraseReason("withdrawn"))
    assert kept(copies) == held


@pytest.mark.parametrize("after", [0, 1])
def test_nothing_is_made_where_a_stick_was_taken_away_while_copying(
    project: Project, stick: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    for number in range(3):
        project.do(
            Action("add", msg("store.created"), lambda transaction, n=number: transaction.put_object(bytes([n])))
        )
    copy, copied, away = snapshot_service._copy_file, [Path()], stick.with_name("away")

    def taken_away(held: Path, target: Path) -> None:
        if len(copied) > after and stick.exists():
            stick.rename(away)
        else:
            copied.append(held)
        copy(held, target)

    with monkeypatch.context() as patched:
        patched.setattr(snapshot_service, "_copy_file", taken_away)
        with pytest.raises(PlaceUnavailable):
            project.snapshots.copy_to(stick)
    with pytest.raises(PlaceUnavailable):
        project.snapshots.copy_to(stick)
    assert not stick.exists()
    add(project, "goes on")
    assert project.snapshots.absent_place() is not None
    away.rename(stick)
    assert stick / "P-copies" == project.snapshots.copy_to(stick)
    (newest, *_) = snapshot_service.restorable(stick / "P-copies", "first")
    assert newest.seq == project.head[0] - 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a small disk needs root on Linux")
def test_a_full_second_place_is_called_so_and_keeps_the_copies_it_had(project: Project, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "1m") as made:
        if not made:
            pytest.skip("no disk can be mounted")
        copies = project.snapshots.copy_to(tmp_path / "small")
        held, ballast = kept(copies), tmp_path / "small" / "ballast"
        with contextlib.suppress(OSError):
            ballast.write_bytes(b"x" * 2**21)
        add(project, "b")
        project.snapshots.make()
        with pytest.raises(PlaceFull):
            project.snapshots.copy_along()
        assert kept(copies) == held
        assert [path.name for path in copies.rglob("*.part")] == []
        ballast.unlink()
        project.snapshots.copy_along()
        assert max(kept(copies)) > max(held)
        assert project.check().findings == []


def test_an_earlier_place_is_cleaned_when_at_hand_and_named_when_not(
    project: Project, stick: Path, tmp_path: Path
) -> None:
    copies = project.snapshots.copy_to(stick)
    away, second = tmp_path / "away", tmp_path / "second"
    second.mkdir()
    project.snapshots.copy_to(second)
    assert former(project) == []
    stick.rename(away)
    assert former(project) == [str(stick)]
    erased = erase(project, Subject("person", "a"), EraseReason("withdrawn"))
    away.rename(stick)
    assert min(kept(copies)) < erased.seq
    project.snapshots.copy_to(stick)
    assert min(kept(copies)) >= erased.seq


def test_a_place_named_no_more_is_still_cleaned(project: Project, stick: Path) -> None:
    copies = project.snapshots.copy_to(stick)
    project.snapshots.forget_place()
    erase(project, Subject("person", "a"), EraseReason("withdrawn"))
    assert kept(copies) == set()
