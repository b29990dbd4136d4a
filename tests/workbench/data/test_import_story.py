# SPDX-License-Identifier: MIT
"""Stories of the import conversation: with a form, without one, changed guesses, cancel, a wrong file, a drop."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import workbench.sample_files
from analysis.records import Kind, Role, RowOrigin
from workbench.data.imports.findings_pane import FindingLine
from workbench.data.imports.form_files import form_beside, looks_like_form
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.variable_picker import VariableField
from workbench.widgets import ChoiceField

Calm = Callable[[], None]
SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"


def read(room: DataWorkspace, path: Path, qtbot: QtBot) -> None:
    """Begin with a file and wait for the conversation."""
    room.acts.imports.begin(path)
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)


def sentences(room: DataWorkspace) -> list[str]:
    """What the conversation says."""
    return [mark.text.text() for mark in room.import_page.findings.findChildren(FindingLine)]


def plain(tmp_path: Path, text: str) -> Path:
    """A text table."""
    file = tmp_path / "visits.csv"
    file.write_text(text, encoding="cp1252")
    return file


def test_an_empty_room_offers_the_import(empty_room: DataWorkspace) -> None:
    labels = [label.text() for label in empty_room.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("No survey data yet") for text in labels)
    assert empty_room.state.view is None


def test_a_survey_with_the_form_beside_it_is_imported_as_one_action(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow
) -> None:
    room = empty_room
    assert form_beside(DATA) == FORM
    read(room, DATA, qtbot)
    assert room.import_page.form.file == FORM
    said = sentences(room)
    assert any("constraint" in one for one in said)
    assert any("7 rows are without consent" in one for one in said)
    assert any(one == "Households: 640 rows, 55 variables" for one in said)
    room.import_page.guesses.said.roles["t1", "v15"] = Role.SENSITIVE
    room.import_page.guesses.said.hows["t1"] = RowOrigin.CENSUS
    room.import_page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    assert [table.rows for table in room.state.contents.tables] == [640, 3095]
    table = room.state.table()
    assert table is not None
    assert (table.how, table.variable("v15").role) == (RowOrigin.CENSUS, Role.SENSITIVE)
    window.table.run("edit.undo")
    calm()
    assert not room.state.contents.tables
    assert room.state.view is None
    window.table.run("edit.redo")
    calm()
    assert room.state.view is not None
    assert room.grid.model.rowCount() == 633


def test_leaving_the_conversation_changes_nothing(empty_room: DataWorkspace, calm: Calm, qtbot: QtBot) -> None:
    read(empty_room, DATA, qtbot)
    qtbot.keyClick(empty_room.import_page, Qt.Key.Key_Escape)
    calm()
    assert not empty_room.state.contents.tables
    assert empty_room.session.undo_text is None
    assert not empty_room.import_page.isVisible()


def test_a_reading_can_be_cancelled(empty_room: DataWorkspace, calm: Calm) -> None:
    empty_room.acts.imports.begin(DATA)
    assert empty_room.session.jobs
    empty_room.import_page.cancel.click()
    calm()
    assert empty_room.import_page.read is None
    assert not empty_room.import_page.isVisible()


def test_refused_answers_can_be_taken_as_ordinary(empty_room: DataWorkspace, qtbot: QtBot) -> None:
    read(empty_room, DATA, qtbot)
    guesses = empty_room.import_page.guesses
    assert guesses.read is not None
    before = guesses.read
    guesses._special_changed("dont_know", ("safe_at_night",), 0)
    qtbot.waitUntil(lambda: empty_room.import_page.is_read() and guesses.read is not before, timeout=60000)
    table = guesses.read.imported.tables[0]
    safe = next(variable for variable in table.variables if variable.name == "safe_at_night")
    assert {choice.code: choice.reason for choice in safe.choices}["dont_know"] == 0


def test_a_text_table_is_previewed_and_read_anew(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    file = plain(tmp_path, "site;coût;visits\nNorth;1,5;3\nSouth;2,25;4\nNorth;3;5\n")
    read(room, file, qtbot)
    assert room.import_page.form.file is None
    read_file = room.import_page.read
    assert read_file is not None
    assert [variable.name for variable in read_file.imported.tables[0].variables] == ["site", "coût", "visits"]
    room.import_page.guesses._reread(separator=",")
    qtbot.waitUntil(lambda: room.import_page.is_read() and room.import_page.read is not read_file, timeout=60000)
    assert room.import_page.read is not None
    assert len(room.import_page.read.imported.tables[0].variables) != 3
    room.import_page.guesses._reread(separator=";")
    qtbot.waitUntil(
        lambda: room.import_page.is_read() and room.import_page.read.options.separator == ";", timeout=60000
    )
    room.import_page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    assert room.grid.model.rowCount() == 3


def fields(room: DataWorkspace) -> dict[str, ChoiceField]:
    """How the file is read: the fields by their spoken names."""
    return {field.accessibleName(): field for field in room.import_page.guesses.findChildren(ChoiceField)}


def test_how_a_text_file_is_read_is_named_and_can_be_changed(
    empty_room: DataWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    text = "lieu;coût;visite\n" + "".join(f"École {n};1.{n}00,50;{n + 12}/03/2026\n" for n in range(1, 6))
    read(room, plain(tmp_path, text), qtbot)
    room.import_page.guesses.unfold()
    shown = {name: field.currentText() for name, field in fields(room).items()}
    assert shown["Encoding"] == "as recognised: CP1252"
    assert shown["Separator"] == "as recognised: semicolon"
    assert shown["Decimals"] == "as recognised: 1,5"
    assert shown["Thousands"] == "as recognised: 1.234"
    assert shown["Dates"] == "as recognised: day, month, year"
    assert room.import_page.read is not None
    cost = room.import_page.read.imported.tables[0].variables[1]
    assert room.import_page.read.imported.tables[0].columns[cost.id].to_pylist()[0] == 1100.5
    before = room.import_page.read
    dates = fields(room)["Dates"]
    dates.setCurrentIndex(dates.findText("month, day, year"))
    dates.activated.emit(dates.currentIndex())
    qtbot.waitUntil(lambda: room.import_page.is_read() and room.import_page.read is not before, timeout=60000)
    assert room.import_page.read.options.date_order == "mdy"
    visit = room.import_page.read.imported.tables[0].variables[2]
    assert visit.kind != Kind.DATE, "day 13 is no month: the column stays text, nothing is changed"
    room.import_page.leave()


def test_a_variable_nobody_proposed_is_kept_out_of_views(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    read(room, plain(tmp_path, "site;nick;visits\nNorth;Bo;3\nSouth;Di;4\nNorth;Cy;5\n"), qtbot)
    room.import_page.guesses.unfold()
    more = room.import_page.guesses.findChildren(VariableField)[-1]
    more.chosen.emit("v2")
    assert fields(room)["nick"].currentText() == "direct identifier"
    room.import_page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    table = room.state.table()
    assert table is not None
    assert table.named("nick").role is Role.IDENTIFIER
    assert table.named("nick").id not in room.state.shown().columns


def test_two_row_headings_of_a_workbook_are_named(empty_room: DataWorkspace, qtbot: QtBot, tmp_path: Path) -> None:
    room = empty_room
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Visits"
    sheet.append(["Place", None, "People", None])
    sheet.append(["Site", "Block", "Women", "Men"])
    for row in (["North", "k1", 4, 5], ["South", "k2", 6, 7], ["North", "k3", 8, 9]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    book.create_sheet("Notes").append(["Nothing here"])
    book.save(tmp_path / "visits.xlsx")
    read(room, tmp_path / "visits.xlsx", qtbot)
    room.import_page.guesses.unfold()
    shown = {name: field.currentText() for name, field in fields(room).items()}
    assert shown["Sheet"] == "all sheets with a table", "unless somebody chooses one"
    assert shown["Rows of heading"] == "as recognised: 2"
    assert room.import_page.read is not None
    names = [variable.name for variable in room.import_page.read.imported.tables[0].variables]
    assert len(names) == 4
    assert "Women" in names[2]
    room.import_page.leave()


def test_a_file_that_is_no_survey_says_so(empty_room: DataWorkspace, calm: Calm) -> None:
    empty_room.acts.imports.begin(SAMPLE / "interview_01_woman_site_a.docx")
    calm()
    assert "Interviews" in empty_room.import_page.sentence.text()
    assert not empty_room.import_page.take.isEnabled()
    empty_room.import_page.cancel.click()
    calm()
    assert not empty_room.state.contents.tables


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)])
def test_the_whole_sentence_of_an_error_is_seen(
    empty_room: DataWorkspace, calm: Calm, tmp_path: Path, window: MainWindow, size: tuple[int, int]
) -> None:
    window.set_language("fr")
    window.resize(*size)
    broken = tmp_path / "export_of_the_protection_assessment_of_three_sites_in_2025.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"no archive" * 40)
    empty_room.acts.imports.begin(broken)
    calm()
    said = empty_room.import_page.sentence
    assert said.isVisible()
    assert broken.name in said.text()
    assert said.height() >= said.heightForWidth(said.width())
    window.set_language("en")


def test_a_form_that_does_not_match_is_one_sentence(empty_room: DataWorkspace, calm: Calm, tmp_path: Path) -> None:
    file = plain(tmp_path, "a,b\n1,2\n3,4\n")
    empty_room.acts.imports.begin(file)
    empty_room.import_page.use_form(FORM)
    calm()
    assert FORM.name in empty_room.import_page.sentence.text()
    assert not empty_room.import_page.is_read()


def test_dropped_files_are_told_apart(empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path) -> None:
    data, form = tmp_path / "answers.xlsx", tmp_path / "questions" / "tool.xlsx"
    form.parent.mkdir()
    shutil.copy(DATA, data)
    shutil.copy(FORM, form)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(form)), QUrl.fromLocalFile(str(data))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    empty_room.dropEvent(event)
    qtbot.waitUntil(empty_room.import_page.is_read, timeout=60000)
    calm()
    assert (empty_room.import_page.path, empty_room.import_page.form.file) == (data, form)
    empty_room.import_page.leave()
    calm()


def test_forms_are_told_by_their_sheets(tmp_path: Path) -> None:
    assert looks_like_form(FORM)
    assert not looks_like_form(DATA)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert not looks_like_form(tmp_path / "broken.xlsx")
    assert form_beside(tmp_path / "alone.csv") is None


def test_a_newer_export_is_offered_and_taken_up(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    shutil.copy(FORM, tmp_path / FORM.name)
    book = openpyxl.load_workbook(DATA)
    sheet = book.worksheets[0]
    age = next(n for n, cell in enumerate(sheet[1], 1) if str(cell.value).endswith("head_age"))
    sheet.cell(6, age).value = 71
    newer = tmp_path / "newer.xlsx"
    book.save(newer)
    read(room, newer, qtbot)
    qtbot.waitUntil(lambda: room.import_page.newer.comparison is not None, timeout=60000)
    assert room.import_page.is_newer()
    comparison = room.import_page.newer.comparison
    assert comparison is not None
    assert [(len(t.new_rows), len(t.changed), len(t.vanished)) for t in comparison.tables] == [(0, 1, 0), (0, 0, 0)]
    households, room.state.table_id = room.state.table_id, "a register"  # what was in front before the import
    room.import_page.take.click()
    calm()
    assert room.state.table_id == households, "the rows taken up are shown"
    assert len(room.state.contents.tables) == 2
    view, table = room.state.view, room.state.table()
    assert view is not None
    assert table is not None
    found: list[float] = []
    name = table.named("head_age").id
    room.session.ask(lambda _project: found.append(view.value(4, name).value), owner=room)  # type: ignore[arg-type]
    calm()
    assert found == [71.0]
    window.table.run("edit.undo")
    calm()
    assert window.session.redo_text is not None


def test_a_form_beside_that_does_not_fit_is_left_out_with_a_line(
    empty_room: DataWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    file = plain(tmp_path, "height,width\n" + "".join(f"{n},{n + 1}\n" for n in range(9)))
    shutil.copy(FORM, tmp_path / "visits_form.xlsx")
    assert form_beside(file) is not None
    read(room, file, qtbot)
    assert room.import_page.form.file is None
    labels = [label.text() for label in room.import_page.head.findChildren(QLabel)]
    assert any("visits_form.xlsx" in text and "left out" in text for text in labels)
    room.import_page.leave()
