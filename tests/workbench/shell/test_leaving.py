# SPDX-License-Identifier: MIT
"""Question about what is not kept before the user closes; words that are only looked for are no draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.shell.leave_question import gather, put_back, words_under_way
from workbench.shell.window import MainWindow
from workbench.widgets.fields import FILTERS, SearchField, TextField
from workbench.workspace import Unkept


class UsersClose(QCloseEvent):
    """As the desktop sends it."""

    def spontaneous(self) -> bool:
        """It comes from outside."""
        return True


def test_the_user_is_asked_what_becomes_of_an_unkept_analysis(
    window: MainWindow, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.is_dir()
    room, answers = window.rooms["history"], []

    def keep(done: Callable[[], object]) -> None:
        answers.append("kept")
        done()

    monkeypatch.setattr(room, "unkept", lambda: Unkept("Answers by sex", keep, lambda: answers.append("dropped")))
    gone: list[str] = []
    monkeypatch.setattr(window, "close", lambda: gone.append("closed"))
    monkeypatch.setattr(window.project, "close", lambda: gone.append("to Home"))
    question, event = window.leaving.question, UsersClose()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert "“Answers by sex”." in question.label.text()
    question.buttons[2].click()
    assert (question.isVisible(), answers, gone) == (False, [], [])
    window.table.run("project.quit")
    question.buttons[0].click()
    window.table.run("project.guard.close")
    question.buttons[1].click()
    assert (answers, gone) == (["kept", "dropped"], ["closed", "to Home"])
    assert window.session.is_open
    monkeypatch.undo()
    window.table.run("project.quit")
    assert not window.isVisible()


def test_only_words_of_the_user_are_drafts(qtbot: QtBot) -> None:
    room: Any = QWidget()
    room.keeps_drafts = True
    qtbot.addWidget(room)
    fields = SimpleNamespace(find=SearchField("Find"), low=TextField("From"), name=TextField("Name"))
    fields.low.setProperty(FILTERS, True)
    memo = QPlainTextEdit()
    memo.setAccessibleName("Memo")
    column = QVBoxLayout(room)
    for field in (*vars(fields).values(), memo):
        column.addWidget(field)
    for field in vars(fields).values():
        qtbot.keyClicks(field, "road")
    assert words_under_way(room) == []
    qtbot.keyClicks(memo, "she said")
    assert words_under_way(room) == [memo]
    drafts = gather(room)
    assert [one["name"] for one in drafts] == ["From", "Name", "Memo"]
    elsewhere: Any = QWidget()
    qtbot.addWidget(elsewhere)
    assert [one["name"] for one in put_back(elsewhere, drafts)] == ["Name", "Memo"], "a filter is no writing"
