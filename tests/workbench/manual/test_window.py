# SPDX-License-Identifier: MIT
"""A user presses F1: the page of the room in front, links, search, another language, Escape."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.workbench.conftest import Show
from workbench.manual import ManualWindow
from workbench.shell.window import MainWindow


def test_a_page_fits_beside_the_work_and_opens_where_it_was_left(qtbot: QtBot) -> None:
    """Who follows the tutorial closes it at each step: it came back over the middle, at its first line."""
    above = QWidget()
    qtbot.addWidget(above)
    manual = ManualWindow(above)
    manual.turn_to("tutorial")
    assert manual.left.isVisible()
    manual.resize(380, 500)
    manual.move(40, 60)
    assert not manual.left.isVisible()
    qtbot.waitUntil(lambda: manual.reader.width() > 300)
    manual.field.setText("registers")
    assert manual.left.isVisible(), "what is found is listed however narrow it is"
    manual.field.clear()
    manual.reader.verticalScrollBar().setValue(120)
    manual.close()
    manual.turn_to("tutorial")
    assert (manual.pos().x(), manual.pos().y()) == (40, 60)
    assert manual.reader.verticalScrollBar().value() == 120
    manual.turn_to("data")
    assert manual.reader.verticalScrollBar().value() == 0
    manual.go_back()
    assert manual.reader.verticalScrollBar().value() == 120


@pytest.fixture
def window(show_window: Show) -> MainWindow:
    return show_window("data")


def test_f1_opens_the_page_of_the_room_in_front(
    window: MainWindow, qtbot: QtBot, filled: Path, open_project: Callable[[Path, str], Any], tmp_path: Path
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    manual = window.findChild(ManualWindow)
    assert isinstance(manual, ManualWindow)
    assert (manual.isVisible(), manual.isModal(), manual.name) == (True, False, "home")
    assert manual.reader.toPlainText().startswith("Home")
    shutil.copytree(filled, tmp_path / "Three.pwb")
    open_project(tmp_path / "Three.pwb", "data")
    window.table.run("help.manual")
    assert manual.name == "data"
    assert "Cleaning log" in manual.reader.toPlainText()
    manual.reader.anchorClicked.emit(QUrl("sharing.md"))
    assert manual.name == "sharing"
    assert manual.list.currentItem().text() == "Before you share"
    manual.back.click()
    assert manual.name == "data"
    manual.reader.anchorClicked.emit(QUrl("https://example.org/x.md"))
    assert manual.name in manual.manual.pages, "nothing outside is opened"
    manual.field.setText("unique people purpose")
    manual.field.searched.emit("unique people purpose")
    found = [manual.list.item(row).text() for row in range(manual.list.count())]
    assert "All analyses" in found
    assert len(found) < len(manual.manual.pages)
    manual.field.searched.emit("qqqq")
    assert manual.nothing.isVisible()
    window.set_language("fr")
    manual.field.clear()
    manual.turn_to("data")
    assert manual.windowTitle() == "Manuel"
    assert "Journal de nettoyage" in manual.reader.toPlainText()
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()
    assert {"help.manual", "help.tutorial"} <= {one.id for one in window.table.all() if one.in_palette and one.in_menu}
