# SPDX-License-Identifier: MIT
"""Submissions copied from phones first, the server's export of the same ones later: read by the real importers."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from projects.datasets.add_dataset import import_action
from projects.datasets.merge.candidate_datasets import candidates
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import merge_action
from projects.datasets.table.frames import load_frame
from projects.imported.records import ImportedData
from projects.intake.survey_import import import_survey
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell


@pytest.fixture(scope="module")
def small() -> ModuleType:
    path = Path(__file__).parent.parent / "importing" / "small.py"
    spec = importlib.util.spec_from_file_location("small_form", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def phones(small: ModuleType, tmp_path: Path) -> ImportedData:
    """Three submissions; the first has two members."""
    members = "<member><m_age>7</m_age><school>yes</school></member><member><m_age>40</m_age></member>"
    for number, (consent, age) in enumerate((("yes", "34"), ("yes", "19"), ("no", ""))):
        folder = tmp_path / "phones" / "instances" / f"form_{number}"
        folder.mkdir(parents=True)
        main = f"<age>{age}</age><needs>food safe_place</needs>{members if number == 0 else ''}" if age else ""
        (folder / f"form_{number}.xml").write_text(
            f'<data id="small" version="3"><consent>{consent}</consent><main>{main}</main>'
            f"<meta><instanceID>uuid:u{number}</instanceID></meta></data>",
            encoding="utf-8",
        )
    return import_survey(tmp_path / "phones", small.write_form(tmp_path / "form.xlsx"))


@pytest.fixture
def server(small: ModuleType, tmp_path: Path) -> ImportedData:
    """u1 corrected in place, u0 edited (a new uuid and a root), its first member gone, u2 as it was, u3 new."""
    sheets = small.tables()
    heads = [*sheets["Small household form"][0], "meta/rootUuid"]

    def line(**known: str) -> list[str]:
        return [known.get(head.rsplit("/", 1)[-1] if head.startswith("main/") else head, "") for head in heads]

    both = {"needs": "food safe_place", "food": "1", "safe_place": "1", "dnk": "0", "other": "0"}
    sheets["Small household form"] = [
        heads,
        line(consent="yes", age="20", _uuid="u1", _id="501", _index="1", **both),
        line(consent="yes", age="34", _uuid="x0", _id="502", _index="2", **both, **{"meta/rootUuid": "uuid:u0"}),
        line(consent="no", _uuid="u2", _id="503", _index="3"),
        line(consent="yes", age="60", _uuid="u3", _id="504", _index="4", **both),
    ]
    sheets["member"] = [
        sheets["member"][0],
        ["40", "", "1", "Small household form", "2", "x0"],
        ["5", "yes", "2", "Small household form", "4", "u3"],
    ]
    workbook = small.write_workbook(tmp_path / "server.xlsx", sheets)
    return import_survey(workbook, small.write_form(tmp_path / "form.xlsx"))


def test_the_server_s_rows_are_the_phones_rows(project: Project, phones: ImportedData, server: ImportedData) -> None:
    project.do(import_action(phones))
    assert [candidate.data_set for candidate in candidates(project, server)] == ["d1"]
    households, members = compare(project, "d1", server).tables
    assert households.old_ids.tolist() == [2, 1, 3, -1]
    assert members.old_ids.tolist() == [2, -1]
    assert (households.vanished, members.vanished) == ([], [1])
    age = data_table(project, "t1").named("age").id
    assert households.changed == {2: (age,)}
    assert members.changed == {}, "numbers that exports give anew are no change"
    project.do(change_cell(project, "t1", 1, age, DatasetCell(35.0), why="asked again"))
    project.do(merge_action(compare(project, "d1", server)))
    frame = load_frame(project, "t1", [age], consent_only=False)
    assert frame.data[age].tolist()[0] == 35
    assert frame.data[age].tolist()[1] == 20
    again = compare(project, "d1", server)
    assert all((t.new_rows, t.vanished, t.changed) == ([], [], {}) for t in again.tables)


def test_the_phones_come_last(project: Project, phones: ImportedData, server: ImportedData) -> None:
    """The other way round the edited submission is found by the root its server row kept."""
    project.do(import_action(server))
    households, members = compare(project, "d1", phones).tables
    assert households.old_ids.tolist() == [2, 1, 3]
    assert members.old_ids.tolist() == [-1, 1]
