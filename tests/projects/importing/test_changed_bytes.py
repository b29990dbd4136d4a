# SPDX-License-Identifier: MIT
"""Files that are not what they seem: a workbook with flipped bytes, a named pipe, names that turn the writing."""

from __future__ import annotations

import os
import random
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from projects.imported.problems import ImportProblem
from projects.intake.survey_import import import_survey
from projects.intake.survey_preview import preview
from wording import Problem
from workbench.cli.project import existing_file
from workbench.cli.terminal import without_controls


def test_a_workbook_with_flipped_bytes_is_damaged_or_read(tmp_path: Path, small: ModuleType) -> None:
    whole = small.write_workbook(tmp_path / "whole.xlsx", {"S": [["a", "b"], ["1", "2"], ["3", "4"]]})
    with zipfile.ZipFile(whole) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    chance, file = random.Random(7), tmp_path / "flipped.xlsx"
    told = 0
    for _ in range(120):
        flipped = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        with zipfile.ZipFile(file, "w") as container:
            for name, content in parts.items():
                changed = bytearray(content)
                if name == flipped:
                    for _ in range(chance.choice([1, 3, 10])):
                        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
                container.writestr(name, bytes(changed))
        for read in (import_survey, preview):
            try:
                read(file)
            except ImportProblem:
                told += 1
    assert told > 20


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in folders")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "data.csv"
    os.mkfifo(pipe)
    with pytest.raises(Problem) as refused:
        existing_file(str(pipe))
    assert refused.value.message.key == "importing.problem.no_regular_file"
    with pytest.raises(ImportProblem):
        import_survey(pipe)


def test_marks_of_direction_and_controls_are_written_out_on_a_terminal() -> None:
    assert without_controls("photo\u202egpj.exe \x1b[2J ok\n\tمرحبا") == "photo\\u202egpj.exe \\u001b[2J ok\n\tمرحبا"
