# SPDX-License-Identifier: MIT
"""Killing the program with SIGKILL at random moments of a workload, and looking at what is left."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import workload
from projects.schema import MODEL
from projects.store.checking import CheckReport, check_folder
from projects.store.project import Project
from wording import Problem


@dataclass
class Toll:
    """What the kills cost."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    partial: int = 0
    unopenable: int = 0
    found: set[str] = field(default_factory=set)


def kill_often(scratch: Path, kills: int, mode: str = "work", longest: float = 0.3, seed: int = 1) -> Toll:
    """Start the workload and kill it `kills` times; a fresh project every 25, so that each stays small."""
    toll, chance = Toll(), random.Random(seed)
    folder = scratch
    for number in range(kills):
        if number % 25 == 0:
            folder = scratch / f"{mode}{number}.pwb"
            workload.create(folder).close()
        acknowledged = _killed_run(folder, number, mode, chance, longest)
        toll.kills += 1
        toll.acknowledged += len(acknowledged)
        _look(folder, acknowledged, toll)
    return toll


def start(folder: Path, seed: int, mode: str) -> subprocess.Popen[bytes]:
    """The workload in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "bench.workload", str(folder), str(seed), mode],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _killed_run(folder: Path, seed: int, mode: str, chance: random.Random, longest: float) -> list[tuple[int, str]]:
    """The actions that were acknowledged before the kill; one kill in ten comes while the project is being opened."""
    process = start(folder, seed, mode)
    assert process.stdout is not None
    if chance.random() < 0.1:
        time.sleep(chance.uniform(0.2, 1.0))
        process.send_signal(signal.SIGKILL)
        first = b""
    else:
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, longest))
        process.send_signal(signal.SIGKILL)
    said = (first + process.stdout.read()).decode().splitlines(keepends=True)
    process.stdout.close()
    process.wait()
    lines = [line.split() for line in said if line.endswith("\n") and line != "ready\n"]
    return [(int(number), head) for number, head in lines]


def _look(folder: Path, acknowledged: list[tuple[int, str]], toll: Toll) -> None:
    """Open, compare with what was acknowledged, check, undo and redo once."""
    try:
        _count(check_folder(folder, workload.PASSPHRASE, MODEL), toll)
        with Project.open(folder, workload.PASSPHRASE) as project:
            hashes = {row["seq"]: row["hash"] for row in project.query("SELECT seq, hash FROM action")}
            toll.lost += sum(hashes.get(number) != head for number, head in acknowledged)
            if project.undo_text() is not None:
                project.undo()
                project.redo()
            _count(project.check(), toll)
    except Problem as problem:
        toll.unopenable += 1
        toll.found.add(problem.message.key)


def _count(report: CheckReport, toll: Toll) -> None:
    toll.partial += bool(report.findings)
    toll.found.update(f"{finding.part}: {finding.message.key}" for finding in report.findings)
