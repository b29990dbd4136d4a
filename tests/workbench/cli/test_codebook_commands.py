# SPDX-License-Identifier: MIT
"""`codes`, `coders` and `memos`: the codebook, who codes and what is noted, changed and listed without a window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from projects.interviews.codes import redefine_code
from projects.interviews.notes import add_memo
from projects.interviews.queries import load_document, suggestions
from projects.interviews.segments import apply_code
from projects.interviews.suggestions import accept_suggestions
from projects.store import Project
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder
from workbench.cli import main
from workbench.starter_codebooks import starter_codes

__all__ = ["environment", "folder"]

TEXT = "A: He said there was work.\n\nB: There was no work. He kept my card.\n"


@pytest.fixture
def coded(folder: Path, tmp_path: Path) -> Path:
    """A project with two codes and two segments under the first, by two coders."""
    (tmp_path / "IDI.txt").write_text(TEXT, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "IDI.txt")]) == 0
    assert main(["codes", str(folder), "--add", "Offer", "--definition", "An offer of work"]) == 0
    assert main(["codes", str(folder), "--add", "Offers", "--sensitivity", "high", "--key", "OFF"]) == 0
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        document = load_document(project, "1").document
        for words, coder in (("there was work", "AB"), ("no work", "Marie")):
            start = document.text.index(words)
            project.do(apply_code("1", document, [(start, start + len(words))], coder=coder))
    return folder


def listed(command: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_definitions_of_a_starter_codebook_are_completed(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    starter = next(one for one in starter_codes() if one.key == "ACT")
    codes, given = ["codes", str(coded)], starter.definition.by_language
    assert main([*codes, "--add", "Act", "--definition", given["en"], "--language", "en"]) == 0
    assert main([*codes, "--complete"]) == 0
    assert "Completed 1 definition" in capsys.readouterr().out
    assert listed([*codes, "Act"], capsys)[0]["definition"] == {"en": given["en"], "fr": given["fr"]}
    assert main([*codes, "--complete"]) == 2  # nothing is left to be completed


def test_codes_are_added_changed_moved_and_merged(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = ["codes", str(coded)]
    assert main([*codes, "Offer", "--rename", "Offre", "--language", "fr"]) == 0
    assert main([*codes, "Offer", "--inclusion", "work is named", "--memo", "wide", "--sensitivity", "low"]) == 0
    capsys.readouterr()
    assert main([*codes, "Offer"]) == 0
    assert "sensitivity: Low" in capsys.readouterr().out, "the word, not how it is stored"
    assert main([*codes, "Offer", "--under", "OFF"]) == 0
    assert main([*codes, "Offer", "--colour", "#112233"]) == 0
    assert main([*codes, "Offer", "--digit", "3"]) == 0
    first, second = listed(codes, capsys)
    assert (first["key"], second["parent"], second["segments"]) == ("OFF", "OFF", 2)
    assert second["name"] == {"en": "Offer", "fr": "Offre"}
    assert (second["inclusion"], second["memo"]) == ({"en": "work is named"}, "wide")
    assert (second["sensitivity"], second["colour"], second["digit"]) == ("low", "#112233", "3")
    assert main([*codes, "Offer", "--split", "Refusal", "--segments", "2"]) == 0
    assert main([*codes, "Refusal", "--recode", "Offer"]) == 0
    assert [code["segments"] for code in listed(codes, capsys)] == [0, 2, 0]
    assert main([*codes, "Refusal", "--retired", "yes"]) == 0
    assert main([*codes, "OFF", "--category", "yes"]) == 0
    assert main([*codes, "--anchor", "1"]) == 0
    marks = {code["name"]["en"]: (code["category"], code["retired"], code["anchors"]) for code in listed(codes, capsys)}
    assert marks == {"Offers": (True, False, 0), "Offer": (False, False, 1), "Refusal": (False, True, 0)}
    assert main([*codes, "Refusal", "--delete"]) == 0
    assert main([*codes, "Offer", "--under", "top"]) == 0
    assert main([*codes, "OFF", "--merge-into", "Offer"]) == 0
    (left,) = listed(codes, capsys)
    assert (left["name"]["en"], left["segments"]) == ("Offer", 2)
    capsys.readouterr()
    assert main([*codes, "Offer"]) == 0
    told = capsys.readouterr().out
    assert "there was work" in told
    assert "An offer of work" in told


WRONG = (
    (["--rename", "X"], "Name the code"),
    (["Offer", "--rename", "X", "--delete"], "--rename, --delete"),
    (["Offer", "--colour", "blue"], "#0072b2"),
    (["Offer", "--digit", "0"], "1 to 9"),
    (["Offers", "--recode", "Offer"], "no segment"),
    (["Offers", "--split", "Y", "--segments", "1"], "not under"),
    (["Nothing", "--delete"], "Nothing"),
    (["--add", "Third", "--key", "OFF"], "OFF"),
    (["Offer", "--add", "Third"], "Third"),
    (["--anchor", "77"], "no segment 77"),
)


def test_a_wrong_call_is_one_sentence_and_changes_nothing(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(["codes", str(coded)], capsys)
    for words, sentence in WRONG:
        assert main(["codes", str(coded), *words]) == 2
        told = capsys.readouterr().err.strip()
        assert sentence in told
        assert "\n" not in told
    assert listed(["codes", str(coded)], capsys) == before


def test_near_names_and_use_are_listed_but_not_while_all_code_blind(
    coded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["codes", str(coded), "--near"]) == 0
    assert "Offer – Offers" in capsys.readouterr().out
    assert main(["codes", str(coded), "--usage"]) == 0
    assert "AB 1, Marie 1" in capsys.readouterr().out
    assert listed(["coders", str(coded)], capsys)["coders"] == [
        {"name": "AB", "segments": 1},
        {"name": "Marie", "segments": 1},
    ]
    assert main(["coders", str(coded), "--blind", "on"]) == 0
    assert main(["codes", str(coded), "--usage"]) == 2
    assert [code["segments"] for code in listed(["codes", str(coded)], capsys)] == [0, 0]  # this person coded nothing
    assert {one["segments"] for one in listed(["coders", str(coded)], capsys)["coders"]} == {None}


def test_a_coder_gets_another_name_on_everything(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(coded, PASSPHRASE, user="Marie") as project:
        project.do(redefine_code("1", keywords={"en": ("kept my card",)}))
    assert main(["suggest", str(coded)]) == 0
    with Project.open(coded, PASSPHRASE, user="Marie") as project:
        loaded = load_document(project, "1")
        (found,) = suggestions(project, loaded)
        project.do(accept_suggestions([found.id], [loaded.document], coder="Marie"))
    assert main(["coders", str(coded), "--rename", "marie", "Marie B."]) == 0
    assert main(["coders", str(coded), "--rename", "AB", "Marie B."]) == 2
    assert main(["coders", str(coded), "--rename", "Nobody", "X"]) == 2
    assert "AB, Marie B." in capsys.readouterr().err
    assert main(["coders", str(coded), "--add", "Third"]) == 0
    names = [one["name"] for one in listed(["coders", str(coded)], capsys)["coders"]]
    assert names == ["AB", "Marie B.", "Third"]
    with Project.open(coded, PASSPHRASE, user="AB") as project:
        assert {row[0] for row in project.query("SELECT coder FROM segment")} == {"AB", "Marie B."}
        assert [row[0] for row in project.query("SELECT decided_by FROM suggestion")] == ["Marie B."]


def test_memos_are_written_changed_linked_and_removed(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memos = ["memos", str(coded)]
    assert main([*memos, "--write", "Ask again"]) == 0
    assert main([*memos, "--on", "code:OFF", "--write", "Too near"]) == 0
    assert main([*memos, "--on", "document:IDI", "--write", "Short"]) == 0
    assert main([*memos, "--on", "segment:1", "--write", "Irony?"]) == 0
    assert main([*memos, "--on", "nothing", "--write", "X"]) == 2
    assert [(one["kind"], one["text"]) for one in listed(memos, capsys)] == [
        ("project", "Ask again"), ("document", "Short"), ("segment", "Irony?"), ("code", "Too near")
    ]  # fmt: skip
    assert main([*memos, "--change", "2", "Very short"]) == 0
    assert main([*memos, "--link", "1", "code:OFF"]) == 0
    assert listed([*memos, "--find", "again"], capsys)[0]["links"] == ["Offers"]
    assert main([*memos, "--unlink", "1", "code:OFF"]) == 0
    assert main([*memos, "--unlink", "1", "code:OFF"]) == 2
    assert main([*memos, "--remove", "1"]) == 0
    assert main([*memos, "--remove", "9"]) == 2
    assert [one["text"] for one in listed([*memos, "--on", "document:IDI"], capsys)] == ["Very short"]
    assert main(["coders", str(coded), "--blind", "on"]) == 0
    with Project.open(coded, PASSPHRASE, user="Marie") as project:
        project.do(add_memo("segment:2", "Hers alone", coder="Marie"))
    assert "Hers alone" not in {one["text"] for one in listed(memos, capsys)}  # notes on words are each coder's own
    assert main(["coders", str(coded), "--blind", "off"]) == 0
    assert "Hers alone" in {one["text"] for one in listed(memos, capsys)}


def test_a_name_that_two_codes_have_is_listed_with_its_paths_and_taken_with_one(
    coded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = ["codes", str(coded)]
    assert main([*codes, "--add", "Offer", "--under", "Offers"]) == 0
    assert main(["codes", str(coded), "offer", "--rename", "Other"]) == 2
    said = capsys.readouterr().err
    assert "› Offer" in said
    assert "Offers › Offer" in said
    plan = tmp_path / "plan.csv"
    for name, status in (("Offer", 2), ("Offers › Offer", 0), ("› Offer", 0)):
        plan.write_text(f"analysis,variable\ncode_frequencies,{name}\n", encoding="utf-8")
        assert main(["analyse", str(coded), str(plan), "--out", str(tmp_path / f"{len(name)}")]) == status
        assert ("Offers › Offer" in capsys.readouterr().err) == (status == 2)
    assert main(["codes", str(coded), "Offers > offer", "--rename", "Other"]) == 0
    assert {one["name"]["en"] for one in listed(codes, capsys)} == {"Offer", "Offers", "Other"}
    assert main([*codes, "Offer", "--definition", "One again"]) == 0
