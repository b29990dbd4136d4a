# SPDX-License-Identifier: MIT
"""Row keys, repeated keys, forms that ask all in repeats, flattened rosters."""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analysis.records import Kind, Role
from projects.datasets.add_dataset import import_action
from projects.datasets.merge.comparison import compare
from projects.imported.problems import ImportProblem
from projects.importing.options import ImportOptions
from projects.intake.survey_import import import_survey
from projects.store.project import Project


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize("head", ["_uuid", "X_uuid", "meta/instanceID"])
def test_rows_with_a_repeated_key_are_reported(tmp_path: Path, head: str) -> None:
    keys = [f"u{n}" for n in range(20)]
    for row in (7, 9, 12, 15, 19):
        keys[row] = "u3"
    data = import_survey(write(tmp_path / "a.csv", [[head, "age"], *([key, "30"] for key in keys)]))
    line = next(one for one in data.findings if one.message.key.endswith("key_repeats"))
    assert (line.count, line.rows) == (5, (7, 9, 12, 15, 19))
    assert data.tables[0].variables[0].role is Role.KEY
    assert data.tables[0].row_keys["uuid"].to_pylist() == keys


def test_any_column_can_be_named_the_key(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [["ref", "age"], *([f"a{n % 19}", "30"] for n in range(20))])
    data = import_survey(file, None, ImportOptions(key="ref"))
    assert data.tables[0].variables[0].role is Role.KEY
    assert next(one for one in data.findings if one.message.key.endswith("key_repeats")).rows == (19,)
    with pytest.raises(ImportProblem):
        import_survey(file, None, ImportOptions(key="moon"))


def test_a_newer_file_is_matched_by_any_unique_column(tmp_path: Path) -> None:
    rows = [["place", "visits"], *([f"place {n} of the valley", str(n % 4)] for n in range(30))]
    with Project.create(tmp_path / "p.pwb", "seven fictitious rivers", name="P", user="A") as project:
        project.do(import_action(import_survey(write(tmp_path / "a.csv", rows)), file_name="a.csv"))
        rows = [rows[0], *reversed(rows[1:]), ["place 30 of the valley", "2"]]
        found = compare(project, "d1", import_survey(write(tmp_path / "b.csv", rows)))
        assert (len(found.tables[0].new_rows), len(found.tables[0].vanished), len(found.tables[0].changed)) == (1, 0, 0)


REPEATS = [
    ["type", "name", "label"],
    ["start", "start", ""],
    ["begin_repeat", "member", "Member"],
    ["integer", "m_age", "How old?"],
    ["select_one sex", "m_sex", "Sex of this person"],
    ["end_repeat", "", ""],
]
CHOICES = [["list_name", "name", "label"], ["sex", "1", "Woman"], ["sex", "2", "Man"]]


def test_the_main_file_of_a_form_that_has_only_repeats_is_a_table(tmp_path: Path, small: ModuleType) -> None:
    form = small.write_form(tmp_path / "form.xlsx", REPEATS, CHOICES)
    rows = [["_id", "_uuid", "_submission_time", "_index"], ["1", "u1", "2026-03-01T10:00:00", "1"]]
    assert import_survey(write(tmp_path / "main.csv", rows), form).tables[0].rows == 1
    with pytest.raises(ImportProblem):
        import_survey(write(tmp_path / "other.csv", [["height", "width"], ["1", "2"]]), form)


@pytest.mark.parametrize("pattern", ["member_{n}_{leaf}", "member/{leaf}_{n}", "hh.member.{n}.{leaf}", "{leaf}.{n}"])
def test_a_flattened_roster_finds_its_labels_by_the_last_part_of_its_names(
    tmp_path: Path, small: ModuleType, column: Any, pattern: str
) -> None:
    form = small.write_form(tmp_path / "form.xlsx", REPEATS, CHOICES)
    heads = [pattern.format(n=n, leaf=leaf) for n in range(1, 101) for leaf in ("m_age", "m_sex")]
    rows = [[*heads, "_uuid"], [*(["34", "1"] * 100), "u1"], [*(["", "2"] * 100), "u2"]]
    data = import_survey(write(tmp_path / "flat.csv", rows), form)
    table = data.tables[0]
    assert len(table.variables) == 201
    named = {one.name: one for one in table.variables}
    assert [named[head].labels.in_language("en") for head in heads[:2]] == ["How old?", "Sex of this person"]
    assert named[heads[0]].kind is Kind.INTEGER
    assert [choice.labels.in_language("en") for choice in named[heads[1]].choices] == ["Woman", "Man"]
    assert not [one for one in data.findings if one.message.key.endswith("columns_without_question")]
