# SPDX-License-Identifier: MIT
"""Sentences about the walls around the processes that read files from elsewhere, on each kind of system."""

from __future__ import annotations

import ctypes
import errno
import sys
from pathlib import Path

import pytest

from projects.workers import landlock, sandbox, seccomp
from wording import render
from workbench.version import sandbox_status


class KernelWithout:
    """The C library over a kernel that knows no Landlock: its calls are answered ENOSYS."""

    def __init__(self, libc: ctypes.CDLL) -> None:
        self._libc = libc

    def __getattr__(self, name: str) -> object:
        return getattr(self._libc, name)

    def syscall(self, number: ctypes.c_long, *arguments: object) -> int:
        if number.value in (444, 445, 446):
            ctypes.set_errno(errno.ENOSYS)
            return -1
        return int(self._libc.syscall(number, *arguments))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock is Linux's alone")
@pytest.mark.parametrize(("language", "said"), [("en", "only by seccomp"), ("fr", "que par seccomp")])
def test_a_kernel_without_landlock_says_so_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    kernel = KernelWithout(ctypes.CDLL(None, use_errno=True))
    monkeypatch.setattr(landlock, "_libc", lambda: kernel)
    assert landlock.version() == 0
    assert not landlock.read_only([Path("/")])
    if seccomp.is_available():
        assert sandbox.available() == ("seccomp",)
        assert said in render(sandbox_status(), language)
        assert "Linux" in render(sandbox_status(), language)
    monkeypatch.setattr(seccomp, "is_available", lambda machine=None: False)
    assert "Landlock" in render(sandbox_status(), language)


@pytest.mark.parametrize(("language", "said"), [("en", "not yet tried"), ("fr", "pas encore essayé")])
def test_walls_of_windows_are_said_to_be_untried(monkeypatch: pytest.MonkeyPatch, language: str, said: str) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    there = sandbox.available()
    monkeypatch.undo()
    monkeypatch.setattr(sandbox, "available", lambda: there)
    assert said in render(sandbox_status(), language)
