# SPDX-License-Identifier: MIT
"""A form attached after a newer export has joined, then a newer version of it: nothing that was there is lost."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analysis.records import Kind, Reason
from projects.datasets.add_dataset import import_action
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.form_attachment import attach_form, original_file, sole_original
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import merge_action
from projects.datasets.table.frames import load_frame
from projects.intake.survey_import import import_survey
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_tables
from tests.projects.cells import change_cell
from wording import Labels, Problem

_SMALL = Path(__file__).parents[1] / "importing" / "small.py"


@pytest.fixture(scope="module")
def small() -> ModuleType:
    """The small form and its exports."""
    spec = importlib.util.spec_from_file_location("attaching_small", _SMALL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def newer(small: ModuleType) -> dict[str, list[list[str]]]:
    """The export of a week later: one household more, with a member; its rows are numbered anew."""
    sheets = small.tables()
    main, members = sheets["Small household form"], sheets["member"]
    place = {head: at for at, head in enumerate(main[0])}
    row = list(main[2])
    for head, cell in {"_id": "906", "_uuid": "uuid-6", "_index": "6", "main/age": "52", "main/children": "no"}.items():
        row[place[head]] = cell
    main.append(row)
    members.append(["30", "no", "4", "Small household form", "6", "uuid-6"])
    return dict(sheets)


@pytest.fixture
def joined(project: Project, small: ModuleType, tmp_path: Path) -> Project:
    """An export without its form, edited, and a newer one that joined it."""
    first = small.write_workbook(tmp_path / "first.xlsx", small.tables())
    project.do(import_action(import_survey(first), first.read_bytes(), file_name="first.xlsx"))
    table = data_tables(project)[0]
    project.do(change_cell(project, table.id, 5, table.named("children").id, DatasetCell("yes"), why="asked"))
    second = small.write_workbook(tmp_path / "second.xlsx", newer(small))
    project.do(merge_action(compare(project, "d1", import_survey(second)), second.read_bytes()))
    return project


def _read(project: Project, form: Path, tmp_path: Path) -> Any:
    name, data = original_file(project, "d1")
    (tmp_path / name).write_bytes(data)
    return import_survey(tmp_path / name, form)


def codes(project: Project, table: Any, name: str) -> list[Any]:
    variable = table.named(name)
    frame = load_frame(project, table.id, [variable.id], consent_only=False)
    said = {one.id: one.code for one in variable.choices}
    reasons = frame.reasons[variable.id].tolist()
    return [Reason(r).name if r else said.get(v, v) for v, r in zip(frame.data[variable.id], reasons, strict=True)]


def test_a_form_is_attached_after_a_newer_export_joined(joined: Project, small: ModuleType, tmp_path: Path) -> None:
    before = {table.name: table.rows for table in data_tables(joined)}
    assert sole_original(joined, "d1") is None
    form = small.write_form(tmp_path / "form.xlsx")
    joined.do(attach_form(joined, "d1", _read(joined, form, tmp_path), form.read_bytes(), "form.xlsx"))
    main, members = data_tables(joined)
    assert {table.name: table.rows for table in (main, members)} == before == {main.name: 6, members.name: 4}
    assert main.named("age").labels.by_language == {"en": "Age", "fr": "Âge"}
    assert (main.named("children").group, main.named("children").relevant) == (
        ("main",),
        "(${consent} = 'yes') and (${age} > 20)",
    )
    needs = main.named("needs")
    assert needs.kind is Kind.SET
    frame = load_frame(joined, main.id, [needs.id], consent_only=False)
    ticked = {one.code: frame.data[f"{needs.id}.{one.id}"].fillna(False).tolist() for one in needs.choices}
    assert ticked["food"] == [True, False, False, True, False, False]
    assert ticked["other"] == [False, False, False, True, False, False]
    assert frame.reasons[needs.id].tolist()[1] == Reason.DONT_KNOW
    assert codes(joined, main, "children") == ["yes", "NOT_ASKED", "NOT_ASKED", "REFUSED", "yes", "no"]
    assert codes(joined, main, "phone")[:2] == ["0791234567", "MISSING"]
    assert codes(joined, members, "m_age") == [7, 40, 16, 30]
    assert codes(joined, members, "school") == ["yes", "NOT_ASKED", "MISSING", "no"]
    assert codes(joined, main, "_uuid")[5] == "uuid-6", "columns the form knows nothing of stay"
    assert codes(joined, main, "stratum")[:3] == ["north", "north", "south"]
    joined.undo()
    assert data_tables(joined)[0].named("age").labels.by_language in ({}, {"": ""})
    assert codes(joined, data_tables(joined)[0], "children")[4] == "yes"


def test_a_newer_version_takes_the_place_of_a_form(joined: Project, small: ModuleType, tmp_path: Path) -> None:
    form = small.write_form(tmp_path / "form.xlsx")
    joined.do(attach_form(joined, "d1", _read(joined, form, tmp_path), form.read_bytes(), "form.xlsx"))
    main = data_tables(joined)[0]
    children = main.named("children").id
    joined.do(
        add_derived(
            main.id, "has", Labels({}), {"do": "recode", "of": children, "to": {}}, main.named("children").choices
        )
    )
    survey = [list(row) for row in small.SURVEY]
    survey[5] = ["select_one yn2", "children", "Children of your own?", "Vos enfants ?", "${age} > 30", "", "", ""]
    choices = [*small.CHOICES, ["yn2", "yes", "Yes, some", "Oui"], ["yn2", "none", "None", "Aucun"]]
    later = small.write_form(tmp_path / "later.xlsx", survey, choices)
    joined.do(attach_form(joined, "d1", _read(joined, later, tmp_path), later.read_bytes(), "later.xlsx"))
    table = data_tables(joined)[0]
    asked = table.named("children")
    assert asked.id == children
    assert asked.labels.by_language == {"en": "Children of your own?", "fr": "Vos enfants ?"}
    assert asked.relevant == "(${consent} = 'yes') and (${age} > 30)"
    labels = {one.code: one.labels.by_language.get("en", "") for one in asked.choices}
    assert (labels["yes"], labels["none"]) == ("Yes, some", "None")
    assert labels["no"] == "No", "an answer given under the earlier form keeps its words"
    assert codes(joined, table, "children")[4] == "yes", "the edit stays"
    assert {one.name for one in table.variables} >= {"has", "needs", "phone", "weight", "_uuid", "_index"}
    head = joined.head
    survey[4] = ["text", "age", "Age", "Âge", "", "", "", ""]
    joined.do(add_derived(table.id, "plus", Labels({}), {"do": "calculate", "expr": ["+", table.named("age").id, 1]}))
    odd = small.write_form(tmp_path / "odd.xlsx", survey, choices)
    before = joined.head
    with pytest.raises(Problem) as refused:
        joined.do(attach_form(joined, "d1", _read(joined, odd, tmp_path), odd.read_bytes(), "odd.xlsx"))
    assert refused.value.message.args["variable"] == "plus"
    assert joined.head == before != head


@pytest.mark.slow
def test_a_real_form_attached_late_gives_what_reading_with_it_gives(
    project: Project, shared: Path, tmp_path: Path
) -> None:
    """Every cell, reason, wording and condition of a real assessment, whichever way its form came."""
    folder = shared / "kobo" / "msna2024"
    data, form = folder / "data.xlsx", folder / "form.xlsx"
    read = import_survey(data)
    project.do(import_action(read, data.read_bytes(), file_name="data.xlsx"))
    project.do(merge_action(compare(project, "d1", read), data.read_bytes()))
    late = _read(project, form, tmp_path)
    project.do(attach_form(project, "d1", late, form.read_bytes(), "form.xlsx"))
    at_once = {table.name: table for table in import_survey(data, form).tables}
    compared = 0
    for table in data_tables(project):
        expected = at_once[table.name]
        assert {one.name for one in table.variables} == {one.name for one in expected.variables}
        frame = load_frame(project, table.id, [one.id for one in table.variables], consent_only=False)
        for wanted in expected.variables:
            found = table.named(wanted.name)
            assert (found.kind, found.labels, found.relevant) == (wanted.kind, wanted.labels, wanted.relevant)
            assert frame.reasons[found.id].tolist() == expected.reasons[wanted.id].tolist(), wanted.name
            if found.kind is Kind.ONE:
                said = {one.id: one.code for one in found.choices}
                ids = {one.id: one.code for one in wanted.choices}
                cells = expected.columns[wanted.id].to_pylist()
                assert [said.get(one) for one in frame.data[found.id]] == [ids.get(one) for one in cells], wanted.name
                compared += len(cells)
    assert compared > 10_000
