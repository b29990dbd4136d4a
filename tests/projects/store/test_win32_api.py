# SPDX-License-Identifier: MIT
"""Files on Windows and macOS: who may enter a folder, renames and writes that last."""

from __future__ import annotations

import errno
import os
import sys
from ctypes import byref, c_uint32, c_void_p, c_wchar_p
from pathlib import Path
from typing import Any

import pytest

from projects.store import private_files, win32_api
from projects.store.model import Model
from projects.store.project import Project

WINDOWS = pytest.mark.skipif(sys.platform != "win32", reason="Windows keeps these access lists")


class Kernel:
    """Stands in for kernel32: refuses some renames with an error, then moves the file."""

    def __init__(self, *refusals: int) -> None:
        self.refusals, self.flags = list(refusals), 0

    def MoveFileExW(self, source: Any, target: Any, flags: int) -> bool:
        self.flags = flags
        if self.refusals:
            return False
        os.replace(source.value, target.value)
        return True


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A file just written, and an older one whose place it takes."""
    (tmp_path / "keys.json").write_text("old")
    new = tmp_path / "part"
    new.write_text("new")
    return new


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """A virus scanner that keeps the file open at the first two tries."""
    kernel = Kernel(32, 5)
    monkeypatch.setattr(win32_api, "_last_error", lambda: kernel.refusals.pop(0))
    monkeypatch.setattr(win32_api, "_PAUSE", 0)
    return kernel


def test_a_rename_waits_for_who_reads_the_file(part: Path, scanner: Kernel) -> None:
    win32_api.replace(part, part.with_name("keys.json"), scanner)
    assert part.with_name("keys.json").read_text() == "new"
    assert scanner.flags == 0x1 | 0x8  # MOVEFILE_REPLACE_EXISTING, MOVEFILE_WRITE_THROUGH of WinBase.h


def test_a_full_disk_is_told_at_once(part: Path, scanner: Kernel) -> None:
    scanner.refusals = [112, 112]  # ERROR_DISK_FULL
    with pytest.raises(OSError, match="not moved") as refused:
        win32_api.replace(part, part.with_name("keys.json"), scanner)
    assert part.with_name("keys.json").read_text() == "old"
    assert scanner.refusals == [112]
    assert sys.platform != "win32" or refused.value.errno == errno.ENOSPC


def test_a_file_that_stays_open_is_an_error(part: Path, scanner: Kernel) -> None:
    scanner.refusals = [32] * 99
    with pytest.raises(OSError, match="not moved"):
        win32_api.replace(part, part.with_name("keys.json"), scanner)
    assert len(scanner.refusals) == 79


def test_the_access_list_in_words_of_microsoft() -> None:
    """SDDL: protected from inheritance; allow; objects and containers below inherit; all file rights; the id."""
    assert win32_api.access_list("S-1-5-21-7-8-9-1001") == "D:P(A;OICI;FA;;;S-1-5-21-7-8-9-1001)"


def access_of(folder: Path) -> str:
    """The access list of `folder` as text, "" where the disk keeps none."""
    advapi, kernel = win32_api._library("advapi32"), win32_api._library("kernel32")
    held, text = c_void_p(), c_wchar_p()
    what = c_uint32(win32_api._ACCESS_LIST)
    if advapi.GetNamedSecurityInfoW(
        c_wchar_p(str(folder)), win32_api._FILE_OBJECT, what, None, None, None, None, byref(held)
    ):
        return ""
    try:
        advapi.ConvertSecurityDescriptorToStringSecurityDescriptorW(held, 1, what, byref(text), None)
        return text.value or ""
    finally:
        kernel.LocalFree(text)
        kernel.LocalFree(held)


@WINDOWS
def test_a_project_is_for_its_user(tmp_path: Path) -> None:
    with Project.create(tmp_path / "Étude de base.pwb", "first", name="P", model=Model()) as project:
        found = access_of(project.folder)
        inside = access_of(project.folder / "keys.json")
    assert found.startswith("D:P")
    for access in (found, inside):
        assert access.count("(A;") == access.count("(") == 1, access
    assert win32_api.user_id().startswith("S-1-5-")


@WINDOWS
def test_a_file_held_open_keeps_its_old_bytes(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(win32_api, "_TRIES", 2)
    target = part.with_name("keys.json")
    with target.open("rb"), pytest.raises(PermissionError):
        win32_api.replace(part, target)
    assert target.read_text() == "old"
    win32_api.replace(part, target)
    assert target.read_text() == "new"


def test_macos_is_asked_to_empty_the_memory_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apple, fsync(2): the drive may keep the data and write them out of order; F_FULLFSYNC (51) flushes them."""
    fcntl = pytest.importorskip("fcntl", reason="Windows has no fcntl")
    asked: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda descriptor, command: asked.append(command))
    monkeypatch.setattr(os, "fsync", lambda descriptor: asked.append(0))
    private_files.write_durably(tmp_path / "keys.json", b"{}")
    assert asked == [51, 51]  # the file, then its folder


def test_a_network_disk_of_macos_is_synced_as_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl", reason="Windows has no fcntl")
    asked: list[int] = []

    def refuse(descriptor: int, command: int) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", refuse)
    monkeypatch.setattr(os, "fsync", lambda descriptor: asked.append(descriptor))
    private_files.write_durably(tmp_path / "keys.json", b"{}")
    assert len(asked) == 2


def test_the_database_asks_macos_for_the_same(tmp_path: Path) -> None:
    with Project.create(tmp_path / "P.pwb", "first", name="P", model=Model()) as project, project.locked() as opened:
        assert opened.writer.connection.execute("PRAGMA fullfsync").fetchone()[0] == 1


def test_a_folder_is_moved_without_the_flag_that_is_for_files(tmp_path: Path) -> None:
    """Microsoft, MoveFileExW: MOVEFILE_REPLACE_EXISTING (1) cannot be used if a name is that of a folder; 8 lasts."""
    (tmp_path / "part").mkdir()
    kernel = Kernel()
    win32_api.replace(tmp_path / "part", tmp_path / "snapshot", kernel)
    assert kernel.flags == 8
    assert (tmp_path / "snapshot").is_dir()
