# SPDX-License-Identifier: MIT
"""Weights are adjusted to known totals as a person does it in the window: listed, typed, adjusted, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from analysis.declarations.study import Study
from analysis.records import Role
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_role
from projects.design.known_totals import known_totals_of
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from workbench.sampling.panes.totals_page import decimals_of
from workbench.sampling.view import SamplingWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]
SITES = {"Site A (Lakeside)": 5200.0, "Site B (Hill)": 15900.0, "Site C (Plain)": 7700.0}


def read(room: SamplingWorkspace, calm: Calm, work: Callable[[Any], Any]) -> Any:
    """Something of the project."""
    found: list[Any] = []
    room.session.ask(work, found.append, owner=room)
    calm()
    return found[0]


def type_total(room: SamplingWorkspace, row: int, text: str) -> None:
    """Type a total into a line."""
    assert room.pages.totals.grid.sheet.setData(room.pages.totals.grid.sheet.index(row, 2), text)


def choose(room: SamplingWorkspace, field: str, name: str) -> None:
    """Choose what a list shows."""
    box = getattr(room.pages.totals_form, field)
    place = next(at for at in range(box.count()) if name in box.itemText(at))
    box.setCurrentIndex(place)
    box.activated.emit(place)


def listed_sites(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    room.steps.go("totals")
    calm()
    table = room.pages.totals_form.tables["t1"]
    room.pages.totals_form.variable.choose(table.named("site").id)
    window.table.run("sampling.totals.list")
    calm()


def sums(project: Any) -> tuple[np.ndarray, np.ndarray]:
    """The sum of the weights by site, and the weights."""
    frame = load_frame(project, "t1")
    study = Study(frame)
    codes = study.codes(frame.table.named("site"))
    return np.bincount(codes, weights=study.design.weights), study.design.weights


def test_answers_are_listed_totals_typed_and_the_weights_adjusted(
    room: SamplingWorkspace, window: MainWindow, calm: Calm
) -> None:
    room.steps.go("totals")
    calm()
    assert room.pages.totals.empty.isVisible()
    assert not room.totals.can_adjust()
    before = read(room, calm, sums)[1]
    listed_sites(room, window, calm)
    assert [line["category"] for line in room.pages.totals.grid.sheet.lines] == list(SITES)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, f"{total:,.0f}")
    calm()
    shown = [room.pages.totals.model.row_at(room.pages.totals.model.index(row, 0)) for row in range(3)]
    assert [one.after for one in shown] == pytest.approx(list(SITES.values()))
    assert sum(one.before for one in shown) == pytest.approx(before.sum())
    assert room.pages.totals_form.facts["kish"].isVisible()
    room.pages.totals_form.source.setText("register")
    room.totals.match_totals()
    calm()
    window.table.run("sampling.totals.adjust")
    calm()
    met, after = read(room, calm, sums)
    assert met == pytest.approx(list(SITES.values()))
    assert not room.totals.can_adjust()
    assert room.totals.can_undo_adjustment()
    assert read(room, calm, lambda project: known_totals_of(project, "t1")).source == "register"
    room.session.undo()
    calm()
    assert read(room, calm, sums)[1] == pytest.approx(before)
    room.session.redo()
    calm()
    window.table.run("sampling.totals.undo")
    calm()
    assert read(room, calm, sums)[1] == pytest.approx(before)
    assert after.sum() == pytest.approx(sum(SITES.values()))


def test_what_cannot_be_is_said_below_the_sheet(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    listed_sites(room, window, calm)
    type_total(room, 0, "5200")
    type_total(room, 1, "15900")
    calm()
    assert room.pages.totals.problem.isVisible()
    assert "no total for Site C (Plain) (n =" in room.pages.totals.problem.text()
    assert not room.totals.can_adjust()
    window.set_language("fr")
    calm()
    assert "il n’y a pas de total pour Site C" in room.pages.totals.problem.text()
    type_total(room, 2, "7700")
    calm()
    assert not room.pages.totals.problem.isVisible()
    assert room.totals.can_adjust()


def test_a_sheet_of_shares_is_imported_and_trimmed(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, tmp_path: Path
) -> None:
    room.steps.go("totals")
    calm()
    path = tmp_path / "census.csv"
    path.write_text(
        "variable;category;share\nsite;site_a;20\nsite;site_b;50\nsite;site_c;30\n;;1000\n", encoding="utf-8"
    )
    room.totals.read_totals(path)
    calm()
    assert room.pages.totals_form.shares()
    assert room.pages.totals_form.population.value() == 1000
    assert room.pages.totals_form.source.text() == "census"
    assert room.state.adjustment is not None
    assert [one.total for one in room.state.adjustment.reached] == pytest.approx([200, 500, 300])
    room.pages.totals_form.trim[1].setText("0,01")
    room.pages.totals_form.trim[1].changed.emit()
    calm()
    assert "for their mean is" in room.pages.totals.problem.text()
    room.totals.read_totals(tmp_path / "none.csv")
    calm()
    assert room.pages.totals_form.source.text() == "census"


def offered(room: SamplingWorkspace) -> list[str]:
    """The methods that can be chosen."""
    box = room.pages.totals_form.method
    return [box.itemText(at) for at in range(box.count())]


def test_method_and_bounds_follow_what_other_totals_allow(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, tmp_path: Path
) -> None:
    form, auto = room.pages.totals_form, "As the totals require"
    listed_sites(room, window, calm)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, str(total))
    choose(room, "method", "Post-stratification")
    calm()
    assert room.state.adjustment is not None
    assert room.state.adjustment.meant.method == "poststratify"  # type: ignore[union-attr]
    assert not form.bounds[0].isVisible(), "bounds are of calibration"
    path = tmp_path / "register.csv"
    size = form.tables["t1"].named("household_size").name
    lines = [f"site,{name},{total}" for name, total in zip(("site_a", "site_b", "site_c"), SITES.values(), strict=True)]
    path.write_text("\n".join(["variable,category,total", *lines, f"{size},,140000"]), encoding="utf-8")
    room.totals.read_totals(path)
    calm()
    assert offered(room) == [auto, "Calibration"]
    assert form.method.value() is None
    assert room.state.adjustment.meant.method == "calibrate"  # type: ignore[union-attr]
    assert form.bounds[0].isVisible()
    form.bounds[0].setText("0.01")
    form.bounds[1].setText("900")
    form.bounds[1].textEdited.emit("900")
    calm()
    assert room.state.adjustment.known is not None, room.pages.totals.problem.text()
    window.table.run("sampling.totals.adjust")
    calm()
    path.write_text("\n".join(["variable,category,total", *lines]), encoding="utf-8")
    room.totals.read_totals(path)
    calm()
    assert offered(room) == [auto, "Post-stratification", "Raking", "Calibration"]
    assert [field.value() for field in form.bounds] == [None, None], "they were those of the totals before"
    assert room.state.adjustment.meant.method == "poststratify"  # type: ignore[union-attr]
    choose(room, "table", "members")
    calm()
    assert (form.source.text(), form.method.value(), form.trim[0].value()) == ("", None, None)
    assert room.pages.totals.grid.sheet.lines == []


def adjustment_status(room: SamplingWorkspace) -> str:
    """What is said of the weights as they are now; with an exclamation mark where it warns."""
    warned = " ".join(label.text() for label in room.pages.totals.warning.findChildren(QLabel) if label.isVisible())
    return f"! {warned}" if warned else room.pages.totals.status.text() * room.pages.totals.status.isVisible()


def test_what_the_weights_are_is_said_whatever_the_sheet_shows(
    room: SamplingWorkspace, window: MainWindow, calm: Calm
) -> None:
    room.steps.go("totals")
    calm()
    assert adjustment_status(room) == ""
    listed_sites(room, window, calm)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, str(total))
    calm()
    assert adjustment_status(room).startswith("The weights of ")
    assert "are not adjusted now" in adjustment_status(room)
    window.table.run("sampling.totals.adjust")
    calm()
    assert adjustment_status(room).startswith("Weights post-stratified to known totals of ")
    room.pages.totals.show_lines([])
    room.totals.match_totals()
    calm()
    assert adjustment_status(room).startswith("! Weights post-stratified to known totals of ")
    assert "Analyses use those totals, whatever this sheet shows" in adjustment_status(room)
    assert room.totals.can_undo_adjustment()
    room.session.undo()
    calm()
    assert adjustment_status(room) == ""
    room.session.redo()
    calm()
    assert [line["total"] for line in room.pages.totals.grid.sheet.lines] == list(SITES.values())
    assert adjustment_status(room).startswith("Weights post-stratified")
    type_total(room, 0, "6000")
    calm()
    assert adjustment_status(room).startswith("! Weights")
    room.session.undo()
    calm()
    assert [line["total"] for line in room.pages.totals.grid.sheet.lines][0] == 6000, "what is typed stays"
    assert "are not adjusted now" in adjustment_status(room)


def test_answers_of_an_identifier_are_not_shown(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    listed_sites(room, window, calm)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, str(total))
    calm()
    window.table.run("sampling.totals.adjust")
    calm()
    room.session.do(set_role("t1", room.pages.totals_form.tables["t1"].named("site").id, Role.IDENTIFIER))
    calm()
    room.totals.table_of_totals_changed()
    calm()
    assert [line["category"] for line in room.pages.totals.grid.sheet.lines] == ["•••"] * 3
    assert "is an identifier now" in adjustment_status(room)
    assert adjustment_status(room).startswith("! ")


def test_an_erasure_leaves_nothing_typed_in_the_sheet(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    listed_sites(room, window, calm)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, str(total))
    calm()
    window.table.run("sampling.totals.adjust")
    calm()
    room.pages.totals.show_lines(
        [*room.pages.totals.grid.sheet.lines, {"variable": "site", "category": "a name", "total": 1.0}]
    )
    subject = Subject("row", ("t1", [1]))
    room.session.change(lambda project: erase(project, subject, EraseReason("withdrawn")).changes)
    calm()
    assert [line["category"] for line in room.pages.totals.grid.sheet.lines] == list(SITES)


def test_the_design_in_words_and_the_result_say_it(room: SamplingWorkspace, window: MainWindow, calm: Calm) -> None:
    listed_sites(room, window, calm)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, str(total))
    calm()
    window.table.run("sampling.totals.adjust")
    calm()
    window.show_room("data")
    calm()
    data = window.rooms["data"]
    data.loading.show_table("t1")  # type: ignore[attr-defined]
    window.show_room("analysis")
    calm()
    analysis = window.rooms["analysis"]
    analysis.acts.front.begin(
        "proportions", {"variable": room.pages.totals_form.tables["t1"].named("safe_at_night").id}, "t1"
    )
    calm()
    assert "post-stratified to known totals of" in analysis.right.design.sentence.text()
    assert analysis.state.outcome is not None
    said = str(analysis.state.outcome.tables[0].notes)
    assert "note.adjusted" in said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_cut_off_and_everything_is_named(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, language: str
) -> None:
    window.set_language(language)
    listed_sites(room, window, calm)
    for row, total in enumerate(SITES.values()):
        type_total(room, row, str(int(total)))
    calm()
    for page in (room.pages.totals, room.pages.totals_form):
        for area in page.findChildren(QScrollArea):
            assert area.horizontalScrollBar().maximum() == 0
        for label in page.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap() and label.text():
                assert label.sizeHint().width() <= label.width() + 1, label.text()
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert named or isinstance(widget, QScrollArea), widget


def test_totals_are_typed_one_below_the_other_with_enter(
    room: SamplingWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot
) -> None:
    listed_sites(room, window, calm)
    assert room.pages.totals.empty.isVisible()
    assert "Enter" in room.pages.totals.empty.text()
    grid = room.pages.totals.grid
    assert window.focusWidget() is grid
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 2)
    for total in SITES.values():
        qtbot.keyClicks(grid, f"{total:.0f}"[0])
        editor = grid.findChild(QLineEdit)
        assert editor is not None
        qtbot.keyClicks(editor, f"{total:.0f}"[1:])
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: grid.findChild(QLineEdit) is None, timeout=5000)
    calm()
    assert [line["total"] for line in grid.sheet.lines] == list(SITES.values())
    assert not room.pages.totals.empty.isVisible()
    assert room.totals.can_adjust()


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([900.0, 450.0], 0), ([1000.0, 999.9999999999], 0), ([113.2, 348.0], 1), ([1500.4, 12.5], 0), ([None], 0)],
)
def test_a_column_of_totals_has_the_same_decimals_throughout(values: list[float | None], decimals: int) -> None:
    assert decimals_of(values) == decimals
