# SPDX-License-Identifier: MIT
"""Unique people from the command line: a purpose first, pairs found and decided, one figure, erased with their rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.datasets.table.frames import load_frame
from projects.registers import unique_people
from projects.store import Project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from workbench.cli import main

_CSV = """Date,Activité,Commune,Code participant,Nom,Téléphone,Sexe,Age,Fonction
2024-01-15,Formation,Ville A,,Torobi Aveline,+000 61 22 41 70,F,34,Juge
2024-10-02,Formation,Ville B,,AVELLINE TOROBI,061 22 41 70,F,35,Juge
2024-10-02,Formation,Ville B,,Kasande Mirelo,,M,41,Police
2024-11-02,Formation,Ville B,,Kasande Mirello,,M,41,Police
2024-01-15,Atelier,Ville A,,Torobi Avelline,061 22 41 70,F,34,Juge
2024-01-15,Formation,Ville A,,Nabori Quin,,F,16,ONG
"""
_ACTIVITIES = """Date,Commune,Type d'activité,Femmes,Hommes,Total
2024-01-15,Ville A,Formation,2,1,3
2024-10-02,Ville B,Formation,1,2,3
2024-01-15,Ville A,Atelier,9,4,13
2024-02-15,Ville A,Sensibilisation,60,40,100
"""
_PASSPHRASE = "lantern-harbour-maple-quiet"
PURPOSE = "People trained in 2024, for the yearly infosheet"


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    (tmp_path / "people.csv").write_text(_CSV, encoding="utf-8")
    (tmp_path / "activities.csv").write_text(_ACTIVITIES, encoding="utf-8")
    folder = tmp_path / "Reach.pwb"
    assert main(["new", str(folder), "--user", "Field officer"]) == 0
    for name, kind in (("people", "participants"), ("activities", "activities")):
        assert main(["import", str(folder), str(tmp_path / f"{name}.csv")]) == 0
        assert main(["variables", str(folder), "--table", name, "--register", kind]) == 0
    capsys.readouterr()
    return folder


def told(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict:
    capsys.readouterr()
    assert main(["unique", str(folder), "--json", *more]) in (0, 1)
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.slow
def test_nothing_is_counted_without_a_purpose(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unique", str(register)]) == 2
    assert "purpose" in capsys.readouterr().err
    assert main(["unique", str(register), "--table", "activities", "--purpose", PURPOSE]) == 2


@pytest.mark.slow
def test_pairs_are_decided_and_the_range_closes(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unique", str(register), "--purpose", PURPOSE, "--find"]) == 1
    found = told(register, capsys)
    assert found["rows"] == 6
    assert found["open"] == 4  # Torobi three times, Kasande twice
    assert found["people"][1] == 6
    assert main(["unique", str(register), "--pairs"]) == 1
    assert "Avelline" in capsys.readouterr().out
    assert told(register, capsys, "--same", "1", "2")["open"] == 3
    assert told(register, capsys, "--same", "2", "5")["open"] == 1, "the third pair follows from the two"
    assert told(register, capsys, "--different", "3", "4")["people"] == [4, 4]  # Nabori has no pair, and a name
    with Project.open(register, _PASSPHRASE) as project:
        state = unique_people.review(project, "t1")
        assert (state.count("same"), state.count("different"), state.without_key) == (2, 1, 0)
        project.undo()
        assert len(unique_people.review(project, "t1").queue) == 1, "one decision, one undo"
        project.close_link()
        assert unique_people.review(project, "t1").queue == ()


@pytest.mark.slow
def test_contradictions_are_named(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["unique", str(register), "--purpose", PURPOSE, "--find"])
    for decision, first, second in (("--same", "1", "2"), ("--same", "2", "5"), ("--different", "1", "5")):
        main(["unique", str(register), decision, first, second])
    assert told(register, capsys)["contradictions"] == [[1, 5]]


@pytest.mark.slow
def test_erasing_a_row_takes_its_pairs_along(register: Path) -> None:
    main(["unique", str(register), "--purpose", PURPOSE, "--find", "--json"])
    main(["unique", str(register), "--same", "1", "2"])
    with Project.open(register, _PASSPHRASE) as project:
        erase(project, [Subject("row", ("t1", [2]))], EraseReason("asked"))
        left = project.query_link("SELECT first, second FROM person_pair")
        assert left
        assert all(2 not in (row["first"], row["second"]) for row in left)
        images = project._writer.link.connection.execute("SELECT before, after FROM journal").fetchall()
        kept = [json.loads(image) for row in images for image in row if image]
        assert not [one for one in kept if "second" in one and 2 in (one["first"], one["second"])]


@pytest.mark.slow
def test_names_are_erased_and_decisions_stay(register: Path) -> None:
    main(["unique", str(register), "--purpose", PURPOSE, "--find"])
    main(["unique", str(register), "--same", "1", "2"])
    main(["unique", str(register), "--note", "2", "1", "Torobi told so by telephone"])
    assert main(["unique", str(register), "--note", "1", "6", "no pair"]) == 2
    assert main(["unique", str(register), "--note", "1", "x", "no row"]) == 2
    with Project.open(register, _PASSPHRASE) as project:
        before = unique_people.review(project, "t1")
        assert [one.note for one in before.decided] == ["Torobi told so by telephone"]
        project.close_link()
        assert not any(one.note for one in unique_people.review(project, "t1").decided), "it may name somebody"
        project.open_link(_PASSPHRASE)
        erase(project, unique_people.names_of(project, "t1"), EraseReason("retention"))
        after = unique_people.review(project, "t1")
        assert (after.fewest, after.most, after.count("same")) == (before.fewest, before.most, 1)
        assert project.query_link("SELECT note FROM person_pair_note") == [], "a note goes with the names"
        images = project._writer.link.connection.execute("SELECT before, after FROM journal").fetchall()
        assert not any("by telephone" in (image or "") for row in images for image in row)
        table = load_frame(project, "t1").table
        frame = load_frame(project, "t1", [table.named("Nom").id, table.named("Téléphone").id])
        assert frame.data.isna().all().all()


@pytest.mark.slow
def test_reach_and_the_analysis_print_people(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    main(["unique", str(register), "--purpose", PURPOSE, "--find"])
    main(["unique", str(register), "--accept", "0.74"])
    plan = "analysis,table,by\nreach,activities,kind\nunique_people,people,kind\nunique_people,people,sex\n"
    (tmp_path / "plan.csv").write_text(plan, encoding="utf-8")
    assert main(["analyse", str(register), str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out")]) == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx")
    rows = [row for sheet in book.worksheets for row in sheet.values]
    text = "\n".join(str(row) for row in rows)
    training = next(row for row in rows if row[0] == "Formation")
    assert 3 in training  # Torobi, Kasande, Nabori
    assert "not counted" in next(str(row) for row in rows if row[0] == "Sensibilisation")
    assert "Torobi" not in text
    # the most unique people of one kind … 3 trained + 1 in the workshop + 100 contacts of awareness
    assert "between 3 and 104 people" in text
    assert PURPOSE in text


def test_telephones_that_a_spreadsheet_holds_as_numbers_stay_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)
    names = ("Kasande Mirelo", "Kasande Mirello", "Nabori Quin", "Torobi Aveline")
    rows = [f"2024-01-1{at},{name},{79_555_000 + at},Juge" for at, name in enumerate(names)]
    (tmp_path / "calls.csv").write_text("\n".join(["Date,Nom,Téléphone,Fonction", *rows]), "utf-8")
    folder = tmp_path / "Calls.pwb"
    assert main(["new", str(folder)]) == 0
    assert main(["import", str(folder), str(tmp_path / "calls.csv")]) == 0
    assert main(["variables", str(folder), "--table", "calls", "--register", "participants"]) == 0
    assert told(folder, capsys, "--purpose", PURPOSE, "--find")["open"] == 1, "six equal digits are not one telephone"
    assert main(["unique", str(folder), "--pairs"]) == 1
    said = capsys.readouterr().out
    assert "79555000" in said
    assert "79555001" in said
