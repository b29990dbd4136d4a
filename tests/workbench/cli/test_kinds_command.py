# SPDX-License-Identifier: MIT
"""Missing marks, kinds and orders on the command line: at import, and of a table at hand, undoable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.records import Kind, Level
from projects.datasets.table.frames import load_frame
from projects.store import Project
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import read_column
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder, head, refused
from workbench.cli import main

pytestmark = pytest.mark.slow

__all__ = ["environment", "folder"]

WEALTH = ("tier1", "tier2", "tier3", "tier4", "tier5")


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A file as R writes it: debts with NA and -99, zones with ND, wealth by first appearance, sets, dates."""
    lines = ["debt,zone,wealth,needs,day,serial,word"]
    for n in range(60):
        debt = ("3e3", "NA", "1500", "-99", "1e+05")[n % 5]
        zone = ("north", "South ", "south", "ND")[n % 4]
        needs = ("GBV; Theft", "theft", "Light", "gbv;light")[n % 4]
        lines.append(f"{debt},{zone},{WEALTH[n % 5]},{needs},{n % 28 + 1}/03/2025,{45000 + n},{n % 7 and n or 'x'}")
    file = tmp_path / "survey.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["variables", str(folder), "--json"]) == 0
    return {one["name"]: one for one in json.loads(capsys.readouterr().out)}


def reasons(folder: Path, name: str) -> list[int]:
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        found: list[int] = read_column(project, "t1", data_table(project, "t1").named(name).id).reasons.tolist()
        return found


def undo(folder: Path) -> None:
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.undo()


def test_marks_are_given_at_import(folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(survey), "--missing", "NA,ND,-99=dont_know"]) == 0
    assert "“NA” is read as missing in 1 column" in capsys.readouterr().out
    assert listed(folder, capsys)["debt"]["kind"] == "integer"
    assert reasons(folder, "debt")[:5] == [0, 4, 0, 3, 0]
    assert reasons(folder, "zone")[:4] == [0, 0, 0, 4]


def test_none_keeps_all_as_text(folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(survey), "--missing", "none"]) == 0
    assert listed(folder, capsys)["debt"]["kind"] != "integer"
    assert not any(reasons(folder, "debt"))


def test_marks_of_a_table_at_hand_change_it_and_can_be_undone(
    folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder), str(survey)]) == 0
    assert reasons(folder, "debt")[:5] == [0, 4, 0, 0, 0], "-99 is asked, and stays an answer"
    before = listed(folder, capsys)
    run = ["variables", str(folder), "--table", "t1", "--missing"]
    assert main([*run, "NA,ND,-99=refused", "--preview"]) == 0
    assert "debt" in capsys.readouterr().out
    assert listed(folder, capsys) == before
    assert main([*run, "NA,ND,-99=refused"]) == 0
    assert reasons(folder, "debt")[:5] == [0, 4, 0, 2, 0]
    assert reasons(folder, "zone")[:4] == [0, 0, 0, 4]
    assert "ND" not in listed(folder, capsys)["zone"]["answers"]
    assert main([*run, "none"]) == 0
    assert listed(folder, capsys)["debt"]["kind"] != "integer"
    assert not any(reasons(folder, "debt"))
    undo(folder)
    assert reasons(folder, "debt")[:5] == [0, 4, 0, 2, 0]
    undo(folder)
    assert listed(folder, capsys) == before
    assert main(["variables", str(folder), "--missing-in", "zone", "ND"]) == 0
    assert reasons(folder, "zone")[:4] == [0, 0, 0, 4]
    assert reasons(folder, "debt")[:5] == [0, 4, 0, 0, 0]
    assert refused(capsys, *run, "NA=perhaps")


