# SPDX-License-Identifier: MIT
"""The form before a file for the public: asked for the public only, never passed with an empty purpose by mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from projects.pages.page_clearance import PageClearance
from wording import msg, render
from workbench.clearance_form import ClearanceDialog, ask_clearance
from workbench.colours_and_sizes import DARK, LIGHT, Colours, contrast
from workbench.session import Session
from workbench.theme import stylesheet
from workbench.translation import respeak

WINDOW = Path(__file__).parents[2] / "workbench"


class _Project:
    """One without a survey."""

    user = "A. Keza"

    def query(self, _sql: str, _params: object = ()) -> list[Any]:
        return []


class _Session:
    """Answers at once, as the thread of the database would later."""

    def ask(self, work: Callable[[Any], Any], done: Callable[[Any], object], *, owner: object) -> None:
        assert owner is not None
        done(work(_Project()))


def asked(qtbot: QtBot, to: str) -> tuple[ClearanceDialog | None, list[PageClearance | None]]:
    """The form, if there is one, and what the export goes on with."""
    parent, given = QWidget(), list[PageClearance | None]()
    qtbot.addWidget(parent)
    ask_clearance(parent, cast("Session", _Session()), to, given.append)
    dialog = next(iter(parent.findChildren(ClearanceDialog)), None)
    if dialog is not None:
        dialog._kept = parent  # type: ignore[attr-defined]  # Qt deletes it with its parent
    return dialog, given


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("room", ["", "background", "surface"])
def test_fields_stand_out_and_can_be_read(qtbot: QtBot, colours: Colours, room: str) -> None:
    """Neither grey on grey, nor as ever where they take nothing: by the pixels drawn."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setProperty("kind", room)
    parent.setStyleSheet(stylesheet(colours, 1.0))
    dialog = ClearanceDialog(parent)
    dialog._kept = parent  # type: ignore[attr-defined]  # Qt deletes it with its parent
    shown = dialog.grab().toImage()
    field = shown.pixelColor(dialog.audience.geometry().center() + dialog.audience.parentWidget().pos()).name()
    assert field == colours.field
    assert shown.pixelColor(2, 2).name() == colours.surface != field
    assert dialog.by.palette().text().color().name() == colours.text
    dialog.nothing_given.setChecked(True)
    dialog.grab()
    muted = dialog.by.palette().text().color().name()
    assert muted == colours.muted
    assert contrast(muted, field) >= 4.5


def test_f1_opens_the_page_on_sharing(qtbot: QtBot) -> None:
    """The form holds the window's keys, so F1 did nothing in it."""
    dialog, _given = asked(qtbot, "public")
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.purpose, Qt.Key.Key_F1)
    assert dialog.manual is not None
    assert (dialog.manual.name, dialog.manual.isVisible()) == ("sharing", True)
    said = dialog.manual.reader.toPlainText()
    assert [name for name in ("by", "purpose", "audience") if render(msg(f"clearing.{name}"), "en") not in said] == []
    dialog.manual.close()
    assert dialog.isVisible()


@pytest.mark.parametrize("to", ["inside", "partner"])
def test_nobody_is_asked_for_the_team_or_a_partner(qtbot: QtBot, to: str) -> None:
    assert asked(qtbot, to) == (None, [None])


def test_the_name_is_filled_in_and_the_purpose_is_wanted(qtbot: QtBot) -> None:
    dialog, given = asked(qtbot, "public")
    assert dialog is not None
    assert dialog.by.text() == "A. Keza"
    assert not dialog.alone.isHidden()
    dialog.go_on.click()
    assert given == []
    assert dialog.purpose_row.problem.text()
    dialog.purpose.setText("donor report")
    dialog.audience.setText("donors")
    dialog.go_on.click()
    assert given == [PageClearance("A. Keza", "donor report", "donors", no_second=True)]


def test_a_second_person_is_named(qtbot: QtBot) -> None:
    dialog, given = asked(qtbot, "public")
    assert dialog is not None
    dialog.by.setText("B. Uwase")
    assert dialog.alone.isHidden()
    dialog.purpose.setText("press")
    dialog.go_on.click()
    assert given == [PageClearance("B. Uwase", "press")]


def test_leaving_it_empty_is_chosen_openly_and_cancel_writes_nothing(qtbot: QtBot) -> None:
    dialog, given = asked(qtbot, "public")
    assert dialog is not None
    dialog.reject()
    assert given == []
    dialog, given = asked(qtbot, "public")
    assert dialog is not None
    dialog.nothing_given.setChecked(True)
    assert not dialog.purpose.isEnabled()
    dialog.go_on.click()
    assert given == [PageClearance()]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Alone, no purpose given", "Clear and choose the file…", "Write what the file is for")),
     ("fr", ("Personne seule, sans but indiqué", "Valider et choisir le fichier…", "Écrivez à quoi sert le fichier"))],
)  # fmt: skip
def test_the_words_of_the_form(qtbot: QtBot, language: str, words: tuple[str, str, str]) -> None:
    dialog, _given = asked(qtbot, "public")
    assert dialog is not None
    dialog.go_on.click()
    respeak(dialog, language)
    assert dialog.nothing_given.text() == words[0]
    assert dialog.go_on.text() == words[1]
    assert dialog.purpose_row.problem.text().startswith(words[2])


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "x.pdf was cleared for the public by A. K.; purpose: press; audience: readers; alone: no second person"),
     ("fr", "x.pdf a été validé pour le public par A. K.\u202f; but\u00a0: press\u202f; "
            "destinataires\u00a0: readers\u202f; personne seule, sans second regard")],
)  # fmt: skip
def test_history_tells_what_was_given(language: str, words: str) -> None:
    clearance = PageClearance("A. K.", "press", "readers", no_second=True)
    assert render(clearance.message("x.pdf"), language) == words


def test_every_part_of_the_window_that_writes_for_chosen_readers_asks() -> None:
    sources = {path: path.read_text("utf-8") for path in WINDOW.rglob("*.py") if "cli" not in path.parts}
    chooses = ("ask_readers(", "ask_new_file(")
    leaves = [
        path.name
        for path, text in sources.items()
        if any(word in text for word in chooses)
        and ("destination" in text or "ask_readers(" in text)
        and "def ask_" + "readers" not in text
        and "ask_clearance(" not in text
    ]
    assert leaves == []


def test_every_command_that_writes_for_chosen_readers_records_who_cleared() -> None:
    sources = {path.name: path.read_text("utf-8") for path in (WINDOW / "cli").rglob("*.py")}
    leave = [name for name, text in sources.items() if "parser.destination(" in text]
    assert {"analyse.py", "edits.py", "export.py", "queries.py"} <= set(leave)
    assert [name for name in leave if " clear(" not in sources[name]] == []
