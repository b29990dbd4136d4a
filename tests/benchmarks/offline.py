# SPDX-License-Identifier: MIT
"""No network: tests where there is no interface, and every socket of the window's start and workflow by strace."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import canaries
from tests.benchmarks.rows import BenchRow

ROOT = Path(__file__).parents[2]
TESTS = ("house", "projects/store", "projects/people", "projects/search", "workbench")
_LEFT_OUT = ("tests/projects/store/test_faults.py",)  # the long forms of these run here themselves
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def suite(scratch: Path) -> Iterator[BenchRow]:
    """The tests of the store and of the window in a network namespace of their own, without interfaces.

    What fails there is run once more outside: only what passes outside needed a network.
    """
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False).returncode:
        yield BenchRow("tests without network: not run, unshare -rn does not work here", "0", math.nan, "")
        return
    left_out = [part for path in _LEFT_OUT for part in ("--ignore", str(ROOT / path))]
    wanted = [str(ROOT / "tests" / part) for part in TESTS]
    said = _pytest([unshare, "-rn"], [*left_out, *wanted], scratch)
    failed = _FAILED.findall(said)
    needed = sorted(set(failed) - set(_FAILED.findall(_pytest([], failed, scratch)))) if failed else []
    passed = said.count("PASSED")
    yield BenchRow("tests in a network namespace without interfaces: passed", "≥ 200", passed, "")
    yield BenchRow("tests that fail there and pass outside", "0", len(needed), "", "; ".join(needed[:3]))
    others = sorted(set(failed) - set(needed))
    yield BenchRow("tests that fail there and outside too", "–", len(others), "", "; ".join(others[:3]))


def _pytest(before: list[str], tests: list[str], scratch: Path) -> str:
    options = ["-vv", "-rfE", "--tb=no", "-p", "no:cacheprovider"]
    command = [*before, sys.executable, "-P", "-m", "pytest", *options, *tests]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(scratch)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False).stdout


def sockets(scratch: Path) -> Iterator[BenchRow]:
    """The window's start and whole workflow (helper processes, export, lock and unlock too) under strace."""
    if shutil.which("strace") is None:
        yield BenchRow("sockets of the window: not run, strace is not installed", "0", math.nan, "")
        return
    from tests.benchmarks import canary_window

    home, trace = scratch / "home", scratch / "trace"
    home.mkdir()
    canary_window.put_sources(home)
    command = [
        "strace", "-f", "-o", str(trace), "-e", "trace=%network", sys.executable, "-P", "-m",
        "tests.benchmarks.canary_window", str(home),
    ]  # fmt: skip
    environment = {**canaries.own_environment(home), "PATH": os.environ.get("PATH", "/usr/bin:/bin")}
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, check=False, timeout=600)
    said = trace.read_text(encoding="latin-1")
    processes = len(set(re.findall(r"^(\d+) ", said, re.MULTILINE)))
    internet = re.findall(r"^.*AF_INET6?.*$", said, re.MULTILINE)
    yield BenchRow("window under strace: exit status of the whole workflow", "0", done.returncode, "")
    yield BenchRow("window under strace: all sockets, local ones too", "–", len(re.findall(r"socket\(", said)), "")
    yield BenchRow("a program that opens one, under strace (a control)", "≥ 1", _control(trace), "")
    yield BenchRow("window under strace: threads and processes that called", "–", processes, "")
    yield BenchRow("window under strace: internet sockets", "0", len(internet), "", "; ".join(internet[:2]))


def _control(trace: Path) -> int:
    """What the same strace shows of a program that opens an internet socket."""
    program = "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)"
    command = ["strace", "-f", "-o", str(trace), "-e", "trace=%network", sys.executable, "-c", program]
    subprocess.run(command, check=True)
    return len(re.findall(r"AF_INET6?", trace.read_text(encoding="latin-1")))
