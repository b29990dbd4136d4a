# SPDX-License-Identifier: MIT
"""The entity table in the window: a purpose first, pseudonyms, names on asking, corrections with undo, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from coding.spacy_pipelines import pipeline_name
from projects.interviews.documents import NewDocument, delete_documents, import_documents
from projects.stored_interviews.parsed_document import parse_text
from workbench.interviews.view import InterviewsWorkspace

pytestmark = pytest.mark.skipif(not pipeline_name("en"), reason="no English spaCy pipeline is installed")
TEXT = (
    "P1: Mrs Hawa Kiprop took us to Kigoma. Hawa paid nobody. Call me on +254 722 555 140."
    " Later Mrs Kiprop Hawwa called."
)


def cells(room: InterviewsWorkspace) -> list[str]:
    model = room.centre.entities.model
    return [str(model.data(model.index(row, 0), Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def choose(room: InterviewsWorkspace, *names: str) -> None:
    table, model = room.centre.entities.table, room.centre.entities.model
    table.clearSelection()
    for row in range(model.rowCount()):
        if model.data(model.index(row, 0), Qt.ItemDataRole.DisplayRole) in names:
            table.selectionModel().select(
                model.index(row, 0),
                QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
            )


def test_the_table_is_kept_for_a_purpose_corrected_and_undone(
    room: InterviewsWorkspace, qtbot: QtBot, tmp_path: Path
) -> None:
    session, pane = room.session, room.centre.entities
    with qtbot.waitSignal(room.state.listed):
        session.do(import_documents([NewDocument("KII 03", "en", parse_text(TEXT), b"", "txt")]))
    room.centre.show_entities()
    qtbot.waitUntil(lambda: pane.purpose.isVisibleTo(pane))
    assert not pane.look.isEnabled()
    pane.purpose.purpose.setText("pseudonymise the interviews")
    pane.purpose.begin.click()
    qtbot.waitUntil(lambda: bool(pane.model.rows), timeout=60_000)
    assert not pane.purpose.isVisibleTo(pane)
    assert "Person 1" in cells(room)
    assert "Kigoma" in cells(room)
    assert not any("Hawa" in cell or "Kiprop" in cell for cell in cells(room))
    pane.names.click()
    qtbot.waitUntil(lambda: "Hawa Kiprop" in cells(room))
    choose(room, "Hawa Kiprop", "Kiprop Hawwa")
    pane.corrections.join.click()
    qtbot.waitUntil(lambda: "Kiprop Hawwa" not in cells(room))
    assert pane.table.hasFocus(), "the keyboard is back in the table, at the row it was"
    assert [line.name for line in pane.chosen()] == ["Hawa Kiprop"]
    session.undo()
    qtbot.waitUntil(lambda: "Kiprop Hawwa" in cells(room))
    choose(room, "Kiprop Hawwa")
    pane.corrections.to_kind.choose("organisation")
    pane.corrections.to_kind.chosen.emit("organisation")
    qtbot.waitUntil(lambda: any(line.kind == "organisation" for line in pane.model.rows))
    choose(room, "Hawa Kiprop")
    with qtbot.waitSignal(pane.place_requested) as shown:
        pane.place.click()
    third = next(line.id for line in room.state.documents if line.name == "KII 03")
    assert shown.args == [third, TEXT.index("Hawa Kiprop")]
    room.centre.show_entities()
    names = tmp_path / "sites.txt"
    names.write_text("the gate of mercy\npaid nobody\n", encoding="utf-8")
    pane.kind.choose("place")
    pane.kind.chosen.emit("place")
    pane.use_list(names)
    qtbot.waitUntil(lambda: "paid nobody" in cells(room), timeout=60_000)
    pane.kind.choose("phone")
    pane.kind.chosen.emit("phone")
    assert cells(room) == ["+254 722 555140"]  # as a Kenyan number is dialled from anywhere
    session.do(delete_documents([third]))
    qtbot.waitUntil(lambda: not pane.model.rows)
    room.centre.show_transcript()
