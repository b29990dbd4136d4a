# SPDX-License-Identifier: MIT
"""Subtitles: SubRip (.srt), WebVTT (.vtt) and SubViewer (.sbv)."""

from __future__ import annotations

import re

from projects.readers.transcripts import InterviewReader, SourceFile

_OPENING = re.compile(
    rb"WEBVTT|\s*\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> |\s*\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}\s*\n"
)


def _claims(source: SourceFile) -> bool:
    from projects.readers.subtitles import is_subtitle_file  # its expressions are compiled when it is imported

    return is_subtitle_file(source)


READER = InterviewReader(
    "subtitles",
    (".srt", ".vtt", ".sbv"),
    "projects.readers.subtitles:read",
    _claims,
    _OPENING,
    empty_allowed=True,
    rank=80,
    timed=True,
)
