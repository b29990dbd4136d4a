# SPDX-License-Identifier: MIT
"""The banner: sentence and buttons are whole at any width, in French too."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.widgets.banner import Banner

TITLE = "Toute forme de violence et de harcèlement, y compris la violence physique, verbale et sexuelle"


def test_sentence_and_buttons_of_a_banner_are_whole_at_any_width(qtbot: QtBot) -> None:
    """At 910 × 512 both long buttons were cut, and half of the question."""
    page, banner = QWidget(), Banner("bookmark")
    column = QVBoxLayout(page)
    column.addWidget(banner)
    column.addWidget(QTextEdit())
    qtbot.addWidget(page)
    page.resize(522, 400)
    page.show()
    offers = [(msg(f"analysis.start.{name}"), page.update) for name in ("keep", "drop")]
    banner.show_message(msg("analysis.start.unkept", title=TITLE), *offers, (msg("analysis.view.cancel"), page.update))
    for width in (380, 522, 700, 1000, 1366):
        page.resize(width, 400)
        for _ in range(3):
            QApplication.processEvents()
        assert banner.label.height() >= banner.label.heightForWidth(banner.label.width()), width
        assert banner.height() <= banner.heightForWidth(banner.width()) + 2, "it takes no more room than it needs"
        for button in banner.buttons:
            assert button.width() >= button.sizeHint().width(), width
            corner = button.mapTo(banner, button.rect().bottomRight())
            assert banner.rect().contains(corner), width
    middles = [one.mapTo(banner, one.rect().center()).y() for one in (banner.label, banner.buttons[0])]
    assert abs(middles[0] - middles[1]) <= 2, "beside one another where there is room"
