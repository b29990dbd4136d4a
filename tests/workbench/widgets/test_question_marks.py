# SPDX-License-Identifier: MIT
"""The "?" of fields without a form row: in a side column beside the name, in a search field while nothing is typed."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wording import msg, render
from workbench.data.side_column_widgets import NamedField
from workbench.translation import use_language
from workbench.widgets import ChoiceField, SearchField


def test_a_field_beside_its_name_shows_what_it_is_for_below(qtbot: QtBot) -> None:
    use_language("fr")
    key = "data.view.table.unit"
    row = NamedField(msg(key), ChoiceField(msg(key), [("a", "A")]), 136)
    qtbot.addWidget(row)
    row.resize(268, 40)
    row.show()
    assert row.what.isVisible()
    assert not row.answer_is_shown()
    row.what.click()
    assert row.answer_is_shown()
    assert row.what.answer.text() == render(msg(f"what.{key}"), "fr")
    assert row.what.geometry().right() < row.field.geometry().left(), "it stands between the name and the field"
    row.what.click()
    assert not row.answer_is_shown()


def test_a_name_from_the_data_has_no_mark(qtbot: QtBot) -> None:
    row = NamedField("Village", ChoiceField("Village", [("a", "A")]))
    qtbot.addWidget(row)
    row.show()
    assert not row.what.isVisible()


def test_a_search_field_has_its_mark_until_something_is_typed(qtbot: QtBot) -> None:
    use_language("en")
    field = SearchField(msg("data.view.find_variable"))
    qtbot.addWidget(field)
    field.resize(240, 29)
    field.show()
    assert field.what.isVisible()
    assert field.rect().contains(field.what.geometry())
    assert field.what.toolTip() == render(msg("what.data.view.find_variable"), "en")
    field.what.click()
    assert not field.text()
    field.setText("neigh")
    assert not field.what.isVisible(), "there stands the button that empties the field"
    field.clear()
    assert field.what.isVisible()
    field.settle()
