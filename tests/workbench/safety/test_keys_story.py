# SPDX-License-Identifier: MIT
"""Passphrases and the recovery phrase, as the user gives, changes and takes them; then the project is opened anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from projects.store.problems import WrongPassphrase
from projects.store.project import Project
from wording import Problem, msg, render
from workbench.safety.panes.key_page import RecoveryPanel
from workbench.safety.panes.key_panels import AddPanel, GiveLinkPanel, NewKeyPanel, PassphraseChangePanel, RemovePanel
from workbench.safety.panes.snapshot_page import RestorePanel
from workbench.safety.view import SafetyWorkspace

PASSPHRASE = "meadow kettle orbit violin"
SECOND = "copper ladder thistle envelope"
CHANGED = "harbour pencil walnut blanket"
Calm = Callable[[], None]
Read = Callable[[Callable[[Project], Any]], Any]


def press(qtbot: QtBot, button: Any) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def opens(folder: Path, passphrase: str) -> bool:
    try:
        Project.open(folder, passphrase).close()
    except WrongPassphrase:
        return False
    return True


def kinds(read: Read) -> list[str]:
    found: list[str] = read(lambda project: [slot.kind for slot in project.keys.slots()])
    return found


def add_second(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> None:
    room.list.pick("keys")
    calm()
    room.pages.keys.ask_add()
    panel = room.pages.keys.panel
    assert isinstance(panel, AddPanel)
    panel.name.setText("CD")
    panel.first.setText(SECOND)
    panel.second.setText(SECOND)
    press(qtbot, panel.button)
    calm()
    assert room.pages.keys.panel is None
    assert [slot.name for slot in room.pages.keys.slots][-1] == "CD"


def test_a_passphrase_is_added_only_with_a_name_strength_and_the_same_twice(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    room.list.pick("keys")
    calm()
    room.pages.keys.ask_add()
    panel = room.pages.keys.panel
    assert isinstance(panel, AddPanel)
    for name, first, second in (("", SECOND, SECOND), ("CD", "abc", "abc"), ("CD", SECOND, CHANGED)):
        panel.name.setText(name)
        panel.first.setText(first)
        panel.second.setText(second)
        press(qtbot, panel.button)
        calm()
        assert room.pages.keys.panel is panel
        assert kinds(read) == ["passphrase"]
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert room.pages.keys.panel is None


def test_an_added_passphrase_opens_the_project(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, closed: Calm, folder: Path
) -> None:
    add_second(room, qtbot, calm)
    closed()
    assert opens(folder, SECOND)
    assert opens(folder, PASSPHRASE)


def test_the_passphrase_is_changed_when_the_present_one_is_known(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, closed: Calm, folder: Path
) -> None:
    room.list.pick("keys")
    calm()
    room.pages.keys.ask_change()
    panel = room.pages.keys.panel
    assert isinstance(panel, PassphraseChangePanel)
    panel.first.setText(CHANGED)
    panel.second.setText(CHANGED)
    panel.present.setText("not this one")
    press(qtbot, panel.button)
    calm()
    assert room.pages.keys.panel is panel
    assert panel.problem.isVisible()
    panel.present.setText(PASSPHRASE)
    press(qtbot, panel.button)
    calm()
    assert room.pages.keys.panel is None
    assert [slot.mine for slot in room.pages.keys.slots] == [True]
    closed()
    assert opens(folder, CHANGED)
    assert not opens(folder, PASSPHRASE)


def test_a_removed_passphrase_with_a_new_data_key_opens_nothing(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, closed: Calm, folder: Path, read: Read
) -> None:
    add_second(room, qtbot, calm)
    old = (folder / "keys.json").read_bytes()
    mine = next(row for row, slot in enumerate(room.pages.keys.slots) if slot.mine)
    room.pages.keys.table.selectRow(mine)
    assert not room.pages.keys.remove.isEnabled()
    room.pages.keys.table.selectRow(1 - mine)
    press(qtbot, room.pages.keys.remove)
    panel = room.pages.keys.panel
    assert isinstance(panel, RemovePanel)
    assert panel.new_key.isChecked()
    press(qtbot, panel.button)
    qtbot.waitUntil(lambda: bool(panel.still.said), timeout=60_000)
    calm()
    press(qtbot, panel.cancel)
    assert room.pages.keys.panel is None
    assert read(lambda project: project.check().sound)
    closed()
    assert not opens(folder, SECOND)
    assert opens(folder, PASSPHRASE)
    (folder / "keys.json").write_bytes(old)
    with pytest.raises(Problem) as refused:  # an old key file laid back gives an old key, which reads nothing
        Project.open(folder, SECOND).close()
    assert not isinstance(refused.value, WrongPassphrase)


def test_a_new_data_key_by_itself_leaves_the_project_whole(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    room.list.pick("keys")
    calm()
    room.pages.keys.ask_new_key()
    panel = room.pages.keys.panel
    assert isinstance(panel, NewKeyPanel)
    press(qtbot, panel.button)
    qtbot.waitUntil(lambda: bool(panel.still.said), timeout=60_000)
    calm()
    assert read(lambda project: project.check().sound)


def words_shown(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, language: str) -> RecoveryPanel:
    room.list.pick("keys")
    calm()
    room.pages.keys.ask_recovery()
    panel = room.pages.keys.panel
    assert isinstance(panel, RecoveryPanel)
    panel.language.choose(language)
    press(qtbot, panel.button)
    qtbot.waitUntil(lambda: panel.step == "words", timeout=20_000)
    assert len(panel._words) == 12
    return panel


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_recovery_phrase_opens_the_project_once_two_words_are_typed(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, closed: Calm, read: Read, folder: Path, language: str
) -> None:
    panel = words_shown(room, qtbot, calm, language)
    words = panel._words
    press(qtbot, panel.button)
    first, second = panel.asked
    assert first != second
    assert not panel.grid.isVisible()
    panel.fields[0].setText(words[first])
    panel.fields[1].setText("not-that-word")
    press(qtbot, panel.button)
    calm()
    assert panel.grid.isVisible()
    assert kinds(read) == ["passphrase"]
    panel.fields[1].setText(words[second].upper())
    press(qtbot, panel.button)
    calm()
    assert room.pages.keys.panel is None
    assert kinds(read) == ["passphrase", "recovery"]
    closed()
    assert opens(folder, " ".join(words))
    assert opens(folder, PASSPHRASE)


def test_a_recovery_phrase_not_confirmed_leaves_no_way_in(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, closed: Calm, read: Read, folder: Path
) -> None:
    panel = words_shown(room, qtbot, calm, "en")
    cancelled = " ".join(panel._words)
    press(qtbot, panel.cancel)
    calm()
    assert room.pages.keys.panel is None
    escaped = words_shown(room, qtbot, calm, "en")
    press(qtbot, escaped.button)
    qtbot.keyClick(escaped, Qt.Key.Key_Escape)
    calm()
    assert kinds(read) == ["passphrase"]
    left = " ".join(words_shown(room, qtbot, calm, "en")._words)
    closed()
    assert not opens(folder, cancelled)
    assert not opens(folder, left)
    with Project.open(folder, PASSPHRASE) as project:
        assert [slot.kind for slot in project.keys.slots()] == ["passphrase"]


def test_french_calls_it_phrase_secrète() -> None:
    said = render(msg("store.wrong_passphrase"), "fr")
    assert "phrase secrète" in said


def test_identifiers_are_locked_again_and_opened_by_a_second_key(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read, folder: Path, closed: Calm
) -> None:
    page = room.pages.keys
    room.list.pick("keys")
    calm()
    press(qtbot, page.second)
    panel: Any = page.panel
    qtbot.keyClicks(panel.name, "Amina")
    qtbot.keyClicks(panel.first, SECOND)
    qtbot.keyClicks(panel.second, SECOND)
    press(qtbot, panel.button)
    calm()
    assert "Amina" in page.link_only.said

    press(qtbot, page.close_link)
    calm()
    assert read(lambda project: project.link_open) is False
    assert page.open_link.isVisible()
    assert not page.second.isEnabled()
    press(qtbot, page.open_link)
    panel = page.panel
    qtbot.keyClicks(panel.passphrase, "not the passphrase")
    press(qtbot, panel.button)
    calm()
    assert panel.problem.isVisible()
    panel.passphrase.clear()
    qtbot.keyClicks(panel.passphrase, SECOND)
    press(qtbot, panel.button)
    calm()
    assert read(lambda project: project.link_open) is True

    page.table.selectRow(0)
    press(qtbot, page.link)
    panel = page.panel
    press(qtbot, panel.button)
    calm()
    assert read(lambda project: [slot.link for slot in project.keys.slots()]) == [False]
    closed()
    with Project.open(folder, PASSPHRASE) as project:
        assert not project.link_open
        project.open_link(SECOND)
        assert project.link_open
        project.keys.give_link(project.keys.slots()[0].id)
    with Project.open(folder, PASSPHRASE) as project:
        assert project.link_open
    assert not opens(folder, SECOND)


@pytest.mark.parametrize("way", ["escape", "done"])
def test_the_keys_return_to_the_page_when_a_question_is_over(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, way: str
) -> None:
    room.list.pick("keys")
    calm()
    opener = next(button for button in room.pages.keys.main.findChildren(QPushButton) if button.isEnabled())
    opener.setFocus()
    room.pages.keys.ask_add()
    panel = room.pages.keys.panel
    assert isinstance(panel, AddPanel)
    assert panel.isAncestorOf(room.window().focusWidget())
    if way == "escape":
        qtbot.keyClick(panel.name, Qt.Key.Key_Escape)
    else:
        panel.name.setText("CD")
        panel.first.setText(SECOND)
        panel.second.setText(SECOND)
        panel.second.setFocus()
        qtbot.keyClick(panel.second, Qt.Key.Key_Return)
        calm()
    assert room.pages.keys.panel is None
    assert room.window().focusWidget() is opener


def test_everybody_a_new_key_is_sealed_to_is_named_before_it_is_given(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm
) -> None:
    add_second(room, qtbot, calm)
    room.pages.keys.ask_new_key()
    calm()
    panel = room.pages.keys.panel
    assert isinstance(panel, NewKeyPanel)
    assert [text.args["name"] for text in panel.people.said] == ["AB", "CD"]
    panel.left.emit()
    room.pages.keys.table.selectRow(1)
    room.pages.keys.ask_remove()
    calm()
    panel = room.pages.keys.panel
    assert isinstance(panel, RemovePanel)
    assert [text.args["name"] for text in panel.people.said] == ["AB"]


def test_access_to_identifiers_is_given_after_the_person_is_named(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    add_second(room, qtbot, calm)
    room.pages.keys.table.selectRow(1)
    press(qtbot, room.pages.keys.link)
    calm()
    panel = room.pages.keys.panel
    assert isinstance(panel, GiveLinkPanel)
    assert "CD" in panel.findChildren(QLabel)[0].text()
    assert not read(lambda project: project.keys.slots()[1].link)
    press(qtbot, panel.button)
    calm()
    assert read(lambda project: project.keys.slots()[1].link)
    room.pages.keys.lock_link()
    calm()
    assert room.pages.keys.link_table.isVisibleTo(room.pages.keys)
    assert not room.pages.keys.link.isEnabled(), (
        "without the key of the identifiers their list is carried over as it is"
    )


def test_a_copy_is_restored_after_everybody_it_opens_to_is_named(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    add_second(room, qtbot, calm)
    room.list.pick("snapshots")
    calm()
    room.pages.snapshots.make_one()
    qtbot.waitUntil(lambda: bool(room.pages.snapshots.snapshots), timeout=20_000)
    calm()
    room.pages.snapshots.table.selectRow(0)
    assert "AB" in room.pages.snapshots.people.text()
    assert "CD" in room.pages.snapshots.people.text()
    (tmp_path / "beside").mkdir()
    monkeypatch.setattr("workbench.file_dialogs.QFileDialog.getExistingDirectory", lambda *_: str(tmp_path / "beside"))
    press(qtbot, room.pages.snapshots.restore)
    panel = room.pages.snapshots.panel
    assert isinstance(panel, RestorePanel)
    named = " ".join(one.text() for one in panel.findChildren(QLabel))
    assert "AB" in named, "in a sentence of the page: the title of a window cuts names"
    assert "CD" in named
    assert not list((tmp_path / "beside").iterdir()), "it is asked first"
    press(qtbot, panel.button)
    calm()
    (copy,) = (tmp_path / "beside").iterdir()
    assert opens(copy, SECOND)
