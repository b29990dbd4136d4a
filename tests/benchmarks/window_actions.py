# SPDX-License-Identifier: MIT
"""Actions of a user in the window, through its own widgets and commands; each waits until its effect is seen.

An action is a generator: it acts, and yields what must hold before it goes on. Names and answers are invented.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from analysis.records import Role
from projects.datasets.table.filters import InRange
from projects.stored_tables.cells import DatasetCell
from tests.benchmarks.steps import STEPS
from tests.benchmarks.steps.common import LINES
from wording import Stopped
from workbench.shell.window import MainWindow

WindowAction = Callable[[MainWindow, random.Random], Iterator[Callable[[], bool]]]


def _room(window: MainWindow, name: str) -> Any:
    window.show_room(name)
    return window.rooms[name]


class _Seen:
    """Holds once the effect is seen, or the window has said why not (coded so already, gone)."""

    def __init__(self, window: MainWindow, seen: Callable[[], bool]) -> None:
        self._seen, self._refused = seen, False
        self._session = window.session
        self._session.problem.connect(self._refuse)

    def _refuse(self, _message: object) -> None:
        self._refused = True

    def __call__(self) -> bool:
        over = self._refused or self._seen()
        if over:
            self._session.problem.disconnect(self._refuse)
        return over


def _segments(room: Any) -> int:
    return sum(not mark.suggested for mark in room.transcript.marks.all)


def _rest() -> bool:
    """The driver waits for rest by itself."""
    return True


# Interviews


def bring_in_interview(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Drop a text file on the room: read in a throw-away process, stored, opened."""
    room = _room(window, "interviews")
    before = len(room.state.documents)
    seen = _Seen(window, lambda: len(room.state.documents) > before)
    path = Path(tempfile.mkdtemp()) / f"talk {chance.randrange(1 << 30)}.txt"
    path.write_text("".join(f"P1: {chance.choice(LINES)} {chance.random()}\n\n" for _ in range(30)), encoding="utf-8")
    room.acts.imports.bring([path])
    yield seen


