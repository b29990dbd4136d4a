# SPDX-License-Identifier: MIT
"""The "?" of fields without a form row: in a side column beside the name, in a search field while nothing is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wording import msg, render
from workbench.data.side_column_widgets import NamedField
from workbench.translation import use_language
from workbench.widgets import ChoiceField, FormRow, SearchField, TextField


def test_a_field_beside_its_name_shows_what_it_is_for_below(qtbot: QtBot) -> None:
    use_language("fr")
    key = "data.view.table.unit"
    row = NamedField(msg(key), ChoiceField(msg(key), [("a", "A")]), 136)
    qtbot.addWidget(row)
    row.resize(268, 40)
    row.show()
    assert not row.what.isVisible(), "nobody is at the field"
    row.activateWindow()
    row.field.setFocus()
    qtbot.waitUntil(row.what.isVisible)
    assert not row.what.is_answering()
    row.what.click()
    assert row.what.is_answering()
    assert row.what.answer.text() == render(msg(f"what.{key}"), "fr")
    assert row.what.geometry().right() < row.field.geometry().left(), "it stands between the name and the field"
    row.field.clearFocus()
    assert row.what.isVisible(), "its answer shows"
    row.what.click()
    assert not row.what.is_answering()


def test_a_name_from_the_data_has_no_mark(qtbot: QtBot) -> None:
    row = NamedField("Village", ChoiceField("Village", [("a", "A")]))
    qtbot.addWidget(row)
    row.show()
    row.field.setFocus()
    assert not row.what.isVisible()


def test_a_search_field_has_its_mark_until_something_is_typed(qtbot: QtBot) -> None:
    use_language("en")
    field = SearchField(msg("data.view.find_variable"))
    qtbot.addWidget(field)
    field.resize(240, 29)
    field.move(300, 300)  # not under the mouse
    field.show()
    assert not field.what.isVisible()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.what.isVisible)
    assert field.rect().contains(field.what.geometry())
    assert field.what.toolTip() == render(msg("what.data.view.find_variable"), "en")
    field.what.click()
    assert not field.text()
    field.setText("neigh")
    assert not field.what.isVisible(), "there stands the button that empties the field"
    field.clear()
    assert field.what.isVisible()
    field.clearFocus()
    assert not field.what.isVisible()
    field.settle()


def test_the_mouse_over_a_field_shows_its_mark(qtbot: QtBot) -> None:
    use_language("en")
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    rows = [FormRow(msg("data.view.change.reason"), TextField(msg("data.view.change.reason"))) for _ in range(2)]
    for row in rows:
        column.addWidget(row)
    form.show()
    wide = rows[1].label.width()
    rows[1].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(rows[1], QEvent(QEvent.Type.Enter))
    assert [row.what.isVisible() for row in rows] == [False, True]
    QApplication.processEvents()
    assert rows[1].label.width() == wide, "nothing moves"
    rows[1].setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    QApplication.sendEvent(rows[1], QEvent(QEvent.Type.Leave))
    assert not rows[1].what.isVisible()
