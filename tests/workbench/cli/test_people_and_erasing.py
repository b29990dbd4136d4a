# SPDX-License-Identifier: MIT
"""Somebody withdraws, on the command line: found by phone, tied, previewed, erased; consents recorded and shown."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from projects.store import Project
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
DATA = "_id,_uuid,name,phone_number,code,story\n1,u-1,Quilla Marrow,+257 79 555 01 07,RSP-001,we left at night\n"
DATA += "2,u-2,Ada Bekele,+257 79 555 02 22,RSP-002,nothing\n"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of two and two interviews, made once by the commands."""
    tmp_path = tmp_path_factory.mktemp("made")
    (tmp_path / "people.csv").write_text(DATA, encoding="utf-8")
    (tmp_path / "RSP-001.txt").write_text("Interviewer: And?\n\nRSP-001: The lorry was green.\n", encoding="utf-8")
    (tmp_path / "Group.txt").write_text("Interviewer: And?\n\nA: It was cold.\n", encoding="utf-8")
    project = tmp_path / "p.pwb"
    files = [str(tmp_path / name) for name in ("people.csv", "RSP-001.txt", "Group.txt")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
        patch.setenv("HOME", str(tmp_path))
        assert main(["new", str(project)]) == 0
        assert main(["import", str(project), *files]) == 0
    return project


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, with the files it came from beside it."""
    return Path(shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)) / "p.pwb"


def said(capsys: pytest.CaptureFixture[str], status: int, *words: object) -> str:
    """What a command says, with its exit status."""
    capsys.readouterr()
    assert main([str(word) for word in words]) == status
    out = capsys.readouterr()
    assert "cli." not in out.out + out.err
    assert "Traceback" not in out.err
    return out.out + out.err


def test_somebody_is_found_tied_previewed_and_erased(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "row:t1:1" in said(capsys, 0, "people", folder, "--find", "79555 0107")
    assert "Nothing was found" in said(capsys, 1, "people", folder, "--find", "Nobody")
    assert "row:t1:1 document:1" in said(capsys, 0, "people", folder, "--proposals")
    assert "No records are tied" in said(capsys, 0, "people", folder)
    said(capsys, 0, "people", folder, "--tie", "row:people:1", "document:RSP-001")
    person = said(capsys, 0, "people", folder).split()[1]
    with Project.open(folder, PASSPHRASE) as project:
        head = project.head
    preview = said(capsys, 0, "erase", folder, "--person", person[:8], "--preview")
    for line in ("row: number 1", "interview: RSP-001", "Paper, e-mails", "nothing was changed"):
        assert line in preview
    for wrong in ([], ["--reason", "other"], ["--reason", "withdrawn", "--note", "x"], ["--reason", "because"]):
        said(capsys, 2, "erase", folder, "--person", person, *wrong)
    assert "--yes" in said(capsys, 2, "erase", folder, "--person", person, "--reason", "withdrawn")
    told = said(capsys, 2, "erase", folder, "--person", person, "--reason", "other", "--note", "Quilla rang", "--yes")
    assert "stay in the history" in told
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == head
    assert "Erased for good" in said(capsys, 0, "erase", folder, "--person", person, "--reason", "withdrawn", "--yes")
    said(capsys, 1, "people", folder, "--find", "Quilla")
    said(capsys, 0, "check", folder)
    with Project.open(folder, PASSPHRASE) as project:
        assert project.query("SELECT count(*) AS n FROM document")[0]["n"] == 1


def test_what_is_anothers_too_goes_only_when_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, 0, "people", folder, "--tie", "row:t1:1", "document:RSP-001")
    said(capsys, 0, "people", folder, "--tie", "row:t1:2", "document:Group")
    first, second = [
        line.split()[1] for line in said(capsys, 0, "people", folder).splitlines() if line.startswith("Person")
    ]
    assert "different people" in said(capsys, 2, "people", folder, "--tie", "row:t1:1", "document:Group")
    said(capsys, 0, "people", folder, "--tie", "document:Group", "--person", first)
    erase = ("erase", folder, "--person", first, "--reason", "asked", "--yes")
    assert "document:2" in said(capsys, 2, *erase)
    said(capsys, 0, *erase, "--keep-shared")
    listed = said(capsys, 0, "people", folder)
    assert first not in listed
    assert "document:2" in listed
    said(capsys, 0, "people", folder, "--untie", second, "document:Group")


def test_consents_are_recorded_shown_and_what_lacks_them_erased(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, 0, "consent", folder, "row:people:2", "interview=no")
    assert "row:t1:2" in said(capsys, 0, "consent", folder, "--missing")
    said(capsys, 0, "consent", folder, "document:RSP-001", "row:t1:1", "quotation=yes", "recontact=no")
    shown = said(capsys, 0, "consent", folder, "document:RSP-001")
    assert "quotation: yes" in shown
    assert "sharing: not recorded" in shown
    for wrong in (["document:RSP-001", "photo=yes"], ["document:RSP-001", "quotation=perhaps"], ["row:t1:9"], []):
        said(capsys, 2, "consent", folder, *wrong)
    said(capsys, 2, "consent", folder, "--case", "nobody", "quotation=yes")
    said(capsys, 0, "erase", folder, "--without-consent", "--reason", "no_consent", "--yes")
    assert "0 records lack" in said(capsys, 0, "consent", folder, "--missing")
    said(capsys, 2, "erase", folder, "--without-consent", "--reason", "no_consent", "--yes")


def test_one_answer_and_what_was_removed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Typing(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Typing("no\n"))
    answer = ("erase", folder, "answer:people:1:story", "--reason", "mistake")
    assert "nothing was changed" in said(capsys, 1, *answer)
    monkeypatch.setattr("sys.stdin", Typing("erase\n"))
    assert "Erased for good" in said(capsys, 0, *answer)
    said(capsys, 2, "erase", folder, "answer:people:1:nothing", "--reason", "mistake", "--yes")
    said(capsys, 0, "erase", folder, "--removed", "--reason", "retention", "--yes")
    said(capsys, 2, "erase", folder, "--reason", "retention", "--yes")
    said(capsys, 0, "check", folder)
