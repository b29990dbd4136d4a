# SPDX-License-Identifier: MIT
"""Dialogs open where the last file of their kind was; menus fold; the palette knows other words; deleting is last."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QMenuBar, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import workbench
from analysis.analyses import declarations
from analysis.records import DataTable, RowOrigin
from wording import Labels
from workbench.file_dialogs import (
    ask_file,
    ask_files,
    ask_folder,
    ask_new_file,
    recent_folders,
    restore_folders,
    start_of,
)
from workbench.settings import WindowSettings
from workbench.shell.palette import destroys
from workbench.shell.window import MainWindow
from workbench.translation import translate_qt
from workbench.workspaces import ROOMS, Room

SURVEY_TABLE = DataTable("t1", "households", Labels({}), "household", RowOrigin.CENSUS, (), rows=5)


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """Every room there is."""
    return ROOMS


@pytest.fixture(autouse=True)
def nothing_remembered(qapp: object) -> None:
    restore_folders({})


def test_each_kind_of_file_remembers_its_folder(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    asked: list[str] = []
    places = {name: tmp_path / name for name in ("surveys", "talks", "out")}
    for place in places.values():
        place.mkdir()

    def answer(chosen: Any) -> Any:
        def dialog(_parent: QWidget, _title: str, start: str = "", _kinds: str = "") -> Any:
            asked.append(start)
            return chosen

        return dialog

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", answer(([str(places["surveys"] / "a.csv")], "")))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer((str(places["talks"] / "b.docx"), "")))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer((str(places["out"] / "c.xlsx"), "x")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer(str(places["out"])))
    for _ in range(2):
        assert ask_files(parent, "survey", "t", "") == [places["surveys"] / "a.csv"]
        assert ask_file(parent, "interviews", "t", "") == places["talks"] / "b.docx"
        assert ask_new_file(parent, "results", "t", "table.xlsx", "") == (places["out"] / "c.xlsx", "x")
        assert ask_folder(parent, "copies", "t", "start") == places["out"]
    first = Path(start_of("nothing yet"))
    assert first.is_dir()
    assert first != Path.cwd(), "the first time where people keep their files"
    assert asked[:4] == [str(first), str(first), str(first / "table.xlsx"), "start"]
    assert asked[4:] == [
        str(places["surveys"]), str(places["talks"]), str(places["out"] / "table.xlsx"), str(places["out"]),
    ]  # fmt: skip


def test_the_next_project_is_looked_for_beside_the_last_not_inside(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "Three sites.pwb").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "Three sites.pwb"))
    assert ask_folder(parent, "projects", "t") == tmp_path / "Three sites.pwb"
    assert start_of("projects.folder") == str(tmp_path)


def test_dialogs_of_qt_speak_french_whole(qtbot: QtBot) -> None:
    """Qt’s French catalogue has no “Look in”, no “Files of type”, no “Folder”."""
    translate_qt("fr")
    try:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        shown = {
            one.text().replace("&", "") for one in (*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton))
        }
        assert {"Regarder dans\u00a0:", "Nom de fichier\u00a0:", "Fichiers de type\u00a0:", "Annuler"} <= shown
        assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "Dossier"
        assert QCoreApplication.translate("QFileDialog", "Back") == "Précédent", "all else is Qt’s own"
    finally:
        translate_qt("en")


def test_no_word_of_qt_is_looked_up_in_python() -> None:
    """Qt asks in any thread, with locks held that the window waits for: the French window froze while it opened."""
    translate_qt("fr")
    try:
        application = QCoreApplication.instance()
        assert application is not None
        own = [type(one) for one in application.findChildren(QTranslator) if type(one) is not QTranslator]
        assert [one.__name__ for one in own] == ["DialogWords"]
        assert "translate" not in vars(own[0])
        # the mutex of image plugins waited for the word, the word for the interpreter
        assert QCoreApplication.translate("QAnything", "Drive", "a comment") == "Lecteur"
    finally:
        translate_qt("en")


def test_no_dialog_of_files_forgets_its_folder() -> None:
    """Pictures of a report, the place of a new project and of a restored one were asked for without memory."""
    rooms = Path(workbench.__file__).parent
    asking = {
        path.relative_to(rooms).as_posix()
        for path in rooms.rglob("*.py")
        if re.search(r"QFileDialog\b(?! Q)", path.read_text(encoding="utf-8"))  # the style sheet only dresses it
    }
    assert asking == {"file_dialogs.py", "results/export.py"}, "those two remember"


def test_every_room_that_writes_a_file_offers_to_open_it() -> None:
    """*Open* and *Show in folder* come with the signal `exported`; a room that asks where to write must send it."""
    rooms = Path(workbench.__file__).parent
    asks = re.compile(r"\bask_new_file\(|results.export import .*ask_file")
    silent = [
        path.relative_to(rooms).as_posix()
        for path in rooms.rglob("*.py")
        if asks.search(text := path.read_text(encoding="utf-8")) and "exported.emit(" not in text
    ]
    assert silent == ["file_dialogs.py"]


def test_folders_are_kept_only_where_recent_projects_are(window: MainWindow, tmp_path: Path) -> None:
    restore_folders({"survey": str(tmp_path), "gone": str(tmp_path / "gone")})
    assert recent_folders() == {"survey": str(tmp_path)}
    window.close()
    assert window.settings.folders == {}
    settings = WindowSettings(remember_recent=True)
    settings.folders = recent_folders()
    settings.forget_recent()
    assert settings.folders == {}


def test_menus_and_palette_of_a_window_with_every_room(
    window: MainWindow, project: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One window for all of them: making every room takes longer than looking."""
    the_data_menu_is_short(window)
    a_word_for_what_cannot_run_now_is_answered(window, qtbot)
    with monkeypatch.context() as patch:
        patch.setattr(window.table, "_can_run", lambda _command, _owner: True)  # as with data
        for look in (
            the_palette_knows_other_words,
            the_french_window_finds_english_words_of_the_field,
            deleting_is_never_the_first_hit,
        ):
            window.set_language("en")
            look(window)
    a_sheet_is_found_by_any_of_its_names(window)
    no_menu_is_longer_than_a_screen(window)


