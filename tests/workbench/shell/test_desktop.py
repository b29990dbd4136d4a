# SPDX-License-Identifier: MIT
"""The screen locked, the laptop about to sleep: heard on a private message bus, as a desktop announces it."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from ctypes.wintypes import MSG
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from workbench.shell import show_in_folder
from workbench.shell.idle_watch import slept
from workbench.shell.show_in_folder import DesktopWatch, WindowsMessages, login_path, session_bus, tells_of_lock
from workbench.shell.window import MainWindow

LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None, reason="no message bus to start"
)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus of our own, which stands for both."""
    address = f"unix:path={tmp_path / 'bus'}"
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        assert daemon.stdout is not None
        daemon.stdout.readline()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("XDG_SESSION_ID", "2")
        yield address
        daemon.kill()


def tell(address: str, path: str, signal: str, *words: str) -> None:
    subprocess.run(["dbus-send", f"--bus={address}", "--type=signal", path, signal, *words], check=True)


@LINUX
@pytest.mark.parametrize(
    ("path", "signal", "words"),
    [
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", ("boolean:true",)),
        ("/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session.Lock", ()),
        ("/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", ("boolean:true",)),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", ("boolean:true",)),
    ],
)
def test_the_project_locks_with_the_desktop(
    window: MainWindow, qtbot: QtBot, project: Path, bus: str, path: str, signal: str, words: tuple[str, ...]
) -> None:
    window.desktop.start()
    assert window.desktop.heard_on == ["session", "system"]
    with qtbot.waitSignal(window.session.closed, timeout=10_000):
        tell(bus, path, signal, *words)
    assert window.pages.currentWidget() is window.unlock_page
    from PySide6.QtDBus import QDBusConnection

    for name in ("workbench-session", "workbench-system"):
        QDBusConnection.disconnectFromBus(name)
    assert "PySide6.QtNetwork" not in sys.modules


@LINUX
def test_waking_up_and_other_sessions_lock_nothing(qtbot: QtBot, bus: str) -> None:
    from PySide6.QtCore import QObject
    from PySide6.QtDBus import QDBusConnection

    parent = QObject()
    watch = DesktopWatch(parent)
    watch.start()
    heard: list[bool] = []
    watch.locked.connect(lambda: heard.append(True))
    tell(bus, "/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:false")
    tell(bus, "/org/freedesktop/login1/session/_33", "org.freedesktop.login1.Session.Lock")
    assert heard == []
    with qtbot.waitSignal(watch.locked, timeout=10_000):  # they came in this order
        tell(bus, "/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:true")
    assert heard == [True]
    for name in ("workbench-session", "workbench-system"):
        QDBusConnection.disconnectFromBus(name)


@LINUX
def test_only_local_buses_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=example.org,port=1")
    assert session_bus() == ""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path};tcp:host=example.org,port=1")
    assert session_bus() == ""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert session_bus() == ""


def test_the_path_of_a_session_is_written_as_the_login_manager_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of bus objects, as systemd writes them (sd_bus_path_encode)."""
    for name, path in (("2", "_32"), ("c1", "c1"), ("12", "_312"), ("a-b", "a_2db")):
        monkeypatch.setenv("XDG_SESSION_ID", name)
        assert login_path() == f"/org/freedesktop/login1/session/{path}"


def test_messages_of_windows(qtbot: QtBot) -> None:
    """The numbers are those of winuser.h and wtsapi32.h."""
    from PySide6.QtCore import QObject

    parent = QObject()
    watch = DesktopWatch(parent)
    messages = WindowsMessages(watch)
    told = MSG(message=0x02B1, wParam=7)
    with qtbot.waitSignal(watch.locked, timeout=1000):
        assert messages.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told)) == (False, 0)
    assert tells_of_lock(0x0218, 4)
    assert not tells_of_lock(0x0218, 7)
    assert tells_of_lock(0x02B1, 2)
    assert tells_of_lock(0x02B1, 4)  # who worked from another place left
    assert not tells_of_lock(0x02B1, 8)
    assert not tells_of_lock(show_in_folder.WM_POWERBROADCAST + 1, 4)


def test_a_sleep_nobody_told_of_is_noticed() -> None:
    assert slept((1000.0, 50.0), (1400.0, 60.0))
    assert not slept((1000.0, 50.0), (1010.0, 60.0))
    assert not slept((1000.0, 50.0), (400.0, 60.0))
