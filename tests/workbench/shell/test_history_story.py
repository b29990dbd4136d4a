# SPDX-License-Identifier: MIT
"""History hears of everything that is logged, and is filtered by person and document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from analysis.masking import Destination
from analysis.withholding.earlier_releases import Released
from projects.export_gate import export_file
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents, set_document_memo
from projects.interviews.queries import documents
from projects.people.persons import Member, tie
from projects.release_queries import log_release, readers_of
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from wording import LANGUAGES, Labels, msg, render
from workbench.history.panes.history_table import action_text
from workbench.shell.window import MainWindow
from workbench.widgets import Fact

PASSPHRASE = "meadow kettle orbit violin"


@pytest.fixture
def history(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Any:
    """The room over a project in which two people worked on two interviews."""
    folder = tmp_path / "Three sites.pwb"
    with Project.create(folder, PASSPHRASE, name="Three sites", user="AB") as project:
        news = [NewDocument(f"IDI 0{n}", "en", parse_text(f"P1: In place {n}.\n")) for n in (1, 2)]
        project.do(import_documents(news))
        project.keys.add_passphrase("Marie", "another four plain words")
    with Project.open(folder, "another four plain words") as project:
        project.do(set_document_memo(documents(project)[1].id, "to be read again"))
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(folder, PASSPHRASE)
    window.show_room("history")
    settle(window, qtbot)
    return window.rooms["history"]


def settle(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: window.session.waiting == 0 and not window.session.jobs, timeout=30_000)
        qtbot.wait(5)


def test_an_export_is_a_line_at_once(window: MainWindow, qtbot: QtBot, history: Any, tmp_path: Path) -> None:
    before = window.session.stored_at
    session = window.session

    def work(_job: object) -> None:
        project = session.fetch(lambda opened: opened)
        export_file(project, tmp_path / "list.txt", lambda stream: stream.write(b"x") and None)

    session.job("export", work)
    settle(window, qtbot)
    assert history.state.lines[0].kind.startswith("export")
    assert session.stored_at is not None
    assert before is not None
    assert session.stored_at >= before


def test_a_released_file_never_left(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    """The line of a file that went to a partner asks whether it left; an answer needs a reason and is a line itself."""
    session = window.session

    def release(_job: object) -> None:
        project = session.fetch(lambda opened: opened)
        readers = readers_of(project, Destination.PARTNER)
        readers.known = Released({"#0/0/0": 9}, own=readers.own)
        line = msg("export.file", file="sheet.pdf", destination=msg("destination.partner"), seq=0, head="")
        log_release(project, "export.tables", line, Destination.PARTNER, readers)

    session.job("export", release)
    settle(window, qtbot)
    card = history.line.never_left
    history.lines.table.selectRow(1)
    settle(window, qtbot)
    assert card.isHidden()
    history.lines.table.selectRow(0)
    settle(window, qtbot)
    assert not card.isHidden()
    card.say.click()
    assert card.reason.hasFocus() or not card.reason.text(), "a reason is asked for first"
    card.reason.setText("It stayed on the stick")
    card.say.click()
    settle(window, qtbot)
    said = render(history.state.lines[0].message, "en")
    assert "sheet.pdf” (to a partner) was never shared: It stayed on the stick" in said
    history.lines.table.selectRow(1)
    settle(window, qtbot)
    assert not card.said.isHidden()
    assert card.say.isHidden()


def test_a_file_of_the_team_is_passed_on(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    session = window.session

    def release(_job: object) -> None:
        project = session.fetch(lambda opened: opened)
        line = msg("export.file", file="team.pdf", destination=msg("destination.inside"), seq=0, head="")
        log_release(project, "export.tables", line, Destination.INSIDE, None)

    session.job("export", release)
    settle(window, qtbot)
    card = history.line.passed_on
    history.lines.table.selectRow(0)
    settle(window, qtbot)
    assert not card.isHidden()
    assert history.line.never_left.isHidden(), "nobody outside is said to have it"
    card.keys["partner"].click()
    settle(window, qtbot)
    assert "Passed on to a partner: team.pdf" in render(history.state.lines[0].message, "en")
    history.lines.table.selectRow(0)
    settle(window, qtbot)
    assert not history.line.never_left.isHidden()
    history.lines.table.selectRow(1)
    settle(window, qtbot)
    assert [key.isHidden() for key in card.keys.values()] == [True, False]
    assert card.said.text() == "A partner has it."
    session.undo()
    settle(window, qtbot)
    history.lines.table.selectRow(2)
    history.lines.table.selectRow(1)
    settle(window, qtbot)
    assert not card.keys["partner"].isHidden()


def test_who_did_it(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    assert {line.user for line in history.state.lines} == {"AB", "Marie"}
    history.lines.who.choose("Marie")
    history.lines.who.chosen.emit("Marie")
    settle(window, qtbot)
    assert {line.user for line in history.state.lines} == {"Marie"}
    assert "interviews.document_memo" in {line.kind for line in history.state.lines}


def test_about_which_document(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    first, second = (value for value, _name in history.lines.document._choices[1:])
    for document, kinds in (
        (first, {"interviews.import"}),
        (second, {"interviews.import", "interviews.document_memo"}),
    ):
        history.lines.document.choose(document)
        history.lines.document.chosen.emit(document)
        settle(window, qtbot)
        assert {line.kind for line in history.state.lines} == kinds


def test_a_line_tells_its_moment_here_and_in_utc(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    history.lines.table.selectRow(0)
    line = history.state.lines[0]
    words = [str(fact.value) for fact in history.line.findChildren(Fact)]
    assert f"{line.utc:%Y-%m-%d %H:%M:%S}" in words
    assert any(f"{line.local:%H:%M}" in text and "UTC" in text for text in words)


def test_about_which_person(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    """A person of two interviews, of which one was read again; the third thing done is about nobody."""
    tied = tie([Member(document="1"), Member(document="2")])
    window.session.do(tied)
    window.session.do(add_code(Labels({"en": "Of nobody"})))
    settle(window, qtbot)
    ((person, _name),) = history.lines.person._choices[1:]
    history.lines.person.choose(person)
    history.lines.person.chosen.emit(person)
    settle(window, qtbot)
    assert {line.kind for line in history.state.lines} == {
        "interviews.import",
        "interviews.document_memo",
        "consents.tie",
    }
    history.lines.person.choose(None)
    history.lines.person.chosen.emit(None)
    settle(window, qtbot)
    assert "interviews.add_code" in {line.kind for line in history.state.lines}


def test_an_erasure_is_told_once(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    window.session.change(lambda opened: erase(opened, Subject("document", "1"), EraseReason("withdrawn")).changes)
    settle(window, qtbot)
    told = [action_text(line) for line in history.lines.model.rows if line.role == "erase"]
    assert [render(one, "en") for one in told] == ["Erased for good (document). Reason: consent withdrawn"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_room_and_person_of_a_line_are_seen_whole(
    window: MainWindow, qtbot: QtBot, history: Any, language: str
) -> None:
    window.set_language(language)
    window.session.do(tie([Member(document="1"), Member(document="2")]))
    settle(window, qtbot)
    said = [history.lines.model.index(row, 2).data() for row in range(history.lines.model.rowCount())]
    assert render(msg("window.kind.consents"), language) in said
    metrics = history.lines.table.fontMetrics()
    for row in range(history.lines.model.rowCount()):
        for column in (0, 2, 3):
            text = history.lines.model.index(row, column).data()
            assert metrics.horizontalAdvance(text) <= history.lines.table.columnWidth(column) - 20, text


def test_where_no_line_fits_the_room_says_so(window: MainWindow, qtbot: QtBot, history: Any) -> None:
    assert history.lines.nothing.isHidden()
    history.lines.search.setText("no such line")
    history.lines.search.searched.emit("no such line")
    settle(window, qtbot)
    assert history.lines.model.rowCount() == 0
    assert history.lines.nothing.isVisible()
    history.lines.search.clear()
    history.lines.search.searched.emit("")
    settle(window, qtbot)
    assert history.lines.nothing.isHidden()
