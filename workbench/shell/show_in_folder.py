# SPDX-License-Identifier: MIT
"""Opens a file that was written, or shows it selected in its folder; where nothing can select, the folder opens."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from ctypes.wintypes import MSG
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from wording import Text, msg
from workbench.widgets.buttons import Button
from workbench.widgets.message_strip import MessageStrip

_SCREEN_SAVERS = ("org.freedesktop", "org.gnome", "org.cinnamon", "org.mate", "org.xfce", "org.kde")
_ACTIVE: Any = "1active(bool)"  # slots, as Qt writes their names; its stubs ask for bytes and it wants text
_LOCK: Any = "1lock()"
_LOGIN = "org.freedesktop.login1"
_SYSTEM_BUS = Path("/run/dbus/system_bus_socket")

WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 4
WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK = 0x02B1, 7
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT = 2, 4


class DesktopWatch(QObject):
    """Emits `locked` when the screen is locked or the laptop is about to sleep."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.heard_on: list[str] = []
        self._filter: WindowsMessages | None = None

    def start(self, window: int = 0) -> None:
        """Begin to listen; `window` is the handle of the window on Windows."""
        if sys.platform.startswith("linux"):
            self._listen_on_buses()
        elif sys.platform == "win32":
            self._filter = WindowsMessages(self)
            application = QCoreApplication.instance()
            assert application is not None
            application.installNativeEventFilter(self._filter)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), 0)

    def _listen_on_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # PySide6.QtDBus: not at start

        session, system = session_bus(), system_bus()
        if session:
            bus = QDBusConnection.connectToBus(session, "workbench-session")
            for owner in _SCREEN_SAVERS:
                bus.connect("", "", f"{owner}.ScreenSaver", "ActiveChanged", self, _ACTIVE)
            self._note(bus, "session")
        if system:
            bus = QDBusConnection.connectToBus(system, "workbench-system")
            bus.connect("", "", f"{_LOGIN}.Manager", "PrepareForSleep", self, _ACTIVE)
            bus.connect("", login_path(), f"{_LOGIN}.Session", "Lock", self, _LOCK)
            self._note(bus, "system")

    def _note(self, bus: object, name: str) -> None:
        if bus.isConnected():  # type: ignore[attr-defined]  # a QDBusConnection, imported later
            self.heard_on.append(name)

    @Slot(bool)
    def active(self, on: bool) -> None:
        """The screen is locked or the laptop is about to sleep; False comes when that is over."""
        if on:
            self.locked.emit()

    @Slot()
    def lock(self) -> None:
        """The session is to be locked."""
        self.locked.emit()


def session_bus() -> str:
    """The address of the user's bus, when it is a local socket; "" where there is none."""
    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if given:
        return given if all(part.startswith("unix:") for part in given.split(";") if part) else ""
    own = Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}")) / "bus"
    return f"unix:path={own}" if own.exists() else ""


def system_bus() -> str:
    """The address of the system's bus, when it is a local socket; "" where there is none."""
    given = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "")
    if given:
        return given if all(part.startswith("unix:") for part in given.split(";") if part) else ""
    return f"unix:path={_SYSTEM_BUS}" if _SYSTEM_BUS.exists() else ""


def login_path() -> str:
    """Where the login manager tells of this session; "" (of any) where the session has no name."""
    name = os.environ.get("XDG_SESSION_ID", "")
    if not name:
        return ""
    escaped = "".join(
        one if one.isalpha() or (one.isdigit() and place) else f"_{ord(one):02x}" for place, one in enumerate(name)
    )
    return f"/org/freedesktop/login1/session/{escaped}"


class WindowsMessages(QAbstractNativeEventFilter):
    """Reads the messages Windows sends to the program's windows."""

    def __init__(self, watch: DesktopWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        """Hear of a lock or a sleep; every message goes on to Qt."""
        if QByteArray(kind).data() == b"windows_generic_MSG":
            message_of = MSG.from_address(int(message))
            if tells_of_lock(message_of.message, message_of.wParam):
                self._watch.locked.emit()
        return False, 0


def tells_of_lock(message: int, word: int) -> bool:
    """Whether a message of Windows says that the session is locked or the laptop goes to sleep."""
    if message == WM_POWERBROADCAST:
        return word == PBT_APMSUSPEND
    return message == WM_WTSSESSION_CHANGE and word in (
        WTS_SESSION_LOCK,
        WTS_CONSOLE_DISCONNECT,
        WTS_REMOTE_DISCONNECT,
    )


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
