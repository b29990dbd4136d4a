# SPDX-License-Identifier: MIT
"""A table of consents comes in by the Interviews menu; the window lists names that no interview has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.interviews.user_actions import Calm
from wording import render
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow


def test_a_table_of_consents_by_the_menu(
    window: MainWindow, room: InterviewsWorkspace, calm: Calm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "consents.csv"
    path.write_text("document,kind,yes/no,seen by\nIDI 01,quotation,yes,Lead\nX,sharing,no,\n", "utf-8")
    monkeypatch.setattr("workbench.interviews.import_files.ask_files", lambda *_given: [path])
    said: list[object] = []
    window.session.problem.connect(said.append)
    window.table.run("interviews.bring.consents")
    calm()
    assert room.state.documents[0].consents["quotation"] is True
    assert [render(one, "en").partition(".")[0] for one in said] == [
        "1 name in the table belongs to no interview, or to several: X"
    ]
    path.write_text("document,kind,yes/no\nIDI 02,quotation,yes\n", "utf-8")
    window.table.run("interviews.bring.consents")
    calm()
    assert room.state.documents[1].consents["quotation"] is None
    page = room.acts.reading.source
    assert page.isVisible()
    assert not page.record.isEnabled()
    page.source.setText("signed forms, binder 2")
    page.record.click()
    calm()
    assert room.state.documents[1].consents["quotation"] is True
    assert room.transcript.isVisible()
    path.write_text("document,kind,yes/no,seen by\nIDI 02,sharing,no,Lead\n", "utf-8")
    room.acts.imports.bring([path])  # chosen, or dropped, as if it were an interview
    calm()
    assert room.state.documents[1].consents["sharing"] is False
