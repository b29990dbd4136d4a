# SPDX-License-Identifier: MIT
"""Files brought into the room: interviews and a codebook, warnings, a file that is none."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from projects.intake.file_reading import FileContent
from projects.interviews.documents import NewDocument
from projects.stored_interviews.parsed_document import parse_text
from wording import render
from workbench.interviews.reading.import_preview import ImportPreview
from workbench.interviews.view import InterviewsWorkspace
from workbench.sample_files import CODEBOOK, INTERVIEWS
from workbench.shell.window import MainWindow

QDE = """<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="Other"><Sources>
<TextSource guid="11111111-1111-4111-8111-111111111111" name="Here"><PlainTextContent>Only this.</PlainTextContent>
</TextSource><TextSource guid="21111111-1111-4111-8111-111111111111" name="Gone" plainTextPath="internal://gone.txt"/>
<PictureSource guid="31111111-1111-4111-8111-111111111111" name="A picture"/></Sources></Project>"""


def test_a_transcript_and_a_codebook(window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None]) -> None:
    codes, documents = len(room.state.codebook), len(room.state.documents)
    interview = next(path for path in INTERVIEWS if path.suffix == ".txt")
    room.acts.imports.bring([CODEBOOK, interview])
    calm()
    assert len(room.state.codebook) > codes + 20
    assert len(room.state.documents) == documents + 1
    assert room.state.documents[-1].language == "fr"
    assert room.state.document_id() == str(room.state.documents[-1].id)
    assert room.acts.reading.way.can_go(-1)  # to what was read before
    assert "Enquêteur" not in room.transcript.toPlainText()
    assert room.tree.codes.rowCount() > 4


def test_a_file_that_is_no_interview_changes_nothing(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    bad = tmp_path / "broken.docx"
    bad.write_bytes(b"PK\x03\x04 this is no package")
    before = len(room.state.documents)
    room.acts.imports.bring([bad])
    calm()
    assert window.strip.isVisible()
    assert "broken.docx" in window.strip.label.text()
    assert len(room.state.documents) == before
    worse = tmp_path / "worse.docx"
    worse.write_bytes(bad.read_bytes())
    room.acts.imports.bring([bad, worse])
    calm()
    outcome = room.acts.reading.outcome
    assert room.centre.currentWidget() is outcome
    assert [name in render(text, "en") for name, text in zip(("broken", "worse"), outcome.said, strict=True)]
    good = tmp_path / "good.txt"
    good.write_text("Just words.\n", "utf-8")
    room.acts.imports.bring([bad, good])
    calm()
    assert len(room.state.documents) == before + 1
    assert room.centre.currentWidget() is not outcome
    assert "broken.docx" in window.strip.label.text()
    project = tmp_path / "other.qdpx"
    with zipfile.ZipFile(project, "w") as package:
        package.writestr("project.qde", QDE)
    room.acts.imports.bring([project])
    calm()
    assert room.centre.currentWidget() is outcome  # what did not come over
    said = " ".join(render(text, "en") for text in outcome.said)
    assert "picture" in said
    assert "not in the file" in said
    assert room.state.document_id() == str(room.state.documents[-1].id)
    assert "Only this" in room.transcript.toPlainText()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "within.txt").write_text("More words.\n", "utf-8")
    monkeypatch.setattr("workbench.interviews.import_files.ask_folder", lambda *_given: folder)
    window.table.run("interviews.bring.folder")
    calm()
    assert room.state.documents[-1].name == "within"


def test_a_table_of_data_is_no_codebook(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    data = tmp_path / "answers.csv"
    data.write_text("site,age,water\nNorth,30,yes\nSouth,41,no\nNorth,25,yes\n", encoding="utf-8")
    codes = len(room.state.codebook)
    room.acts.imports.bring([data])
    calm()
    assert "answers.csv" in window.strip.label.text()
    assert "Data" in window.strip.label.text()
    assert len(room.state.codebook) == codes


def test_a_codebook_under_another_name_is_one(
    room: InterviewsWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    renamed = tmp_path / "codes.dat"
    renamed.write_bytes(CODEBOOK.read_bytes())
    codes = len(room.state.codebook)
    room.acts.imports.bring([renamed])
    calm()
    assert len(room.state.codebook) > codes + 20


def test_files_are_dropped_on_the_room(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    spoken = tmp_path / "call.vtt"
    spoken.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v P1>I said yes.\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(spoken)), QUrl.fromLocalFile(str(tmp_path / "nowhere.txt"))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    room.dropEvent(drop)
    calm()
    room.acts.reading.preview.take.click()  # the speakers recognised are right
    calm()
    assert [line.name for line in room.state.documents][-1] == "call"
    assert "I said yes." in room.transcript.toPlainText()
    assert "P1" not in room.transcript.toPlainText()
    turn = room.transcript.turn_of(room.transcript.document().firstBlock())
    assert turn is not None
    assert turn.speaker == "P1"


def test_the_interviews_left_in_clear_are_named(
    window: MainWindow, room: InterviewsWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"Interviewer: And then?\n\nP1: We left, {name}.\n", encoding="utf-8")
    room.acts.imports.bring([CODEBOOK, tmp_path / "one.txt", tmp_path / "two.txt"])
    calm()
    assert [source.path.name for source in window.sources.sources] == ["one.txt", "two.txt"]
    assert window.sources.isVisible()
    room.transcript.setFocus()
    window.table.run("view.go.banner")
    assert window.sources.buttons[0].hasFocus()
    for wanted in (*window.sources.buttons[1:], window.front):  # and by Tab, before the page below
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert wanted.hasFocus() or wanted.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert window.sources.buttons[-1].hasFocus()
    window.sources.keep()
    (tmp_path / "three.txt").write_text("P1: We came back.\n", encoding="utf-8")
    (tmp_path / "again.txt").write_bytes((tmp_path / "one.txt").read_bytes())  # its text is here: it stays out
    room.acts.imports.bring([tmp_path / "again.txt", tmp_path / "three.txt"])
    calm()
    assert [source.path.name for source in window.sources.sources] == ["three.txt"]


def test_an_interview_without_speakers_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    """The preview showed an empty table."""
    preview = ImportPreview()
    qtbot.addWidget(preview)
    for text, nobody in (("It rained all week.", True), ("Q: Where?\nR: At the well.", False)):
        document = NewDocument("IDI 1", "en", parse_text(text), text.encode(), "txt")
        preview.show_read([FileContent(tmp_path / "a.txt", "interview", document)], lambda _read: None)
        assert (preview.nobody.isHidden(), preview.rows.isHidden()) == (not nobody, nobody)
