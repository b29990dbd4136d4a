# SPDX-License-Identifier: MIT
"""Actions of an analyst in the Analysis room, used by the stories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from analysis.records import DataTable, Variable
from workbench.analysis.view import AnalysisWorkspace
from workbench.variable_picker import VariableField

Calm = Callable[[], None]
Ask = Callable[[Callable[[Any], Any]], Any]


def main_table(room: AnalysisWorkspace) -> DataTable:
    return next(table for table in room.state.tables.values() if table.parent is None)


def named(room: AnalysisWorkspace, name: str) -> Variable:
    return main_table(room).named(name)


def choose(room: AnalysisWorkspace, option: str, words: str) -> None:
    """Choose a variable with the keyboard: open the list, type, Enter."""
    field = room.right.form.field(option)
    assert isinstance(field, VariableField)
    QTest.keyClick(field.button, Qt.Key.Key_Return)
    assert field.picker is not None
    QTest.keyClicks(field.picker.search, words)
    QTest.keyClick(field.picker.search, Qt.Key.Key_Return)


def set_by_sex(room: AnalysisWorkspace, calm: Calm) -> None:
    room.acts.front.begin("set")
    calm()
    assert room.state.outcome is None
    assert room.centre.sentence.isVisible()
    choose(room, "variable", "protection_concerns")
    choose(room, "by", "head_sex")
    calm()


def printed(room: AnalysisWorkspace) -> list[tuple[str, ...]]:
    grid = room.centre.blocks[0].table.sheet.grid_
    assert grid is not None
    return [line.cells for line in grid.rows]


def printed_below(room: AnalysisWorkspace) -> list[tuple[str, ...]]:
    """What stands below the figures: intervals, where there is no room beside."""
    grid = room.centre.blocks[0].table.sheet.grid_
    assert grid is not None
    return [line.below for line in grid.rows]
