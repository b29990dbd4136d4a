# SPDX-License-Identifier: MIT
"""The Safety room over a small project of two interviews and a survey of three. What is said in them is invented."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pytestqt.qtbot import QtBot

from analysis.records import Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.imported.records import ImportedData, ImportedTable
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import documents, load_document
from projects.interviews.segments import add_segment
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from tests.workbench.conftest import PASSPHRASE
from wording import Labels
from workbench.safety.view import SafetyWorkspace
from workbench.session import Session
from workbench.translation import use_language

CANARY = "Quillamarrow"
FIRST = f"Interviewer: Where was it?\n\nP1: In {CANARY}, near the market. The man took my passport.\n"
SECOND = "Interviewer: And then?\n\nP2: The debt never ended. We ate there.\n"


def respondents() -> ImportedTable:
    """Three people with name, telephone, id and one answer in words."""
    columns = {
        "v1": pa.array(["Tansy Lornfield", "Ada Bekele", "Cy Dupré"]),
        "v2": pa.array(["+257 79 555 0107", "+257 79 555 0222", None]),
        "v3": pa.array(["IDI 01", "R-02", "R-03"]),
        "v4": pa.array(["Brindlewick took it", "a long road", None]),
    }
    roles = {"v1": Role.IDENTIFIER, "v2": Role.IDENTIFIER, "v3": Role.KEY, "v4": Role.ORDINARY}
    names = {"v1": "name", "v2": "phone", "v3": "code", "v4": "story"}
    return ImportedTable(
        id="t1",
        name="people",
        labels=Labels({"en": "Respondents", "fr": "Personnes interrogées"}),
        variables=tuple(
            Variable(one, names[one], Labels({"en": names[one]}), Kind.TEXT, Level.NOMINAL, role)
            for one, role in roles.items()
        ),
        columns=columns,
        reasons={one: np.array([0, 0, 4], np.int8) for one in ("v2", "v4")},
        rows=3,
        unit="person",
        how=RowOrigin.CASES,
    )


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made once."""
    folder = tmp_path_factory.mktemp("safety") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
        news = [
            NewDocument(name, "en", parse_text(text), original=text.encode())
            for name, text in (("IDI 01", FIRST), ("IDI 02", SECOND))
        ]
        project.do(import_documents(news))
        code = project.do(add_code(Labels({"en": "Place", "fr": "Lieu"}))).result
        first = load_document(project, documents(project)[0].id).document
        start = first.text.index(CANARY)
        project.do(add_segment(str(code), first, start, start + len(CANARY), coder="AB", memo=f"says {CANARY}"))
        project.do(import_action(ImportedData("csv", "Survey", (respondents(),), (), ("en",)), file_name="survey.csv"))
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of the project."""
    place = tmp_path / "Three sites.pwb"
    shutil.copytree(filled, place)
    return place


@pytest.fixture
def room(folder: Path, qtbot: QtBot) -> Iterator[SafetyWorkspace]:
    """The room over the copy, with its first page read; a bug or an unexpected problem fails the test."""
    use_language("en")
    session = Session()
    view = SafetyWorkspace(session)
    for _piece in view.furnish():
        pass
    bugs: list[BaseException] = []
    session.bug.connect(bugs.append)
    qtbot.addWidget(view)
    view.resize(1280, 700)
    with qtbot.waitSignal(session.opened, timeout=20_000):
        session.open(folder, PASSPHRASE)
    session.changed.connect(view.on_changes)
    view.attach()
    view.show()
    qtbot.waitExposed(view)
    yield view
    session.shutdown()
    session.deleteLater()
    assert not bugs, bugs


@pytest.fixture
def calm(room: SafetyWorkspace, qtbot: QtBot) -> Callable[[], None]:
    """Wait until all that was asked is answered and shown."""

    def wait() -> None:
        for _ in range(3):
            qtbot.waitUntil(lambda: room.session.waiting == 0 and not room.session.jobs, timeout=60_000)
            qtbot.wait(2)

    return wait


@pytest.fixture
def read(room: SafetyWorkspace, qtbot: QtBot) -> Callable[[Callable[[Project], Any]], Any]:
    """Ask the open project."""

    def ask(work: Callable[[Project], Any]) -> Any:
        found: list[Any] = []
        room.session.ask(work, found.append)
        qtbot.waitUntil(lambda: bool(found), timeout=30_000)
        return found[0]

    return ask


@pytest.fixture
def closed(room: SafetyWorkspace, qtbot: QtBot) -> Callable[[], None]:
    """Close the project, as locking does."""

    def close() -> None:
        with qtbot.waitSignal(room.session.closed, timeout=20_000):
            room.session.close()

    return close
