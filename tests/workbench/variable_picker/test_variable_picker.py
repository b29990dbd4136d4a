# SPDX-License-Identifier: MIT
"""The variable picker: what is found first, what Enter takes, what it says, where it lies, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from analysis.records import Choice, DataTable, Kind, Level, Role, RowOrigin, Variable
from wording import Labels, render
from workbench.app import make_application
from workbench.table_labels import kind_icon
from workbench.theme import ColourScheme, apply_stylesheet, apply_theme, font
from workbench.translation import use_language
from workbench.variable_picker import Searchable, VariableField, candidates_of, ranked
from workbench.variable_picker.candidates import nothing_shown
from workbench.variable_picker.rows import RowList
from workbench.widgets import ChoiceField, Entry, EntryList
from workbench.widgets.elision import shortened, two_lines


def variable(number: int, name: str, english: str = "", french: str = "", kind: Kind = Kind.ONE) -> Variable:
    labels = Labels({"en": english, "fr": french} if french else {"en": english} if english else {})
    choices = (Choice("c1", "1", Labels({"en": "Yes"})), Choice("c2", "2", Labels({"en": "No"})))
    return Variable(f"v{number}", name, labels, kind, Level.NOMINAL, choices=choices if kind is Kind.ONE else ())


VARIABLES = (
    variable(1, "litres", "Number of litres: how much water is there in your neighbourhood?", "", Kind.NUMBER),
    variable(2, "neighbourhood", "Which part of the town is this?", "Quel quartier de la ville ?"),
    variable(3, "safe_at_night", "Do you feel safe at night?"),
    variable(4, "concern_women", "What are the main protection concerns for women and girls in this site today?"),
    variable(5, "concern_men", "What are the main protection concerns for women and men in this site today?"),
    variable(6, "case_no", "Number of the case", kind=Kind.TEXT),
)


@pytest.fixture
def table() -> DataTable:
    return DataTable("t1", "households", Labels({"en": "Households"}), "household", RowOrigin.CENSUS, VARIABLES, rows=0)


@pytest.fixture
def field(qtbot: QtBot, table: DataTable) -> Iterator[VariableField]:
    """A field in the right one of two columns, with the choices of the table to offer."""
    application = make_application()
    use_language("en")
    apply_theme(application, ColourScheme.LIGHT)
    whole = QSplitter()
    centre, right = QWidget(), QWidget()
    made = VariableField("Strata")
    column = QVBoxLayout(right)
    column.addWidget(made)
    column.addStretch(1)
    whole.addWidget(centre)
    whole.addWidget(right)
    whole.setSizes([600, 300])
    whole.resize(900, 600)
    qtbot.addWidget(whole)
    apply_stylesheet(whole)
    made.offer(table, [one for one in VARIABLES if one.kind is Kind.ONE])
    whole.show()
    qtbot.waitExposed(whole)
    yield made
    made.close_picker()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def found(typed: str, table: DataTable) -> list[str]:
    return [one.name for one in ranked([Searchable.of(c) for c in candidates_of(table, VARIABLES)], typed)]


def typed(field: VariableField, text: str) -> None:
    QTest.keyClick(field.button, Qt.Key.Key_Return)
    assert field.picker is not None
    QTest.keyClicks(field.picker.search, text)


def test_a_hit_in_the_name_outranks_one_in_the_wording(table: DataTable) -> None:
    assert found("neigh", table) == ["neighbourhood", "litres"]
    assert found("quartier", table) == ["neighbourhood"], "labels of every language are searched"
    assert found("night", table) == ["safe_at_night"]
    assert found("women girls", table) == ["concern_women"]
    assert found("NUMBER", table) == ["litres", "case_no"]
    assert found("xyz", table) == []
    assert found("art", table) == [], "three letters within a word are no hit"
    assert found("hood", table) == ["neighbourhood", "litres"]


def test_neigh_and_enter_take_the_neighbourhood_and_say_so(field: VariableField, qtbot: QtBot) -> None:
    high = field.sizeHint().height()
    typed(field, "neigh")
    with qtbot.waitSignal(field.chosen) as taken:
        assert field.picker is not None
        assert field.picker.list.marked() is not None
        QTest.keyClick(field.picker.search, Qt.Key.Key_Return)
    assert taken.args == ["v2"]
    assert field.value() == "v2"
    assert field.picker is None
    assert QApplication.focusWidget() is field.button
    assert field.button.confirmed
    assert field.sizeHint().height() == high, "nothing below the field moves"
    assert field.button.accessibleName() == "Strata: Which part of the town is this? (neighbourhood)"


@pytest.mark.parametrize("text", ["", "xyz"])
def test_enter_takes_nothing_that_is_not_marked(field: VariableField, text: str, qtbot: QtBot) -> None:
    typed(field, text)
    with qtbot.assertNotEmitted(field.chosen):
        assert field.picker is not None
        QTest.keyClick(field.picker.search, Qt.Key.Key_Return)
    assert field.value() is None
    assert field.picker is not None
    assert field.picker.refusal.isVisible() or field.picker.nothing.isVisible()
    QTest.keyClick(field.picker.search, Qt.Key.Key_Escape)
    assert field.picker is None
    assert field.value() is None


def test_esc_closes_from_its_buttons_too(field: VariableField) -> None:
    typed(field, "xyz")
    assert field.picker is not None
    field.picker.all.setFocus()
    QTest.keyClick(field.picker.all, Qt.Key.Key_Escape)
    assert field.picker is None


def test_arrows_mark_and_the_mark_is_taken(field: VariableField) -> None:
    typed(field, "concern")
    assert field.picker is not None
    QTest.keyClick(field.picker.search, Qt.Key.Key_Down)
    QTest.keyClick(field.picker.search, Qt.Key.Key_Return)
    assert field.value() == "v5"


def test_what_does_not_fit_is_shown_with_its_reason_and_not_taken(field: VariableField) -> None:
    typed(field, "case_no")
    picker = field.picker
    assert picker is not None
    assert picker.list.marked() is None
    picker.fits.click()
    marked = picker.list.marked()
    assert marked is not None
    assert render(marked.why, "en") == "text: does not fit here"
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert field.value() is None
    assert picker.refusal.isVisible()


def test_an_identifier_is_never_offered(table: DataTable) -> None:
    from dataclasses import replace

    hidden = replace(VARIABLES[2], role=Role.IDENTIFIER)
    with_hidden = replace(table, variables=(*VARIABLES[:2], hidden))
    (made,) = [one for one in candidates_of(with_hidden, VARIABLES[:2]) if one.value == "v3"]
    assert not made.fits
    assert "identify people" in render(made.why, "en")


@pytest.mark.parametrize("height", [512, 768])
def test_it_lies_within_its_own_column(field: VariableField, height: int) -> None:
    splitter = field.window()
    splitter.resize(910, height)
    QApplication.processEvents()
    field.turn()
    assert field.picker is not None
    column = field.parentWidget()
    assert field.picker.parentWidget() is column
    assert column.rect().contains(field.picker.geometry())


def test_names_are_told_apart_by_the_row_not_by_dots(field: VariableField) -> None:
    typed(field, "concern")
    assert field.picker is not None
    names = [row.name for row in field.picker.list.rows.rows if hasattr(row, "name")]
    assert names == ["concern_women", "concern_men"]
    metrics = QFontMetrics(font())
    lines = [two_lines(render(one.labels, "en"), metrics, 250) for one in VARIABLES[3:5]]
    assert all(len(pair) == 2 for pair in lines)
    assert lines[0] != lines[1]
    long = ["Consent to take part in the interview of 2024", "Consent to take part in the interview of 2025"]
    short = [shortened(one, metrics, 160) for one in long]
    assert all("…" in one for one in short)
    assert short[0] != short[1], "shortened in the middle"


def test_a_list_of_variables_shows_the_export_name(qtbot: QtBot) -> None:
    view = EntryList("Variables")
    qtbot.addWidget(view)
    view.set_entries([Entry("v4", VARIABLES[3].labels, name="concern_women"), Entry("v9", "age", name="age")])
    view.resize(260, 200)
    view.show()
    first, second = (view.visualRect(view.entries.index(row)).height() for row in (0, 1))
    assert first > second, "a second line for the name, where it is not the wording already"
    assert "concern_women" in str(view.entries.index(0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_drop_down_shows_twelve_items_whole(qtbot: QtBot) -> None:
    apply_theme(make_application(), ColourScheme.LIGHT)
    whole = QWidget()
    row = QHBoxLayout(whole)
    field = ChoiceField("Kind", [(n, f"A rather long name of a kind of analysis, number {n}") for n in range(12)])
    row.addWidget(field)
    qtbot.addWidget(whole)
    apply_stylesheet(whole)
    whole.resize(160, 60)
    whole.show()
    field.showPopup()
    view = field.view()
    assert isinstance(view, QListView)
    last = view.visualRect(view.model().index(11, 0))
    assert view.viewport().rect().contains(QRect(last.left(), last.bottom(), 1, 1)), "the twelfth is seen, too"
    longest = max(view.fontMetrics().horizontalAdvance(field.itemText(n)) for n in range(12))
    assert view.viewport().width() >= longest
    assert not view.verticalScrollBar().isVisible()
    field.hidePopup()
    field.set_choices([(n, f"Kind {n}") for n in range(20)])
    field.showPopup()
    assert view.verticalScrollBar().isVisible(), "a bar says that there are more than twelve"
    field.hidePopup()


def test_the_list_takes_the_keys_of_the_find_field_only(qtbot: QtBot) -> None:
    view = RowList("Variables")
    qtbot.addWidget(view)
    assert view.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_each_row_shows_the_icon_of_its_kind(field: VariableField) -> None:
    kinds = (Kind.ONE, Kind.SET, Kind.INTEGER, Kind.DATE, Kind.TEXT, Kind.GEOPOINT)
    icons = [kind_icon(variable(9, "q", kind=kind)) for kind in kinds]
    assert len(set(icons)) == len(kinds), "a kind is told by its icon"
    typed(field, "concern")
    assert field.picker is not None
    view = field.picker.list
    drawn = view.viewport().grab().toImage()
    at = next(at for at, row in enumerate(view.rows.rows) if hasattr(row, "icon"))
    row = view.visualRect(view.rows.index(at))
    icon = QRect(14, row.top() + 4, 15, 15)
    colours = {drawn.pixel(x, y) for x in range(icon.left(), icon.right()) for y in range(icon.top(), icon.bottom())}
    assert len(colours) > 4, "the icon is painted before the wording, not only known"


def test_a_row_is_as_high_with_a_scroll_bar_as_without(field: VariableField) -> None:
    typed(field, "concern")
    assert field.picker is not None
    view = field.picker.list
    at = next(at for at, row in enumerate(view.rows.rows) if hasattr(row, "icon"))
    heights = set()
    for width in range(300, 620, 4):
        both = set()
        for policy in (Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn):
            view.setVerticalScrollBarPolicy(policy)
            view.resize(width, 200)
            both.add(view.sizeHintForRow(at))
        assert len(both) == 1, "rows are measured before the bar comes, and would lie over each other"
        heights |= both
    assert len(heights) == 2, "one line of wording where there is room, else two"


def test_what_does_not_fit_is_named_with_the_reason(field: VariableField) -> None:
    """It said that no variable fits what was typed, of one that is there."""
    typed(field, "litres")
    picker = field.picker
    assert picker is not None
    assert (
        picker.nothing.text()
        == f"“litres” finds only “{render(VARIABLES[0].labels, 'en')}” (number: does not fit here)."
    )
    assert picker.all.isVisible()
    picker.all.click()
    assert picker.search.text() == "litres", "what was typed stays, now that it finds something"
    assert [row.name for row in picker.list.rows.rows if hasattr(row, "name")] == ["litres"]
    picker.fits.setChecked(True)
    picker.search.setText("number")
    assert picker.nothing.text().startswith("“number” finds 2 variables, none of which can be taken here; the first is")
    picker.search.setText("xyz")
    assert picker.nothing.text() == "No variable fits “xyz”."


def test_what_a_chip_leaves_out_is_named(table: DataTable) -> None:
    fits, unfit = candidates_of(table, VARIABLES[1:2])[1::-1]
    assert render(nothing_shown("q", [unfit, fits], "en"), "en") == (
        "“q” finds “Which part of the town is this?”, which the choice above leaves out."
    )
