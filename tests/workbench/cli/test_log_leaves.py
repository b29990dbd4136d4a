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

WORDS = ("hall", "well", "road", "camp", "mill")


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> Path:
    """A table without a form in which a word, an age and a name were changed, each with a reason that quotes them."""
    lines = ["_uuid,respondent_name,place,age"]
    lines += [f"u-{n:04d},Amina {n},{WORDS[n % 5]},{20 + n % 30}" for n in range(60)]
    file = tmp_path / "homes.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["import", str(folder), str(file)]) == 0
    for variable, new, why in (("place", "well", "not hall"), ("age", "33", "form says 33")):
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
        assert (found["place"]["Old value"], found["place"]["New value"]) == ("hall", "well")
        assert found["place"]["Reason"] == "not hall"
        assert found["place"]["Submission"] == "u-0000"


def test_a_partner_gets_no_unconfirmed_text(edited: Path, tmp_path: Path) -> None:
    found = left(edited, tmp_path, "--destination", "partner")
    assert found["place"]["Old value"] == found["place"]["New label"] == "(text, withheld)"
    assert found["place"]["Reason"] == "", "the reason may quote what stays behind"
    assert (found["age"]["New value"], found["age"]["Reason"]) == ("33", "form says 33")
    assert main(["variables", str(edited), "--table", "homes", "--kind", "place", "one"]) == 0
    found = left(edited, tmp_path, "--destination", "partner")
    assert (found["place"]["Old value"], found["place"]["Reason"]) == ("hall", "not hall")


def test_the_public_gets_no_key_no_reason_and_nobody(edited: Path, tmp_path: Path) -> None:
    found = left(edited, tmp_path, "--destination", "public")
    with Project.open(edited, PASSPHRASE) as opened:
        assert [line.kind for line in opened.history(1)] == ["export.cleared"]
    assert found["place"]["Old value"] == "(text, withheld)"
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
