# SPDX-License-Identifier: MIT
"""Registers as offices keep them: a tab for each month, merged cells, two heading rows, numbers and dates as text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analysis.analyses import run
from projects.datasets.table.frames import load_frame
from projects.importing.options import ImportOptions
from projects.readers.tabular.month_sheets import names_month
from projects.readers.tabular.workbook_sheets import read_workbook
from projects.registers.checks import check_stored
from projects.store import Project
from projects.stored_tables.stored_table import data_table
from wording import NoProgress, render
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"
HEADINGS = ["Date", "Lieu", "Type d'activité", "Femmes", "Hommes", "Total"]
Line = list[object]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


def sessions(month: int = 1, n: int = 6) -> list[Line]:
    kinds = ("Formation", "Sensibilisation")
    return [[dt.datetime(2024, month, at + 14), "Muha", kinds[at % 2], 10 + at, 5, 15 + at] for at in range(n)]


def book(
    path: Path, sheets: dict[str, list[Line]], change: Callable[[Worksheet], object] = lambda _sheet: None
) -> Path:
    made = openpyxl.Workbook()
    made.remove(cast(Worksheet, made.active))
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        change(sheet)
    made.save(path)
    return path


def imported(folder: Path, file: Path, *told: str, table: str = "") -> Path:
    project = folder / f"{file.stem}.pwb"
    assert main(["new", str(project)]) == 0
    assert main(["import", str(project), str(file)]) == 0
    if told:
        assert main(["variables", str(project), "--table", table or file.stem, *told]) == 0
    return project


def test_twelve_tabs_are_one_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["Janvier", "Févr.", "mars 2024", "AVRIL", "Mai", "Juin", "juil", "Août", "Sept", "Octobre", "Nov", "Déc"]
    file = book(
        tmp_path / "annee.xlsx",
        {name: [list(HEADINGS), *sessions(at, 3)] for at, name in enumerate(names, start=1)}
        | {"Lisez-moi": [["Ce classeur est tenu par le bureau"], ["Merci"]]},
    )
    project = imported(tmp_path, file, "--register", "activities")
    assert "12 sheets under the same headings were read as one table" in capsys.readouterr().out
    assert main(["info", str(project), "--json"]) == 0
    tables = json.loads(capsys.readouterr().out)["data_sets"][0]["tables"]
    assert (tables[0]["name"], tables[0]["rows"], tables[0]["register"]["kind"]) == ("annee", 36, "activities")
    one = read_workbook(file, ImportOptions(sheet="Juin"), NoProgress())
    assert [(table.name, table.rows) for table in one.tables] == [("Juin", 3)], "a tab that was asked for stays alone"


def test_a_table_without_a_name_of_its_own_is_called_after_its_file(tmp_path: Path) -> None:
    rows = [list(HEADINGS), *sessions()]
    for sheet in ("Sheet1", "Feuil1", "Feuille1", "Hoja1"):
        read = read_workbook(book(tmp_path / "formations.xlsx", {sheet: rows}), ImportOptions(), NoProgress())
        assert [table.name for table in read.tables] == ["formations"]
    kept = {"Sites": ["Sites"], "Feuil1 2024": ["Feuil1 2024"]}
    for sheet, names in kept.items():
        read = read_workbook(book(tmp_path / "formations.xlsx", {sheet: rows}), ImportOptions(), NoProgress())
        assert [table.name for table in read.tables] == names
    two = book(tmp_path / "two.xlsx", {"Feuil1": rows, "Feuil2": rows})
    assert [table.name for table in read_workbook(two, ImportOptions(), NoProgress()).tables] == ["Feuil1", "Feuil2"]
    project = imported(tmp_path, book(tmp_path / "centre.xlsx", {"Sites": rows}))
    assert main(["variables", str(project), "--table", "centre.xlsx", "--register", "activities"]) == 0
    assert main(["variables", str(project), "--table", "centr"]) == 2


def test_the_next_month_is_added_to_the_register_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book(tmp_path / "seances.xlsx", {"seances": [list(HEADINGS), *sessions(1)]})
    project = imported(tmp_path, file, "--register", "activities")
    again = [*sessions(1)[:2], *sessions(2, 4), sessions(2, 1)[0]]  # two of January, one of February twice
    march = book(tmp_path / "fevrier.xlsx", {"Fevrier": [list(HEADINGS), *again]})
    assert main(["import", str(project), str(march)]) == 2
    assert '--append "seances"' in capsys.readouterr().err
    assert main(["import", str(project), str(march), "--append", "seances"]) == 0
    said = capsys.readouterr().out
    assert "5 rows of fevrier.xlsx added to seances" in said
    assert "2 rows are already there, cell for cell, and are not added again." in said
    assert "1 row occurs twice in the file itself" in said
    with Project.open(project, PASSPHRASE) as opened:
        assert data_table(opened, "t1").rows == 11
        frame = load_frame(opened, "t1")
        source = next(one.id for one in frame.table.variables if one.name == "_source_file")
        files = ["seances.xlsx"] * 6 + ["fevrier.xlsx · Fevrier"] * 5
        assert frame.data[source].tolist() == files, "each row keeps the file and the sheet it came from"
        reach = run("reach", frame, {"by": "kind"}).tables[0]
        wanted = sum(cast(int, row[3]) for row in [*sessions(1), *sessions(2, 4), sessions(2, 1)[0]])
        at = [column.id for column in reach.columns].index("women")
        assert sum(row.cells[at].estimate or 0 for row in reach.rows) == wanted, "analyses follow"
        assert [row["file_name"] for row in opened.query("SELECT file_name FROM data_import ORDER BY rowid")] == [
            "seances.xlsx",
            "fevrier.xlsx",
        ]
        opened.undo()
        assert data_table(opened, "t1").rows == 6
        assert "_source_file" not in [one.name for one in data_table(opened, "t1").variables]
        opened.redo()
        assert opened.check().findings == []
    april = book(tmp_path / "avril.xlsx", {"avril": [list(HEADINGS), *sessions(2, 1), *sessions(4, 2)]})
    assert main(["import", str(project), str(april), "--append", "seances"]) == 0
    assert "1 row is already there" in capsys.readouterr().out, "the file it came from is no part of a row"
    with Project.open(project, PASSPHRASE) as opened:
        assert load_frame(opened, "t1").data[source].tolist() == [*files, "avril.xlsx", "avril.xlsx"]
    other = book(tmp_path / "autre.xlsx", {"a": [["Nom", "Ville"], ["A", "B"], ["C", "D"]]})
    assert main(["import", str(project), str(other), "--append", "seances"]) == 2
    assert "The headings of autre.xlsx are not those of “seances”: nothing was added." in capsys.readouterr().err
    keyed = [["Code séance", *HEADINGS], *([f"S{at}", *row] for at, row in enumerate(sessions(1)))]
    file = book(tmp_path / "cle.xlsx", {"cle": keyed})
    project = imported(tmp_path, file, "--register", "activities", "--part", "Code séance", "session")
    more = [["Code séance", *HEADINGS], ["S0", *sessions(3)[0]], ["S9", *sessions(3)[1]]]
    capsys.readouterr()
    assert main(["import", str(project), str(book(tmp_path / "m.xlsx", {"m": more})), "--append", "cle"]) == 0
    said = capsys.readouterr().out
    assert "1 row of m.xlsx added to cle" in said
    assert "1 row has a code that is already there, with other values" in said


def test_what_says_a_month() -> None:
    yes = ["January", "jan", "Jan 2024", "Décembre_2023", "T1", "Q3", "1er trimestre", "Quarter 2", "Registre mai"]
    no = ["Site A", "Ja", "Total", "Mayors", "Feuil1", "Marseille", "2024", ""]
    assert [name for name in yes if not names_month(name)] == []
    assert [name for name in no if names_month(name)] == []


def test_tabs_of_months_under_other_headings_stay_apart(tmp_path: Path) -> None:
    other = [[*HEADINGS[:-1], "Somme"], *sessions(2)]
    file = book(tmp_path / "deux.xlsx", {"Janvier": [list(HEADINGS), *sessions()], "Février": other})
    read = read_workbook(file, ImportOptions(), NoProgress())
    assert [table.name for table in read.tables] == ["Janvier", "Février"]


def test_merged_cells_are_told_and_filled_by_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book(tmp_path / "m.xlsx", {"m": [list(HEADINGS), *sessions()]}, lambda sheet: sheet.merge_cells("B2:B4"))
    imported(tmp_path, file)
    said = capsys.readouterr().out
    assert "1 merged cell covers several rows" in said
    read = read_workbook(file, ImportOptions(), NoProgress())
    place = read.tables[0].columns[1]
    assert place is not None
    assert place.null_count == 2


@pytest.mark.slow
def test_two_heading_rows_numbers_as_text_and_dates_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Dates and numbers typed as text are read and told; with a zero before them they stay text, which is told too."""
    words = [
        [row[0].strftime("%d/%m/%Y"), row[1], row[2], f"0{row[3]}", f" {row[4]} ", row[5]]
        for row in sessions()
        if isinstance(row[0], dt.datetime)
    ]
    top: Line = ["Activité", None, None, "Participants", None, None]
    file = book(
        tmp_path / "texte.xlsx", {"texte": [top, list(HEADINGS), *words]},
        lambda sheet: (sheet.merge_cells("A1:C1"), sheet.merge_cells("D1:F1")),
    )  # fmt: skip
    project = imported(tmp_path, file, "--register", "activities")
    assert "Hommes" in next(line for line in capsys.readouterr().out.splitlines() if "as text" in line)
    assert main(["variables", str(project), "--table", "texte"]) == 0
    assert "Femmes is named like a number of people but holds text" in capsys.readouterr().out
    with Project.open(project, PASSPHRASE) as opened:
        kinds = {row["name"]: row["kind"] for row in opened.query("SELECT name, kind FROM variable")}
        assert [one.check for one in check_stored(opened, "t1")][-1] == "uncounted"
    assert [kinds[name] for name in ("Date", "Hommes", "Total")] == ["date", "integer", "integer"]
    assert main(["variables", str(project), "--table", "texte", "--kind", "Femmes", "number"]) == 0
    with Project.open(project, PASSPHRASE) as opened:
        assert "uncounted" not in [one.check for one in check_stored(opened, "t1")]


