# SPDX-License-Identifier: MIT
"""A sheet of strata shows its lines whole where a bar lies below them: the first row was cut at 910 × 512."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.sampling.panes.grid_model import Field
from workbench.sampling.panes.page_parts import fit_height
from workbench.sampling.panes.sheet_grid import SheetGrid


@pytest.mark.parametrize("width", [240, 1400])
def test_every_line_of_a_narrow_sheet_is_whole(qtbot: QtBot, width: int) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    grid = SheetGrid("Strata", [Field(f"f{at}", f"Households in frame {at}") for at in range(7)])
    QVBoxLayout(whole).addWidget(grid)
    fit_height(grid)
    whole.resize(width, 400)
    whole.show()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert (grid.horizontalScrollBar().maximum() > 0) is (width < 1000)
    last = grid.visualRect(grid.model().index(grid.model().rowCount() - 1, 0))
    assert grid.viewport().rect().bottom() >= last.bottom()
    assert grid.verticalScrollBar().maximum() == 0
