# SPDX-License-Identifier: MIT
"""Settings, crash reports, the order of the palette, keys by language, lists and tables."""

from __future__ import annotations

import json
import stat
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from wording import msg, render
from workbench.command_table import CommandTable
from workbench.commands import Command, MenuSection, key_text
from workbench.crash import save_report
from workbench.fuzzy_match import score
from workbench.settings import WindowSettings, load_settings, settings_file
from workbench.shell.about import ShortcutsPage
from workbench.shell.idle_watch import IdleWatch
from workbench.shell.palette import submenu_score, synonym_score
from workbench.shell.project_entry import KeyKeeper
from workbench.translation import translate_qt
from workbench.widgets import (
    ChoiceField,
    Entry,
    EntryList,
    RowsColumn,
    RowsModel,
    RowsTable,
    SearchField,
    Tabs,
)
from workbench.widgets.fields import passphrase_score
from workbench.widgets.tables import CELL_PAD

if TYPE_CHECKING:
    from workbench.session import Session
    from workbench.workspace import Workspace


def test_settings_are_kept_for_their_user_only() -> None:
    WindowSettings(language="fr", idle_minutes=10, user="Ndabaruhutse").save()
    assert "Ndabaruhutse" not in settings_file().read_text(encoding="utf-8")
    assert load_settings().language == "fr"
    assert load_settings().idle_minutes == 10
    if sys.platform != "win32":
        assert stat.S_IMODE(settings_file().stat().st_mode) == 0o600


def test_no_project_is_named_unless_wanted() -> None:
    settings = WindowSettings()
    settings.opened(Path("/somewhere/Secret study.pwb"))
    settings.save()
    assert "Secret" not in settings_file().read_text(encoding="utf-8")
    settings.remember_recent = True
    settings.opened(Path("/somewhere/Secret study.pwb"))
    assert settings.recent == [str(Path("/somewhere/Secret study.pwb"))]


@pytest.mark.parametrize("stored", ["", "[]", '{"idle_minutes": 900, "look": "pink", "recent": ["x"], "columns": 3}'])
def test_unreadable_settings_take_their_defaults(stored: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(stored, encoding="utf-8")
    loaded = load_settings()
    assert loaded.look == "system"
    assert loaded.recent == []
    assert loaded.columns == {}
    assert 1 <= loaded.idle_minutes <= 30


def test_a_report_holds_no_value(tmp_path: Path) -> None:
    def read(answer: str) -> int:
        return int(answer)

    with pytest.raises(ValueError) as caught:
        read("the respondent's words")
    text = save_report(caught.value, tmp_path).read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "in read" in text
    assert "respondent" not in text
    assert str(Path.home()) not in text
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("typed", ["style du bureau", "logo", "couleurs", "charte", "office style"])
def test_the_palette_finds_the_office_style_by_other_words(typed: str) -> None:
    assert synonym_score(typed, render(msg("synonyms.report.style"), "fr")) > 0.5


def test_the_palette_finds_commands_by_the_submenu_they_stand_in() -> None:
    commands = {one: Command(one, msg("cli.usage"), lambda: None, MenuSection.INTERVIEWS) for one in
                ("interviews.quick.vivo", "interviews.panes.text", "interviews.review")}  # fmt: skip
    found = [name for name, one in commands.items() if submenu_score("quick cod", one, "en")]
    assert found == ["interviews.quick.vivo"]
    assert submenu_score("codage rapide", commands["interviews.quick.vivo"], "fr") < 0.6, "its namesakes come first"
    for language, typed in (("en", "consent"), ("en", "withdraw"), ("fr", "consentement")):
        assert synonym_score(typed, render(msg("synonyms.safety.erase"), language)) > 0.5
    assert synonym_score("second coder", render(msg("synonyms.safety.passphrase"), "en")) > 0.5


def test_the_palette_finds_the_codes_along_the_text_as_a_portrait() -> None:
    for language, typed in (("fr", "portrait"), ("fr", "chronologie"), ("en", "portrait"), ("en", "timeline")):
        assert synonym_score(typed, render(msg("synonyms.interviews.reading.portrait"), language)) > 0.5


def test_the_palette_orders_by_fit() -> None:
    names = ["Import interviews…", "Import survey data…", "Go to Interviews", "Undo"]
    best = sorted(names, key=lambda name: -score("imp int", name))
    assert best[0] == "Import interviews…"
    assert score("undo", "Undo") == 1.0
    assert score("etude", "Étude d’exemple") > 0.8
    assert score("zzz", "Undo") == 0.0
    for typed in ("codage a l'aveugle", "l'aveugle codage"):  # keyboards have no ’
        assert score(typed, "Codage à l’aveugle") > 0.8
    assert score("'", "Undo") == 0.0
    assert score("isd", "Import survey data…") > 0


def test_keys_are_written_as_the_keyboard_does(qapp: QApplication) -> None:
    translate_qt("en")
    assert key_text("Ctrl+Shift+P", "en") == "Ctrl+Shift+P"
    assert key_text("Ctrl+Shift+P", "fr") == "Ctrl+Maj+P"
    translate_qt("fr")
    said = [key_text("Ctrl+Return", "fr"), QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)]
    translate_qt("en")
    assert said == ["Ctrl+Entrée"] * 2, "in lists and in Qt's own menus"


