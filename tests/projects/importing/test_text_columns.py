# SPDX-License-Identifier: MIT
"""Text columns of a spreadsheet against a list by hand: one choice without asking, asked, or sealed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.records import Kind, Role, Variable
from projects.datasets.add_dataset import import_action
from projects.imported.records import ImportedTable
from projects.intake.survey_import import import_survey
from projects.store.project import Project
from projects.stored_tables.stored_table import data_tables

CASES = Path(__file__).with_name("text_columns.txt")


def _cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            heading, expected, said = (part.strip() for part in line.split(" | "))
            counted = [one.strip().rpartition("*") for one in said.split(";")]
            found.append((heading, expected, [value for value, _, n in counted for _ in range(int(n))]))
    return found


def _read(folder: Path, heading: str, cells: list[str]) -> tuple[ImportedTable, Variable]:
    path = folder / "sheet.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([heading, "score"])
        rows.writerows([cell, number % 7] for number, cell in enumerate(cells))
    (table,) = import_survey(path).tables
    return table, table.variables[0]


def _outcome(variable: Variable) -> str:
    if variable.role is Role.IDENTIFIER:
        return "sealed"
    return "choice" if variable.kind is Kind.ONE and not variable.content_unconfirmed else "asked"


@pytest.mark.parametrize(("heading", "expected", "cells"), _cases(), ids=[one[0] for one in _cases()])
def test_what_becomes_of_a_text_column(tmp_path: Path, heading: str, expected: str, cells: list[str]) -> None:
    assert _outcome(_read(tmp_path, heading, cells)[1]) == expected


def test_codes_that_tell_people_apart_in_another_table_are_asked(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Code,Age\n" + "".join(f"KZ{n},{20 + n % 40}\n" for n in range(1, 61)), encoding="utf-8")
    visits = tmp_path / "visits.csv"
    visits.write_text("Seen,Block\n" + "".join(f"KZ{n % 3 + 1},B{n % 3}1\n" for n in range(60)), encoding="utf-8")
    with Project.create(tmp_path / "a.pwb", "long enough to be a passphrase", name="A") as project:
        project.do(import_action(import_survey(people)))
        project.do(import_action(import_survey(visits)))
        first, second = data_tables(project)
        assert first.variables[0].content_unconfirmed
        assert [one.content_unconfirmed for one in second.variables] == [True, False]
