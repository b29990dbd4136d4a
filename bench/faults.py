# SPDX-License-Identifier: MIT
"""`./run bench faults`: the promises of durability, each proved at length in half an hour; tests run short forms.

How it is simulated: kills are real SIGKILLs of a process at work. Power cuts: see `bench/cuts.py` (needs strace). A
full disk is a small tmpfs (needs root on Linux). Where something is missing, the row says "not run".
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import canaries, cuts, damage, kills, refusals, workload
from bench.rows import BenchRow

DATA = ("setting", "document", "document_version", "code", "segment")
LOG = ("action", "action_args", "journal")
ROOT = Path(__file__).parents[1]


def rows() -> Iterator[BenchRow]:
    """All rows of the proof, in its order."""
    parts: tuple[Callable[[Path], Iterator[BenchRow]], ...] = (
        killed, cut, full, walked, damaged, rekeyed, planted, erased, logged, raced, offline,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as own:
        os.environ |= {"XDG_STATE_HOME": own, "XDG_CACHE_HOME": own}  # no trace of this in the user's own folders
        for part in parts:
            with tempfile.TemporaryDirectory() as scratch:
                yield from part(Path(scratch))


def killed(scratch: Path, count: int = 210) -> Iterator[BenchRow]:
    """SIGKILL at random points of the scripted workload."""
    yield from _toll("kill -9", kills.kill_often(scratch, count), "≥ 200")


def cut(scratch: Path, count: int = 510) -> Iterator[BenchRow]:
    """Cuts of unsynced writes, objects included."""
    if shutil.which("strace") is None:
        yield BenchRow("cut of unsynced writes: not run, strace is not installed", "≥ 500", math.nan, "")
        return
    yield from _toll("cut of unsynced writes (strace, replayed)", cuts.cut_often(scratch, count), "≥ 500")


def full(scratch: Path, rounds: int = 40) -> Iterator[BenchRow]:
    """A full disk during each kind of action."""
    with refusals.small_disk(scratch / "disk") as made:
        if not made:
            yield BenchRow("disk full: not run, a small disk needs root on Linux", "–", math.nan, "")
            return
        told = refusals.fill_disk(scratch / "disk", rounds)
    yield BenchRow("disk full: attempts (each kind of action)", "–", told.attempts, "")
    yield BenchRow("disk full: refused with a clear error", "–", told.refused, "")
    for name, number in (("unclear errors", told.unclear), ("lost", told.lost), ("not going on", told.stuck)):
        yield BenchRow(f"disk full: {name}", "0", number, "")


def walked(scratch: Path, actions: int = 10_000) -> Iterator[BenchRow]:
    """Random actions, all undone, all redone, with restarts."""
    told = refusals.walk(scratch / "W.pwb", actions)
    yield BenchRow("random actions", "≥ 10,000", told.actions, "")
    yield BenchRow("of these on the undo stack, undone and redone", "–", told.undone, "")
    yield BenchRow("undo all: logical hash unlike the start", "0", told.start_differs, "")
    yield BenchRow("redo all: logical hash unlike the end", "0", told.end_differs, "")
    yield BenchRow("findings of check afterwards", "0", told.findings, "")


def damaged(scratch: Path, flips: int = 200, cut_short: int = 50, others: int = 20) -> Iterator[BenchRow]:
    """Flips, truncations, zeroed ranges, old pages."""
    folder = damage.sample(scratch / "S.pwb")
    for name, told in (
        ("bits flipped", damage.damage(folder, "flip", flips, 1)),
        ("files cut short", damage.damage(folder, "cut", cut_short, 2)),
        ("ranges zeroed", damage.damage(folder, "zero", others, 3)),
        ("old pages of data put back", damage.old_pages(folder, DATA, others, 4)),
        ("old pages of the log put back", damage.old_pages(folder, LOG, others, 5)),
    ):
        yield BenchRow(f"{name}: done", "–", told.done, "", "; ".join(told.missed[:3]))
        yield BenchRow(f"{name}: not reported, or changed by check", "0", len(told.missed) + told.changed, "")


def rekeyed(scratch: Path, count: int = 110) -> Iterator[BenchRow]:
    """SIGKILL while slots and the data key change."""
    yield from _toll("kill while keys change", kills.kill_often(scratch, count, kills.KEYS), "≥ 100")


def planted(scratch: Path) -> Iterator[BenchRow]:
    """Canaries of a whole workflow in every file of project, home, temporary files, caches."""
    files, hits = canaries.run_workflow(scratch)
    yield BenchRow("canaries: files searched", "–", files, "")
    yield BenchRow("canaries: hits", "0", len(hits), "", "; ".join(hits[:3]))


def erased(scratch: Path) -> Iterator[BenchRow]:
    """An erased canary, searched with all keys in hand."""
    places, hits, sound = canaries.erased(scratch / "E.pwb")
    yield BenchRow("erased canary: places searched with all keys", "–", places, "")
    yield BenchRow("erased canary: hits", "0", len(hits), "", "; ".join(hits[:3]))
    yield BenchRow("erased canary: chain verifies", "1", int(sound), "")


def logged(scratch: Path) -> Iterator[BenchRow]:
    """Canaries in logs when errors are forced."""
    kinds, hits = canaries.forced_errors(scratch / "F.pwb")
    yield BenchRow("canaries in logs: kinds of error forced", "–", kinds, "")
    yield BenchRow("canaries in logs: hits", "0", len(hits), "", "; ".join(hits))


def raced(scratch: Path, races: int = 100) -> Iterator[BenchRow]:
    """Two openers at once."""
    run, wrong = refusals.race(scratch / "R.pwb", races)
    yield BenchRow("two openers racing: races", "≥ 100", run, "")
    yield BenchRow("two openers racing: not exactly one writer", "0", wrong, "")


def offline(scratch: Path, steps: int = 40) -> Iterator[BenchRow]:
    """The store's tests without any network interface; sockets of start and workflow by strace."""
    tests = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        str(ROOT / "tests/projects/store"),
    ]
    if shutil.which("unshare") and os.name == "posix" and os.geteuid() == 0:
        done = subprocess.run(["unshare", "-n", *tests], cwd=ROOT, capture_output=True, check=False)
        yield BenchRow("tests without network interfaces: exit status", "0", done.returncode, "")
    if shutil.which("strace"):
        workload.create(scratch / "O.pwb").close()
        trace = scratch / "trace"
        subprocess.run(
            ["strace", "-f", "-o", str(trace), "-e", "trace=%network", sys.executable, "-P", "-m", "bench.workload",
             str(scratch / "O.pwb"), "1", str(steps)],
            stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        found = len(re.findall(r"AF_INET6?", trace.read_text(encoding="latin-1")))
        yield BenchRow("internet sockets of start and workflow (strace)", "0", found, "")


def _toll(name: str, toll: kills.Toll, count: str) -> Iterator[BenchRow]:
    found = "; ".join(sorted(toll.found)[:3])
    yield BenchRow(f"{name}: done", count, toll.kills, "")
    yield BenchRow(f"{name}: actions acknowledged before", "–", toll.acknowledged, "")
    for what, number in (("lost", toll.lost), ("partial", toll.partial), ("unopenable", toll.unopenable)):
        yield BenchRow(f"{name}: {what}", "0", number, "", found)