def the_data_menu_is_short(window: MainWindow) -> None:
    (data,) = [menu for menu in menus_of(window) if menu.title().replace("&", "") == "Data"]
    here = [action for action in data.actions() if not action.isSeparator()]
    below = [action.menu() for action in here if isinstance(action.menu(), QMenu)]
    assert len(here) <= 12
    assert {menu.title().replace("&", "") for menu in below} == {"Table", "Rows", "Columns", "Cells", "Sampling"}
    assert all(len([one for one in menu.actions() if not one.isSeparator()]) <= 18 for menu in below)


def no_menu_is_longer_than_a_screen(window: MainWindow) -> None:
    """The menu of Interviews had 61 entries, *New analysis* 35: 768 pixels hold some 24."""
    room = window.rooms["analysis"]
    room.left._tables = {"t1": SURVEY_TABLE, "codings": replace(SURVEY_TABLE, id="codings")}
    room.left._menu.popup = lambda _place: None
    for language in ("en", "fr"):
        window.set_language(language)
        room.left.open_menu()
        every = [one for menu in (*menus_of(window), room.left._menu) for one in with_menus_inside(menu)]
        counts = {menu.title(): len([one for one in menu.actions() if not one.isSeparator()]) for menu in every}
        assert len(counts) > 20
        assert not {title: count for title, count in counts.items() if count > 24}
        assert not [title for title, count in counts.items() if not count], "no menu is empty"
        assert max(counts[menu.title()] for menu in menus_of(window)) <= 18, "one column of 512 pixels"
        heights = {menu.title(): menu.sizeHint().height() for menu in every}
        assert not {title: height for title, height in heights.items() if height > 484}, "below the menu bar of 512"
        (first,) = (menu for menu in menus_of(window) if menu.title().replace("&", "") in ("Project", "Projet"))
        assert first.actions()[-1].text() in ("Quit", "Quitter")
    groups = [menu.title() for menu in with_menus_inside(room.left._menu)][1:]
    assert "Décrire et comparer" in groups
    assert "Codes et mots des entretiens" in groups
    below = [one for menu in with_menus_inside(room.left._menu) for one in menu.actions() if one.menu() is None]
    offered = [one for one in below if not one.isSeparator()]
    suited = [one for one in declarations() if any(map(one.suits, room.left._tables.values()))]
    assert len(offered) == len(suited) + 1, "and a plan to import"
    (new,) = [
        menu for menu in with_menus_inside(window.menuBar()) if menu.title().replace("&", "") == "Nouvelle analyse"
    ]
    inside = [one for menu in with_menus_inside(new) for one in menu.actions() if one.menu() is None]
    assert len(inside) == len(declarations()), "each analysis stands in one of the menus"
    assert {one.text() for one in inside} >= {"Pourcentages", "Choix multiple"}, "by its bare name"


def with_menus_inside(menu: QMenu | QMenuBar) -> list[QMenu]:
    """A menu and every menu below it."""
    below = [action.menu() for action in menu.actions() if isinstance(action.menu(), QMenu)]
    own = [menu] if isinstance(menu, QMenu) else []
    return [*own, *(inner for one in below for inner in with_menus_inside(one))]


def menus_of(window: MainWindow) -> list[QMenu]:
    return [action.menu() for action in window.menuBar().actions() if isinstance(action.menu(), QMenu)]


OTHER_WORDS = {
    "en": {
        "print": "report.export",
        "map": "analysis.new.proportions",
        "outlier": "analysis.new.describe",
        "outliers": "analysis.new.describe",
        "password": "safety.passphrase",
    },
    "fr": {
        "imprimer": "report.export",
        "carte": "analysis.new.proportions",
        "aberrante": "analysis.new.describe",
        "corriger le texte": "interviews.reading.correct",
        "valeurs aberrantes": "analysis.new.describe",
        "print": "report.export",
        "map": "analysis.new.proportions",
        "outlier": "analysis.new.describe",
    },
}


