# SPDX-License-Identifier: MIT
"""A KoboToolbox export with its form comes out the same however it was written."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analysis.records import Kind, Level, Reason, Role, RowOrigin
from projects.imported.problems import ImportProblem
from projects.imported.records import ImportedData
from projects.intake.survey_import import import_survey
from wording import render

ASKED, NOT_ASKED, REFUSED, DONT_KNOW, MISSING = (int(reason) for reason in Reason)


def check_same(data: ImportedData, column: Any, reasons: Any) -> None:
    """What every way of writing the export must give."""
    main, members = data.tables
    assert (main.rows, members.rows) == (5, 3)
    assert members.parent == "t1"
    assert members.parent_rows is not None
    assert members.parent_rows.tolist() == [0, 0, 3]
    assert column(main, "consent") == ["yes", "yes", "no", "yes", "yes"]
    assert column(main, "age") == [34, 19, None, 130, 45]
    assert reasons(main, "age") == [ASKED, ASKED, NOT_ASKED, ASKED, ASKED]
    assert column(main, "children") == ["yes", None, None, None, None]
    assert reasons(main, "children") == [ASKED, NOT_ASKED, NOT_ASKED, REFUSED, MISSING]
    assert column(main, "needs") == [("food", "safe_place"), None, None, ("food", "other"), None]
    assert reasons(main, "needs") == [ASKED, DONT_KNOW, NOT_ASKED, ASKED, MISSING]
    assert column(main, "needs_other") == [None, None, None, "Soap", None]
    assert reasons(main, "needs_other") == [NOT_ASKED, NOT_ASKED, NOT_ASKED, ASKED, NOT_ASKED]
    assert column(main, "phone") == ["0791234567", None, None, "079 222 33 44", None]
    assert column(members, "school") == ["yes", None, None]
    assert reasons(members, "school") == [ASKED, NOT_ASKED, MISSING]


@pytest.mark.parametrize(
    ("headers", "separator"), [("names", "/"), ("names", "."), ("names", "_"), ("labels", "/"), ("labels", ".")]
)
@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("sets", ["joined", "split", "both"])
def test_every_way_of_writing(
    tmp_path: Path, small: ModuleType, column: Any, reasons: Any, headers: str, groups: bool, sets: str, separator: str
) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    sheets = small.tables(headers, groups, sets, separator)
    check_same(import_survey(small.write_workbook(tmp_path / "data.xlsx", sheets), form), column, reasons)


@pytest.mark.parametrize("separator", [",", ";"])
def test_zip_of_csv(tmp_path: Path, small: ModuleType, column: Any, reasons: Any, separator: str) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    data = import_survey(small.write_zip(tmp_path / "data.zip", small.tables(), separator), form)
    assert data.kind == "kobo"
    check_same(data, column, reasons)


def test_what_the_form_knows(tmp_path: Path, small: ModuleType) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", small.tables()), form)
    main = data.tables[0]
    assert (data.form_title, data.form_version, data.languages) == ("Small household form", "3", ("en", "fr"))
    needs = next(variable for variable in main.variables if variable.name == "needs")
    assert needs.kind is Kind.SET
    assert needs.level is Level.SET
    assert render(needs.labels, "fr") == "Quels besoins ?"
    assert [render(choice.labels, "fr") for choice in needs.choices[:2]] == ["Nourriture", "Un lieu sûr"]
    assert needs.group == ("main",)
    assert needs.relevant == "${consent} = 'yes'"
    children = next(variable for variable in main.variables if variable.name == "children")
    assert children.relevant == "(${consent} = 'yes') and (${age} > 20)"
    assert [choice.reason for choice in children.choices] == [ASKED, ASKED, DONT_KNOW, REFUSED]
    age = next(variable for variable in main.variables if variable.name == "age")
    assert (age.constraint, render(age.hint, "en")) == (". >= 18 and . <= 120", "In years")


def test_design_consent_and_roles(tmp_path: Path, small: ModuleType) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", small.tables()), form)
    main, members = data.tables
    by_name = {variable.name: variable for variable in main.variables}
    assert main.design.weight == by_name["weight"].id
    assert main.design.strata == by_name["stratum"].id
    assert main.design.clusters == (by_name["cluster_id"].id,)
    assert main.how is RowOrigin.PROBABILITY
    assert members.how is RowOrigin.PROBABILITY
    assert (main.unit, members.unit) == ("household", "person")
    assert main.consent == by_name["consent"].id
    assert main.consent_given == ("c1",)
    assert by_name["phone"].role is Role.IDENTIFIER
    assert by_name["_uuid"].role is Role.KEY
    assert by_name["weight"].role is Role.WEIGHT
    assert by_name["age"].role is Role.QUASI_IDENTIFIER
    design = next(line for line in data.findings if line.message.key.endswith("design_nested"))
    assert design.message.args["psus"] == 4
    assert set(main.row_keys) == {"id", "uuid", "index"}


def test_the_conversation(tmp_path: Path, small: ModuleType, keys: Any) -> None:
    sheets = small.tables()
    main = sheets["Small household form"]
    main[1][2] = "12"  # the first household's age is against the constraint
    main[2][3] = "yes"  # asked only above 20
    main[4][3] = "maybe"  # no choice of the list
    main[0].append("note_of_office")
    form = small.write_form(tmp_path / "form.xlsx")
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", sheets), form)
    found = {line.message.key.removeprefix("importing.finding."): line for line in data.findings}
    assert found["against_constraint"].rows == (0, 3)
    assert [line.rows for line in data.findings if line.message.key.endswith("against_skip")] == [(0, 1)]
    assert found["outside_choices"].rows == (3,)
    assert "note_of_office" in found["columns_without_question"].message.args["names"]
    assert found["consent"].message.args["n"] == 1
    for line in data.findings:  # each has its sentence in both languages, without an answer in it
        for language in ("en", "fr"):
            assert "maybe" not in render(line.message, language)


def test_a_form_of_other_data_is_refused(tmp_path: Path, small: ModuleType) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    other = small.write_workbook(tmp_path / "data.xlsx", {"Sheet": [["alpha", "beta", "_uuid"], ["1", "2", "x"]]})
    with pytest.raises(ImportProblem) as problem:
        import_survey(other, form)
    assert problem.value.message.key == "importing.problem.other_form"
    assert "form.xlsx" in render(problem.value.message, "en")


def test_a_workbook_that_is_no_form_is_refused(tmp_path: Path, small: ModuleType) -> None:
    data = small.write_workbook(tmp_path / "data.xlsx", small.tables())
    with pytest.raises(ImportProblem) as problem:
        import_survey(data, data)
    assert problem.value.message.key == "importing.problem.not_a_form"


def test_without_the_form(tmp_path: Path, small: ModuleType, column: Any, keys: Any) -> None:
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", small.tables()))
    main, members = data.tables
    assert data.kind == "kobo"
    assert {"form_inferred", "sets_inferred"} <= set(keys(data))
    assert column(main, "needs") == [("food", "safe_place"), None, None, ("food", "other"), None]
    assert next(v for v in main.variables if v.name == "age").group == ("main",)
    assert members.parent == "t1"
    assert members.parent_rows is not None
    assert members.parent_rows.tolist() == [0, 0, 3]
    assert column(main, "phone")[0] == "0791234567"
    assert main.consent is not None


def test_an_expression_not_known_is_listed_and_nothing_guessed(
    tmp_path: Path, small: ModuleType, reasons: Any, keys: Any
) -> None:
    survey = [list(row) for row in small.SURVEY]
    survey[5][4] = "pulldata('file', 'a', 'b', ${age}) = 1"
    form = small.write_form(tmp_path / "form.xlsx", survey)
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", small.tables()), form)
    told = next(line for line in data.findings if line.message.key.endswith("not_evaluated"))
    assert told.message.args["names"] == ["children"]
    assert reasons(data.tables[0], "children") == [ASKED, MISSING, NOT_ASKED, REFUSED, MISSING]


def test_rankings_and_special_numbers(tmp_path: Path, small: ModuleType, column: Any, keys: Any) -> None:
    survey = [
        ["type", "name", "label"],
        ["rank need", "order", "Order"],
        ["integer", "cost", "Cost"],
        ["text", "x", "X"],
    ]
    form = small.write_form(tmp_path / "form.xlsx", survey)
    rows = [["order", "cost", "x", "_uuid"], ["food dnk safe_place", "12", "a", "u1"], ["dnk food", "-999", "b", "u2"]]
    data = import_survey(small.write_workbook(tmp_path / "data.xlsx", {"Sheet": rows}), form)
    table = data.tables[0]
    assert column(table, "order") == ["food dnk safe_place", "dnk food"]
    assert column(table, "order/1") == ["food", None]
    assert column(table, "order/3") == ["safe_place", None]
    assert column(table, "cost") == [12, -999]
    told = next(line for line in data.findings if line.message.key.endswith("marks_asked"))
    assert (told.message.args["mark"], told.details) == ("-999", (("cost", 1),))


def test_odk_central_and_briefcase(tmp_path: Path, small: ModuleType, column: Any) -> None:
    main = [
        ["SubmissionDate", "consent", "main-age", "main-needs", "KEY"],
        ["2024-07-30T10:00:00.000Z", "yes", "34", "food", "uuid:1"],
        ["2024-07-30T11:00:00.000Z", "yes", "40", "safe_place food", "uuid:2"],
    ]
    members = [
        ["main-member-m_age", "main-member-school", "PARENT_KEY", "KEY"],
        ["7", "yes", "uuid:2", "uuid:2/member[1]"],
        ["9", "no", "uuid:1", "uuid:1/member[1]"],
    ]
    form = small.write_form(tmp_path / "form.xlsx")
    data = import_survey(small.write_zip(tmp_path / "data.zip", {"small": main, "small-member": members}), form)
    assert column(data.tables[0], "needs") == [("food",), ("food", "safe_place")]
    assert column(data.tables[1], "school") == ["yes", "no"]
    assert data.tables[1].parent_rows is not None
    assert data.tables[1].parent_rows.tolist() == [1, 0]
