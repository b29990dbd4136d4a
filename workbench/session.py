# SPDX-License-Identifier: MIT
"""The window's way to the open project: reads, changes and long jobs, all off the GUI thread.

One thread owns the project's one connection; answers come back to the GUI thread as callbacks and signals.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from wording import Message, Problem, Stopped, Text, msg
from workbench.jobs import Job
from workbench.query_replies import QueryReply, ReplyQueue, is_alive, owner_of

if TYPE_CHECKING:
    from projects.store.actions import Action, Changes
    from projects.store.project import Project
    from workbench.project_opening import Reading

_PAINTED = 0.15  # seconds: what was stored is read and painted by then
_LOOK = 0.02


class ChangesFirst:
    """Whether a change is under way. Changes begin on one thread and end on another; any thread may wait."""

    def __init__(self) -> None:
        self.begun = 0  # written by the thread of the window alone
        self._ended = 0  # by that of the database alone
        self._painted = 0.0
        self._closed = threading.Event()

    def begin(self) -> None:
        """A change was asked for."""
        self.begun += 1

    @contextmanager
    def storing(self) -> Iterator[None]:
        """While that change is stored."""
        try:
            yield
        finally:
            self._painted = time.monotonic() + _PAINTED
            self._ended += 1

    def close(self) -> None:
        """Let everybody go on: the program ends."""
        self._closed.set()

    def under_way(self) -> bool:
        """Whether something is being stored or painted."""
        return self.begun != self._ended or time.monotonic() < self._painted

    def wait(self, until: float, stop_requested: Callable[[], bool]) -> None:
        """Come back once nothing is being stored or painted, or at `until` (`time.monotonic`). Raises Stopped."""
        while self.under_way():
            if stop_requested():
                raise Stopped
            if time.monotonic() > until or self._closed.wait(_LOOK):
                return


def undo_and_redo(project: Project) -> tuple[Message | None, Message | None, int]:
    """What undo and redo would take, as the person at work may know it; the line that undo would reverse."""
    from projects.interviews.coders import undo_words  # more of the program: not at start

    return undo_words(project), undo_words(project, redo=True), project.done_by()[2]


def undo_or_redo(project: Project, *, redo: bool = False) -> Changes:
    """Undo or redo, unless another coder did it unseen."""
    from projects.interviews.coders import undo_seen  # as above

    return undo_seen(project, redo=redo)


Value = TypeVar("Value")
Done = Callable[[Any], object] | None
Failed = Callable[[Problem], object] | None
_SLOW_MS = 700


class Session(QObject):
    """The open project as the window sees it.

    Callbacks run on the GUI thread; a callback that is a method of a deleted widget is dropped. A Problem goes to
    `failed` when given, else to the message strip; any other exception is a bug and goes to `bug`.
    """

    opened = Signal()
    closed = Signal()
    changed = Signal(object)  # Changes
    stored = Signal(object)  # a change that somebody asked for was stored: who gets its answer, or None
    undo_changed = Signal()
    jobs_changed = Signal()
    problem = Signal(object)  # Message
    taking_back = Signal()  # undo or redo: what was told of the last change holds no more
    notice = Signal(object)  # Message: something went well and is worth a line
    exported = Signal(object, object)  # Message and path: a file was written
    brought_in = Signal(object)  # the paths of files with personal data that an import has just stored
    bug = Signal(object)  # BaseException
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._workers = ThreadPoolExecutor(2, thread_name_prefix="job")
        self.changes_first = ChangesFirst()
        self._gui_thread = threading.get_ident()
        self._project: Project | None = None
        self._latest: dict[Hashable, int] = {}
        self.folder: Path | None = None
        self.name = ""
        self.undo_text: Message | None = None
        self.undo_here, self._opened_at = False, 0  # whether undo would take what was done since the project opened
        self.redo_text: Message | None = None
        self.stored_at: dt.datetime | None = None  # when the last action was stored
        self.reading: Reading | None = None  # why the project can only be read
        self.interviews_first = False  # there are interviews and no table
        self.abandoned = False  # whoever had it open before was cut off
        self.jobs: list[Job] = []
        self.waiting = 0
        self._ended = False
        self._heard = 0  # the last line of the log that was told
        self.busy = False
        self.blamed: tuple[QObject | None, ...] = ()  # whose problem is being told: its owner, where it was asked for
        self.front: Callable[[], QObject | None] = lambda: None  # the room in front
        self._asked_in: QObject | None = None  # while an answer is told: where it was asked for
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(lambda: self._show_busy(True))
        self._replies = ReplyQueue(self)
        self._arrived.connect(self._take_arrived, Qt.ConnectionType.QueuedConnection)
        self.exported.connect(lambda text, _path: self.notice.emit(text))

    # The project

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self.folder is not None

    @property
    def slot_id(self) -> str:
        """Which passphrase opened the project."""
        return self._project.slot_id if self._project is not None else ""

    def open(self, folder: Path, passphrase: str, done: Done = None, failed: Failed = None) -> None:
        """Open the project in `folder`, to read only where somebody else has it open or nothing can be written.

        Emits `opened`; `reading` then tells what is shown and why.
        """

        def work() -> Any:
            from workbench.project_opening import open_or_read  # more of the program: not at start

            return open_or_read(folder, passphrase)

        self._begin(work, done, failed)

    def create(
        self,
        folder: Path,
        passphrase: str,
        *,
        name: str,
        language: str,
        user: str = "",
        done: Done = None,
        failed: Failed = None,
    ) -> None:
        """Make a new project in `folder` and open it; emits `opened`."""

        def work() -> Any:
            from projects.store.project import Project  # cryptography, platformdirs, 10 ms: not at start

            return Project.create(folder, passphrase, name=name, user=user, language=language), None

        self._begin(work, done, failed)

    def close(self, done: Callable[[], object] | None = None) -> None:
        """Close the project after what is already asked of it; emits `closed`."""
        self.folder, self.name, self.undo_here = None, "", False
        for job in self.jobs:
            job.cancel()

        def finish(_: object) -> None:
            self.undo_text = self.redo_text = self.stored_at = self.reading = None
            self.closed.emit()
            if done is not None:
                done()

        self._submit(self._close_project, finish, None)

    def _close_project(self) -> None:
        project, self._project = self._project, None
        if project is not None:
            project.close()

    def _begin(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        def on_thread() -> tuple[Any, ...]:
            project, reading = work()
            self._close_project()
            self._project = project
            project.on_written = partial(self._written, project)
            from projects.overview import holds_only_interviews  # numpy, 80 ms: not at start

            last = project.history(1)
            stored = last[0].local.replace(tzinfo=None) if last else None
            return (
                Path(project.folder),
                project.name,
                *undo_and_redo(project)[:2],
                reading,
                stored,
                project.abandoned,
                project.head[0],
                holds_only_interviews(project),
            )

        def finish(facts: tuple[Any, ...]) -> None:
            self.folder, self.name, self.undo_text, self.redo_text = facts[:4]
            self.reading, self.stored_at, self.abandoned, self._heard, self.interviews_first = facts[4:]
            self.undo_here, self._opened_at = False, self._heard
            self.opened.emit()
            self.undo_changed.emit()
            if done is not None and is_alive(owner_of(done)):
                done(facts[0])

        self._submit(on_thread, finish, failed)

    # Reading and changing

    def ask(
        self,
        work: Callable[[Project], Value],
        done: Callable[[Value], object] | None = None,
        failed: Failed = None,
        *,
        latest: Hashable = None,
        owner: QObject | None = None,
    ) -> None:
        """Run `work(project)` on the database thread and hand its value to `done`.

        Of several questions with the same `latest`, only the last is answered. `owner` is for callbacks that are
        not methods of a widget: they are dropped once it is deleted.
        """
        number = 0
        if latest is not None:
            number = self._latest[latest] = self._latest.get(latest, 0) + 1

        def on_thread() -> Value:
            if latest is not None and self._latest.get(latest) != number:
                raise Stopped
            return work(self._opened_project())

        def finish(value: Value) -> None:
            if done is not None and (latest is None or self._latest.get(latest) == number):
                done(value)

        self._submit(on_thread, finish, failed, owner=owner or owner_of(done))

    def do(self, action: Action | Callable[[Project], Action], done: Done = None, failed: Failed = None) -> None:
        """Store a change: an Action, or a function that makes one from the project; then emits `changed`."""
        self._change(lambda project: project.do(action(project) if callable(action) else action), done, failed)

    def undo(self) -> None:
        """Undo the last change; emits `changed`."""
        if self.undo_text is not None:
            self.taking_back.emit()
            self._change(undo_or_redo, None, None)

    def redo(self) -> None:
        """Do again what was undone; emits `changed`."""
        if self.redo_text is not None:
            self.taking_back.emit()
            self._change(partial(undo_or_redo, redo=True), None, None)

    def change(self, work: Callable[[Project], Changes], done: Done = None, failed: Failed = None) -> None:
        """Run something that changes the project by itself and returns its Changes; emits `changed`."""
        self._change(work, done, failed)

    def _change(self, work: Callable[[Project], Changes], done: Done, failed: Failed) -> None:
        def on_thread() -> tuple[Changes, Message | None, Message | None, int]:
            with self.changes_first.storing():
                project = self._opened_project()
                changes = work(project)
                return changes, *undo_and_redo(project)

        def finish(facts: tuple[Changes, Message | None, Message | None, int]) -> None:
            self._hear(*facts)
            self.stored.emit(owner_of(done))
            changes = facts[0]
            if done is not None and is_alive(owner_of(done)):
                done(changes)

        if not self._ended:
            self.changes_first.begin()
        self._submit(on_thread, finish, failed, blame=owner_of(done))

    def _written(self, project: Project, changes: Changes) -> None:
        """On whatever thread wrote a line of the log: tell the GUI thread, exports and key changes included."""
        self._post(partial(self._hear, changes, *undo_and_redo(project)))

    def _hear(self, changes: Changes, undo: Message | None, redo: Message | None, line: int) -> None:
        if not self.is_open or changes.seq <= self._heard:
            return
        self._heard = changes.seq
        self.undo_text, self.redo_text, self.undo_here = undo, redo, line > self._opened_at
        self.stored_at = dt.datetime.now()
        self.undo_changed.emit()
        self.changed.emit(changes)

    def link_turned(self) -> None:
        """Identifiers were opened or locked: rooms read anew what may be one."""
        tables: dict[str, tuple[object, ...]] = {"data_table": (), "variable": (), "document": ()}
        from projects.store.actions import Changes  # more of the program: not at start

        self.changed.emit(Changes(self._heard, msg("store.link_turned"), tables))

    # Long work

    def job(
        self,
        title: Text,
        work: Callable[[Job], Value],
        done: Callable[[Value], object] | None = None,
        failed: Failed = None,
        stopped: Callable[[], object] | None = None,
        *,
        on_cancel: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Run `work(progress)` in the background with its progress and Cancel in the status bar.

        The work may read the project through `fetch`. `on_cancel` is for work that cannot look at its progress, such
        as a process to be ended.
        """
        job = Job(title, on_cancel)
        self.jobs.append(job)

        def over() -> None:
            self.jobs.remove(job)
            self.jobs_changed.emit()

        job.moved.connect(self.jobs_changed)
        receiver = owner or owner_of(done)
        finish = done or (lambda _value: None)
        self._submit(lambda: work(job), finish, failed, owner=receiver, pool=self._workers, over=over, stopped=stopped)
        self.jobs_changed.emit()
        return job

    def compute(
        self, work: Callable[[Job], Value], done: Callable[[Value], object], failed: Failed = None, *,
        owner: QObject | None = None,
    ) -> Job:  # fmt: skip
        """Run work of a moment in the background, without an entry in the status bar; `cancel` of the Job drops it."""
        job = Job("")
        self._submit(lambda: work(job), done, failed, owner=owner or owner_of(done), pool=self._workers)
        return job

    def fetch(self, work: Callable[[Project], Value]) -> Value:
        """For work inside a job or `compute` only: run `work(project)` on the database thread; wait for its value."""
        if threading.get_ident() == self._gui_thread:
            raise RuntimeError("fetch waits for the database: use ask on the GUI thread")
        return self._database.submit(lambda: work(self._opened_project())).result()

    def shutdown(self) -> None:
        """Close the project and end the threads; the session is of no use afterwards."""
        if self._ended:
            return
        self._ended = True
        self.changes_first.close()
        self._slow.stop()
        for job in self.jobs:
            job.cancel()
        self._workers.shutdown(wait=True, cancel_futures=True)
        self._database.submit(self._close_project)
        self._database.shutdown(wait=True)

    # From threads to the GUI thread

    def _opened_project(self) -> Project:
        if self._project is None:
            raise Stopped
        return self._project

    def _submit(
        self,
        work: Callable[[], object],
        finish: Callable[[Any], object],
        failed: Failed,
        *,
        owner: QObject | None = None,
        pool: ThreadPoolExecutor | None = None,
        over: Callable[[], object] | None = None,
        stopped: Callable[[], object] | None = None,
        blame: QObject | None = None,
    ) -> None:
        answer = QueryReply(finish, failed, owner, stopped, blame, self._asked_in or self.front())

        def arrive(future: Future[Any]) -> None:
            if future.cancelled():
                return
            self._asked_in = answer.asked_in if is_alive(answer.asked_in) else None
            try:
                if over is not None:
                    over()
                else:
                    self._wait(-1)
                answer.deliver(future, self.report_problem, self.bug.emit)
            finally:
                self._asked_in = None

        if self._ended:  # a timer of a room that was just taken away
            return
        if over is None:
            self._wait(1)
        (pool or self._database).submit(work).add_done_callback(lambda future: self._post(lambda: arrive(future)))

    def _wait(self, step: int) -> None:
        self.waiting += step
        if self.waiting and not self._slow.isActive() and not self.busy:
            self._slow.start()
        elif not self.waiting:
            self._slow.stop()
            self._show_busy(False)

    def _show_busy(self, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.jobs_changed.emit()

    def report_problem(self, text: Text, owner: QObject | None) -> None:
        """Say what went wrong, in the room of its owner; where it has none, in the room that was asked in."""
        self.blamed = (owner if is_alive(owner) else None, self._asked_in)
        self.problem.emit(text)
        self.blamed = ()

    def _post(self, call: Callable[[], object]) -> None:
        if shiboken6.isValid(self):
            self._arrived.emit(call)

    @Slot(object)
    def _take_arrived(self, call: Callable[[], object]) -> None:
        self._replies.add(call)


def name_point(session: Session, name: str, done: Callable[[], object]) -> None:
    """Store the point at once; its snapshot follows in the background."""

    def snapshot(_job: Job) -> None:
        session.fetch(lambda project: project).snapshots.make("point")

    def stored(_changes: Changes) -> None:
        session.notice.emit(msg("window.point.done", name=name))
        session.job(msg("window.point.snapshot"), snapshot)
        done()

    session.change(lambda project: project.checkpoint(name), stored)
