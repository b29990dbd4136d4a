# SPDX-License-Identifier: MIT
"""A window with a small project of interviews, as a coder has it. What is said in them is invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.parsed import parse_text
from projects.store.project import Project
from wording import Labels
from workbench.app import make_application
from workbench.interviews.view import InterviewsWorkspace
from workbench.rooms import ROOMS
from workbench.session import Session
from workbench.settings import Settings
from workbench.shell.window import MainWindow
from workbench.speech import use_language
from workbench.theme import Look, dress

PASSPHRASE = "meadow kettle orbit violin"
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


def _fill(folder: Path) -> None:
    with Project.create(folder, PASSPHRASE, name="Three sites", user="coder") as project:
        made = [NewDocument("IDI 01", "en", parse_text(FIRST)), NewDocument("IDI 02", "fr", parse_text(SECOND))]
        project.do(import_documents(made))
        for english, french, keywords in CODES:
            project.do(add_code(Labels({"en": english, "fr": french}), keywords={"en": keywords, "fr": ("dette*",)}))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with the Interviews room in front, and no other but History."""
    rooms = tuple(room for room in ROOMS if room.id in ("interviews", "history"))
    monkeypatch.setattr("workbench.shell.window.available_rooms", lambda: rooms)
    folder = tmp_path / "Three sites.pwb"
    _fill(folder)
    application = make_application()
    use_language("en")
    dress(application, Look.LIGHT)
    session = Session()
    made = MainWindow(session, Settings(look="light"))
    bugs: list[BaseException] = []
    session.bug.connect(bugs.append)
    made.show()
    qtbot.waitExposed(made)
    with qtbot.waitSignal(made.rooms_ready, timeout=20000):
        session.open(folder, PASSPHRASE)
    made.show_room("interviews")
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    session.deleteLater()
    assert not bugs, bugs


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
            return session.waiting == 0 and not session.jobs and not room.state._lists_soon.isActive()

        qtbot.waitUntil(settled, timeout=20000)
        qtbot.wait(1)
        qtbot.waitUntil(settled, timeout=20000)

    return wait
