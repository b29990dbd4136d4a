# SPDX-License-Identifier: MIT
"""A block that is picked comes into view whole, or from its top where it is higher than the view."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from workbench.report.panes.page import ReportPages

PLACES = [
    {"key": key, "page": page, "x": 20.0, "y": y}
    for key, page, y in (("title", 1, 20.0), ("figure", 1, 130.0), ("table", 1, 200.0), ("list", 2, 14.0))
]


@dataclass
class Pages:
    """Two white pages."""

    pages: list[bytes]
    places: list[dict[str, object]]


def white() -> bytes:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


@pytest.mark.parametrize(("key", "page", "top", "end"), [("table", 0, 200, 283), ("figure", 0, 130, 200)])
def test_a_block_picked_is_seen_whole(qtbot: QtBot, key: str, page: int, top: float, end: float) -> None:
    pages = ReportPages()
    qtbot.addWidget(pages)
    pages.resize(700, 420)
    pages.show_report(Pages([white()] * 2, PLACES))  # type: ignore[arg-type]
    pages.show()
    qtbot.waitExposed(pages)
    pages.mark(key)
    sheet = pages._sheets[page]
    scale = sheet.width() / 210
    seen = QRect(0, pages.verticalScrollBar().value(), 1, pages.viewport().height())
    assert seen.top() <= sheet.y() + top * scale
    assert sheet.y() + end * scale <= seen.bottom() + 2  # a pixel of rounding


def test_a_block_higher_than_the_view_is_seen_from_its_top(qtbot: QtBot) -> None:
    pages = ReportPages()
    qtbot.addWidget(pages)
    pages.resize(700, 420)
    pages.show_report(Pages([white()] * 2, PLACES))  # type: ignore[arg-type]
    pages.show()
    qtbot.waitExposed(pages)
    pages.mark("list")
    sheet = pages._sheets[1]
    place = pages.verticalScrollBar().value()
    assert place <= sheet.y() + 14 * sheet.width() / 210 < place + pages.viewport().height() / 2
