# SPDX-License-Identifier: MIT
"""Keys on the command line: who can open a project, the second place of its snapshots, its history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.interviews.documents import NewDocument, import_documents, set_document_memo
from projects.people.persons import Member, tie
from projects.store import Project
from projects.store.problems import WrongPassphrase
from projects.stored_interviews.parsed_document import parse_text
from workbench.cli import main

PASSPHRASE, OTHER = "lantern-harbour-maple-quiet", "velvet orchard compass thunder"


@pytest.fixture
def snapshots_wait() -> None:
    """Opening makes a snapshot of what changed, as it does for users."""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, quick_keys: None) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    monkeypatch.delenv("WORKBENCH_NEW_PASSWORD", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty project made by the command."""
    assert main(["new", str(tmp_path / "p.pwb")]) == 0
    return tmp_path / "p.pwb"


@pytest.fixture
def other_file(tmp_path: Path) -> str:
    """A file with another passphrase."""
    path = tmp_path / "other.txt"
    path.write_text(OTHER + "\n", encoding="utf-8")
    return str(path)


def names(folder: Path) -> list[str]:
    with Project.open(folder, PASSPHRASE) as project:
        return [slot.name for slot in project.keys.slots()]


def test_a_person_is_added_listed_and_removed(
    folder: Path, other_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", str(folder), "add", "Marie", "--new-passphrase-file", other_file]) == 0
    with Project.open(folder, OTHER) as project:
        assert project.keys.my_name() == "Marie"
        assert not project.link_open
    capsys.readouterr()
    assert main(["keys", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Marie · opens the project, not the identifiers" in said
    assert OTHER not in said
    assert main(["keys", str(folder), "remove", "Paul"]) == 2
    assert "Marie" in capsys.readouterr().err
    assert main(["keys", str(folder), "remove", "Marie"]) == 0
    assert "new-key" in capsys.readouterr().out
    assert names(folder) == [""]
    with pytest.raises(WrongPassphrase):
        Project.open(folder, OTHER)


def test_a_removal_with_a_new_key_encrypts_all_anew(
    folder: Path, other_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", str(folder), "add", "Marie", "--identifiers", "--new-passphrase-file", other_file]) == 0
    assert main(["keys", str(folder), "remove", "Marie", "--new-key"]) == 0
    assert "new key" in capsys.readouterr().out
    assert (folder / "project-2.db").is_file()
    assert not (folder / "project-1.db").exists()
    with Project.open(folder, PASSPHRASE) as project:
        assert project.check().sound


def test_the_passphrase_is_changed_and_never_an_argument(
    folder: Path, other_file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert main(["keys", str(folder), "change"]) == 2, "nobody is there to type"
    assert main(["keys", str(folder), "change", OTHER]) == 2
    weak = tmp_path / "weak.txt"
    weak.write_text("password", encoding="utf-8")
    assert main(["keys", str(folder), "change", "--new-passphrase-file", str(weak)]) == 2
    assert "soon guessed" in capsys.readouterr().err
    Project.open(folder, PASSPHRASE).close()
    monkeypatch.setenv("WORKBENCH_NEW_PASSWORD", OTHER)
    assert main(["keys", str(folder), "change"]) == 0
    with pytest.raises(WrongPassphrase):
        Project.open(folder, PASSPHRASE)
    with Project.open(folder, OTHER) as project:
        assert project.link_open


def test_a_recovery_phrase_is_shown_once_and_opens_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["keys", str(folder), "recovery", "--language", "fr"]) == 0
    lines = capsys.readouterr().out.splitlines()
    phrase = next(line for line in lines if len(line.split()) == 12 and "·" not in line and ":" not in line)
    with Project.open(folder, phrase) as project:
        assert project.link_open
        assert {slot.kind for slot in project.keys.slots()} == {"passphrase", "recovery"}


def test_new_snapshots_follow_to_the_second_place_while_it_is_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    assert main(["copies", str(folder), "--second-place", str(stick)]) == 2
    stick.mkdir()
    assert main(["copies", str(folder), "--second-place", str(stick)]) == 0
    copies = stick / "p-copies" / "snapshots"
    with Project.open(folder, PASSPHRASE) as project:
        project.checkpoint("later")
        made = project.snapshots.make()
        head = project.head
    assert not (copies / made.folder.name).exists()
    capsys.readouterr()
    assert main(["keys", str(folder)]) == 0
    assert (copies / made.folder.name).is_dir()
    assert capsys.readouterr().err == ""
    with Project.open(folder, PASSPHRASE) as project:
        assert project.head == head, "copying along is no line of history"
        project.checkpoint("without the stick")
        project.snapshots.make()
    stick.rename(tmp_path / "elsewhere")
    stick.mkdir()  # an empty place where it was
    assert main(["keys", str(folder)]) == 0
    assert "not available" in capsys.readouterr().err
    assert list(stick.iterdir()) == []
    assert main(["copies", str(folder), "--no-second-place"]) == 0
    assert main(["keys", str(folder)]) == 0
    assert capsys.readouterr().err == ""


def test_history_is_narrowed_to_a_person(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        news = [NewDocument(name, "en", parse_text(f"Said {name}.\n")) for name in ("One", "Two", "Three")]
        project.do(import_documents(news))
        person = str(project.do(tie([Member(document="1"), Member(document="2")])).result)
        of_one = project.do(set_document_memo("1", "to be read")).seq
        of_three = project.do(set_document_memo("3", "to be read")).seq
    capsys.readouterr()
    assert main(["history", str(folder), "--person", person[:8], "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    found = {line["seq"] for line in lines}
    assert of_one in found
    assert of_three not in found
    assert {"interviews.import", "consents.tie"} <= {line["kind"] for line in lines}
    assert main(["history", str(folder), "--document", "Three"]) == 0
    numbers = {line.split(" · ")[0] for line in capsys.readouterr().out.splitlines()}
    assert str(of_three) in numbers
    assert str(of_one) not in numbers
    assert main(["history", str(folder), "--person", "nobody"]) == 2


def test_whoever_a_key_is_sealed_to_is_named_and_asked_about(
    folder: Path, other_file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["keys", str(folder), "add", "Marie", "--new-passphrase-file", other_file]) == 0
    monkeypatch.setattr("sys.stdin", Answer("no"))
    before = (folder / "keys.json").read_bytes()
    for words in (["new-key"], ["give", "Marie"]):
        capsys.readouterr()
        assert main(["keys", str(folder), *words]) == 0
        said = capsys.readouterr().out
        assert said.index("Marie") < said.index("Type “yes”") < said.index("Nothing was changed")
        assert (folder / "keys.json").read_bytes() == before
    with Project.open(folder, PASSPHRASE) as project:
        name = project.snapshots.make().name
    assert main(["copies", str(folder), "--restore", name, "--to", str(folder.with_name("R.pwb"))]) == 1
    assert "Marie" in capsys.readouterr().out
    assert not folder.with_name("R.pwb").exists()
    monkeypatch.setattr("sys.stdin", Answer("yes"))
    assert main(["keys", str(folder), "give", "Marie"]) == 0
    with Project.open(folder, OTHER) as project:
        assert project.link_open
    assert main(["keys", str(folder), "withdraw", "Marie"]) == 0
    assert main(["keys", str(folder), "new-key"]) == 0
    assert (folder / "project-2.db").is_file()
    assert main(["copies", str(folder), "--restore", name, "--to", str(folder.with_name("R.pwb")), "--yes"]) == 0


class Answer:
    """A terminal at which somebody types one word."""

    def __init__(self, word: str) -> None:
        self.word = word

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.word + "\n"


def test_a_forged_key_file_is_refused_and_repaired_after_a_look_at_the_people(
    folder: Path, other_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = (folder / "keys.json").read_bytes()
    assert main(["keys", str(folder), "add", "Marie", "--new-passphrase-file", other_file]) == 0
    (folder / "keys.json").write_bytes(earlier)
    capsys.readouterr()
    assert main(["keys", str(folder)]) == 2
    assert "repair" in capsys.readouterr().err
    assert main(["check", str(folder)]) == 1
    assert "not the one in the log" in capsys.readouterr().out
    assert main(["keys", str(folder), "repair"]) == 2, "nobody is there to look at the people"
    assert "Marie" in capsys.readouterr().out
    assert main(["keys", str(folder), "repair", "--yes"]) == 0
    assert names(folder) == ["", "Marie"]
    assert main(["keys", str(folder), "repair", "--yes"]) == 0
    assert "nothing to repair" in capsys.readouterr().out


def test_a_folder_put_back_is_told_once_in_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "earlier")
    with Project.open(folder, PASSPHRASE) as project:
        for number in range(4):
            project.checkpoint(f"later {number}")
    shutil.rmtree(folder)
    (tmp_path / "earlier").rename(folder)
    said = []
    for _ in range(2):
        capsys.readouterr()
        assert main(["info", str(folder)]) == 0
        said.append(capsys.readouterr().err)
    assert "older than what this computer saw last" in said[0]
    assert "--accept-older" in said[0]
    assert len(said[0].strip().splitlines()) == 1
    assert said[1] == ""
    assert main(["check", str(folder)]) == 1
    assert main(["check", str(folder), "--accept-older"]) == 0
    capsys.readouterr()
    assert main(["info", str(folder)]) == 0
    assert capsys.readouterr().err == ""
