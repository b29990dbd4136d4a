# SPDX-License-Identifier: MIT
"""The session: answers on the GUI thread, the newest question only, jobs with Cancel, problems as one sentence."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wording import Problem, Stopped, msg
from workbench.jobs import Job
from workbench.session import Session


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    made = Session()
    with qtbot.waitSignal(made.opened, timeout=15000):
        made.create(tmp_path / "a.pwb", "meadow kettle orbit violin", name="A", language="en")
    yield made
    made.shutdown()
    made.deleteLater()


def test_answers_come_on_the_gui_thread(session: Session, qtbot: QtBot) -> None:
    seen: list[tuple[str, bool, bool]] = []
    here = threading.get_ident()

    def read(project: object) -> tuple[str, bool]:
        return str(getattr(project, "name", "")), threading.get_ident() == here

    session.ask(read, lambda value: seen.append((*value, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=5000)
    assert seen == [("A", False, True)]


def test_only_the_latest_question_is_answered(session: Session, qtbot: QtBot) -> None:
    answers: list[int] = []
    for number in range(20):
        session.ask(lambda _project, n=number: n, answers.append, latest="inspector")
    qtbot.waitUntil(lambda: session.waiting == 0, timeout=5000)
    assert answers == [19]


def test_an_answer_for_a_deleted_widget_is_dropped(session: Session, qtbot: QtBot) -> None:
    import shiboken6

    owner, answers = QWidget(), []
    session.ask(lambda _project: 1, answers.append, owner=owner)
    shiboken6.delete(owner)
    qtbot.waitUntil(lambda: session.waiting == 0, timeout=5000)
    assert answers == []


def test_a_problem_becomes_one_sentence(session: Session, qtbot: QtBot) -> None:
    def fail(_project: object) -> None:
        raise Problem(msg("store.disk_full"))

    with qtbot.waitSignal(session.problem, timeout=5000) as caught:
        session.ask(fail)
    assert caught.args == [msg("store.disk_full")]
    own: list[Problem] = []
    session.ask(fail, failed=own.append)
    qtbot.waitUntil(lambda: len(own) == 1, timeout=5000)


def test_a_bug_is_not_a_problem(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.bug, timeout=5000) as caught:
        session.ask(lambda _project: 1 / 0)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_a_job_reports_reads_and_ends(session: Session, qtbot: QtBot) -> None:
    done: list[str] = []

    def work(progress: Job) -> str:
        progress.report(0.5, msg("window.jobs.working"))
        return session.fetch(lambda project: project.name)

    job = session.job(msg("window.sample.building"), work, done.append)
    assert session.jobs == [job]
    qtbot.waitUntil(lambda: done == ["A"], timeout=5000)
    assert session.jobs == []
    assert job.fraction == 0.5


def test_cancel_stops_a_job(session: Session, qtbot: QtBot) -> None:
    ended: list[str] = []
    begun = threading.Event()

    def work(progress: Job) -> None:
        begun.set()
        while not progress.stop_requested():
            threading.Event().wait(0.005)
        raise Stopped

    job = session.job(msg("window.sample.building"), work, stopped=lambda: ended.append("stopped"))
    assert begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: ended == ["stopped"], timeout=5000)
    assert session.jobs == []


def test_fetch_on_the_gui_thread_is_refused(session: Session) -> None:
    with pytest.raises(RuntimeError):
        session.fetch(lambda project: project.name)


def test_undo_and_redo_are_named(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.changed, timeout=5000):
        session.change(lambda project: project.set_setting("minimum_base", 30))
    assert session.undo_text == msg("store.setting_changed")
    assert session.redo_text is None
    with qtbot.waitSignal(session.changed, timeout=5000):
        session.undo()
    assert session.undo_text is None
    assert session.redo_text == msg("store.setting_changed")


def test_a_key_is_served_between_answers_that_came_together(session: Session, qtbot: QtBot) -> None:
    """As while rooms are made: answers pile up while one of them is shown."""
    told: list[str] = []

    def show(number: int) -> None:
        if number == 0:
            QTimer.singleShot(1, session, lambda: told.append("key"))
        time.sleep(0.025)  # longer than the answers of one turn may take together
        told.append(str(number))

    for number in range(4):
        session.ask(lambda _project, n=number: n, show)
    qtbot.waitUntil(lambda: session.waiting == 0, timeout=5000)
    assert told.index("key") < told.index("2")
    assert [word for word in told if word != "key"] == ["0", "1", "2", "3"]