def test_the_list_of_keys_is_searched_as_one_types_and_names_keys_of_a_view(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    qtbot.addWidget(page)
    extend = Command("a.b", msg("interviews.view.extend"), page.update, MenuSection.INTERVIEWS, "E")
    page.fill([extend, replace(extend, shortcut=(), typed="1–9"), replace(extend, shortcut=())])
    assert [page._keys(page.model.rows[place], "fr") for place in page.model.order] == ["E", "1–9"]
    page._filter("zzz")
    assert page.model.order == []
    page._filter("1–9")
    assert page.model.order == [1]
    page._filter("PARAGRAPH")
    assert page.model.order == [0, 1]
    page._filter("")
    page.fill([replace(extend, shortcut=("Ctrl+Alt+Shift+PgUp", "Ctrl+Alt+Left"))])
    page.show()
    keys = page._keys(page.model.rows[0], "en")
    assert page.table.columnWidth(0) >= page.table.fontMetrics().horizontalAdvance(keys) + 2 * CELL_PAD
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()


def test_passphrases_are_weighed() -> None:
    assert passphrase_score("password") == 0
    assert passphrase_score("Three sites", ("Three sites",)) < 2
    assert passphrase_score("meadow kettle orbit violin") == 4
    assert passphrase_score("x" * 5000) < 3


def test_a_list_keeps_what_is_picked(qtbot: QtBot) -> None:
    entries = EntryList("Variables")
    qtbot.addWidget(entries)
    picked: list[object] = []
    entries.picked.connect(picked.append)
    entries.set_entries([Entry("h", "Household", section=True), Entry("a", "Age"), Entry("b", "Site")])
    assert picked == []
    entries.pick("b")
    assert picked == ["b"]
    entries.set_entries([Entry("b", "Site"), Entry("a", "Age")])
    assert entries.picked_id() == "b"
    assert picked == ["b"]
    qtbot.keyClick(entries, Qt.Key.Key_Down)
    assert picked == ["b", "a"]


def test_a_table_sorts_and_filters_by_index(qtbot: QtBot) -> None:
    table = RowsTable("Sites")
    qtbot.addWidget(table)
    model = RowsModel(
        [
            RowsColumn("Site", lambda row, _language: row[0]),
            RowsColumn("n", lambda row, _language: str(row[1]), numeric=True, sort_key=lambda row: row[1]),
        ],
        table,
    )
    table.setModel(model)
    rows = [("A", 3), ("B", 1), ("C", 2)]
    model.set_rows(rows)
    model.sort(1)
    assert [model.row_at(model.index(place, 0))[0] for place in range(3)] == ["B", "C", "A"]
    model.keep(lambda row: row[1] > 1)
    assert model.rowCount() == 2
    assert rows == [("A", 3), ("B", 1), ("C", 2)]
    assert model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)


def test_tabs_move_by_arrow_keys(qtbot: QtBot) -> None:
    tabs = Tabs("Tables", [("h", "Households"), ("m", "Members")])
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.chosen, timeout=1000) as caught:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert caught.args == ["m"]
    assert tabs.value() == "m"