def the_palette_knows_other_words(window: MainWindow) -> None:
    for language, words in OTHER_WORDS.items():
        window.set_language(language)
        for typed, wanted in words.items():
            window.top.field.setText(typed)
            window.palette_list.open()
            shown = [entry.id[1] for entry in window.palette_list.list.entries.entries if entry.id[0] == "command"]
            assert wanted in shown, (language, typed)
            window.palette_list.leave()


def the_french_window_finds_english_words_of_the_field(window: MainWindow) -> None:
    window.set_language("fr")
    for typed, wanted in {
        "codebook": "interviews.reading.codebook", "livre de codes": "interviews.reading.codebook",
        "grille de codage": "interviews.reading.codebook", "coding frame": "interviews.reading.codebook",
        "crosstab": "analysis.new.crosstab", "stratum": "data.table.about", "weights": "sampling.go.weights",
        "sample size": "sampling.go.size", "framework matrix": "analysis.new.framework", "survey": "data.file.import",
        "quote": "report.add.quotes", "cleaning log": "data.table.log", "dictionary": "report.add.codebook",
    }.items():  # fmt: skip
        window.top.field.setText(typed)
        window.palette_list.open()
        shown = [entry.id[1] for entry in window.palette_list.list.entries.entries if entry.id[0] == "command"]
        assert wanted in shown[:5], typed
        window.palette_list.leave()


def deleting_is_never_the_first_hit(window: MainWindow) -> None:
    commands = {command.id: command for command in window.table.all()}
    for typed in ("del", "delete", "delete the", "erase", "remove", "clear", ""):
        window.top.field.setText(typed)
        window.palette_list.open()
        entries = window.palette_list.list.entries.entries
        picked = window.palette_list.list.picked_id()
        assert any(entry.id[0] == "command" and destroys(commands[entry.id[1]]) for entry in entries) or not typed
        if picked is not None and picked[0] == "command":
            assert not destroys(commands[picked[1]]), typed
        window.palette_list.leave()


def a_word_for_what_cannot_run_now_is_answered(window: MainWindow, qtbot: QtBot) -> None:
    """`delete` answered "Nothing is called that"; Enter on what deletes closed the list without a word."""
    palette, field = window.palette_list, window.top.field
    for language, typed, part in (
        ("en", "delete", "cannot run now"),
        ("en", "remove", "cannot run now"),
        ("fr", "supprimer", "impossible pour l’instant"),
        ("fr", "delete", "impossible pour l’instant"),
        ("fr", "zzzz", "Rien"),
        ("fr", "effacer", "jamais présélectionnée"),
    ):
        window.set_language(language)
        field.setText(typed)
        palette.open()
        assert part in palette.nothing.text(), (language, typed)
        assert not palette.nothing.isHidden()
        assert palette.geometry().contains(palette.geometry().topLeft() + palette.nothing.geometry().bottomRight())
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert palette.isVisible(), "the hint stays"
        palette.leave()


def a_sheet_is_found_by_any_of_its_names(window: MainWindow) -> None:
    """“fiche” and “infosheet” found the sample study at most, which would leave the project that is open."""
    for language in ("en", "fr"):
        window.set_language(language)
        for typed in ("infosheet", "fiche", "factsheet") if language == "fr" else ("infosheet", "fact sheet"):
            window.top.field.setText(typed)
            window.palette_list.open()
            _what, which = window.palette_list.list.picked_id()
            assert which in {"report.new.infosheet", "report.new.factsheet"}, (language, typed)
            window.palette_list.leave()
    window.set_language("en")
    window.table.run("report.new.infosheet")
    assert window.front is window.rooms["report"]


def test_a_file_that_was_written_can_be_opened(
    window: MainWindow, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    shown: list[Path] = []
    monkeypatch.setattr("workbench.shell.show_in_folder.show_file", lambda path, _strip: opened.append(path))
    monkeypatch.setattr("workbench.shell.show_in_folder.show_in_folder", lambda path, _parent: shown.append(path))
    window.session.exported.emit("Exported tables.xlsx.", tmp_path / "tables.xlsx")
    assert window.strip.isVisible()
    for button in list(window.strip._buttons):
        button.click()
    assert opened == shown == [tmp_path / "tables.xlsx"]
    assert [button.text() for button in window.strip._buttons] == ["Open", "Show in folder"]


def test_shift_f10_asks_what_has_the_focus_for_its_menu(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the Menu key does, which many laptops lack."""
    asked: list[QContextMenuEvent.Reason] = []

    class Focused(QWidget):
        def contextMenuEvent(self, event: QContextMenuEvent) -> None:
            asked.append(event.reason())

    focused = Focused(window)
    monkeypatch.setattr(QApplication, "focusWidget", lambda: focused)
    keys = next(one.shortcut for one in window.table.all() if one.id == "edit.menu")
    assert keys == "Shift+F10"
    window.table.run("edit.menu")
    assert asked == [QContextMenuEvent.Reason.Keyboard]

    class Text(QPlainTextEdit):
        contextMenuEvent = Focused.contextMenuEvent

    focused = Text(window)
    window.table.run("edit.menu")
    assert len(asked) == 2, "a text tells its place in fractions of a pixel"
