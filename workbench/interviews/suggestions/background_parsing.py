# SPDX-License-Identifier: MIT
"""Parses the interviews in the background, the open one first. It can be stopped; nothing waits for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from projects.assistance.parses import parse_missing, parse_state
from projects.assistance.switches import switches_of
from projects.store.project import Project
from projects.worker import TextProcess
from wording import Problem, msg
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.session import Session

DELAY_MS = 20_000  # after the lists have come: opening, reading and coding have the processor first


class BackgroundParsing(QObject):
    """Begins some time after the room has its lists, and again when interviews come in; Cancel rests until then."""

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__(state)
        self._state, self._session = state, session
        self._running = False
        self._known: frozenset[tuple[str, int, str]] | None = None  # what could be read when it last ended or stopped
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.begin)
        state.listed.connect(self._wait)

    def closed(self) -> None:
        """The project is closed: the next one begins anew."""
        self._soon.stop()
        self._known = None

    def _wait(self) -> None:
        if not self._running and self._readable() != self._known and not self._soon.isActive():
            self._soon.start(DELAY_MS)

    def _readable(self) -> frozenset[tuple[str, int, str]]:
        """The interviews that were not refused, with version and language: consent given again asks for a parse.

        So does a turn whose language is corrected, which makes another version of its text.
        """
        return frozenset(
            (line.id, line.version, line.language)
            for line in self._state.documents
            if line.consents.get("interview") is not False
        )

    def begin(self) -> None:
        """Parse what is not parsed yet, unless assistance is off or the project can only be read."""
        self._soon.stop()
        if self._running or not self._session.is_open:
            return

        def read(project: Project) -> bool:
            state = parse_state(project)
            return not project.read_only and state.done < state.of and switches_of(project).on

        self._session.ask(read, self._start, latest="interviews.parse", owner=self)

    def _start(self, wanted: bool) -> None:
        self._known = self._readable()
        if not wanted or self._running:
            return
        session, first = self._session, self._state.document_id() or ""

        def work(progress: Job) -> int:
            with TextProcess() as text_process:
                return parse_missing(session.fetch, text_process, progress, first=first)

        self._running = True
        session.job(msg("assist.parse_job"), work, self._ended, self._failed, partial(self._ended, 0), owner=self)

    def _ended(self, _parsed: int) -> None:
        self._running = False
        self._wait()

    def _failed(self, _problem: Problem) -> None:
        """Nobody asked for it: whoever needs the parse is told why there is none."""
        self._running = False
