# SPDX-License-Identifier: MIT
"""The Python shown for an analysis runs on the exported table and prints the same numbers."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.declared import declarations, run, shown_python
from analysis.exported import read_frame, write_frame
from analysis.records import Frame
from analysis.writers.plain import tables_text
from wording import Problem, msg, render

ROOT = Path(__file__).resolve().parents[3]


def test_a_frame_survives_its_export(frame: Frame) -> None:
    stream = io.BytesIO()
    write_frame(frame, stream)
    back = read_frame(io.BytesIO(stream.getvalue()))
    assert [variable.id for variable in back.table.variables] == [variable.id for variable in frame.table.variables]
    assert back.table.how == frame.table.how
    np.testing.assert_array_equal(back.design.weight, frame.design.weight)
    np.testing.assert_array_equal(back.design.clusters, frame.design.clusters)
    assert back.data["v3"].astype(object).where(back.data["v3"].notna(), None).tolist() == (
        frame.data["v3"].astype(object).where(frame.data["v3"].notna(), None).tolist()
    )


def test_another_file_is_not_taken_for_a_table() -> None:
    with pytest.raises(Problem):
        read_frame(io.BytesIO(b"PK not a table"))


def test_the_shown_program_prints_the_same_table(frame: Frame, tmp_path: Path) -> None:
    with (tmp_path / "table.pwtable").open("wb") as stream:
        write_frame(frame, stream)
    options = {"variable": "v3", "by": "v1", "where": [{"variable": "v2", "is": ["c1", "c2"]}]}
    program = tmp_path / "shown.py"
    program.write_text(shown_python("proportions", options, language="fr"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", str(program)], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(tmp_path)}, timeout=120,
    )  # fmt: skip
    expected = tables_text(run("proportions", frame, options).tables, "fr")
    assert done.stdout.strip() == expected.strip()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_declaration_is_named_and_its_options_too(language: str) -> None:
    for declared in declarations():
        assert render(declared.label, language)
        assert render(declared.help, language)
        for option in declared.options:
            assert render(option.label, language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_choice_of_an_option_has_its_words(language: str) -> None:
    for declared in declarations():
        for option in declared.options:
            assert all(render(msg(f"choice.{option.name}.{choice}"), language) for choice in option.choices)
