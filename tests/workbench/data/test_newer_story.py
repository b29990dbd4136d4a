# SPDX-License-Identifier: MIT
"""Stories of a newer export and of a form that comes later: chosen line by line, undone, nothing lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import workbench.sample_files
from analysis.records import DesignRoles
from projects.datasets.table.roles import set_design
from projects.stored_tables.cells import DatasetCell
from tests.projects.cells import change_cell
from tests.workbench.conftest import MadeOnce
from workbench.data.imports.findings_pane import FindingLine
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.widgets import ChoiceField, Label

Calm = Callable[[], None]
SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"


def _column(sheet: Any, ending: str) -> int:
    return next(n for n, cell in enumerate(sheet[1], 1) if str(cell.value).split("/")[-1] == ending)


@pytest.fixture
def newer(made_once: MadeOnce, tmp_path: Path) -> Path:
    """An export of its own for the test: households 5 and 7 are older, the last one is gone."""
    return Path(shutil.copy(made_once("newer exports", write_newer) / "newer.xlsx", tmp_path))


@pytest.fixture
def newer_with_form(made_once: MadeOnce, newer: Path) -> Path:
    """That export beside its form, in which the question about age is asked in other words."""
    shutil.copy(made_once("newer exports", write_newer) / "newer_form.xlsx", newer.parent)
    return newer


def write_newer(folder: Path) -> None:
    """Write the newer export and its form."""
    folder.mkdir()
    book = openpyxl.load_workbook(DATA)
    households, members = book.worksheets[:2]
    age = _column(households, "head_age")
    households.cell(6, age).value = 71
    households.cell(8, age).value = 72
    last = households.max_row
    index = households.cell(last, _column(households, "_index")).value
    households.delete_rows(last)
    parent = _column(members, "_parent_index")
    for row in range(members.max_row, 1, -1):
        if members.cell(row, parent).value == index:
            members.delete_rows(row)
    book.save(folder / "newer.xlsx")
    form = openpyxl.load_workbook(FORM)
    survey = form["survey"]
    name, label = (
        next(n for n, cell in enumerate(survey[1], 1) if str(cell.value).startswith(word)) for word in ("name", "label")
    )
    for row in range(2, survey.max_row + 1):
        if survey.cell(row, name).value == "head_age":
            survey.cell(row, label).value = "Age of the head in full years"
    form.save(folder / "newer_form.xlsx")


def drop(room: DataWorkspace, *paths: Path) -> None:
    """Let files fall on the room."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    plain, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    room.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, plain))


def value(room: DataWorkspace, row: int, name: str) -> object:
    """What the grid's view holds in a row (0-based) and variable."""
    found: list[object] = []
    table, view = room.state.table(), room.state.view
    assert table is not None
    assert view is not None
    variable = table.named(name).id
    room.session.ask(lambda _project: found.append(view.value(row, variable).value), owner=room)
    return found


@pytest.fixture
def compared(room: DataWorkspace, calm: Calm, qtbot: QtBot, newer_with_form: Path) -> DataWorkspace:
    """The room with an edit of household 5's age, in conversation about the newer export."""
    table = room.state.table()
    assert table is not None
    age = table.named("head_age").id
    room.session.do(lambda project: change_cell(project, "t1", 5, age, DatasetCell(70.0), why="asked again"))
    calm()
    room.acts.imports.begin(newer_with_form)
    qtbot.waitUntil(lambda: room.import_page.newer.comparison is not None, timeout=60000)
    calm()
    return room


