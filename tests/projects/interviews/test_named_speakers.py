# SPDX-License-Identifier: MIT
"""Names before what is said make turns in every format: in bold without a colon, or before words of a recording."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest

from projects.interviews.transcript_reading import read_transcript

SAID = [("Ruth", "Where did you go?"), ("Adaeze N.", "To the port."), ("Ruth", "Why?"), ("Adaeze N.", "A debt.")]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)


def word(path: Path, pairs: list[tuple[str, str]]) -> None:
    lines = "".join(
        f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r><w:r><w:t> {words}</w:t></w:r></w:p>"
        for name, words in pairs
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document {_W}><w:body>{lines}</w:body></w:document>")


def opendocument(path: Path, pairs: list[tuple[str, str]]) -> None:
    lines = "".join(f'<text:p><text:span text:style-name="T1">{a}</text:span> {b}</text:p>' for a, b in pairs)
    bold = '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {_ODF}><office:automatic-styles>{bold}</office:automatic-styles>"
            f"<office:body><office:text>{lines}</office:text></office:body></office:document-content>",
        )


def page(path: Path, pairs: list[tuple[str, str]]) -> None:
    lines = "".join(f"<p><b>{name}</b> {words}</p>" for name, words in pairs)
    path.write_text(f"<!doctype html><html><body>{lines}</body></html>", "utf-8")


def markdown(path: Path, pairs: list[tuple[str, str]]) -> None:
    path.write_text("\n\n".join(f"**{name}** {words}" for name, words in pairs), "utf-8")


def recording(path: Path, pairs: list[tuple[str, str]]) -> None:
    rows = [{"start": at, "text": f" {name}: {words}"} for at, (name, words) in enumerate(pairs)]
    path.write_text(json.dumps({"segments": rows}), "utf-8")


@pytest.mark.parametrize(
    ("ending", "write"),
    [("docx", word), ("odt", opendocument), ("html", page), ("md", markdown), ("json", recording)],
)
def test_a_name_that_comes_back_before_what_is_said_is_a_speaker(tmp_path: Path, ending: str, write: object) -> None:
    path = tmp_path / f"a.{ending}"
    assert callable(write)
    write(path, SAID)
    read = read_transcript(path)
    assert [(turn.speaker, read.text[turn.start : turn.end]) for turn in read.turns] == SAID
    assert "\0" not in read.text


def test_words_in_bold_that_do_not_come_back_stay_as_they_are(tmp_path: Path) -> None:
    word(tmp_path / "a.docx", [("The River", "was high."), ("Never", "did we cross it."), ("My brother", "fell.")])
    read = read_transcript(tmp_path / "a.docx")
    assert read.text == "The River was high.\nNever did we cross it.\nMy brother fell."
    assert not any(turn.speaker for turn in read.turns)
    assert not read.warnings


def test_a_colon_that_was_set_is_told(tmp_path: Path) -> None:
    word(tmp_path / "a.docx", SAID)
    told = read_transcript(tmp_path / "a.docx").warnings
    assert [(one.key, one.args["n"]) for one in told] == [("coding.file.bold_names", 4)]


def test_a_recording_goes_on_with_whoever_spoke_last(tmp_path: Path) -> None:
    rows = [" Ruth: Where?", " Adaeze: To the port.", " By bus.", " Ruth: Why?", " Adaeze: A debt."]
    (tmp_path / "a.json").write_text(json.dumps({"segments": [{"text": one} for one in rows]}), "utf-8")
    read = read_transcript(tmp_path / "a.json")
    said = [(turn.speaker, read.text[turn.start : turn.end]) for turn in read.turns]
    assert said == [("Ruth", "Where?"), ("Adaeze", "To the port. By bus."), ("Ruth", "Why?"), ("Adaeze", "A debt.")]


@pytest.mark.parametrize("bold", [False, True])
def test_speakers_in_a_column_beside_words_and_their_translation(bold: bool, tmp_path: Path) -> None:
    document = docx.Document()
    rows = [("Speaker", "Kirundi", "English"), *((name, "Ego.", words) for name, words in SAID), ("Total", "4", "100")]
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(row[0]).bold = bold
        cells[1].text, cells[2].text = row[1:]
    document.save(str(tmp_path / "i.docx"))
    read = read_transcript(tmp_path / "i.docx")
    assert read.text.splitlines()[:2] == ["Speaker\tKirundi\tEnglish", "Ruth:\tEgo.\tWhere did you go?"]
    assert [turn.speaker for turn in read.turns if turn.speaker] == [name for name, _words in SAID]


def test_a_table_of_numbers_names_nobody(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for row in (("Women", "12", "60%"), ("Men", "8", "40%"), ("Women", "3", "30%"), ("Men", "7", "70%")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "i.docx"))
    assert read_transcript(tmp_path / "i.docx").text.splitlines()[0] == "Women\t12\t60%"
