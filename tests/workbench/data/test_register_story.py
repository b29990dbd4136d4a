# SPDX-License-Identifier: MIT
"""A table made a register in the window: parts recognised and corrected, figures and findings, one undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from analysis.records import DataTable, DesignRoles, RowOrigin
from analysis.register_columns import Part, RegisterKind
from projects.datasets.registers.headings import is_survey
from projects.intake.file_intake import prepare_import
from projects.store.project import Project
from tests.projects.registers.test_checks import _CSV
from tests.workbench.conftest import PASSPHRASE, Show
from tests.workbench.data.conftest import opened
from wording import Labels, render
from workbench.analysis.view import AnalysisWorkspace
from workbench.data.registers.register_page import RegisterPage, has_keys
from workbench.data.registers.register_pictures import MonthColumns, RegisterFigures
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow
from workbench.widgets.tab_order import tab_stops

Calm = Callable[[], None]


@pytest.fixture
def room(window: MainWindow, qtbot: QtBot, tmp_path: Path, calm: Calm) -> DataWorkspace:
    """The Data room with a register of activities in front."""
    (tmp_path / "activities.csv").write_text(_CSV, encoding="utf-8")
    folder = tmp_path / "Reach.pwb"
    with Project.create(folder, PASSPHRASE, name="Reach", user="AB") as project:
        project.do(prepare_import(tmp_path / "activities.csv").action)
    found = opened(window, qtbot, folder)
    calm()
    return found


def figures(room: DataWorkspace) -> dict[str, float | None]:
    return {render(line.label, "en"): line.figure for line in room.acts.registering.figures.found.lines}


def test_parts_are_recognised_corrected_kept_and_undone(room: DataWorkspace, calm: Calm, window: MainWindow) -> None:
    next(one for one in room.commands() if one.id == "data.table.register").run()
    calm()
    page = room.acts.registering.page
    assert room.middle.currentWidget() is page
    assert page.kinds.value() == "activities"
    table = room.state.table()
    assert table is not None
    planned, women = table.named("Total prévu").id, table.named("Femmes").id
    assert page.register is not None
    assert dict(page.register.parts)[women] is Part.WOMEN
    assert planned not in dict(page.register.parts)
    assert figures(room)["Sessions"] == 8, "rows of totals are left out until somebody decides"
    assert figures(room)["Places"] == 2
    assert figures(room)["Months with a session"] == 3  # January to March 2024; November 2052 is to come
    assert "Months between without one" not in figures(room)
    said = " ".join(render(note, "en") for note in room.acts.registering.figures.found.notes)
    # 119 women and 109 men came to awareness sessions, the larger kind; kinds are not added up
    assert "Sensibilisation: 52% of 228 contacts whose sex is known are women and girls" in said
    page.choices["totals"].choose("keep")
    page.choices["totals"].chosen.emit("keep")
    calm()
    assert figures(room)["Sessions"] == 10
    assert [one.check for one in page.found.findings][:2] == ["totals_counted", "parts"]
    assert "look like totals are counted" in render(window.session.undo_text, "en")
    window.session.undo()
    calm()
    room.acts.registering.look(page.register)
    calm()
    assert figures(room)["Sessions"] == 8
    assert [one.check for one in page.found.findings] == ["totals", "parts", "future", "undated", "double", "planned"]
    choices_per_finding_and_pairs(room, page, window, calm)
    rows_are_shown_with_their_reckoning(page)
    bars_and_period(room, calm)
    page._unfold()
    page.fields[planned].choose("total")
    page.fields[planned].chosen.emit("total")
    calm()
    assert page.fields[table.named("Total").id].value() == "none", "a part taken twice moves"
    page.keep.click()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.register is not None
    assert table.register.column(Part.TOTAL) == planned
    assert room.middle.currentWidget() is room.centre
    window.session.undo()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.register is None
    assert table.unit != "session"


def choices_per_finding_and_pairs(room: DataWorkspace, page: RegisterPage, window: MainWindow, calm: Calm) -> None:
    """Of equal rows one is kept, as one change that one undo reverses; women and men stand on one line."""
    assert sorted(page.choices) == ["double", "future", "parts", "totals", "undated"]
    assert page.choices["double"].value() == "keep"
    page.choices["double"].choose("one")
    page.choices["double"].chosen.emit("one")
    calm()
    assert figures(room)["Sessions"] == 7
    assert page.choices["double"].value() == "one"
    assert "the first of each group is counted" in render(window.session.undo_text, "en")
    window.session.undo()
    calm()
    room.acts.registering.look(page.register)
    calm()
    assert figures(room)["Sessions"] == 8
    assert page.pairs == ["women · men"]
    assert not page.fields, "what is recognised stands in words"
    page.change_parts()
    assert not page.pairs, "a line and a field each"
    assert any(field.hasFocus() for field in page.fields.values())


def rows_are_shown_with_their_reckoning(page: RegisterPage) -> None:
    line = page.finding_lines["parts"]
    assert line.see is not None
    assert not line.is_open()
    line.see.click()
    assert line.is_open()
    assert [one.row for one in page.found.rows["parts"]] == [3, 4]
    words = render(page.found.rows["parts"][0].words, "fr")
    assert words == "20/02/2024 · Ville A · Formation · 20 + 10 + 2 = 32, total 30"
    page._fill()
    assert page.finding_lines["parts"].is_open(), "read anew it stays open"
    assert page.finding_lines["planned"].see is None, "a column is meant, no row"
    assert page.column_counts is not None
    assert "recognised by their headings" in page.column_counts.text()


def bars_and_period(room: DataWorkspace, calm: Calm) -> None:
    beside, page = room.acts.registering.figures, room.acts.registering.page
    months = beside.found.months
    assert months is not None
    assert render(months.kind, "en") == "Sensibilisation"
    told = [(render(name, "en"), number) for name, number in months.months]
    assert [number for _name, number in told] == [30, 26, 150], "a year typed wrong leaves room for the others"
    assert beside.findChild(MonthColumns) is not None
    beside.period.setText("last year")
    beside.period.editingFinished.emit()
    assert beside.when.problem.text()
    beside.period.setText("2024-02..2024-T4")
    beside.period.editingFinished.emit()
    calm()
    assert not beside.when.problem.text()
    assert figures(room)["Sessions"] == 5
    assert {one.check: one.rows for one in page.found.findings}["date"] == (1, 7)
    beside.period.clear()
    beside.period.editingFinished.emit()
    calm()
    assert figures(room)["Sessions"] == 8


def test_few_cases_are_not_shown(room: DataWorkspace, calm: Calm) -> None:
    room.acts.registering.open()
    page = room.acts.registering.page
    page._kind_chosen(RegisterKind.CASES)
    table = room.state.table()
    assert table is not None
    page._part_chosen(table.named("Activité").id, "status")
    calm()
    assert figures(room)["Sensibilisation"] == 5
    assert "Formation" not in figures(room)


def test_leaving_changes_nothing(room: DataWorkspace, calm: Calm) -> None:
    room.acts.registering.open()
    calm()
    room.acts.registering.page.left.emit()
    calm()
    table = room.state.table()
    assert table is not None
    assert table.register is None
    assert room.middle.currentWidget() is room.centre


def test_age_bands_are_chosen_beside_the_column_of_ages(room: DataWorkspace, calm: Calm, window: MainWindow) -> None:
    room.acts.registering.open()
    calm()
    page = room.acts.registering.page
    page.kinds.choose("participants")
    page._kind_chosen("participants")
    calm()
    assert page.bands_field is None, "no column of ages, no bands"
    table = room.state.table()
    assert table is not None
    page._unfold()
    page._part_chosen(table.named("Femmes").id, "age")
    calm()
    assert page.bands_field is not None
    assert page.bands_field.value() == "0-17, 18+"
    page._banded("0-4, 9+")
    assert "9+" in page.problem.text()
    page.bands_field.setFocus()
    page._banded("0-4, 5-11, 12+")
    calm()
    assert page.bands == "0-4, 5-11, 12+"
    assert has_keys(page.bands_field), "the field made anew keeps the keys"
    stops = list(tab_stops(page.scrolled))
    assert stops[0].previousInFocusChain() in list(tab_stops(page.kinds)), "Tab goes on as the form is laid out"
    assert page.bands_field.value() == "0-4, 5-11, 12+"
    assert "0-4, 5-11, 12+" in render(window.session.undo_text, "en")
    window.session.undo()
    calm()
    assert page.bands == "0-17, 18+", "the open form follows the undo"
    assert room.middle.currentWidget() is page


def test_tests_before_and_after_open_their_comparison(
    show_window: Show, qtbot: QtBot, tmp_path: Path, calm: Calm
) -> None:
    window = show_window("data", "analysis", size=(1366, 768))
    rows = "\n".join(f"2025-03-{1 + at % 20:02d},P{at},{40 + at % 30},{50 + at % 40}" for at in range(40))
    (tmp_path / "came.csv").write_text(f"Date,Participant code,Score pre,Score post\n{rows}", encoding="utf-8")
    folder = tmp_path / "Tests.pwb"
    with Project.create(folder, PASSPHRASE, name="Tests", user="AB") as project:
        project.do(prepare_import(tmp_path / "came.csv").action)
    room = opened(window, qtbot, folder)
    calm()
    room.acts.registering.open()
    calm()
    room.acts.registering.page._kind_chosen("participants")
    calm()
    qtbot.waitUntil(lambda: room.acts.registering.figures.compare is not None, timeout=20_000)
    compare, table = room.acts.registering.figures.compare, room.state.table()
    assert compare is not None
    assert table is not None
    compare.click()
    calm()
    analysis = window.rooms["analysis"]
    assert isinstance(analysis, AnalysisWorkspace)
    qtbot.waitUntil(lambda: analysis.state.current is not None, timeout=20_000)
    assert window.front is analysis
    assert analysis.state.current is not None
    assert analysis.state.current.declaration == "pre_post"
    assert analysis.state.current.options["before"] == table.named("Score pre").id
    assert analysis.state.current.options["after"] == table.named("Score post").id


def test_a_drawn_sample_or_its_members_are_not_taken_for_a_register() -> None:
    """A survey of households asks for names, sexes and telephones, and was proposed as a list of participants."""
    drawn = DataTable("t1", "main", Labels({}), "household", RowOrigin.PROBABILITY, (), 1, DesignRoles(weight="v1"))
    assert is_survey(drawn)
    assert is_survey(replace(drawn, design=DesignRoles(), parent="t1"))
    assert not is_survey(replace(drawn, design=DesignRoles()))


def test_esc_in_the_period_beside_the_form_leaves_it(qtbot: QtBot) -> None:
    beside = RegisterFigures()
    qtbot.addWidget(beside)
    with qtbot.waitSignal(beside.left, timeout=2_000):
        qtbot.keyClick(beside.period, Qt.Key.Key_Escape)
