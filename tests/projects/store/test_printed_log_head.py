# SPDX-License-Identifier: MIT
"""The head of the log as a report prints it, typed or pasted, is found in the project or missed there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from projects.store.integrity.integrity_check import check_folder
from projects.store.model import Model
from projects.store.printed_log_head import read_head
from projects.store.problems import NoPrintedHead
from projects.store.project import Project
from wording import msg, render


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("seq", [7, 57, 1234, 1234567])
@pytest.mark.parametrize("head", ["4f2a09c1b3de", "123456789012", "abcdefabcdef"])
def test_a_line_of_the_methods_note_is_read(language: str, seq: int, head: str) -> None:
    assert read_head(render(msg("methods.head", seq=seq, head=head), language)) == (seq, head)


def test_short_forms_are_read_and_others_refused() -> None:
    assert read_head("57 4F2A09C1B3DE") == (57, "4f2a09c1b3de")
    assert read_head("57 · 123456789012") == (57, "123456789012")
    for text in ("", "57", "4f2a09c1b3de", "line 57", "57 4f2a"):
        with pytest.raises(NoPrintedHead):
            read_head(text)


def test_a_folder_put_back_misses_the_printed_line(tmp_path: Path, private_home: Path) -> None:
    folder, earlier = tmp_path / "P.pwb", tmp_path / "earlier"
    with Project.create(folder, "first", name="P", model=Model()) as project:
        project.checkpoint("one")
    shutil.copytree(folder, earlier)
    with Project.open(folder, "first", model=Model()) as project:
        project.checkpoint("two")
        seq, head = project.head
    printed = ((seq, head[:12]),)
    report = check_folder(folder, "first", Model(), printed_heads=printed)
    assert report.sound
    assert "store.checked_printed" in [message.key for message in report.looked_at]
    shutil.rmtree(folder)
    shutil.copytree(earlier, folder)
    for remembered in private_home.rglob("heads/*"):  # another computer remembers nothing
        remembered.unlink()
    assert check_folder(folder, "first", Model()).sound
    report = check_folder(folder, "first", Model(), printed_heads=printed)
    assert [finding.message.key for finding in report.findings] == ["store.check_head_printed"]
