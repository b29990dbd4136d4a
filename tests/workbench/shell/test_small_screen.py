# SPDX-License-Identifier: MIT
"""A laptop of 1366 × 768 at 150 %, 910 × 512 pixels: every room and page fits, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import workbench.sample_files
from projects.intake import bring
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.parsed import parse_text
from projects.store.project import Project
from workbench.columns import CENTRE, LEFT, RIGHT, Columns
from workbench.rooms import ROOMS, Room
from workbench.shell.window import MainWindow

SMALL = (910, 512)
PASSPHRASE = "meadow kettle orbit violin"
SAMPLE = Path(workbench.sample_files.__file__).parent
DATA, FORM = SAMPLE / "protection_assessment_data.xlsx", SAMPLE / "protection_assessment_form.xlsx"


@pytest.fixture
def shown_rooms() -> tuple[Room, ...]:
    """Every room there is."""
    return ROOMS


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a survey and an interview, made once."""
    folder = tmp_path_factory.mktemp("filled") / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Protection assessment, three sites", user="AB") as project:
        project.do(bring(DATA, FORM).action)
        text = "Interviewer: Where did you go?\n\nP1: By the market, then home.\n"
        project.do(import_documents([NewDocument("IDI 01", "en", parse_text(text))]))
    return folder


def settle(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=30_000)
        qtbot.wait(5)
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def faces(window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path) -> Iterator[str]:
    """Every page without a project, then Home and every room of one."""
    for page in ("home", "new", "settings", "shortcuts", "about", "restore", "receive"):
        window.show_page(page)
        settle(qtbot, window)
        yield page
    shutil.copytree(filled, tmp_path / "Three sites.pwb")
    with qtbot.waitSignal(window.rooms_ready, timeout=30_000):
        window.session.open(tmp_path / "Three sites.pwb", PASSPHRASE)
    settle(qtbot, window)
    window.show_page("home")
    settle(qtbot, window)
    yield "overview"
    for room in list(window.rooms):
        window.show_room(room)
        settle(qtbot, window)
        yield room
    window.show_room("data")
    window.rooms["data"].export()  # type: ignore[attr-defined]
    settle(qtbot, window)
    yield "export"
    window.rooms["analysis"].begin("regression")  # type: ignore[attr-defined]
    window.show_room("analysis")
    settle(qtbot, window)
    yield "regression"
    window.rooms["analysis"].right.design.open_editor()  # type: ignore[attr-defined]
    settle(qtbot, window)
    yield "design"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_room_fits(window: MainWindow, qtbot: QtBot, filled: Path, tmp_path: Path, language: str) -> None:
    window.set_language(language)
    window.resize(*SMALL)
    wrong = []
    for face in faces(window, qtbot, filled, tmp_path):
        whole = window.centralWidget()
        assert whole is not None
        least = whole.minimumSizeHint()
        if least.width() > SMALL[0] or least.height() + window.menuBar().height() > SMALL[1]:
            wrong.append((face, "needs", least.width(), least.height() + window.menuBar().height()))
        if (window.width(), window.height()) != SMALL:
            wrong.append((face, "window", window.width(), window.height()))
        wrong += [(face, *found) for found in outside(window)]
    assert not wrong


def outside(window: MainWindow) -> list[tuple[str, str, int]]:
    """Buttons and fields that stick out of the window, or out of a column that does not scroll sideways."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QAbstractButton, QLineEdit)):
            continue
        if any(isinstance(one, QAbstractScrollArea) and one.horizontalScrollBar().isVisible() for one in above(widget)):
            continue
        right = widget.mapTo(window, QPoint(widget.width(), 0)).x()
        edge = min([window.width(), *(right_edge(one, window) for one in above(widget))])
        if right > edge + 1:
            found.append((type(widget).__name__, widget.accessibleName() or str(widget.objectName()), right - edge))
    return found


def above(widget: QWidget) -> list[QWidget]:
    found = []
    at = widget.parentWidget()
    while at is not None and not at.isWindow():
        found.append(at)
        at = at.parentWidget()
    return found


def right_edge(widget: QWidget, window: MainWindow) -> int:
    return widget.mapTo(window, QPoint(widget.width(), 0)).x()


def test_the_sides_give_way_to_the_centre(qtbot: QtBot) -> None:
    columns = Columns()
    columns.fill(QWidget(), QWidget(), QWidget())
    qtbot.addWidget(columns)
    columns.resize(1294, 600)
    columns.show()
    assert columns.sizes()[0::2] == [268, 292]
    columns.resize(838, 420)
    left, centre, right = columns.sizes()
    assert centre >= 380
    assert left >= 170
    assert right >= 250
    columns.resize(1294, 600)
    assert columns.sizes()[0::2] == [268, 292], "the widths chosen come back"
    assert (LEFT, CENTRE, RIGHT) == (0, 1, 2)
