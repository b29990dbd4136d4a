# SPDX-License-Identifier: MIT
"""Killing the program with SIGKILL at random moments of a workload, and looking at what is left."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from projects.schema import MODEL
from projects.store.integrity.integrity_check import check_folder
from projects.store.integrity.integrity_report import CheckReport
from projects.store.project import Project
from tests.benchmarks import workload
from tests.benchmarks.starting import KEYS, PLAIN, WINDOW, Program, Started
from wording import Problem

__all__ = ["KEYS", "PLAIN", "WINDOW", "Toll", "kill_often"]


@dataclass
class Toll:
    """What the kills cost."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    partial: int = 0
    unopenable: int = 0
    found: set[str] = field(default_factory=set)


def kill_often(
    scratch: Path, kills: int, program: Program = PLAIN, seed: int = 1, at_once: int = 1, *, forked: bool = False
) -> Toll:
    """Start the program and kill it `kills` times, `at_once` beside each other, each on a project of its own.

    `forked`: nine in ten are forked from a process that has imported the modules, see `tests/benchmarks/starting.py`.
    """
    shares = [kills // at_once + (number < kills % at_once) for number in range(at_once)]
    with ThreadPoolExecutor(at_once) as pool:
        tolls = pool.map(
            lambda number: _kill_often(scratch / str(number), shares[number], program, seed + 7919 * number, forked),
            range(at_once),
        )
    whole = Toll()
    for toll in tolls:
        for name in ("kills", "acknowledged", "lost", "partial", "unopenable"):
            setattr(whole, name, getattr(whole, name) + getattr(toll, name))
        whole.found |= toll.found
    return whole


def _kill_often(scratch: Path, kills: int, program: Program, seed: int, forked: bool) -> Toll:
    """One after another; a fresh project every 25, so that each stays small."""
    toll, chance = Toll(), random.Random(seed)
    folder = scratch
    scratch.mkdir(parents=True)
    for number in range(kills):
        if number % 25 == 0:
            folder = scratch / f"{program.mode}{number}.pwb"
            workload.create(folder).close()
        acknowledged = _killed_run(folder, seed + number, program, chance, toll, forked)
        toll.kills += 1
        toll.acknowledged += len(acknowledged)
        _look(folder, acknowledged, toll)
    return toll


def _killed_run(
    folder: Path, seed: int, program: Program, chance: random.Random, toll: Toll, forked: bool
) -> list[tuple[int, str]]:
    """The actions that were acknowledged before the kill; one kill in ten comes while the project is being opened."""
    opening = chance.random() < 0.1
    running = Started(folder, seed, program, forked=forked and not opening)
    first = b"" if opening else running.line()
    time.sleep(chance.uniform(0.2, 1.5) if opening else chance.uniform(0, program.longest))
    problem = running.problem()
    if problem:  # it ended by itself: no kill, but a bug
        toll.partial += 1
        toll.found.add(problem)
    said = (first + running.kill()).decode().splitlines(keepends=True)
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
    except Exception as bug:  # noqa: BLE001 - whatever it is, the project did not open
        toll.unopenable += 1
        toll.found.add(f"{folder.name}: {bug!r}")


def _count(report: CheckReport, toll: Toll) -> None:
    toll.partial += bool(report.findings)
    toll.found.update(f"{finding.part}: {finding.message.key}" for finding in report.findings)
