# SPDX-License-Identifier: MIT
"""The Report room as its user meets it: see the report, add and move a block, change words, undo, export."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from projects.datasets.export.withholding_limits import WithholdingLimits, set_limits
from projects.results.saved_results import report_blocks, run_on
from projects.store import Project
from workbench.report.view import ReportWorkspace
from workbench.sample import PASSPHRASE
from workbench.session import Session
from workbench.widgets import TextField


@pytest.fixture
def room(sample_study: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The room over a copy of the study, its pages drawn coarsely: each change draws all of them anew."""
    import shutil

    monkeypatch.setattr("workbench.report.preview.DPI", 48.0)
    folder = tmp_path / "copy.pwb"
    shutil.copytree(sample_study, folder)
    session = Session()
    view = ReportWorkspace(session)
    qtbot.addWidget(view)
    view.resize(1280, 700)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(folder, PASSPHRASE)
    session.changed.connect(view.on_changes)
    view.attach()
    view.show()
    qtbot.waitUntil(view.is_ready, timeout=60_000)
    yield view
    session.shutdown()


def blocks(room: ReportWorkspace, qtbot: QtBot) -> list[Any]:
    """The stored blocks."""
    found: list[list[Any]] = []

    def read(project: Project) -> list[Any]:
        return report_blocks(project)

    room.session.ask(read, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    return found[0]


def settled(room: ReportWorkspace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.session.waiting == 0 and room.is_ready(), timeout=60_000)


def test_a_heading_is_added_after_the_picked_block_reworded_and_undone(room: ReportWorkspace, qtbot: QtBot) -> None:
    before = blocks(room, qtbot)
    room.list.pick(before[1].id)
    room.acts.add("heading")
    settled(room, qtbot)
    after = blocks(room, qtbot)
    assert [block.id for block in after[:2]] == [block.id for block in before[:2]]
    assert after[2].kind == "heading"
    assert room.list.picked_id() == after[2].id
    field = room.side.form.findChild(TextField)
    assert field is not None
    assert room.window().focusWidget() is field, "one writes at once"
    assert field.selectedText() == field.text() != "", "what is typed replaces the words it begins with"
    rows = room.list.viewport().rect()
    assert rows.contains(room.list.visualRect(room.list.currentIndex()))
    room.composition.compose()
    settled(room, qtbot)
    assert room.side.form.findChild(TextField) is field, "nothing takes the field away from who writes in it"
    field.setText("Lighting")
    field.editingFinished.emit()
    settled(room, qtbot)
    assert blocks(room, qtbot)[2].content["text"] == "Lighting"
    room.session.undo()
    room.session.undo()
    settled(room, qtbot)
    assert [block.id for block in blocks(room, qtbot)] == [block.id for block in before]


def test_a_block_moves_and_leaves(room: ReportWorkspace, qtbot: QtBot) -> None:
    before = [block.id for block in blocks(room, qtbot)]
    room.list.pick(before[3])
    room.acts.move(-1)
    settled(room, qtbot)
    assert [block.id for block in blocks(room, qtbot)] == [*before[:2], before[3], before[2], *before[4:]]
    room.acts.delete()
    settled(room, qtbot)
    assert before[3] not in [block.id for block in blocks(room, qtbot)]


def test_changed_words_run_no_analysis_again(room: ReportWorkspace, qtbot: QtBot) -> None:
    results = dict(room.state.cache.results)
    assert len(results) == 11
    first = blocks(room, qtbot)[0]
    room.acts.change(first.id, {"text": "Another title"})
    settled(room, qtbot)
    assert all(room.state.cache.results[key] is value for key, value in results.items())


def test_behind_another_room_a_change_of_data_waits_until_the_report_is_shown(
    room: ReportWorkspace, qtbot: QtBot
) -> None:
    """Each coding in the Interviews room began the layout anew, with its line in the status bar."""
    room.hide()
    with qtbot.waitSignal(room.session.changed, timeout=10_000):
        room.session.do(set_limits(WithholdingLimits(31, 10, 5)))
    qtbot.waitUntil(lambda: room.session.waiting == 0, timeout=10_000)
    assert room.composition.job is None
    assert not room.composition.later.isActive()
    before = room.state.composed
    room.show()
    room.shown()
    assert room.composition.job is not None
    settled(room, qtbot)
    assert room.state.composed is not before


def test_what_was_computed_of_older_data_is_not_kept(
    room: ReportWorkspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A composition under way when something changes must not bring its numbers back afterwards."""
    changed = threading.Event()
    outdated: list[dict[str, Any]] = []

    def slow(*args: Any) -> Any:
        results = run_on(*args)
        if not outdated:
            outdated.append(results)
            assert changed.wait(30)
        return results

    room.state.cache.results.clear()
    monkeypatch.setattr("workbench.report.preview.run_on", slow)
    room.composition.compose()
    qtbot.waitUntil(lambda: bool(outdated), timeout=30_000)
    room.session.changed.connect(lambda _changes: changed.set())
    room.session.do(set_limits(WithholdingLimits(31, 10, 5)))
    qtbot.waitUntil(changed.is_set, timeout=10_000)
    settled(room, qtbot)
    assert outdated[0].keys() == room.state.cache.results.keys()
    assert all(room.state.cache.results[name] is not result for name, result in outdated[0].items())


def test_the_report_leaves_through_the_gate_and_history_says_so(
    room: ReportWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "report.docx"
    with qtbot.waitSignal(room.session.exported, timeout=60_000):
        room.report_export.write_file(target, room.report_export._write_report)
    assert target.read_bytes()[:2] == b"PK"
    kinds: list[list[str]] = []
    room.session.ask(lambda project: [line.kind for line in project.history(3)], kinds.append)
    qtbot.waitUntil(lambda: bool(kinds), timeout=10_000)
    assert "export.report" in kinds[0]
