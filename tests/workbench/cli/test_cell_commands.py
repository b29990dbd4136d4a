# SPDX-License-Identifier: MIT
"""Answers, roles, levels and the language of labels changed on the command line, as in the window and as undoable."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import xlsxwriter

from analysis.records import Level, Role
from projects.store import Project
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_tables, label_language
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder, head, refused
from workbench.cli import main

pytestmark = pytest.mark.slow

__all__ = ["environment", "folder"]

_SURVEY = (
    ("type", "name", "label::English (en)", "label::Français (fr)", "relevant"),
    ("select_one yn", "works", "Do you work?", "Travaillez-vous ?", ""),
    ("text", "job", "As what?", "Comme quoi ?", "${works} = 'yes'"),
    ("text", "why_not", "Why not?", "Pourquoi ?", "${works} = 'no'"),
    ("select_multiple need", "needs", "Needs", "Besoins", ""),
    ("integer", "age", "Age", "Âge", ""),
)
_CHOICES = (
    ("list_name", "name", "label::English (en)", "label::Français (fr)"),
    ("yn", "yes", "Yes", "Oui"),
    ("yn", "no", "No", "Non"),
    ("need", "food", "Food", "Nourriture"),
    ("need", "water", "Water", "Eau"),
)
_DATA = (
    "works,job,why_not,needs,needs/food,needs/water,age,_id,_uuid",
    "yes,cook,,food,1,0,31,11,u-11",
    "no,,ill,water,0,1,44,12,u-12",
    "yes,tailor,,food water,1,1,25,13,u-13",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three people asked with a form in two languages, made once by the commands."""
    tmp_path = tmp_path_factory.mktemp("made")
    form = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(form) as book:
        for name, rows in (("survey", _SURVEY), ("choices", _CHOICES)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    data = tmp_path / "data.csv"
    data.write_text("\n".join(_DATA) + "\n", encoding="utf-8")
    folder = tmp_path / "p.pwb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
        patch.setenv("HOME", str(tmp_path))
        assert main(["new", str(folder)]) == 0
        assert main(["import", str(folder), str(data), "--form", str(form)]) == 0
    return folder


@pytest.fixture
def surveyed(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "p.pwb"))


def _cells(folder: Path, name: str) -> list[object]:
    with Project.open(folder, PASSPHRASE) as project:
        (table,) = data_tables(project)
        columns, variable = TableColumns(project, table.id), table.named(name)
        found = [columns.cell(variable, row) for row in (1, 2, 3)]
        codes = {choice.id: choice.code for choice in variable.choices}
    values: list[object] = []
    for cell in found:
        if isinstance(cell.value, tuple):
            values.append([codes[one] for one in cell.value])
        else:
            values.append(cell.reason or codes.get(str(cell.value), cell.value))
    return values


