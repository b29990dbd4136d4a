# SPDX-License-Identifier: MIT
"""Subtitles: `.sbv` with its times, broken ones without a word lost, start times as pysubs2 reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pysubs2
import pytest

from projects.interviews.transcript_reading import read_transcript
from projects.readers.subtitles import _cues

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
