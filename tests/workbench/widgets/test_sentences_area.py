# SPDX-License-Identifier: MIT
"""Sentences below a list: whole where there is room, scrolled where there is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.widgets import MutedLabel, SentencesArea


@pytest.mark.parametrize(("high", "scrolls"), [(900, False), (150, True)])
def test_sentences_are_whole_or_scroll(qtbot: QtBot, high: int, scrolls: bool) -> None:
    whole = QWidget()
    column = QVBoxLayout(whole)
    area = SentencesArea(MutedLabel("Plan, line 3: what is compared is missing. Write it. " * 9, wrap=True))
    column.addWidget(QListWidget(), 1)
    column.addWidget(area)
    whole.resize(250, high)
    qtbot.addWidget(whole)
    whole.show()
    qtbot.waitExposed(whole)
    qtbot.waitUntil(lambda: (area.verticalScrollBar().maximum() > 0) is scrolls)
    assert (area.focusPolicy() is Qt.FocusPolicy.TabFocus) is scrolls
    assert area.viewport().height() >= min(area.sizeHint().height(), area.minimumSizeHint().height())