@pytest.mark.slow
def test_a_row_of_totals_and_a_participant_without_key_are_told(tmp_path: Path) -> None:
    rows = sessions()
    total: Line = [None, "TOTAL", None, sum(cast(int, row[3]) for row in rows), 30, None]
    file = book(tmp_path / "somme.xlsx", {"somme": [list(HEADINGS), *rows, total]})
    with Project.open(imported(tmp_path, file, "--register", "activities"), PASSPHRASE) as opened:
        found = check_stored(opened, "t1")
    assert [one.check for one in found] == ["totals"]
    people: list[Line] = [["Code", "Sexe", "Fonction", "Date"]]
    people += [
        [f"P{at:03}" if at != 3 else None, "FM"[at % 2], "Magistrat", dt.datetime(2024, 1, 5)] for at in range(8)
    ]
    file = book(tmp_path / "gens.xlsx", {"gens": people})
    told = ("--register", "participants", "--part", "Code", "person")
    with Project.open(imported(tmp_path, file, *told), PASSPHRASE) as opened:
        found = check_stored(opened, "t1")
        said = [render(one.message, "en") for one in found if one.check == "keyless"]
    assert len(said) == 1
    assert "counts as a contact, and as a person only in the higher figure" in said[0]


@pytest.mark.slow
def test_dates_that_stay_text_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [["le 14 janvier 2024", *row[1:]] for row in sessions()]
    file = book(tmp_path / "mots.xlsx", {"mots": [list(HEADINGS), *rows]})
    project = imported(tmp_path, file, "--register", "activities")
    capsys.readouterr()
    assert main(["variables", str(project), "--table", "mots"]) == 0
    said = capsys.readouterr().out
    assert "Date holds text where the register asks for dates" in said
    assert "Nothing to check" not in said


