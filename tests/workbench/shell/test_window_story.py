# SPDX-License-Identifier: MIT
"""Stories of a user with the frame of the window: make, lock, unlock, undo, find, switch language and look."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from wording import Stopped, msg, render
from workbench.crash import report_folder
from workbench.jobs import Job
from workbench.shell.window import MainWindow
from workbench.theme import colours_of
from workbench.widgets import Entry, IconButton
from workbench.workspaces import ROOMS, Room


def name_a_point(window: MainWindow, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignal(window.session.changed, timeout=5000):
        window.session.change(lambda opened: opened.checkpoint(name))


def change_a_setting(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.changed, timeout=5000):
        window.session.change(lambda opened: opened.set_setting("minimum_base", 30))


def test_create_lock_refuse_unlock(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str, tmp_path: Path
) -> None:
    assert project == tmp_path / "Three sites.pwb"
    assert window.has_room("history")
    assert window.top.name.toolTip() == "Three sites"

    with qtbot.waitSignal(window.session.closed, timeout=5000):
        window.table.run("project.guard.lock")
        assert window.pages.currentWidget() is window.unlock_page
        assert not window.rooms
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    assert window.top.name.toolTip() == "Protection Workbench"

    page = window.unlock_page
    qtbot.keyClicks(page.passphrase, "not the passphrase")
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.row.problem.isVisible(), timeout=8000)
    assert page.row.problem.text() == render(msg("store.wrong_passphrase"), "en")
    assert not window.session.is_open

    page.passphrase.clear()
    qtbot.keyClicks(page.passphrase, passphrase)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert window.session.is_open


def test_damaged_is_told_from_wrong(window: MainWindow, qtbot: QtBot, project: Path, passphrase: str) -> None:
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        window.project.lock()
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    keys = project / "keys.json"
    keys.write_bytes(keys.read_bytes()[:-40])
    page = window.unlock_page
    qtbot.keyClicks(page.passphrase, passphrase)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.row.problem.isVisible(), timeout=8000)
    assert page.row.problem.text() != render(msg("store.wrong_passphrase"), "en")
    assert page.row.problem.text()


def test_a_folder_that_is_no_project_is_refused(window: MainWindow, tmp_path: Path) -> None:
    window.project.ask_passphrase(tmp_path)
    assert window.strip.isVisible()
    assert tmp_path.name in window.strip.label.text()
    assert window.pages.currentWidget() is window.home


def test_new_project_says_what_is_missing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.table.run("project.start.new")
    page = window.new_page
    page.place.setText(str(tmp_path / "nowhere"))
    qtbot.keyClicks(page.first, "password")
    page.create_button.click()
    wrong = {name for name, row in page.rows.items() if row.problem.isVisible()}
    assert wrong == {"name", "place", "first", "second"}
    assert page.name.hasFocus()
    assert list(tmp_path.iterdir()) == []


def test_undo_is_named(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    change_a_setting(window, qtbot)
    what = render(msg("store.setting_changed"), "en")
    qtbot.waitUntil(lambda: window.top.undo.text() == f"Undo: {what}", timeout=3000)  # once it is laid out
    with qtbot.waitSignal(window.session.changed, timeout=5000):
        window.table.run("edit.undo")
    assert window.session.undo_text is None
    qtbot.waitUntil(lambda: not window.top.undo.isEnabled(), timeout=3000)
    assert render(window.session.redo_text, "en") == what


def test_the_undo_button_names_only_what_was_done_since_the_project_opened(
    window: MainWindow, qtbot: QtBot, project: Path, passphrase: str
) -> None:
    assert window.top.undo.isHidden()
    change_a_setting(window, qtbot)
    assert not window.top.undo.isHidden()
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.session.close(lambda: window.session.open(project, passphrase))
    assert window.top.undo.isHidden()
    undo = next(command for command in window.table.all() if command.id == "edit.undo")
    assert undo.enabled()  # the menu, the key and the palette still reach it
    assert render(undo.named(), "en") == f"Undo: {render(msg('store.setting_changed'), 'en')}"
    name_a_point(window, qtbot, "Clean data")  # a line without undo
    assert window.top.undo.isHidden()
    change_a_setting(window, qtbot)
    assert not window.top.undo.isHidden()
    with qtbot.waitSignal(window.session.changed, timeout=5000):
        window.session.undo()
    assert window.top.undo.isHidden()  # what comes next was done before


def test_the_palette_finds_and_runs(window: MainWindow, qtbot: QtBot) -> None:
    window.table.run("view.find.palette")
    field = window.top.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "sett")
    assert window.palette_list.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.late.page("settings")
    assert not window.palette_list.isVisible()
    before = window.focusWidget()
    for _ in range(2):  # asked for again while it is open: the way back stays
        window.table.run("view.find.palette")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()
    assert window.focusWidget() is before


def test_a_note_of_the_palette_is_whole_at_any_width(window: MainWindow, qtbot: QtBot) -> None:
    palette = window.palette_list
    for typed in ("zzzz", "open"):
        window.top.field.setText(typed)
        palette.open()
        palette.nothing.setVisible(True)
        palette.nothing.setText("Allez dans son espace et choisissez d’abord sur quoi elle agit. " * 3)
        rows = len(palette.list.entries.entries)
        for width in range(280, 300):
            window.top.field.setFixedWidth(width)
            palette._place(rows)
            QApplication.processEvents()
            assert palette.nothing.height() >= palette.nothing.heightForWidth(palette.nothing.width()), (typed, width)
            assert not rows or palette.list.height() >= min(rows, 8) * palette.list.sizeHintForRow(0)
    palette.list.set_entries([Entry("one", "Codes le long du texte", "")])
    palette._place(1)
    QApplication.processEvents()
    assert palette.nothing.height() >= palette.nothing.heightForWidth(palette.nothing.width()), (
        "below a single line, too"
    )


def test_the_palette_moves_and_leaves_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.table.run("view.find.palette")
    field, entries = window.top.field, window.palette_list.list
    first = entries.picked_id()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert entries.picked_id() != first
    qtbot.keyClicks(field, "zzzz")
    assert window.palette_list.nothing.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not window.palette_list.isVisible()
    assert field.text() == ""


def test_the_palette_keeps_nothing_that_nobody_sees(window: MainWindow, qtbot: QtBot) -> None:
    window.table.run("view.find.palette")
    qtbot.keyClicks(window.top.field, "set")
    assert window.palette_list.list.entries.entries
    window.palette_list.leave()
    assert not window.palette_list.list.entries.entries


def test_the_palette_stays_shut_where_the_keys_only_pass_by(window: MainWindow, qtbot: QtBot) -> None:
    field = window.top.field
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert not window.palette_list.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)  # shows what would run, and runs nothing
    assert window.palette_list.isVisible()
    assert window.pages.currentWidget() is window.home
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert window.palette_list.isVisible()


def test_the_palette_finds_named_points(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    name_a_point(window, qtbot, "before recoding")
    history = window.rooms["history"]
    qtbot.waitUntil(lambda: len(history.state.lines) >= 2, timeout=5000)  # type: ignore[attr-defined]
    window.table.run("view.find.palette")
    qtbot.keyClicks(window.top.field, "before rec")
    qtbot.keyClick(window.top.field, Qt.Key.Key_Return)
    assert window.front is history


def test_language_switches_everything_and_back(
    window: MainWindow, qtbot: QtBot, project: Path, calm: Callable[[], None]
) -> None:
    change_a_setting(window, qtbot)

    def words() -> set[str]:
        labels = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
        menus = {action.text().replace("&", "") for action in window.menuBar().actions()}
        return labels | menus | {button.text() for button in window.rail.buttons.values()}

    calm()  # lists are read in the background
    english = words()
    window.table.run("view.look.language")
    french = words()
    assert "Historique" in french
    assert "Projet" in french
    assert "Show" in english
    assert "Show" not in french
    qtbot.waitUntil(lambda: window.top.undo.text().startswith("Annuler"), timeout=3000)
    assert window.top.field.placeholderText() == render(msg("window.palette.placeholder"), "fr")
    window.table.run("view.look.language")
    assert words() == english


def test_look_switches_live(window: MainWindow) -> None:
    assert not colours_of(window).dark
    window.table.run("view.look.turn")
    assert colours_of(window).dark
    assert QApplication.palette().window().color().lightness() < 128
    window.table.run("view.look.turn")
    assert not colours_of(window).dark


def test_history_goes_back_to_a_named_point(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    name_a_point(window, qtbot, "start")
    change_a_setting(window, qtbot)
    window.show_room("history")
    history = window.rooms["history"]
    qtbot.waitUntil(lambda: len(history.state.lines) == 3, timeout=5000)  # type: ignore[attr-defined]
    history.lines.table.selectRow(1)  # type: ignore[attr-defined]
    with qtbot.waitSignal(window.session.changed, timeout=5000):
        history.line.back.click()  # type: ignore[attr-defined]
    found: list[object] = []
    window.session.ask(lambda opened: opened.setting("minimum_base"), found.append, owner=window)
    qtbot.waitUntil(lambda: found == [None], timeout=5000)


def test_idle_locks_a_dialog_too_and_a_key_in_a_dialog_is_a_sign_of_life(
    window: MainWindow, qtbot: QtBot, project: Path
) -> None:
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=5000)
    left = window.idle._timer.remainingTime()
    qtbot.waitUntil(lambda: window.idle._timer.remainingTime() < left, timeout=5000)
    waited = window.idle._timer.remainingTime()
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    assert window.idle._timer.remainingTime() > waited
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        window.idle.idle.emit()
    assert window.pages.currentWidget() is window.unlock_page
    assert not dialog.isVisible()


def test_locking_closes_what_floats(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    dialog = QDialog(window)
    dialog.open()
    window.table.run("view.find.palette")
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        window.project.lock()
    assert not dialog.isVisible()
    assert not window.palette_list.isVisible()
    assert "Three sites" not in {label.text() for label in window.findChildren(QLabel) if label.isVisible()}


def test_recent_projects_are_listed_only_where_wanted(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    assert window.settings.recent == []
    window.set_setting("remember_recent", True)
    window.show_page("home")
    assert not window.overview.recent.isVisible(), "the project itself is no other project"
    window.project.close()
    assert window.home.recent.isVisible()
    assert window.settings.recent == [str(project)]
    window.table.run("project.set.forget")
    assert not window.home.recent.isVisible()


def test_locking_covers_before_anything_else_is_done(
    window: MainWindow, qtbot: QtBot, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover = window.project.locking.cover
    seen: list[tuple[str, bool]] = []

    def told(name: str, work: Callable[[], object]) -> Callable[[], object]:
        def run() -> object:
            seen.append((name, cover.isVisible() and cover.painted > 0 and cover.geometry() == window.rect()))
            return work()

        return run

    monkeypatch.setattr(window.returning, "keep", told("keep", window.returning.keep))
    monkeypatch.setattr(window, "drop_rooms", told("drop", window.drop_rooms))
    window.show_room("history")
    with qtbot.waitSignal(window.session.closed, timeout=5000):
        window.project.lock()
    assert seen == [("keep", True), ("drop", True)]
    qtbot.waitUntil(lambda: not cover.isVisible(), timeout=5000)
    assert window.pages.currentWidget() is window.unlock_page


def test_keys_typed_while_it_locks_go_nowhere(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.show_room("history")
    field = window.rooms["history"].line.name  # type: ignore[attr-defined]
    window.project.lock()
    qtbot.keyClicks(field, "the respondent said")
    qtbot.keyClicks(window.unlock_page.passphrase, "respondent")
    assert field.text() == ""
    assert window.unlock_page.passphrase.text() == ""
    qtbot.waitUntil(lambda: not window.project.locking.cover.isVisible(), timeout=5000)
    qtbot.keyClicks(window.unlock_page.passphrase, "meadow")
    assert window.unlock_page.passphrase.text() == "meadow"


def test_locking_restarts_the_program_once_closed(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    restarted: list[Path] = []
    window.project.locking._restart = restarted.append
    window.project.lock()
    qtbot.waitUntil(lambda: restarted == [project], timeout=5000)


def test_side_columns_fold_and_widths_are_remembered(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.show_room("history")
    columns = window.rooms["history"].columns
    window.table.run("view.fold.left")
    assert columns.folded(0)
    assert window.settings.columns["history"][2] == 1
    window.table.run("view.fold.left")
    assert not columns.folded(0)


def test_a_project_that_cannot_be_opened_leaves_the_open_one(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    refused: list[object] = []
    window.session.create(project, "meadow kettle orbit", name="B", language="en", failed=refused.append)
    qtbot.waitUntil(lambda: len(refused) == 1, timeout=8000)
    names: list[str] = []
    window.session.ask(lambda opened: opened.name, names.append, owner=window)
    qtbot.waitUntil(lambda: names == ["Three sites"], timeout=5000)
    window.project.ask_passphrase(project)
    assert window.front is not None


def test_a_job_shows_its_progress_and_cancel(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    begun, stopped = threading.Event(), []

    def work(progress: Job) -> None:
        progress.report(0.5, msg("window.sample.building"))
        begun.set()
        while not progress.stop_requested():
            threading.Event().wait(0.005)
        raise Stopped

    window.session.job(msg("window.jobs.working"), work, stopped=lambda: stopped.append(True))
    assert begun.wait(5)
    qtbot.waitUntil(lambda: window.status.progress.value() == 500, timeout=5000)
    assert window.status.job_text.text() == render(msg("window.sample.building"), "en")
    window.status.cancel.click()
    qtbot.waitUntil(lambda: stopped == [True], timeout=5000)
    assert window.status.job_text.text() == render(msg("window.jobs.none"), "en")
    assert not window.status.cancel.isVisible()


def test_a_bug_is_written_down_without_data(window: MainWindow, qtbot: QtBot) -> None:
    try:
        raise ValueError("the respondent's words")
    except ValueError as bug:
        window.report_bug(bug)
    assert window.strip.isVisible()
    report = next(report_folder().glob("*.txt"))
    assert "respondent" not in report.read_text(encoding="utf-8")
    assert str(report) in window.strip.label.text()
    qtbot.keyClick(window.strip, Qt.Key.Key_Escape)
    assert not window.strip.isVisible()


def test_every_command_has_a_name_in_both_languages_and_shortcuts_are_not_shared(
    window: MainWindow, project: Path
) -> None:
    keys: dict[str, str] = {}
    for command in window.table.all():
        assert all(render(command.named(), language) for language in ("en", "fr"))
        owner = command.id.partition(".")[0]
        shortcuts = command.keys()
        for key in shortcuts:
            other = keys.setdefault(key.toString(), command.id)
            assert other == command.id or not {owner, other.partition(".")[0]} & {"view", "edit", "project", "help"}


def test_a_room_that_cannot_be_made_keeps_no_other_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = (Room("data", "table-2", "workbench.no_such_room"), *available_rooms_of("history"))
    monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: rooms)
    window.session.bug.disconnect()
    window.session.bug.connect(window.report_bug)
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.create(tmp_path / "b.pwb", "meadow kettle orbit", name="B", language="en")
    assert list(window.rooms) == ["history"]
    assert window.strip.isVisible()


def available_rooms_of(room: str) -> tuple[Room, ...]:
    return tuple(found for found in ROOMS if found.id == room)


@pytest.mark.parametrize("size", [(1366, 768), (910, 512)])
def test_a_message_covers_nothing_and_is_read_whole(
    window: MainWindow, qtbot: QtBot, project: Path, calm: Callable[[], None], size: tuple[int, int]
) -> None:
    window.show_room("history")
    window.resize(*size)
    calm()  # the room has read what it shows, and laid it out
    room = window.rooms["history"]
    corner = room.mapTo(window, QPoint(0, 0))
    window.strip.problem("A sentence that is longer than one would think, so that it has to be broken. " * 5)
    label = window.strip.label
    qtbot.waitUntil(lambda: window.strip.isVisible() and label.height() >= label.heightForWidth(label.width()))
    calm()
    assert room.mapTo(window, QPoint(0, 0)) == corner, "the page gives way at its lower edge only"
    strip = QRect(window.strip.mapTo(window, QPoint(0, 0)), window.strip.size())
    for widget in window.findChildren(QWidget):
        used = widget.isVisible() and isinstance(widget, (QAbstractButton, QAbstractItemView))
        if used and not window.strip.isAncestorOf(widget):
            assert not strip.intersects(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())), widget


def test_a_message_leaves_with_its_room(
    window: MainWindow, qtbot: QtBot, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_room("history")
    window.strip.problem("Something is wrong here.")
    window.show_page("settings")
    assert window.strip.isVisible(), "said in the very step that brought the page"
    window.show_room("history")
    monkeypatch.setattr(window.strip, "_said_at", 0.0)
    window.show_page("settings")
    assert not window.strip.isVisible()


def test_closing_a_message_gives_the_focus_back(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    window.show_room("history")
    before = window.top.field
    before.setFocus()
    window.strip.problem("Something is wrong.")
    close = window.strip.findChildren(IconButton)[-1]
    close.setFocus(Qt.FocusReason.MouseFocusReason)  # as pressing does
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.strip.isVisible()
    assert window.focusWidget() is before
