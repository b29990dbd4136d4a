# SPDX-License-Identifier: MIT
"""Rich Text transcripts: letters of every kind, notes, tables, deletions, pictures; and files that are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.intake.file_intake import Intake, kind_of
from projects.interviews.transcript_reading import ReadTranscript, read_transcript
from projects.readers.transcript_problems import TranscriptProblem


def read(folder: Path, body: str, name: str = "talk.rtf", encoding: str = "cp1252") -> ReadTranscript:
    path = folder / name
    path.write_bytes(("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}" + body + "}").encode(encoding))
    assert kind_of(path) is Intake.INTERVIEW
    return read_transcript(path)


def told(transcript: ReadTranscript) -> set[str]:
    return {warning.key.removeprefix("coding.file.") for warning in transcript.warnings}


def test_paragraphs_turns_and_language(tmp_path: Path) -> None:
    found = read(tmp_path, r"Interviewer: How did you come?\par P1: A woman took my passport and I paid a debt.\par ")
    assert found.text == "Interviewer: How did you come?\nP1: A woman took my passport and I paid a debt.\n"
    assert [turn.speaker for turn in found.turns] == ["Interviewer", "P1"]
    assert (found.kind, found.language, found.name, told(found)) == ("rtf", "en", "talk", set())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 na\'efve", "café naïve"),
        (r"\u8217?\u233?t\u233?", "’été"),
        (r"\u-10179?\u-8704? smile", "😀 smile"),
        ("é as a byte", "é as a byte"),
        (r"a \{brace\} and a \\ backslash", "a {brace} and a \\ backslash"),
        (r"one\cell two\cell\row three\cell four\cell\row", "one\ttwo\nthree\tfour\n"),
        (r"a\tab b\line c", "a\tb\nc"),
        (r"{\pict\pngblip 89504e470d}seen", "seen"),
        (r"{\*\generator Riched20}{\info{\author Nadia}}said", "said"),
    ],
)
def test_letters_tables_and_what_is_no_text(body: str, text: str, tmp_path: Path) -> None:
    assert read(tmp_path, body).text == text


def test_a_code_page_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "talk.rtf"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}")
    assert read_transcript(path).text == "Привет"


def test_notes_stand_at_their_place_and_deletions_are_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path, r"paid{\super\chftn}{\footnote\pard\plain {\super\chftn} in {\b cash}} {\deleted never }twice."
    )
    assert found.text == "paid [in cash] twice."
    assert told(found) == {"notes_in_text", "tracked_changes"}


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        (rb"{\rtf1 He said {\b he", "He said he", "reader.rtf.cut_short"),
        (rb"{\rtf1 seen{\object{\objdata 0105}}}", "seen", "reader.rtf.objects"),
        (rb"{\rtf1 a\u" + b"9" * 400 + b"?b}", "a\ufffdb", "coding.file.replaced"),
        (rb"{\rtf1 a\u-10179?b}", "a\ufffdb", "coding.file.replaced"),
    ],
)
def test_what_could_not_be_read_is_told(data: bytes, text: str, warning: str, tmp_path: Path) -> None:
    path = tmp_path / "talk.rtf"
    path.write_bytes(data)
    found = read_transcript(path)
    assert (found.text, [one.key for one in found.warnings]) == (text, [warning])


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.rtf"
    path.write_bytes(rb"{\rtf1\uc no}")
    with pytest.raises(TranscriptProblem) as caught:
        read_transcript(path)
    assert caught.value.message.key == "coding.file.damaged"


def test_a_file_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TranscriptProblem) as caught:
        read(tmp_path, "{" * 5000 + "}" * 5000)
    assert caught.value.message.key == "coding.file.too_deep"


def test_a_file_without_words_says_so(tmp_path: Path) -> None:
    assert told(read(tmp_path, "")) == {"empty"}


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        (r"\pard{\b Interviewer} Why?\par", r"\pard{\b Solange} He promised work.\par"),
        (r"\pard\b Interviewer\b0  Why?\par", r"\pard\b Solange\plain  He promised work.\par"),
        (r"{\b\insrsid12 Inter}{\b\insrsid13 viewer}{ Why?}\par", r"{\b Sol\u97?nge}{ He promised work.}\par"),
    ],
)
def test_names_in_bold_without_a_colon_are_speakers(asks: str, answers: str, tmp_path: Path) -> None:
    found = read(tmp_path, r"{\b The road}\par" + 2 * (asks + answers))
    assert [turn.speaker for turn in found.turns[1:]] == 2 * ["Interviewer", "Solange"]
    assert found.text.startswith("The road\nInterviewer: Why?\nSolange: He promised work.\n")
    assert told(found) == {"bold_names"}


def test_bold_words_of_a_sentence_name_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, r"{\b Never} did he pay.\par {\b\fs22 P1:} No {\b one}.\par {\b P2:} {\b Never again.}\par")
    assert found.text == "Never did he pay.\nP1: No one.\nP2: Never again.\n"
    assert told(found) == set()
