# SPDX-License-Identifier: MIT
"""Real forms and exports, counted independently with openpyxl and the csv module."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analysis.records import Kind, RowOrigin
from projects.forms.xlsform import read_xlsform
from projects.intake.import_process import import_survey_in_worker
from projects.intake.survey_import import import_survey

pytestmark = pytest.mark.slow


def sheet_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        for sheet in book:
            sheet.reset_dimensions()  # the file states none
        return {
            sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
            for sheet in book
        }
    finally:
        book.close()


def test_msna(shared: Path, column: Any) -> None:
    folder = shared / "kobo" / "msna2024"
    data = import_survey_in_worker(folder / "data.xlsx", folder / "form.xlsx")
    sheets = sheet_rows(folder / "data.xlsx")
    assert [(t.name, t.rows) for t in data.tables] == [(name, len(rows) - 1) for name, rows in sheets.items()]
    assert [t.rows for t in data.tables] == [241, 965, 965, 965, 965]
    main = data.tables[0]
    assert all(t.parent == "t1" and (t.parent_rows >= 0).all() for t in data.tables[1:])
    assert data.languages[:2] == ("en", "fr")
    kinds = [variable.kind for table in data.tables for variable in table.variables]
    assert kinds.count(Kind.SET) == 19
    names = {variable.id: variable.name for variable in main.variables}
    assert main.how is RowOrigin.PROBABILITY
    assert names[str(main.design.weight)] == "weight"
    assert names[str(main.design.strata)] == "stratum"
    assert [names[cluster] for cluster in main.design.clusters] == ["cluster_id"]
    assert main.design.nested
    told = next(line for line in data.findings if line.message.key.endswith("design_nested"))
    assert (told.message.args["strata"], told.message.args["clusters"], told.message.args["psus"]) == (3, 4, 12)
    header, *rows = sheets["main"]
    weights = [row[header.index("weight")] for row in rows]
    assert column(main, "weight") == pytest.approx(weights)
    uuids = [row[header.index("uuid")] for row in rows]
    parent_uuid = [row[sheets["roster"][0].index("uuid")] for row in sheets["roster"][1:]]
    parents = data.tables[1].parent_rows
    assert parents is not None
    assert [uuids[number] for number in parents] == parent_uuid
    modality = next(variable for variable in main.variables if variable.name == "survey_modality")
    assert {choice.code: choice.labels.by_language["fr"] for choice in modality.choices} == {
        "remote": "A distance",
        "in_person": "En personne",
    }
    joined = [row[header.index("aap_priority_challenge")] for row in rows]
    read = column(main, "aap_priority_challenge")
    special = {"dnk", "pnta"}
    for cell, codes in zip(joined, read, strict=True):
        expected = set((cell or "").split())
        assert set(codes or ()) == (expected if expected - special else set())


def test_small_pair(shared: Path) -> None:
    folder = shared / "kobo" / "small_forms"
    data = import_survey(folder / "data.xlsx", folder / "sample_xlsform.xlsx")
    assert [(t.name, t.rows, t.parent) for t in data.tables[:2]] == [
        ("Sample Dataset KoboloadeR", 5, None),
        ("members", 12, "t1"),
    ]
    reason = next(variable for variable in data.tables[0].variables if variable.name == "reason")
    assert reason.kind is Kind.SET


def test_likert_pair(shared: Path) -> None:
    folder = shared / "kobo" / "small_forms"
    table = import_survey(folder / "data_likert.xlsx", folder / "form_likert.xlsx").tables[0]
    assert (table.rows, len(table.variables)) == (120, 18)
    assert {variable.kind for variable in table.variables} == {Kind.ONE}


def test_template_csv(shared: Path) -> None:
    folder = shared / "kobo" / "msna_template"
    data = import_survey(folder / "data.csv", folder / "form_rebuilt.xlsx")
    with (folder / "data.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert data.tables[0].rows == len(rows) - 1 == 100
    read = {header for header in rows[0]}
    matched = sum(1 for variable in data.tables[0].variables if variable.form_type)
    assert matched > 150
    assert {v.name for v in data.tables[0].variables if not v.form_type} <= read


def test_every_form_is_read(shared: Path) -> None:
    forms = [
        path
        for path in sorted((shared / "kobo").rglob("*.xls*"))
        if "data" not in path.stem and path.name not in ("loa_and_sample_frame.xlsx", "survey_no_name.xlsx")
    ]
    assert len(forms) > 50
    for path in forms:
        assert read_xlsform(path).questions, path.name


def test_every_form_version_with_submissions(shared: Path) -> None:
    import json

    read = 0
    for path in sorted((shared / "kobo" / "form_versions").rglob("v*.json")):
        content = json.loads(path.read_text("utf-8"))
        if not isinstance(content, dict) or not content.get("submissions") or not content.get("content"):
            continue
        data = import_survey(path)
        assert data.tables[0].rows == len(content["submissions"]), path
        read += 1
    assert read >= 25