def code_selection(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Select some words, choose a code in the picker with the keyboard."""
    room = _room(window, "interviews")
    yield lambda: room.state.loaded is not None or not room.state.documents
    text = room.state.loaded.document.text
    start = chance.randrange(len(text) - 20)
    room.transcript.select(start, start + 12)
    yield _rest
    code = chance.choice(list(room.state.codebook)).id
    before = _segments(room)
    seen = _Seen(window, lambda: _segments(room) > before)
    room.acts.coding.apply_code(code, (start, start + 12))
    yield seen


def another_document(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Open another interview."""
    room = _room(window, "interviews")
    line = chance.choice(room.state.documents)
    room.acts.navigation.open_document(str(line.id))
    yield lambda: room.state.document_id() == str(line.id)


def segment_memo(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Choose a segment and write its memo."""
    room = _room(window, "interviews")
    mark = chance.choice([one for one in room.transcript.marks.all if not one.suggested])
    room.acts.place.choose(mark)
    yield _rest
    room.right.segment.memo_written.emit(mark.id, f"Memo {chance.random()}")
    yield _rest


def remove_segment(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Choose a segment and take it away."""
    room = _room(window, "interviews")
    mark = chance.choice([one for one in room.transcript.marks.all if not one.suggested])
    room.acts.place.choose(mark)
    yield _rest
    before = _segments(room)
    seen = _Seen(window, lambda: _segments(room) < before)
    room.acts.coding.remove_segment()
    yield seen


def new_code(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Name a new code."""
    room = _room(window, "interviews")
    before = len(room.state.codebook)
    seen = _Seen(window, lambda: len(room.state.codebook) > before)
    room.acts.coding_actions.add_code(f"Code {chance.random()}")
    yield seen


def consent(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Record a consent on the document's page."""
    room = _room(window, "interviews")
    document = room.state.document_id()
    room.right.document.consent_given.emit(document, "quotation", chance.random() < 0.5)
    yield _rest


def suggest_and_decide(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Look for the keywords, accept one suggestion, reject one."""
    room = _room(window, "interviews")
    room.acts.suggesting.suggest_here()
    yield _rest
    for decide in (room.acts.suggesting.accept, room.acts.suggesting.reject):
        room.acts.suggesting.next_suggestion()
        yield _rest
        decide()
        yield _rest


# Data


def bring_in_survey(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Choose a data file, talk about it, take it."""
    room = _room(window, "data")
    path = Path(tempfile.mkdtemp()) / "visits.csv"
    rows = "".join(f"{n},site {n % 3},{chance.randrange(90)},{chance.random()}\n" for n in range(30))
    path.write_text("number,site,age,remark\n" + rows, encoding="utf-8")
    room.acts.imports.begin(path)
    yield room.import_page.is_read
    if room.import_page.side.currentWidget() is room.import_page.newer:
        room.import_page.take_apart()
        yield room.import_page.is_read
    room.import_page.take.click()
    yield lambda: not room.import_page.isVisible()


def change_cell(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Change an age, give the reason, press Return."""
    room = _room(window, "data")
    yield lambda: room.state.view is not None
    variable = next(one for one in room.state.table().variables if one.name == "age")
    row = chance.choice(range(room.grid.model.rowCount()))
    seen = _Seen(window, lambda: room.right.currentWidget() is room.right.change_panel)
    room.acts.cell_editing.propose(row, variable.id, DatasetCell(float(chance.randrange(100, 1 << 20))))
    yield seen
    if room.right.currentWidget() is not room.right.change_panel:
        return
    room.right.change_panel.reason.setText("paper form says so")
    QTest.keyClick(room.right.change_panel.reason, Qt.Key.Key_Return)
    yield _rest


def filter_rows(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Show some rows only, then all again."""
    room = _room(window, "data")
    yield lambda: room.state.view is not None
    variable = next(one for one in room.state.table().variables if one.name == "age")
    room.acts.sort_and_filter.add_filter(InRange(variable.id, low=float(chance.randrange(40))))
    yield _rest
    room.acts.sort_and_filter.clear_filters()
    yield _rest


def set_role(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Say that a variable is sensitive, or a direct identifier."""
    room = _room(window, "data")
    yield lambda: room.state.view is not None
    variable = room.state.table().variables[0]
    room.acts.inspector_actions.set_role(variable.id, chance.choice((Role.SENSITIVE, Role.IDENTIFIER, Role.ORDINARY)))
    yield _rest


# Results


def analyse(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Begin an analysis, see its result, keep it, plan it, add it to the report."""
    room = _room(window, "analysis")
    yield lambda: bool(room.state.tables)
    table = chance.choice([one for one in room.state.tables.values() if any(v.name == "age" for v in one.variables)])
    room.acts.front.begin("means", {"variable": table.named("age").id}, table.id)
    yield lambda: not room.state.computing
    room.acts.front.set_option("level", chance.choice((0.8, 0.9, 0.99)))
    yield lambda: not room.state.computing
    for command in chance.sample(("analysis.keep.keep", "analysis.keep.plan", "analysis.keep.report"), 2):
        window.table.run(command)
        yield lambda: not room.state.computing


def another_option(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Give a kept analysis another option, or delete it."""
    room = _room(window, "analysis")
    room.acts.front.show_saved(chance.choice(room.state.saved).id)
    yield lambda: not room.state.computing
    if len(room.state.saved) > 6:
        window.table.run("analysis.one.delete")
    else:
        room.acts.front.set_option("level", chance.choice((0.8, 0.9, 0.99)))
    yield lambda: not room.state.computing


def write_report(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Add a heading to the report, move it, or take a block out."""
    room = _room(window, "report")
    yield lambda: room.composition.job is None
    if room.state.composed is None:
        return
    if len(room.state.composed.blocks) > 8:
        room.list.pick(room.state.composed.blocks[-1].id)
        room.acts.delete()
    else:
        room.acts.add(chance.choice(("heading", "paragraph", "methods")))
    yield lambda: room.composition.job is None


def export_report(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Write the report; history says so."""
    room = _room(window, "report")
    yield lambda: room.composition.job is None
    room.report_export.write_file(
        Path(tempfile.mkdtemp()) / f"report{chance.randrange(9)}.docx", room.report_export._write_report
    )
    yield _rest


# The project


def undo(window: MainWindow, _: random.Random) -> Iterator[Callable[[], bool]]:
    """Ctrl+Z."""
    window.table.run("edit.undo")
    yield _rest


def redo(window: MainWindow, _: random.Random) -> Iterator[Callable[[], bool]]:
    """Ctrl+Shift+Z."""
    window.table.run("edit.redo")
    yield _rest


def name_point(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Name a point of history."""
    room = _room(window, "history")
    room.line.name.setText(f"Point {chance.random()}")
    QTest.keyClick(room.line.name, Qt.Key.Key_Return)
    yield _rest


def snapshot_and_check(window: MainWindow, _: random.Random) -> Iterator[Callable[[], bool]]:
    """Make a snapshot and run the check."""
    window.table.run("safety.snapshot")
    yield _rest
    window.table.run("safety.check")
    yield lambda: window.rooms["safety"].pages.check.report is not None  # type: ignore[attr-defined]


def turn(window: MainWindow, _: random.Random) -> Iterator[Callable[[], bool]]:
    """The other language and the other look."""
    window.table.run("view.look.language")
    yield _rest
    window.table.run("view.look.turn")
    yield _rest


def lock(window: MainWindow, _: random.Random) -> Iterator[Callable[[], bool]]:
    """Ctrl+L: everything is hidden, the process begins anew in the unlock view."""
    window.table.run("project.guard.lock")
    yield lambda: False


def any_action(window: MainWindow, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """Any kind of action there is, handed to the window's session as its rooms hand theirs."""
    window.session.change(lambda project: _Listening(project).perform(chance))
    yield _rest


class _Listening:
    """The project, noting what an action changed, so that the rooms can be told."""

    _CHANGING = ("do", "undo", "redo", "checkpoint", "jump_back", "set_setting")

    def __init__(self, project: Any) -> None:
        self._project = project
        self._changes: list[Any] = []

    def perform(self, chance: random.Random) -> Any:
        """Do one step. Raises Stopped when there was nothing to do."""
        try:
            chance.choice(STEPS)(self, chance)
        except IndexError as error:
            raise Stopped from error
        if not self._changes:
            raise Stopped
        return self._changes[-1]

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._project, name)
        if name not in self._CHANGING:
            return value

        def noting(*args: Any, **named: Any) -> Any:
            self._changes.append(value(*args, **named))
            return self._changes[-1]

        return noting


SELDOM: tuple[WindowAction, ...] = (
    bring_in_interview, bring_in_survey, suggest_and_decide, export_report, snapshot_and_check, turn,
)  # fmt: skip
USUAL: tuple[WindowAction, ...] = (
    code_selection, another_document, segment_memo, remove_segment, new_code, consent, change_cell, filter_rows,
    set_role, analyse, another_option, write_report, name_point,
)  # fmt: skip
OFTEN: tuple[WindowAction, ...] = (
    *SELDOM, *USUAL * 4, *(code_selection,) * 8, *(change_cell,) * 4, *(undo,) * 10, *(redo,) * 6, *(any_action,) * 60,
    lock,
)  # fmt: skip
ALL: tuple[WindowAction, ...] = (
    bring_in_interview, bring_in_survey, *USUAL, suggest_and_decide, export_report, undo, redo, snapshot_and_check,
    turn, any_action, lock,
)  # fmt: skip