def test_search_waits_for_a_pause(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    field = SearchField("Find", whole)
    found: list[str] = []
    field.searched.connect(found.append)
    with qtbot.waitSignal(field.searched, timeout=2000):
        qtbot.keyClicks(field, "age ")
    assert found == ["age"]


def test_settings_file_is_plain_json() -> None:
    WindowSettings().save()
    assert json.loads(settings_file().read_text(encoding="utf-8"))["remember_recent"] is False


def test_a_sign_of_life_begins_the_wait_anew(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    watch = IdleWatch(90, whole)
    assert watch._timer.interval() == 30 * 60_000  # half an hour is the longest
    watch._timer.setInterval(300)
    watch.start()
    moments: list[float] = []
    watch.idle.connect(lambda: moments.append(time.monotonic()))
    qtbot.wait(150)
    watch.eventFilter(whole, QEvent(QEvent.Type.Wheel))
    begun = time.monotonic()
    qtbot.waitUntil(lambda: len(moments) == 1, timeout=3000)
    assert moments[0] - begun > 0.25
    watch.eventFilter(whole, QEvent(QEvent.Type.Wheel))
    assert not watch._timer.isActive()


def test_choice_too_long_for_its_field_is_shortened_in_the_middle(qtbot: QtBot) -> None:
    whole = "Do you agree to take part in this interview of about forty minutes?"
    field = ChoiceField("long", [(1, whole)])
    qtbot.addWidget(field)
    field.resize(220, 30)
    shown = field.shown_text()
    first, _, last = shown.partition("…")
    assert len(shown) > 12
    assert first
    assert whole.startswith(first)
    assert last
    assert whole.endswith(last)
    field.resize(900, 30)
    assert field.shown_text() == whole


@pytest.mark.parametrize("of", ["list", "table"])
def test_the_row_on_which_the_keys_stand_is_chosen(of: str, qtbot: QtBot) -> None:
    """Qt makes the first row current and leaves it unchosen: nobody would see where the keys are."""
    whole = QWidget()
    view: EntryList | RowsTable
    if of == "list":
        view = EntryList("Rooms")
        view.set_entries([Entry("head", "Rooms", section=True), Entry("a", "Data"), Entry("b", "Report")])
    else:
        view = RowsTable("Rooms")
        view.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        model = RowsModel([RowsColumn("Name", lambda row, _language: row)], view)
        model.set_rows(["Data", "Report"])
        view.setModel(model)
    view.setParent(whole)
    qtbot.addWidget(whole)
    whole.show()
    whole.activateWindow()
    qtbot.waitExposed(whole)
    assert not view.selectionModel().hasSelection()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus, timeout=5000)
    (row,) = [index.row() for index in view.selectionModel().selectedRows()]
    assert row == view.currentIndex().row() == (1 if of == "list" else 0)


def test_shortcuts_of_a_room_wait_with_the_keys_typed_ahead_of_it(qtbot: QtBot) -> None:
    """While an interview was still being read M ran before ↓ and the letters of a code went into the memo."""
    window, room, ran = QMainWindow(), cast("Workspace", QWidget()), []
    qtbot.addWidget(window)
    table = CommandTable(window, lambda _room: None)
    table.add([Command("a.lock", msg("window.close"), lambda: ran.append("lock"), MenuSection.HELP, "Ctrl+L")])
    memo = Command("b.memo", msg("interviews.view.new_memo"), lambda: ran.append("memo"), MenuSection.INTERVIEWS, "M")
    table.add([memo], room)
    table.set_front(room)
    for held in (True, False):
        table.hold(held)
        assert [action.isEnabled() for action in window.actions()] == [True, not held]
    keeper = KeyKeeper(window, table, cast("Session", None), lambda: False)
    down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert keeper.eventFilter(window, down), "kept"
    assert [action.isEnabled() for action in window.actions()] == [True, False]
    keeper.stop()
    assert [action.isEnabled() for action in window.actions()] == [True, True]
    table.hold(True)
    table.run("b.memo")
    assert ran == ["memo"], "typed again in its turn"
