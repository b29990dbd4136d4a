# SPDX-License-Identifier: MIT
"""Stories of the columns in the import preview: kinds of several at once, order, marks, row key, a small screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from analysis.records import Kind, Level, Role, Variable
from projects.imported.records import ImportedTable
from projects.importing.columns.confirmable_texts import Shown, values_shown
from projects.importing.columns.question_names import unique_columns
from wording import Labels, render
from workbench.data.preview.column_rows import (
    STAYS,
    ColumnRow,
    ColumnSelection,
    is_open,
    leave_as,
    shared_now,
    wanted,
)
from workbench.data.preview.columns_pane import ColumnsPane
from workbench.data.preview.file_reading import ConfirmedGuesses
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.theme import colours_of
from workbench.variable_picker import VariableField

Calm = Callable[[], None]
WEALTH = ("tier1", "tier2", "tier3", "tier4", "tier5")
NAMES = (
    "serial",
    "passport_no",
    "debt",
    "rent",
    "wealth",
    "when",
    "remark",
    "partner_organisation_as_the_list_has_it",
    "began",
    "ended",
)


def survey(folder: Path) -> Path:
    file = folder / "survey.csv"
    lines = [",".join(NAMES)]
    for n in range(60):
        mark = ("12 USD", "15 USD", "x")[n % 3]
        lines.append(
            f"{n + 7},P{n:04},{('30', 'NA', '-99')[n % 3]},{mark},{WEALTH[n % 5]},"
            f"{n % 12 + 1:02}/{n % 11 + 1:02}/2025,said {n},Org {n % 4},{45292 + 3 * n + n % 2},{45294 + 3 * n + n % 2}"
        )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def read(room: DataWorkspace, folder: Path, qtbot: QtBot) -> ColumnsPane:
    room.acts.imports.begin(survey(folder))
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    room.import_page.talk.show_page("columns")
    return room.import_page.columns


def listed(pane: ColumnsPane) -> list[str]:
    return [pane.rows[place].variable.name for place in pane.model.order]


def words(field: QComboBox) -> list[str]:
    return [field.itemText(at) for at in range(field.count())]


def test_kinds_of_several_columns_at_once(empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path) -> None:
    room = empty_room
    pane = read(room, tmp_path, qtbot)
    pane.choose("wealth", "partner_organisation_as_the_list_has_it")
    assert pane.bar.title.text() == "2 columns chosen"
    pane.set_kind("text")
    calm()
    assert [row.variable.name for row in pane.chosen()] == ["wealth", "partner_organisation_as_the_list_has_it"]
    pane.choose("wealth", "remark")
    pane.set_kind("number")
    calm()
    assert "60 values were not converted" in pane.note.text(), "what does not convert is said before the import"
    pane.set_kind("one")
    calm()
    room.import_page._take()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.named("partner_organisation_as_the_list_has_it").kind is Kind.TEXT
    assert (table.named("wealth").kind, table.named("remark").kind) == (Kind.ONE, Kind.ONE)
    assert not table.named("remark").content_unconfirmed


def test_answers_stand_with_their_counts_and_a_row_that_asks_in_amber(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = read(empty_room, tmp_path, qtbot)
    grounds = {}
    for at, name in enumerate(listed(pane)):
        line = pane.model.index(at, 1)
        grounds[name] = line.data(Qt.ItemDataRole.BackgroundRole)
        if name == "wealth":
            assert line.data() == "tier1 12 · tier2 12 · tier3 12 · tier4 12 +1"
        if name == "passport_no":
            assert line.data() == "•••", "nothing of an identifier is shown or counted"
    amber = QColor(colours_of(pane.table).warning_wash)
    assert grounds["debt"] == amber, "-99 may mean no answer"
    assert grounds["began"] == amber, "numbers that may be dates"
    assert grounds["wealth"] is None
    assert grounds["remark"] is None, "free text asks nothing: it stays with the team"


def test_titles_of_first_charts_stand_in_view_whole(
    empty_room: DataWorkspace, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.resize(1366, 768)
    file = tmp_path / "long.csv"
    question = "How safe do you feel when you walk through the site alone after dark"
    lines = [f"{question},group", *(f"{('safe', 'unsafe')[n % 2]},{('north', 'south')[n % 3 % 2]}" for n in range(40))]
    file.write_text("\n".join(lines), encoding="utf-8")
    room = empty_room
    room.acts.imports.begin(file)
    qtbot.waitUntil(room.import_page.is_read, timeout=60000)
    pane = room.import_page.guesses
    titles = [one for one in pane.page.findChildren(QRadioButton) if question in one.accessibleName()]
    assert titles
    for one in titles:
        assert "\n" in one.text()
        assert one.sizeHint().width() <= one.width()
        assert one.mapTo(pane, QPoint(one.width(), 0)).x() <= pane.viewport().width()


def test_text_that_nobody_confirmed_is_to_be_looked_at_whatever_its_role() -> None:
    """A column taken as sensitive by its words stays with the team, too, until somebody says that it names nobody."""
    for role in (Role.ORDINARY, Role.TEXT, Role.SENSITIVE, Role.QUASI_IDENTIFIER):
        variable = Variable("v1", "harm", Labels({}), Kind.ONE, Level.NOMINAL, role=role, content_unconfirmed=True)
        row = ColumnRow(ImportedTable("t1", "t", Labels({}), (variable,), {}, {}, 3), variable, (), "", True)
        said = ConfirmedGuesses()
        assert shared_now(row, said) == STAYS
        assert is_open(row, said)
        leave_as(row, said, Role.SENSITIVE)
        assert shared_now(row, said) is Role.SENSITIVE
        assert not is_open(row, said)
        assert row.key in said.confirmed
        leave_as(row, said, STAYS)
        assert is_open(row, said)
        leave_as(row, said, Role.IDENTIFIER)
        assert shared_now(row, said) is Role.IDENTIFIER
        assert row.key not in said.confirmed
    assert wanted(row, ConfirmedGuesses(), ColumnSelection.IDENTIFYING), (
        "a quasi-identifier is listed as one all the same"
    )


def test_a_kind_says_what_would_not_convert_and_dates_ask_their_order(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    pane = read(room, tmp_path, qtbot)
    pane.choose("when")
    calm()
    offered = words(pane.bar.kind)
    assert "day, month, year" in offered, "no day is above 12: the order is asked"
    assert "date" not in offered
    assert "number · 60 values would not convert" in offered
    pane.set_kind("date:mdy")
    calm()
    assert pane.model.index(5, 1).data().startswith("2025-01-01, 2025-02-02"), "the first values are shown as dates"
    for name, kind in (("began", "date"), ("ended", "number")):
        pane.show_list(ColumnSelection.OPEN)
        assert name in listed(pane), "days of a spreadsheet under a name that says no date are asked"
        pane.choose(name)
        assert pane.model.index(listed(pane).index(name), 2).data() == "number ●"
        pane.set_kind(kind)
        calm()
        assert name not in listed(pane), "either answer settles it"
    pane.show_list(ColumnSelection.ALL)
    room.import_page._take()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.named("when").kind is Kind.DATE
    assert (table.named("began").kind, table.named("ended").kind) == (Kind.DATE, Kind.INTEGER)


def test_an_order_is_shown_and_confirmed_before_the_import(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    room = empty_room
    pane = read(room, tmp_path, qtbot)
    pane.choose("wealth")
    pane.set_kind("ordered")
    calm()
    assert pane.bar.order.isVisible()
    assert "nobody has confirmed" in pane.bar.order.text()
    pane.show_list(ColumnSelection.OPEN)
    assert "wealth" in listed(pane)
    pane._ask_order()
    assert pane.order.answers is not None
    pane.order.answers.setCurrentRow(2)
    pane.order._shift(-1)
    pane.order._confirm()
    calm()
    assert not pane.chosen(), "what is done leaves the list of what needs a look"
    pane.show_list(ColumnSelection.ALL)
    pane.choose("wealth")
    assert pane.bar.order.text() == "Order: tier1 < tier3 < tier2 < tier4 < tier5"
    room.import_page._take()
    calm()
    table = room.state.table()
    assert table is not None
    wealth = table.named("wealth")
    assert [choice.code for choice in wealth.choices] == ["tier1", "tier3", "tier2", "tier4", "tier5"]
    assert wealth.level is Level.ORDINAL
    assert not wealth.order_unconfirmed


def test_marks_stand_with_their_counts_and_change_for_the_columns_chosen(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    pane = read(room, tmp_path, qtbot)
    at = [pane.rows[place].variable.name for place in pane.model.order].index("debt")
    assert pane.model.index(at, 3).data() == "NA 20 · -99 20\u202f?"
    pane.choose("debt")
    pane.bar.mark_chosen.emit("-99", 3)
    page = room.import_page
    qtbot.waitUntil(lambda: page.is_read() and page.read is not None and bool(page.read.options.mark_reasons),
                    timeout=60000)  # fmt: skip
    assert page.read is not None
    assert page.read.options.mark_reasons == {"debt": {"-99": 3}}
    assert page.talk.lists_columns(), "the file is read again, the list of columns stays in front"
    assert [row.variable.name for row in pane.chosen()] == ["debt"]
    assert page.read.imported.tables[0].reasons["v3"][:3].tolist() == [0, 4, 3]


def test_every_unique_column_can_be_the_row_key(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path
) -> None:
    room = empty_room
    pane = read(room, tmp_path, qtbot)
    pane.choose("debt")
    pane.set_kind("text")
    calm()
    room.import_page.guesses.unfold()
    fields = room.import_page.guesses.findChildren(VariableField)
    key = next(one for one in fields if one.button.accessibleName().startswith("Row key"))
    fits = [one.name for one in key.offered() if one.fits]
    assert fits == ["serial", "passport_no", "when", "remark", "began", "ended"]
    assert "not unique" in next(render(one.why, "en") for one in key.offered() if one.name == "wealth")
    QTest.keyClick(key.button, "s")
    assert key.picker is not None
    assert key.picker.search.text() == "s", "a letter typed on the closed field is looked for"
    key.picker.search.setText("nothing is called so")
    room.window().activateWindow()
    qtbot.waitUntil(lambda: key.picker is not None and key.picker.all.isVisible())
    QTest.mouseClick(key.picker.all, Qt.MouseButton.LeftButton)
    assert key.picker is not None, "what shows all goes, the picker stays"
    QTest.keyClicks(key.picker.search, "serial")
    QTest.keyClick(key.picker.search, Qt.Key.Key_Return)
    page = room.import_page
    qtbot.waitUntil(lambda: page.is_read() and page.read is not None and page.read.options.key == "serial",
                    timeout=60000)  # fmt: skip
    assert page.read is not None
    roles = {one.name: one.role for one in page.read.imported.tables[0].variables}
    assert roles["serial"] is Role.KEY
    assert page.guesses.said.kinds == {("t1", "v3"): "text"}, "what was said before stands"


def test_unique_columns_have_no_gap_and_no_value_twice() -> None:
    columns = {"v1": ["a", "b"], "v2": ["a", "a"], "v3": ["a", None]}
    table = ImportedTable(
        "t1", "t", Labels({}),
        tuple(Variable(one, one, Labels({}), Kind.TEXT, Level.NOMINAL) for one in columns),
        {one: pa.array(values) for one, values in columns.items()}, {}, 2,
    )  # fmt: skip
    assert unique_columns(table) == ("v1",)


def test_all_of_it_is_in_sight_on_a_small_screen_in_french(
    empty_room: DataWorkspace, calm: Calm, qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    room = empty_room
    window.set_language("fr")
    window.resize(910, 512)
    pane = read(room, tmp_path, qtbot)
    talk = room.import_page.talk
    assert not talk._beside
    for names in (("debt",), ("wealth",), ("debt", "remark")):
        pane.choose(*names)
        if names == ("wealth",):
            pane.set_kind("ordered")
        calm()
        qtbot.wait(20)
        assert not cut(window, pane), names
        assert pane.table.viewport().height() >= 80
    pane.choose("wealth")
    pane._ask_order()
    qtbot.wait(20)
    assert not cut(window, pane)
    talk.show_page("side")
    qtbot.wait(20)
    assert room.import_page.guesses.isVisible()
    assert room.import_page.guesses.width() > 700


def cut(window: MainWindow, inside: QWidget) -> list[str]:
    """Buttons and fields that are not wholly seen, or whose words do not fit."""
    found = []
    for widget in inside.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QPushButton, QComboBox)):
            continue
        corner = widget.mapTo(window, QPoint(widget.width(), widget.height()))
        bottom = window.statusBar().mapTo(window, QPoint(0, 0)).y() if window.statusBar().isVisible() else 512
        seen = widget.visibleRegion().boundingRect()
        if corner.x() > window.width() or corner.y() > bottom or seen.height() < widget.height() - 1:
            found.append(widget.accessibleName())
        if isinstance(widget, QPushButton) and widget.width() < widget.minimumSizeHint().width():
            found.append(widget.text())
    return found


def test_values_of_texts_are_counted_beside_the_window(
    empty_room: DataWorkspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bool] = []

    def count(variable: Variable, column: pa.Array | None) -> Shown:
        counted.append(threading.current_thread() is threading.main_thread())
        return values_shown(variable, column)

    monkeypatch.setattr("workbench.data.preview.file_reading.values_shown", count)
    read(empty_room, tmp_path, qtbot)
    assert counted
    assert not any(counted), "10 ms a column of 20,000 rows: the window, and its Lock, would wait a second for 100"
