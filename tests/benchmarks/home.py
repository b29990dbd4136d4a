# SPDX-License-Identifier: MIT
"""Time until Home of an open project shows its content: a survey, 200 coded interviews, results, history."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.rows import BenchRow

if TYPE_CHECKING:
    from projects.store.project import Project

_PASSPHRASE = "violet anchor bench 1864 stone"
_DOCUMENTS, _CODES, _TURNS = 200, 60, 40
_PATIENCE, _TIMES = 60.0, 7


def rows() -> list[BenchRow]:
    """From the click on Home until its numbers are painted: median of 7 visits, each read anew from the store."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from projects.store.project import Project

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "bench.pwb"
        with Project.create(folder, _PASSPHRASE, name="bench", user="bench") as project:
            _fill(project)
        return [_measure(folder)]


def _fill(project: Project) -> None:
    import workbench.sample_files
    from projects.intake.file_intake import prepare_import
    from projects.interviews.codes import add_code
    from projects.interviews.documents import NewDocument, import_documents
    from projects.interviews.queries import load_document
    from projects.interviews.segments import apply_code
    from projects.stored_interviews.parsed_document import parse_text
    from wording import Labels

    sample = Path(workbench.sample_files.__file__).parent
    project.do(
        prepare_import(sample / "protection_assessment_data.xlsx", sample / "protection_assessment_form.xlsx").action
    )  # fmt: skip
    said = [
        "\n\n".join(f"P{turn % 3}: We walked along river {n} until the morning, part {turn}." for turn in range(_TURNS))
        for n in range(_DOCUMENTS)
    ]
    talks = [NewDocument(f"IDI {n}", "en", parse_text(text)) for n, text in enumerate(said)]
    made = project.do(import_documents(talks))
    codes = [project.do(add_code(Labels({"en": f"Code {number}"}))).result for number in range(_CODES)]
    for number, document in enumerate(made.result):
        spans = [(start, start + 30) for start in range(0, 600, 40)]
        project.do(apply_code(codes[number % _CODES], load_document(project, document).document, spans, coder="bench"))


def _measure(folder: Path) -> BenchRow:
    from PySide6.QtWidgets import QApplication

    from workbench.app import make_application
    from workbench.session import Session
    from workbench.settings import WindowSettings
    from workbench.shell.window import MainWindow
    from workbench.theme import ColourScheme, apply_theme

    application = make_application()
    apply_theme(application, ColourScheme.LIGHT)
    window = MainWindow(Session(), WindowSettings(look="light"))
    window.resize(1366, 768)
    window.show()
    window.session.open(folder, _PASSPHRASE)
    page, times = window.overview, []
    try:
        _until(lambda: bool(window.rooms) and not window.building and not window.session.waiting)
        for _ in range(_TIMES):
            window.show_room("data")
            _until(lambda: not window.session.waiting)
            page.found = None  # so that what is shown is known to be read anew
            start = time.perf_counter()
            window.show_page("home")
            _until(lambda: page.found is not None)
            QApplication.processEvents()
            times.append(time.perf_counter() - start)
    finally:
        window.close()
    return BenchRow(
        f"Home of an open project: {_DOCUMENTS} interviews, a survey, its numbers painted", "< 0.3 s",
        statistics.median(times), "s",
    )  # fmt: skip


def _until(done: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    ends = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > ends:
            raise TimeoutError("the window did not get there")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
