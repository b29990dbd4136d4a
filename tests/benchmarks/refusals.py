# SPDX-License-Identifier: MIT
"""Full disks, racing openers, and thousands of random actions undone and done again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from projects.store.problems import CannotWrite, DamagedObject, DamagedProject, DiskFull, ProjectInUse
from projects.store.project import Project
from projects.store.schema import columns, row_image
from tests.benchmarks import workload
from tests.benchmarks.steps import FINAL, STEPS

_UNCLEAR = (CannotWrite, DamagedObject, DamagedProject, ProjectInUse)


@dataclass
class Full:
    """Attempts on a full disk: refused clearly, refused otherwise, and whether anything was lost after them."""

    attempts: int = 0
    kinds: int = 0
    refused: int = 0
    unclear: int = 0
    lost: int = 0
    stuck: int = 0


@dataclass
class Walk:
    """A random walk of actions: whether undo led to the start and redo to the end, also after restarts."""

    actions: int = 0
    undone: int = 0
    start_differs: int = 0
    end_differs: int = 0
    findings: int = 0


_LASTING = frozenset({"release"})  # what has left stays remembered: `Project.write_lasting` has no undo


def logical_hash(project: Project, but: frozenset[str] = frozenset()) -> str:
    """A hash of all journaled rows `but` those of some tables, table by table in the order of keys."""
    whole = hashlib.sha256()
    for table in project.model.tables:
        if not table.derived and table.name not in but:
            image = row_image(columns(project._connection, table.name))
            for row in project.query(f'SELECT {image} FROM "{table.name}" ORDER BY "{table.key}"'):
                whole.update(f"{table.name}\x1f{row[0]}\x1e".encode())
    return whole.hexdigest()


@contextlib.contextmanager
def small_disk(place: Path, size: str = "24m") -> Iterator[bool]:
    """A disk of its own of that size at `place` (a tmpfs, for root on Linux with `mount`); else False."""
    place.mkdir(parents=True, exist_ok=True)
    made = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") is not None
    if made:
        made = (
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode
            == 0
        )
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", str(place)], check=False)


def fill_disk(place: Path, rounds: int, seed: int = 1) -> Full:
    """On a small disk: fill it but for a few random kilobytes, do each kind of action, make room, go on."""
    told, chance = Full(kinds=len({*STEPS, *FINAL})), random.Random(seed)
    ballast = place / "ballast"
    with workload.create(place / "P.pwb") as project:
        for number in range(rounds):
            for kind in dict.fromkeys((*STEPS, *FINAL)):
                _fill(ballast, chance.choice((0, 0, 4, 16, 40)) * 1024)
                _attempt(project, kind, chance, told)
            ballast.unlink()
            if number % 3 == 0:
                told.stuck += _goes_on(project, chance)
        told.lost += not project.check().sound
    return told


def _fill(ballast: Path, leave: int) -> None:
    ballast.unlink(missing_ok=True)
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as stream:
        while stream.write(b"\xff" * 65536):
            pass
    left = os.statvfs(ballast.parent)
    spare = left.f_bavail * left.f_frsize
    os.truncate(ballast, max(0, ballast.stat().st_size - max(0, leave - spare)))


def _attempt(project: Project, kind: workload.Step, chance: random.Random, told: Full) -> None:
    head, before = project.head, logical_hash(project)
    told.attempts += 1
    try:
        kind(project, chance)
    except DiskFull:
        told.refused += 1
        told.lost += project.head != head or logical_hash(project) != before
    except _UNCLEAR:
        told.unclear += 1  # the disk was full, and something else was said
    except (workload.Problem, IndexError):  # the room itself refused: nothing to do with the disk
        told.lost += project.head != head or logical_hash(project) != before
    except Exception:
        told.unclear += 1
        raise


def _goes_on(project: Project, chance: random.Random) -> bool:
    head = project.head[0]
    workload.step(project, chance)
    project.checkpoint("room again")
    return project.head[0] <= head


def walk(folder: Path, actions: int, seed: int = 1) -> Walk:
    """Do `actions` random actions, undo all, restart, redo all, restart; compare logical hashes."""
    told, chance = Walk(), random.Random(seed)
    project = workload.create(folder)
    while project.undo_text() is not None:
        project.undo()
    project.checkpoint("start")
    start = logical_hash(project, _LASTING)
    while told.actions < actions:
        workload.step(project, chance)
        told.actions = project.head[0]
    while project.redo_text() is not None:
        project.redo()
    end = logical_hash(project)
    half = chance.randrange(50, 500)
    while project.undo_text() is not None:
        project.undo()
        told.undone += 1
        if told.undone == half:
            project = _restarted(project)
    told.start_differs += logical_hash(project, _LASTING) != start
    project = _restarted(project)
    told.start_differs += logical_hash(project, _LASTING) != start
    while project.redo_text() is not None:
        project.redo()
    told.end_differs += logical_hash(project) != end
    project = _restarted(project)
    told.end_differs += logical_hash(project) != end
    told.findings = len(project.check().findings)
    project.close()
    return told


def _restarted(project: Project) -> Project:
    project.close()
    return Project.open(project.folder, workload.PASSPHRASE)


RACER = """
import sys, pathlib
from projects.store.problems import ProjectInUse
from projects.store.project import Project
sys.stdout.write("at the line\\n"); sys.stdout.flush(); sys.stdin.readline()
try:
    project = Project.open(pathlib.Path(sys.argv[1]), sys.argv[2])
    sys.stdout.write("writer\\n"); sys.stdout.flush(); sys.stdin.readline()
    project.close()
except ProjectInUse:
    sys.stdout.write("in use\\n"); sys.stdout.flush(); sys.stdin.readline()
sys.stdout.write("done\\n"); sys.stdout.flush()
"""


def race(folder: Path, races: int) -> tuple[int, int]:
    """Two processes open the same project at the same moment: races run, races without exactly one writer."""
    workload.create(folder).close()
    wrong = 0
    for _ in range(races):
        racers = [
            subprocess.Popen(
                [sys.executable, "-P", "-c", RACER, str(folder), workload.PASSPHRASE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        said: list[bytes] = []
        for turn in range(3):
            heard = [racer.stdout.readline() for racer in racers]  # type: ignore[union-attr]
            said = heard if turn == 1 else said
            for racer in racers:
                if turn < 2 and racer.stdin is not None:
                    racer.stdin.write(b"\n")
                    racer.stdin.flush()
        for racer in racers:
            racer.communicate()
        wrong += sorted(said) != [b"in use\n", b"writer\n"]
    return races, wrong
