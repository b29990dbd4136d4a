# SPDX-License-Identifier: MIT
"""Planning a sample, drawing it and weighting what came back, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.datasets.frames import load_frame
from projects.datasets.stored import data_table
from projects.store import Project
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"
EXPORT = "site,block,age,water\n" + "".join(
    f"{site},{site}{n % 3},{20 + n},yes\n" for site, rows in (("a", 6), ("b", 3)) for n in range(rows)
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with nine invented households."""
    file = tmp_path / "export.csv"
    file.write_text(EXPORT, encoding="utf-8")
    assert main(["new", str(tmp_path / "p.pwb")]) == 0
    assert main(["import", str(tmp_path / "p.pwb"), str(file)]) == 0
    return tmp_path / "p.pwb"


def sheet(tmp_path: Path, text: str) -> str:
    path = tmp_path / "frame.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_weights_are_looked_at_then_added(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = sheet(tmp_path, "stratum,households in frame,households selected\nA,120,8\nb,60,4\n")
    words = ["weights", str(folder), file, "--stratum", "site"]
    with Project.open(folder, PASSPHRASE) as project:
        before = project.head
    assert main([*words, "--preview"]) == 0
    said = capsys.readouterr().out
    assert "A: 6 rows, base weight 15.000, non-response factor 1.333, weight 20.000" in said
    assert "weights add up to 120, the frame has 120" in said
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == before
    assert main(words) == 0
    with Project.open(folder, PASSPHRASE) as project:
        assert load_frame(project, "t1", []).design.weight.tolist() == [20] * 9
        assert data_table(project, "t1").how == "probability"


def test_a_sheet_that_does_not_fit_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sheet(tmp_path, "stratum,households in frame,households selected\nnorth,120,8\n")
    with Project.open(folder, PASSPHRASE) as project:
        before = project.head
    for words in ([file, "--stratum", "nowhere"], [file], [str(tmp_path / "none.xlsx")]):
        capsys.readouterr()
        assert main(["weights", str(folder), *words]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert main(["weights", str(folder), file, "--stratum", "site", "--preview"]) == 0
    assert "missing from the frame: a, b" in capsys.readouterr().out
    assert main(["weights", str(folder), file, "--stratum", "site"]) == 2
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == before
