# SPDX-License-Identifier: MIT
"""A window with a small project of interviews, as a coder has it. What is said in them is invented."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from tests.workbench.conftest import PASSPHRASE, Show
from wording import Labels
from workbench.interviews.view import InterviewsWorkspace
from workbench.shell.window import MainWindow

FIRST = (
    "Interviewer: How did you first hear about the work? 😀\n\n"
    "P1: A woman from the market, she offered me a job in a hotel. 👩‍👧 Good pay, she promised.\n\n"
    "Interviewer: What happened when you arrived?\n\n"
    "P1: There was no hotel. The man took my passport. Then he said I had a debt for the bus.\n"
)
SECOND = "Enquêteur : Et ensuite ?\n\nP2 : La dette ne finissait jamais. Nous avons mangé là.\n"
CODES = (
    ("Recruitment", "Recrutement", ("offered me a job",)),
    ("Deception", "Tromperie", ("promised",)),
    ("Document confiscation", "Confiscation de documents", ("my passport",)),
    ("Debt bondage", "Servitude pour dettes", ("debt",)),
)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two interviews and four codes, made once."""
    folder = tmp_path_factory.mktemp("filled") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="coder") as project:
        made = [NewDocument("IDI 01", "en", parse_text(FIRST)), NewDocument("IDI 02", "fr", parse_text(SECOND))]
        project.do(import_documents(made))
        for english, french, keywords in CODES:
            project.do(add_code(Labels({"en": english, "fr": french}), keywords={"en": keywords, "fr": ("dette*",)}))
        project.snapshots.make()  # else each opening of a copy would
    return folder


@pytest.fixture
def window(
    show_window: Show, qtbot: QtBot, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """The window with the Interviews room in front, and no other but History."""
    monkeypatch.setattr("workbench.interviews.retrieval.retrieved_pane._PAUSE_MS", 50)  # `calm` waits for it each time
    folder = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, folder)
    made = show_window("interviews", "history")
    with qtbot.waitSignal(made.rooms_ready, timeout=60_000):
        made.session.open(folder, PASSPHRASE)
    made.show_room("interviews")
    made.activateWindow()
    return made


@pytest.fixture
def room(window: MainWindow, calm: Callable[[], None]) -> InterviewsWorkspace:
    """The Interviews room, with all it asked for answered."""
    found = window.rooms["interviews"]
    assert isinstance(found, InterviewsWorkspace)
    calm()
    assert found.state.loaded is not None
    found.transcript.setFocus()
    return found


@pytest.fixture
def calm(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Waits until nothing is asked of the project any more."""

    def wait() -> None:
        room: Any = window.rooms["interviews"]
        session = window.session

        def settled() -> bool:
            later = (room.state._lists_soon, room.state._marks_soon, room.right.segment._soon, room.retrieved._soon)
            return session.waiting == 0 and not session.jobs and not any(timer.isActive() for timer in later)

        qtbot.waitUntil(settled, timeout=20000)
        qtbot.wait(1)
        qtbot.waitUntil(settled, timeout=20000)

    return wait
