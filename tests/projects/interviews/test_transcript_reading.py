# SPDX-License-Identifier: MIT
"""Transcripts of every kind are read as a reader sees them; hostile ones end in one sentence or a warning."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path

import docx
import pytest

from coding.keywords import answers
from coding.sentences import sentence_spans
from projects.interviews.jobs import turns_from_json, turns_to_json
from projects.interviews.transcript_reading import read_transcript
from projects.stored_interviews.parsed_document import from_bytes, parse_text, to_bytes
from wording import Problem, render


def keys(path: Path) -> set[str]:
    return {warning.key.removeprefix("coding.file.") for warning in read_transcript(path).warnings}


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def packed(folder: Path, name: str, **parts: str) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as container:
        for part, content in parts.items():
            container.writestr(part.replace("__", "/").replace("_xml", ".xml"), content)
    return folder / name


def word(folder: Path, body: str, **more: str) -> Path:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
    notes = {name: content.replace("SPACE", space) for name, content in more.items()}
    with zipfile.ZipFile(folder / "x.docx", "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("word/document.xml", document)
        for name, content in notes.items():
            container.writestr(f"word/{name}.xml", content)
    return folder / "x.docx"


def test_a_word_file_written_by_another_library(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Interview 3", 1)
    document.add_paragraph("Interviewer: Why did you leave?")
    answer = document.add_paragraph("P1: Because of the ")
    answer.add_run("flood").bold = True
    answer.add_run(". 👩\u200d👧 e\u0301te\u0301")
    document.add_heading("The road", 2)
    document.add_paragraph("We left at night.")
    document.add_heading("Interviewer: How?", 3)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("P1", "On foot."), ("P1", "We walked.")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "i.docx"))
    read = read_transcript(tmp_path / "i.docx")
    assert (read.kind, read.language, read.warnings) == ("docx", "en", ())
    said = [(turn.speaker, read.text[turn.start : turn.end], turn.heading) for turn in read.turns]
    assert said == [
        ("", "Interview 3", True),
        ("Interviewer", "Why did you leave?", False),
        ("P1", "Because of the flood. 👩\u200d👧 e\u0301te\u0301", False),
        ("", "The road", True),
        ("P1", "We left at night.", False),
        ("Interviewer", "How?", False),
        ("P1", "On foot.", False),
        ("P1", "We walked.", False),
    ]
    stored = from_bytes(to_bytes(parse_text(read.text, turns_from_json(turns_to_json(read.turns)))))
    assert stored.turns == read.turns
    answered = [read.text[start:end] for start, end in answers(sentence_spans(read.text, read.turns), read.turns)]
    assert answered == [
        "Because of the flood.",
        "👩\u200d👧 e\u0301te\u0301",
        "We left at night.",
        "On foot.",
        "We walked.",
    ]


def test_tracked_changes_are_read_as_accepted_and_notes_at_their_place(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:tab/><w:br/></w:r></w:p>"
    )
    notes = "<w:footnotes SPACE><w:footnote w:id='2'><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>"
    path = word(tmp_path, body, footnotes=notes)
    assert read_transcript(path).text == "kept new [a note]\t\n"
    assert keys(path) == {"tracked_changes", "notes_in_text"}
    assert all(path.name in render(told, "fr") for told in read_transcript(path).warnings)  # among those of fifty files


def test_an_opendocument_file(tmp_path: Path) -> None:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    body = (
        "<text:h>Entretien</text:h><text:p>Enquêteur<text:s text:c='2'/>: Où<text:line-break/>et quand ?</text:p>"
        "<text:list><text:list-item><text:p>P1 : <text:span>Au <text:span>site</text:span></text:span>."
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>hors champ</text:p></text:note-body>"
        "</text:note></text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>P1</text:p></table:table-cell>"
        "<table:table-cell><text:p>Oui.</text:p></table:table-cell></table:table-row></table:table>"
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    read = read_transcript(packed(tmp_path, "x.odt", content_xml=content))
    assert read.text == "Entretien\nEnquêteur  : Où\net quand ?\nP1 : Au site. [hors champ]\nP1: Oui."
    assert [(turn.speaker, turn.heading) for turn in read.turns] == [
        ("", True), ("Enquêteur", False), ("P1", False), ("P1", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        ("été".encode(), "été", set()),
        ("été".encode("utf-8-sig"), "été", set()),
        ("été".encode("utf-16"), "été", set()),
        ("P1: été et hiver".encode("utf-16-be"), "P1: été et hiver", {"guessed_encoding"}),
        ("l’été".encode("cp1252"), "l’été", {"guessed_encoding"}),
        (b"\x81 l'\xe9t\xe9", "\x81 l'été", {"guessed_encoding"}),
        (b"a\x00b", "a\ufffdb", {"nul"}),
        ("déjà été là où".encode() + b" \xff", "déjà été là où \ufffd", {"replaced"}),
        (b"a\r\nb\rc", "a\nb\nc", set()),
        (b"", "", {"empty"}),
        (b"  \n", "  \n", {"empty"}),
    ],
)
def test_encodings_are_known_or_said(tmp_path: Path, data: bytes, text: str, said: set[str]) -> None:
    path = write(tmp_path, "x.txt", data)
    assert read_transcript(path).text == text
    assert keys(path) == said


SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Interviewer:</i> What did

2
00:00:02,500 --> 00:00:04,000
they &amp; he say?

3
00:01:12,000 --> 00:01:14,000
P1: Nothing.
"""


