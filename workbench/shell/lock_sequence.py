# SPDX-License-Identifier: MIT
"""Locking: everything is hidden at once; jobs may end, half an hour at most; then the project closes, memory and all.

While a job still runs the rooms stay, hidden, and the right passphrase brings them back as they were. The keys of Lock
are heard where no shortcut answers, too: over a menu, a list that hangs down, a dialog, a drag.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QDrag,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from wording import Problem, msg
from workbench.commands import LOCK
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.labels import Label, LeadLabel
from workbench.widgets.reading_list import SENSITIVE_COPY

if TYPE_CHECKING:
    from workbench.jobs import Job
    from workbench.shell.shell_window import ShellWindow

SECONDS = 30
_RESULTS = ("analysis", "sampling")
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'  # how Qt names a format of Windows
# Microsoft, "Clipboard Formats": what cloud clipboard and clipboard history heed; the last is of KDE's Klipper.
_KEPT_NOWHERE = {
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
    "x-kde-passwordManagerHint": b"secret",
}


class ClipboardWatch(QObject):
    """Hears of every copy the program makes, by whatever way; `room` tells which room is in front, "" for none."""

    def __init__(self, room: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(clear_clipboard)
        QGuiApplication.clipboard().dataChanged.connect(self._copied)

    def waits(self) -> bool:
        """Whether something is to be cleared."""
        return self._timer.isActive()

    def stop(self) -> None:
        """Clear at once what is ours and waits."""
        if self._timer.isActive():
            self._timer.stop()
            clear_clipboard()

    def _copied(self) -> None:
        held = QGuiApplication.clipboard().mimeData()  # none once it is cleared
        ours = owns_clipboard() and held is not None and bool(held.formats())
        stays = self._room() in _RESULTS and held is not None and not held.hasFormat(SENSITIVE_COPY)
        if ours and self._room() and not stays:
            self._timer.start()
            if not is_marked(held):
                QGuiApplication.clipboard().setMimeData(marked(held))
        else:
            self._timer.stop()


def is_marked(held: QMimeData) -> bool:
    """Whether histories of the clipboard are asked to leave this out."""
    return all(held.hasFormat(name) for name in _KEPT_NOWHERE)


def marked(held: QMimeData) -> QMimeData:
    """The same content with that request."""
    made = QMimeData()
    for name in held.formats():
        made.setData(name, held.data(name))
    for name, value in _KEPT_NOWHERE.items():
        made.setData(name, value)
    return made


def owns_clipboard() -> bool:
    """Whether what is on the clipboard was put there by the program."""
    return QGuiApplication.clipboard().ownsClipboard()


def clear_clipboard() -> None:
    """Take away what the program put on the clipboard and into the selection of X11; never what others put there."""
    clipboard = QGuiApplication.clipboard()
    if owns_clipboard():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


_SWALLOWED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
    }
)
_AFTER_MS = 120  # what was typed at the room and still waits in the queue is not the passphrase


class LockScreen(QWidget):
    """Opaque, over everything in `window`; it shows no word of the project."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.painted = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else what lies beneath is painted first: 30 ms
        column = QVBoxLayout(self)
        self._picture, words = Label(""), LeadLabel(msg("window.lock.covered"))
        for widget in (self._picture, words):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addSpacing(12)
        column.addWidget(words)
        column.addStretch(3)
        self._end = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._end.timeout.connect(self.lift)
        self.hide()

    def lay(self) -> None:
        """Cover the window now: it is painted before anything else is done."""
        self._end.stop()
        self._picture.setPixmap(pixmap("lock", colours_of(self).muted, 32))
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.repaint()

    def lift_soon(self) -> None:
        """Uncover once what is still queued has gone nowhere."""
        if self.isVisible():
            self._end.start()

    def lift(self) -> None:
        """Uncover now."""
        self._end.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow keys and clicks; stay as large as the window."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self.setGeometry(self.window().rect())
        return event.type() in _SWALLOWED

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill all of it; count how often it was painted."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours_of(self).background))
        painter.end()
        self.painted += 1


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
