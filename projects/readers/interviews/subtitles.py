# SPDX-License-Identifier: MIT
"""Subtitles: SubRip (.srt) and WebVTT (.vtt)."""

from __future__ import annotations

import re

from projects.readers.transcripts import InterviewReader, SourceFile

_OPENING = re.compile(rb"WEBVTT|\s*\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> ")


def _claims(source: SourceFile) -> bool:
    from projects.interviews.subtitles import is_subtitle_file  # its expressions are compiled when it is imported

    return is_subtitle_file(source)


READER = InterviewReader(
    "subtitles", (".srt", ".vtt"), "projects.interviews.subtitles:read", _claims, _OPENING, empty_allowed=True, rank=80
)
