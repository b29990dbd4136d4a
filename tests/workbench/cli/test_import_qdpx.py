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
