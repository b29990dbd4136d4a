# SPDX-License-Identifier: MIT
"""Standard errors of a table on the command line: columns by a pattern, made, none; wrong calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.analyses import run
from projects.datasets.table.frames import load_frame
from projects.store import Project
from tests.projects.datasets.replicate_schools import FIGURES, imported, schools
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder, head, refused
from workbench.cli import main

__all__ = ["environment", "folder"]


@pytest.fixture
def surveyed(folder: Path) -> Path:
    """A project with the fifteen school districts."""
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        imported(project, schools())
    return folder


def error_of_the_mean(folder: Path) -> float:
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        result = run("means", load_frame(project, "t1"), {"variable": "v3"})
    (cell,) = [cell for row in result.tables[0].rows for cell in row.cells if cell.se]
    assert cell.se is not None
    return cell.se


def test_errors_are_set_listed_and_undone(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["variables", str(surveyed), "--table", "schools", "--replicates"]
    assert main([*call, "repw*", "--replicate-type", "fay", "--rho", "0.3"]) == 0
    assert "replicate weights" in capsys.readouterr().out
    assert error_of_the_mean(surveyed) == pytest.approx(FIGURES["kinds"]["Fay"], rel=1e-9)
    assert main(["variables", str(surveyed)]) == 0
    assert "15 replicate weights of the file: balanced half-samples, Fay 0.3" in capsys.readouterr().out
    scales = [str(at / 8) for at in range(1, 16)]
    given = ["--replicate-type", "other", "--scale", "0.5", "--rscales", *scales, "--centre", "full"]
    assert main([*call, "repw*", *given]) == 0
    assert error_of_the_mean(surveyed) == pytest.approx(FIGURES["kinds"]["mse"], rel=1e-9)
    assert main([*call, "jackknife"]) == 0
    assert error_of_the_mean(surveyed) == pytest.approx(FIGURES["made"]["jackknife"]["mean"][1], rel=1e-9)
    assert main([*call, "bootstrap", "--count", "50", "--seed", "7"]) == 0
    capsys.readouterr()
    assert main(["variables", str(surveyed)]) == 0
    assert "seed 7" in capsys.readouterr().out
    assert main([*call, "none"]) == 0
    assert error_of_the_mean(surveyed) == pytest.approx(FIGURES["linear_se"], rel=1e-9)
    with Project.open(surveyed, PASSPHRASE, user="AB") as project:
        project.undo()
    capsys.readouterr()
    assert main(["variables", str(surveyed)]) == 0
    assert "seed 7" in capsys.readouterr().out


def test_a_wrong_call_changes_nothing(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = head(surveyed)
    assert "successive-difference" in refused(capsys, "variables", surveyed, "--replicates", "repw*")
    assert "moon*" in refused(capsys, "variables", surveyed, "--replicates", "moon*", "--replicate-type", "JK1")
    assert "scale" in refused(capsys, "variables", surveyed, "--replicates", "repw*", "--replicate-type", "JKn")
    assert "--replicates" in refused(capsys, "variables", surveyed, "--rho", "0.3")
    assert "between" in refused(capsys, "variables", surveyed, "--replicates", "bootstrap", "--count", "1")
    assert "./run variables" in refused(capsys, "variables", surveyed, "--replicates", "bootstrap", "--count", "many")
    assert head(surveyed) == before


def test_the_list_for_programs_stays_a_list(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["variables", str(surveyed), "--replicates", "jackknife"]) == 0
    capsys.readouterr()
    assert main(["variables", str(surveyed), "--json"]) == 0
    assert {"id", "name", "kind", "role", "level"} <= set(json.loads(capsys.readouterr().out)[0])
