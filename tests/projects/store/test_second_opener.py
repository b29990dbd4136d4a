# SPDX-License-Identifier: MIT
"""One writes; whoever comes second, or finds media that cannot be written, reads a copy and sees who holds it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.store import snapshots
from projects.store.model import Model
from projects.store.problems import (
    NoSnapshot,
    ProjectInUse,
    ReadOnlyMedia,
    ReadOnlyProject,
)
from projects.store.project import Project
from tests.projects.store.noted import MODEL, add, notes, project_of_notes
from wording import render


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_of_notes(tmp_path) as made:
        yield made


def test_a_second_opener_reads_the_newest_snapshot(project: Project) -> None:
    with pytest.raises(ProjectInUse):
        Project.open(project.folder, "first", model=MODEL)
    with pytest.raises(NoSnapshot):
        Project.open_to_read(project.folder, "first", model=MODEL)
    made = project.snapshots.make()
    add(project, 2)
    with Project.open_to_read(project.folder, "first", model=MODEL) as reader:
        assert reader.read_only
        assert reader.snapshot_time == made.utc
        assert notes(reader) == [1]
        with pytest.raises(ReadOnlyProject):
            add(reader, 3)
    add(project, 3)
    assert notes(project) == [1, 2, 3]


def test_read_only_media_show_the_last_action(
    project: Project, monkeypatch: pytest.MonkeyPatch, private_home: Path
) -> None:
    """As after a crash on a stick: the last actions are still in the write-ahead log beside the database."""
    import shutil

    held = project.folder.with_name("stick.pwb")
    shutil.copytree(project.folder, held)
    assert (held / "project-1.db-wal").stat().st_size > 0
    before = sorted(path.name for path in held.rglob("*"))
    monkeypatch.setattr("projects.store.project.writable", lambda folder: folder != held)
    with pytest.raises(ReadOnlyMedia):
        Project.open(held, "first", model=MODEL)
    with Project.open_to_read(held, "first", model=MODEL) as reader:
        assert reader.snapshot_time is None
        assert notes(reader) == [1]
        places = list(private_home.rglob("reading/*"))
        assert len(places) == 1
    assert not list(private_home.rglob("reading/*"))
    assert sorted(path.name for path in held.rglob("*")) == before


RACER = """
import sys, pathlib
from projects.store.keys import key_file as keys
keys.STANDARD_COST = keys.KdfCost(64, 1, 1)
from projects.store.project import Project
from projects.store.problems import ProjectInUse
from projects.store.model import Model
try:
    project = Project.open(pathlib.Path(sys.argv[1]), "first", model=Model())
    print("writer", flush=True)
    sys.stdin.read()
    project.close()
except ProjectInUse:
    print("in use", flush=True)
"""


def test_of_two_openers_one_writes(tmp_path: Path) -> None:
    folder = tmp_path / "P.pwb"
    Project.create(folder, "first", name="P", model=Model()).close()
    for _ in range(3):
        racers = [
            subprocess.Popen(
                [sys.executable, "-P", "-c", RACER, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[3],
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
            )  # fmt: skip
            for _ in range(2)
        ]
        said = sorted(racer.stdout.readline().strip() for racer in racers)  # type: ignore[union-attr]
        for racer in racers:
            racer.communicate("")
        assert said == ["in use", "writer"]


def test_places_of_killed_programs_are_swept_and_young_ones_left(private_home: Path) -> None:
    from projects.store.user_folders import ReadingPlace

    with ReadingPlace() as place:
        root = place.folder.parent
        for name in ("old", "young"):
            (root / name).mkdir()
            (root / name / "lock").touch()
        os.utime(root / "old", (0, 0))
        os.utime(place.folder, (0, 0))
        with ReadingPlace():
            assert {path.name for path in root.iterdir()} >= {"young", place.folder.name}
            assert not (root / "old").exists()


def test_the_second_opener_is_told_who_holds_it(project: Project) -> None:
    import platform

    with pytest.raises(ProjectInUse) as told:
        Project.open(project.folder, "first", model=MODEL)
    assert told.value.machine == platform.node()
    assert told.value.user == project.user
    assert told.value.since is not None
    assert abs(dt.datetime.now() - told.value.since) < dt.timedelta(minutes=1)
    assert platform.node() in render(told.value.message, "fr")
    content = (project.folder / "lock").read_bytes()
    assert platform.node().encode() not in content
    project.close()
    assert len((project.folder / "lock").read_bytes()) <= 1


def test_a_damaged_newest_snapshot_is_passed_over(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "superseded", lambda *_: [])
    project.snapshots.make()
    add(project, 2)
    newest = project.snapshots.make("time")
    damaged = newest.folder / "project.db"
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    with Project.open_to_read(project.folder, "first", model=MODEL) as reader:
        assert notes(reader) == [1]


HOLDER = RACER.replace('print("writer", flush=True)', "print(project.abandoned, flush=True)")


def test_the_lock_of_a_killed_program_is_recognised(tmp_path: Path) -> None:
    folder = tmp_path / "P.pwb"
    Project.create(folder, "first", name="P", model=Model()).close()
    with subprocess.Popen(
        [sys.executable, "-P", "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "False"
        with pytest.raises(ProjectInUse):
            Project.open(folder, "first", model=Model())
        holder.kill()
    with Project.open(folder, "first", model=Model()) as opened:
        assert opened.abandoned
        assert not opened.read_only
    with Project.open(folder, "first", model=Model()) as opened:
        assert not opened.abandoned
