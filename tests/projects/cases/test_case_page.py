# SPDX-License-Identifier: MIT
"""The page of a case from the command line: members, attributes, the panel, and microdata without the case link."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyreadstat
import pytest
from pytestqt.qtbot import QtBot

from coding.auto_code import PatternHit
from coding.keywords import FoundSuggestion
from projects.cases.page import case_named, case_page
from projects.interviews.auto_coding import code_hits
from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.queries import load_document
from projects.interviews.segments import apply_code
from projects.interviews.suggestions import FoundInDocument, store_suggestions
from projects.quotes.quote_format import cite
from projects.store import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.speakers import set_turn_language
from projects.transcripts.translations import set_translation
from tests.projects.cases.conftest import PASSPHRASE
from wording import render
from workbench.cli import main
from workbench.interviews.cases.case_pane import CasePane
from workbench.interviews.cases.page_rows import QuoteLabel
from workbench.widgets import ElidedLabel


def run(*words: object) -> None:
    """A command that must succeed."""
    assert main([str(word) for word in words]) == 0


def page(folder: Path, name: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """The page of a case as plain values."""
    capsys.readouterr()
    run("cases", folder, name, "--json", *more)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def code(folder: Path, key: str, document: str, words: str) -> None:
    """Code words of an interview by hand."""
    with Project.open(folder, PASSPHRASE) as project:
        (row,) = project.query("SELECT id FROM code WHERE key = ?", (key,))
        (held,) = project.query("SELECT id FROM document WHERE name = ?", (document,))
        loaded = load_document(project, str(held["id"])).document
        start = loaded.text.index(words)
        project.do(apply_code(str(row["id"]), loaded, [(start, start + len(words))], coder="Ana"))


def test_rows_join_by_key_whatever_the_spelling(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("cases", folder, "P07", "--new", "person")
    run("cases", folder, "Someone", "--new", "person")
    capsys.readouterr()
    run("cases", folder, "--rows", "people", "respondent")
    said = capsys.readouterr().out
    assert "1 survey row joined" in said
    assert "Someone" in said
    assert "2 keys of the table belong to no case" in said
    run("cases", folder, "--rows", "people", "respondent", "--make")
    capsys.readouterr()
    run("cases", folder, "--json")
    named = {one["name"]: one["rows"] for one in json.loads(capsys.readouterr().out)}
    assert named == {"P07": 1, "Someone": 0, "p 08": 1, "P99": 1}


def test_a_group_s_speaker_brings_only_that_speaker_s_words(cased: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code(cased, "ACT.REC", "FGD 04", "offered me work")
    code(cased, "MEA.COE.DOC", "FGD 04", "kept my passport")
    found = page(cased, "P07", capsys)
    assert [one["quote"] for one in found["segments"]] == ["offered me work"]
    assert {(one["document"] != "", one["speaker"], one["table"] != "") for one in found["members"]} == {
        (True, "", False),
        (True, "F2", False),
        (False, "", True),
    }


def test_the_panel_lines_up_survey_and_interview(cased: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("cases", cased, "--element", "ACT.REC", "people", "offered_work")
    run("cases", cased, "--element", "MEA.DEC", "people", "work_as_promised", "--answers", "no")
    run("cases", cased, "--element", "MEA.COE", "people", "papers_taken")
    run("cases", cased, "--survey", "Age", "people", "age")
    code(cased, "ACT.REC", "FGD 04", "offered me work")
    code(cased, "MEA.COE.DEBT", "IDI 07", "the debt grows")
    found = page(cased, "P07", capsys)["act_means_purpose"]
    states = {one["code"]: (one["survey"], one["coded"], one["state"]) for one in found["elements"]}
    assert states["ACT.REC"] == ("yes", 1, "both")
    assert states["MEA.DEC"] == ("yes", 0, "survey_only")
    assert states["MEA.COE"] == ("no", 1, "differ")
    assert states["PUR.SEX"] == ("no_question", 0, "nothing")
    assert (found["age"], found["means"], found["missing"]) == (24, "count", ["PUR"])


def test_under_18_means_are_not_needed_and_hits_are_nobody_s_indication(
    cased: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("cases", cased, "--rows", "people", "respondent", "--make")
    run("cases", cased, "--survey", "Age", "people", "age")
    run("cases", cased, "p 08", "--join", "document:IDI 07")
    with Project.open(cased, PASSPHRASE) as project:
        (row,) = project.query("SELECT id FROM document WHERE name = 'IDI 07'")
        document = load_document(project, str(row["id"])).document
        codes = {one["key"]: str(one["id"]) for one in project.query("SELECT id, key FROM code")}
        start = document.text.index("debt")
        debt = FoundSuggestion(codes["MEA.COE.DEBT"], start, start + 4, "debt", "en", ())
        project.do(store_suggestions([FoundInDocument(document.id, document.digest, document.text, (debt,))]))
        pattern = PatternHit(document.id, start, start + 4, (start, start + 4), "debt")
        project.do(code_hits(codes["PUR.LAB"], [pattern], [document], coder="Ana"))
    found = page(cased, "p 08", capsys)["act_means_purpose"]
    by_code = {one["code"]: one for one in found["elements"]}
    assert found["means"] == "not_needed"
    assert found["missing"] == ["ACT", "PUR"]
    for key in ("MEA.COE", "PUR.LAB"):
        assert (by_code[key]["coded"], by_code[key]["hits"], by_code[key]["state"]) == (0, 1, "nothing")


@pytest.mark.slow
def test_attributes_typed_computed_and_of_the_survey(cased: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("cases", cased, "P07", "--set", "Left home=2024-04-30", "--type", "date")
    run("cases", cased, "P07", "--set", "Born=1999-05-02", "--type", "date")
    run("cases", cased, "P07", "--compute", "Age when leaving", "years:Born:Left home")
    run("cases", cased, "P07", "--compute", "Texts", "texts")
    run("cases", cased, "--survey", "Papers", "people", "papers_taken")
    code(cased, "ACT.REC", "FGD 04", "offered me work")
    run("cases", cased, "P07", "--compute", "Acts", "codings:ACT")
    run("cases", cased, "P07", "--compute", "Words", "words")
    held = {one["name"]: one["value"] for one in page(cased, "P07", capsys)["attributes"]}
    assert held["Age when leaving"] == "24"  # two days before the 25th birthday
    assert (held["Texts"], held["Acts"], held["Papers"]) == ("2", "1", "no")
    assert held["Words"] == "13"  # five of the interview, eight of the group talk
    with Project.open(cased, PASSPHRASE) as project:  # no copy of an answer is stored
        rows = project.query("SELECT value FROM attribute WHERE source LIKE 'survey:%' OR source LIKE 'computed:%'")
        assert {row["value"] for row in rows} == {""}
        project.undo()
    assert "Words" not in {one["name"] for one in page(cased, "P07", capsys)["attributes"]}


def test_bad_words_change_nothing(cased: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ("Nobody",),
        ("P07", "--compute", "Age", "eval:1"),
        ("--element", "ACT.REC", "people", "nothing"),
        ("--element", "ACT.REC", "people", "offered_work", "--answers", "perhaps"),
        ("--join", "document:IDI 07"),
    ):
        capsys.readouterr()
        assert main(["cases", str(cased), *words]) == 2
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("destination", ["inside", "partner", "public"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "parquet"])
def test_microdata_leave_without_the_case_link(cased: Path, tmp_path: Path, destination: str, kind: str) -> None:
    out = tmp_path / f"data.{kind}"
    run("variables", cased, "--sensitive-looked")
    run("export", cased, out, "--destination", destination)
    told = {path.name: readable(path) for path in tmp_path.glob("data*")}
    assert "age" in told[out.name]
    assert "P07" not in "".join(told.values())
    assert "respondent" not in told[out.name]


def readable(path: Path) -> str:
    """Everything a file of data says."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        data = [sheet for sheet in book if sheet.title == "people"]
        return "\n".join(str(row) for sheet in data for row in sheet.iter_rows(values_only=True))
    if path.suffix == ".sav":
        frame, _ = pyreadstat.read_sav(str(path))
        return str(frame.to_dict())
    if path.suffix == ".parquet":
        return str(pandas.read_parquet(path).to_dict())
    return path.read_text(encoding="utf-8-sig")


