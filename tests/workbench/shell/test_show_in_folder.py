# SPDX-License-Identifier: MIT
"""*Show in folder* selects the file: asked on a private bus, by command elsewhere, else the folder opens."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from workbench.shell import show_in_folder as module
from workbench.shell.show_in_folder import selecting_command, show_in_folder
from workbench.widgets.message_strip import MessageStrip

LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None, reason="no message bus to start"
)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus of our own."""
    address = f"unix:path={tmp_path / 'bus'}"
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as daemon:  # fmt: skip
        assert daemon.stdout is not None
        daemon.stdout.readline()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.kill()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders opened instead."""
    found: list[Path] = []
    monkeypatch.setattr(module, "open_folder", lambda path, _parent: found.append(path.parent))
    return found


class FileManager(QObject):
    """Stands for the desktop's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.selected: list[str] = []

    @Slot("QStringList", str)
    def ShowItems(self, items: list[str], _startup: str) -> None:
        self.selected += items


@LINUX
def test_the_file_manager_is_asked_to_select_it(qtbot: QtBot, bus: str, opened: list[Path], tmp_path: Path) -> None:
    from PySide6.QtDBus import QDBusConnection

    manager, parent = FileManager(), QObject()
    theirs = QDBusConnection.connectToBus(bus, "file-manager-of-the-test")
    assert theirs.registerService("org.freedesktop.FileManager1")
    slots = QDBusConnection.RegisterOption.ExportAllSlots
    assert theirs.registerObject("/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", manager, slots)
    show_in_folder(tmp_path / "table é 1.xlsx", parent)
    qtbot.waitUntil(lambda: bool(manager.selected), timeout=5000)
    assert manager.selected == [(tmp_path / "table é 1.xlsx").as_uri()]
    qtbot.wait(50)
    assert not opened
    QDBusConnection.disconnectFromBus("file-manager-of-the-test")


@LINUX
def test_where_no_file_manager_answers_the_folder_opens(
    qtbot: QtBot, bus: str, opened: list[Path], tmp_path: Path
) -> None:
    parent = QObject()
    show_in_folder(tmp_path / "table.xlsx", parent)
    qtbot.waitUntil(lambda: opened == [tmp_path], timeout=5000)


@LINUX
def test_without_a_bus_the_folder_opens(
    qtbot: QtBot, opened: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "session_bus", lambda: "")
    show_in_folder(tmp_path / "table.xlsx", QObject())
    assert opened == [tmp_path]


def test_windows_and_macos_select_it_by_their_own_command() -> None:
    path = Path("C:/My work/table 1.xlsx")
    assert selecting_command(path, "win32") == f'explorer.exe /select,"{path}"'
    assert selecting_command(Path("/Users/a/t.xlsx"), "darwin") == ["open", "-R", "/Users/a/t.xlsx"]
    assert selecting_command(path, "linux") is None


def test_where_no_program_opens_it_the_strip_says_where_it_is(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.QDesktopServices, "openUrl", lambda _url: False)
    strip = MessageStrip()
    qtbot.addWidget(strip)
    for show in (module.show_file, module.open_folder):
        strip.clear()
        show(tmp_path / "table.xlsx", strip)
        assert str(tmp_path / "table.xlsx") in strip.label.text()
