# SPDX-License-Identifier: MIT
"""Bad input to assistance: met with less help and one sentence, never with a traceback or a search without end."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

import projects.assistance.parses as parses
from coding.codebook_table import codes_from_rows
from coding.events.timeline import time_expressions
from coding.parses import from_bytes
from coding.rules import Rule, RuleSearch
from coding.rules.parsed_rules import read_rule
from coding.spacy_pipelines import NAMED, pipeline_name, unknown_pipelines
from projects.assistance.parses import ParseState, in_place, parse_missing, parse_state, unparsed
from projects.assistance.readable_interviews import readable
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.speakers import set_turn_language
from projects.worker import TextProcess
from projects.workers.host_process import environment
from tests.projects.assistance.conftest import PASSPHRASE
from wording import render
from workbench.cli import main

ROOT = Path(__file__).parents[3]
UNPICKLERS = {"pickle", "joblib", "dill", "shelve", "marshal"}
ENGLISH = "P1: They took my passport. I owed a debt."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    made = tmp_path / "bad.pwb"
    with Project.create(made, PASSPHRASE, name="Bad", user="Ana") as project:
        talks = (("en", ENGLISH), ("rn", "P1: Batwaye passport yanje."), ("", "P1: My debt. Ma dette. Ideni ryanje."))
        project.do(import_documents([NewDocument(f"T{n}", lang, parse_text(t)) for n, (lang, t) in enumerate(talks)]))
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(list(words)) == status
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    return told.out + told.err


@pytest.mark.slow
def test_an_empty_codebook_suggests_nothing_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "suggest", str(folder))
    assert len(told.strip().splitlines()) == 1
    assert "The codebook is empty" in told
    assert "no rule to test" in said(capsys, "suggest", str(folder), "--test-rules", status=2)
    assert "Person" not in said(capsys, "entities", str(folder), "--kind", "phone")


@pytest.mark.slow
def test_languages_without_pipeline_are_searched_for_words_only(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "codes.csv"
    book.write_text(
        "code_id,name_en,name_fr,keywords_en,keywords_rn\nDOC,Papers,Papiers,phrase: take passport;debt,passport\n",
        encoding="utf-8",
    )
    said(capsys, "import", str(folder), str(book))
    told = said(capsys, "suggest", str(folder), "--list")
    assert "1 interview has no known language, or several" in told
    assert "1 interview is in a language for which no spaCy pipeline is installed" in told
    assert "They took my passport" in told  # on the parse
    assert "Batwaye passport" in told  # by words
    with Project.open(folder, PASSPHRASE) as project:
        document = load_document(project, "1").document
        project.do(add_segment("1", document, 4, 26, coder="Ana"))
    assert "segments still to code: 7" in said(
        capsys, "suggest", str(folder)
    )  # one example is too little to learn from


def test_no_pipeline_at_all_leaves_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parses, "pipeline_version", lambda _language: "")
    with Project.open(folder, PASSPHRASE) as project, TextProcess() as process:
        assert unparsed(project) == []
        assert parse_state(project) == ParseState(0, 0)
        assert parse_missing(in_place(project), process) == 0


def test_patterns_without_end_come_to_an_end() -> None:
    start = time.process_time()
    assert list(RuleSearch([Rule("c", "a* * * * * b*", "en")], "en").hits("a " * 20_000)) == []
    read_rule("tokens: " + "any*9 " + "passport")
    time_expressions("in the the " * 20_000, "en")
    assert time.process_time() - start < 20


def test_a_parse_of_another_version_or_a_damaged_one_is_none() -> None:
    for data in (b"", b"{}", b"\x80\x04.", b'{"format": 99, "pipeline": "x", "starts": []}\n'):
        assert from_bytes(data, None, "x") is None


@pytest.mark.slow
def test_nothing_of_a_project_is_unpickled() -> None:
    for package in ("coding", "projects", "workbench"):
        for path in (ROOT / package).rglob("*.py"):
            code = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(code)) if any(name in code for name in UNPICKLERS) else ():
                names = [one.name for one in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
                module = getattr(node, "module", "") if isinstance(node, ast.ImportFrom) else ""
                assert not UNPICKLERS & {*names, module}, path


def test_an_office_names_another_installed_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    official = pipeline_name("fr")
    monkeypatch.setenv(NAMED, f"en={official},sw=sw_not_there, fr = os")
    assert pipeline_name("en") == official
    assert pipeline_name("sw") == ""
    assert pipeline_name("fr") == official  # no name of a pipeline is looked for
    assert environment(0)[NAMED] == f"en={official},sw=sw_not_there, fr = os"
    assert unknown_pipelines() == ["sw=sw_not_there", "fr = os"]


def test_what_rules_cannot_read_as_they_should_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMED, "en=en_not_there")
    mixed = "P1: He took my passport.\nP1: Narakoze imyaka ibiri nta mushahara."
    with Project.open(folder, PASSPHRASE) as project:
        project.do(import_documents([NewDocument("Mixed", "en", parse_text(mixed))]))
        project.do(set_turn_language("4", [1], "rn"))
        notes = parses.parsing_notes(readable(project))
        told = [(one.key, one.args.get("n", one.args.get("named"))) for one in notes]
    assert told == [
        ("assist.unknown_pipeline", "en=en_not_there"),
        ("assist.no_language", 1),
        ("assist.without_pipeline", 1),
        ("assist.turns_without_pipeline", 1),
    ]
    for note in notes:
        assert note.key not in render(note, "en") + render(note, "fr")


def test_a_rule_that_cannot_be_read_is_left_out_with_its_row() -> None:
    rows = [
        {"code_id": "A", "name_en": "Papers", "keywords_en": "phrase[hit: take passport;passport*; card [old]"},
        {"code_id": "B", "name_en": "Debt", "keywords_en": "words[role=partcipant]: debt;phrase: take card"},
    ]
    read = codes_from_rows(rows, "codes.csv")
    assert [code.keywords["en"] for code in read.codes] == [("passport*", "card [old]"), ("phrase: take card",)]
    assert [one.args["row"] for one in read.warnings] == [2, 3]
    assert "close its bracket" in render(read.warnings[0], "en")
