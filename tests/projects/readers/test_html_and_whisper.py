# SPDX-License-Identifier: MIT
"""Web pages and Whisper's transcripts come in as text with turns and times; what a page would run is left out."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from projects.intake.file_intake import Intake, kind_of
from projects.intake.file_reading import read_files
from projects.interviews.transcript_reading import read_transcript
from projects.readers.transcript_problems import TranscriptProblem
from wording import Problem, render

PAGE = """<!DOCTYPE html><html><head><title>no</title><meta charset="utf-8"><style>p{}</style></head><body>
<script>steal()</script><h1>Talk</h1><p>I: Où&nbsp;?<br>P1: Là-bas,
 <b>je</b> crois.</p><table><tr><td>P2</td><td>Oui.</td></tr></table><iframe src="http://x"></iframe>
<img src="file:///etc/passwd" onerror="x()"></body></html>"""


def test_a_page_is_text_without_what_it_would_run(tmp_path: Path) -> None:
    path = tmp_path / "talk.html"
    path.write_text(PAGE, encoding="utf-8")
    assert kind_of(path) is Intake.INTERVIEW
    read = read_transcript(path)
    assert read.text.split("\n")[:3] == ["Talk", "I: Où\u00a0?", "P1: Là-bas, je crois."]
    assert "P2\tOui." in read.text
    for word in ("steal", "passwd", "http", "no\n"):
        assert word not in read.text


@pytest.mark.parametrize("data", [b"<html>" + b"<div>" * 60_000, b"<html><body>" + b"<b>" * 100, b"<!doctype html>"])
def test_odd_pages_end_in_a_text_or_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd.html"
    path.write_bytes(data)
    with contextlib.suppress(TranscriptProblem):
        assert read_transcript(path).text.strip() == ""


@pytest.mark.parametrize("page", [b"<!doctype html>", b"<html><body><script>say()</script><img src='x'></body></html>"])
def test_a_page_without_words_is_refused(tmp_path: Path, page: bytes) -> None:
    path = tmp_path / "bare.html"
    path.write_bytes(page)
    with pytest.raises(TranscriptProblem) as refused:
        read_transcript(path)
    assert refused.value.message.key == "coding.file.page_without_words"


@pytest.mark.parametrize(("name", "format_"), [("page.html", "web page"), ("call.srt", "subtitles")])
def test_bytes_that_are_no_text_are_refused_by_the_name_of_the_format(tmp_path: Path, name: str, format_: str) -> None:
    path = tmp_path / name
    path.write_bytes((b"<html>" if name == "page.html" else b"1") + b"\x00\x01\x02\x03\x04\x05 Words.")
    with pytest.raises(TranscriptProblem) as refused:
        read_transcript(path)
    assert format_ in render(refused.value.message, "en")


@pytest.mark.parametrize("name", ["cut.qda", "cut.qdc", "cut.qdpx"])
def test_a_damaged_project_of_another_program_is_refused_by_the_name_of_its_format(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\x9c\x12 not a project")
    with pytest.raises(Problem) as refused:
        read_files([tmp_path / name])
    assert ("QualCoder" if name == "cut.qda" else "REFI-QDA") in render(refused.value.message, "en")


def test_whisper_segments_become_turns_with_times(tmp_path: Path) -> None:
    segments = [{"start": 0.0, "end": 2.0, "text": " Good morning"}, {"start": 2.0, "end": 3.1, "text": " to you."},
                {"start": 65.4, "end": 70.0, "text": " Where were you?"}]  # fmt: skip
    path = tmp_path / "call.json"
    path.write_text(json.dumps({"text": "Good morning to you. Where were you?" * 200, "segments": segments}))
    assert kind_of(path) is Intake.INTERVIEW
    read = read_transcript(path)
    assert read.text == "Good morning to you.\nWhere were you?"
    assert [(turn.time, read.text[turn.start : turn.end]) for turn in read.turns] == [
        ("00:00:00", "Good morning to you."), ("00:01:05", "Where were you?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "about",
    [{"task": "transcribe", "language": "french", "duration": 8.47}, {"language": "fr", "language_probability": 0.98}],
)
def test_what_openai_and_faster_whisper_say_first_hides_no_transcript(tmp_path: Path, about: dict[str, object]) -> None:
    path = tmp_path / "verbose.json"
    path.write_text(
        json.dumps({**about, "text": "Bonjour.", "segments": [{"start": 0, "text": " Bonjour."}]}, indent=2)
    )
    assert kind_of(path) is Intake.INTERVIEW
    assert read_transcript(path).text == "Bonjour."


def test_other_json_is_survey_data(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text('[{"age": 4, "text": "x"}]')
    assert kind_of(path) is Intake.SURVEY


def test_speakers_of_whisperx_are_speakers(tmp_path: Path) -> None:
    said = (("Yes.", "SPEAKER_00"), ("And?", "SPEAKER_01"), ("Then.", "SPEAKER_01"))
    rows = [{"start": number, "text": text, "speaker": who} for number, (text, who) in enumerate(said)]
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"segments": rows}))
    read = read_transcript(path)
    assert read.text == "SPEAKER_00: Yes.\nSPEAKER_01: And? Then."
    assert [turn.speaker for turn in read.turns] == ["SPEAKER_00", "SPEAKER_01"]


def test_speakers_of_words_and_before_words_are_speakers(tmp_path: Path) -> None:
    """WhisperX names who speaks each word; pyannote's label stands before the words in some scripts."""
    words = [{"word": "So", "speaker": "SPEAKER_01"}, {"word": "we"}, {"word": "left.", "speaker": "SPEAKER_01"}]
    rows = [{"start": 0, "text": "[SPEAKER_00]: When?"}, {"start": 2, "text": "So we left.", "words": words}]
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"segments": rows, "word_segments": words}))
    read = read_transcript(path)
    assert read.text == "SPEAKER_00: When?\nSPEAKER_01: So we left."
    assert [turn.speaker for turn in read.turns] == ["SPEAKER_00", "SPEAKER_01"]


def test_signs_of_markdown_are_no_words(tmp_path: Path) -> None:
    """They would leave with each quote; in a plain text two stars are what somebody typed."""
    said = "# Talk 3\n\n**Interviewer:** Why __then__?\n\n**P1:** 2 * 3 ** 4, he said.\n"
    (tmp_path / "talk.md").write_text(said)
    (tmp_path / "talk.txt").write_text(said)
    read = read_transcript(tmp_path / "talk.md")
    assert read.text.strip() == "Talk 3\n\nInterviewer: Why then?\n\nP1: 2 * 3 ** 4, he said."
    assert [turn.speaker for turn in read.turns if turn.speaker] == ["Interviewer", "P1"]
    assert "**P1:**" in read_transcript(tmp_path / "talk.txt").text