def test_a_newer_export_is_read_as_the_first_was(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"uuid:{n},{'NA' if n % 2 else n},yes" for n in range(20)]
    file = tmp_path / "a.csv"
    file.write_text("_uuid,age,there\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["import", str(folder), str(file), "--missing", "none"]) == 0
    file.write_text("_uuid,age,there\n" + "\n".join([*rows, "uuid:20,NA,yes"]) + "\n", encoding="utf-8")
    assert main(["import", str(folder), str(file), "--newer"]) == 0
    assert not any(reasons(folder, "age"))
    assert len(reasons(folder, "age")) == 21


def test_a_table_of_before_keeps_its_marks_as_answers(
    folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder), str(survey), "--missing", "none"]) == 0
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        from projects.importing.missing.missing_marks import kept_options
        from projects.importing.options import ImportOptions

        assert kept_options(project, "d1") == ImportOptions(missing={})
        assert kept_options(project, "of before") == ImportOptions(missing={})
    assert main(["variables", str(folder), "--missing", "NA"]) == 0
    assert reasons(folder, "debt")[:5] == [0, 4, 0, 0, 0]


def test_kinds_are_the_users_with_a_preview(folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(survey)]) == 0
    assert "1 variable is taken as sensitive by its words" in capsys.readouterr().out
    assert listed(folder, capsys)["needs"]["role"] == "sensitive", "for “GBV” among its answers"
    run = ["variables", str(folder), "--table", "t1"]
    before = head(folder)
    assert main([*run, "--kind", "word", "number", "--preview"]) == 0
    told = capsys.readouterr().out
    assert "51 values convert" in told
    assert "9 values would not convert" in told
    assert head(folder) == before
    for name, word, kind in (
        ("word", "number", "integer"), ("needs", "set", "set"), ("serial", "date", "date"), ("day", "text", "text"),
        ("zone", "one", "one"), ("debt", "text", "text"),
    ):  # fmt: skip
        assert main([*run, "--kind", name, word]) == 0, name
        assert listed(folder, capsys)[name]["kind"] == kind
    found = listed(folder, capsys)
    assert [word.casefold() for word in found["needs"]["answers"]] == ["gbv", "light", "theft"]
    assert found["needs"]["confirmed"]
    assert not found["day"]["confirmed"], "text may still be names"
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        frame = load_frame(project, "t1")
        table = frame.table
        needs = table.named("needs")
        assert int(frame.data[f"{needs.id}.{needs.choices[0].id}"].sum()) == 30
        assert str(frame.data[table.named("serial").id].iloc[0].date()) == "2023-03-15"
        for _ in range(6):
            project.undo()
        assert data_table(project, "t1").named("needs").kind is Kind.ONE
        assert data_table(project, "t1").named("serial").kind is Kind.INTEGER
    assert main([*run, "--role", "needs", "ordinary", "--kind", "needs", "text"]) == 0
    assert listed(folder, capsys)["needs"]["role"] == "text"
    assert main([*run, "--kind", "needs", "set"]) == 0
    assert listed(folder, capsys)["needs"]["role"] == "sensitive", "its words are answers again"
    assert main([*run, "--kind", "day", "text"]) == 0
    assert main([*run, "--kind", "day", "date"]) == 0
    assert listed(folder, capsys)["day"]["kind"] == "date"


def test_dates_that_could_be_either_are_asked(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "days.csv"
    file.write_text("day,n\n" + "\n".join(f"0{n % 9 + 1}/04/2025,{n}" for n in range(12)), encoding="utf-8")
    assert main(["import", str(folder), str(file)]) == 0
    assert "--date-order" in refused(capsys, "variables", folder, "--kind", "day", "date")
    assert main(["variables", str(folder), "--kind", "day", "date", "--date-order", "mdy"]) == 0
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        assert str(load_frame(project, "t1").data["v1"].iloc[1].date()) == "2025-02-04"


def test_what_is_undone_was_not_told_as_done(folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(survey)]) == 0
    capsys.readouterr()
    assert main(["variables", str(folder), "--kind", "wealth", "ordered", "--order", "wealth", "poor;rich"]) == 2
    told = capsys.readouterr()
    assert "did not convert" not in told.out + told.err
    assert listed(folder, capsys)["wealth"]["level"] == "nominal"


