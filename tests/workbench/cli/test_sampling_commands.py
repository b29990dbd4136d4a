# SPDX-License-Identifier: MIT
"""Planning a sample, drawing it and weighting what came back, on the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from projects.datasets.table.frames import load_frame
from projects.sampling.saved_sampling import drawn_sheet, kept_draw, kept_sheet
from projects.sampling.sheet_files import read_sheet_file
from projects.store import Project
from projects.stored_tables.stored_table import data_table
from tests.workbench.cli.conftest import Copied
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"
EXPORT = "site,block,age,water\n" + "".join(
    f"{site},{site}{n % 3},{20 + n},yes\n" for site, rows in (("a", 6), ("b", 3)) for n in range(rows)
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path, copied: Copied) -> Path:
    """A project with nine invented households."""

    def make(place: Path) -> None:
        (place / "export.csv").write_text(EXPORT, encoding="utf-8")
        assert main(["new", str(place / "p.pwb")]) == 0
        assert main(["import", str(place / "p.pwb"), str(place / "export.csv")]) == 0

    copied("nine households", tmp_path, make)
    return tmp_path / "p.pwb"


def sheet(tmp_path: Path, text: str) -> str:
    path = tmp_path / "frame.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_weights_are_looked_at_then_added(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = sheet(tmp_path, "stratum,households in frame,households selected\nA,120,8\nb,60,4\n")
    words = ["weights", str(folder), file, "--stratum", "site"]
    with Project.open(folder, PASSPHRASE) as project:
        before = project.head
    assert main([*words, "--preview"]) == 0
    said = capsys.readouterr().out
    assert "A: 6 rows, base weight 15.000, non-response factor 1.333, weight 20.000" in said
    assert "weights add up to 120, the frame has 120" in said
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == before
    assert main(words) == 0
    with Project.open(folder, PASSPHRASE) as project:
        assert load_frame(project, "t1", []).design.weight.tolist() == [20] * 9
        assert data_table(project, "t1").how == "probability"


def test_a_sheet_that_does_not_fit_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sheet(tmp_path, "stratum,households in frame,households selected\nnorth,120,8\nsouth,90,8\n")
    with Project.open(folder, PASSPHRASE) as project:
        before = project.head
    for words in ([file, "--stratum", "nowhere"], [file], [str(tmp_path / "none.xlsx")]):
        capsys.readouterr()
        assert main(["weights", str(folder), *words]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert main(["weights", str(folder), file, "--stratum", "site", "--preview"]) == 0
    assert "missing from the frame: a, b" in capsys.readouterr().out
    assert main(["weights", str(folder), file, "--stratum", "site"]) == 2
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == before


CLUSTERS = "stratum,cluster,households\n" + "".join(
    f"{site},{site}{n},{40 + 10 * n}\n" for site in ("north", "south") for n in range(12)
)


def test_a_sample_is_planned_drawn_and_written_for_the_field(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clusters.csv"
    file.write_text(CLUSTERS, encoding="utf-8")
    words = ["--clusters", str(file), "--per-cluster", "10", "--precision", "0.15", "--seed", "77", "--icc", "0.05"]
    assert main(["sample", str(folder), str(tmp_path / "one.xlsx"), *words, "--replacements", "2"]) == 0
    said = capsys.readouterr().out
    assert "seed 77" in said
    assert "design effect of 1.45" in said
    first = read_sheet_file(tmp_path / "one.xlsx")
    chosen = [line for line in first.clusters if not line.replacement]
    assert sum(row.clusters_selected for row in first.strata) == len(chosen)
    assert len(first.clusters) == len(chosen) + 4
    assert all(row.households_completed == 0 for row in first.strata)
    assert main(["sample", str(folder), str(tmp_path / "two.xlsx"), *words, "--replacements", "2"]) == 0
    assert read_sheet_file(tmp_path / "two.xlsx") == first
    with Project.open(folder, PASSPHRASE) as project:
        assert kept_sheet(project) == first
        kept = kept_draw(project)
        assert kept is not None
        assert drawn_sheet(kept, None).clusters == first.clusters  # from what is kept it can be drawn again
        assert [line.kind for line in project.history(2)] == ["export.file", "sampling.draw"]
        before = project.head
    assert main(["sample", str(folder), str(tmp_path / "one.xlsx"), *words]) == 2  # it is there already
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == before


def test_the_screen_says_what_the_sheet_says_of_a_draw(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """156 households a stratum were shown where whole households in each cluster made another sum in the sheet, and
    that certain clusters are no strata stood in the sheet alone."""
    sizes = [700, *([60, 75, 130, 40] * 10)]
    lines = [f"{site},{site}{at},{size}" for site in "ab" for at, size in enumerate(sizes)]
    file, out = tmp_path / "clusters.csv", tmp_path / "sheet.xlsx"
    file.write_text("stratum,cluster,households\n" + "\n".join(lines), encoding="utf-8")
    words = ["--clusters", str(file), "--per-cluster", "12", "--precision", "0.1", "--seed", "11"]
    assert main(["sample", str(folder), str(out), *words]) == 0
    said = capsys.readouterr().out
    drawn = read_sheet_file(out)
    notes = " ".join(str(cell) for sheet in openpyxl.load_workbook(out) for row in sheet.values for cell in row if cell)
    total = int(sum(row.households_selected for row in drawn.strata))
    assert total == 2 * 161
    for words_of in (said, notes):
        assert f"{total} households are to be selected" in words_of
        assert "2 villages or sites (clusters) were certain to be drawn" in words_of
    for row in drawn.strata:
        assert any(line.split()[:1] == [row.stratum] and f" {row.households_selected:.0f} " in line
                   for line in said.splitlines()), row.stratum  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [[], ["--population", "0"], ["--population", "900", "--precision", "2"], ["--clusters", "nowhere.csv"],
     ["--population", "900", "--allocation", "fair"], ["--population", "many"]],
)  # fmt: skip
def test_what_cannot_be_planned_is_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with Project.open(folder, PASSPHRASE) as project:
        before = project.head
    capsys.readouterr()
    assert main(["sample", str(folder), str(tmp_path / "out.xlsx"), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out.xlsx").exists()
    assert main(["sample", str(folder), str(tmp_path / "nowhere" / "out.xlsx"), "--population", "900"]) == 2
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == before


def test_strata_from_a_file_with_expected_shares(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "strata.csv"
    file.write_text("strate;ménages;part attendue\nnord;5000;0,5\nsud;5000;0,1\n", encoding="utf-8")
    out = tmp_path / "out.xlsx"
    words = ["--strata", str(file), "--allocation", "neyman", "--deff", "1", "--response", "1"]
    assert main(["sample", str(folder), str(out), *words]) == 0
    north, south = read_sheet_file(out).strata
    assert north.households_selected / south.households_selected == pytest.approx(5 / 3, rel=0.02)
    assert "Neyman" in capsys.readouterr().out
    assert main(["sample", str(folder), str(out), *words, "--per-cluster", "10", "--overwrite"]) == 0
    said = capsys.readouterr().out
    assert "do not say how many they have" in said
    assert [line.split()[-2] for line in said.splitlines() if line.startswith(("nord ", "sud ", "All "))] == ["–"] * 3


def test_achieved_against_target_comes_from_a_plan(folder: Path, tmp_path: Path) -> None:
    """Six visits at a, two of them refused; three at b, two of them in place of others."""
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "analysis;table;variable;targets;refused;replaced\n"
        'achieved;export;site;"a: 8; b: 3";block = a0;block = b0, b1\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert main(["analyse", str(folder), str(plan), "--out", str(out), "--destination", "inside"]) == 0
    book = openpyxl.load_workbook(out / "tables.xlsx", read_only=True)
    cells = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()]
    book.close()
    by_name = {
        row[0]: [value for value in row[1:] if value is not None] for row in cells if row and row[0] in ("a", "b")
    }
    assert by_name["a"][:4] == [4, 8, 0.5, 4]  # two of the six are in the block that refused
    assert by_name["a"][4:6] == [2, 0]
    assert by_name["b"] == [3, 3, 1, 0, 0, 2]
