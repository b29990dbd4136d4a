# SPDX-License-Identifier: MIT
"""Answers without a form stand in the order of their appearance: no ordinal model and no ramp until it is given."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.analyses.registry import run
from analysis.problems import AnalysisProblem
from analysis.records import Level
from analysis.result_tables import Ramp, TableSpec
from projects.datasets.table.frames import load_frame
from projects.store import Project
from projects.stored_tables.stored_table import data_table
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder, refused
from wording import render
from workbench.cli import main

__all__ = ["environment", "folder"]

pytestmark = pytest.mark.slow

APPEARING = ("tier1", "tier2", "tier3", "tier4", "tier5")
RIGHT = ("tier1", "tier3", "tier2", "tier4", "tier5")
ORDER = ["--order", "wealth", ";".join(RIGHT)]


@pytest.fixture
def rows() -> list[tuple[str, int, float]]:
    """Wealth, its number in the right order, and years of school that go with it; as an R user exports them."""
    draw = random.Random(11)
    found = []
    for n in range(600):
        school = round(draw.uniform(0, 12), 1)
        if n < len(APPEARING):
            code = RIGHT.index(APPEARING[n])
        else:
            code = int(np.clip(round(0.35 * school + draw.gauss(0, 1.1)), 0, 4))
        found.append((RIGHT[code], code + 1, school))
    return found


@pytest.fixture
def imported(folder: Path, tmp_path: Path, rows: list[tuple[str, int, float]]) -> Path:
    file = tmp_path / "homes.csv"
    lines = [f'"{wealth}",{school}' for wealth, _code, school in rows]
    file.write_text("\n".join(['"wealth","school"', *lines]) + "\n", encoding="utf-8")
    assert main(["import", str(folder), str(file)]) == 0
    assert main(["variables", str(folder), "--table", "homes", "--kind", "wealth", "ordered"]) == 0
    return folder


def model(folder: Path) -> tuple[TableSpec, Any]:
    """The ordinal model of wealth on school, and the chart of wealth."""
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        table = data_table(project, "t1")
        wealth, school = table.named("wealth"), table.named("school")
        assert wealth.level is Level.ORDINAL
        frame = load_frame(project, "t1")
        options = {"variable": wealth.id, "predictors": [school.id], "model": "ordinal"}
        return run("regression", frame, options).tables[0], run("proportions", frame, {"variable": wealth.id})


def log_odds(codes: list[int], school: list[float]) -> float:
    """The slope of the proportional-odds model of numeric codes, by another program's maximum likelihood."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    fitted = OrderedModel(np.array(codes), np.array(school)[:, None], distr="logit").fit(method="bfgs", disp=False)
    return float(fitted.params[0])


def plan(folder: Path, tmp_path: Path) -> list[object]:
    file = tmp_path / "plan.csv"
    file.write_text("analysis,variable,predictors,model\nregression,wealth,school,ordinal\n", encoding="utf-8")
    return ["analyse", folder, file, "--out", tmp_path / "out"]


def test_an_ordinal_model_is_refused_until_the_order_is_given(
    imported: Path, rows: list[tuple[str, int, float]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AnalysisProblem) as told:
        model(imported)
    assert told.value.message.key == "problem.order_unconfirmed"
    assert "tier1" in render(told.value.message, "fr")
    assert "wealth" in refused(capsys, *plan(imported, tmp_path))
    assert main(["variables", str(imported), "--table", "homes", *ORDER]) == 0
    table, _chart = model(imported)
    school = [row[2] for row in rows]
    wanted = log_odds([row[1] for row in rows], school)
    wrong = log_odds([APPEARING.index(row[0]) + 1 for row in rows], school)
    ratios = [cell.estimate for row in table.rows for cell in row.cells if cell.estimate is not None]
    assert min(abs(ratio - np.exp(wanted)) for ratio in ratios) < 1e-3 * np.exp(wanted)
    assert abs(np.exp(wanted) - np.exp(wrong)) > 0.05, "the order of appearance gives another model"
    assert main([str(word) for word in plan(imported, tmp_path)]) == 0


def test_a_chart_is_drawn_in_plain_colours_until_then(imported: Path) -> None:
    with Project.open(imported, PASSPHRASE, user="AB") as project:
        frame = load_frame(project, "t1")
        variable = data_table(project, "t1").named("wealth")
        plain = run("proportions", frame, {"variable": variable.id})
    assert {figure.ramp for figure in plain.figures} == {Ramp.NONE}
    assert main(["variables", str(imported), "--table", "homes", *ORDER]) == 0
    _table, shares = model(imported)
    assert Ramp.SEQUENTIAL in {figure.ramp for figure in shares.figures}
