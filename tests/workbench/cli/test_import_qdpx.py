# SPDX-License-Identifier: MIT
"""`import` of another program's project says what did not come over."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.workbench.cli.test_commands import environment, folder
from tests.workbench.interviews.test_import_files import QDE
from workbench.cli import main

__all__ = ["environment", "folder"]


def test_what_did_not_come_over_is_listed(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "other.qdpx"
    with zipfile.ZipFile(project, "w") as package:
        package.writestr("project.qde", QDE)
    assert main(["import", str(folder), str(project)]) == 0
    said = capsys.readouterr().out
    assert "1 picture" in said
    assert "the text of 1 source" in said
    assert "1 document stays inside the team" in said


def test_a_project_without_its_zip_comes_in_with_the_texts_beside_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources" / "gone.txt").write_text("It lies beside.\n", encoding="utf-8")
    (tmp_path / "project.qde").write_text(QDE, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "project.qde")]) == 0
    said = capsys.readouterr().out
    assert "1 picture" in said
    assert "the text of 1 source" not in said
    assert main(["transcripts", str(folder)]) == 0
    listed = capsys.readouterr().out
    assert "Here" in listed
    assert "Gone" in listed
    (tmp_path / "page.qde").write_text("<html><body>No project.</body></html>", encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "page.qde")]) == 2
    assert "page.qde" in capsys.readouterr().err
