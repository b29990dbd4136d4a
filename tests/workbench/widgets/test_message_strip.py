# SPDX-License-Identifier: MIT
"""A sentence that arrives or leaves by itself moves no button that the mouse may be about to press."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wording import Labels
from workbench.widgets import Button, MessageStrip


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A button at the lower edge of a page, above the place of messages."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.addStretch(1)
    column.addWidget(QPushButton("Keep"))
    column.addWidget(MessageStrip())
    status = QLabel("Stored")
    status.setFixedHeight(64)
    column.addWidget(status)
    made.resize(500, 300)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def parts(page: QWidget) -> tuple[QPushButton, MessageStrip]:
    return page.findChildren(QPushButton, "")[0], page.findChildren(MessageStrip)[0]


def test_one_that_arrives_lies_over_the_edge_until_the_click(page: QWidget, qtbot: QtBot) -> None:
    button, strip = parts(page)
    under_mouse(page, button)
    before, clicks = button.pos(), list[QPoint]()
    button.clicked.connect(lambda: clicks.append(button.pos()))
    offer = Button(Labels({"en": "Open"}))
    offer.setFixedHeight(60)
    strip.notice("It was imported.", offer)
    qtbot.wait(1)
    assert strip.isVisible()
    assert strip.rect().contains(offer.geometry()), "what it offers is whole"
    assert button.pos() == before, "nothing moved"
    assert strip.geometry().bottom() == page.rect().bottom()
    assert not strip.geometry().contains(button.geometry().center()), "nor is it covered"
    QTest.mouseClick(page.windowHandle(), Qt.MouseButton.LeftButton, pos=button.geometry().center())
    assert clicks == [before], "the click met it where it stood"
    strip._next_click._after.timeout.emit()
    qtbot.waitUntil(lambda: button.pos().y() < before.y())
    assert strip.geometry().top() > button.geometry().bottom(), "then it has a place of its own"
    assert strip.label.text()


def test_one_that_would_cover_the_page_takes_its_place_at_once(page: QWidget, qtbot: QtBot) -> None:
    button, strip = parts(page)
    under_mouse(page, button)
    before = button.pos().y()
    strip.problem(Labels({"en": "A sentence that has to be broken into lines. " * 12}))
    qtbot.waitUntil(lambda: button.pos().y() < before)
    assert not strip.geometry().intersects(button.geometry())


def test_its_place_stays_until_the_click(page: QWidget, qtbot: QtBot) -> None:
    button, strip = parts(page)
    below = button.pos().y()
    page.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    strip.notice("It was imported.")
    qtbot.waitUntil(lambda: button.pos().y() < below)
    under_mouse(page, button)
    before, clicks = button.pos(), list[QPoint]()
    button.clicked.connect(lambda: clicks.append(button.pos()))
    strip._fade.timeout.emit()
    qtbot.wait(1)
    assert strip.keeps_place
    assert button.pos() == before, "nothing moved"
    assert not strip.label.text()
    QTest.mouseClick(page.windowHandle(), Qt.MouseButton.LeftButton, pos=button.geometry().center())
    assert clicks == [before], "the click met it where it stood"
    strip._next_click._after.timeout.emit()
    qtbot.waitUntil(lambda: button.pos().y() == below)
    assert not strip.isVisible()
    strip.warn("Look here.")
    assert strip.isVisible()
    assert strip._close.isVisible()


def under_mouse(page: QWidget, button: QPushButton) -> None:
    QTest.mouseMove(page.windowHandle(), button.geometry().center())
    page.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)  # also where it was there already


def test_without_the_mouse_it_leaves_at_once(page: QWidget) -> None:
    _, strip = parts(page)
    page.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # whatever the test before left under it
    strip.notice("It was imported.")
    strip._fade.timeout.emit()
    assert not strip.isVisible()
