# SPDX-License-Identifier: MIT
"""A plan of reach on an imported register, from the command line to a table on disk."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from workbench.cli import main

pytestmark = pytest.mark.slow

_REGISTER = """Date,Commune,Activité,Femmes,Hommes,Total
2024-01-15,Ville A,Sensibilisation,20,10,40
2024-02-11,Ville B,Sensibilisation,12,11,26
2024-02-20,Ville A,Formation,8,9,17
2023-12-20,Ville A,Formation,80,90,170
"""


def test_reach_by_kind_and_by_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", "lantern-harbour-maple-quiet")
    project, out = tmp_path / "Reach.pwb", tmp_path / "out"
    (tmp_path / "activities.csv").write_text(_REGISTER, encoding="utf-8")
    plan = "analysis,variable,by,period\nreach,,kind,2024-01-01..2024-12-31\nreach,,month,2024-01-01..2024-12-31\n"
    (tmp_path / "plan.csv").write_text(plan, encoding="utf-8")
    assert main(["new", str(project), "--user", "Field officer"]) == 0
    assert main(["import", str(project), str(tmp_path / "activities.csv")]) == 0
    assert main(["variables", str(project), "--table", "activities", "--register", "activities"]) == 0
    assert main(["analyse", str(project), str(tmp_path / "plan.csv"), "--out", str(out)]) == 0
    capsys.readouterr()
    sheets = [list(sheet.values) for sheet in openpyxl.load_workbook(out / "tables.xlsx").worksheets[:-1]]
    rows = [row for sheet in sheets for row in sheet]
    awareness = next(row for row in rows if row[0] == "Awareness")  # a word every register uses
    assert awareness[1] == 2
    assert 66 in awareness  # 40 + 26
    assert 17 in next(row for row in rows if row[0] == "Training")
    assert [row[1] for row in rows if str(row[0]) in ("January 2024", "February 2024")] == [1, 1, 0, 1]
    assert not any(170 in row for row in rows)
    assert any("1 session is outside the period" in str(row[0]) for row in rows if row)


def test_reach_of_no_register_names_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", "lantern-harbour-maple-quiet")
    project = tmp_path / "Reach.pwb"
    (tmp_path / "activities.csv").write_text(_REGISTER, encoding="utf-8")
    (tmp_path / "plan.csv").write_text("analysis,table,by\nreach,activities,kind\n", encoding="utf-8")
    assert main(["new", str(project), "--user", "Field officer"]) == 0
    assert main(["import", str(project), str(tmp_path / "activities.csv")]) == 0
    capsys.readouterr()
    assert main(["analyse", str(project), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out")]) != 0
    assert "--register activities" in capsys.readouterr().err
