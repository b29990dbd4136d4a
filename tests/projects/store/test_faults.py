# SPDX-License-Identifier: MIT
"""Short forms of `./run bench faults`: kills, cuts, full disks, random walks, damage, canaries, races."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import canaries, cuts, damage, erased, faults, forced, kills, refusals, workload
from tests.benchmarks.rows import BenchRow

pytestmark = pytest.mark.faults


def no_harm(toll: kills.Toll) -> None:
    assert (toll.lost, toll.partial, toll.unopenable, toll.found) == (0, 0, 0, set())


def test_kills_lose_nothing(tmp_path: Path) -> None:
    toll = kills.kill_often(tmp_path, 2)
    no_harm(toll)
    assert toll.acknowledged > 0


def test_kills_of_the_window_at_work_lose_nothing(tmp_path: Path) -> None:
    toll = kills.kill_often(tmp_path, 1, kills.WINDOW, seed=5)
    no_harm(toll)
    assert toll.acknowledged > 0


def test_kills_while_keys_change_leave_a_project_that_opens(tmp_path: Path) -> None:
    no_harm(kills.kill_often(tmp_path, 2, kills.KEYS, seed=3))


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_cuts_of_unsynced_writes_lose_nothing(tmp_path: Path) -> None:
    toll = cuts.cut_often(tmp_path, 8, steps=20)
    no_harm(toll)
    assert toll.acknowledged > 0


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_recording_of_writes_misses_nothing(tmp_path: Path) -> None:
    folder, before = tmp_path / "P.pwb", tmp_path / "before"
    workload.create(folder).close()
    shutil.copytree(folder, before)
    recorded = cuts.as_recorded(before, folder, cuts.record(folder, tmp_path / "trace", 15, 5))
    real = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path: recorded.get(path) for path in real} == real


def test_a_full_disk_refuses_clearly_and_loses_nothing(tmp_path: Path) -> None:
    with refusals.small_disk(tmp_path / "disk") as made:
        if not made:
            pytest.skip("a small disk needs root on Linux")
        told = refusals.fill_disk(tmp_path / "disk", 2)
    assert told.refused > 0
    assert (told.unclear, told.lost, told.stuck) == (0, 0, 0)


def test_a_random_walk_is_undone_and_redone(tmp_path: Path) -> None:
    told = refusals.walk(tmp_path / "W.pwb", 80)
    assert told.undone > 20
    assert (told.start_differs, told.end_differs, told.findings) == (0, 0, 0)


def test_damage_is_reported_and_check_changes_nothing(tmp_path: Path) -> None:
    folder = damage.sample(tmp_path / "S.pwb", 60)
    for kind in ("flip", "cut", "zero"):
        told = damage.damage(folder, kind, 3, 1)
        assert (told.missed, told.changed) == ([], 0)
    for tables in (faults.DATA, faults.LOG):
        told = damage.old_pages(folder, tables, 2, 1)
        assert (told.missed, told.changed) == ([], 0)


def test_no_canary_is_left_in_clear_by_the_window(tmp_path: Path) -> None:
    told = canaries.run_workflow(tmp_path)
    assert told.files > 10
    assert told.control >= 5
    assert told.hits == []
    assert told.cores == 0
    assert told.link_places > 5
    assert told.link_hits == []


def test_erased_canaries_are_gone_with_all_keys(tmp_path: Path) -> None:
    for told in (*erased.erased_kinds(tmp_path).values(), erased.erased_through_a_kill(tmp_path)):
        assert told.before > 0
        assert told.hits == []
        assert told.sound


def test_no_canary_reaches_the_log(tmp_path: Path) -> None:
    attempts, hits, not_forced = forced.forced_errors(tmp_path)
    assert attempts >= 30
    assert hits == []
    assert not_forced == set()


@pytest.mark.parametrize(
    ("bar", "measured", "missed"),
    [
        ("< 5 ms", 4.9, False), ("< 5 ms", 5.0, True), ("≥ 10,000", 10_000, False), ("≥ 10,000", 9_999, True),
        ("0", 0, False), ("0", 1, True), ("1", 0, True), ("–", 7, False), ("0", math.nan, True), ("", 3, False),
        ("part of < 15 s", 99, False),
    ],
)  # fmt: skip
def test_a_missed_bar_is_told(bar: str, measured: float, missed: bool) -> None:
    assert BenchRow("row", bar, measured, "").missed is missed


def test_of_two_openers_one_writes(tmp_path: Path) -> None:
    assert refusals.race(tmp_path / "R.pwb", 2) == (2, 0)


def test_internet_sockets_are_refused() -> None:
    said = subprocess.run(
        [sys.executable, "-P", "-c", NETWORK], capture_output=True, text=True, check=True
    ).stdout.split()  # fmt: skip
    assert said == ["local", *["refused"] * 4]


NETWORK = """
import socket
from projects.offline import NetworkRefused, refuse_network
refuse_network()
socket.socketpair()[0].close()
print("local")
for attempt in (
    lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.getnameinfo(("192.0.2.1", 80), 0),
):
    try:
        attempt()
    except NetworkRefused:
        print("refused")
"""
