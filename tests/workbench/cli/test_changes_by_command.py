# SPDX-License-Identifier: MIT
"""Segments, interviews, saved analyses, blocks of the report and undo, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from projects.interviews.queries import load_document
from projects.pages.office_style import office_style
from projects.store import Project
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder, refused
from workbench.cli import main

__all__ = ["environment", "folder"]

TEXT = "A: He said there was work. There was no work.\n\nB: He kept my card.\n"


def listed(command: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_passages_are_coded_changed_split_joined_and_removed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "IDI.txt").write_text(TEXT, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "IDI.txt")]) == 0
    assert main(["codes", str(folder), "--add", "Offer"]) == 0
    command = ["segments", str(folder)]
    assert "--code" in refused(capsys, *command, "IDI", "--apply", "kept my card")
    assert "gold" in refused(capsys, *command, "IDI", "--code", "Offer", "--apply", "gold")
    assert main([*command, "IDI", "--code", "Offer", "--apply", "there was work"]) == 0
    assert main([*command, "--resize", "1", "there was work. There was no work"]) == 0
    assert main([*command, "--split", "1", "There was no"]) == 0
    assert [one["quote"] for one in listed(command, capsys)] == ["there was work.", "There was no work"]
    assert main([*command, "--memo", "1", "an offer"]) == 0
    assert main([*command, "--join", "1", "2"]) == 0
    (one,) = listed([*command, "IDI", "--code", "Offer"], capsys)
    assert (one["quote"], one["memo"]) == ("there was work. There was no work", "an offer")
    with Project.open(folder, PASSPHRASE) as project:
        assert load_document(project, "1").document.text[one["start"] : one["end"]] == one["quote"]
    assert "9" in refused(capsys, *command, "--remove", "9")
    assert main([*command, "--remove", "1"]) == 0
    assert listed(command, capsys) == []
    history = ["history", str(folder)]
    assert main([*history, "--undo"]) == 0
    assert capsys.readouterr().out.startswith("Undone: ")
    assert len(listed(command, capsys)) == 1
    assert main([*history, "--redo"]) == 0
    assert capsys.readouterr().out.startswith("Redone: ")
    assert listed(command, capsys) == []
    assert main([*history, "--checkpoint", "before the merge"]) == 0
    assert "before the merge" in listed([*history, "--most", "1"], capsys)[0]["text"]


def test_an_interview_is_named_noted_and_deleted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "IDI.txt").write_text(TEXT, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "IDI.txt")]) == 0
    command = ["transcripts", str(folder)]
    assert main([*command, "IDI", "--name", "IDI 01", "--language", "rn", "--memo", "short"]) == 0
    with Project.open(folder, PASSPHRASE) as project:
        row = project.query("SELECT name, language, memo FROM document")[0]
        assert tuple(row) == ("IDI 01", "rn", "short")
    assert main([*command, "IDI 01", "--delete"]) == 0
    assert main(["history", str(folder), "--undo"]) == 0
    assert main([*command, "IDI 01"]) == 0


def test_analyses_of_a_plan_are_kept_reported_and_deleted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "homes.csv").write_text("roof,rooms\n" + "tin,1\nthatch,2\n" * 20, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "homes.csv")]) == 0
    plan = tmp_path / "plan.csv"
    plan.write_text("analysis,variable,by\nproportions,roof,\ndescribe,rooms,\nmeans,nothing,\n", encoding="utf-8")
    command = ["results", str(folder)]
    assert main([*command, "--add-plan", str(plan)]) == 1  # one of its lines names what is not there
    assert "nothing" in capsys.readouterr().err
    assert main([*command, "--title", "1", "Roofs of the homes"]) == 0
    assert main([*command, "--before", "2", "1"]) == 0
    assert main([*command, "--in-plan", "1", "no"]) == 0
    first, second = listed(command, capsys)
    assert (first["analysis"], first["in_plan"], second["title"]) == ("describe", False, "Roofs of the homes")
    assert main([*command, "--to-report", "2"]) == 0
    assert "3" in refused(capsys, *command, "--delete", "3")
    report = ["report", str(folder)]
    capsys.readouterr()
    assert main([*report, "--blocks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2  # its figure, then its table
    assert all(line.endswith("Roofs of the homes") for line in lines), "the title, not the id of the analysis"
    assert main([*report, "--move-block", "1", "end"]) == 0
    capsys.readouterr()
    assert main([*report, "--blocks"]) == 0
    assert [line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines()] == [
        lines[1].split(maxsplit=1)[1], lines[0].split(maxsplit=1)[1]
    ]  # fmt: skip
    assert main([*report, "--remove-block", "1"]) == 0
    assert "2" in refused(capsys, *report, "--remove-block", "2")
    assert main([*command, "--delete", "2"]) == 0
    assert [one["analysis"] for one in listed(command, capsys)] == ["describe"]
    capsys.readouterr()
    assert main([*report, "--blocks"]) == 0
    assert capsys.readouterr().out == ""


def test_the_style_and_the_reason_for_tests_are_set(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    style = tmp_path / "style.json"
    style.write_text(json.dumps({"office": "Office of the test"}), encoding="utf-8")
    assert main(["report", str(folder), "--style", str(style)]) == 0
    with Project.open(folder, PASSPHRASE) as project:
        assert office_style(project).office == "Office of the test"
    assert main(["report", str(folder), "--style", "none"]) == 0
    (tmp_path / "homes.csv").write_text("roof,rooms\n" + "tin,1\nthatch,2\n" * 20, encoding="utf-8")
    (tmp_path / "people.csv").write_text("who,age\n" + "a,30\nb,40\n" * 20, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "homes.csv")]) == 0
    variables = ["variables", str(folder), "--table", "homes"]
    assert main([*variables, "--rows", "census", "--inference", "the model is of a process"]) == 0
    refused(capsys, *variables, "--inference", " ")
    assert "none" in refused(capsys, *variables, "--within-household", "homes")
    with Project.open(folder, PASSPHRASE) as project:
        assert project.query("SELECT inference_reason FROM data_table")[0][0] == "the model is of a process"
