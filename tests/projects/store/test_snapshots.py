# SPDX-License-Identifier: MIT
"""Snapshots: made, verified, thinned, restored beside; opening to read only."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from projects.store import snapshots
from projects.store.backup.snapshot_service import restorable, restore_from
from projects.store.integrity.integrity_check import check_folder
from projects.store.model import Model
from projects.store.problems import (
    CannotWrite,
    DiskFull,
    FolderTaken,
    LastSnapshot,
)
from projects.store.project import Project
from projects.store.snapshots import Snapshot, superseded
from tests.projects.store.noted import MODEL, add, notes, project_of_notes
from wording import msg, render


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_of_notes(tmp_path) as made:
        yield made


def test_a_snapshot_says_what_it_contains_and_is_restored_beside(project: Project, tmp_path: Path) -> None:
    made = project.snapshots.make()
    assert not project.snapshots.changed()
    add(project, 2)
    assert project.snapshots.changed()
    [listed] = project.snapshots.list()
    assert (listed.counts["note"], listed.reason, listed.seq) == (1, "asked", 2)
    with pytest.raises(FolderTaken):
        project.snapshots.restore(made.name, project.folder)
    target = project.snapshots.restore(made.name, tmp_path / "Q.pwb")
    assert notes(project) == [1, 2]
    with Project.open(target, "first", model=MODEL) as restored:
        assert notes(restored) == [1]
        assert restored.query_link("SELECT id FROM secret")[0]["id"] == "name 1"
        add(restored, 3)
        restored.undo()
        assert restored.check().findings == []
    assert project.check().findings == []
    for path in target.rglob("*"):
        assert os.name != "posix" or path.stat().st_mode & 0o077 == 0


def test_a_snapshot_is_due_after_ten_minutes_of_change(project: Project) -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)
    project.snapshots.make()
    assert not project.snapshots.due(later)
    add(project, 2)
    assert not project.snapshots.due()
    assert project.snapshots.due(later)


def test_imports_and_large_changes_take_one_first_and_opening_too(project: Project) -> None:
    add(project, 2, kind="datasets.import")
    assert [one.reason for one in project.snapshots.list()] == ["before"]
    assert project.snapshots.list()[0].counts["note"] == 1
    add(project, 3, snapshot=True)
    assert project.snapshots.list()[0].counts["note"] == 2
    project.close()
    with Project.open(project.folder, "first", model=MODEL) as opened:
        newest = opened.snapshots.list()[0]
        assert (newest.reason, newest.counts["note"]) == ("open", 3)
        assert not opened.snapshots.changed()


def test_a_migration_takes_one_first(project: Project) -> None:
    project.close()
    newer = Model(tables=MODEL.tables, link_tables=MODEL.link_tables, migrations={1: lambda _: None})
    with Project.open(project.folder, "first", model=newer) as opened:
        assert "migration" in [one.reason for one in opened.snapshots.list()]


def _at(hours_ago: float, size: int = 1) -> Snapshot:
    utc = dt.datetime(2026, 6, 15, 12, 30, tzinfo=dt.UTC) - dt.timedelta(hours=hours_ago)
    return Snapshot(utc.isoformat(), Path(), utc, "time", 1, "", size)


def test_thinning_lets_copies_grow_old() -> None:
    """A year of work, one copy every ten minutes, thinned after each: 24 hours, 12 days and 10 weeks remain."""
    kept: list[Snapshot] = []
    for step in range(24 * 6 * 120, -1, -1):
        kept.append(_at(step / 6))
        if step % 6 == 0 or step < 12:
            gone = {one.name for one in superseded(kept, 1 << 40)}
            kept = [one for one in kept if one.name not in gone]
    ages = [(kept[-1].utc - one.utc) for one in kept]
    assert sum(age < dt.timedelta(hours=24) for age in ages) == 24
    assert sum(age < dt.timedelta(days=12) for age in ages) >= 24 + 10
    assert max(ages) > dt.timedelta(weeks=8)
    assert len(kept) <= 24 + 12 + 10


def test_the_budget_never_takes_the_newest() -> None:
    copies = [_at(hours, size=100) for hours in range(5)]
    assert superseded(copies, 250) == copies[2:]
    assert superseded(copies, 10) == copies[1:]


def test_a_full_disk_leaves_the_snapshots_there_are(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.snapshots.make()
    add(project, 2)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(snapshots, "sync_file", full)
    with pytest.raises(DiskFull):
        project.snapshots.make()
    monkeypatch.undo()
    assert [one.counts["note"] for one in project.snapshots.list()] == [1]
    assert len(list((project.folder / "snapshots").iterdir())) == 1
    project.snapshots.make()


def test_what_a_cut_left_of_a_removed_snapshot_is_in_nobodys_way(project: Project) -> None:
    made = project.snapshots.make()
    left = made.folder.with_name(f".{made.name}.gone")
    left.mkdir()
    (left / "about").write_bytes(b"half removed")
    snapshots.remove_snapshot(made)
    assert not made.folder.exists()
    assert not left.exists()


def test_a_second_place_restores_alone(project: Project, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    target = project.snapshots.copy_to(stick)
    add(project, 2)
    project.snapshots.copy_to(stick)
    project.close()
    names = [one.name for one in restorable(target, "first")]
    restored = restore_from(target, names[0], "first", tmp_path / "R.pwb")
    with Project.open(restored, "first", model=MODEL) as opened:
        assert notes(opened) == [1, 2]
    assert check_folder(restored, "first", MODEL).findings == []


def test_what_the_user_asked_for_is_kept_until_the_user_deletes_it(project: Project) -> None:
    asked = project.snapshots.make("asked")
    point = project.snapshots.make("point")
    for number in range(2, 6):
        add(project, number)
        project.snapshots.make("time")
    kept = {one.name for one in project.snapshots.list()}
    assert {asked.name, point.name} <= kept
    assert len(kept) == 3  # of the others of this hour the newest
    project.snapshots.set_budget(1)
    assert {one.reason for one in project.snapshots.list()} == {"asked", "point", "time"}
    project.snapshots.remove(asked.name)
    assert asked.name not in {one.name for one in project.snapshots.list()}
    assert project.history(1)[0].message.key == "store.snapshot_removed"
    for one in project.snapshots.list()[1:]:
        project.snapshots.remove(one.name)
    with pytest.raises(LastSnapshot):
        project.snapshots.remove(project.snapshots.list()[0].name)
    assert len(project.snapshots.list()) == 1


def test_an_automatic_one_older_than_one_asked_for_makes_room() -> None:
    old, asked = _at(5, size=100), replace(_at(1, size=100), reason="asked")
    assert superseded([old, asked], 150) == [old]
    assert superseded([old, asked], 250) == []


def test_a_snapshot_tells_the_last_action(project: Project) -> None:
    project.checkpoint("before the meeting")
    assert render(project.snapshots.make().last, "en") == render(
        msg("store.checkpoint", name="before the meeting"), "en"
    )


def test_a_bulk_deletion_is_preceded_by_a_snapshot(project: Project) -> None:
    before = len(project.snapshots.list())
    add(project, 2)
    assert len(project.snapshots.list()) == before
    add(project, 3, snapshot=True)
    (taken,) = project.snapshots.list()
    assert taken.reason == "before"
    assert taken.counts["note"] == 2


def test_the_second_place_keeps_to_the_rules_too_and_deletes_none_on_the_way(project: Project, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for number in range(2, 6):
        add(project, number)
        target = project.snapshots.copy_to(stick)
    held = restorable(target, "first")
    assert len(held) == 1
    assert held[0].counts["note"] == 5
    assert {one.reason for one in project.snapshots.list()} == {"second"}


def test_a_snapshot_at_opening_may_wait_until_it_is_asked_for(project: Project) -> None:
    project.close()
    with Project.open(project.folder, "first", model=MODEL, copy_later=True) as opened:
        assert opened.snapshots.list() == []
        assert opened.snapshots.due()
        opened.snapshots.make("open")
        assert not opened.snapshots.due()
    with Project.open(project.folder, "first", model=MODEL, copy_later=True) as opened:
        assert not opened.snapshots.due()
        add(opened, 2)
        assert not opened.snapshots.due()  # ten minutes are still to pass


def test_the_newest_copy_is_the_one_that_holds_most_also_after_the_clock_was_set_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Earlier(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]  # the time of this test
            return dt.datetime(2001, 1, 1, tzinfo=tz)

    project.snapshots.make()
    add(project, 7)
    with monkeypatch.context() as patch:
        patch.setattr(snapshots.dt, "datetime", Earlier)
        made = project.snapshots.make()
    assert project.snapshots.list()[0].name == made.name


def test_a_file_in_place_of_the_snapshots_is_told(project: Project) -> None:
    (project.folder / "snapshots").write_bytes(b"")
    with pytest.raises(CannotWrite):
        project.snapshots.make()


def test_a_clock_set_back_lets_no_newest_copy_go_and_holds_up_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project.snapshots.make("time")
    ahead = dt.timedelta(days=400)
    older, newest = replace(made, name="1", utc=made.utc + ahead), replace(made, name="2", seq=made.seq + 1)
    assert superseded([older, newest], 0) == [older]
    assert superseded([older, newest, replace(older, name="3", reason="asked")], 0) == [older]
    add(project, 7)
    assert not project.snapshots.due(made.utc + dt.timedelta(minutes=1))
    assert project.snapshots.due(made.utc - ahead)
