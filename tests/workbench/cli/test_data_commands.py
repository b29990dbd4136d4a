# SPDX-License-Identifier: MIT
"""Data sets on the command line: the cleaning log listed, written, undone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from projects.store import Project
from projects.stored_tables.cells import DatasetCell
from tests.projects.cells import change_cell
from tests.workbench.cli.test_commands import PASSPHRASE, environment, first, folder, head, refused
from workbench.cli import main

pytestmark = pytest.mark.slow

__all__ = ["environment", "first", "folder"]


@pytest.fixture
def cleaned(folder: Path, first: Path) -> Path:
    """The small export with two changed ages and a changed site."""
    assert main(["import", str(folder), str(first)]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        from projects.stored_tables.stored_table import data_tables

        (table,) = data_tables(project)
        age = table.named("age").id
        for row, new in ((1, 31.0), (2, 119.0)):
            project.do(change_cell(project, table.id, row, age, DatasetCell(new), why=f"form {row}"))
    return folder


def test_the_cleaning_log_is_listed_narrowed_written_and_undone(
    cleaned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["edits", str(cleaned), "--table", "t1", "--variable", "age", "--text", "form 2"]) == 0
    told = capsys.readouterr().out
    assert "form 2" in told
    assert "1 change" in told
    assert "119" not in told, "answers leave through a file alone"
    out = tmp_path / "log.csv"
    assert main(["edits", str(cleaned), "--out", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as stream:
        assert [(row["Row"], row["New value"]) for row in csv.DictReader(stream)] == [("1", "31"), ("2", "119")]
    assert main(["edits", str(cleaned), "--row", "2", "--take-back"]) == 0
    capsys.readouterr()
    assert main(["edits", str(cleaned), "--with-taken-back", "--json"]) == 0
    assert [line["taken_back"] for line in json.loads(capsys.readouterr().out)] == [True, False]
    before = head(cleaned)
    assert "undone" in refused(capsys, "edits", cleaned, "--row", "2", "--take-back")
    assert "not a day" in refused(capsys, "edits", cleaned, "--since", "soon")
    assert "--table" in refused(capsys, "edits", cleaned, "--variable", "age")
    assert "moon" in refused(capsys, "edits", cleaned, "--table", "t1", "--variable", "moon")
    assert head(cleaned) == before


def test_variables_are_worked_out_listed_and_removed(cleaned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ["derive", str(cleaned)]
    assert main([*run, "--name", "age_group", "--label", "Age group", "--bands", "age", "--edges", "30,40"]) == 0
    capsys.readouterr()
    assert main(run) == 0
    assert "bands of “age”" in capsys.readouterr().out
    before = head(cleaned)
    for words in (["--name", "x"], ["--name", "x", "--bands", "age", "--edges", "a"], ["--name", "x", "--sum", "age"]):
        assert refused(capsys, *run, *words)
    assert head(cleaned) == before
    assert main([*run, "--change", "age_group", "--bands", "age", "--edges", "35", "--label", "Two ages"]) == 0
    assert main([*run, "--name", "old", "--recode", "age_group", "--groups", "Old=2"]) == 0
    capsys.readouterr()
    assert main(run) == 0
    assert "groups of “Two ages”" in capsys.readouterr().out
    assert "old" in refused(capsys, *run, "--remove", "age_group")
    assert main([*run, "--name", "square", "--product", "age,age"]) == 0
    assert "itself" in refused(capsys, *run, "--change", "square", "--product", "square,age")
    assert main([*run, "--remove", "old"]) == 0
    assert main([*run, "--remove", "age_group"]) == 0
    assert "stays" in refused(capsys, *run, "--remove", "age")


def test_data_leave_by_destination_with_their_dictionary(
    cleaned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "data.csv"
    words = ["export", str(cleaned), str(out), "--dictionary", "--destination", "public"]
    assert main(words) == 0
    with out.open(encoding="utf-8-sig", newline="") as stream:
        heads = next(csv.reader(stream))
    assert "age" in heads
    assert "_uuid" not in heads
    assert "are not exported" in capsys.readouterr().out
    assert (tmp_path / "data.dictionary.csv").exists()
    assert "inside the team" in refused(capsys, *words, "--identifiers", "--overwrite")


def test_questions_and_answers_are_worded_in_a_language(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "homes.csv"
    file.write_text("roof,n\n" + "tin,1\nthatch,2\n" * 12, encoding="utf-8")
    assert main(["import", str(folder), str(file)]) == 0
    command = ["variables", str(folder)]
    assert main([*command, "--label", "roof", "Toit", "--answer-label", "roof", "tin", "Tôle", "--language", "fr"]) == 0
    assert main([*command, "--label", "roof", "Roof", "--label", "n", "Number"]) == 0
    assert "tin" in refused(capsys, *command, "--answer-label", "roof", "gold", "Or")
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    said = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert (said["roof"]["labels"]["fr"], said["roof"]["labels"]["en"]) == ("Toit", "Roof")
    assert said["roof"]["answer_labels"]["tin"]["fr"] == "Tôle"
    assert said["n"]["labels"]["en"] == "Number"
