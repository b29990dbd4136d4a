# SPDX-License-Identifier: MIT
"""Check the project, make a snapshot, lay a copy of it beside, hand the project over: as the user does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from projects.interviews.queries import documents
from projects.store.backup.handover_file import unpack
from projects.store.log_anchors import Anchor
from projects.store.problems import WrongPassphrase
from projects.store.project import Project
from wording import LANGUAGES, msg, render
from workbench.safety.panes.snapshot_page import RestorePanel
from workbench.safety.view import SafetyWorkspace
from workbench.translation import use_language

PASSPHRASE = "meadow kettle orbit violin"
Calm = Callable[[], None]
Read = Callable[[Callable[[Project], Any]], Any]


def press(qtbot: QtBot, button: Any) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def names(project: Project) -> list[str]:
    return [line.name for line in documents(project)]


def test_the_check_says_sound_and_what_it_looked_at(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> None:
    press(qtbot, room.pages.check.check)
    assert not room.pages.check.check.isEnabled()
    calm()
    assert room.pages.check.report is not None
    assert room.pages.check.report.sound
    assert room.pages.check.verdict.text() == render(msg("safety.check.sound"), "en")
    assert room.pages.check.looked_at.isVisible()
    assert room.pages.check.limits.isVisible()
    assert not room.pages.check.wrong.isVisible()
    assert room.pages.check.check.isEnabled()


def test_a_check_that_finds_an_earlier_state_offers_to_go_on_from_it(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    def another_state(project: Project) -> None:
        with project.locked() as opened:
            opened.put_back = Anchor(1, "0" * 64, dt.datetime.now(dt.UTC))
            for _ in range(2):
                opened.writer.head_file.write(1, "0" * 64)

    page = room.pages.check
    read(another_state)
    press(qtbot, page.check)
    calm()
    assert page.report is not None
    assert [finding.message.key for finding in page.report.findings] == ["store.check_head_user"]
    press(qtbot, page.older)
    calm()
    assert page.report.sound
    assert not page.older.isVisible()


def test_the_keys_are_on_the_button_again_after_the_check(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> None:
    room.window().activateWindow()
    room.pages.check.check.setFocus()
    qtbot.waitUntil(room.pages.check.check.hasFocus, timeout=5000)
    qtbot.keyClick(room.pages.check.check, Qt.Key.Key_Space)
    assert not room.pages.check.check.hasFocus()
    calm()
    assert room.pages.check.check.hasFocus()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_time_and_the_reason_of_a_snapshot_are_seen_whole(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, language: str
) -> None:
    use_language(language)
    room.list.pick("snapshots")
    press(qtbot, room.pages.snapshots.make)
    calm()
    page = room.pages.snapshots
    page.table.selectRow(0)
    for row in range(page.model.rowCount()):
        for column in (0, 1, 3):
            said = page.model.index(row, column).data()
            assert page.table.fontMetrics().horizontalAdvance(said) <= page.table.columnWidth(column) - 20, said
    assert render(msg("safety.held.document", n=2), language) in page.details.text()  # its cell may be too narrow
    use_language("en")


def test_the_check_finds_a_damaged_object(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, folder: Path) -> None:
    damaged = next(path for path in sorted(folder.glob("objects*/**/*")) if path.is_file())
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(bytes(content))
    press(qtbot, room.pages.check.check)
    calm()
    assert room.pages.check.report is not None
    assert not room.pages.check.report.sound
    assert room.pages.check.wrong.isVisible()
    assert len(room.pages.check.wrong.said) == len(room.pages.check.report.findings)


def test_a_snapshot_is_made_and_restored_beside(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.list.pick("snapshots")
    calm()
    before = {snapshot.name for snapshot in room.pages.snapshots.snapshots}
    assert not room.pages.snapshots.restore.isEnabled()
    press(qtbot, room.pages.snapshots.make)
    calm()
    newest = room.pages.snapshots.snapshots[0]  # it takes the place of an earlier one of the same hour
    assert newest.name not in before
    assert newest.reason == "asked"
    assert newest.counts["document"] == 2
    room.pages.snapshots.table.selectRow(0)
    place = tmp_path / "elsewhere"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(place))
    press(qtbot, room.pages.snapshots.restore)
    panel = room.pages.snapshots.panel
    assert isinstance(panel, RestorePanel)
    press(qtbot, panel.button)
    calm()
    (copy,) = place.iterdir()
    assert copy.name.startswith("Three sites ")
    assert copy.suffix == ".pwb"
    with Project.open(copy, PASSPHRASE) as restored:
        assert names(restored) == ["IDI 01", "IDI 02"] == read(names)


def test_the_chosen_snapshot_stays_chosen_when_they_are_listed_anew(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm
) -> None:
    room.list.pick("snapshots")
    press(qtbot, room.pages.snapshots.make)
    calm()
    page = room.pages.snapshots
    last = len(page.snapshots) - 1
    page.table.selectRow(last)
    chosen, said = page.snapshots[last].name, page.details.text()
    room.session.change(lambda project: project.set_setting("minimum_base", 25))
    calm()
    press(qtbot, page.make)
    calm()
    (row,) = [index.row() for index in page.table.selectionModel().selectedRows()]
    assert page.snapshots[row].name == chosen
    assert page.details.text() == said
    assert page.restore.isEnabled()


def test_without_a_chosen_snapshot_nothing_is_restored(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> None:
    room.list.pick("snapshots")
    press(qtbot, room.pages.snapshots.make)
    calm()
    page = room.pages.snapshots
    page.table.selectRow(0)
    assert page.restore.isEnabled()
    page.table.clearSelection()
    assert page.table.currentIndex().isValid()
    assert not page.restore.isEnabled()
    assert not page.delete.isEnabled()
    page.read()
    calm()
    assert not page.restore.isEnabled()


def test_who_comes_to_the_snapshots_by_keys_stands_on_a_chosen_one(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm
) -> None:
    room.list.pick("snapshots")
    press(qtbot, room.pages.snapshots.make)
    calm()
    page = room.pages.snapshots
    room.window().activateWindow()
    page.make.setFocus()
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(page.table.hasFocus, timeout=5000)
    (row,) = [index.row() for index in page.table.selectionModel().selectedRows()]
    assert row == 0
    assert page.restore.isEnabled()


def test_what_is_said_fits_the_chosen_row_when_a_button_gives_the_keys_away(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm
) -> None:
    room.list.pick("snapshots")
    press(qtbot, room.pages.snapshots.make)
    calm()
    page = room.pages.snapshots
    room.window().activateWindow()
    for button in (page.restore, page.delete):
        page.table.selectRow(0)
        button.setFocus()
        qtbot.waitUntil(button.hasFocus, timeout=5000)
        page.model.set_rows(page.snapshots)  # nothing is chosen any more
        page._choose()
        chosen = bool(page.table.selectionModel().selectedRows())
        assert page.restore.isEnabled() is chosen
        assert page.delete.isEnabled() is chosen
        assert (page.details.text() == render(msg("safety.snapshots.choose"), "en")) is not chosen


def test_an_asked_for_snapshot_stays_until_it_is_deleted(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> None:
    room.list.pick("snapshots")
    calm()
    press(qtbot, room.pages.snapshots.make)
    calm()
    page = room.pages.snapshots
    (asked,) = [snapshot for snapshot in page.snapshots if snapshot.lasting]
    page.table.selectRow(page.snapshots.index(asked))
    assert page.details.text().startswith("Up to action")
    press(qtbot, page.delete)
    assert page.panel is not None
    assert page.panel.cancel.hasFocus()  # type: ignore[attr-defined]
    press(qtbot, page.panel.cancel)  # type: ignore[attr-defined]
    calm()
    assert asked.name in [snapshot.name for snapshot in page.snapshots]
    page.table.selectRow(page.snapshots.index(asked))
    press(qtbot, page.delete)
    assert page.panel is not None
    press(qtbot, page.panel.button)  # type: ignore[attr-defined]
    calm()
    assert asked.name not in [snapshot.name for snapshot in page.snapshots]
    assert page.panel is None


def test_too_little_room_for_what_is_kept_is_said(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read) -> None:
    room.list.pick("snapshots")
    press(qtbot, room.pages.snapshots.make)
    calm()
    assert not room.pages.snapshots.warning.isVisible()
    room.pages.snapshots.set_budget(1)
    calm()
    assert room.pages.snapshots.warning.isVisible()
    assert read(lambda project: project.snapshots.budget) == 1
    assert room.pages.snapshots.snapshots


def test_a_copy_goes_to_a_second_place_and_the_page_remembers_it(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.list.pick("snapshots")
    calm()
    assert not room.pages.snapshots.copy_now.isEnabled()
    place = tmp_path / "stick"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(place))
    room.pages.snapshots.ask_place()
    calm()
    assert any(place.iterdir())
    assert room.pages.snapshots.place == str(place)
    press(qtbot, room.pages.snapshots.copy_now)
    calm()


def test_the_project_is_packed_through_the_gate_and_unpacked(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "hand over.pwbz"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target.with_suffix("")), ""))
    room.list.pick("pack")
    with qtbot.waitSignal(room.session.notice, timeout=60_000):
        press(qtbot, room.pages.pack.pack)
    calm()
    assert [path.name for path in target.parent.iterdir()] == ["hand over.pwbz"]
    assert any(kind.startswith("export") for kind in read(lambda project: [line.kind for line in project.history(3)]))
    with pytest.raises(WrongPassphrase):
        unpack(target, tmp_path / "wrong.pwb", "another passphrase altogether")
    unpacked = unpack(target, tmp_path / "received.pwb", PASSPHRASE)
    with Project.open(unpacked, PASSPHRASE) as received:
        assert names(received) == ["IDI 01", "IDI 02"]
        assert received.check().sound


def test_a_printed_line_is_compared(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read) -> None:
    seq, head = read(lambda project: project.head)
    page = room.pages.check
    qtbot.keyClicks(page.printed, "no number")
    press(qtbot, page.check)
    assert page.printed_row.problem.isVisible()
    assert page.report is None
    page.printed.setText(render(msg("methods.head", seq=seq, head=head[:12]), "fr"))
    press(qtbot, page.check)
    calm()
    assert page.report is not None
    assert page.report.sound
    page.printed.setText(render(msg("methods.head", seq=seq, head="0" * 12), "fr"))
    press(qtbot, page.check)
    calm()
    assert [finding.message.key for finding in page.report.findings] == ["store.check_head_printed"]
