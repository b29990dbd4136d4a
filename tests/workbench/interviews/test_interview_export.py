# SPDX-License-Identifier: MIT
"""Interviews, codings and the codebook leave by the Interviews menu, and a Word codebook comes in by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from analysis.masking import Destination
from projects.exchange.codebook_files import read_codebook
from projects.exchange.interview_exports import InterviewContent
from projects.interviews.codes import delete_code
from tests.workbench.interviews.user_actions import Calm
from wording import render
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def test_files_leave_and_a_codebook_comes_back_by_the_menu(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = room.acts.reading.export

    def leave(content: InterviewContent, ending: str) -> Path:
        window.table.run("interviews.leave.files")
        pane.content.choose(content)
        pane.content.chosen.emit(content)
        pane.ending.choose(ending)
        path = tmp_path / f"{content.value}{ending}"
        monkeypatch.setattr("workbench.interviews.reading.export_pane.ask_new_file", lambda *_given: (path, ""))
        assert pane.save.isEnabled()
        QTest.keyClick(pane.ending, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # the primary button
        calm()
        return path

    book = leave(InterviewContent.CODEBOOK, ".docx")
    assert [code.name.in_language("en") for code in read_codebook(book).codes][:2] == ["Recruitment", "Deception"]
    assert leave(InterviewContent.CODEBOOK, ".qdc").stat().st_size > 100
    assert leave(InterviewContent.PROJECT, ".qdpx").read_bytes()[:2] == b"PK"
    assert room.centre.currentWidget() is room.acts.reading.outcome  # every sentence, not the last alone
    said = [render(text, "en") for text in room.acts.reading.outcome.said]
    assert any("consent" in text for text in said)
    assert f"{InterviewContent.PROJECT.value}.qdpx" in window.strip.label.text()
    room.acts.navigation.open_document("1")
    calm()
    assert leave(InterviewContent.TRANSCRIPT, ".docx").read_bytes()[:2] == b"PK"
    window.table.run("interviews.leave.files")
    pane.destination.choose(Destination.PARTNER)
    pane.destination.chosen.emit(Destination.PARTNER)
    assert not pane.save.isEnabled()  # a whole text
    for code in list(room.state.codebook):
        room.session.do(delete_code(code.id))
    calm()
    monkeypatch.setattr("workbench.interviews.import_files.ask_files", lambda *_given: [book])
    window.table.run("interviews.bring.codebook")
    calm()
    assert len(room.state.codebook) == 4
    window.strip.clear()
    window.table.run("interviews.bring.codebook")  # once more: all are there, which is said
    calm()
    assert window.strip.label.text() == "Codes added: 0; already in the codebook: 4."
    interview = tmp_path / "talk.txt"
    interview.write_text("Q: Where?\nP1: There.\n", "utf-8")
    said: list[object] = []
    window.session.problem.connect(said.append)
    monkeypatch.setattr("workbench.interviews.import_files.ask_files", lambda *_given: [interview])
    window.table.run("interviews.bring.codebook")
    calm()
    assert "talk.txt" in render(said[0], "en")
    assert "codebook" in render(said[0], "en")
    assert len(room.state.documents) == 2
