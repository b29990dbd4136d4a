# SPDX-License-Identifier: MIT
"""A file held packed: the project keeps it byte for byte, under the name the same bytes have when given whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.readers.tabular.original_file import packed
from projects.store.actions import Action
from projects.store.byte_pieces import PIECE
from projects.store.project import Project
from wording import msg


@pytest.fixture
def project(tmp_path: Path, quick_keys: None) -> Iterator[Project]:
    with Project.create(tmp_path / "Kept.pwb", "orchid tractor seven velvet", name="Kept") as made:
        yield made


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17])
def test_the_project_keeps_the_bytes_of_the_file(tmp_path: Path, project: Project, size: int) -> None:
    data = random.Random(size).randbytes(size)
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    held = packed(path)
    path.unlink()  # what was read is kept, though its file be gone
    assert held is not None
    assert b"".join(held) == data
    stored = project.do(Action("t.put", msg("store.created"), lambda t: (t.put_object(held), t.put_object(data))))
    refs = stored.result
    assert isinstance(refs, tuple)
    assert refs[0] == refs[1]
    assert project.read_object(refs[0]) == data


def test_a_folder_is_not_held(tmp_path: Path) -> None:
    assert packed(tmp_path) is None
