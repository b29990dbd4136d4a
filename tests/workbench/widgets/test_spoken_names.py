# SPDX-License-Identifier: MIT
"""Spoken names of what can be pressed, there from the start; a short field, as wide as its placeholder."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from wording import msg
from workbench.app import make_application
from workbench.codings.framework_card import FrameworkCard
from workbench.collapsed_columns import ColumnStrip
from workbench.data.panes.log_filters import LogFilters
from workbench.room_columns import CENTRE, LEFT, RIGHT
from workbench.translation import respeak
from workbench.widgets import ShortField


def test_buttons_have_a_name_before_they_are_shown(qtbot: QtBot) -> None:
    make_application()
    strips, card, filters = [ColumnStrip(side) for side in (LEFT, CENTRE, RIGHT)], FrameworkCard(), LogFilters()
    for widget in (*strips, card, filters):
        qtbot.addWidget(widget)
    buttons: list[QAbstractButton] = [*strips, card.earlier, filters.chip]
    assert [type(one).__name__ for one in buttons if not (one.accessibleName() or one.text())] == []


def test_a_short_field_shows_its_placeholder_whole(qtbot: QtBot) -> None:
    make_application()
    field = ShortField(msg("queries.name_field"))
    qtbot.addWidget(field)
    for language in ("en", "fr"):
        respeak(field, language)
        field.adjustSize()
        option = QStyleOptionFrame()
        field.initStyleOption(option)
        inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field).width()
        assert inside - 4 >= field.fontMetrics().horizontalAdvance(field.placeholderText())