@pytest.mark.slow
def test_participants_whom_nothing_tells_apart_are_no_double_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people: list[Line] = [["Sexe", "Fonction", "Activité", "Date"]]
    people += [["FM"[at % 2], "Magistrat", "Formation", dt.datetime(2024, 1, 5)] for at in range(8)]
    file = book(tmp_path / "sans.xlsx", {"sans": people})
    project = imported(tmp_path, file, "--register", "participants")
    with Project.open(project, PASSPHRASE) as opened:
        assert [one.check for one in check_stored(opened, "t1")] == ["no_key"]
    capsys.readouterr()
    assert main(["variables", str(project), "--table", "sans"]) == 0
    assert "No column tells who the participants are" in capsys.readouterr().out
    assert main(["unique", str(project), "--table", "sans", "--purpose", "report"]) == 1, "it is a range"
    assert "Between 1 and 8 people" in capsys.readouterr().out


@pytest.mark.slow
def test_age_bands_are_the_projects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people: list[Line] = [["Code", "Sexe", "Âge", "Activité", "Date"]]
    day = dt.datetime(2024, 1, 5)
    people += [[f"P{at:03}", "FM"[at % 2], 3 + 7 * at, "Formation", day] for at in range(12)]
    file = book(tmp_path / "gens.xlsx", {"gens": people})
    project = imported(tmp_path, file, "--register", "participants", "--part", "Code", "person")
    capsys.readouterr()
    assert main(["settings", str(project)]) == 0
    assert "age bands: 0-17, 18+" in capsys.readouterr().out
    for wrong in ("0-4, 6+", "5-11, 12+", "young"):
        assert main(["settings", str(project), "--age-bands", wrong]) == 2
    for said in ("Age bands", "nothing was changed"):
        assert main(["settings", str(project), "--age-bands", "0-4,5-11,12-17,18-59,60+"]) == 0
        assert said in capsys.readouterr().out
    with Project.open(project, PASSPHRASE) as opened:
        frame = load_frame(opened, "t1")
        table = run("unique_people", frame, {"by": "age", "purpose": "test"}).tables[0]
        assert [render(row.label, "en") for row in table.rows[:5]] == ["0–4", "5–11", "12–17", "18–59", "60+"]
        opened.undo()
        assert load_frame(opened, "t1").age_bands == "0-17, 18+"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_totals_in_the_column_of_dates_leave_the_months(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    total: list[Line] = [["SOUS-TOTAL mars", None, None, 75, 30, 105], ["TOTAL", None, None, 75, 30, 105]]
    rows = [list(HEADINGS), *sessions(3), *total]
    file = tmp_path / f"year.{kind}"
    if kind == "xlsx":
        book(file, {"year": rows})
    else:
        written = [
            [one.strftime("%d/%m/%Y") if isinstance(one, dt.datetime) else one or "" for one in row] for row in rows
        ]
        file.write_text("\n".join(";".join(map(str, row)) for row in written), encoding="utf-8")
    folder = imported(tmp_path, file, "--register", "activities")
    said = " ".join(capsys.readouterr().out.split())
    assert "In “Date” 2 cells say that their rows are totals (rows 7, 8)" in said
    with Project.open(folder, PASSPHRASE) as project:
        frame = load_frame(project, "t1")
        dates = next(one for one in frame.table.variables if one.name == "Date")
        assert str(dates.kind) == "date"
        assert [str(one.date()) for one in frame.data[dates.id].dropna()] == [f"2024-03-{14 + at}" for at in range(6)]
        told = {one.check: one.rows for one in check_stored(project, "t1")}
        assert told["totals"] == (7, 8)
        kinds = run("reach", frame, {"by": "month"}).tables
        march = [next(row for row in months.rows if "2024" in render(row.label, "en")) for months in kinds]
        assert sum(row.cells[0].estimate or 0 for row in march) == 6
    assert main(["erase", str(folder), "row:year:8", "--reason", "mistake", "--yes"]) == 0
    with Project.open(folder, PASSPHRASE) as project:
        assert {one.check: one.rows for one in check_stored(project, "t1")}["totals"] == (7,)
        assert project.check().findings == []


def test_submissions_with_uuids_of_their_own_are_never_taken_for_doubles(tmp_path: Path) -> None:
    def export(name: str, uuids: range) -> Path:
        lines = [f"A,never,{1000 + at},{uuid:08d}-0000-4000-8000-000000000000" for at, uuid in enumerate(uuids)]
        file = tmp_path / name
        file.write_text("\n".join(("site,safe,_id,_uuid", *lines)), encoding="utf-8")
        return file

    project = imported(tmp_path, export("may.csv", range(30)))
    assert main(["import", str(project), str(export("june.csv", range(27, 57))), "--append", "may"]) == 0
    with Project.open(project, PASSPHRASE) as opened:
        assert data_table(opened, "t1").rows == 57, "three were there; the others answer alike, with ids that recur"
