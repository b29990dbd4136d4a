# SPDX-License-Identifier: MIT
"""Text columns of a spreadsheet against a list by hand: one choice without asking, asked, or sealed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.records import Kind, Role, Variable
from projects.imported.records import ImportedTable
from projects.intake.survey_import import import_survey

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
