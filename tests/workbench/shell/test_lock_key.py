# SPDX-License-Identifier: MIT
"""Lock is heard over menus, dialogs and drags, and while the passphrase is still being checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from workbench.colours_and_sizes import LIGHT
from workbench.shell.lock_sequence import LockScreen
from workbench.shell.window import MainWindow
from workbench.theme import stylesheet

CONTROL = Qt.KeyboardModifier.ControlModifier


def press_lock(widget: QWidget) -> None:
    """As the desktop gives the key: to the window of `widget`."""
    QTest.keyClick(widget.window().windowHandle(), Qt.Key.Key_L, CONTROL)


def test_it_locks_while_a_menu_is_open(
    window: MainWindow, qtbot: QtBot, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    menu = QMenu(window)
    menu.addAction("Three sites")
    menu.popup(QPoint(20, 20))
    cover, laid = window.project.locking.cover, []
    lay = cover.lay
    monkeypatch.setattr(cover, "lay", lambda: (laid.append(menu.isVisible()), lay()))
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        press_lock(window)
    assert not any(laid), "the picture of the cover carries to the display that the menu is gone"
    assert not menu.isVisible()


def test_it_locks_while_a_dialog_holds_the_window(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5000)
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        press_lock(dialog)
    assert not dialog.isVisible()


class Greedy(QObject):
    """Takes every key of the program, as Qt does while something is dragged."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take it, and let it be no shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


def test_it_locks_while_something_is_dragged(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    application, greedy = QApplication.instance(), Greedy(window)
    assert application is not None
    application.installEventFilter(greedy)
    data = QMimeData()
    entered = QDragEnterEvent(
        QPoint(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window.windowHandle(), entered)
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        press_lock(window)
    application.removeEventFilter(greedy)


@pytest.mark.parametrize("again", [False, True], ids=["once", "again after a wrong passphrase"])
def test_pressed_while_the_passphrase_is_checked_no_room_is_ever_seen(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str, again: bool
) -> None:
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        window.project.lock()
    cover = window.project.locking.cover
    qtbot.waitUntil(lambda: not cover.isVisible(), timeout=5000)
    page = window.unlock_page
    if again:
        page.passphrase.setText("not the passphrase")
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        press_lock(window)
        qtbot.waitUntil(page.row.problem.isVisible, timeout=5000)
    page.passphrase.setText(passphrase)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    covered: list[bool] = []
    window.session.opened.connect(lambda: covered.append(cover.isVisible()))
    if again:  # that wish was for the attempt that failed
        with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
            pass
        assert window.session.is_open
        return
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        press_lock(window)
    assert covered == [True]
    assert window.pages.currentWidget() is page


def test_the_cover_is_painted_before_anything_beneath_it(qtbot: QtBot) -> None:
    class Beneath(QWidget):
        painted = 0

        def paintEvent(self, _event: QPaintEvent) -> None:
            self.painted += 1

    whole = QWidget()
    qtbot.addWidget(whole)
    whole.setStyleSheet(stylesheet(LIGHT, 1.0))
    whole.resize(400, 300)
    beneath = Beneath(whole)
    beneath.resize(400, 300)
    cover = LockScreen(whole)
    whole.show()
    qtbot.waitUntil(lambda: beneath.painted > 0, timeout=5000)
    before = beneath.painted
    beneath.update()  # as a room that has just taken an answer
    cover.lay()
    assert (cover.painted, beneath.painted) == (1, before)
    cover.lift()
