# SPDX-License-Identifier: MIT
"""Kinds of files by content: the same content under any name is the same kind."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from projects.intake.file_intake import Intake, kind_of, prepare_import
from wording import LANGUAGES, Problem, render

TABLE = "site\tage\twater\nNorth\t30\tyes\nSouth\t41\tno\nNorth\t25\tyes\n"
TALK = "I: Where do you live, and since when?\nP: Here, I think, for two years; once, there.\nI: And, then?\nP: Yes.\n"
CUES = "1\n00:00:01,000 --> 00:00:02,500\nGood morning.\n\n2\n00:00:03,000 --> 00:00:04,000\nGood morning.\n"
CONSENTS = "Document;Kind;Yes/No\nIDI 01;quotation;yes\nIDI 01;sharing;perhaps\n"
ANSWERS = "interview,type,given\nIDI 01,phone,yes\nIDI 02,visit,no\n"
CODES = "code_id,parent_id,name_en,definition_en\nwork,,Work,Any work\ndebt,work,Debt,Debt bondage\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("export.txt", TABLE, Intake.SURVEY),
        ("export.tsv", TABLE, Intake.SURVEY),
        ("export", TABLE, Intake.SURVEY),
        ("talk.txt", TALK, Intake.INTERVIEW),
        ("talk.md", TALK, Intake.INTERVIEW),
        ("call.txt", CUES, Intake.INTERVIEW),
        ("call.csv", CUES, Intake.INTERVIEW),
        ("call.dat", "WEBVTT\n\n00:01.000 --> 00:02.000\nGood morning.\n", Intake.INTERVIEW),
        ("codes.csv", CODES, Intake.CODEBOOK),
        ("codes.txt", CODES, Intake.CODEBOOK),
        ("consents.csv", CONSENTS, Intake.CONSENTS),
        ("consents", CONSENTS, Intake.CONSENTS),
        ("visits.csv", ANSWERS, Intake.SURVEY),
        ("page.csv", "%PDF-1.7\n", Intake.INTERVIEW),
        ("note.xlsx", "{\\rtf1 Good morning.}", Intake.INTERVIEW),
    ],
)
def test_texts(tmp_path: Path, name: str, content: str, kind: Intake) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert kind_of(path) is kind


@pytest.mark.parametrize("name", ["talk.docx", "talk.xlsx", "talk.bin"])
def test_a_word_text_under_any_name(tmp_path: Path, name: str) -> None:
    document = Document()
    document.add_paragraph("I: Good morning.")
    with (tmp_path / name).open("wb") as stream:
        document.save(stream)
    assert kind_of(tmp_path / name) is Intake.INTERVIEW


@pytest.mark.parametrize("name", ["answers.xlsx", "answers.docx", "answers"])
def test_a_workbook_under_any_name(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    for row in (["site", "age"], ["North", 30], ["South", 41]):
        book.active.append(row)
    with (tmp_path / name).open("wb") as stream:
        book.save(stream)
    assert kind_of(tmp_path / name) is Intake.SURVEY


def test_a_link_is_followed_within_its_folder_only(tmp_path: Path) -> None:
    outside, folder = tmp_path / "secret.csv", tmp_path / "shared"
    (folder / "deep").mkdir(parents=True)
    for held in (outside, folder / "deep" / "own.csv"):
        held.write_text("site;age\nNorth;30\nSouth;41\n", encoding="utf-8")
    (folder / "own.csv").symlink_to(folder / "deep" / "own.csv")
    (folder / "out.csv").symlink_to(outside)
    assert prepare_import(folder / "own.csv").imported is not None
    for read in (kind_of, prepare_import, lambda link: prepare_import(outside, form=link)):
        with pytest.raises(Problem) as caught:
            read(folder / "out.csv")
        for language in LANGUAGES:
            said = render(caught.value.message, language)
            assert "out.csv" in said, language
            assert str(outside) in said, language
