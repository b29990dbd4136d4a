# SPDX-License-Identifier: MIT
"""`./run bench faults [PART …]`: the promises of durability and safety, each proved at length; tests run short forms.

How it is simulated: kills are real SIGKILLs of a process at work, first of the real application driven through its
widgets. Power cuts: see `tests/benchmarks/cuts.py` (needs strace). A full disk is a small tmpfs, a
network that is not there an empty network namespace (both need root on Linux). Where something is missing, the row
says "not run" and misses its bar. Two parts run beside each other; the last, which is timed, runs alone.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.benchmarks import canaries, cuts, damage, erased, forced, kills, offline, refusals
from tests.benchmarks.rows import BenchRow

DATA = ("setting", "document", "document_version", "code", "segment", "cell_edit", "saved_analysis", "report_block")
LOG = ("action", "action_args", "journal")


def rows(*wanted: str) -> Iterator[BenchRow]:
    """All rows of the proof in its order, or those of the parts `wanted`."""
    parts = [name for name in PARTS if not wanted or name in wanted]
    beside = [name for name in parts if name != "timed"]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, max_tasks_per_child=1) as pool:
        running = [(name, pool.submit(run_part, name)) for name in beside]
        for _name, part in running:
            yield from part.result()
    if "timed" in parts:
        yield from run_part("timed")


def run_part(name: str) -> list[BenchRow]:
    """The rows of one part, with a home of its own: no trace of this in the user's folders."""
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as scratch:
        os.environ |= dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), own)
        start = time.monotonic()
        found = list(PARTS[name](Path(scratch)))
        return [*found, BenchRow(f"  ({name} took)", "–", time.monotonic() - start, "s")]


def window(scratch: Path, count: int = 210) -> Iterator[BenchRow]:
    """SIGKILL of the real application at random points of a scripted workload."""
    yield from _toll("kill -9 of the window", kills.kill_often(scratch, count, kills.WINDOW, forked=True), "≥ 200")


def store(scratch: Path, count: int = 60) -> Iterator[BenchRow]:
    """SIGKILL of the store alone: more actions in the same time."""
    yield from _toll("kill -9 of the store alone", kills.kill_often(scratch, count), "–")


def cut(scratch: Path, count: int = 510) -> Iterator[BenchRow]:
    """Cuts of unsynced writes, objects included."""
    if shutil.which("strace") is None:
        yield BenchRow("cut of unsynced writes: not run, strace is not installed", "≥ 500", math.nan, "")
        return
    yield from _toll("cut of unsynced writes (strace, replayed)", cuts.cut_often(scratch, count), "≥ 500")


def full(scratch: Path, rounds: int = 25) -> Iterator[BenchRow]:
    """A full disk (a tmpfs of 24 MB filled but for 0 to 40 KB) during each kind of action."""
    with refusals.small_disk(scratch / "disk") as made:
        if not made:
            yield BenchRow("disk full: not run, a small disk needs root on Linux", "≥ 500", math.nan, "")
            return
        told = refusals.fill_disk(scratch / "disk", rounds)
    yield BenchRow("disk full: attempts", "≥ 500", told.attempts, "")
    yield BenchRow("disk full: kinds of action tried", "–", told.kinds, "")
    yield BenchRow("disk full: refused with a clear error", "≥ 100", told.refused, "")
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
    for name, bar, told in (
        ("bits flipped", flips, damage.damage(folder, "flip", flips, 1)),
        ("files cut short", cut_short, damage.damage(folder, "cut", cut_short, 2)),
        ("ranges zeroed", others, damage.damage(folder, "zero", others, 3)),
        ("old pages of data put back", others, damage.old_pages(folder, DATA, others, 4)),
        ("old pages of the log put back", others, damage.old_pages(folder, LOG, others, 5)),
    ):
        yield BenchRow(f"{name}: done", f"≥ {bar}", told.done, "", "; ".join(told.missed[:3]))
        yield BenchRow(f"{name}: not reported, or changed by check", "0", len(told.missed) + told.changed, "")


