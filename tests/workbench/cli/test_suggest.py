# SPDX-License-Identifier: MIT
"""`suggest`: counts by code and source, lists scores and reasons, and asks for sensitive codes by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coding.codebook_table import codes_from_rows
from projects.assistance.suggestion_reasons import OpenSuggestion
from projects.interviews import queries
from projects.interviews.codes import import_codebook, redefine_code
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.segments import add_segment
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from workbench.cli import main
from workbench.cli.interviews.suggest import _named

PASSPHRASE = "quiet lantern over 7 rivers"
COINS = ("gold", "silver", "copper", "tin")
LAST = "He took my passport away. The river was calm that day. He hid my tin passport there."


def _made(folder: Path) -> None:
    with Project.create(folder, PASSPHRASE, name="Test", user="Ana") as project:
        coded = " ".join(f"He hid my {coin} passport here. The {coin} river was calm." for coin in COINS)
        texts = (coded, coded.replace("here", "away"), LAST)
        project.do(
            import_documents(
                [NewDocument(f"IDI {n}", "en", parse_text(text), text.encode(), "txt") for n, text in enumerate(texts)]
            )
        )
        row = {"code_id": "DOC", "name_en": "Papers kept", "name_fr": "Papiers gardés", "keywords_en": "away"}
        project.do(import_codebook(codes_from_rows([row], "codes.csv")))
        for loaded in list(queries.load_documents(project, ["1", "2"])):
            for start, end in loaded.sentences:
                if "passport" in loaded.document.text[start:end]:
                    project.do(add_segment("1", loaded.document, start, end, coder="Ana"))


@pytest.mark.slow
def test_it_suggests_by_rules_and_from_codings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "p.pwb"
    _made(folder)
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    given = [str(folder), "--passphrase-file", str(secret)]
    assert main(["suggest", *given, "--code", "Papers kept", "--list"]) == 0
    told = capsys.readouterr().out
    assert "Papers kept – IDI 2: “He hid my tin passport there.”" in told
    assert "rule: away" in told
    assert re.search(r"learned: score (0\.\d\d|>0\.99);", told)
    assert "river" not in told
    assert "Papers kept, by rules and your codings: 1 open" in told
    assert main(["suggest", *given]) == 0
    again = capsys.readouterr().out
    assert "by rules and your codings: 1 open" in again
    assert "IDI 2" not in again
    number = next(line.split()[0] for line in told.splitlines() if "tin passport" in line)
    for wrong, sentence in ((["--accept", "999"], "999"), (["--accept", "all"], "--code"),
                            (["--accept", number, "--reject", number], number)):  # fmt: skip
        assert main(["suggest", *given, *wrong]) == 2
        assert sentence in capsys.readouterr().err
    assert main(["suggest", *given, "--code", "Papers kept", "--reject", "all"]) == 0
    with Project.open(folder, PASSPHRASE, user="Ana") as project:
        listed = sum(line.split()[0].isdecimal() for line in told.splitlines() if " – IDI " in line)
        assert project.query("SELECT count(*) FROM suggestion WHERE verdict = 'rejected'")[0][0] == listed
        project.undo()
    assert main(["suggest", *given, "--accept", number]) == 0
    assert "Accepted" in capsys.readouterr().out
    with Project.open(folder, PASSPHRASE, user="Ana") as project:
        made = project.query("SELECT quote, origin FROM segment ORDER BY id DESC LIMIT 1")[0]
        assert made["quote"] == "He hid my tin passport there."
        assert made["origin"].startswith(("rule:away", "model:"))  # either of its two sources
    assert main(["suggest", *given, "--sensitive"]) == 2
    assert "one by one" in capsys.readouterr().err
    with Project.open(folder, PASSPHRASE, user="Ana") as project:
        assert len(project.query("SELECT id FROM suggestion")) == 2
        project.do(redefine_code("1", sensitivity="high"))
    assert main(["suggest", *given]) == 0
    assert "1 sensitive code was left out" in capsys.readouterr().out


def test_all_accepts_what_happened_and_rejects_whatever_its_words_say() -> None:
    waiting = {
        number: OpenSuggestion(number, "1", "DOC", 0, 4, (), mark)
        for number, mark in (("1", "hit"), ("2", "negated"), ("3", "reported"))
    }
    assert [one.id for one in _named(waiting, ["all"], {"DOC"})] == ["1"]
    assert [one.id for one in _named(waiting, ["all"], {"DOC"}, hits_only=False)] == ["1", "2", "3"]


@pytest.mark.slow
def test_switches_stand_in_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "p.pwb"
    _made(folder)
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    given = ["suggest", str(folder), "--passphrase-file", str(secret)]
    assert main([*given, "--switch", "off"]) == 0
    assert "Switched assistance off" in capsys.readouterr().out
    assert main(given) == 2
    assert "switched off" in capsys.readouterr().err
    assert main([*given, "--switch", "on", "--stop-below", "60", "--sensitive-on", "Papers kept"]) == 0
    capsys.readouterr()
    assert main([*given, "--stop-below", "lots"]) == 2
    assert "between 0" in capsys.readouterr().err
    with Project.open(folder, PASSPHRASE, user="Ana") as project:
        assert project.setting("assistance.least_precision") == 0.6
        assert project.setting("assistance.sensitive") == ["1"]
        project.do(redefine_code("1", sensitivity="high"))
    assert main(given) == 0
    assert "Papers kept" in capsys.readouterr().out  # its switch was turned


def test_rules_are_looked_at_for_traps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "p.pwb"
    _made(folder)
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    given = ["suggest", str(folder), "--passphrase-file", str(secret), "--check-rules"]
    assert main(given) == 0
    assert "No rule has a known trap" in capsys.readouterr().out
    with Project.open(folder, PASSPHRASE, user="Ana") as project:
        row = {"code_id": "BAD", "name_en": "Papers or cards", "keywords_en": "passport or card; furnace"}
        project.do(import_codebook(codes_from_rows([row], "codes.csv")))
    assert main(given) == 1
    told = capsys.readouterr().out
    assert "passport or card: This searches for exactly these words" in told
    assert "furnace: No interview of this language has this word." in told
    assert main([*given, "--code", "Papers kept"]) == 0
