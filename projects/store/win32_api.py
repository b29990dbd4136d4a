# SPDX-License-Identifier: MIT
"""File system calls for Windows: a folder for one user, a rename that lasts, no reports of crashes.

By the user's own security id, not by name: a name cannot be looked up on a laptop that belongs to an organisation and
is away from it. Microsoft: SetNamedSecurityInfoW, MoveFileExW, SetErrorMode, WerSetFlags.
"""

from __future__ import annotations

import ctypes
import os
import time
from ctypes import POINTER, byref, c_int, c_uint32, c_void_p, c_wchar_p
from pathlib import Path

_TOKEN_QUERY, _TOKEN_USER = 0x8, 1
_FILE_OBJECT, _ACCESS_LIST, _NOT_INHERITED = 1, 0x4, 0x80000000
_REPLACE, _WRITE_THROUGH = 0x1, 0x8
_NO_DIALOGS, _NO_HEAP = 0x8003, 0x1  # critical errors, faults and missing files | no heap in a report
_BUSY = frozenset((5, 32, 33))  # access denied, sharing violation, lock violation: a virus scanner looks at the file
_TRIES, _PAUSE = 20, 0.05  # together one second


def access_list(user: str) -> str:
    """Full control for `user` (a security id) and all that lies below; nobody else, and nothing inherited."""
    return f"D:P(A;OICI;FA;;;{user})"


def give_to_user(folder: Path) -> bool:
    """Let only the user who runs the program into `folder`; whether the disk keeps such lists (FAT does not)."""
    advapi, kernel = _library("advapi32"), _library("kernel32")
    wanted, held, present, inherited = c_void_p(), c_void_p(), c_int(), c_int()
    text = access_list(user_id())
    if not advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(c_wchar_p(text), 1, byref(wanted), None):
        return False
    try:
        advapi.GetSecurityDescriptorDacl(wanted, byref(present), byref(held), byref(inherited))
        what = c_uint32(_ACCESS_LIST | _NOT_INHERITED)
        return bool(
            advapi.SetNamedSecurityInfoW(c_wchar_p(str(folder)), _FILE_OBJECT, what, None, None, held, None) == 0
        )
    finally:
        kernel.LocalFree(wanted)


def user_id() -> str:
    """The security id of the user who runs the program."""
    advapi, kernel = _library("advapi32"), _library("kernel32")
    kernel.GetCurrentProcess.restype = c_void_p
    token, size, text = c_void_p(), c_uint32(), c_wchar_p()
    if not advapi.OpenProcessToken(c_void_p(kernel.GetCurrentProcess()), _TOKEN_QUERY, byref(token)):
        raise OSError("the user of this process cannot be told")
    try:
        advapi.GetTokenInformation(token, _TOKEN_USER, None, 0, byref(size))
        held = ctypes.create_string_buffer(size.value)
        if not advapi.GetTokenInformation(token, _TOKEN_USER, held, size, byref(size)):
            raise OSError("the user of this process cannot be told")
        sid = ctypes.cast(held, POINTER(c_void_p))[0]  # TOKEN_USER begins with the pointer to the id
        advapi.ConvertSidToStringSidW(c_void_p(sid), byref(text))
        return text.value or ""
    finally:
        kernel.LocalFree(text)
        kernel.CloseHandle(token)


def replace(source: Path, target: Path, kernel: ctypes.CDLL | None = None) -> None:
    """Put `source` in the place of `target`, on the disk when this returns; waits a second for who reads the file.

    A folder only where nothing is: replacing is for files (Microsoft, MoveFileExW, MOVEFILE_REPLACE_EXISTING).
    """
    kernel = kernel or _library("kernel32")
    flags = _WRITE_THROUGH if source.is_dir() else _REPLACE | _WRITE_THROUGH
    for attempt in range(_TRIES):
        if kernel.MoveFileExW(c_wchar_p(str(source)), c_wchar_p(str(target)), flags):
            return
        error = _last_error()
        if error not in _BUSY or attempt == _TRIES - 1:
            raise _problem(error, source, target)
        time.sleep(_PAUSE)


def no_fault_reports() -> None:
    """A crash shows no dialog, and a report of it, if Windows writes one, holds no memory of ours."""
    kernel = _library("kernel32")
    kernel.SetErrorMode(_NO_DIALOGS)
    kernel.WerSetFlags(_NO_HEAP)


def _library(name: str) -> ctypes.CDLL:
    # Windows alone has it: mypy cannot tell
    library: ctypes.CDLL = ctypes.WinDLL(name, use_last_error=True)  # type: ignore[attr-defined]
    return library


def _last_error() -> int:
    return int(ctypes.get_last_error())  # type: ignore[attr-defined]  # Windows alone has it


def _problem(error: int, source: Path, target: Path) -> OSError:
    if os.name != "nt":
        return OSError(error, "not moved", str(source))
    return OSError(None, "not moved", str(source), error, str(target))