def rekeyed(scratch: Path, count: int = 110) -> Iterator[BenchRow]:
    """SIGKILL while slots and the data key change."""
    yield from _toll("kill while keys change", kills.kill_often(scratch, count, kills.KEYS), "≥ 100")


def planted(scratch: Path) -> Iterator[BenchRow]:
    """Canaries of a whole workflow in the window, in every file of project, home, temporary files, caches."""
    told = canaries.run_workflow(scratch)
    yield BenchRow("canaries after a workflow in the window: files searched", "≥ 10", told.files, "")
    yield BenchRow("canaries: hits", "0", len(told.hits), "", "; ".join(told.hits[:3]))
    yield BenchRow("canaries: hits in the files brought in (a control)", "≥ 5", told.control, "")
    can = "" if told.cores_possible else "this computer writes none"
    yield BenchRow("core files of the window ended by SIGABRT", "0", told.cores, "", can)
    yield BenchRow("identifiers with the project key only: places searched", "≥ 5", told.link_places, "")
    hits = told.link_hits
    yield BenchRow("identifiers with the project key only: hits", "0", len(hits), "", "; ".join(hits[:3]))


def gone(scratch: Path) -> Iterator[BenchRow]:
    """Each kind of subject erased, then looked for with all keys in hand, snapshots and a second place included."""
    kinds = {
        **erased.erased_kinds(scratch),
        "document, killed between the two commits": erased.erased_through_a_kill(scratch),
    }
    for kind, told in kinds.items():
        yield BenchRow(f"erased {kind}: hits before", "≥ 1", told.before, "")
        found = "; ".join(told.hits[:3])
        yield BenchRow(f"erased {kind}: hits with all keys in {told.places} places", "0", len(told.hits), "", found)
        yield BenchRow(f"erased {kind}: chain and rows verify", "1", int(told.sound), "")


def logged(scratch: Path) -> Iterator[BenchRow]:
    """Canaries in logs when each kind of error is forced."""
    attempts, hits, not_forced = forced.forced_errors(scratch)
    yield BenchRow("canaries in logs: errors forced", "≥ 30", attempts, "")
    yield BenchRow("kinds of error of the store not forced", "0", len(not_forced), "", ", ".join(sorted(not_forced)))
    yield BenchRow("canaries in logs: hits", "0", len(hits), "", "; ".join(hits))


def raced(scratch: Path, races: int = 100) -> Iterator[BenchRow]:
    """Two openers at once."""
    run, wrong = refusals.race(scratch / "R.pwb", races)
    yield BenchRow("two openers racing: races", "≥ 100", run, "")
    yield BenchRow("two openers racing: not exactly one writer", "0", wrong, "")


def suite(scratch: Path) -> Iterator[BenchRow]:
    """Tests in a network namespace without interfaces."""
    yield from offline.suite(scratch)


def sockets(scratch: Path) -> Iterator[BenchRow]:
    """Sockets of the window's start and workflow, by strace."""
    yield from offline.sockets(scratch)


def timed(scratch: Path) -> Iterator[BenchRow]:
    """Durable action, opening with 1 GB of objects, a segment among 100,000: from `./run bench store`."""
    del scratch
    from tests.benchmarks import store as speed

    for row in speed.rows():
        if row.name.startswith(("durable action", "open a project", "add a segment")):
            yield row


def _toll(name: str, toll: kills.Toll, count: str) -> Iterator[BenchRow]:
    found = "; ".join(sorted(toll.found)[:3])
    yield BenchRow(f"{name}: done", count, toll.kills, "")
    yield BenchRow(f"{name}: actions acknowledged before", "–", toll.acknowledged, "")
    for what, number in (("lost", toll.lost), ("partial", toll.partial), ("unopenable", toll.unopenable)):
        yield BenchRow(f"{name}: {what}", "0", number, "", found)


Part = Callable[[Path], Iterator[BenchRow]]
PARTS: dict[str, Part] = {
    part.__name__: part
    for part in (
        window, cut, walked, suite, sockets, store, rekeyed, raced, full, damaged, planted, gone, logged, timed,
    )
}  # fmt: skip