def test_an_answer_is_changed_with_its_reason(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edits", str(surveyed), "--set", "data", "2", "age", "45", "--reason", "paper form"]) == 0
    assert main(["edits", str(surveyed), "--set", "data", "_id=13", "age", "26", "--reason", "paper form"]) == 0
    assert _cells(surveyed, "age") == [31.0, 45.0, 26.0]
    capsys.readouterr()
    assert main(["edits", str(surveyed), "--variable", "age", "--table", "data"]) == 0
    told = capsys.readouterr().out
    assert told.count("paper form") == 2
    assert "45" not in told.replace(":45", ""), "answers leave through a file alone"
    with Project.open(surveyed, PASSPHRASE) as project:
        project.undo()
    assert _cells(surveyed, "age") == [31.0, 45.0, 25.0]


def test_what_follows_is_listed_and_waits_for_a_word(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = ("edits", str(surveyed), "--set", "data", "1", "works", "no", "--reason", "misheard")
    before = head(surveyed)
    assert "2 answers" in refused(capsys, *change)
    assert main([*change, "--preview"]) == 0
    told = capsys.readouterr().out
    assert "not asked any more: data, row 1, job" in told
    assert "without an answer: data, row 1, why_not" in told
    assert "cook" not in told
    assert head(surveyed) == before
    assert main([*change, "--accept"]) == 0
    assert _cells(surveyed, "works") == ["no", "no", "yes"]
    assert _cells(surveyed, "job") == [1, 1, "tailor"]  # not asked
    assert _cells(surveyed, "why_not") == [4, "ill", 1]  # asked now, without an answer
    with Project.open(surveyed, PASSPHRASE) as project:
        project.undo()
    assert _cells(surveyed, "job") == ["cook", 1, "tailor"]
    assert main([*change, "--alone"]) == 0
    assert _cells(surveyed, "works") == ["no", "no", "yes"]
    assert _cells(surveyed, "job") == ["cook", 1, "tailor"]


def test_a_set_and_its_columns_change_together(surveyed: Path) -> None:
    assert main(["edits", str(surveyed), "--set", "data", "1", "needs/water", "1", "--reason", "r"]) == 0
    assert main(["edits", str(surveyed), "--set", "data", "2", "needs", "food water", "--reason", "r"]) == 0
    both = ["--set", "data", "3", "needs/water", "0", "--set", "data", "3", "needs/food", "no"]
    assert main(["edits", str(surveyed), *both, "--reason", "r"]) == 0
    assert _cells(surveyed, "needs") == [["food", "water"], ["food", "water"], []]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("data", "1", "age", "32"), "--reason"),
        (("data", "1", "age", "many", "--reason", "r"), "number"),
        (("data", "1", "works", "perhaps", "--reason", "r"), "choice"),
        (("data", "9", "age", "3", "--reason", "r"), "no row"),
        (("data", "one", "age", "3", "--reason", "r"), "no row"),
        (("data", "works=yes", "age", "3", "--reason", "r"), "2 rows"),
        (("moon", "1", "age", "3", "--reason", "r"), "moon"),
        (("data", "1", "moon", "3", "--reason", "r"), "moon"),
        (("data", "1", "needs/water", "many", "--reason", "r"), "1 or 0"),
        (("data", "1", "age", "31", "--reason", "r"), "already"),
        (("data", "1", "age", "32", "--reason", "r", "--take-back"), "--set"),
    ],
)
def test_bad_words_are_one_sentence(
    surveyed: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    before = head(surveyed)
    assert said in refused(capsys, "edits", surveyed, "--set", *words)
    assert head(surveyed) == before


def test_roles_and_levels_are_listed_and_set(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["variables", str(surveyed), "--role", "age", "quasi_identifier", "--level", "works", "ordinal"]
    assert main(arguments) == 0
    with Project.open(surveyed, PASSPHRASE) as project:
        (table,) = data_tables(project)
        assert (table.named("age").role, table.named("works").level) == (Role("quasi_identifier"), Level.ORDINAL)
    capsys.readouterr()
    assert main(["variables", str(surveyed), "--json"]) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed["age"]["role"] == "quasi_identifier"
    assert listed["needs"]["level"] == "set"
    assert main(["variables", str(surveyed)]) == 0
    assert f"{len(listed)} variables" in capsys.readouterr().out
    before = head(surveyed)
    assert "ordinal" in refused(capsys, "variables", surveyed, "--level", "works", "best")
    assert "weight" in refused(capsys, "variables", surveyed, "--role", "works", "king")
    assert "multiple-choice" in refused(capsys, "variables", surveyed, "--level", "needs", "ordinal")
    half = ("--role", "age", "ordinary", "--role", "moon", "ordinary")
    assert "moon" in refused(capsys, "variables", surveyed, *half)
    assert head(surveyed) == before


def test_the_language_of_all_labels_is_switched(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["language", str(surveyed)]) == 0
    assert capsys.readouterr().out.split("\n")[:2] == ["en", "fr"]
    assert main(["language", str(surveyed), "fr"]) == 0
    with Project.open(surveyed, PASSPHRASE) as project:
        assert label_language(project) == "fr"
    capsys.readouterr()
    assert main(["language", str(surveyed)]) == 0
    assert "fr (in use)" in capsys.readouterr().out
    before = head(surveyed)
    assert "en" in refused(capsys, "language", surveyed, "xx")
    assert head(surveyed) == before
    assert main(["language", str(surveyed), "--own"]) == 0
    with Project.open(surveyed, PASSPHRASE) as project:
        assert label_language(project) == ""


def test_others_keep_their_project(surveyed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(surveyed, PASSPHRASE):
        refused(capsys, "edits", surveyed, "--set", "data", "1", "age", "32", "--reason", "r")
        refused(capsys, "variables", surveyed, "--role", "age", "ordinary")
        refused(capsys, "language", surveyed, "fr")
    assert _cells(surveyed, "age") == [31.0, 44.0, 25.0]
