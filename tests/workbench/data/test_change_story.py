# SPDX-License-Identifier: MIT
"""Stories of changing: a cell with its reason, what follows from it, undo, the log; roles, design, consent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from analysis.records import Level, Reason, Role, RowOrigin
from projects.datasets.cleaning_log import Edit, logged
from projects.stored_tables.cells import DatasetCell
from workbench.data.panes.cell_editors import AnswerList, ValueLine
from workbench.data.panes.table_inspector import DesignForm
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def variable(room: DataWorkspace, name: str) -> str:
    """The id of a variable the file calls `name`."""
    table = room.state.table()
    assert table is not None
    return table.named(name).id


def text(room: DataWorkspace, row: int, name: str, calm: Calm) -> str:
    """A cell as shown."""
    place = room.grid.model.column_of(variable(room, name))
    room.grid.model.shown(row, place)
    calm()
    cell = room.grid.model.shown(row, place)
    assert cell is not None
    return cell.text


def log(room: DataWorkspace, calm: Calm) -> list[Edit]:
    """The cleaning log as stored."""
    found: list[Edit] = []
    room.session.ask(lambda project: logged(project), found.extend, owner=room)
    calm()
    return found


def test_a_number_is_changed_by_typing_with_a_reason_and_undone(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow
) -> None:
    name = variable(room, "head_age")
    before = text(room, 4, "head_age", calm)
    room.grid.go_to(4, name)
    room.grid.table.setFocus()
    qtbot.keyClick(room.grid.table, Qt.Key.Key_6)
    calm()
    editor = room.grid._editor
    assert isinstance(editor, ValueLine)
    assert editor.text() == "6"
    qtbot.keyClicks(editor, "2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    calm()
    assert room.right.currentWidget() is room.right.change_panel
    panel = room.right.change_panel
    panel.store()
    assert panel.row.problem.text()
    assert not log(room, calm)
    qtbot.keyClicks(panel.reason, "paper form says 62")
    qtbot.keyClick(panel.reason, Qt.Key.Key_Return)
    calm()
    assert text(room, 4, "head_age", calm) == "62"
    shown = room.grid.model.shown(4, room.grid.model.column_of(name))
    assert shown is not None
    assert shown.edited
    (edit,) = log(room, calm)
    assert (edit.why, edit.who, edit.new) == ("paper form says 62", "AB", DatasetCell(62.0))
    window.table.run("edit.undo")
    calm()
    assert text(room, 4, "head_age", calm) == before
    window.table.run("edit.redo")
    calm()
    assert text(room, 4, "head_age", calm) == "62"


def test_what_a_question_cannot_hold_is_refused_and_nothing_changes(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow
) -> None:
    room.acts.cell_editing.edit(4, variable(room, "head_age"))
    calm()
    editor = room.grid._editor
    assert isinstance(editor, ValueLine)
    editor.setText("sixty")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "number" in room.grid.note.label.text()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    calm()
    assert room.grid._editor is None
    assert not log(room, calm)


def test_a_set_is_changed_by_a_checklist(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    name = variable(room, "protection_concerns")
    room.acts.column_layout.show_columns([name])
    calm()
    room.acts.cell_editing.edit(0, name)
    calm()
    editor = room.grid._editor
    assert isinstance(editor, AnswerList)
    assert [editor.item(n).text() for n in range(editor.count()) if editor.item(n).checkState().value == 2] == [
        "None of these"
    ]
    labels = [editor.item(n).text() for n in range(editor.count())]
    editor.setCurrentRow(labels.index("None of these"))
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    editor.setCurrentRow(labels.index("Theft"))
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    calm()
    qtbot.keyClicks(room.right.change_panel.reason, "misread")
    qtbot.keyClick(room.right.change_panel.reason, Qt.Key.Key_Return)
    calm()
    assert text(room, 0, "protection_concerns", calm) == "Theft"


def test_a_changed_condition_lists_what_follows_and_stores_it_together(
    room: DataWorkspace, calm: Calm, window: MainWindow
) -> None:
    received = variable(room, "offer_received")
    table = room.state.table()
    assert table is not None
    yes = next(choice.id for choice in table.variable(received).choices if choice.code == "yes")
    no = next(choice.id for choice in table.variable(received).choices if choice.code == "no")
    rows: list[int] = []
    view = room.state.view
    assert view is not None
    room.session.ask(
        lambda _project: [row for row in range(view.row_count) if view.value(row, received).value == yes],
        rows.extend,
        owner=room,
    )
    calm()
    row = rows[0]
    room.acts.cell_editing.propose(row, received, DatasetCell(no))
    calm()
    proposal = room.right.change_panel.proposal
    assert proposal is not None
    names = {table.variable(change.variable_id).name for change in proposal.follows.orphaned}
    assert {"offer_source", "offer_promises"} <= names
    assert len(room.right.change_panel.boxes) == len(proposal.follows.changes)
    room.right.change_panel.reason.setText("no offer on second visit")
    room.right.change_panel.store()
    calm()
    lines = log(room, calm)
    assert len(lines) == 1 + len(proposal.follows.changes)
    assert len({line.batch for line in lines}) == 1
    assert text(room, row, "offer_source", calm) == "Not asked"
    window.table.run("edit.undo")
    calm()
    assert not log(room, calm)


def test_an_answer_is_marked_as_refused(room: DataWorkspace, calm: Calm) -> None:
    room.acts.cell_editing.propose(3, variable(room, "head_age"), DatasetCell(None, int(Reason.REFUSED)))
    calm()
    room.right.change_panel.reason.setText("would not say")
    room.right.change_panel.store()
    calm()
    assert text(room, 3, "head_age", calm) == "Refused"


def test_the_reason_is_remembered_and_esc_changes_nothing(room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    for row, age in ((0, 30.0), (1, 31.0)):
        room.acts.cell_editing.propose(row, variable(room, "head_age"), DatasetCell(age))
        calm()
        if row == 0:
            room.right.change_panel.reason.setText("second visit")
            room.right.change_panel.store()
            calm()
    assert room.right.change_panel.reason.text() == "second visit"
    qtbot.keyClick(room.right.change_panel.reason, Qt.Key.Key_Escape)
    calm()
    assert room.right.currentWidget() is not room.right.change_panel
    assert len(log(room, calm)) == 1


def test_the_log_is_filtered_shown_in_the_table_and_undone(room: DataWorkspace, calm: Calm, window: MainWindow) -> None:
    for row, reason in ((0, "paper form"), (1, "second visit")):
        room.acts.cell_editing.propose(row, variable(room, "head_age"), DatasetCell(77.0))
        calm()
        room.right.change_panel.reason.setText(reason)
        room.right.change_panel.store()
        calm()
    window.table.run("data.table.log")
    calm()
    assert room.middle.log.model.rowCount() == 2
    assert room.state.contents.edits == 2
    room.middle.log.filters.search.setText("second")
    room.middle.log.read()
    calm()
    assert room.middle.log.model.rowCount() == 1
    room.middle.log.show_cell.click()
    calm()
    assert room.grid.current() == (1, variable(room, "head_age"))
    room.middle.show_log()
    calm()
    room.middle.log.table.selectRow(0)
    room.middle.log.back.click()
    calm()
    assert room.middle.log.model.rowCount() == 0
    room.middle.log.filters.search.setText("")
    room.middle.log.filters.gone.setChecked(True)
    calm()
    assert [line.edit.undone for line in room.middle.log.model.rows] == [True, False]


def test_a_role_and_a_level_are_changed(room: DataWorkspace, calm: Calm, window: MainWindow) -> None:
    name = variable(room, "safe_at_night")
    room.acts.inspector_actions.pick(name)
    calm()
    room.right.inspector.level_chosen.emit(name, Level.ORDINAL)
    room.right.inspector.role_chosen.emit(name, Role.SENSITIVE)
    calm()
    facts = room.right.inspector.facts
    assert facts is not None
    assert (facts.variable.level, facts.variable.role) == (Level.ORDINAL, Role.SENSITIVE)
    window.table.run("edit.undo")
    calm()
    assert room.right.inspector.facts is not None
    assert room.right.inspector.facts.variable.role is Role.ORDINARY


def test_an_identifier_leaves_the_table(room: DataWorkspace, calm: Calm) -> None:
    name = variable(room, "household_size")
    assert name in room.state.shown().columns
    room.acts.inspector_actions.set_role(name, Role.IDENTIFIER)
    calm()
    assert name not in room.state.shown().columns
    assert room.grid.model.column_of(name) == -1


def test_inference_needs_a_reason(room: DataWorkspace, calm: Calm, window: MainWindow) -> None:
    room.right.table_inspector.how_chosen.emit(RowOrigin.PURPOSIVE, "")
    calm()
    room.right.table_inspector.inference_requested.emit("  ")
    calm()
    assert "reason" in window.strip.label.text()
    room.right.table_inspector.inference_requested.emit("drawn like a sample")
    calm()
    table = room.state.table()
    assert table is not None
    assert (table.how, table.inference_reason) == (RowOrigin.PURPOSIVE, "drawn like a sample")


def test_the_design_is_changed_in_a_form(room: DataWorkspace, calm: Calm) -> None:
    room.right.table_inspector._change_design(True)
    (form,) = room.right.table_inspector.scrolled.page.findChildren(DesignForm)
    form.fields["stratum"].choose(None)
    form.chosen.emit(form.design())
    calm()
    table = room.state.table()
    assert table is not None
    assert table.design.strata is None
    assert table.design.clusters == (variable(room, "cluster"),)
    assert "strata" not in room.centre.filters.line.toolTip()


def test_consent_brings_rows_back(room: DataWorkspace, calm: Calm) -> None:
    room.right.table_inspector.consent_chosen.emit(None, ())
    calm()
    facts = room.right.table_inspector.facts
    assert facts is not None
    assert facts.design.rows == 640
    assert room.grid.model.rowCount() == 640


def test_the_language_of_all_labels_is_switched_and_undone(room: DataWorkspace, calm: Calm, window: MainWindow) -> None:
    consent = variable(room, "consent")
    assert text(room, 0, "consent", calm) == "Yes"
    assert room.right.table_inspector.facts is not None
    assert set(room.right.table_inspector.facts.languages) == {"en", "fr"}
    room.right.table_inspector.language_chosen.emit("fr")
    calm()
    assert text(room, 0, "consent", calm) == "Oui"
    column = room.grid.model.column_of(consent)
    assert room.grid.model.heading(column).startswith("Acceptez-vous")
    window.table.run("edit.undo")
    calm()
    assert text(room, 0, "consent", calm) == "Yes"
