# SPDX-License-Identifier: MIT
"""The way into a project: progress in the middle while it is built or a room is made, then the room wanted.

Keys pressed while a room is being made are typed again once the room is there: none is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.jobs import Job
from workbench.translation import say
from workbench.widgets.buttons import Button
from workbench.widgets.labels import HeadingLabel, MutedLabel
from workbench.workspaces import ROOMS

if TYPE_CHECKING:
    from workbench.shell.shell_window import ShellWindow

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from workbench.command_table import CommandTable
from workbench.session import Session

_LOOK_MS, _LOOKS = 20, 75
_ALONE = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class KeyKeeper(QObject):
    """Shortcuts that are there already run at once; every other key waits, in its order."""

    def __init__(self, window: QWidget, table: CommandTable, session: Session) -> None:
        super().__init__(window)
        self._window, self._table, self._session = window, table, session
        self._kept: list[QKeyEvent] = []
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.is_active = False

    def begin(self) -> None:
        """Keep keys from now on."""
        self._timer.stop()
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
            self.is_active = True

    def stop(self) -> None:
        """Keep none any more, and forget those kept: the room they were meant for will not come."""
        self._timer.stop()
        self._kept = []
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
        self.is_active = False

    def release(self) -> None:
        """The room is in front: type what was kept, once it has read what it shows."""
        if self.is_active:
            self._looks = 0
            self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep a key that the desktop gives to the window; its shortcuts have had it before."""
        if event.type() == QEvent.Type.KeyRelease:
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() in _ALONE:
            return False
        self._kept.append(event.clone())
        return True

    def _look(self) -> None:
        self._looks += 1
        if self._session.waiting and self._looks < _LOOKS:
            return
        kept, self._kept = self._kept, []
        self.stop()
        for event in kept:
            self._type(event)

    def _type(self, event: QKeyEvent) -> None:
        """As a shortcut where a command has it now, else into what has the keys."""
        sequence = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key())))
        special = bool(event.modifiers() & _COMMANDING) or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        names = self._table.answering().get(sequence.toString(), []) if special else []
        if len(names) == 1:
            self._table.run(names[0])
            return
        focus = QApplication.focusWidget() or self._window.focusWidget()
        if focus is not None:
            QCoreApplication.sendEvent(focus, event)
            release = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(focus, release)


_WIDTH = 420


class WaitingPage(QWidget):
    """What is being done, how far it is, and Cancel where it can be cancelled; in the middle of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._job: Job | None = None
        self.title = HeadingLabel("", wrap=True)
        self.step = MutedLabel("", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        say(self.progress, name=msg("window.jobs.progress"))
        self.cancel = Button(msg("window.jobs.cancel"), self._cancel)
        for label in (self.title, self.step):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(12)
        for widget in (self.title, self.step, self.progress):
            column.addWidget(widget)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 1000)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)

    def wait_for(self, title: Text, job: Job | None = None) -> None:
        """Say what is being done; a job shows its progress and can be cancelled."""
        self._job = job
        self.title.say(title)
        self.step.say("")
        self.step.setVisible(job is not None)
        self.cancel.setVisible(job is not None)
        self.cancel.setEnabled(True)
        self.progress.setRange(0, 0)
        if job is not None:
            job.moved.connect(self._moved)
        self._moved()

    def _moved(self) -> None:
        job = self._job
        if job is None:
            return
        if job.fraction is not None:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(job.fraction * 1000))
        if job.text:
            self.step.say(job.text)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)


class Arriving(QObject):
    """Which room is to come to the front once it is made, and the keys typed until then."""

    def __init__(self, window: ShellWindow) -> None:
        super().__init__(window)
        self._window = window
        self.page = WaitingPage()
        self.keys = KeyKeeper(window, window.table, window.session)
        self.room = ""
        window.pages.addWidget(self.page)
        window.overview.wanted.connect(self.go_to)
        window.overview.command.connect(self.run)

    def wait_on(self, title: Text, job: Job) -> None:
        """Show a job that builds a project."""
        self.page.wait_for(title, job)
        self._show()

    def begin(self, room: str) -> None:
        """The project is open and this room comes first."""
        self.wait_for(room)

    def wait_for(self, room: str) -> None:
        """Bring this room to the front as soon as it is made."""
        self.room = room
        title = next((one.title for one in ROOMS if one.id == room), "")
        self.page.wait_for(msg("overview.making", room=title))
        self.keys.begin()
        self._show()

    def _show(self) -> None:
        window = self._window
        window.palette_list.leave()
        window.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def made(self, room: str) -> None:
        """A room is made: if it is the one wanted, it comes to the front in a turn of its own."""
        if room == self.room:
            QTimer.singleShot(0, self, lambda: self._arrive(room))

    def all_made(self) -> None:
        """Every room is made: where the one wanted could not be, another comes to the front."""
        if self.room and self.room not in self._window.rooms:
            self.room = ""
            self.keys.stop()
            self._window.go_back()

    def _arrive(self, room: str) -> None:
        if room == self.room and room in self._window.rooms:
            self.room = ""
            self._window.show_room(room)
            self.keys.release()

    def go_to(self, room: str, place: str) -> None:
        """Bring a room to the front, and in it a table, an interview or a page."""
        window = self._window
        window.show_room(room)
        workspace = window.rooms.get(room)
        if place and workspace is not None:
            workspace.open_place(place)

    def run(self, command: str) -> None:
        """Run a command where its room is there."""
        if any(one.id == command for one in self._window.table.all()):
            self._window.table.run(command)

    def leave(self) -> None:
        """Something else came to the front, or the project closes: nothing is waited for."""
        self.room = ""
        self.keys.stop()
