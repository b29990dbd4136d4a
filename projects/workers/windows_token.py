# SPDX-License-Identifier: MIT
"""Low integrity for a helper process on Windows: it may read what its user may, and write next to nothing.

Microsoft: "Mandatory Integrity Control", "SetTokenInformation" (TokenIntegrityLevel). A process may lower its own
level. It is written after the documentation and has not been tried on Windows.
"""

from __future__ import annotations

import ctypes
from typing import Any

_ADJUST_DEFAULT, _QUERY = 0x80, 0x8
_INTEGRITY_LEVEL = 25  # TokenIntegrityLevel
_SE_GROUP_INTEGRITY = 0x20
_LOW = "S-1-16-4096"


class MandatoryLabel(ctypes.Structure):
    """TOKEN_MANDATORY_LABEL."""

    _fields_ = (("Sid", ctypes.c_void_p), ("Attributes", ctypes.c_uint32))


def lower_integrity(advapi: Any = None, kernel: Any = None) -> bool:
    """Lower this process to low integrity; whether Windows took it. `advapi`, `kernel`: given by tests."""
    if advapi is None or kernel is None:
        advapi = ctypes.WinDLL("advapi32", use_last_error=True)  # type: ignore[attr-defined]  # Windows alone has it
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]  # Windows alone has it
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    token, sid = ctypes.c_void_p(), ctypes.c_void_p()
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not advapi.OpenProcessToken(process, _ADJUST_DEFAULT | _QUERY, ctypes.byref(token)):
        return False
    try:
        if not advapi.ConvertStringSidToSidW(_LOW, ctypes.byref(sid)):
            return False
        label = MandatoryLabel(sid, _SE_GROUP_INTEGRITY)
        return bool(advapi.SetTokenInformation(token, _INTEGRITY_LEVEL, ctypes.byref(label), ctypes.sizeof(label)))
    finally:
        if sid:
            kernel.LocalFree(sid)
        kernel.CloseHandle(token)
