# SPDX-License-Identifier: MIT
"""Everything can be named, reached and read: accessible names, tab order, nothing clipped in either language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from workbench.shell.window import MainWindow
from workbench.theme import ColourScheme
from workbench.widgets import ElidedLabel
from workbench.workspaces import Room, available_rooms

INPUTS = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QAbstractItemView, QAbstractButton)
PAGES = ("home", "new", "settings", "shortcuts", "about")


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """Every room there is."""
    return available_rooms()


def visible(window: MainWindow, *kinds: type[QWidget]) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, kinds or (QWidget,)):
            yield widget


def views(window: MainWindow) -> Iterator[str]:
    """Show every page, then every room, then the unlock view."""
    for name in PAGES:
        window.show_page(name)
        settle()
        yield name
    for room in list(window.rooms):
        window.show_room(room)
        settle()
        yield room
    window.project.lock()
    settle()
    yield "unlock"


def settle() -> None:
    """Lay out what was shown, as the event loop would."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def own_input(widget: QWidget) -> bool:
    """Parts that Qt makes inside its own widgets are named by these."""
    return not widget.objectName().startswith("qt_") and not isinstance(widget.parentWidget(), (QComboBox, QLineEdit))


def test_every_input_has_a_name_and_is_reached_by_tab(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    nameless = []
    for view in views(window):
        inputs = [widget for widget in visible(window, *INPUTS) if own_input(widget)]
        for widget in inputs:
            spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if not spoken.strip() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                nameless.append((view, type(widget).__name__))
        wanted = {widget for widget in inputs if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus}
        reached, widget = set(), window.nextInFocusChain()
        while widget is not window:
            reached.add(widget)
            widget = widget.nextInFocusChain()
        assert wanted <= reached, view
        assert wanted, view
    assert not nameless


def wraps_whole(widget: QLabel | QAbstractButton) -> bool:
    """Whether the words go on in more lines, for which there is room, and the longest word fits into one."""
    longest = max(widget.fontMetrics().horizontalAdvance(word) for word in widget.text().split())
    lines = widget.hasHeightForWidth() and widget.heightForWidth(widget.width()) <= widget.height() + 1
    return lines and longest <= widget.contentsRect().width()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_clipped_and_wrapped_sentences_have_room(
    window: MainWindow, qtbot: QtBot, project: Path, language: str
) -> None:
    window.set_setting("language", language)
    window.resize(1366, 768)
    window.strip.problem("A sentence that is longer than one would think, so that it has to be broken. " * 3)
    clipped, short = [], []
    for view in views(window):
        for widget in visible(window, QLabel, QAbstractButton):
            if isinstance(widget, QLabel) and widget.wordWrap():
                if widget.text() and widget.heightForWidth(widget.width()) > widget.height() + 1:
                    short.append((view, widget.text(), widget.heightForWidth(widget.width()), widget.height()))
                continue
            if isinstance(widget, ElidedLabel) or not own_input(widget) or not widget.text():
                continue
            if wraps_whole(widget):
                continue
            if widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height() + 1:
                clipped.append((view, type(widget).__name__, widget.text(), widget.sizeHint(), widget.size()))
    assert not clipped
    assert not short


def test_larger_text_grows_everything(window: MainWindow) -> None:
    window.resize(1366, 768)  # a narrow rail has no words to grow
    before = window.rail.buttons["home"].sizeHint().height()
    window.set_setting("text_scale", 1.5)
    assert window.home.new.font().pixelSize() > 0
    assert window.rail.buttons["home"].sizeHint().height() > before
    window.set_setting("text_scale", 1.0)
    assert window.settings.look == ColourScheme.LIGHT
