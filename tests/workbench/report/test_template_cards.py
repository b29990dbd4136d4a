# SPDX-License-Identifier: MIT
"""Cards of the templates: in a low room the picture of the page gives way, never the words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.app import make_application
from workbench.report.panes.block_kinds import Beginnings
from workbench.translation import respeak
from workbench.widgets.pages import EmptyState


@pytest.mark.parametrize("height", [280, 330, 600])
def test_the_words_of_a_card_are_whole_however_low_it_is(qtbot: QtBot, height: int) -> None:
    make_application()
    beginnings = Beginnings(lambda _name: None, lambda _place: None, lambda: None)
    shown = EmptyState(msg("view_report.empty"), beginnings, "file-text")
    qtbot.addWidget(shown)
    respeak(shown, "fr")
    shown.resize(850, height)
    shown.show()
    qtbot.waitExposed(shown)
    words = [(card, label) for card in beginnings.cards for label in card.findChildren(QLabel)]

    def cut() -> list[str]:
        return [
            label.text()
            for card, label in words
            if label.height() < label.heightForWidth(label.width()) or label.geometry().bottom() >= card.height()
        ]

    qtbot.waitUntil(lambda: not cut(), timeout=2000)  # rows are laid out once more after they are shown
    assert len(words) == 6
