# SPDX-License-Identifier: MIT
"""Walls of a helper process on Windows: a job object that limits its memory, a token of low integrity.

It puts itself into the job object, which allows only so much memory and no second process; at low integrity it may
read what its user may, and write next to nothing. Microsoft: "Job Objects", JOBOBJECT_EXTENDED_LIMIT_INFORMATION;
"Mandatory Integrity Control", "SetTokenInformation" (TokenIntegrityLevel). It is written after the documentation and
has not been tried on Windows; it changes nothing on other systems.
"""

from __future__ import annotations

import ctypes
from typing import Any, cast

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_PROCESS_MEMORY, _ACTIVE_PROCESSES = 0x100, 0x8
_ADJUST_DEFAULT, _QUERY = 0x80, 0x8
_INTEGRITY_LEVEL = 25  # TokenIntegrityLevel
_SE_GROUP_INTEGRITY = 0x20
_LOW = "S-1-16-4096"


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _Counters(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("Read", "Write", "Other", "ReadBytes", "WriteBytes", "Bytes"))


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", _Counters),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limit_memory(size: int, kernel: ctypes.CDLL | None = None) -> bool:
    """At most `size` bytes for this process (0: no limit), and no process beside it; whether Windows took the limit.

    `kernel` is kernel32, given by tests. The handle of the job stays open as long as the process lives.
    """
    if kernel is None:
        # Windows alone has it: mypy cannot tell
        kernel = cast(ctypes.CDLL, ctypes.WinDLL("kernel32", use_last_error=True))  # type: ignore[attr-defined]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return False
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = _ACTIVE_PROCESSES | (_PROCESS_MEMORY if size else 0)
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = size
    accepted = kernel.SetInformationJobObject(
        ctypes.c_void_p(job), _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    inside = kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess()))
    return bool(accepted and inside)


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
