# SPDX-License-Identifier: MIT
"""The cleaning log for a partner and the public: text nobody has confirmed and what leads to a person stay behind."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from projects.store import Project
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder, refused
from workbench.cli import main

__all__ = ["environment", "folder"]

pytestmark = pytest.mark.slow

WORDS = ("Kwizo", "Ndaro", "Mbezi", "Safo", "Turo")


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> Path:
    """A table without a form in which a word, an age and a name were changed, each with a reason that quotes them."""
    lines = ["_uuid,respondent_name,met_by,age"]
    lines += [f"u-{n:04d},Amina {n},{WORDS[n % 5]},{20 + n % 30}" for n in range(60)]
    file = tmp_path / "homes.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["import", str(folder), str(file)]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    for variable, new, why in (("met_by", "Ndaro", "not Kwizo"), ("age", "33", "form says 33")):
        assert main(["edits", str(folder), "--set", "homes", "1", variable, new, "--reason", why, "--alone"]) == 0
    return folder


def left(folder: Path, tmp_path: Path, *words: str) -> dict[str, dict[str, str]]:
    """The lines of the log as written, by variable."""
    out = tmp_path / "log.csv"
    assert main(["edits", str(folder), "--out", str(out), "--overwrite", *words]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {line["Variable"]: line for line in csv.DictReader(file)}


def test_the_team_reads_all(edited: Path, tmp_path: Path) -> None:
    for words in ((), ("--destination", "inside")):
        found = left(edited, tmp_path, *words)
        assert (found["met_by"]["Old value"], found["met_by"]["New value"]) == ("Kwizo", "Ndaro")
        assert found["met_by"]["Reason"] == "not Kwizo"
        assert found["met_by"]["Submission"] == "u-0000"


def test_a_partner_gets_no_unconfirmed_text(edited: Path, tmp_path: Path) -> None:
    found = left(edited, tmp_path, "--destination", "partner")
    assert found["met_by"]["Old value"] == found["met_by"]["New label"] == "(text, withheld)"
    assert found["met_by"]["Reason"] == "", "the reason may quote what stays behind"
    assert (found["age"]["New value"], found["age"]["Reason"]) == ("33", "form says 33")
    assert main(["variables", str(edited), "--table", "homes", "--kind", "met_by", "one"]) == 0
    found = left(edited, tmp_path, "--destination", "partner")
    assert (found["met_by"]["Old value"], found["met_by"]["Reason"]) == ("Kwizo", "not Kwizo")


def test_the_public_gets_no_key_no_reason_and_nobody(edited: Path, tmp_path: Path) -> None:
    found = left(edited, tmp_path, "--destination", "public")
    with Project.open(edited, PASSPHRASE) as opened:
        assert [line.kind for line in opened.history(1)] == ["export.cleared"]
    assert found["met_by"]["Old value"] == "(text, withheld)"
    assert found["age"]["New value"] == "33"
    assert {line[head] for line in found.values() for head in ("Submission", "Reason", "Person")} == {""}


def test_identifiers_leave_inside_only_and_a_destination_needs_a_file(
    edited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "log.csv"
    run = ["edits", edited, "--out", out, "--identifiers", "--destination", "partner"]
    assert "inside" in refused(capsys, *run)
    assert not out.exists()
    assert "./run edits" in refused(capsys, "edits", edited, "--destination", "partner")
