# SPDX-License-Identifier: MIT
"""A project of each earlier version opens, is brought forward whole, and works: `versions/version_N.pwbz`.

Each was written by the program of that version (one interview coded, one survey of two rows, one import undone).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from projects.interviews.cases import cases
from projects.interviews.coders import coders
from projects.interviews.documents import delete_documents
from projects.interviews.queries import documents, segments
from projects.people.persons import Member, people, tie
from projects.search.index import search_project
from projects.store.backup.handover_file import unpack
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.model import program_model
from projects.store.problems import DiskFull
from projects.store.project import Project
from tests.benchmarks.refusals import small_disk

VERSIONS = Path(__file__).with_name("versions")
PASSPHRASE = "words of version one"


def test_there_is_a_project_of_every_earlier_version() -> None:
    earlier = {f"version_{number}.pwbz" for number in range(1, program_model().version)}
    assert {path.name for path in VERSIONS.iterdir()} == earlier


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a small disk needs root on Linux")
@pytest.mark.parametrize("number", range(1, program_model().version))
def test_a_full_disk_leaves_it_as_it_was(number: int, tmp_path: Path) -> None:
    packed = unpack(VERSIONS / f"version_{number}.pwbz", tmp_path / "Packed.pwb", PASSPHRASE)
    with small_disk(tmp_path / "small", "4m") as made:
        if not made:
            pytest.skip("no disk can be mounted")
        folder, ballast = tmp_path / "small" / "Old.pwb", tmp_path / "small" / "ballast"
        shutil.copytree(packed, folder)
        opened, refused = False, 0
        for left in range(0, 1000, 60):
            ballast.unlink(missing_ok=True)
            room = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
            ballast.write_bytes(bytes(max(0, room - left * 1024)))
            try:
                Project.open(folder, PASSPHRASE).close()
                opened = True
                break
            except DiskFull:
                refused += 1
        assert opened
        assert refused
        assert len(list((folder / "snapshots").glob("[0-9]*"))) == 1
        ballast.unlink()
        with Project.open(folder, PASSPHRASE) as project:
            assert [line.name for line in documents(project)] == ["Un"]
            assert project.check().findings == []


def test_a_damaged_snapshot_of_an_earlier_try_does_not_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = unpack(VERSIONS / "version_1.pwbz", tmp_path / "Old.pwb", PASSPHRASE)
    with monkeypatch.context() as patched:
        patched.setattr("projects.store.project_folder.migrate", _cut_off)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                Project.open(folder, PASSPHRASE)
    (made,) = (folder / "snapshots").glob("[0-9]*")
    pages = bytearray((made / "project.db").read_bytes())
    pages[5000:5400] = bytes(400)
    (made / "project.db").write_bytes(pages)
    with Project.open(folder, PASSPHRASE) as project:
        assert [one.reason for one in project.snapshots.list()].count("migration") == 2


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("number", range(1, program_model().version))
def test_it_comes_forward_whole_and_works(number: int, tmp_path: Path) -> None:
    folder = unpack(VERSIONS / f"version_{number}.pwbz", tmp_path / "Old.pwb", PASSPHRASE)
    with Project.open(folder, PASSPHRASE) as project:
        assert project.check().findings == []
        assert [line.name for line in documents(project)] == ["Un"]
        assert [one.quote for one in segments(project)] == ["Elle"]
        assert {hit.kind for hit in search_project(project, "soeur")} == {"document"}
        assert {hit.kind for hit in search_project(project, "oeuvre")} == {"answer"}
        moved = number == 2  # answers of identifiers went under the link key, and with them the snapshot of before
        assert project.snapshots.list()[-1].reason == ("moved" if moved else "migration")
        project.redo()
        assert len(documents(project)) == 2
        assert search_project(project, "nothing here")
        project.undo()
        project.do(tie([Member("t1", 1), Member(document="1")]))
        (person,) = people(project)
        erase(project, Subject("person", person), EraseReason("withdrawn"))
        assert documents(project) == []
        assert project.check().findings == []


def test_coders_cases_and_guids_of_version_3_are_there(tmp_path: Path) -> None:
    guids = []
    for name in ("Old.pwb", "Other.pwb"):
        one = unpack(VERSIONS / "version_3.pwbz", tmp_path / name, PASSPHRASE)
        with Project.open(one, PASSPHRASE) as project:
            assert [(coder.name, coder.segments) for coder in coders(project)] == [("M", 1)]
            (case,) = cases(project)
            assert (case.name, case.kind, case.documents) == ("RSP-001", "person", 1)
            (segment,) = segments(project)
            assert segment.memo == "first"
            # the copy is another line of the log than the one this user has seen
            assert [found.part for found in project.check().findings if found.part != "anchors"] == []
            guids.append([row["guid"] for table in ("document", "code", "segment")
                          for row in project.query(f"SELECT guid FROM {table}")])  # fmt: skip
        with Project.open(one, PASSPHRASE) as project:  # noted once
            assert [line.kind for line in project.history(50)].count("store.complete") == 1
    assert guids[0] == guids[1]
    assert all(guids[0])


def test_a_coding_of_version_3_comes_back_after_undo_and_is_erased_with_its_case(tmp_path: Path) -> None:
    folder = unpack(VERSIONS / "version_3.pwbz", tmp_path / "Old.pwb", PASSPHRASE)
    with Project.open(folder, PASSPHRASE) as project:
        project.do(delete_documents(["1"]))
        assert cases(project) == []
        project.undo()
        assert [one.quote for one in segments(project)] == ["Elle"]
        assert [case.name for case in cases(project)] == ["RSP-001"]
        assert project.check().findings == []
        erase(project, Subject("document", "1"), EraseReason("withdrawn"))
        assert cases(project) == []
        assert project.check().findings == []
