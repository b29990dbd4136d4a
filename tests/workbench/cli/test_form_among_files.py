# SPDX-License-Identifier: MIT
"""A form among the files of an import: used where it fits, left out with a line where it is the form of other data."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from projects.datasets.table.provenance import kept_form
from projects.store import Project
from projects.stored_tables.stored_table import data_table
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder
from workbench.cli import main

__all__ = ["environment", "folder"]

pytestmark = pytest.mark.slow

SERVER = "_id,_uuid,_submission_time"


def form(path: Path, names: list[str]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], *(["integer", name, f"How many {name}?"] for name in names)):
        book.active.append(row)
    book.create_sheet("choices").append(["list_name", "name", "label"])
    book.create_sheet("settings").append(["form_title"])
    book.save(path)
    return path


def export(path: Path, names: list[str]) -> Path:
    lines = [",".join([*names, SERVER])]
    lines += [",".join([*("3" for _ in names), f"{n},{path.stem}-{n},2026-03-01T10:00:00"]) for n in range(4)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def tables(folder: Path) -> dict[str, str]:
    """Each data set's first column as it is worded, by the name of its table."""
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        rows = project.query("SELECT id FROM data_table ORDER BY number")
        found = [data_table(project, row["id"]) for row in rows]
        return {one.name: one.variables[0].labels.in_language("en") for one in found}


def test_a_form_of_other_data_is_left_out_with_a_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = form(tmp_path / "tool.xlsx", ["wells", "pumps", "taps"])
    data = export(tmp_path / "homes.csv", ["rooms", "beds", "doors"])
    assert main(["import", str(folder), str(data), str(other)]) == 0
    assert "tool.xlsx, beside the file, belongs to other data: it was left out." in capsys.readouterr().out
    assert tables(folder) == {"homes": ""}
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        assert kept_form(project, "d1") is None


def test_it_is_used_for_the_file_it_fits_only(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool = form(tmp_path / "tool.xlsx", ["wells", "pumps", "taps"])
    homes = export(tmp_path / "homes.csv", ["rooms", "beds", "doors"])
    sites = export(tmp_path / "sites.csv", ["wells", "pumps", "taps"])
    assert main(["import", str(folder), str(homes), str(sites), str(tool)]) == 0
    assert capsys.readouterr().out.count("it was left out") == 1
    assert tables(folder) == {"homes": "", "sites": "How many wells?"}


def test_a_folder_with_a_table_and_its_form_takes_both(folder: Path, tmp_path: Path) -> None:
    inside = tmp_path / "received"
    inside.mkdir()
    form(inside / "tool.xlsx", ["wells", "pumps", "taps"])
    export(inside / "sites.csv", ["wells", "pumps", "taps"])
    (inside / ".DS_Store").write_bytes(b"x")
    assert main(["import", str(folder), str(inside)]) == 0
    assert tables(folder) == {"sites": "How many wells?"}


def test_a_form_that_was_named_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = form(tmp_path / "tool.xlsx", ["wells", "pumps", "taps"])
    data = export(tmp_path / "homes.csv", ["rooms", "beds", "doors"])
    assert main(["import", str(folder), str(data), "--form", str(other)]) == 2
    assert "tool.xlsx" in capsys.readouterr().err
    assert tables(folder) == {}
