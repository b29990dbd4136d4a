# SPDX-License-Identifier: MIT
"""`./run withheld`: what will be withheld is listed; a choice is kept, obeyed by every export, and undone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from projects.datasets.export.withholding_choices import choices_of
from projects.datasets.table.frames import load_frame
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"
SITES = ("north", "middle", "south")
HEARD = {"radio": (40, 30, 20), "friend": (30, 25, 35), "poster": (2, 9, 12), "leader": (9, 3, 12)}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def project(tmp_path: Path) -> str:
    """The study that nobody outside has seen anything of."""
    return study_in(tmp_path)


def study_in(tmp_path: Path) -> str:
    """A project, one row a person: how they heard (one answer), what they worry about (several), where they live."""
    rows = [
        {"site": SITES[at], "heard": how, "worries": "; ".join(worries(how, k))}
        for how, numbers in HEARD.items()
        for at, n in enumerate(numbers)
        for k in range(n)
    ]
    tmp_path.mkdir(exist_ok=True)
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    folder = str(tmp_path / "p.pwb")
    assert main(["new", folder]) == 0
    assert main(["import", folder, str(tmp_path / "people.csv")]) == 0
    told = ["--unit", "person", "--rows", "census", "--kind", "heard", "one", "--kind", "site", "one"]
    assert main(["variables", folder, "--table", "people", *told, "--kind", "worries", "set"]) == 0
    assert main(["variables", folder, "--sensitive-looked"]) == 0
    return folder


def worries(how: str, k: int) -> list[str]:
    found = ["food", "water"][: 1 + k % 2]
    rare = {"poster": ["debts"], "leader": ["floods", "debts"] if k == 0 else ["floods"]}
    return [*found, *(rare.get(how, []) if k < 3 else [])]


def plan_of(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(["id,analysis,variable,by", *lines]) + "\n", encoding="utf-8")
    return str(path)


def printed(project: str, plan: str, out: Path) -> dict[tuple[str, str], object]:
    """Row and column of the first table of the workbook → what stands there: shares only."""
    assert main(["analyse", project, plan, "--out", str(out), "--overwrite", "--destination", "partner"]) == 0
    book = openpyxl.load_workbook(out / "tables.xlsx")
    lines = [list(line) for sheet in book.worksheets[1:] for line in sheet.iter_rows(values_only=True)]
    head = next(line for line in lines if line[1] in SITES)
    names = {at: str(cell) for at, cell in enumerate(head) if at and cell}
    found: dict[tuple[str, str], object] = {}
    for line in lines[lines.index(head) + 1 :]:
        for at, name in names.items():
            if line[0] and line[at] is not None:
                found[str(line[0]), name] = line[at]
    return found


def hidden(cells: dict[tuple[str, str], object]) -> set[tuple[str, str]]:
    return {place for place, cell in cells.items() if cell == "‡"}


def test_the_list_says_for_whom_and_what_can_be_done(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plan_of(tmp_path, "a,proportions,heard,site")
    capsys.readouterr()
    assert main(["withheld", project, plan]) == 0
    said = capsys.readouterr().out
    assert "withheld from a partner" in said
    assert "from the public" in said
    assert "--join-rare 1 NAME" in said
    assert "--neighbour 1 2" in said
    assert "--only-total 1" in said
    assert main(["withheld", project, plan, "--neighbour", "9", "1"]) == 2
    assert main(["withheld", project, plan, "--neighbour", "1", "99"]) == 2
    assert main(["withheld", project, plan, "--as-proposed", "1"]) == 2
    assert main(["withheld", project]) == 2, "no plan is given and nothing kept"


@pytest.mark.slow
def test_the_neighbour_chosen_is_withheld_in_every_export(project: str, tmp_path: Path) -> None:
    plan, other = plan_of(tmp_path, "a,proportions,heard,site"), study_in(tmp_path / "other")
    before = hidden(printed(study_in(tmp_path / "first"), plan, tmp_path / "out"))
    for one in (project, other):
        with Project.open(Path(one), PASSPHRASE) as opened:
            assert not choices_of(opened)
        assert main(["withheld", one, plan, "--neighbour", "a", "4"]) == 0
        with Project.open(Path(one), PASSPHRASE) as opened:
            assert choices_of(opened).first
    after = hidden(printed(project, plan, tmp_path / "out"))
    assert after != before
    small = {("poster", "north"), ("leader", "middle")}
    assert small <= before & after
    with Project.open(Path(other), PASSPHRASE) as opened:
        opened.undo()
        assert not choices_of(opened)
    assert hidden(printed(other, plan, tmp_path / "out")) == before
    assert small <= hidden(printed(project, plan, tmp_path / "out")), "a second file for the same readers"


@pytest.mark.slow
def test_only_the_total_prints_and_is_forgotten(project: str, tmp_path: Path) -> None:
    plan, other = plan_of(tmp_path, "a,proportions,heard,site"), study_in(tmp_path / "other")
    before = hidden(printed(study_in(tmp_path / "first"), plan, tmp_path / "out"))
    for one in (project, other):
        assert main(["withheld", one, plan, "--only-total", "1"]) == 0
    cells = printed(project, plan, tmp_path / "out")
    for row in ("poster", "leader"):
        assert before < hidden(cells)
        assert all((row, site) in hidden(cells) for site in SITES)
        assert (row, "All") not in hidden(cells)
    assert main(["withheld", other, plan, "--as-proposed", "1"]) == 0
    assert hidden(printed(other, plan, tmp_path / "out")) == before


@pytest.mark.slow
def test_rare_answers_of_several_choices_are_joined(project: str, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "a,set,worries,site")
    assert hidden(printed(project, plan, tmp_path / "out"))
    assert main(["withheld", project, plan, "--join-rare", "a", "Other worries"]) == 0
    with Project.open(Path(project), PASSPHRASE) as opened:
        table = data_tables(opened)[0]
        made, old = table.named("worries_joined"), table.named("worries")
        assert [choice.labels.in_language("en") for choice in made.choices][-1] == "Other worries"
        frame = load_frame(opened, table.id, [old.id, made.id])
        codes = {choice.code: f"{old.id}.{choice.id}" for choice in old.choices}
        either = frame.data[codes["debts"]] | frame.data[codes["floods"]]
        assert (frame.data[f"{made.id}.{made.choices[-1].id}"] == either).all()
        assert len(made.choices) == len(old.choices) - 1
    after = plan_of(tmp_path, "a,set,worries_joined,site")
    cells = printed(project, after, tmp_path / "out")
    assert ("Other worries", "All") in cells
    assert not hidden(cells), "five, six and six people"


def test_released_files_are_listed_and_one_never_left(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["releases", project]) == 0
    assert "No file has been shared yet" in capsys.readouterr().out
    assert (
        main(
            [
                "analyse",
                project,
                plan_of(tmp_path, "a,proportions,heard,site"),
                "--out",
                str(tmp_path / "out"),
                "--destination",
                "partner",
            ]
        )
        == 0
    )
    capsys.readouterr()
    assert main(["releases", project, "--never-left", "1"]) == 2
    assert main(["releases", project, "--never-left", "99", "--reason", "x"]) == 2
    assert main(["releases", project, "--never-left", "one", "--reason", "x"]) == 2
    assert main(["releases", project, "--never-left", "1", "--reason", "The meeting was called off."]) == 0
    said = capsys.readouterr()
    assert "was never shared: The meeting was called off." in said.out
    assert "made together with it still counts as shared" in said.out, "the workbook and the document left together"
    assert main(["releases", project, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["releases"]
    assert [(one["number"], one["never_left"], one["reason"]) for one in found] == [
        (2, False, ""), (1, True, "The meeting was called off."),
    ]  # fmt: skip
    assert found[0]["file"] == "tables.docx"
    assert found[0]["destination"] == "partner"


def test_a_file_of_the_team_is_passed_on_and_undo_takes_it_back(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plan_of(tmp_path, "a,proportions,heard,site")
    capsys.readouterr()
    assert main(["analyse", project, plan, "--out", str(tmp_path / "out")]) == 0
    assert "For the team" in capsys.readouterr().out

    def listed() -> list[str]:
        assert main(["releases", project, "--json"]) == 0
        return [one["destination"] for one in json.loads(capsys.readouterr().out)["releases"]]

    assert listed() == ["inside", "inside"], "the workbook and the document"
    for wrong in (["--passed-on", "1"], ["--to", "partner"], ["--passed-on", "9", "--to", "partner"]):
        assert main(["releases", project, *wrong]) == 2
    assert main(["releases", project, "--passed-on", "1", "--to", "partner"]) == 0
    said = capsys.readouterr().out
    assert "Passed on to a partner: tables.xlsx" in said
    assert listed() == ["partner", "inside", "inside"]
    assert main(["releases", project, "--passed-on", "1", "--to", "partner"]) == 2, "they have it already"
    assert main(["history", project, "--undo"]) == 0
    capsys.readouterr()
    assert listed() == ["inside", "inside"]


def test_what_has_no_choice_has_a_sentence_that_helps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Means of three people; shares of a sensitive question that only the public does not get; least and greatest."""
    rows = [
        {"site": SITES[at], "part": "ab"[k % 2], "age": 20 + k, "gbv": "yes" if k % 4 > 1 else "no"}
        for at, n in enumerate((3, 24, 26))
        for k in range(n)
    ]
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    folder = str(tmp_path / "q.pwb")
    assert main(["new", folder]) == 0
    assert main(["import", folder, str(tmp_path / "people.csv")]) == 0
    told = ["--unit", "person", "--rows", "census", "--kind", "gbv", "one", "--kind", "site", "one"]
    assert main(["variables", folder, "--table", "people", *told]) == 0
    assert main(["variables", folder, "--sensitive-looked"]) == 0
    plan = plan_of(tmp_path, "m,means,age,site", "g,proportions,gbv,part", "d,describe,age,")
    capsys.readouterr()
    assert main(["withheld", folder, plan]) == 0
    first, _, rest = capsys.readouterr().out.partition("\n2. ")
    second, _, third = rest.partition("\n3. ")
    assert "2 withheld from a partner" in third  # the least and the greatest age
    assert "usually of one, and are not shared. The percentiles are." in third
    assert "wider groups" not in third
    assert "No choice reduces the number of withheld cells here" in first
    assert "What helps: wider groups" in first
    assert "0 withheld from a partner" in second
    assert "from the public alone" in second
