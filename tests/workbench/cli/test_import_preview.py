# SPDX-License-Identifier: MIT
"""`import --preview` shows speakers, roles and kinds in both languages and as JSON, and stores nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.store import Project
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder
from workbench.cli import main
from workbench.starter_codebooks import STARTERS

__all__ = ["environment", "folder"]

TALK = "Interviewer: How did you travel?\n\nP1: By bus, with two others.\n\nInterpreter: She says by bus.\n\nP1: Yes.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """An interview, a survey, a codebook, and a file nobody can read."""
    talk, survey, empty = tmp_path / "IDI 01.txt", tmp_path / "answers.csv", tmp_path / "broken.docx"
    talk.write_text(TALK, encoding="utf-8")
    survey.write_text("age,site\n" + "".join(f"{20 + n},{'AB'[n % 2]}\n" for n in range(12)), encoding="utf-8")
    empty.write_bytes(b"PK\x03\x04 no package")
    return [str(talk), str(survey), str(STARTERS["act_means_purpose"]), str(empty)]


def test_speakers_roles_and_kinds(folder: Path, files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["import", str(folder), *files, "--preview", "--json"]) == 1  # one file cannot be read
    talk, survey, book, broken = json.loads(capsys.readouterr().out)
    assert (talk["kind"], survey["kind"], book["kind"], broken["kind"]) == ("interview", "survey", "codebook", "")
    assert [(one["name"], one["turns"], one["role"]) for one in talk["speakers"]] == [
        ("Interviewer", 1, "interviewer"),
        ("P1", 2, ""),
        ("Interpreter", 1, "interpreter"),
    ]
    assert (talk["words"], talk["already"]) == (18, "")
    assert survey["tables"][0]["variables"] == [{"name": "age", "kind": "number"}, {"name": "site", "kind": "one"}]
    assert book["codes"] > 20
    assert broken["problem"]
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        assert project.query("SELECT count(*) AS n FROM document")[0]["n"] == 0
        assert project.query("SELECT count(*) AS n FROM data_set")[0]["n"] == 0


def test_it_is_said_in_words_and_what_is_there_already(
    folder: Path, files: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["import", str(folder), files[0]]) == 0
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    capsys.readouterr()
    assert main(["import", str(folder), files[0], files[1], "--preview"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "  P1 : 2 tours, 6 mots, sans rôle" in told
    assert "  Interviewer : 1 tour, 4 mots, enquêteur" in told
    assert "déjà dans le projet, sous le nom de « IDI 01 »" in told
    assert "  age : nombre" in told
    assert "Rien n’a été enregistré : omettez --preview" in told
    assert main(["import", str(folder), files[3], "--preview"]) == 1
    assert "rien de ceci ne peut être importé" in capsys.readouterr().out


def test_a_preview_changes_nothing_by_the_way(folder: Path, files: list[str]) -> None:
    assert main(["import", str(folder), files[0], "--preview", "--delete-sources"]) == 2
    assert Path(files[0]).exists()
    assert main(["import", str(folder), files[0], "--json"]) == 2
