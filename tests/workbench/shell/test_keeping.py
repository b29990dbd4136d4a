# SPDX-License-Identifier: MIT
"""Ten minutes of change are kept as a snapshot while the window is open; fewer are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from projects.store import Project
from projects.store.keeping import INTERVAL
from workbench.session import Session
from workbench.shell.keeping import SnapshotWatch


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
    monkeypatch.setattr("projects.store.keeping.INTERVAL", later)
    watch.look()
    reasons: list[str] = []
    session.ask(
        lambda project: max(project.snapshots.list(), key=lambda one: one.utc).reason, reasons.append, owner=session
    )
    qtbot.waitUntil(lambda: bool(reasons), timeout=20_000)
    assert reasons == ["time"]
    session.shutdown()
    assert dt.timedelta(minutes=10) == INTERVAL
