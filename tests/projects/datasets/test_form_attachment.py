# SPDX-License-Identifier: MIT
"""A form attached after the import: wording and choices arrive, rows and edits stay, and it can be undone."""

from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from analysis.declarations.study import Study
from analysis.records import DesignRoles, Kind, Level, Role, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.cleaning_log import logged
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.form_attachment import attach_form, original_file, sole_original
from projects.datasets.merge.candidate_datasets import candidates
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_design, set_known_totals
from projects.design.known_totals import KnownMargin, KnownTotals, known_totals_of
from projects.imported.records import ImportedData
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import rows_in_state
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell
from wording import Labels, Problem, render

_spec = importlib.util.spec_from_file_location("datasets_study", Path(__file__).with_name("conftest.py"))
study_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(study_module)


def without_form() -> ImportedData:
    """The households as a file alone tells them: codes as text, sets as one text, no labels, no consent."""
    table = study_module.households()
    codes = {
        "v1": ["yes", "yes", "yes", "yes", "no", "yes"],
        "v2": ["a", "a", "a", "b", "b", "b"],
        "v5": ["theft light", "light", "refuse", "theft", None, ""],
    }
    variables = []
    for variable in table.variables:
        if variable.id in codes:
            plain = Variable(variable.id, variable.name, Labels({}), Kind.TEXT, Level.NOMINAL)
            variables.append(plain)
        else:
            variables.append(dataclasses.replace(variable, labels=Labels({})))
    columns = {name: column for name, column in table.columns.items() if not name.startswith("v5.")}
    columns |= {name: pa.array(values) for name, values in codes.items()}
    reasons = {"v5": np.array([0, 0, 0, 0, 4, 0], np.int8), "v6": table.reasons["v6"]}
    plain = dataclasses.replace(
        table, variables=tuple(variables), columns=columns, reasons=reasons, consent=None, consent_given=()
    )
    return dataclasses.replace(study_module.study(), tables=(plain, study_module.members()), languages=())


def test_a_form_brings_wording_choices_and_consent(project: Project) -> None:
    project.do(import_action(without_form(), b"the file", file_name="hh.csv"))
    assert original_file(project, "d1") == ("hh.csv", b"the file")
    project.do(change_cell(project, "t1", 1, "v2", DatasetCell("b"), why="wrong site"))
    project.do(change_cell(project, "t1", 2, "v5", DatasetCell("theft"), why="asked again"))
    project.do(attach_form(project, "d1", study_module.study(), b"the form", "form.xlsx"))
    table = data_table(project, "t1")
    assert table.variable("v2").kind is Kind.ONE
    assert table.variable("v5").choice("c1").labels.in_language("en") == "Theft"
    assert table.variable("v3").role is Role.CLUSTER
    frame = load_frame(project, "t1", ["v2", "v5"], consent_only=False)
    assert frame.data["v2"].tolist() == ["c2", "c1", "c1", "c2", "c2", "c2"]
    assert frame.data["v5.c1"].iloc[1]
    assert not frame.data["v5.c2"].iloc[1]
    assert frame.reasons["v5"].tolist() == [0, 0, 2, 0, 1, 0]
    assert rows_in_state(project, "t1", "no_consent") == [5]
    assert [line.new for line in logged(project)] == [DatasetCell(("c1",)), DatasetCell("c2")]
    project.undo()
    assert data_table(project, "t1").variable("v2").kind is Kind.TEXT
    assert load_frame(project, "t1", ["v2"]).data["v2"].tolist()[:2] == ["b", "a"]


def weight_recipe(*values: list[object]) -> dict[str, object]:
    return {"do": "frame", "of": ["v2"], "values": list(values)}


def test_known_totals_and_weights_by_an_answer_follow_it_to_its_choice(project: Project) -> None:
    project.do(import_action(without_form(), b"the file", file_name="hh.csv"))
    weight = project.do(add_derived("t1", "base", Labels({}), weight_recipe(["a", 3.0], ["b", 4.0]))).result
    project.do(set_design("t1", DesignRoles(weight=weight)))
    sites = KnownMargin(("v2",), ((("a",), 70.0), (("b",), 30.0)))
    project.do(set_known_totals("t1", KnownTotals("poststratify", (sites,))))
    before = load_frame(project, "t1", consent_only=False).design.weight.tolist()
    assert before == [3.0, 3.0, 3.0, 4.0, 4.0, 4.0]
    project.do(attach_form(project, "d1", study_module.study(), b"the form", "form.xlsx"))
    assert data_table(project, "t1").variable("v2").kind is Kind.ONE
    frame = load_frame(project, "t1", consent_only=False)
    assert frame.design.weight.tolist() == before
    assert known_totals_of(project, "t1").margins[0].totals == ((("c1",), 70.0), (("c2",), 30.0))
    found = Study(load_frame(project, "t1")).design.weights
    assert found.tolist() == pytest.approx([70 / 3] * 3 + [15.0] * 2)
    project.undo()
    assert known_totals_of(project, "t1").margins[0] == sites


def test_a_column_that_the_sample_uses_does_not_vanish_into_a_set(project: Project) -> None:
    plain = without_form()
    table = plain.tables[0]
    theft = Variable("v9", "concerns/theft", Labels({}), Kind.NUMBER, Level.INTERVAL)
    columns = {**table.columns, "v9": pa.array([1.0, 0, 0, 1, 0, 0])}
    table = dataclasses.replace(table, variables=(*table.variables, theft), columns=columns)
    project.do(import_action(dataclasses.replace(plain, tables=(table, plain.tables[1])), b"f", file_name="hh.csv"))
    margin = KnownMargin(("v9",), ((("0",), 70.0), (("1",), 30.0)))
    project.do(set_known_totals("t1", KnownTotals("poststratify", (margin,))))
    action = attach_form(project, "d1", study_module.study(), b"the form", "form.xlsx")
    with pytest.raises(Problem) as raised:
        project.do(action)
    said = render(raised.value.message, "en")
    assert said.startswith("With this form concerns/theft would become part of another question")
    assert "known totals of" in said
    project.undo()
    project.do(action)
    assert all(one.id != "v9" for one in data_table(project, "t1").variables)


def test_a_form_for_other_rows_is_refused(project: Project) -> None:
    project.do(import_action(without_form(), None, file_name="hh.csv"))
    with pytest.raises(Problem):
        attach_form(project, "d1", dataclasses.replace(study_module.study(), tables=()), b"", "form.xlsx")
    name, content = original_file(project, "d1")
    assert sole_original(project, "d1") is None
    assert (name[-4:], content[:2]) == (".zip", b"PK"), "the rows as collected stand in for a file that was not kept"


def test_the_data_set_a_file_belongs_to_is_recognised(stored: Project) -> None:
    (candidate,) = candidates(stored, study_module.study())
    assert (candidate.data_set, candidate.shared) == ("d1", 1.0)
    other = dataclasses.replace(study_module.members(), parent=None, parent_rows=None)
    assert candidates(stored, dataclasses.replace(study_module.study(), tables=(other,))) == []
