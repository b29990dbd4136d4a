# SPDX-License-Identifier: MIT
"""A laptop of 1366 × 768 at 150 %, 910 × 512 pixels: every room and page fits, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import workbench.sample_files
from projects.intake.file_intake import prepare_import
from projects.interviews.documents import NewDocument, import_documents
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from tests.benchmarks.kinds import action_kinds
from workbench.collapsed_columns import FoldableColumns
from workbench.data.side_column_widgets import NamedField
from workbench.history.panes.history_table import kind_name
from workbench.room_columns import CENTRE, LEFT, RIGHT, ThreeColumns
from workbench.shell.window import MainWindow
from workbench.widgets import ChoiceField, RowsColumn, RowsModel
from workbench.widgets.wrapped_table import WrappedTable, shared
from workbench.workspaces import ROOMS, Room

SMALL = (910, 512)
PASSPHRASE = "meadow kettle orbit violin"
SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """Every room there is."""
    return ROOMS


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a survey and an interview, made once."""
    folder = tmp_path_factory.mktemp("filled") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Protection assessment, three sites", user="AB") as project:
        project.do(prepare_import(DATA, FORM).action)
        text = "Interviewer: Where did you go?\n\nP1: By the market, then home.\n"
        project.do(import_documents([NewDocument("IDI 01", "en", parse_text(text))]))
    return folder


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=30_000)
        qtbot.wait(5)
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def faces(window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path) -> Iterator[str]:
    """Every page without a project, then Home and every room of one."""
    for page in ("home", "new", "settings", "shortcuts", "about", "restore", "receive"):
        window.show_page(page)
        settle(qtbot, window)
        yield page
    shutil.copytree(filled, tmp_path / "Three sites.pwb")
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(tmp_path / "Three sites.pwb", PASSPHRASE)
    settle(qtbot, window)
    window.show_page("home")
    settle(qtbot, window)
    yield "overview"
    for room in list(window.rooms):
        window.show_room(room)
        settle(qtbot, window)
        yield room
    window.show_room("data")
    window.rooms["data"].right.ask_export()  # type: ignore[attr-defined]
    settle(qtbot, window)
    yield "export"
    window.show_room("safety")
    safety: Any = window.rooms["safety"]
    safety.list.pick("keys")
    keys = safety.pages.keys
    for ask in (keys.ask_new_key, keys.ask_recovery, keys.ask_second, keys.ask_add):
        ask()
        settle(qtbot, window)
        assert not keys.horizontalScrollBar().isVisible(), "its words go on in the next line"
        yield ask.__name__
        keys.close_panel()
    window.rooms["analysis"].acts.front.begin("regression")  # type: ignore[attr-defined]
    window.show_room("analysis")
    settle(qtbot, window)
    yield "regression"
    window.rooms["analysis"].right.design.open_editor()  # type: ignore[attr-defined]
    settle(qtbot, window)
    yield "design"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_room_fits(window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path, language: str) -> None:
    window.set_language(language)
    window.resize(*SMALL)
    wrong = []
    for face in faces(window, qtbot, filled, tmp_path):
        whole = window.centralWidget()
        assert whole is not None
        least = whole.minimumSizeHint()
        if least.width() > SMALL[0] or least.height() + window.menuBar().height() > SMALL[1]:
            wrong.append((face, "needs", least.width(), least.height() + window.menuBar().height()))
        if (window.width(), window.height()) != SMALL:
            wrong.append((face, "window", window.width(), window.height()))
        wrong += [(face, *found) for found in outside(window)]
        wrong += [(face, "cut", field.label.text(), 0) for field in window.findChildren(NamedField) if is_cut(field)]
    assert not wrong


