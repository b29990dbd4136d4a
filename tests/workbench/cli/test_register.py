# SPDX-License-Identifier: MIT
"""`variables --register … --part …`: a table made a register, corrected, listed, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.store import Project
from tests.workbench.cli.conftest import Copied
from workbench.cli import main

_CSV = """Date de la séance,Commune,Type d'activité,Femmes,Hommes,Filles,Garçons,Total,Observations
2024-01-15,Ville A,Sensibilisation,20,10,5,4,40,calme
2024-02-11,Ville B,Sensibilisation,12,11,,3,26,pluie
2024-02-20,Ville A,Formation,8,9,,,17,salle
"""
_PASSPHRASE = "lantern-harbour-maple-quiet"


@pytest.fixture
def register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], copied: Copied
) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", _PASSPHRASE)

    def make(place: Path) -> None:
        (place / "activities.csv").write_text(_CSV, encoding="utf-8")
        assert main(["new", str(place / "Reach.pwb"), "--user", "Field officer"]) == 0
        assert main(["import", str(place / "Reach.pwb"), str(place / "activities.csv")]) == 0

    copied("register", tmp_path, make)
    capsys.readouterr()
    return tmp_path / "Reach.pwb"


def told(project: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    assert main(["info", str(project), "--json"]) == 0
    table = json.loads(capsys.readouterr().out)["data_sets"][0]["tables"][0]
    return table["register"]


def test_parts_are_recognised_and_corrected(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--table", "activities", "--register", "activities", "--part", "Observations", "topic"]
    assert main(["variables", str(register), *given]) == 0
    capsys.readouterr()
    assert told(register, capsys)["kind"] == "activities"
    assert main(["variables", str(register), "--table", "activities"]) == 0
    listed = capsys.readouterr().out
    for line in ("Date de la séance: date", "Femmes: women", "Total: total in the file", "Observations: topic"):
        assert line in listed
    assert main(["variables", str(register), "--table", "activities", "--part", "Observations", "none"]) == 0
    with Project.open(register, _PASSPHRASE) as project:
        assert "topic" not in str(project.setting("registers"))
        project.undo()
        assert "topic" in str(project.setting("registers"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--part", "Femmes", "women"], "not a register yet"),
        (["--register", "sessions"], "activities"),
        (["--register", "activities", "--part", "Femmes", "outcome"], "no column for"),
        (["--register", "activities", "--part", "Nowhere", "women"], "Nowhere"),
        (["--register", "activities", "--part", "Femmes", "ladies"], "women"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    given: list[str], said: str, register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["variables", str(register), "--table", "activities", *given]) == 2
    assert said in capsys.readouterr().err
    assert told(register, capsys) is None
