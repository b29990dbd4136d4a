# SPDX-License-Identifier: MIT
"""Subtitles: SubViewer’s times, broken captions without a word lost, start times as pysubs2 reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pysubs2
import pytest

from projects.interviews.transcript_reading import read_transcript
from projects.readers.subtitles import _cues, read_subtitles

SBV = (
    "0:00:00.378,0:00:11.378\nP1: He took my passport,\n\n0:00:11.378,0:00:12.305\nthen he left.\n\n"
    "0:00:13.f89,0:00:15.489\nP2: We waited.\n\n0:00:17.484,0:00:16.543\nP1: Nobody came.\n"
)


def test_sbv_comes_in_with_times_and_keeps_the_words_of_broken_captions(tmp_path: Path) -> None:
    path = tmp_path / "talk.sbv"
    path.write_text(SBV, encoding="utf-8")
    read = read_transcript(path)
    assert read.kind == "subtitles"
    assert read.text.split("\n") == [
        "P1: He took my passport, then he left.",
        "P2: We waited.",
        "P1: Nobody came.",
    ]
    assert [(turn.speaker, turn.time) for turn in read.turns] == [("P1", "00:00:00"), ("P2", ""), ("P1", "")]
    assert [said.args["n"] for said in read.warnings if said.key == "coding.file.cues_without_time"] == [2]


@pytest.mark.parametrize("name", ["sample.srt", "sample.sbv", "sample.vtt", "netflix_chicas_del_cable.vtt"])
def test_times_are_those_pysubs2_reads(shared: Path, name: str) -> None:
    text = (shared / "subtitles" / "webvtt" / name).read_text(encoding="utf-8-sig")
    wanted = [event.start // 1000 for event in pysubs2.SSAFile.from_string(text) if event.end >= event.start]
    cues, _untimed = _cues(text.replace("\r\n", "\n"))
    found = [sum(int(part) * 60**power for power, part in enumerate(reversed(cue.time.split(":"))))
             for cue in cues if cue.time]  # fmt: skip
    assert found == wanted


def test_no_broken_sbv_loses_a_word(shared: Path) -> None:
    for path in sorted((shared / "subtitles" / "webvtt").glob("*.sbv")):
        spoken = read_transcript(path).text
        for words in re.findall(r"Caption text #\d(?: \(line \d\))?", path.read_text(encoding="utf-8")):
            assert words in spoken, (path.name, words)
        assert "0:00" not in spoken or path.name == "invalid_format.sbv"


SRT_TIMES = "00:00:01,000 --> 00:00:02,000", "00:00:03,000 --> 00:00:04,000"
HAND_ANSWERS = {  # by hand from the formats: what is said, who says it and from when, how many passages have no time
    "an age on a line of its own": (
        f"1\n{SRT_TIMES[0]}\nInterviewer: How old?\n\n2\n{SRT_TIMES[1]}\nP1: I was\n16\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nyes.\n",
        "Interviewer: How old?\nP1: I was 16 yes.",
        [("Interviewer", "00:00:01"), ("P1", "00:00:03")],
        0,
    ),
    "voices, one with several cues": (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Amina>He took\n\n00:03.000 --> 00:04.000\n<v Amina>my &lt;pass&gt;.</v>"
        "\n\n01:00:05.000 --> 01:00:06.000\n<v.loud Ben K.>Who?\n",
        "Amina: He took my <pass>.\nBen K.: Who?",
        [("Amina", "00:00:01"), ("Ben K.", "01:00:05")],
        0,
    ),
    "notes, styles and names of cues are not said": (
        "WEBVTT\n\nSTYLE\n::cue {color: red}\n\nNOTE checked\nby two\n\nopening\n00:01.000 --> 00:02.000\nOne.\n\n"
        "second\n00:03.000 --> 00:04.000\nTwo.\n",
        "One.\nTwo.",
        [("", "00:00:01")],
        0,
    ),
    "marks of the transcriber": (
        f"1\n{SRT_TIMES[0]}\n{{\\an8}}Then <unclear> <i>he</i> {{pause}} left.\n",
        "Then <unclear> he {pause} left.",
        [("", "00:00:01")],
        0,
    ),
    "words before the first time": (
        f"We met at her home.\n{SRT_TIMES[0]}\nThen she spoke.\n",
        "We met at her home.\nThen she spoke.",
        [("", "")],
        1,
    ),
    "a time that cannot be read": (
        f"1\n{SRT_TIMES[0]}\nP1: One.\n\n2\n00:00:99,x --> 00:01:00,000\nP2: Two.\n",
        "P1: One.\nP2: Two.",
        [("P1", "00:00:01"), ("P2", "")],
        1,
    ),
    "no blank line between two cues": (
        f"1\n{SRT_TIMES[0]}\nP1: One.\n2\n{SRT_TIMES[1]}\nP2: Two.\n",
        "P1: One.\nP2: Two.",
        [("P1", "00:00:01"), ("P2", "00:00:03")],
        0,
    ),
    "an age in a caption that ends before it begins": (
        f"1\n{SRT_TIMES[0]}\nP1: One.\n\n2\n00:00:09,000 --> 00:00:02,000\nP2: I was\n16\n",
        "P1: One.\nP2: I was 16",
        [("P1", "00:00:01"), ("P2", "")],
        1,
    ),
    "an age in a caption whose time cannot be read": (
        f"1\n{SRT_TIMES[0]}\nP1: One.\n\n2\n00:00:99,x --> 00:01:00,000\nP2: I was\n16\n",
        "P1: One.\nP2: I was 16",
        [("P1", "00:00:01"), ("P2", "")],
        1,
    ),
    "times that are said, and a folder whose name looks like a break": (
        f"1\n{SRT_TIMES[0]}\nFrom 00:00:03,5 to 00:00:07,5\nsee C:\\Notes.\n",
        "From 00:00:03,5 to 00:00:07,5 see C:\\Notes.",
        [("", "00:00:01")],
        0,
    ),
    "hundreds of hours; NOTE is a word in SubRip": (
        "1\n100:00:01,000 --> 100:00:02,000\nOne.\n\nNOTE he wept.\n",
        "One.\nNOTE he wept.",
        [("", "100:00:01")],
        1,
    ),
}


@pytest.mark.parametrize("case", HAND_ANSWERS)
def test_words_speakers_and_times_are_those_read_by_hand(case: str) -> None:
    written, said, turns, untimed = HAND_ANSWERS[case]
    text, found, told = read_subtitles(written, "talk")
    assert text == said
    by_turn = [(turn.speaker, turn.time) for turn in found]
    assert by_turn[: len(turns)] == turns
    assert all(not speaker for speaker, _time in by_turn[len(turns) :])
    assert sum(message.args["n"] for message in told if message.key == "coding.file.cues_without_time") == untimed
    for turn, line in zip(found, said.split("\n"), strict=True):
        assert text[turn.start : turn.end] == line.removeprefix(f"{turn.speaker}: ")