def test_the_team_may_take_the_key_along_when_it_asks_for_identifiers(cased: Path, tmp_path: Path) -> None:
    out = tmp_path / "data.csv"
    run("export", cased, out, "--identifiers")
    assert "P07" in out.read_text(encoding="utf-8-sig")


def test_a_text_without_speakers_has_paragraphs(cased: Path) -> None:
    with Project.open(cased, PASSPHRASE) as project:
        project.do(import_documents([NewDocument("Diary", "en", parse_text("The debt grew.\n\nHe kept my papers.\n"))]))
        said = project.do(set_turn_language("3", [1], "fr")).message
        assert said.key == "transcripts.paragraph_language"
    run("cases", cased, "P07", "--join", "document:Diary")
    with Project.open(cased, PASSPHRASE) as project:
        shown = case_page(project, case_named(project, "P07").id)
    said = {render(line.text, "en"): render(line.note, "en") for line in shown.members}
    assert (said["Diary"], said["IDI 07"]) == ("2 paragraphs", "1 turn")


def test_the_page_says_who_translated_and_shows_the_original_beside(
    cased: Path, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    original, english = "P07: Alisema deni linakua.\n", "P07: He said the debt grows every day.\n"
    with Project.open(cased, PASSPHRASE) as project:
        texts = [NewDocument("IDI 08", "sw", parse_text(original)), NewDocument("IDI 08 en", "en", parse_text(english))]
        first, second = project.do(import_documents(texts)).result
        project.do(set_translation(str(second), str(first), "T2"))
    run("cases", cased, "P07", "--join", "document:IDI 08 en")
    code(cased, "MEA.COE.DEBT", "IDI 08 en", "the debt grows every day")
    with Project.open(cased, PASSPHRASE) as project:
        (row,) = project.query("SELECT id FROM segment")
        project.do(cite(str(row["id"]), words="the debt grows […]", with_other=True))
        shown = case_page(project, case_named(project, "P07").id)
    (held,) = page(cased, "P07", capsys)["segments"]
    wanted = "translated by T2 · original: “Alisema deni linakua.”"
    assert (held["printed"], held["note"]) == ("the debt grows […]", wanted)
    run("cases", cased, "P07")
    assert capsys.readouterr().out.count(wanted) == 2  # in the panel, and among the quotes
    pane = CasePane()
    qtbot.addWidget(pane)
    pane.show_page(shown)
    said = [one.toolTip() for one in pane.elements.findChildren(QuoteLabel)]
    assert "“the debt grows […]”" in said
    assert wanted in said
    assert "IDI 08 en, ¶\u00a01" in [one.toolTip() for one in pane.elements.findChildren(ElidedLabel)]
    (entry,) = pane.quotes.entries.entries
    assert (entry.text, render(entry.name, "en")) == ("“the debt grows […]”", f"IDI 08 en, ¶\u00a01 · {wanted}")
    assert (entry.wraps, entry.running) == (True, True)
