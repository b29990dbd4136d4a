# SPDX-License-Identifier: MIT
"""People, places and numbers in a table: pseudonyms first, names on asking, nothing once the documents change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coding.pipelines import pipeline_name
from projects.interviews.documents import NewDocument, delete_documents, import_documents
from projects.interviews.parsed import parse_text
from workbench.interviews.view import InterviewsWorkspace

pytestmark = pytest.mark.skipif(not pipeline_name("en"), reason="no English pipeline")
TEXT = "P1: Mrs Hawa Kiprop took us to Kigoma. Hawa paid nobody. Call me on +254 722 555 140."


def cells(room: InterviewsWorkspace) -> list[str]:
    model = room.centre.entities.model
    return [str(model.data(model.index(row, 0), Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def test_names_stand_under_pseudonyms_until_asked_for(room: InterviewsWorkspace, qtbot: QtBot) -> None:
    session, pane = room.state.session, room.centre.entities
    with qtbot.waitSignal(room.state.listed):
        session.do(import_documents([NewDocument("KII 03", "en", parse_text(TEXT), b"", "txt")]))
    room.show_entities()
    pane.look.click()
    qtbot.waitUntil(lambda: bool(pane.model.rows), timeout=60_000)
    assert "Person 1" in cells(room)
    assert "Kigoma" in cells(room)
    assert "Hawa Kiprop" not in cells(room)
    pane.names.click()
    qtbot.waitUntil(lambda: "Hawa Kiprop" in cells(room))
    pane.kind.choose("phone")
    pane.kind.chosen.emit("phone")
    assert cells(room) == ["+254 722 555 140"]
    third = next(line.id for line in room.state.documents if line.name == "KII 03")
    session.do(delete_documents([third]))
    qtbot.waitUntil(lambda: not pane.model.rows)
    room.centre.show_transcript()
