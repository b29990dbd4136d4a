# SPDX-License-Identifier: MIT
"""A project of each earlier version opens, is brought forward whole, and works: `versions/version_N.pwbz`.

Each was written by the program of that version (one interview coded, one survey of two rows, one import undone).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.consents.members import Member
from projects.consents.people import people, tie
from projects.interviews.queries import documents, segments
from projects.search.program import search_project
from projects.store.eraser import erase
from projects.store.erasing import EraseReason, Subject
from projects.store.model import program_model
from projects.store.packing import unpack
from projects.store.project import Project

VERSIONS = Path(__file__).with_name("versions")
PASSPHRASE = "words of version one"


def test_there_is_a_project_of_every_earlier_version() -> None:
    earlier = {f"version_{number}.pwbz" for number in range(1, program_model().version)}
    assert {path.name for path in VERSIONS.iterdir()} == earlier


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