def type_at(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Type as the desktop does: each key to what has the focus then."""
    for letter in text:
        qtbot.keyClicks(window.focusWidget() or window, letter)


def test_a_strip_gives_the_focus_to_what_can_be_typed_in(qtbot: QtBot) -> None:
    columns, field = ThreeColumns(), QLineEdit()
    framed = FoldableColumns(columns)
    qtbot.addWidget(framed)
    columns.fill(QWidget(), field, QWidget())
    framed.resize(600, 300)
    framed.show()
    framed.activateWindow()
    qtbot.waitUntil(framed.isActiveWindow)
    strip = framed.strips[LEFT]
    assert strip.isVisible()
    strip.setFocus(Qt.FocusReason.OtherFocusReason)  # as a stack of pages does with the first that Tab reaches
    assert framed.focusWidget() is field
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    assert framed.focusWidget() is strip, "the keyboard reaches it"


def test_a_folded_side_says_that_it_had_the_keys(qtbot: QtBot) -> None:
    columns, left, right = ThreeColumns(), QLineEdit(), QLineEdit()
    qtbot.addWidget(columns)
    sides = []
    for field in (left, right):
        side = QWidget()
        QVBoxLayout(side).addWidget(field)
        sides.append(side)
    columns.fill(sides[0], QWidget(), sides[1])
    columns.show()
    columns.activateWindow()
    qtbot.waitUntil(columns.isActiveWindow)
    left.setFocus()
    with qtbot.assertNotEmitted(columns.keys_folded):
        columns.fold(RIGHT)
    with qtbot.waitSignal(columns.keys_folded):
        columns.fold(LEFT)


def test_the_narrow_form_gives_the_centre_the_room(
    window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path
) -> None:
    """The transcript had 240 px at this size; filters of History and buttons of Data were cut."""
    window.set_language("fr")
    window.resize(*SMALL)
    shutil.copytree(filled, tmp_path / "Three sites.pwb")
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(tmp_path / "Three sites.pwb", PASSPHRASE)
    window.show_room("interviews")
    settle(qtbot, window)
    room = window.rooms["interviews"]
    columns, strips = room.columns, room.findChild(FoldableColumns).strips  # type: ignore[union-attr]
    assert room.transcript.viewport().width() >= 440  # type: ignore[attr-defined]
    assert strips[LEFT].text() == "Documents, cas, livre de codes"
    assert window.rail.width() < 60  # icons alone
    assert window.rail.buttons["interviews"].toolTip() == "Entretiens"
    qtbot.mouseClick(strips[LEFT], Qt.MouseButton.LeftButton)
    assert not columns.folded(LEFT)
    assert room.left.isVisible()  # type: ignore[attr-defined]
    assert strips[LEFT].isVisible(), "the same strip folds it again"
    qtbot.mouseClick(strips[RIGHT], Qt.MouseButton.LeftButton)
    assert columns.folded(LEFT), "one side at a time"
    window.table.run("interviews.go.codebook")
    assert window.focusWidget() is room.left.field  # type: ignore[attr-defined]
    assert room.left.field.isVisible()  # type: ignore[attr-defined]
    window.resize(1366, 768)
    settle(qtbot, window)
    assert not columns.folded(LEFT)
    assert not columns.folded(RIGHT)
    assert columns.state()[2:] == [0, 0], "what was opened in a narrow window is not remembered for a wide one"
    window.show_room("analysis")
    settle(qtbot, window)
    right = window.rooms["analysis"].right  # type: ignore[attr-defined]
    assert right.hint.isVisible()
    assert right.header.mapTo(right, QPoint()).y() == 0, "its heading floated in the middle of an empty column"
    window.resize(*SMALL)
    window.show_room("history")
    settle(qtbot, window)
    history: Any = window.rooms["history"]
    for field in (history.lines.who, history.lines.person, history.lines.document):
        assert field.shown_text() == field.currentText()
    assert history.lines.table.columnWidth(2) <= 110, "where something was done leaves room for what"
    window.show_room("interviews")
    window.table.run("interviews.review.show")
    settle(qtbot, window)
    assert room.centre.review.isVisible()  # type: ignore[attr-defined]
    for field in room.centre.review.findChildren(ChoiceField)[:3]:  # type: ignore[attr-defined]
        assert field.shown_text() == field.currentText()
    window.show_room("data")
    settle(qtbot, window)
    head = window.rooms["data"].centre.tables.parentWidget()  # type: ignore[attr-defined]
    for button in head.findChildren(QAbstractButton):
        if button.isVisible():
            assert head.rect().contains(QRect(button.mapTo(head, QPoint()), button.size())), button.text()
    window.rail.buttons["analysis"].setFocus()
    window.show_room("analysis")
    analysis: Any = window.rooms["analysis"]
    type_at(qtbot, window, "sex of head")  # a space would press the strip and fold the options away
    assert analysis.columns.folded(LEFT)
    assert not analysis.columns.folded(RIGHT)
    analysis.columns.fold(LEFT)
    assert analysis.columns.folded(RIGHT)
    window.table.run("analysis.new.proportions")
    assert not analysis.columns.folded(RIGHT), "letters typed now would go into options that nobody sees"
    type_at(qtbot, window, "sex of")
    assert any(field.text() == "sex of" for field in window.findChildren(QLineEdit) if field.isVisible())


def test_columns_of_a_wrapped_table_share_the_width_and_cut_no_word(qtbot: QtBot) -> None:
    table = WrappedTable("What goes")
    qtbot.addWidget(table)
    columns = [RowsColumn("Quoi", lambda row, _to: row[0]), RowsColumn("Lequel", lambda row, _to: row[1])]
    model = RowsModel(columns, table)
    table.show_model(model)
    table.resize(300, 200)
    table.show()
    model.set_rows([("le cas, avec ses attributs et ses mémos", "Interview 1 · woman, site A"), ("mots", "P01")])
    assert sum(table.columnWidth(place) for place in range(2)) == table.viewport().width()
    assert table.rowHeight(0) > table.rowHeight(1)
    assert shared([100, 300, 60], [50, 120, 60], 300) == [100, 140, 60]
    assert shared([100, 100], [50, 50], 260) == [160, 100]


@pytest.mark.slow
def test_every_kind_of_action_has_its_room_in_both_languages() -> None:
    """History wrote “assistance” and “registers”, the program's own words."""
    nameless = {kind for kind in action_kinds() if isinstance(kind_name(kind), str)}
    assert not nameless


def is_cut(field: NamedField) -> bool:
    """Whether the name of a field is shortened although the line below it has room for the whole."""
    name = field.label.sizeHint().width()
    return field.isVisible() and "…" in field.label.text() and name <= min(field.width(), 150)


def outside(window: MainWindow) -> list[tuple[str, str, int]]:
    """Buttons and fields that stick out of the window, or out of a column that does not scroll sideways."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QAbstractButton, QLineEdit)):
            continue
        if any(isinstance(one, QAbstractScrollArea) and one.horizontalScrollBar().isVisible() for one in above(widget)):
            continue
        right = widget.mapTo(window, QPoint(widget.width(), 0)).x()
        edge = min([window.width(), *(right_edge(one, window) for one in above(widget))])
        if right > edge + 1:
            found.append((type(widget).__name__, widget.accessibleName() or str(widget.objectName()), right - edge))
    return found


def above(widget: QWidget) -> list[QWidget]:
    found = []
    at = widget.parentWidget()
    while at is not None and not at.isWindow():
        found.append(at)
        at = at.parentWidget()
    return found


def right_edge(widget: QWidget, window: MainWindow) -> int:
    return widget.mapTo(window, QPoint(widget.width(), 0)).x()


def test_the_sides_give_way_to_the_centre(qtbot: QtBot) -> None:
    columns = ThreeColumns()
    columns.fill(QWidget(), QWidget(), QWidget())
    qtbot.addWidget(columns)
    columns.resize(1294, 600)
    columns.show()
    assert columns.sizes()[0::2] == [268, 292]
    columns.resize(838, 420)
    left, centre, right = columns.sizes()
    assert centre >= 380
    assert left >= 170
    assert right >= 250
    columns.resize(1294, 600)
    assert columns.sizes()[0::2] == [268, 292], "the widths chosen come back"
    assert (LEFT, CENTRE, RIGHT) == (0, 1, 2)
