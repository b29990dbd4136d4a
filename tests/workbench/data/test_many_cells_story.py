# SPDX-License-Identifier: MIT
"""Stories of changing several cells at once: filled, typed over, pasted, emptied; what follows, accepted together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from analysis.records import Reason
from projects.stored_tables.cells import DatasetCell
from tests.workbench.data.test_change_story import log, text, variable
from workbench.data.panes.cell_editors import ValueLine
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def choose_rows(room: DataWorkspace, name: str, first: int, last: int) -> None:
    """Choose some cells of a column, as dragging over them does."""
    model, column = room.grid.model, room.grid.model.column_of(name)
    room.grid.go_to(first, name)
    area = QItemSelection(model.index(first, column), model.index(last, column))
    room.grid.table.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def store(room: DataWorkspace, reason: str, calm: Calm) -> None:
    """Give the reason and store what is proposed."""
    room.right.change_panel.reason.setText(reason)
    room.right.change_panel.store()
    calm()


def shown_column(room: DataWorkspace, name: str, rows: int, calm: Calm) -> list[str]:
    """The first cells of a column as shown."""
    return [text(room, row, name, calm) for row in range(rows)]


def test_several_cells_are_filled_as_one_action(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow
) -> None:
    name = variable(room, "head_age")
    room.acts.column_layout.show_columns([name])
    calm()
    before = shown_column(room, "head_age", 6, calm)
    choose_rows(room, name, 1, 4)
    window.table.run("data.cell.fill")
    calm()
    assert room.right.change_panel.proposal is not None
    store(room, "one household, four forms", calm)
    after = shown_column(room, "head_age", 6, calm)
    assert after == [before[0], *[before[1]] * 4, before[5]]
    assert len({line.batch for line in log(room, calm)}) == 1
    window.table.run("edit.undo")
    calm()
    assert shown_column(room, "head_age", 6, calm) == before


def test_a_value_typed_over_several_chosen_cells_goes_into_all(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    name = variable(room, "head_age")
    room.acts.column_layout.show_columns([name])
    calm()
    choose_rows(room, name, 0, 2)
    room.grid.table.setFocus()
    room.acts.cell_editing.edit(0, name, "5")
    calm()
    editor = room.grid._editor
    assert isinstance(editor, ValueLine)
    qtbot.keyClicks(editor, "5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    calm()
    store(room, "estimated", calm)
    assert shown_column(room, "head_age", 3, calm) == ["55", "55", "55"]


def test_a_column_is_pasted_by_label_and_by_code_and_bad_lines_are_refused(
    room: DataWorkspace, calm: Calm, window: MainWindow
) -> None:
    sex, age = variable(room, "head_sex"), variable(room, "head_age")
    room.acts.column_layout.show_columns([sex, age])
    calm()
    codes = {choice.code: choice for choice in room.grid.model.variables[sex].choices if not choice.reason}
    first, second = list(codes)[:2]
    label = codes[second].labels.by_language["fr"]
    room.grid.go_to(0, sex)
    QGuiApplication.clipboard().setText(f"{first}\t41\r\n{label}\t42\r\n{first}\tseven\r\n")
    room.acts.cell_editing.paste()
    calm()
    assert "Line 3" in room.grid.note.label.text()
    assert "seven" in room.grid.note.label.text()
    assert room.right.currentWidget() is not room.right.change_panel
    QGuiApplication.clipboard().setText(f"{first}\t41\r\n{label}\t42\r\n{first}\tRefused\r\n")
    room.acts.cell_editing.paste()
    calm()
    store(room, "checked with the paper forms", calm)
    assert shown_column(room, "head_age", 3, calm) == ["41", "42", "Refused"]
    wanted = [codes[code].labels.by_language["en"] for code in (first, second, first)]
    assert shown_column(room, "head_sex", 3, calm) == wanted
    QGuiApplication.clipboard().setText("x\n" * 1000)
    room.acts.cell_editing.paste()
    calm()
    assert "1,000 lines" in room.grid.note.label.text()


def test_delete_empties_a_cell_and_numbers_are_read_in_french(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow
) -> None:
    weight = variable(room, "weight")
    room.acts.column_layout.show_columns([weight])
    window.set_setting("language", "fr")
    calm()
    room.grid.go_to(0, weight)
    room.grid.table.setFocus()
    room.acts.cell_editing.edit_current()
    calm()
    editor = room.grid._editor
    assert isinstance(editor, ValueLine)
    assert "." not in editor.text()
    editor.setText("1,25")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    calm()
    store(room, "recalculé", calm)
    assert text(room, 0, "weight", calm) == "1,25"
    room.grid.go_to(0, weight)
    room.grid.table.setFocus()
    qtbot.keyClick(room.grid.table, Qt.Key.Key_Delete)
    calm()
    store(room, "illisible", calm)
    assert text(room, 0, "weight", calm) == "Manquant"
    assert log(room, calm)[0].new == DatasetCell(None, int(Reason.MISSING))


def test_what_follows_from_many_changes_is_grouped_and_accepted_together(
    room: DataWorkspace, calm: Calm, window: MainWindow
) -> None:
    received = variable(room, "offer_received")
    table = room.state.table()
    assert table is not None
    no = next(choice.id for choice in table.variable(received).choices if choice.code == "no")
    room.acts.column_layout.show_columns([received])
    calm()
    choose_rows(room, received, 0, 199)
    room.acts.cell_editing.propose(0, received, DatasetCell(no))
    calm()
    proposal = room.right.change_panel.proposal
    assert proposal is not None
    orphaned = proposal.follows.orphaned
    assert len(orphaned) > 25
    questions = {(change.table_id, change.variable_id) for change in orphaned}
    assert len(room.right.change_panel.boxes) == len(questions)
    assert sum(len(group) for group, _box in room.right.change_panel.boxes) == len(orphaned)
    left_out = room.right.change_panel.boxes[0]
    left_out[1].setCheckState(Qt.CheckState.Unchecked)
    store(room, "asked wrongly in week one", calm)
    lines = log(room, calm)
    assert len(lines) == len(proposal.changes) + len(orphaned) - len(left_out[0])
    window.table.run("edit.undo")
    calm()
    assert not log(room, calm)
