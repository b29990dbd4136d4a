# SPDX-License-Identifier: MIT
"""A respondent withdraws by telephone: found by number, her row and interview said to be hers, seen, erased once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.interviews.queries import documents
from projects.people.consent_actions import record_consents
from projects.people.consent_tables import recorded
from projects.people.effective_consent import effective_consents
from projects.people.persons import Member, people
from projects.store.backup.snapshot_service import SnapshotKeeper
from projects.store.erasure.erase_transaction import complete_erasing
from projects.store.problems import DiskFull
from projects.store.project import Project
from projects.stored_tables.row_states import rows_in_state
from workbench.requests import AskConsents
from workbench.safety.panes.erase_panel import ErasePanel
from workbench.safety.panes.person_panel import AllConsentsPanel, PersonPanel
from workbench.safety.view import SafetyWorkspace

Calm = Callable[[], None]
Read = Callable[[Callable[[Project], Any]], Any]
ROW, FIRST = Member("t1", 1), Member(document="1")


def press(qtbot: QtBot, button: Any) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def found(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, typed: str) -> list[str]:
    """What the list offers once `typed` is typed."""
    room.list.pick("consent")
    calm()
    page = room.pages.consent
    page.search.setFocus()
    page.search.clear()
    qtbot.keyClicks(page.search, typed)
    qtbot.wait(150)
    calm()
    return list(page.offers)


def tied(room: SafetyWorkspace, qtbot: QtBot, calm: Calm) -> PersonPanel:
    assert found(room, qtbot, calm, "79 555 01 07") == ["row:t1:1"]
    room.pages.consent.list.pick("row:t1:1")
    calm()
    press(qtbot, room.pages.consent.same)
    calm()
    panel = room.pages.consent.panel
    assert isinstance(panel, PersonPanel)
    assert [member for member, _title, _why in panel.known.others] == [FIRST]
    press(qtbot, panel.add_button)
    calm()
    return panel


def test_a_person_is_found_tied_seen_and_erased_at_once(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    panel = tied(room, qtbot, calm)
    assert [member for member, _title, _note in panel.known.theirs] == [ROW, FIRST]
    (person,) = read(people)
    panel.left.emit()
    calm()
    assert found(room, qtbot, calm, "lornf") == [f"person:{person}"]
    room.pages.consent.list.pick(f"person:{person}")
    calm()
    press(qtbot, room.pages.consent.erase)
    calm()
    erasing = room.pages.consent.panel
    assert isinstance(erasing, ErasePanel)
    assert erasing.parts.isVisible()
    assert len(erasing.model.rows) >= 6
    all_items = len(erasing.model.rows)
    box = erasing.parts.boxes[FIRST]
    box.click()
    calm()
    assert len(erasing.model.rows) < all_items
    box.click()
    calm()
    erasing.word.setText("erase")
    press(qtbot, erasing.button)
    calm()
    assert erasing.done.isVisible()
    assert not erasing.unfinished.isVisible()
    assert read(lambda project: rows_in_state(project, "t1", "erased")) == [1]
    assert [line.name for line in read(documents)] == ["IDI 02"]
    assert read(people) == {}
    assert read(lambda project: len(project.history(role="erase"))) == 1
    assert read(lambda project: project.check().sound)


def test_a_tie_is_taken_out_and_undone(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read) -> None:
    panel = tied(room, qtbot, calm)
    panel.theirs.pick(FIRST.key)
    press(qtbot, panel.out_button)
    calm()
    assert read(people) == {}
    room.session.undo()
    calm()
    assert list(read(people).values()) == [(ROW, FIRST)]
    panel.read()
    calm()
    panel.search.setText("R-02")
    qtbot.wait(150)
    calm()
    assert [member for member, _title, _why in panel.known.others] == [Member("t1", 2)]
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert room.pages.consent.panel is None


def test_consents_of_row_and_person_are_recorded(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read) -> None:
    tied(room, qtbot, calm).left.emit()
    calm()
    (person,) = read(people)
    page = room.pages.consent
    found(room, qtbot, calm, "tansy")
    page.list.pick(f"person:{person}")
    calm()
    field = page.consents["quotation"]
    assert field.isVisible()
    field.choose(True)
    field.activated.emit(field.currentIndex())
    calm()
    assert read(lambda project: recorded(project, ROW))["quotation"] is True
    assert read(effective_consents)["1"]["quotation"] is True
    assert read(lambda project: project.history(1)[0].kind) == "consents.record"
    found(room, qtbot, calm, "3")
    page.list.pick("row:t1:3")
    calm()
    field = page.consents["interview"]
    field.choose(False)
    field.activated.emit(field.currentIndex())
    calm()
    page.search.clear()
    qtbot.wait(150)
    calm()
    assert [offer.id for offer in page.offers.values() if offer.lacks_consent] == ["rows:t1"]


def test_with_the_names_locked_ids_are_found_and_it_is_said(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    read(lambda project: project.close_link() or True)
    assert found(room, qtbot, calm, "lornf") == []
    assert room.pages.consent.hint.isVisible()
    assert found(room, qtbot, calm, "r-03") == ["row:t1:3"]


def test_one_answer_is_erased_from_the_row(room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read) -> None:
    found(room, qtbot, calm, "tansy")
    page = room.pages.consent
    page.list.pick("row:t1:1")
    calm()
    page.variable.choose("v4")
    press(qtbot, page.erase)
    calm()
    panel = page.panel
    assert isinstance(panel, ErasePanel)
    panel.reason.choose("other")
    panel.reason.chosen.emit("other")
    panel.other.setText("Brindlewick took it, she says")
    panel.word.setText("erase")
    press(qtbot, panel.button)
    calm()
    assert panel.problem.isVisible()
    panel.other.setText("wrong cell")
    press(qtbot, panel.button)
    calm()
    assert panel.done.isVisible()
    assert read(lambda project: rows_in_state(project, "t1", "erased")) == []
    assert read(lambda project: project.check().sound)


def test_an_erasure_that_is_not_finished_is_said(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull()

    found(room, qtbot, calm, "r-02")
    room.pages.consent.list.pick("row:t1:2")
    calm()
    press(qtbot, room.pages.consent.erase)
    calm()
    panel = room.pages.consent.panel
    assert isinstance(panel, ErasePanel)
    panel.word.setText("erase")
    with monkeypatch.context() as patch:
        patch.setattr(SnapshotKeeper, "replace_all", full)
        press(qtbot, panel.button)
        calm()
    assert panel.done.isVisible()
    assert panel.unfinished.isVisible()
    press(qtbot, panel.cancel)
    calm()
    assert room.pages.consent.unfinished.isVisible()
    read(lambda project: complete_erasing(project) or True)
    room.pages.consent.read()
    calm()
    assert not room.pages.consent.unfinished.isVisible()


def test_the_consents_of_all_interviews_are_asked_on_one_page(
    room: SafetyWorkspace, qtbot: QtBot, calm: Calm, read: Read
) -> None:
    room.session.do(record_consents([FIRST], {"quotation": False}))
    calm()
    room.answer(AskConsents())
    calm()
    panel = room.pages.consent.panel
    assert isinstance(panel, AllConsentsPanel)
    assert panel.rows["quotation"].help.text() == "1 interview says nothing of it."
    panel.answers["quotation"].choose(True)
    panel.answers["quotation"].chosen.emit(True)
    assert not panel.record.isEnabled(), "where the answers come from is still to be said"
    qtbot.keyClicks(panel.source, "signed forms, box 2")
    press(qtbot, panel.record)
    calm()
    assert room.pages.consent.panel is None
    held = {one: said["quotation"] for one, said in read(effective_consents).items()}
    assert sorted(held.values()) == [False, True], "a recorded refusal stays"
    room.session.undo()
    calm()
    assert None in {said["quotation"] for said in read(effective_consents).values()}
    press(qtbot, room.pages.consent.everyone)
    assert isinstance(room.pages.consent.panel, AllConsentsPanel)
