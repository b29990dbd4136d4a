# SPDX-License-Identifier: MIT
"""The look at what is sensitive before a file for others: on a page in the window, at the terminal by a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from projects.identifiers.sensitivity_review import is_waiting, own_lines
from projects.intake.file_intake import prepare_import
from projects.store import Project
from wording import Problem
from workbench.clearance_form import ask_clearance
from workbench.cli.entry import main
from workbench.sensitive_questions import SensitiveQuestions
from workbench.session import Session

PASSPHRASE = "lantern-harbour-maple-quiet"
ROWS = "religion,beaten,goats\n" + "Muslim,yes,1\nChristian,no,2\n" * 3


class _Session:
    """Answers at once, as the thread of the database would later."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def ask(self, work: Callable[[Any], Any], done: Callable[[Any], object], *, owner: object) -> None:
        assert owner is not None
        done(work(self.project))

    def do(self, action: Any, done: Callable[[Any], object] | None = None, failed: Any = None) -> None:
        try:
            changes = self.project.do(action)
        except Problem as problem:
            failed(problem)
            return
        if done is not None:
            done(changes)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "survey.csv").write_text(ROWS, encoding="utf-8")
    with Project.create(tmp_path / "study.pwb", PASSPHRASE, name="Study", user="Ana") as opened:
        opened.do(prepare_import(tmp_path / "survey.csv").action)
        yield opened


def test_a_file_for_a_partner_waits_for_the_page(qtbot: QtBot, project: Project) -> None:
    parent, given = QWidget(), list[object]()
    qtbot.addWidget(parent)
    session = cast("Session", _Session(project))
    ask_clearance(parent, session, "inside", given.append)
    assert given == [None]
    ask_clearance(parent, session, "partner", given.append)
    (page,) = parent.findChildren(SensitiveQuestions)
    assert len(given) == 1
    rows = {page.list.item(at).text(): page.list.item(at) for at in range(page.list.count())}
    (religion,) = (item for text, item in rows.items() if "because of “religion”" in text)
    assert religion.checkState() is Qt.CheckState.Checked
    religion.setCheckState(Qt.CheckState.Unchecked)
    assert project.history()[0].message.key == "sensitivity.is_not"
    page.words.setPlainText("goat(s)")
    page.use_words.click()
    assert own_lines(project) == ("goat(s)",)
    assert "1" in page.go_on.text()
    page.go_on.click()
    assert given == [None, None]
    assert not is_waiting(project)
    ask_clearance(parent, session, "partner", given.append)
    assert len(given) == 3, "seen: nobody is asked again"


def test_the_terminal_lists_what_waits_and_takes_it(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    place, out = str(tmp_path / "study.pwb"), str(tmp_path / "out.csv")
    assert main(["export", place, out, "--destination", "partner"]) == 1
    said = capsys.readouterr().err
    assert "religion" in said
    assert "goats" in said
    assert "--sensitive-looked" in said
    assert not Path(out).exists()
    assert main(["settings", place, "--sensitive-word", "goat(s)"]) == 0
    assert main(["variables", place, "--not-sensitive", "religion", "--sensitive", "beaten"]) == 0
    assert "goats" in capsys.readouterr().out
    assert main(["variables", place, "--sensitive-looked"]) == 0
    with Project.open(Path(place), PASSPHRASE) as opened:
        roles = {row["name"]: row["role"] for row in opened.query("SELECT name, role FROM variable")}
    assert roles == {"religion": "quasi_identifier", "beaten": "sensitive", "goats": "sensitive"}
    assert main(["export", place, out, "--destination", "partner"]) == 0