def test_a_name_of_macos_is_the_name_people_type(tmp_path: Path) -> None:
    """U+0065 U+0301, as HFS+ and archives made on a Mac have it, is U+00E9."""
    file = tmp_path / "Re\u0301union.txt"
    file.write_text("Q: Bonjour.\nR: Bonjour.\n", encoding="utf-8")
    assert read_transcript(file).name == "R\u00e9union"


def test_subtitles_join_to_turns_with_times(tmp_path: Path) -> None:
    read = read_transcript(write(tmp_path, "x.srt", SRT))
    assert read.kind == "subtitles"
    assert read.text == "Interviewer: What did they & he say?\nP1: Nothing."
    assert [(turn.speaker, turn.time) for turn in read.turns] == [("Interviewer", "00:00:01"), ("P1", "00:01:12")]


def test_voices_of_webvtt_become_speakers(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT\n\nSTYLE\n::cue{}\n\nNOTE said aside\n\n1\n00:05.000 --> 00:06.000\n<v Mara>I left\n\n"
        "2\n00:06.000 --> 00:07.000\n<v Mara>at <00:06.500>night.</v>\n\n3\n00:07.000 --> 00:08.000\n<v Jon>Alone?\n"
    )
    read = read_transcript(write(tmp_path, "x.vtt", vtt))
    assert read.text == "Mara: I left at night.\nJon: Alone?"
    assert [(turn.speaker, turn.time, read.text[turn.start : turn.end]) for turn in read.turns] == [
        ("Mara", "00:00:05", "I left at night."),
        ("Jon", "00:00:07", "Alone?"),
    ]


def test_cues_with_impossible_times_keep_their_text(tmp_path: Path) -> None:
    path = write(tmp_path, "x.srt", SRT + "\n4\n00:00:99,000 --> 00:00:01,000\nP1: Late.\n")
    assert "P1: Late." in read_transcript(path).text
    assert keys(path) == {"cues_without_time"}


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("x.docx", b"", "empty_file"),
        ("x.docx", b"PK\x03\x04 broken", "damaged"),
        ("x.pdf", b"%PDF-1.7 ...", "damaged"),
        ("x.txt", b"{\\rtf1\\uc hello}", "damaged"),
        ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old_word"),
        ("x.txt", bytes(range(256)) * 20, "no_text"),
    ],
)
def test_what_is_no_transcript_is_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    with pytest.raises(Problem) as caught:
        read_transcript(write(tmp_path, name, data))
    assert caught.value.message.key == f"coding.file.{key}"
    for language in ("en", "fr"):
        assert name in render(caught.value.message, language)


def test_a_missing_file_and_a_workbook_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        read_transcript(tmp_path / "absent.txt")
    with pytest.raises(Problem) as caught:
        read_transcript(packed(tmp_path, "x.xlsx", **{"[Content_Types]_xml": "<T/>", "xl__workbook_xml": "<w/>"}))
    assert caught.value.message.key == "coding.file.unknown_kind"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_before_anything_is_parsed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.docx"
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("word/document.xml", xml.encode(encoding))
    with pytest.raises(Problem) as caught:
        read_transcript(path)
    assert caught.value.message.key == "coding.file.dtd"


def test_absurd_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read_transcript(word(tmp_path, "<w:sdt>" * 240 + "</w:sdt>" * 240))
    assert caught.value.message.key in ("coding.file.too_deep", "coding.file.damaged")


def test_hostile_files_meet_what_is_expected_of_them(shared: Path, tmp_path: Path) -> None:
    with tarfile.open(shared / "nasty.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / "nasty"
    checked = 0
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        if entry["importer"] != "transcript":
            continue
        path = folder / entry["file"]
        expected = entry["expect"]
        try:
            read = read_transcript(path)
        except Problem:
            assert expected in ("error", "any"), entry
        else:
            assert expected in ("any", "warn" if read.warnings else "import"), entry
            assert entry.get("check", {}).get("contains", "") in read.text, entry
            assert all(read.text[turn.start : turn.end].strip() for turn in read.turns)
        checked += 1
    assert checked == 37


def test_good_and_broken_subtitles_never_lose_a_caption(shared: Path) -> None:
    for path in sorted((shared / "subtitles" / "webvtt").glob("*.[sv][rtb][tv]")):
        read = read_transcript(path)
        raw = path.read_text(encoding="utf-8-sig", errors="replace")
        for number in range(1, 8):
            if f"Caption text #{number}" in raw:
                assert f"Caption text #{number}" in read.text, path.name
        assert "-->" not in read.text, path.name


def test_an_endless_line_is_told_without_being_a_warning(tmp_path: Path) -> None:
    read = read_transcript(write(tmp_path, "endless.txt", "mot " * 10_000))
    assert [notice.key for notice in read.notices] == ["coding.file.endless_line"]
    assert not read.warnings
    assert not read_transcript(write(tmp_path, "short.txt", "Un mot. " * 10_000)).notices
