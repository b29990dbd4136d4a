# SPDX-License-Identifier: MIT
"""Unique people in the window: a purpose first, pairs side by side decided by one key, undone, left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.datasets.registers.headings import proposed_parts
from projects.intake.file_intake import prepare_import
from projects.registers.register_settings import set_register
from projects.store.project import Project
from tests.workbench.cli.test_unique import _CSV, PURPOSE
from tests.workbench.conftest import PASSPHRASE
from tests.workbench.data.conftest import opened
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.widgets import Label, TitleLabel

Calm = Callable[[], None]


@pytest.fixture
def room(window: MainWindow, qtbot: QtBot, tmp_path: Path, calm: Calm) -> DataWorkspace:
    """The Data room with a register of participants in front."""
    from analysis.register_columns import Register, RegisterKind
    from projects.stored_tables.stored_table import data_table

    (tmp_path / "people.csv").write_text(_CSV, encoding="utf-8")
    folder = tmp_path / "Reach.pwb"
    with Project.create(folder, PASSPHRASE, name="Reach", user="AB") as project:
        project.do(prepare_import(tmp_path / "people.csv").action)
        kind = RegisterKind.PARTICIPANTS
        project.do(set_register("t1", Register(kind, proposed_parts(kind, data_table(project, "t1").variables))))
    found = opened(window, qtbot, folder)
    calm()
    return found


def test_pairs_are_decided_by_one_key(room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow) -> None:
    next(one for one in room.commands() if one.id == "data.table.people").run()
    calm()
    people = room.acts.registering.people
    page = people.page
    assert page.review is not None
    assert page.review.purpose == ""
    assert page.purpose is not None
    page.purpose.setText(PURPOSE)
    page.purpose.returnPressed.emit()
    qtbot.waitUntil(lambda: page.review is not None and len(page.review.queue) == 4, timeout=20_000)
    calm()
    top = page.list.visualRect(page.list.model().index(0, 0)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=top)
    assert window.focusWidget() is page, "the letters that answer work after a click too"
    assert room.acts.registering.people.figures.scrolled.widget().minimumSizeHint().width() <= 330, (
        "nothing is cut at the right"
    )
    first = page.pair()
    qtbot.keyClick(page, Qt.Key.Key_S)
    assert page.pair() != first, "the next pair comes at once"
    calm()
    assert page.review.count("same") == 1
    window.session.undo()
    calm()
    assert page.review.count("same") == 0
    qtbot.keyClick(page, Qt.Key.Key_D)
    calm()
    page.show_tab("decided")
    (kept,) = page.pairs()
    assert kept.decision == "different"
    assert page.done.bar.value() == 1
    assert page.note is not None
    page.note.setText("asked her")
    page.note.editingFinished.emit()
    calm()
    assert page.pairs()[0].note == "asked her"
    qtbot.keyClick(page, Qt.Key.Key_S)  # a decision is changed where it stands
    calm()
    assert [one.decision for one in page.pairs()] == ["same"]
    page.decide("")
    calm()
    assert not page.pairs(), "decided later: it is open again"
    page.show_tab("open")
    while page.review.queue:
        qtbot.keyClick(page, Qt.Key.Key_S)
        calm()
    assert (page.review.fewest, page.review.most) == (3, 3)
    (title,) = page.scrolled.widget().findChildren(TitleLabel)
    assert title.wordWrap(), "the number of people at its end is not cut"
    window.resize(910, 512)
    calm()
    assert not page.queue.isVisible()
    assert page.tabs.isVisible(), "what is decided can be looked at again in a narrow window"
    window.resize(1366, 768)
    calm()
    assert page.queue.isAncestorOf(page.tabs)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert room.middle.currentWidget() is room.centre


def test_the_register_of_the_study_is_taken_or_the_form_offered(
    room: DataWorkspace, calm: Calm, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    """With another table in front the page said that there is no register, and named a command to type."""
    (tmp_path / "sites.csv").write_text("site,toilets\nA,1\nB,2\n", encoding="utf-8")
    window.session.do(prepare_import(tmp_path / "sites.csv").action)
    calm()
    (other,) = [one.id for one in room.state.contents.tables if one.id != "t1"]
    room.loading.show_table(other)
    calm()
    people = room.acts.registering.people
    people.open()
    calm()
    assert people.table_id == "t1"
    assert people.page.review is not None
    assert "people" in people.page.header.title.text()
    people.leave()
    register = room.state.contents.table("t1").register
    window.session.do(set_register("t1", None))
    calm()
    for language, word in (("en", "register of participants"), ("fr", "registre de participants")):
        window.set_language(language)
        people.open()
        calm()
        said = [label.text() for label in people.page.scrolled.widget().findChildren(Label)]
        assert any(word in text for text in said)
        assert not any("./run" in text for text in said), "a window speaks of its own ways"
        assert people.page.review is None
        assert not people.page.list.isVisible()
    (button,) = people.page.ways
    button.click()
    calm()
    assert room.middle.currentWidget() is room.acts.registering.page
    assert room.acts.registering.page.table is not None
    assert room.acts.registering.page.table.id == other
    room.acts.registering.leave()
    for table in ("t1", other):
        window.session.do(set_register(table, replace(register, parts=()) if table == other else register))
    calm()
    room.loading.show_table("t1")
    calm()
    people.open()
    calm()
    assert people.table_id == "t1", "the register in front goes first"
