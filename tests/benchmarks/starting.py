# SPDX-License-Identifier: MIT
"""Starting what is to be killed: from nothing, or forked from a process that has only imported the program's modules.

The second saves a second of imports for each of hundreds of kills; what runs then is the same `main`, on its own.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_IMPORTED = (
    *("tests.benchmarks.window_work", "workbench.app", "projects.schema"),
    *(f"workbench.{room}.view" for room in ("data", "interviews", "analysis", "report", "safety", "history")),
    *("pandas", "scipy.special", "scipy.stats", "matplotlib", "matplotlib.figure", "matplotlib.backends.backend_agg"),
)


@dataclass(frozen=True)
class Program:
    """What is killed: a module of this folder, its mode, and for how long it lives after it said that it is ready."""

    module: str
    mode: str
    longest: float


WINDOW = Program("tests.benchmarks.window_work", "work", 2.0)  # the real application, driven through its widgets
PLAIN = Program("tests.benchmarks.workload", "work", 0.3)  # the same actions on the store alone: far more of them
KEYS = Program("tests.benchmarks.workload", "keys", 0.25)


def environment(home: Path) -> dict[str, str]:
    """A home of its own, and a screen nobody sees."""
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    places += ("WIN_PD_OVERRIDE_APPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA")
    return {
        **os.environ,
        **dict.fromkeys(places, str(home)),
        "QT_QPA_PLATFORM": "offscreen",
        "WORKBENCH_LANGUAGE": "en",
    }


class Started:
    """A running program: what it says, whether it ended by itself, its end."""

    def __init__(self, folder: Path, seed: int, program: Program, *, forked: bool = False) -> None:
        self._errors = tempfile.NamedTemporaryFile(suffix=".err")  # noqa: SIM115 - closed in `kill`
        arguments = (str(folder), str(seed), program.mode)
        home = environment(folder.parent / "home")
        self._forked: Any = None
        if forked and "forkserver" in multiprocessing.get_all_start_methods():  # not on Windows
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(list(_IMPORTED))
            reading, writing = context.Pipe(duplex=False)
            self._forked = context.Process(
                target=_run, args=(writing, self._errors.name, home, program.module, arguments), daemon=True
            )
            self._forked.start()
            writing.close()
            self._pid, self._reading = self._forked.pid, os.dup(reading.fileno())
            reading.close()
        else:
            command = [sys.executable, "-P", "-m", program.module, *arguments]
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=home, stdout=subprocess.PIPE, stderr=self._errors.fileno()
            )
            assert self._process.stdout is not None
            self._pid, self._reading = self._process.pid, os.dup(self._process.stdout.fileno())
            self._process.stdout.close()
        self._stream = os.fdopen(self._reading, "rb", buffering=0)

    def line(self) -> bytes:
        """The next line it says."""
        return self._stream.readline()

    def problem(self) -> str:
        """What it said before it ended by itself; nothing while it runs."""
        status = self._forked.exitcode if self._forked is not None else self._process.poll()
        if status is None:
            return ""
        said = Path(self._errors.name).read_text(encoding="utf-8", errors="replace")
        return said[-600:] or f"ended by itself: {status}"

    def kill(self) -> bytes:
        """SIGKILL; the rest of what it had said."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows: SIGTERM ends a process at once
        rest = b""
        while data := self._stream.read(65536):
            rest += data
        self._stream.close()
        if self._forked is not None:
            self._forked.join()
        else:
            self._process.wait()
        self._errors.close()
        return rest


def _run(writing: Connection, errors: str, home: dict[str, str], module: str, arguments: tuple[str, ...]) -> None:
    import importlib

    os.environ.clear()
    os.environ.update(home)
    os.chdir(ROOT)
    os.dup2(writing.fileno(), 1)
    os.dup2(os.open(errors, os.O_WRONLY), 2)
    importlib.import_module(module).main(*arguments)
