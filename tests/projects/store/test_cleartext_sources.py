# SPDX-License-Identifier: MIT
"""Files left in clear outside the project: named, and deleted only as they were when they were brought in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import workbench.sample_files
from projects.store.cleartext_sources import cleartext_files, delete_source
from projects.store.problems import SourceChanged


def test_what_is_still_there_is_named(tmp_path: Path) -> None:
    here = tmp_path / "interview.txt"
    here.write_text("said in confidence", encoding="utf-8")
    folder = tmp_path / "collected"
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "submission.xml").write_text("<a/>", encoding="utf-8")
    (folder / "one" / "photo.jpg").write_bytes(b"no reader takes it")
    coded = tmp_path / "coded.qda"
    (coded / "audio").mkdir(parents=True)
    for name in ("data.qda", "audio/talk.mp3", "notes.xml"):
        (coded / name).write_bytes(b"-")
    own = next(Path(workbench.sample_files.__file__).parent.glob("*.xlsx"))
    found = cleartext_files([here, tmp_path / "gone.txt", folder, coded, own])
    assert [source.path.name for source in found] == ["interview.txt", "submission.xml", "data.qda"]


def test_a_deleted_file_is_overwritten_first(tmp_path: Path) -> None:
    """Another name of the same bytes shows what became of them."""
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(b"name,phone\n" * 300_000)
    os.link(path, other)
    (source,) = cleartext_files([path])
    delete_source(source)
    assert not path.exists()
    assert set(other.read_bytes()) == {0}
    assert other.stat().st_size == source.size


def test_what_changed_since_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one", encoding="utf-8")
    (source,) = cleartext_files([path])
    path.write_text("one and two", encoding="utf-8")
    with pytest.raises(SourceChanged):
        delete_source(source)
    assert path.read_text(encoding="utf-8") == "one and two"
