# SPDX-License-Identifier: MIT
"""A real form with simulated answers, stored and given back, compared with the workbook as openpyxl reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pyreadstat
import pytest

from analysis.records import Kind, Role
from projects import export_gate as gate
from projects.datasets.add_dataset import import_action
from projects.datasets.export.data_writing import Order, gather
from projects.datasets.merge.comparison import compare
from projects.datasets.table.frames import load_frame
from projects.datasets.table.table_view import TableView
from projects.datasets.table.variable_summary import inspect_variable
from projects.design.sample_design import describe_design
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.imported.records import ImportedData
from projects.intake.survey_import import import_survey
from projects.store.project import Project
from projects.stored_tables.stored_table import data_table, data_tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def imported(shared: Path) -> ImportedData:
    folder = shared / "kobo" / "msna2024"
    return import_survey(folder / "data.xlsx", folder / "form.xlsx")


@pytest.fixture
def assessment(imported: ImportedData, project: Project) -> Iterator[Project]:
    project.do(import_action(imported))
    return project


@pytest.fixture(scope="module")
def main_sheet(shared: Path) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(shared / "kobo" / "msna2024" / "data.xlsx", read_only=True)
    book["main"].reset_dimensions()  # the file declares one cell
    lines = list(book["main"].iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:] if any(cell is not None for cell in line)]


def test_five_linked_tables_with_the_nested_design(assessment: Project) -> None:
    tables = data_tables(assessment)
    assert [table.rows for table in tables] == [241, 965, 965, 965, 965]
    assert [table.parent for table in tables] == [None, "t1", "t1", "t1", "t1"]
    for table in tables:
        facts = describe_design(assessment, table.id)
        assert (facts.strata, facts.clusters, facts.clusters_repeat, facts.incomplete) == (3, 12, True, 0)
        frame = load_frame(assessment, table.id, [])
        assert frame.design.weight is not None
        assert np.isfinite(frame.design.weight).all()


def test_every_number_and_choice_is_the_workbook_s(assessment: Project, main_sheet: list[dict[str, object]]) -> None:
    table = data_table(assessment, "t1")
    frame = load_frame(assessment, "t1", consent_only=False)
    seen = 0
    for variable in table.variables:
        if variable.kind not in (Kind.ONE, Kind.INTEGER, Kind.NUMBER) or variable.role is Role.IDENTIFIER:
            continue
        if variable.name not in main_sheet[0]:
            continue
        codes = {choice.id: choice.code for choice in variable.choices}
        for row, cell in enumerate(line[variable.name] for line in main_sheet):
            value = frame.data[variable.id].iloc[row]
            if frame.reasons[variable.id][row]:
                continue
            shown = codes[value] if variable.kind is Kind.ONE else float(value)
            assert shown == (str(cell) if variable.kind is Kind.ONE else float(cell)), variable.name  # type: ignore[arg-type]
            seen += 1
    assert seen > 5_000


def test_inspector_and_view_agree(assessment: Project) -> None:
    variable = next(v for v in data_table(assessment, "t1").variables if v.kind is Kind.SET)
    facts = inspect_variable(assessment, "t1", variable.id, consent_only=False)
    view = TableView(assessment, "t1", codes=True)
    texts = [view.cell(row, variable.id) for row in range(view.row_count)]
    for choice in variable.choices:
        shown = sum(choice.code in cell.text.split("; ") for cell in texts if not cell.reason)
        assert shown == facts.counts[choice.id]


def test_files_that_leave_hold_every_row(assessment: Project, tmp_path: Path) -> None:
    stream = io.BytesIO()
    gather(assessment, Order("csv", ["t2"])).write(stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    assert len(rows) == 966
    for kind, read in (("sav", pyreadstat.read_sav), ("dta", pyreadstat.read_dta)):
        stream = io.BytesIO()
        gather(assessment, Order(kind, ["t1"])).write(stream)
        path = tmp_path / f"main.{kind}"
        path.write_bytes(stream.getvalue())
        data, meta = read(path)
        assert len(data) == 241
        assert meta.variable_value_labels
    assessment.do(confirm_proposals())
    gate.export_codebook(assessment, tmp_path / "codebook.xlsx", language="en")
    assert len(openpyxl.load_workbook(tmp_path / "codebook.xlsx", read_only=True).sheetnames) == 5


def test_the_same_export_again_changes_nothing(assessment: Project, imported: ImportedData) -> None:
    found = compare(assessment, "d1", imported)
    assert found.undecided == 0
    assert all((t.new_rows, t.vanished, t.changed) == ([], [], {}) for t in found.tables)
