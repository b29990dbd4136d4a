# SPDX-License-Identifier: MIT
"""Ten minutes of change are kept as a snapshot while the window is open; a large log is moved once nobody waits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from projects.store import Project
from projects.store.backup.snapshot_service import INTERVAL
from workbench.session import Session
from workbench.shell.snapshot_timer import SnapshotWatch


@pytest.mark.usefixtures("quick_keys")
def test_ten_minutes_of_change_are_kept(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "p.pwb"
    Project.create(folder, "meadow kettle orbit violin", name="p").close()
    session = Session()
    watch = SnapshotWatch(session)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(folder, "meadow kettle orbit violin")
    assert watch.isActive()
    counts: list[int] = []

    def count() -> int:
        counts.clear()
        session.ask(lambda project: len(project.snapshots.list()), counts.append, owner=session)
        qtbot.waitUntil(lambda: bool(counts), timeout=20_000)
        return counts[0]

    before = count()
    session.change(lambda project: project.checkpoint("here"))
    watch.look()
    assert count() == before
    later = dt.timedelta(0)
    monkeypatch.setattr("projects.store.backup.snapshot_service.INTERVAL", later)
    watch.look()
    reasons: list[str] = []
    session.ask(
        lambda project: max(project.snapshots.list(), key=lambda one: one.utc).reason, reasons.append, owner=session
    )
    qtbot.waitUntil(lambda: bool(reasons), timeout=20_000)
    assert reasons == ["time"]
    session.shutdown()
    assert dt.timedelta(minutes=10) == INTERVAL


@pytest.mark.usefixtures("quick_keys")
def test_a_new_snapshot_follows_to_the_second_place_and_its_absence_is_told_once(tmp_path: Path, qtbot: QtBot) -> None:
    folder, stick = tmp_path / "p.pwb", tmp_path / "stick"
    stick.mkdir()
    with Project.create(folder, "meadow kettle orbit violin", name="p") as project:
        project.snapshots.copy_to(stick)
        project.checkpoint("here")
        made = project.snapshots.make()
    session = Session()
    watch = SnapshotWatch(session)
    told: list[str] = []
    session.notice.connect(lambda message: told.append(message.key))
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(folder, "meadow kettle orbit violin")
    copied = stick / "p-copies" / "snapshots" / made.name
    qtbot.waitUntil(copied.is_dir, timeout=20_000)
    qtbot.waitUntil(lambda: not session.jobs, timeout=20_000)
    assert told == []
    stick.rename(tmp_path / "away")
    for _ in range(2):
        done: list[object] = []
        watch.look()
        session.ask(lambda project: project.name, done.append, owner=session)
        qtbot.waitUntil(lambda done=done: bool(done), timeout=20_000)
    assert told == ["store.second_absent"]
    session.shutdown()


@pytest.mark.usefixtures("quick_keys")
def test_a_large_log_is_moved_in_the_pause_after_a_change(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "p.pwb"
    Project.create(folder, "meadow kettle orbit violin", name="p").close()
    session = Session()
    watch = SnapshotWatch(session)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(folder, "meadow kettle orbit violin")
    [log] = folder.glob("project*.db-wal")
    qtbot.waitUntil(lambda: session.waiting == 0, timeout=20_000)  # a snapshot of the opening empties the log
    with qtbot.waitSignal(session.changed, timeout=20_000):
        session.change(lambda project: project.checkpoint("here"))
    qtbot.waitUntil(lambda: session.waiting == 0, timeout=20_000)
    assert watch._pause.isActive()

    def moved() -> int:
        done: list[object] = []
        watch.move_log()
        session.ask(lambda project: project.name, done.append, owner=session)
        qtbot.waitUntil(lambda: bool(done), timeout=20_000)
        return log.stat().st_size

    monkeypatch.setattr("projects.store.database.LARGE_LOG", 16 * 1024 * 1024)  # proofs in this process set it to 1
    assert moved() > 0, "a small one stays where it is: opening and closing see to it"
    monkeypatch.setattr("projects.store.database.LARGE_LOG", 1)
    assert moved() == 0
    found: list[str] = []
    session.ask(lambda project: project.history(1)[0].role, found.append, owner=session)
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    assert found == ["checkpoint"]
    session.shutdown()
