# SPDX-License-Identifier: MIT
"""Learns anew from a coder's decisions in the background and renews what it suggests.

It can be stopped; a person decides. What it keeps has no undo, so that Ctrl+Z undoes what a person did. The process
that learns keeps sentences only while the project stays as it is: once an interview goes, it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from projects.assistance.learned_suggestions import keep_learned, learn, lesson, lesson_digest
from projects.assistance.switches import switches_of
from projects.store.project import Project
from projects.worker import TextProcess
from wording import PartOf, Problem, msg
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.project_proxy import read_in_pieces

if TYPE_CHECKING:
    from projects.assistance.learned_suggestions import Learned
    from projects.store.actions import Changes
    from workbench.session import Session

REST_MS = 30_000  # without another decision: whoever codes has the processor first
ENOUGH = 5  # decisions since it last learned
AT_ONCE = 20  # decisions from which the queue is put in order without a rest

_Made = tuple[str, "Learned"]  # what was learned from, and what it proposes


class BackgroundLearning(QObject):
    """Begins when a coder has rested after some decisions, at once after twenty; Cancel rests until the next ones."""

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__(state)
        self._state, self._session = state, session
        self._running = False
        self._decisions = 0
        self._learnt = ""  # digest of what it last learned from
        self._process: TextProcess | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.begin)
        state.touched.connect(self._on_changes)

    def closed(self) -> None:
        """The project is closed: the next one begins anew."""
        self._soon.stop()
        self._decisions, self._learnt = 0, ""
        self._end_process()

    def begin(self) -> None:
        """Learn from what was decided, unless assistance is off, the project can only be read, or others work."""
        self._soon.stop()
        session = self._session
        if self._running or not session.is_open:
            return
        if session.jobs:  # an import, parsing or a search somebody waits for
            self._soon.start(REST_MS)
            return

        def read(project: Project) -> bool:
            return not project.read_only and switches_of(project).on

        session.ask(read, self._start, latest="interviews.learn", owner=self)

    def _on_changes(self, changes: Changes) -> None:
        if changes.touches("document", "document_version", "consent", "setting"):
            self._end_process()  # nothing of an interview that went stays in its memory
        if changes.touches("segment", "suggestion") and not self._running:
            self._decisions += 1
            if self._decisions >= ENOUGH:
                self._soon.start(0 if self._decisions >= AT_ONCE else REST_MS)

    def _start(self, wanted: bool) -> None:
        self._decisions = 0
        if not wanted or self._running:
            return
        session, first, learnt = self._session, self._state.document_id() or "", self._learnt

        def work(progress: Job) -> _Made | None:
            given = read_in_pieces(session, lambda project: lesson(project, project.user, first=first))
            digest = lesson_digest(given)
            if digest == learnt:
                return None
            part = PartOf(progress, 0.05, 1.0)
            return digest, learn(self._running_process(), given, part, fetch=session.fetch)

        self._running = True
        session.job(msg("assist.learn_again_job"), work, self._keep, self._failed, self._stopped, owner=self)

    def _keep(self, made: _Made | None) -> None:
        if made is None:
            self._running = False
            return
        digest, learned = made
        self._learnt = digest

        def keep(project: Project) -> None:
            keep_learned(project, learned)

        self._session.ask(keep, lambda _kept: self._stopped(), lambda _problem: self._stopped(), owner=self)

    def _stopped(self) -> None:
        self._running = False

    def _failed(self, _problem: Problem) -> None:
        """Nobody asked for it: whoever asks for suggestions is told why there are none."""
        self._running = False
        self._end_process()

    def _running_process(self) -> TextProcess:
        if self._process is None:
            self._process = TextProcess()
        return self._process

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None and not self._running:
            process.close()
