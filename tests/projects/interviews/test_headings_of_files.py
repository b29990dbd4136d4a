# SPDX-License-Identifier: MIT
"""Headings of web pages, Rich Text and plain text stand apart, as those of Word files do."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding.text_headings import plain_headings
from projects.interviews.transcript_reading import read_transcript

HTML = (
    "<!doctype html><html><head><title>x</title></head><body><h1>Site <b>A</b></h1><p>P1: Yes.</p>"
    "<h2>The<br>road</h2><p>Interviewer: Why?</p><ul><li>P1: The bus.</li></ul></body></html>"
)
RTF = (
    r"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s7 Quote;}}"
    r"\pard\s1 Site A\par \pard\s7 P1: Yes.\par \pard\outlinelevel1 The road\par "
    r"\pard\outlinelevel9 Interviewer: Why?\par \pard P1: The bus.\par}"
)
TEXT = "# Site A\n\nP1: Yes.\n\nTHE ROAD\n\nInterviewer: Why?\n\nP1: The bus.\n"


@pytest.mark.parametrize(
    ("name", "data", "headings"),
    [
        ("a.html", HTML, ["Site A", "The", "road"]),
        ("a.rtf", RTF, ["Site A", "The road"]),
        ("a.txt", TEXT, ["# Site A", "THE ROAD"]),
    ],
)
def test_a_heading_is_a_block_of_its_own_and_the_speaker_goes_on(
    tmp_path: Path, name: str, data: str, headings: list[str]
) -> None:
    (tmp_path / name).write_text(data, "utf-8")
    read = read_transcript(tmp_path / name)
    assert "\x01" not in read.text
    said = [(turn.speaker, read.text[turn.start : turn.end]) for turn in read.turns if not turn.heading]
    assert [read.text[turn.start : turn.end] for turn in read.turns if turn.heading] == headings
    assert said == [("P1", "Yes."), ("Interviewer", "Why?"), ("P1", "The bus.")]


def test_shouted_answers_repeated_labels_and_texts_in_capitals_are_no_headings() -> None:
    assert plain_headings("P1\n\nNO, NEVER!\n\nYES\n\nand so we went") == ()
    assert plain_headings("INTERVIEWER\n\nwhere did you go\n\nINTERVIEWER\n\nand then") == ()
    assert plain_headings("THE ROAD\n\nWE WENT BY NIGHT AND SLEPT BY DAY") == ()
    assert plain_headings("THE ROAD\nwe went by night") == ()
    assert plain_headings("#hope is what we had") == ()
