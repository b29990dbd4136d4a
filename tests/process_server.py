# SPDX-License-Identifier: MIT
"""Starts the program's helper processes by a fork for tests: loading what they need takes a quarter of a second each.

A server that has loaded the readers forks for all processes that run tests; the child puts up its own walls and serves
its pipes as `python -P -m projects.workers.child_process` does. Tests of the processes themselves start them as the
program does.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

LOADED = (
    "projects.workers.child_process",
    "projects.workers.sandbox",
    "projects.workers.limits",
    "projects.jobs",
    "projects.workers.jobs",
    "projects.intake.survey_import",
    "projects.intake.survey_preview",
    "projects.importing.process_messages",
    "projects.intake.import_process",
    "projects.interviews.jobs",
    "projects.intake.file_jobs",
    "openpyxl",
    "pyarrow.compute",
    "pyarrow.csv",
)
READERS = ("projects.readers.surveys", "projects.readers.interviews", "projects.readers.exchange")


class ProcessServer:
    """A server for all processes of a run, started by the one that hands out the tests."""

    def __init__(self, folder: Path, root: Path, *, language: bool = False, at_once: bool = True) -> None:
        """Started: it loads what it needs while tests are collected, or (not `at_once`) for the first who asks."""
        from projects.workers.host_process import environment  # the program: not when tests are collected

        self.address = folder / ("language" if language else "files")
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(str(self.address))
            listening.listen(64)
            code = (
                "from tests.process_server import serve; "
                f"serve({listening.fileno()}, language={language}, at_once={at_once})"
            )
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-c", code],
                env=environment(0 if language else 1),
                cwd=root,
                pass_fds=(listening.fileno(),),
                stdin=subprocess.PIPE,  # it ends with the process that holds the other end
                stderr=subprocess.DEVNULL,
            )

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.communicate()


class ProcessClient:
    """What one process of a run asks a server for."""

    def __init__(self, address: Path) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._asked: socket.socket | None = None

    def popen(self, _command: list[str], *, env: dict[str, str], **_others: Any) -> ForkedProcess:
        """A helper process with this environment, where the program would start one by `subprocess.Popen`."""
        jobs, to_process = os.pipe()
        from_process, answers = os.pipe()
        with self._lock:
            if self._asked is None:
                self._asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                self._asked.connect(str(self._address))
            socket.send_fds(self._asked, [json.dumps(env).encode()], [jobs, answers])
            os.close(jobs)
            os.close(answers)
            said, handles, _flags, _address = socket.recv_fds(self._asked, 64, 1)
        return ForkedProcess(int(said), handles[0], to_process, from_process)

    def close(self) -> None:
        """Ask for nothing more."""
        if self._asked is not None:
            self._asked.close()


class ForkedProcess:
    """What the program uses of a `subprocess.Popen`, for a process that another one has started."""

    def __init__(self, pid: int, handle: int, to_process: int, from_process: int) -> None:
        self.pid = pid
        self._handle = handle
        self.stdin: BinaryIO = os.fdopen(to_process, "wb", buffering=0)
        self.stdout: BinaryIO = os.fdopen(from_process, "rb")

    def poll(self) -> int | None:
        """0 when the process has ended, None while it runs."""
        return 0 if self._ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the process has ended. Raises subprocess.TimeoutExpired."""
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired("projects.workers.child_process", timeout or 0)
        return 0

    def kill(self) -> None:
        """End the process at once."""
        try:
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        except ProcessLookupError:
            return  # it has ended

    def _ended(self, seconds: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self._handle, select.POLLIN)
        return bool(waiting.poll(None if seconds is None else seconds * 1000))

    def __del__(self) -> None:
        os.close(self._handle)


def serve(number: int, *, language: bool, at_once: bool) -> None:
    """Fork for each process asked for, until standard input is closed; `language`: with the pipelines loaded."""
    listening = socket.socket(fileno=number)
    if not at_once:
        select.select([listening, 0], [], [])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries those that have ended
    for folder in READERS:
        names = [module.name for module in pkgutil.iter_modules(importlib.import_module(folder).__path__, f"{folder}.")]
        for name in names:
            importlib.import_module(name)
    for name in LOADED:
        importlib.import_module(name)
    if language:
        _load_pipelines()
    gc.collect()
    gc.freeze()
    clients: list[socket.socket] = []
    while True:
        ready, _, _ = select.select([0, listening, *clients], [], [])
        if 0 in ready:
            return
        for one in ready:
            if one is listening:
                clients.append(listening.accept()[0])
            elif not _answer(one, [listening, *clients]):
                clients.remove(one)
                one.close()


def _answer(client: socket.socket, known: list[socket.socket]) -> bool:
    """Fork for a client, and hand it the process; False when it has closed its end."""
    said, pipes, _flags, _address = socket.recv_fds(client, 1 << 16, 2)
    if not said:
        return False
    pid = os.fork()
    if not pid:
        _child(known, json.loads(said), pipes)
    handle = os.pidfd_open(pid)
    socket.send_fds(client, [str(pid).encode()], [handle])
    for one in (handle, *pipes):
        os.close(one)
    return True


def _load_pipelines() -> None:
    from projects.interviews.jobs import pipelines  # spaCy: only for processes of language

    for language in ("en", "fr"):
        pipelines().whole(language)


def _child(known: list[socket.socket], environment: dict[str, str], pipes: list[int]) -> None:
    """Be a helper process with these pipes, and end."""
    from projects.workers.child_process import main  # loaded already

    status = 1
    try:
        for one in known:
            one.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(environment)
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        main()
        status = 0
    finally:
        os._exit(status)
