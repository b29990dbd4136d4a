# SPDX-License-Identifier: MIT
"""Decisions on rows that a check names: one of equal rows, the parts, left out; by command, undone, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.analyses import run
from projects.datasets.table.frames import load_frame
from projects.store import Project
from tests.projects.registers.test_checks import _CSV, _PASSPHRASE
from workbench.cli import main


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    (tmp_path / "activities.csv").write_text(_CSV, encoding="utf-8")
    folder = tmp_path / "Reach.pwb"
    assert main(["new", str(folder), "--user", "Field officer"]) == 0
    assert main(["import", str(folder), str(tmp_path / "activities.csv")]) == 0
    assert main(["variables", str(folder), "--table", "t1", "--register", "activities"]) == 0
    return folder


def contacts(folder: Path) -> tuple[float, float, float]:
    """Sessions, contacts and those of unknown sex of all sessions."""
    with Project.open(folder, _PASSPHRASE) as project:
        table = run("reach", load_frame(project, "t1"), {}).tables[0]
    places = {column.id: at for at, column in enumerate(table.columns)}
    sums = [
        sum(row.cells[places[one]].estimate or 0 for row in table.rows) for one in ("sessions", "contacts", "unknown")
    ]
    return sums[0], sums[1], sums[2]


def decide(folder: Path, check: str, choice: str) -> int:
    return main(["variables", str(folder), "--table", "t1", "--decide", check, choice])


def test_rows_count_as_was_decided(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # 30 + 26 + 32 + 20 (parts 10, so 10 unknown) + 75 + 75 + 36 + 3 = 297; unknown 0 + 3 + 2 + 10 + 5 + 5 + 1 + 1 = 27
    assert contacts(register) == (8, 297, 27)
    assert decide(register, "parts", "parts") == 0
    assert contacts(register) == (8, 287, 17), "the total of row 4 is passed over: 10 of unknown sex less"
    assert decide(register, "double", "one") == 0
    assert contacts(register) == (7, 212, 12), "of rows 5 and 6 the first counts"
    assert decide(register, "future", "leave-out") == 0
    assert contacts(register) == (6, 176, 11), "36 contacts of 2052 less"
    assert decide(register, "double", "leave-out") == 0
    assert contacts(register) == (5, 101, 6)
    assert decide(register, "double", "keep") == 0
    assert contacts(register) == (7, 251, 16)
    capsys.readouterr()
    assert main(["history", str(register)]) == 0
    assert "left out of counts" in capsys.readouterr().out
    with Project.open(register, _PASSPHRASE) as project:
        project.undo()
    assert contacts(register) == (5, 101, 6), "one undo takes a decision back"


def test_what_cannot_be_decided_is_a_sentence(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contacts(register)
    assert decide(register, "double", "parts") == 2
    assert "keep, one, leave-out" in capsys.readouterr().err
    assert decide(register, "moon", "one") == 2
    assert decide(register, "keyless", "one") == 2
    capsys.readouterr()
    assert contacts(register) == before
