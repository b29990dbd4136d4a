# SPDX-License-Identifier: MIT
"""Other designs, inference where rows are no sample, long work that stops, and what moved after the data changed."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.records import DesignRoles, RowOrigin
from projects.datasets.corrections.edits import CellChange, change_cells
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_how
from projects.stored_tables.cells import DatasetCell
from tests.workbench.analysis.user_actions import Ask, Calm, main_table, named, printed, set_by_sex
from wording import Stopped, render
from workbench.analysis.capabilities import Capabilities
from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow


def test_another_design_gives_other_intervals(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    set_by_sex(room, calm)
    before = printed(room)
    room.right.design.open_editor()
    room.right.design._fields["cluster"].choose(None)
    room.right.design._fields["weight"].choose(None)
    room.right.design.take()
    calm()
    assert main_table(room).design == DesignRoles(strata=main_table(room).design.strata)
    assert printed(room) != before
    window.table.run("edit.undo")
    calm()
    assert printed(room) == before


def test_inference_is_asked_for_where_rows_are_no_sample(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm
) -> None:
    table = main_table(room).id
    window.session.do(set_how(table, RowOrigin.PURPOSIVE))
    calm()
    set_by_sex(room, calm)
    assert not room.right.form.field("inference_reason").isVisible()
    assert all(cell.low is None for row in room.state.outcome.tables[0].rows for cell in row.cells)  # type: ignore[union-attr]
    room.acts.front.set_option("inference", "on")
    calm()
    assert room.centre.sentence.isVisible()
    assert room.right.form._rows["inference_reason"].isVisible()
    room.acts.front.set_option("inference_reason", "every fifth tent was visited")
    calm()
    assert "every fifth tent" in room.centre.blocks[0].notes.text()


def test_a_reason_typed_once_prints_intervals_for_a_purposive_selection(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm
) -> None:
    window.session.do(set_how(main_table(room).id, RowOrigin.PURPOSIVE))
    calm()
    room.acts.front.begin("proportions", {"variable": named(room, "safe_at_night").id})
    calm()
    assert room.state.outcome is not None
    assert all(cell.low is None for row in room.state.outcome.tables[0].rows for cell in row.cells)
    reason = room.right.form.field("inference_reason")
    room.right.form.more.click()
    assert reason.isVisible()
    QTest.keyClicks(reason, "Drawn from the camp's list")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    calm()
    assert all(cell.low is not None for row in room.state.outcome.tables[0].rows for cell in row.cells)
    assert "Drawn from the camp's list" in room.centre.blocks[0].notes.text()


def test_a_long_analysis_shows_that_it_works_and_stops(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An analysis that ends only when it is asked to: what it was asked is counted."""
    asked: list[bool] = []
    running = threading.Event()

    def endless(_name: str, _study: Any, _options: Any, progress: Any) -> Any:
        running.set()
        while True:
            asked.append(progress.stop_requested())
            if asked[-1]:
                raise Stopped
            time.sleep(0.001)

    with monkeypatch.context() as patch:
        patch.setattr("workbench.results.computation.run", endless)
        room.acts.front.begin("means", {"variable": named(room, "head_age").id})
        qtbot.waitUntil(lambda: room.centre.busy.stop.isVisible(), timeout=10000)
        assert running.is_set()
        assert Capabilities(room.state).is_computing()
        QTest.mouseClick(room.centre.busy.stop, Qt.MouseButton.LeftButton)
        calm()
    assert asked.count(True) == 1  # heard at the next step, and nothing ran after it
    assert room.state.outcome is None
    assert not room.centre.busy.stop.isVisible()
    assert not any(block.isVisible() for block in room.centre.blocks)
    QTest.mouseClick(room.centre.busy.again, Qt.MouseButton.LeftButton)
    calm()
    assert room.state.outcome is not None
    assert not room.centre.busy.isVisible()


def test_after_a_change_of_the_data_one_sees_what_moved(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    safe = named(room, "safe_at_night")
    room.acts.front.begin("proportions", {"variable": safe.id})
    calm()
    assert room.state.outcome is not None
    before = [row.cells[0].n for row in room.state.outcome.tables[0].rows]
    window.table.run("analysis.plan.run")
    calm()
    assert not Capabilities(room.state).plan_has_changed()
    table = main_table(room).id
    frame = ask(lambda project: load_frame(project, table, [safe.id]))
    first, last = safe.choices[0].id, safe.choices[4].id
    rows = [int(name) for name, answer in zip(frame.row_ids, frame.data[safe.id], strict=True) if answer == first][:40]
    edits = ask(
        lambda project: change_cells(project, [CellChange(table, row, safe.id, DatasetCell(last)) for row in rows])
    )
    window.session.do(edits)
    calm()
    after = [row.cells[0].n for row in room.state.outcome.tables[0].rows]
    assert (after[0], after[4]) == (before[0] - 40, before[4] + 40)  # type: ignore[operator]
    note = room.centre.changed
    assert note.isVisible()
    assert "of 5 figures changed" in note.sentence.text()
    assert not note.table.isVisible()
    note.more.click()
    assert note.table.isVisible()
    grid = note.table.sheet.grid_
    assert grid is not None
    assert {render(line.row.label, "en") for line in grid.rows} >= {render(safe.choices[0].labels, "en")}

    window.table.run("analysis.plan.run")
    calm()
    assert Capabilities(room.state).plan_has_changed()
    assert "figures changed" in room.left.plan_state.text()
    window.table.run("analysis.plan.changed")
    assert note.isVisible()
    assert note.table.isVisible()
    room.acts.front.begin("means")
    calm()
    assert not note.isVisible()
