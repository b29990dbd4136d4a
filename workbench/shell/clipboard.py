# SPDX-License-Identifier: MIT
"""Words of people do not stay on the clipboard: what is copied in a room that shows them is cleared after 30 seconds.

Programs that keep a history of the clipboard are asked to leave such words out: Windows (Win+V, and its copy to other
devices) and KDE. Tables, figures and methods copied from Analysis and Sampling are results: they stay, unless they hold
people's words or are of sensitive questions.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from workbench.widgets.no_copy import SENSITIVE_COPY

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
