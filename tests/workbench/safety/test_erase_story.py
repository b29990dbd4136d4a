# SPDX-License-Identifier: MIT
"""Consents are set; an interview is shown before its erasure, then erased: nothing it said is found any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.interviews.queries import documents
from projects.store.project import Project
from wording import msg, render
from workbench.safety.panes.erase_panel import ErasePanel
from workbench.safety.view import SafetyWorkspace

PASSPHRASE = "meadow kettle orbit violin"
CANARY = "Quillamarrow"
Calm = Callable[[], None]
Read = Callable[[Callable[[Project], Any]], Any]


def press(qtbot: QtBot, button: Any) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def everything(project: Project) -> str:
    """All rows of all tables, of both databases, and the readable content of all objects they name or lie there."""
    held = []
    for ask in (project.query, project.query_link):
        for table in ask("SELECT name FROM sqlite_master WHERE type = 'table'"):
            held += [str(tuple(row)) for row in ask(f'SELECT * FROM "{table["name"]}"')]
    with project.locked() as opened:
        stores = [opened.writer.objects] + ([opened.writer.link.objects] if opened.writer.link else [])
        held += [store.read(ref).decode("utf-8", "replace") for store in stores for ref in store.refs()]
    return "\n".join(held)


def objects_with(project: Project, words: str) -> int:
    """How many objects hold these words in plain."""
    with project.locked() as opened:
        store = opened.writer.objects
        return sum(words.encode() in store.read(ref) for ref in store.refs())


def picked(room: SafetyWorkspace, calm: Calm, name: str) -> None:
    room.list.pick("consent")
    calm()
    page = room.pages.consent
    page.list.pick(next(key for key, offer in page.offers.items() if offer.text == name and offer.section != "found"))
    calm()


def shown(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> ErasePanel:
    picked(room, calm, "IDI 01")
    press(qtbot, room.pages.consent.erase)
    calm()
    panel = room.pages.consent.panel
    assert isinstance(panel, ErasePanel)
    assert panel.previewed
    return panel


def test_consents_are_set_and_a_refusal_is_listed_first_and_undone(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    picked(room, calm, "IDI 01")
    page = room.pages.consent
    for name, value in (("quotation", True), ("interview", False)):
        field = page.consents[name]
        assert field.isVisible()
        field.setFocus()
        field.choose(value)
        field.activated.emit(field.currentIndex())
        calm()
    stored = read(documents)[0].consents
    assert (stored["quotation"], stored["interview"], stored["sharing"]) == (True, False, None)
    first = next(iter(page.offers.values()))
    assert first.lacks_consent
    assert first.text == "IDI 01"
    room.session.undo()
    calm()
    assert read(documents)[0].consents["interview"] is None
    assert not any(offer.lacks_consent for offer in page.offers.values())


def test_the_preview_erases_nothing_and_needs_the_word(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    read(lambda project: project.refresh_derived() or True)  # looking where else a name stands needs the index
    before = read(everything)
    panel = shown(room, qtbot, calm)
    assert panel.goes.said
    assert panel.stays.said
    assert not panel.button.isEnabled()
    panel.word.setText("erase it")
    assert not panel.button.isEnabled()
    panel.word.setText("erase")
    assert panel.button.isEnabled()
    panel.reason.choose("other")
    panel.reason.chosen.emit("other")
    assert panel.other_row.isVisible()
    assert not panel.button.isEnabled()
    press(qtbot, panel.cancel)
    assert room.pages.consent.panel is None
    assert read(everything) == before
    assert CANARY in before


def test_an_erased_interview_is_found_nowhere_and_the_project_is_sound(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read, closed: Calm, folder: Path
) -> None:
    assert read(lambda project: objects_with(project, CANARY)) >= 1
    panel = shown(room, qtbot, calm)
    panel.word.setText(render(msg("safety.erase.word"), "en"))
    press(qtbot, panel.button)
    calm()
    assert panel.done.isVisible()
    assert not panel.problem.isVisible()
    left = read(everything)
    assert CANARY.casefold() not in left.casefold()
    assert read(lambda project: objects_with(project, "The debt never ended")) >= 1
    assert [line.name for line in read(documents)] == ["IDI 02"]
    assert read(lambda project: project.check().sound)
    assert read(lambda project: project.history(5)[0].kind) == "store.erase"
    press(qtbot, panel.cancel)
    calm()
    assert [offer.text for offer in room.pages.consent.offers.values() if offer.section == "interviews"] == ["IDI 02"]
    assert room.session.undo_text is None
    closed()
    with Project.open(folder, PASSPHRASE) as project:
        assert CANARY.casefold() not in everything(project).casefold()
        assert project.check().sound
        snapshots = project.snapshots.list()
        for number, snapshot in enumerate(snapshots):
            project.snapshots.restore(snapshot.name, folder.with_name(f"snapshot {number}.pwb"))
    assert snapshots
    for number in range(len(snapshots)):
        with Project.open(folder.with_name(f"snapshot {number}.pwb"), PASSPHRASE) as restored:
            assert CANARY.casefold() not in everything(restored).casefold()


def test_closed_identifiers_are_opened_in_the_panel_before_anything_is_erased(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    picked(room, calm, "IDI 01")
    read(lambda project: project.close_link() or True)
    press(qtbot, room.pages.consent.erase)
    calm()
    panel = room.pages.consent.panel
    assert isinstance(panel, ErasePanel)
    assert panel.locked.isVisible()
    panel.word.setText("ERASE")
    assert not panel.button.isEnabled()
    panel.passphrase.setText("not this one at all")
    press(qtbot, panel.unlock)
    calm()
    assert panel.problem.isVisible()
    panel.passphrase.setText(PASSPHRASE)
    press(qtbot, panel.unlock)
    calm()
    assert not panel.locked.isVisible()
    assert panel.goes.said
    assert panel.button.isEnabled()


def test_with_keys_what_goes_is_read_first_then_confirmed(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> None:
    panel = shown(room, qtbot, calm)
    reason, keys = panel.reason.value(), room.window().focusWidget
    assert keys() is panel.table
    assert not panel.table.visibleRegion().isEmpty()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Tab):
        qtbot.keyClick(keys(), key)
    assert keys() is panel.reason
    assert panel.reason.value() == reason
    qtbot.keyClick(keys(), Qt.Key.Key_Tab)
    qtbot.keyClicks(keys(), "erase")
    assert panel.word.text() == "erase"
    qtbot.keyClick(keys(), Qt.Key.Key_Tab)
    assert keys() is panel.button
    qtbot.keyClick(keys(), Qt.Key.Key_Space)
    calm()
    assert panel.done.isVisible()
    assert keys() is panel.cancel
