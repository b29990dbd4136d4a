# SPDX-License-Identifier: MIT
"""Locking: everything is hidden at once; jobs may end, half an hour at most; then the project closes, memory and all.

While a job still runs the rooms stay, hidden, and the right passphrase brings them back as they were. The keys of Lock
are heard where no shortcut answers, too: over a menu, a list that hangs down, a dialog, a drag.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QDialog

from wording import Problem, msg
from workbench.commands import LOCK
from workbench.shell.clipboard import clear_clipboard
from workbench.shell.lock_screen import LockScreen

if TYPE_CHECKING:
    from workbench.jobs import Job
    from workbench.shell.shell_window import ShellWindow

LONGEST_MS = 30 * 60_000  # a running job may go on so long behind the lock
_GRACE_MS, _REST_MS = 60_000, 200  # for a job to stop; to see whether another one follows it
_ALLOWED = ("project.quit", "view.look.", "help.")
_DRAG_BEGINS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove})
_DRAG_ENDS = frozenset({QEvent.Type.Drop, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease})


class LockKey(QObject):
    """Emits `pressed` for one of `keys()` in whichever window has the keyboard."""

    pressed = Signal()

    def __init__(self, keys: Callable[[], Sequence[QKeySequence]], parent: QObject) -> None:
        super().__init__(parent)
        self._keys = keys
        self._dragging = False
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)  # the last one to come is asked first

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the key; while something is dragged the whole program is listened to, for Qt keeps the keys then."""
        kind = event.type()
        if kind in _DRAG_BEGINS:
            self._listen_everywhere(True)
        elif kind in _DRAG_ENDS:
            self._listen_everywhere(False)
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_key(event):
            self._listen_everywhere(False)
            self.pressed.emit()
            return True
        return False

    def _is_key(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()) in self._keys()

    def _listen_everywhere(self, wanted: bool) -> None:
        application = QApplication.instance()
        if wanted == self._dragging or application is None:
            return
        self._dragging = wanted
        if wanted:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)


class Locking(QObject):
    """From the open project to the unlock view. `restart` begins the program anew there."""

    def __init__(self, window: ShellWindow, restart: Callable[[Path], object] | None) -> None:
        super().__init__(window)
        self._window, self._session, self._restart = window, window.session, restart
        self.folder: Path | None = None
        self.covered = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._finish_at_rest)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(self._too_long)
        self._grace = QTimer(self, singleShot=True, interval=_GRACE_MS)
        self._grace.timeout.connect(self._finish)
        self._session.jobs_changed.connect(self._look)
        self.cover = LockScreen(window)
        self._wished = False  # Lock was pressed while the passphrase was being checked
        self.key = LockKey(lambda: window.table.keys_of(LOCK), self)
        self.key.pressed.connect(self.lock)

    def lock(self) -> None:
        """Hide everything now, before anything else is done; close as soon as nothing is under way."""
        folder = self._session.folder
        if folder is None:
            self._lock_once_open()
        if folder is None or self.covered:
            return
        floating = self._hide_what_floats()
        self.cover.lay()  # what it paints carries to the display at once what was hidden just before
        for dialog in floating:
            dialog.reject()
        self.folder = folder
        self._window.keep_drafts()
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()  # what stores itself when one leaves it does so now
        clear_clipboard()
        if self._session.jobs:
            self.covered = True
            self._window.cover(folder)
            self.cover.lift_soon()
            self._longest.start()
            self._look()
        else:
            self._finish()

    def _lock_once_open(self) -> None:
        page = self._window.unlock_page
        if page.is_trying and not self._wished:
            self._wished = True
            page.trying.connect(self._forget_wish, Qt.ConnectionType.SingleShotConnection)

    def _forget_wish(self, _trying: bool) -> None:
        self._wished = False

    def opened(self) -> None:
        """A project is open: nothing is locked, unless Lock was pressed meanwhile."""
        self.folder, self.covered = None, False
        for timer in (self._rest, self._longest, self._grace):
            timer.stop()
        if self._wished:
            self._wished = False
            self.cover.lay()
            QTimer.singleShot(0, self, self.lock)

    def allows(self, command: str) -> bool:
        """Whether a command may run although the rooms are there, hidden."""
        return not self.covered or command.startswith(_ALLOWED)

    def uncover(self, passphrase: str, failed: Callable[[Problem], object]) -> None:
        """Bring the rooms back, if the passphrase is that of whoever locked: another may open less."""
        folder, mine = self.folder, self._session.slot_id
        if folder is None:
            return

        def weigh(_job: Job) -> None:
            from projects.store.keys.key_file import (  # cryptography, 10 ms: not at start
                open_slots,
                read_key_file,
            )

            _, slot, _ = open_slots(read_key_file(folder), passphrase)
            if slot.id != mine:
                raise Problem(msg("window.unlock.anothers"))

        def right(_none: None) -> None:
            if self.covered:
                self.opened()
                self._window.uncover()

        self._session.compute(weigh, right, failed, owner=self)

    def _look(self) -> None:
        if self.covered and not self._session.jobs:
            self._rest.start()

    def _finish_at_rest(self) -> None:
        """What a job brought home may be stored by another step: it is waited for."""
        if not self.covered:
            return
        if self._session.jobs or self._session.waiting:
            self._rest.start()
        else:
            self._finish()

    def _too_long(self) -> None:
        for job in list(self._session.jobs):
            job.cancel()
        self._grace.start()

    def _finish(self) -> None:
        folder = self.folder
        self.covered = False
        for timer in (self._rest, self._longest, self._grace):
            timer.stop()
        if folder is not None:
            self.cover.lay()
            self._window.drop_rooms()
            self._window.show_unlock(folder, None)
            self._session.close(self._begin_anew)

    def _begin_anew(self) -> None:
        if self._restart is not None and self.folder is not None and not self._session.is_open:
            self._restart(self.folder)  # the cover stays: what is typed now would be lost with this process
        else:
            self.cover.lift_soon()

    def _hide_what_floats(self) -> list[QDialog]:
        """Hide menus, lists, bubbles and dialogs; the dialogs, which are still to be told that they are left."""
        QDrag.cancel()
        shown = [one for one in QApplication.topLevelWidgets() if one is not self._window and one.isVisible()]
        for widget in shown:
            widget.hide()
        return [one for one in shown if isinstance(one, QDialog)]
