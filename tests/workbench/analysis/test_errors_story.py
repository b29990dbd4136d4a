# SPDX-License-Identifier: MIT
"""Standard errors in the window: a bootstrap, undone; columns named; a sentence about what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]


def opened(room: AnalysisWorkspace, calm: Calm, child: bool = False) -> Any:
    """The card of a table of households (or of its members), with its editor open."""
    table = next(one for one in room.state.tables.values() if (one.parent is not None) is child)
    room.acts.front.begin("proportions", {"variable": next(v.id for v in table.variables if v.kind == "one")}, table.id)
    calm()
    card = room.right.errors
    if not room.right.form.is_open:
        room.right.form.more.click()
    card.change.click()
    return card


def notes(room: AnalysisWorkspace) -> str:
    return " ".join(block.words() for block in room.centre.blocks)


def choose(field: Any, value: object) -> None:
    """As a person does: the index of the value is activated."""
    index = [one for one, _text in field._choices].index(value)
    field.setCurrentIndex(index)
    field.activated.emit(index)


def test_a_bootstrap_is_used_and_undone(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    card = opened(room, calm)
    assert card.sentence.text() == "Linearised from the design."
    choose(card.form.way, "made-bootstrap")
    assert not card.form.rows["seed"].isHidden()
    assert card.form.rows["columns"].isHidden()
    assert "(clusters) are drawn again" in card.form.about.text()
    card.form.typed["count"].setText("40")
    card.form.typed["seed"].setText("7")
    QTest.mouseClick(card.use, Qt.MouseButton.LeftButton)
    calm()
    assert "bootstrap of clusters, Rao and Wu 1988, seed 7" in card.sentence.text()
    assert "Standard errors from 40 replicate weights made from the design" in notes(room)
    assert card.editor.isHidden()
    card = opened(room, calm, child=True)
    assert "seed 7" in card.sentence.text()  # the members inherit it
    room.session.undo()
    calm()
    card = opened(room, calm)
    assert card.sentence.text() == "Linearised from the design."
    assert "replicate weights" not in notes(room)


def test_what_is_missing_is_said_before_and_after_use(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    card = opened(room, calm)
    choose(card.form.way, "file")
    assert card.form.typed["columns"].text() == ""  # no columns of this study look like replicate weights
    assert card.form.found.text() == "No number variable has such a name."
    assert "at least two variables" in card.form.wrong.text()
    choose(card.form.kind, "Fay")
    assert not card.form.rows["rho"].isHidden()
    card.form.typed["columns"].setText("*")
    card.form.typed["rho"].setText("1,5")
    assert "between 0 and 1" in card.form.wrong.text()
    card.use.click()
    assert not card.editor.isHidden()
    card.form.typed["scale"].setText("many")
    assert "positive numbers" in card.form.wrong.text()
    choose(card.form.way, "made-bootstrap")
    card.form.typed["seed"].setText("x")
    assert "whole numbers" in card.form.wrong.text()


def test_every_field_is_named_and_reached_by_tab(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    card = opened(room, calm)
    choose(card.form.way, "file")
    fields = [card.form.way, card.form.typed["columns"], card.form.kind, card.form.typed["scale"], card.form.combined]
    assert all(field.accessibleName() for field in fields)
    at, reached = card.form.way, []
    for _ in range(60):
        at = at.nextInFocusChain()
        if at in fields:
            reached.append(at)
    assert reached == fields[1:]


def test_what_is_opened_is_brought_into_view(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot
) -> None:
    window.resize(1366, 700)
    card = opened(room, calm)
    bar, port = room.right.area.verticalScrollBar(), room.right.area.viewport()

    def seen(widget: QWidget) -> bool:
        top = widget.mapTo(port, QPoint(0, 0)).y()
        return top >= 0 and top + widget.height() <= port.height()

    qtbot.waitUntil(lambda: bar.value() > 0 and seen(card.use), timeout=5000)
    choose(card.form.way, "made-bootstrap")
    qtbot.waitUntil(lambda: seen(card.use) or seen(card.sentence), timeout=5000)
    bar.setValue(0)
    room.right.design.change.click()
    qtbot.waitUntil(lambda: seen(room.right.design.sentence) and bar.value() > 0, timeout=5000)


def test_an_open_form_closes_with_its_table(room: AnalysisWorkspace, calm: Calm) -> None:
    opened(room, calm)
    for card in (room.right.design, room.right.errors):
        card.open_editor()
        assert (card.editor.isHidden(), card.change.isHidden()) == (False, True)
    other = next(one for one in room.state.tables.values() if one.parent is not None)
    lone = dataclasses.replace(other, parent=None)
    for card in (room.right.design, room.right.errors):
        card.show_table(lone, {lone.id: lone})
        assert (card.editor.isHidden(), card.change.isHidden()) == (True, False)
