# SPDX-License-Identifier: MIT
"""Opens a file that was written, or shows it selected in its folder; where nothing can select, the folder opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from wording import Text, msg
from workbench.shell.desktop import session_bus
from workbench.widgets.buttons import Button
from workbench.widgets.message_strip import MessageStrip

_MANAGER, _PLACE = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
_BUS, _PATIENCE_MS = "workbench-file-manager", 3000


def show_exported(strip: MessageStrip, text: Text, path: Path) -> None:
    """Say that a file was written, with Open and Show in folder."""
    strip.notice(
        text,
        Button(msg("window.exported.open"), lambda: show_file(path, strip), tip=str(path)),
        Button(msg("window.exported.folder"), lambda: show_in_folder(path, strip), tip=str(path.parent)),
    )


def show_file(path: Path, strip: MessageStrip) -> None:
    """Open a file with the desktop's own program; where there is none, say so and where the file is."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        strip.warn(msg("window.exported.no_program", path=str(path)))


def show_in_folder(path: Path, parent: QObject) -> None:
    """Select `path` in its folder. `parent`, as a rule the strip, lives as long as an answer is awaited."""
    arguments = selecting_command(path, sys.platform)
    if arguments is not None:
        subprocess.Popen(arguments)
    elif not _asked_file_manager(path, parent):
        open_folder(path, parent)


def selecting_command(path: Path, platform: str) -> str | list[str] | None:
    """The command that selects a file on Windows or macOS; None elsewhere, where the message bus is asked.

    Explorer wants the name in quotes behind the comma, as one line.
    """
    if platform == "win32":
        return f'explorer.exe /select,"{path}"'
    return ["open", "-R", str(path)] if platform == "darwin" else None


def open_folder(path: Path, parent: QObject) -> None:
    """Open the folder of a file; where nothing opens it, a strip says where the file is."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))) and isinstance(parent, MessageStrip):
        parent.warn(msg("window.exported.no_program", path=str(path)))


def _asked_file_manager(path: Path, parent: QObject) -> bool:
    """Ask the file manager over the user's bus; whether there is a bus. Where nobody answers, the folder opens."""
    address = session_bus()
    if not address:
        return False
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher  # only where it is used

    bus = QDBusConnection.connectToBus(address, _BUS)
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(_MANAGER, _PLACE, _MANAGER, "ShowItems")
    message.setArguments([[path.absolute().as_uri()], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(message, _PATIENCE_MS), parent)

    def answered() -> None:
        if watcher.isError():
            open_folder(path, parent)
        watcher.deleteLater()
        QDBusConnection.disconnectFromBus(_BUS)

    watcher.finished.connect(answered)
    return True
