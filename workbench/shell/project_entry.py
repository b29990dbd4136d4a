# SPDX-License-Identifier: MIT
"""The way into a project: progress in the middle while it is built or a room is made, then the room wanted.

Keys pressed while a passphrase is checked or a room is made are typed again once the room is there: none is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.command_table import CommandTable
from workbench.commands import LOCK
from workbench.jobs import Job
from workbench.session import Session
from workbench.translation import say
from workbench.widgets.buttons import Button
from workbench.widgets.labels import HeadingLabel, MutedLabel
from workbench.workspaces import ROOMS

if TYPE_CHECKING:
    from workbench.shell.shell_window import ShellWindow


_LOOK_MS, _LOOKS = 20, 500
ALONE = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})


class KeyKeeper(QObject):
    """Shortcuts that are there already run at once; every other key waits, in its order.

    Behind a key that waits, and while a place is still to be returned to, shortcuts of rooms wait as well.

    They are typed one by one, each when the project has answered what the one before it asked.
    """

    def __init__(self, window: QWidget, table: CommandTable, session: Session, returning: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._table, self._session, self._returning = window, table, session, returning
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

    def hold(self, trying: bool) -> None:
        """Keep keys while a passphrase is tried; what was typed is forgotten where it is refused or asked for anew."""
        if trying:
            self.begin()
        else:
            self.stop()

    def taken(self) -> list[QKeyEvent]:
        """The keys kept, which are no longer kept here."""
        kept, self._kept = self._kept, []
        return kept

    def give_back(self, keys: list[QKeyEvent]) -> None:
        """Keep these, too, before those pressed since."""
        self._kept = [*keys, *self._kept]

    def stop(self) -> None:
        """Keep none any more, and forget those kept: the room they were meant for will not come."""
        self._timer.stop()
        self._kept = []
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
        self.is_active = False
        self._table.hold(False)

    def release(self) -> None:
        """The room is in front: type what was kept, once it has read what it shows."""
        if self.is_active:
            if self._returning():
                self._table.hold(True)
            self._looks = 0
            self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep a key that the desktop gives to the window; its shortcuts have had it before."""
        if event.type() == QEvent.Type.KeyRelease:
            return True
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() in ALONE:
            return False
        if QKeySequence(event.keyCombination()) in self._table.keys_of(LOCK):
            return False  # never kept: it is heard now
        self._kept.append(event.clone())
        self._table.hold(True)
        return True

    def _look(self) -> None:
        self._looks += 1
        if (self._session.waiting or self._returning()) and self._looks < _LOOKS:
            return
        self._looks = 0
        if self._kept:
            self._type(self._kept.pop(0))
        if not self._kept and self._timer.isActive():  # unless a key just typed has to be waited for
            self.stop()

    def _type(self, event: QKeyEvent) -> None:
        """As a shortcut where a command has it now and no field wants the key, else into what has the keys."""
        focus = _has_keys() or self._window.focusWidget()
        sequence = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key())))
        names = [] if _wants(focus, event) else self._table.answering().get(sequence.toString(), [])
        if len(names) == 1:
            self._table.run(names[0])
        elif focus is not None:
            QCoreApplication.sendEvent(focus, event)
            release = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(focus, release)


def _has_keys() -> QWidget | None:
    """The list or menu that lies over all, else what has the focus."""
    popup = QApplication.activePopupWidget()
    return (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget()


def _wants(focus: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a field takes the key for itself although it is a shortcut, as Qt asks before it runs one."""
    if focus is None:
        return False
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
    asked.ignore()
    QCoreApplication.sendEvent(focus, asked)
    return asked.isAccepted()


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


class StartingRoom(QObject):
    """Which room is to come to the front once it is made, and the keys typed until then.

    `returning` tells whether the place before a lock is still to be returned to.
    """

    def __init__(self, window: ShellWindow, returning: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self.page = WaitingPage()
        self.keys = KeyKeeper(window, window.table, window.session, returning)
        self.room = ""
        self._seeking = self._summoned = False
        self._typed: list[QKeyEvent] = []  # while a passphrase was checked, until its rooms are begun
        window.pages.addWidget(self.page)
        window.pages.currentChanged.connect(lambda _place: self._turned())
        window.unlock_page.trying.connect(self.keys.hold)
        window.session.opened.connect(self._opened)
        window.overview.wanted.connect(self.go_to)
        window.overview.command.connect(self.run)
        window.palette_list.sought.connect(self._seek)

    def wait_on(self, title: Text, job: Job) -> None:
        """Show a job that builds a project."""
        self.page.wait_for(title, job)
        self._show()

    def begin(self, room: str) -> None:
        """The project is open and this room comes first."""
        self.wait_for(room)
        self.keys.give_back(self._typed)
        self._typed = []

    def _opened(self) -> None:
        """The passphrase is right: what was typed meanwhile is for the room to come, not for rooms that go."""
        self._typed = self.keys.taken()

    def _turned(self) -> None:
        """A room that was kept behind the lock is there again."""
        if self.keys.is_active and not self.room and self._window.pages.currentWidget() in self._window.rooms.values():
            self.keys.release()

    def wait_for(self, room: str) -> None:
        """Bring this room to the front as soon as it is made."""
        self.room = room
        title = next((one.title for one in ROOMS if one.id == room), "")
        self.page.wait_for(msg("overview.making", room=title))
        self.keys.begin()
        self._show()

    def _show(self) -> None:
        window = self._window
        self._summoned = self._summoned or (self.keys.is_active and window.palette_list.isVisible())
        window.palette_list.leave()
        window.pages.setCurrentWidget(self.page)
        self.page.setFocus()

    def made(self, room: str) -> None:
        """A room is made: if it is the one wanted, it comes to the front in a turn of its own."""
        if room == self.room:
            QTimer.singleShot(0, self, lambda: self._arrive(room))

    def all_made(self) -> None:
        """Every room is made: where the one wanted could not be, another comes to the front."""
        if self._seeking:
            self._seeking = False
            self._window.palette_list.seek_again()
            self.keys.release()
        if self.room and self.room not in self._window.rooms:
            self.room = ""
            self.keys.stop()
            self._window.go_back()

    def _arrive(self, room: str) -> None:
        if room == self.room and room in self._window.rooms:
            self.room = ""
            asked = self._summoned or self._window.palette_list.isVisible()
            self._window.show_room(room)
            if asked:
                self._window.palette_list.summon()  # the keys kept were typed for it
            self._summoned = False
            self.keys.release()

    def _seek(self) -> None:
        """What was typed in the palette may be a command of a room that is still being made: wait for it."""
        if self._window.building and not self.room:
            self._seeking = True
            self.keys.begin()

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
        self.room, self._seeking, self._summoned = "", False, False
        self.keys.stop()