def test_rows_are_chosen_line_by_line(compared: DataWorkspace, calm: Calm, qtbot: QtBot, window: MainWindow) -> None:
    room = compared
    page = room.import_page.newer
    assert {name: len(lines) for name, lines in page.lines.items()} == {
        "new": 0, "changed": 2, "vanished": 1, "edits": 1, "questions": 1
    }  # fmt: skip
    assert page.tabs.value() == "changed"
    model = page.table.lines
    assert "71" in str(model.index(0, 3).data())
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    page.table.setFocus()
    page.table.selectRow(1)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert model.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    page.tabs.choose("vanished")
    page._show_tab("vanished")
    page.none.click()
    page.tabs.choose("edits")
    page._show_tab("edits")
    row = [str(model.index(0, column).data()) for column in range(4, 7)]
    assert row[1:] == ["70", "71"]
    cell = page.table.visualRect(model.index(0, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    room.import_page.take.click()
    calm()
    ages = value(room, 4, "head_age"), value(room, 6, "head_age")
    calm()
    assert ages[0] == [71.0], "the edit gave way"
    assert ages[1] != [72.0], "this row was not taken"
    table = room.state.table()
    assert table is not None
    assert table.rows == 640
    assert "Age of the head in full years" in table.named("head_age").labels.by_language.values()
    window.table.run("edit.undo")
    calm()
    ages = value(room, 4, "head_age"), value(room, 6, "head_age")
    calm()
    assert ages[0] == [70.0]


def test_nothing_ticked_takes_nothing(compared: DataWorkspace, calm: Calm) -> None:
    page = compared.import_page.newer
    for name in ("changed", "vanished", "questions"):
        page.tabs.choose(name)
        page._show_tab(name)
        page.none.click()
    compared.import_page.take.click()
    calm()
    age = value(compared, 4, "head_age")
    calm()
    assert age == [70.0]
    table = compared.state.table()
    assert table is not None
    assert "Age of the head in full years" not in table.named("head_age").labels.by_language.values()


def test_an_export_without_its_form_is_read_with_the_kept_one(
    room: DataWorkspace, calm: Calm, qtbot: QtBot, newer: Path
) -> None:
    room.acts.imports.begin(newer)
    qtbot.waitUntil(lambda: room.import_page.newer.comparison is not None, timeout=60000)
    calm()
    assert FORM.name in room.import_page.head.form_name.text()
    page = room.import_page.newer
    assert {name: len(lines) for name, lines in page.lines.items()} == {
        "new": 0, "changed": 2, "vanished": 1, "edits": 0, "questions": 0
    }  # fmt: skip
    room.import_page.leave()
    calm()


def test_a_form_joins_later_and_can_be_undone(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path, window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    room = empty_room
    shutil.copy(DATA, tmp_path / "alone.xlsx")
    room.acts.imports.begin(tmp_path / "alone.xlsx")
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    assert room.import_page.form.file is None
    room.import_page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    before = room.state.table()
    assert before is not None
    assert not any(variable.relevant for variable in before.variables)
    age = before.named("head_age").id
    room.session.do(lambda project: change_cell(project, "t1", 5, age, DatasetCell(70.0), why="asked again"))
    calm()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(FORM), ""))
    window.table.run("data.file.attach")
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    assert room.import_page.side.currentWidget() is room.import_page.joining
    room.import_page.take.click()
    calm()
    after = room.state.table()
    assert after is not None
    assert after.rows == before.rows
    assert after.named("head_age").id == age
    assert any(variable.relevant for variable in after.variables)
    kept = value(room, 4, "head_age")
    calm()
    assert kept == [70.0], "the edit is still there"
    window.table.run("edit.undo")
    calm()
    again = room.state.table()
    assert again is not None
    assert again.variables == before.variables


def test_a_form_of_other_rows_changes_nothing(room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label"])
    book.active.append(["text", "nothing_alike", "Nothing"])
    book.create_sheet("choices").append(["list_name", "name", "label"])
    book.save(wrong)
    room.acts.imports.attach(wrong)
    calm()
    assert not room.import_page.is_read()
    assert wrong.name in room.import_page.sentence.text()
    room.import_page.cancel.click()
    calm()
    assert room.session.undo_text is not None


def test_two_exports_dropped_together_are_one_data_set(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path, newer: Path
) -> None:
    room = empty_room
    first = tmp_path / "first.xlsx"
    shutil.copy(DATA, first)
    os.utime(first, (1, 1))
    drop(room, newer, FORM, first)
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    assert room.import_page.path == first, "the older one comes first"
    room.import_page.take.click()
    qtbot.waitUntil(lambda: room.import_page.newer.comparison is not None, timeout=60000)
    calm()
    assert room.import_page.path == newer
    assert room.import_page.form.file == FORM
    assert len(room.import_page.newer.lines["changed"]) == 2
    room.import_page.take.click()
    calm()
    assert [table.rows for table in room.state.contents.tables] == [640, 3095]
    assert len({table.name for table in room.state.contents.tables}) == 2


PHONE = """<data id="visit" version="1"><today>{day}</today><site>{site}</site><people>{people}</people>
<photo>{photo}</photo><meta><instanceID>uuid:{uuid}</instanceID></meta></data>"""


def phones(folder: Path) -> Path:
    """Four submissions: one is an earlier draft of another, one was copied twice, one photo did not come along."""
    rows = (
        ("visit_1", "2026-03-01", "North", "5", "one.jpg", "0001"),
        ("visit_2", "2026-03-02", "South", "7", "two.jpg", "0002"),
        ("visit_2_copy", "2026-03-02", "South", "7", "two.jpg", "0002"),
        ("visit_3", "2026-03-03", "North", "3", "", "0003"),
    )
    for name, day, site, people, photo, uuid in rows:
        place = folder / "instances" / name
        place.mkdir(parents=True)
        text = PHONE.format(day=day, site=site, people=people, photo=photo, uuid=uuid)
        (place / f"{name}.xml").write_text(text, encoding="utf-8")
        if photo == "one.jpg":
            (place / photo).write_bytes(b"picture")
    return folder / "instances"


def test_a_folder_of_submissions_is_chosen(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path, window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    room, folder = empty_room, phones(tmp_path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    window.table.run("data.file.folder")
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    said = " ".join(mark.text.text() for mark in room.import_page.findings.findChildren(FindingLine))
    assert "twice" in said or "more than once" in said, said
    room.import_page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    assert room.state.contents.tables[0].rows == 3


def test_an_encrypted_form_is_refused_in_one_sentence(empty_room: DataWorkspace, calm: Calm, tmp_path: Path) -> None:
    folder = phones(tmp_path)
    place = folder / "locked"
    place.mkdir()
    (place / "submission.xml").write_text(
        '<data id="visit" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted">'
        "<base64EncryptedKey>abc</base64EncryptedKey></data>",
        encoding="utf-8",
    )
    empty_room.acts.imports.begin(folder)
    calm()
    assert "encrypted" in empty_room.import_page.sentence.text()
    assert not empty_room.import_page.is_read()
    empty_room.import_page.cancel.click()
    calm()
    assert not empty_room.state.contents.tables


HEADS = "age,member[1]/m_age,member[1]/note,member[2]/m_age,member[2]/note,_id,_uuid,_submission_time\n"


def test_members_nobody_can_tell_apart_are_asked(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room, page = empty_room, empty_room.import_page
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(HEADS + "30,7,n7,8,n8,1,u1,2026-03-01T10:00:00\n41,3,n3,,,2,u2,2026-03-01T11:00:00\n", "utf-8")
    second.write_text(HEADS + "30,50,other,,,1,u1,2026-03-01T10:00:00\n41,3,n3,,,2,u2,2026-03-01T11:00:00\n", "utf-8")
    room.acts.imports.begin(first)
    qtbot.waitUntil(page.is_read, timeout=60000)
    page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    room.acts.imports.begin(second)
    qtbot.waitUntil(lambda: page.newer.comparison is not None, timeout=60000)
    calm()
    assert page.newer.tabs.value() == "same"
    assert not page.take.isEnabled(), "first one says which is which"
    (field,) = page.newer.same.findChildren(ChoiceField)
    offered = [field.itemText(place) for place in range(field.count())]
    assert len(offered) == 4, "not said yet, two rows at hand, a new one"
    assert "7" in offered[1], "the rows are told by their answers"
    before = page.newer.comparison
    field.setCurrentIndex(2)
    field.activated.emit(2)
    qtbot.waitUntil(lambda: page.newer.comparison is not before and page.take.isEnabled(), timeout=60000)
    calm()
    assert {name: len(lines) for name, lines in page.newer.lines.items()} == {
        "new": 0, "changed": 1, "vanished": 1, "edits": 0, "questions": 0
    }  # fmt: skip
    page.take.click()
    calm()
    assert [table.rows for table in room.state.contents.tables] == [2, 3]


def test_what_the_weights_need_is_missed_before_it_is_taken(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room, page = empty_room, empty_room.import_page
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("age,wt,_id,_uuid\n30,1.5,1,u1\n41,2.5,2,u2\n", "utf-8")
    second.write_text("age,_id,_uuid\n30,1,u1\n41,2,u2\n52,3,u3\n", "utf-8")
    room.acts.imports.begin(first)
    qtbot.waitUntil(page.is_read, timeout=60000)
    page.take.click()
    qtbot.waitUntil(lambda: room.state.view is not None, timeout=30000)
    calm()
    weight = room.state.table().named("wt").id  # type: ignore[union-attr]
    room.session.do(set_design("t1", DesignRoles(weight=weight)))
    calm()
    room.acts.imports.begin(second)
    qtbot.waitUntil(lambda: page.newer.comparison is not None, timeout=60000)
    calm()
    (said,) = [label.text() for label in page.newer.lacks.findChildren(Label)]
    assert said.startswith("This export lacks, or has in another kind: wt. They are needed for: design of ")
    assert page.newer.lacks.isVisibleTo(page.newer)
    page.cancel.click()
    calm()