def test_an_order_is_confirmed_by_giving_it_only(
    folder: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder), str(survey)]) == 0
    run = ["variables", str(folder), "--table", "t1"]
    for words in (["--kind", "wealth", "ordered"], ["--level", "wealth", "ordinal"]):
        assert main([*run, *words]) == 0
        found = listed(folder, capsys)["wealth"]
        assert (found["level"], found["order_confirmed"]) == ("ordinal", False)
    before = head(folder)
    assert "tier5" in refused(capsys, *run, "--order", "wealth", "tier1;tier3;tier2;tier4")
    assert "rich" in refused(capsys, *run, "--order", "wealth", "tier1;tier3;tier2;tier4;rich")
    assert main([*run, "--order", "wealth", "tier1;tier3;tier2;tier4;tier5", "--preview"]) == 0
    assert head(folder) == before
    assert main([*run, "--order", "wealth", "Tier1; tier3;tier2;tier4;tier5"]) == 0
    found = listed(folder, capsys)["wealth"]
    assert (found["level"], found["order_confirmed"]) == ("ordinal", True)
    assert found["answers"] == ["tier1", "tier3", "tier2", "tier4", "tier5"]
    undo(folder)
    assert not listed(folder, capsys)["wealth"]["order_confirmed"]
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        assert data_table(project, "t1").named("wealth").level is Level.ORDINAL


@pytest.mark.parametrize("asked", [[], ["--replicates", "jackknife"], ["--role", "debt", "weight"], ["--confirm", "w"]])
def test_a_preview_of_nothing_it_can_show_is_refused(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["variables", "no-such-project.pwb", *asked, "--preview"]) == 2
    assert "--kind, --order, --missing" in capsys.readouterr().err


def test_a_plan_without_a_number_ends_with_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{'AB'[n % 2]},{('Kwizo', 'Ndaro')[n % 2]}\n" for n in range(60))
    (tmp_path / "visits.csv").write_text("site,Led by\n" + rows, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "visits.csv")]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    (tmp_path / "plan.csv").write_text("analysis,variable\nPercentages,Led by\nPourcentages,site\n", encoding="utf-8")
    out = ["--out", str(tmp_path / "out"), "--overwrite", "--destination", "partner"]
    plan = ["analyse", str(folder), str(tmp_path / "plan.csv"), *out]
    assert main(plan) == 1
    said = capsys.readouterr().err
    assert "1 table has no number" in said
    assert "--confirm 'Led by'" in said
    assert main(["variables", str(folder), "--confirm", "Led by"]) == 0
    assert main(plan) == 0
    sheets = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx").sheetnames
    assert sheets[-1] == "All tables"
    (tmp_path / "plan.csv").write_text(
        "analysis,group_var,variable\nMeans,Sitte,site\nPercentages,,site\n", encoding="utf-8"
    )
    assert main(plan) == 1
    said = capsys.readouterr().err
    assert "column “group_var”: there is no “Sitte”. The nearest is “site”" in said


def test_undecided_marks_stand_under_each_table_and_are_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{'AB'[n % 2]},{-99 if n == 7 else 3 + n % 5},{20 + n % 60}\n" for n in range(60))
    (tmp_path / "homes.csv").write_text("site,Hours a day,Age\n" + rows, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "homes.csv")]) == 0
    (tmp_path / "plan.csv").write_text(
        "analysis,variable,by\nMeans,Hours a day,site\nMeans,Age,site\n", encoding="utf-8"
    )
    plan = ["analyse", str(folder), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out"), "--overwrite"]

    def notes(sheet: int) -> str:
        book = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx")
        return " ".join(str(row[0]) for row in book.worksheets[sheet].iter_rows(values_only=True))

    assert main(plan) == 1
    assert "Missing, or answers? “Hours a day”: -99." in capsys.readouterr().err
    assert "Hours a day: nobody has said whether -99 means no answer" in notes(1)
    assert "nobody has said" not in notes(2)
    assert main(["variables", str(folder), "--missing-in", "Hours a day", "-99=answer"]) == 0
    assert main(plan) == 0, "a number that counts is no question"
    assert "nobody has said" not in notes(1)
