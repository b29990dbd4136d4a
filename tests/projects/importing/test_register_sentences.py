# SPDX-License-Identifier: MIT
"""Registers kept by hand: numbers written as text are counted and said, and participants without a key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.records import Kind
from projects.intake.survey_import import import_survey
from wording import render


def workbook(path: Path, rows: list[list[Any]], sheet: str = "Registre") -> Path:
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def said(data: Any, key: str) -> list[str]:
    return [render(one.message, "en") for one in data.findings if one.message.key.endswith(f".{key}")]


def test_numbers_written_as_text_are_numbers_and_said_once(tmp_path: Path, column: Any) -> None:
    rows = [["Date", "Lieu", "Femmes", "Hommes", "Total"], ["2024-01-05", "Muha", "11 ", "5", 16],
            ["2024-02-05", "Rumo", "12 ", 4, 16]]  # fmt: skip
    data = import_survey(workbook(tmp_path / "r.xlsx", rows))
    table = data.tables[0]
    assert [column(table, name) for name in ("Femmes", "Hommes")] == [[11, 12], [5, 4]]
    assert {one.name for one in table.variables if one.kind is Kind.INTEGER} == {"Femmes", "Hommes", "Total"}
    assert said(data, "text_numbers") == [
        "In “Registre”, 3 numbers were written as text and are read as numbers: Femmes, Hommes."
    ]


@pytest.mark.parametrize("cells", [["007", "012", "044"], ["+257 1", "+257 2", "+257 3"]])
def test_codes_stay_text_and_nothing_is_said(tmp_path: Path, cells: list[str]) -> None:
    rows = [["Code", "Total"], *[[cell, at] for at, cell in enumerate(cells)]]
    data = import_survey(workbook(tmp_path / "r.xlsx", rows))
    assert data.tables[0].variables[0].kind is not Kind.INTEGER
    assert said(data, "text_numbers") == []


@pytest.mark.parametrize(("keys", "lines"), [(["P1", None, "P3"], 1), (["P1", "P2", "P3"], 0)])
def test_a_participant_without_a_key_is_said_at_import(tmp_path: Path, keys: list[str | None], lines: int) -> None:
    rows = [["Code participant", "Nom", "Sexe", "Âge", "Fonction"],
            *[[key, "A B", "F", 30 + at, "Juge"] for at, key in enumerate(keys)]]  # fmt: skip
    found = said(import_survey(workbook(tmp_path / "r.xlsx", rows)), "keyless")
    assert len(found) == lines
    assert all(one.startswith("“Registre”: 1 row has no code of the person in “Code participant”.") for one in found)
