# SPDX-License-Identifier: MIT
"""Newer exports on the command line: listed, chosen, recognised among files named together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.datasets.table.frames import load_frame
from projects.store import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_table
from tests.projects.cells import change_cell
from workbench import sample_files
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
HEAD = "_id,_uuid,_submission_time,site,age,water\n"
FIRST = HEAD + (
    "1,u-1,2026-03-01T10:00:00,a,30,yes\n2,u-2,2026-03-01T11:00:00,b,41,no\n3,u-3,2026-03-01T12:00:00,a,25,yes\n"
)
SECOND = HEAD + (
    "1,u-1,2026-03-01T10:00:00,a,31,yes\n2,u-2,2026-03-01T11:00:00,b,42,no\n4,u-4,2026-03-02T12:00:00,b,50,yes\n"
)
OTHER_SITE = HEAD + "7,u-7,2026-03-02T10:00:00,c,60,yes\n8,u-8,2026-03-02T11:00:00,c,61,no\n"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An export, a newer one, one of another site of the same form."""
    found = []
    for name, text in (("first", FIRST), ("second", SECOND), ("other_site", OTHER_SITE)):
        found.append(tmp_path / f"{name}.csv")
        found[-1].write_text(text, encoding="utf-8")
    return found[0], found[1], found[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Study.pwb"
    Project.create(made, PASSPHRASE, name="Study", user="AB").close()
    return made


def ages(folder: Path) -> list[float]:
    """Ages of all rows, edits included."""
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        name = data_table(project, "t1").named("age").id
        return list(load_frame(project, "t1", [name], consent_only=False).data[name])


def sets(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["info", str(folder), "--json"]) == 0
    return list(json.loads(capsys.readouterr().out)["data_sets"])


def edit(folder: Path, row: int, age: float) -> None:
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.do(
            change_cell(project, "t1", row, data_table(project, "t1").named("age").id, DatasetCell(age), why="asked")
        )


def test_differences_are_listed_and_change_nothing(
    folder: Path, files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, _ = files
    main(["import", str(folder), str(first)])
    edit(folder, 2, 43)
    capsys.readouterr()
    assert main(["import", str(folder), str(second), "--newer", "--list"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    names = [line[0] for line in lines if ":" in line[0]]
    variable = names[-1].rsplit(":", 1)[1]
    assert [name for name in names if name != "first:"] == [
        "new:t1:3", "changed:t1:1", "changed:t1:2", "vanished:t1:3", f"edit:t1:2:{variable}"
    ]  # fmt: skip
    assert ages(folder) == [30, 43, 25]


def test_what_is_named_is_taken(folder: Path, files: tuple[Path, Path, Path]) -> None:
    first, second, _ = files
    main(["import", str(folder), str(first)])
    edit(folder, 2, 43)
    words = ["import", str(folder), str(second), "--newer"]
    assert main([*words, "--take", "changed", "--leave", "changed:t1:1"]) == 0
    assert ages(folder) == [30, 43, 25], "row 1 was left, the edit of row 2 stays"
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.undo()
    assert main([*words, "--take", "new,changed", "--conflicts", "take"]) == 0
    assert ages(folder) == [31, 42, 25, 50]


@pytest.mark.parametrize(
    "words", [["--take", "everything"], ["--leave", "new:t1:99"], ["--same", "t1=4"], ["--conflicts", "both"]]
)
def test_wrong_words_change_nothing(
    folder: Path, files: tuple[Path, Path, Path], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, _ = files
    main(["import", str(folder), str(first)])
    assert main(["import", str(folder), str(second), "--newer", *words]) == 2
    assert main(["import", str(folder), str(second), "--list"]) == 2, "--list without --newer"
    assert "Traceback" not in capsys.readouterr().err
    assert ages(folder) == [30, 41, 25]


def test_two_exports_named_together_are_one_data_set(
    folder: Path, files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, _ = files
    assert main(["import", str(folder), str(second), str(first)]) == 0, "the older one comes first whatever the order"
    assert "1 new, 2 changed, 1 vanished rows" in capsys.readouterr().out
    (found,) = sets(folder, capsys)
    assert [table["rows"] for table in found["tables"]] == [4]  # type: ignore[attr-defined]
    assert ages(folder) == [31, 42, 25, 50]


def test_parts_of_one_survey_lose_no_row(
    folder: Path, files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    first, _, other_site = files
    assert main(["import", str(folder), str(first), str(other_site)]) == 0
    assert "2 new, 0 changed, 0 vanished rows" in capsys.readouterr().out
    assert ages(folder) == [30, 41, 25, 60, 61]
    assert len(sets(folder, capsys)) == 1


def test_two_exports_can_be_kept_apart(
    folder: Path, files: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder), *map(str, files[:2]), "--as-new"]) == 0
    assert len(sets(folder, capsys)) == 2


def test_a_form_named_among_the_files_is_theirs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(sample_files.FORM), str(sample_files.DATA)]) == 0
    (found,) = sets(folder, capsys)
    assert found["languages"] == ["en", "fr"]


def test_a_form_alone_is_no_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(sample_files.FORM)]) == 2
    assert "is a form and holds no answers" in capsys.readouterr().err
    assert sets(folder, capsys) == []


def test_a_refusal_among_few_rows_is_taken_from_a_newer_export(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a file of two rows "yes" and "no" never recur; once one text column is of another kind, that is said."""
    for name, second in (("first", "yes,well"), ("newer", "no,river")):
        (tmp_path / f"{name}.csv").write_text(f"id,consent,water\n1,yes,well\n2,{second}\n", encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "first.csv")]) == 0
    assert main(["variables", str(folder), "--table", "first", "--kind", "water", "one"]) == 0
    assert main(["import", str(folder), str(tmp_path / "newer.csv"), "--newer", "--key", "id"]) == 0
    assert "1 changed" in capsys.readouterr().out
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        table = data_table(project, "t1")
        held = load_frame(project, "t1", [table.named("id").id, table.named("water").id])
        assert list(held.data[table.named("id").id]) == [1], "the second person refused"
        everybody = load_frame(project, "t1", [table.named("water").id], consent_only=False)
        named = {choice.id: choice.code for choice in table.named("water").choices}
        assert [named[one] for one in everybody.data[table.named("water").id]] == ["well", "river"]
    (tmp_path / "ages.csv").write_text("id,consent,water\n1,yes,2026-03-01\n2,no,2026-03-02\n", encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "ages.csv"), "--newer", "--key", "id"]) == 0
    assert "water has answers of another kind in this export" in capsys.readouterr().out
