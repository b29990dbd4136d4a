# SPDX-License-Identifier: MIT
"""The memory limit on Windows, as far as it can be tried elsewhere: the structure's layout and the calls made."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from projects.workers.windows_walls import ExtendedLimits, limit_memory


class Kernel:
    """Stands in for kernel32 and remembers what it was told."""

    def __init__(self, job: int | None = 7, held: int = 1) -> None:
        self.told: dict[str, Any] = {}
        kernel = self

        class Function:
            restype: Any = None

            def __init__(self, name: str, answer: int | None) -> None:
                self.name, self.answer = name, answer

            def __call__(self, *arguments: Any) -> int | None:
                kernel.told[self.name] = arguments
                if self.name == "SetInformationJobObject":
                    kernel.told["limits"] = arguments[2]._obj
                return self.answer

        self.CreateJobObjectW = Function("CreateJobObjectW", job)
        self.GetCurrentProcess = Function("GetCurrentProcess", -1)
        self.SetInformationJobObject = Function("SetInformationJobObject", held)
        self.AssignProcessToJobObject = Function("AssignProcessToJobObject", held)


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the documented sizes are of 64-bit Windows")
def test_the_structure_has_the_documented_layout() -> None:
    assert ctypes.sizeof(ExtendedLimits) == 144
    assert ExtendedLimits.BasicLimitInformation.offset == 0
    assert ExtendedLimits.IoInfo.offset == 64
    assert ExtendedLimits.ProcessMemoryLimit.offset == 112


def test_this_process_enters_a_job_with_the_limit() -> None:
    kernel = Kernel()
    assert limit_memory(1 << 30, kernel)
    limits = kernel.told["limits"]
    assert limits.ProcessMemoryLimit == 1 << 30
    assert limits.BasicLimitInformation.LimitFlags == 0x108
    assert limits.BasicLimitInformation.ActiveProcessLimit == 1
    _, number, _, size = kernel.told["SetInformationJobObject"]
    assert (number, size) == (9, 144)
    assert kernel.told["AssignProcessToJobObject"][0].value == 7


@pytest.mark.parametrize("kernel", [Kernel(job=None), Kernel(held=0)])
def test_a_refusal_is_told(kernel: Kernel) -> None:
    assert not limit_memory(1 << 30, kernel)


class _Windows:
    """Stands in for advapi32 and kernel32: notes what it is asked, takes all."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.level = b""

    def __getattr__(self, name: str) -> Any:
        def take(*given: Any) -> int:
            self.asked.append(name)
            if name == "SetTokenInformation":
                self.level = bytes(given[2]._obj)
            return 1

        take.restype = None  # type: ignore[attr-defined]
        self.__dict__[name] = take
        return take


def test_the_token_is_lowered_to_low_integrity() -> None:
    """Calls, order and layout as Microsoft documents them; untried on Windows itself."""
    from projects.workers.windows_walls import lower_integrity

    system = _Windows()
    assert lower_integrity(system, system)
    assert system.asked[:4] == [
        "GetCurrentProcess", "OpenProcessToken", "ConvertStringSidToSidW", "SetTokenInformation",
    ]  # fmt: skip
    assert system.asked[-1] == "CloseHandle"
    assert system.level[ctypes.sizeof(ctypes.c_void_p) :][:4] == (0x20).to_bytes(4, "little")
