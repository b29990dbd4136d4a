# SPDX-License-Identifier: MIT
"""Two that unpack into one folder, and one that is killed: a sentence each, a whole project, and nothing beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from projects.export_gate import export_file
from projects.store.backup import handover_file
from projects.store.backup.handover_file import pack, unpack
from projects.store.lockfile import WriterLock
from projects.store.problems import FolderTaken, TargetBusy
from projects.store.project import Project
from projects.store.staging_folder import sweep_abandoned
from workbench.cli import main

from .noted import MODEL, project_of_notes

SLOW = (
    "import sys, time\nfrom pathlib import Path\nfrom projects.store.backup import handover_file as packing\n"
    "packing._check_pages = lambda *_: time.sleep(60)\n"
    "packing.unpack(Path(sys.argv[1]), Path(sys.argv[2]), 'first')\n"
)
UNWATCHED = SLOW.replace(
    "packing._check_pages",
    "import contextlib\npacking.watched = lambda _: contextlib.nullcontext()\npacking._check_pages",
)  # a power cut takes the process that watches, too

AT_ONCE = (
    "import os, signal, sys\nfrom pathlib import Path\nfrom projects.store import staging_folder as s\n"
    "s.WriterLock = lambda part: (os.write(1, b'made\\n' * part.is_dir()), os.kill(os.getpid(), signal.SIGKILL))\n"
    "with s.watched(Path(sys.argv[1])), s.claimed(Path(sys.argv[1])):\n    pass\n"
)


@pytest.fixture
def package(tmp_path: Path, quick_keys: None) -> Iterator[Path]:
    with project_of_notes(tmp_path) as project:
        with (tmp_path / "P.pwbz").open("w+b") as stream:
            pack(project, stream)
        (tmp_path / "place").mkdir()
        yield tmp_path / "P.pwbz"


def test_the_second_is_told_and_the_first_is_whole(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, begun, go_on = tmp_path / "place" / "Q.pwb", threading.Event(), threading.Event()
    whole = handover_file._check_pages

    def slowly(*args: Any) -> None:
        begun.set()
        assert go_on.wait(20)
        whole(*args)

    monkeypatch.setattr(handover_file, "_check_pages", slowly)
    first = threading.Thread(target=unpack, args=(package, target, "first"))
    first.start()
    assert begun.wait(20)
    with pytest.raises(TargetBusy):
        unpack(package, target, "first")
    go_on.set()
    first.join(20)
    with pytest.raises(FolderTaken):
        unpack(package, target, "first")
    with Project.open(target, "first", model=MODEL) as project:
        assert project.check().findings == []
    assert [path.name for path in target.parent.iterdir()] == ["Q.pwb"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill as POSIX has it")
def test_what_a_killed_one_left_goes_with_the_next(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "place" / "Q.pwb"
    killed = subprocess.Popen([sys.executable, "-P", "-c", UNWATCHED, str(package), str(target)])
    part, deadline = target.with_name(".Q.pwb.part"), time.monotonic() + 30
    while not (part / "objects").is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(20)
    (part / "stray").write_bytes(b"of an earlier try")
    assert not target.exists()
    unpack(package, target, "first")
    with Project.open(target, "first", model=MODEL) as project:
        assert project.check().findings == []
    assert [path.name for path in target.parent.iterdir()] == ["Q.pwb"]
    assert not (target / "stray").exists()


def test_what_a_killed_one_left_goes_when_any_project_there_is_opened(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    unpack(package, place / "Q.pwb", "first")
    left, foreign, held = (place / f".{name}.part" for name in ("R.pwb", "film", "S.pwb"))
    for folder in (left, held):
        (folder / "objects").mkdir(parents=True)
        (folder / "keys.json").write_bytes(b"{}")
        (folder / "lock").write_bytes(b"\0")
    foreign.mkdir()
    (foreign / "lock").write_bytes(b"")
    (foreign / "film.mp4").write_bytes(b"somebody's own")
    at_work = WriterLock(held)
    monkeypatch.setenv("WORKBENCH_PASSWORD", "first")
    with Project.open(place / "Q.pwb", "first", model=MODEL):
        assert not left.exists()
    assert (foreign / "film.mp4").exists()
    assert held.exists(), "another program is still at it"
    at_work.release()
    main(["info", str(place / "no such.pwb")])  # any command about this place, even one that fails
    assert sorted(path.name for path in place.iterdir()) == [".film.part", "Q.pwb"]
    capsys.readouterr()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill as POSIX has it")
def test_a_killed_unpacking_leaves_nothing_after_the_next_command(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "place" / "Q.pwb"
    killed = subprocess.Popen([sys.executable, "-P", "-c", UNWATCHED, str(package), str(target)])
    part, deadline = target.with_name(".Q.pwb.part"), time.monotonic() + 30
    while not (part / "objects").is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    main(["info", str(target)])
    assert part.is_dir(), "not while the other one works"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(20)
    main(["info", str(target)])
    assert list(target.parent.iterdir()) == []
    capsys.readouterr()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill as POSIX has it")
def test_a_killed_unpacking_leaves_nothing_although_no_command_follows(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "place" / "Q.pwb"
    killed = subprocess.Popen([sys.executable, "-P", "-c", SLOW, str(package), str(target)], start_new_session=True)
    part, deadline = target.with_name(".Q.pwb.part"), time.monotonic() + 30
    while not (part / "objects").is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (part / "keys.json").is_file()
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait(20)
    while part.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(target.parent.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill as POSIX has it")
def test_killed_before_the_folder_is_even_locked_it_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "place" / "Q.pwb"
    part, deadline = target.with_name(".Q.pwb.part"), time.monotonic() + 30
    target.parent.mkdir()
    killed = subprocess.Popen([sys.executable, "-P", "-c", AT_ONCE, str(target)], stdout=subprocess.PIPE)
    assert killed.communicate()[0] == b"made\n"
    assert killed.returncode == -signal.SIGKILL
    while part.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(target.parent.iterdir()) == []
    part.mkdir()  # a power cut takes the process that watches, too
    assert sweep_abandoned(target.parent) == 1
    (tmp_path / "place" / ".film.part").mkdir()
    assert sweep_abandoned(target.parent) == 0, "nothing of ours"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill as POSIX has it")
def test_what_a_killed_export_left_goes_with_the_next_command_or_export_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = """import sys, time
from pathlib import Path
from projects.export_gate import atomic
with atomic(Path(sys.argv[1])) as stream:
    stream.write(b"names")
    stream.flush()
    print("begun", flush=True)
    time.sleep(60)
"""
    monkeypatch.chdir(tmp_path)
    others = [tmp_path / ".film.part", tmp_path / ".a.csv.1a2b3c4d.part.bak", tmp_path / "b.1a2b3c4d.part"]
    for other in others:
        other.write_bytes(b"")
    link = tmp_path / ".c.csv.1a2b3c4d.part"
    link.symlink_to(others[0])
    others.append(link)
    for clear in (lambda: main(["info", "--help"]), lambda: export_file(None, tmp_path / "b.csv", _write_nothing)):
        begun = subprocess.Popen(
            [sys.executable, "-P", "-c", writing, str(tmp_path / "a.csv")], stdout=subprocess.PIPE, cwd=Path.cwd(),
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert begun.stdout.readline() == b"begun\n"  # type: ignore[union-attr]
        (part,) = tmp_path.glob(".a.csv.????????.part")
        os.utime(part, (1, 1))
        main(["info", "--help"])
        assert part.exists(), "somebody still writes it"
        begun.kill()
        begun.communicate()
        clear()
        assert not part.exists()
    assert all(other.is_symlink() or other.exists() for other in others)


def _write_nothing(stream: BinaryIO) -> None:
    stream.write(b"")
