# SPDX-License-Identifier: MIT
"""Safety on the command line: nothing is lost and nothing leaks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import workbench
from projects.store import Project
from wording import render
from workbench.cli import main
from workbench.cli.importing import _tell_sources

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"


@pytest.fixture
def snapshots_wait() -> None:
    """Opening makes a snapshot of what changed, as it does for users."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty project made by the command."""
    assert main(["new", str(tmp_path / "p.pwb")]) == 0
    return tmp_path / "p.pwb"


def test_info_of_a_project_in_use_reads_its_copy_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(folder, PASSPHRASE, user="Marie") as held:
        held.snapshots.make()
        capsys.readouterr()
        assert main(["info", str(folder)]) == 0
        told = capsys.readouterr()
        assert "Marie" in told.err
        assert len(told.err.splitlines()) == 1
        assert "Traceback" not in told.err
        assert main(["import", str(folder), str(folder / "keys.json")]) == 2
        assert "Marie" in capsys.readouterr().err


def test_import_names_what_lies_in_clear_and_deletes_it_only_when_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "interview.txt"
    path.write_text("Interviewer: And then?\n\nP1: Then we left.\n", encoding="utf-8")
    assert main(["import", str(folder), str(path)]) == 0
    assert str(path) in capsys.readouterr().out
    assert path.exists()
    path.write_text("Interviewer: And then?\n\nP1: Then we ran.\n", encoding="utf-8")
    assert main(["import", str(folder), str(path), "--delete-sources"]) == 0
    assert "SSD" in capsys.readouterr().out
    assert not path.exists()


def test_deleting_sources_says_when_there_is_nothing_to_delete() -> None:
    said: list[str] = []
    terminal = SimpleNamespace(say=lambda text: said.append(render(text, "en")))
    _tell_sources(None, [], True, terminal)  # type: ignore[arg-type]
    assert said == ["--delete-sources had nothing to delete: no file with personal data in clear came in."]


def test_check_compares_a_printed_line_and_says_what_it_cannot_show(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Project.open(folder, PASSPHRASE) as project:
        project.checkpoint("printed")
        seq, head = project.head
    assert main(["check", str(folder), "--printed", f"line {seq}, {head[:12]}"]) == 0
    said = capsys.readouterr().out
    assert "The printed number is confirmed" in said
    assert "has the passphrase and rewrites the log" in said
    assert "whole folder" in said
    assert main(["check", str(folder), "--printed", f"line {seq}, 000000000000"]) == 1
    assert main(["check", str(folder), "--printed", "nothing"]) == 2


def test_copies_are_listed_and_one_is_restored_beside(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Project.open(folder, PASSPHRASE) as project:
        project.checkpoint("before the meeting")
        made = project.snapshots.make()
    (folder / "project-1.db").write_bytes(b"")
    capsys.readouterr()
    assert main(["copies", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(made.name) and "before the meeting" in line for line in lines)
    assert main(["copies", str(folder), "--restore", made.name, "--to", str(tmp_path / "again.pwb")]) == 0
    with Project.open(tmp_path / "again.pwb", PASSPHRASE) as project:
        assert project.check().sound
    assert main(["copies", str(folder), "--restore", made.name]) == 2
    assert main(["copies", str(folder), "--restore", made.name, "--to", str(tmp_path / "again.pwb")]) == 2
    assert (folder / "project-1.db").read_bytes() == b""


def test_who_works_is_named_when_a_project_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line of history stores who did it: without a window that must be said somewhere."""
    made = tmp_path / "q.pwb"
    assert main(["new", str(made), "--user", "Marie K."]) == 0
    capsys.readouterr()
    assert main(["history", str(made)]) == 0
    assert "Marie K." in capsys.readouterr().out
    assert main(["new", str(tmp_path / "r.pwb"), "--from", "x.pwbz", "--user", "Marie"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core files")
@pytest.mark.parametrize("words", [["--help"], ["check", "nowhere.pwb"], ["new", "q.pwb", "--from", "nowhere.pwbz"]])
def test_no_command_leaves_a_core_file_or_a_readable_one(tmp_path: Path, words: list[str]) -> None:
    """From the first moment: a passphrase is in memory before any project is open."""
    look = """if True:
        import os, resource, sys
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        os.umask(0o022)
        from workbench.cli import main
        main(sys.argv[1:])
        print("core", resource.getrlimit(resource.RLIMIT_CORE)[0], "umask", oct(os.umask(0)))
    """
    root = str(Path(workbench.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-P", "-c", look, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert done.stdout.splitlines()[-1] == "core 0 umask 0o77"


def test_a_project_is_not_made_with_a_passphrase_soon_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typed, it is refused; a script that gives it is told, and can change it with `keys change`."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", "study2026")
    assert main(["new", str(tmp_path / "q.pwb")]) == 0
    assert "soon guessed" in capsys.readouterr().err
    monkeypatch.delenv("WORKBENCH_PASSWORD")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "study2026")
    assert main(["new", str(tmp_path / "r.pwb")]) == 2
    assert "soon guessed" in capsys.readouterr().err
    assert not (tmp_path / "r.pwb").exists()
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSPHRASE)
    assert main(["new", str(tmp_path / "r.pwb")]) == 0
    assert capsys.readouterr().err == ""


def test_damaged_identifiers_are_told_by_every_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "link.db").write_bytes(b"")
    for words in (["info", str(folder)], ["erase", str(folder), "--removed", "--preview"], ["keys", str(folder)]):
        capsys.readouterr()
        main(words)
        told = capsys.readouterr()
        assert "link.db" in told.err
        assert "Open the identifiers" not in told.out + told.err
    package = folder.with_suffix(".pwbz")
    assert main(["export", str(folder), str(package)]) == 2
    assert not package.exists()


def test_an_export_says_that_it_is_not_encrypted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = folder.with_name("t.csv")
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["import", str(folder), str(table)]) == 0
    for name, clear in (("out.csv", True), ("out.pwbz", False)):
        capsys.readouterr()
        assert main(["export", str(folder), str(folder.with_name(name))]) == 0
        assert ("not encrypted" in capsys.readouterr().out) is clear
    assert main(["export", str(folder), str(folder / "out.csv")]) == 2
    assert "p.pwb" in capsys.readouterr().err
    assert not (folder / "out.csv").exists()
