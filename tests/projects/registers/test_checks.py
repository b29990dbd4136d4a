# SPDX-License-Identifier: MIT
"""Checks of a register, each finding counted by hand on a small one, from the store and from the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import run
from analysis.records import DataTable, Frame, Kind, Level, Role, RowOrigin, SampleColumns, Variable
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.table.frames import load_frame
from projects.registers.checks import RegisterFinding, check_register, check_stored
from projects.registers.register_frames import outlook
from projects.registers.register_settings import set_register
from projects.registers.unique_people import find_pairs, keep_pairs
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from wording import Labels, Message, render
from workbench.cli import main

# Rows: 3: 20 + 10 + 2 = 32, said 30 (+2); 4: 5 + 5 = 10, said 20 (−10); 5 and 6 double; 7 in 2052; 8 without a date
# and no sum; 9 says TOTAL; 10 says nothing but is the sum of rows 1 to 8: 145 women, 125 men, 17 unknown, 295.
_CSV = """Date,Commune,Activité,Femmes,Hommes,Inconnu,Total,Total prévu
2024-01-15,Ville A,Sensibilisation,20,10,0,30,40
2024-02-11,Ville B,Sensibilisation,12,11,3,26,20
2024-02-20,Ville A,Formation,20,10,2,30,30
2024-03-02,Ville B,Formation,5,5,0,20,20
2024-03-09,Ville A,Sensibilisation,30,40,5,75,60
2024-03-09,Ville A,Sensibilisation,30,40,5,75,60
2052-11-12,Ville B,Sensibilisation,27,8,1,36,30
,Ville B,Formation,1,1,1,3,3
,TOTAL ANNUEL,,145,125,17,295,263
,,,145,125,17,295,263
"""
_PASSPHRASE = "lantern-harbour-maple-quiet"


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    (tmp_path / "activities.csv").write_text(_CSV, encoding="utf-8")
    folder = tmp_path / "Reach.pwb"
    assert main(["new", str(folder), "--user", "Field officer"]) == 0
    assert main(["import", str(folder), str(tmp_path / "activities.csv")]) == 0
    assert main(["variables", str(folder), "--table", "activities", "--register", "activities"]) == 0
    capsys.readouterr()
    return folder


def test_answers_beside_the_form_are_said_in_the_language_of_the_window(register: Path) -> None:
    with Project.open(register, _PASSPHRASE) as project:
        table = data_tables(project)[0]
        cases = Register(RegisterKind.CASES, ((table.named("Activité").id, Part.STATUS),))
        said = [line.label for line in outlook(project, table.id, cases).lines]
        lines = [(render(one.label, "en"), one.figure) for one in outlook(project, table.id, table.register).lines]
    # kinds are not added up: sessions are counted in all, who came is told of the largest kind, the last one is there
    assert ("Sessions", 8) in lines
    assert [one for one in lines if one[0] in ("Awareness", "Training")] == [
        ("Training", 55),  # 32 + 20 + 3; in the order of the file's words: "Formation", "Sensibilisation"
        ("Awareness", 242),
    ]
    at = lines.index(("Awareness, contacts by sex and age", None))
    assert [figure for name, figure in lines[at:] if name == "Women"] == [119]
    assert "Awareness" in [render(label, "en") for label in said]
    assert "Sensibilisation" in [render(label, "fr") for label in said]


def found(folder: Path, **more: tuple[str | None, str | None]) -> dict[str, RegisterFinding]:
    with Project.open(folder, _PASSPHRASE) as project:
        return {one.check: one for one in check_stored(project, data_tables(project)[0].id, **more)}


def test_the_history_quotes_the_title_that_the_window_shows_of_a_register(register: Path) -> None:
    with Project.open(register, _PASSPHRASE) as project:
        said = [render(line.message, language) for language in ("en", "fr") for line in project.history(9)]
        project.do(set_register(data_tables(project)[0].id, None))
        after = project.history(1)[0].message
    assert "“sessions” is a register of activities" in said
    assert "«\u00a0séances\u00a0» est un registre d’activités" in said
    assert render(after, "en") == "“sessions” is not a register any more"


def test_each_row_to_look_at_is_named(register: Path) -> None:
    told = found(register)
    assert {name: one.rows for name, one in told.items()} == {
        "totals": (9, 10),
        "parts": (3, 4),
        "future": (7,),
        "undated": (8,),
        "double": (5, 6),
        "planned": (),
    }
    assert "+2, −10" in render(told["parts"].message, "en")
    assert "12/11/2052" in render(told["future"].message, "fr")
    assert "Total prévu" in render(told["planned"].message, "en")


@pytest.mark.slow
def test_rows_of_totals_are_left_out_until_somebody_decides(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def reach() -> tuple[float | None, float | None, str]:
        with Project.open(register, _PASSPHRASE) as project:
            table = run("reach", load_frame(project, data_tables(project)[0].id), {}).tables[0]
            contacts = [column.id for column in table.columns].index("contacts")
            told = [sum(row.cells[at].estimate or 0 for row in table.rows) for at in (0, contacts)]
            return told[0], told[1], " ".join(render(note, "en") for note in table.notes)

    # rows 1 to 8, the larger of parts and total: 30 + 26 + 32 + 20 + 75 + 75 + 36 + 3; the two rows of totals say 295
    sessions, contacts, notes = reach()
    assert (sessions, contacts) == (8, 297)
    assert "2 rows of totals inside the register are left out" in notes
    assert "left out of every count until" in render(found(register)["totals"].message, "en")
    assert main(["variables", str(register), "--table", "activities", "--totals-rows", "count"]) == 0
    assert reach()[:2] == (10, 297 + 2 * 295)
    assert found(register)["totals_counted"].rows == (9, 10)
    assert "totals" not in found(register)
    with Project.open(register, _PASSPHRASE) as project:
        project.undo()
    assert reach()[:2] == (8, 297)
    assert main(["variables", str(register), "--table", "activities", "--totals-rows", "count"]) == 0
    assert main(["variables", str(register), "--table", "activities", "--totals-rows", "leave-out"]) == 0
    assert reach()[:2] == (8, 297)
    capsys.readouterr()


def test_more_people_with_a_disability_than_people_who_came_are_told() -> None:
    # row 1: 3 of 20 + 10; row 2: 31 of 30; row 3 does not tell; row 4: 6 of a total of 5; row 5: 1 where nobody came
    columns = {"v1": [20.0, 20, 20, 5, 0], "v2": [10.0, 10, 10, 0, 0], "v3": [3.0, 31, float("nan"), 6, 1]}
    variables = tuple(Variable(name, name, Labels({}), Kind.INTEGER, Level.INTERVAL) for name in columns)
    told = Register(RegisterKind.ACTIVITIES, (("v1", Part.WOMEN), ("v2", Part.MEN), ("v3", Part.DISABILITY)))
    table = DataTable("t1", "a", Labels({}), "session", RowOrigin.CENSUS, variables, 5, register=told)
    reasons = {name: np.zeros(5, np.int8) for name in columns}
    frame = Frame(table, pd.DataFrame(columns), reasons, np.arange(1, 6), SampleColumns())
    said = {one.check: one for one in check_register(frame, told)}
    assert said["disability"].rows == (2, 4, 5)
    assert "rows 2, 4, 5" in render(said["disability"].message, "en")
    uncounted = Register(RegisterKind.ACTIVITIES, (("v3", Part.DISABILITY),))
    assert "disability" not in {one.check for one in check_register(frame, uncounted)}


def test_a_case_in_several_rows_is_told() -> None:
    columns = {"v1": ["C1", "C2", "C1", None, None], "v2": ["shelter", "shelter", "legal aid", "shelter", "food"]}
    variables = tuple(Variable(name, name, Labels({}), Kind.TEXT, Level.NOMINAL) for name in columns)
    told = Register(RegisterKind.CASES, (("v1", Part.PERSON), ("v2", Part.SERVICE)))
    table = DataTable("t1", "c", Labels({}), "case", RowOrigin.CASES, variables, 5, register=told)
    data = pd.DataFrame({name: pd.array(values, dtype="string") for name, values in columns.items()})
    reasons = {name: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in columns}
    cases = np.array([0, 1, 0, -1, -1])
    frame = Frame(table, data, reasons, np.arange(1, 6), SampleColumns(), cases=cases)
    said = {one.check: one for one in check_register(frame, told)}
    assert said["same_case"].rows == (1, 3), "an empty code is nobody else’s"
    assert "one case" in render(said["same_case"].message, "en")


@pytest.mark.parametrize(
    ("language", "rows", "words"),
    [("en", 9, "rows 1, 2, 3, 4, 5, 6, 7, 8 and 1 more."), ("en", 8, "rows 1, 2, 3, 4, 5, 6, 7, 8."),
     ("fr", 11, "lignes 1, 2, 3, 4, 5, 6, 7, 8 et 3 autres.")],
)  # fmt: skip
def test_of_many_rows_the_first_are_named_and_the_others_counted(language: str, rows: int, words: str) -> None:
    told = Register(RegisterKind.ACTIVITIES, (("v1", Part.DATE), ("v2", Part.WOMEN)))
    variables = (
        Variable("v1", "date", Labels({}), Kind.DATE, Level.NOMINAL),
        Variable("v2", "women", Labels({}), Kind.INTEGER, Level.INTERVAL),
    )
    table = DataTable("t1", "a", Labels({}), "activity", RowOrigin.CASES, variables, rows, register=told)
    data = pd.DataFrame({"v1": pd.array([pd.NaT] * rows, dtype="datetime64[s]"), "v2": np.full(rows, 7.0)})
    reasons = {name: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in data}
    frame = Frame(table, data, reasons, np.arange(1, rows + 1), SampleColumns())
    said = {one.check: one for one in check_register(frame, told)}
    assert render(said["undated"].message, language).replace("\u00a0", " ").endswith(words)


def test_a_period_names_what_lies_outside(register: Path) -> None:
    assert found(register, period=("2024-02-01", "2024-12-31"))["date"].rows == (1, 7)
    assert found(register, period=("2024-02-01", None))["date"].rows == (1,)


def test_the_command_lists_them_and_changes_nothing(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["variables", str(register), "--table", "activities", "--period", "2024-01-01..2024-12-31"]) == 0
    listed = capsys.readouterr().out
    for said in ("rows 9, 10", "rows 3, 4", "row 7", "rows 5, 6", "row 8", "Total prévu"):
        assert said in listed
    assert main(["info", str(register), "--json"]) == 0
    assert '"rows": 10' in capsys.readouterr().out
    assert main(["variables", str(register), "--table", "activities", "--period", "last year"]) == 2
    assert "is not a period" in capsys.readouterr().err


@pytest.mark.slow
def test_a_register_without_anything_to_look_at_says_so(
    tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = "Date,Commune,Femmes,Total\n2024-01-15,Ville A,20,20\n2024-01-16,Ville A,20,20\n"
    (tmp_path / "good.csv").write_text(good, encoding="utf-8")
    assert main(["import", str(register), str(tmp_path / "good.csv"), "--as-new"]) == 0
    assert main(["variables", str(register), "--table", "good", "--register", "activities"]) == 0
    capsys.readouterr()
    assert main(["variables", str(register), "--table", "good"]) == 0
    assert "Nothing to check" in capsys.readouterr().out


_CASES = """Case code,Date asked,Status,Service,Outcome
K-01,2024-01-05,displaced,shelter,
K-01,2024-01-09,displaced,legal aid,closed
K-02,2024-02-05,displaced,shelter,closed
K-03,2024-02-06,displaced,shelter,closed
K-04,2024-02-07,displaced,shelter,closed
K-05,2024-02-08,displaced,shelter,closed
"""


@pytest.mark.parametrize(("codes", "is_key"), [("K-0", True), ("Amina ", False)])
def test_a_case_of_several_rows_counts_once_though_its_code_was_sealed_at_import(
    codes: str, is_key: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    (tmp_path / "cases.csv").write_text(_CASES.replace("K-0", codes), encoding="utf-8")
    folder = tmp_path / "Cases.pwb"
    assert main(["new", str(folder), "--user", "Officer"]) == 0
    assert main(["import", str(folder), str(tmp_path / "cases.csv")]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        assert data_tables(project)[0].named("Case code").role is Role.IDENTIFIER, "as imported"
        kept = data_tables(project)[0]
        parts = (("Case code", Part.PERSON), ("Status", Part.STATUS), ("Outcome", Part.OUTCOME))
        told = Register(RegisterKind.CASES, tuple((kept.named(name).id, part) for name, part in parts))
        before = outlook(project, kept.id, told)
        assert before.lines[0].figure == (5 if is_key else 6), "the form shows what will be counted"
        assert ("sealed_key" in {one.check for one in before.findings}) is not is_key
    capsys.readouterr()
    assert main(["variables", str(folder), "--table", "cases", "--register", "cases"]) == 0
    assert ("by random keys" in capsys.readouterr().out) is is_key
    with Project.open(folder, _PASSPHRASE) as project:
        table = data_tables(project)[0]
        assert table.named("Case code").role is Role.IDENTIFIER, "the code stays sealed"
        path = run("case_pathway", load_frame(project, table.id, consent_only=False), {}).tables[0]
        assert path.base == (5 if is_key else 6)
        assert ("note.cases_by_row" in {one.key for one in path.notes if isinstance(one, Message)}) is not is_key
        lines = [one.figure for one in outlook(project, table.id, table.register).lines]
        assert lines[0] == path.base
        assert lines[-1] == 5, "closed: of the first case once"
        assert ("sealed_key" in {one.check for one in check_stored(project, table.id)}) is not is_key
        if is_key:
            project.undo()
            assert load_frame(project, table.id).cases is None


def test_history_counts_the_pairs_that_are_to_be_decided_not_those_a_key_joins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    rows = ("P1,Aline Umwali,F,2024-01-05", "P1,Aline Umwali,F,2024-02-05", "P2,ALINE UMWALI,F,2024-03-05")
    (tmp_path / "people.csv").write_text("\n".join(("Participant code,Name,Sex,Date", *rows)), encoding="utf-8")
    folder = tmp_path / "People.pwb"
    assert main(["new", str(folder), "--user", "Officer"]) == 0
    assert main(["import", str(folder), str(tmp_path / "people.csv")]) == 0
    assert main(["variables", str(folder), "--table", "people", "--register", "participants"]) == 0
    with Project.open(folder, _PASSPHRASE) as project:
        found = find_pairs(project, data_tables(project)[0].id)
    assert (len(found.pairs), found.joined) == (3, 1)
    assert render(keep_pairs("t1", found).message, "en") == "2 pairs of rows may be one person"
