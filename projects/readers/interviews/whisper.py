# SPDX-License-Identifier: MIT
"""Transcripts of Whisper (.json): segments joined to sentences, with times and, where given, speakers."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from coding.records import Turn
from coding.speaker_labels import speakers_among
from projects.readers.plain_text import decode
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import InterviewReader, SourceFile, TranscriptText

# What OpenAI's verbose_json and faster-whisper write before the words: {"task": "transcribe", "language": "french", …
_ABOUT = (
    rb"\s*\"(?:task|language|language_probability|duration|duration_after_vad|model)\""
    rb"\s*:\s*(?:\"[^\"]*\"|[\d.]+|null)\s*,"
)
_OPENING = re.compile(
    rb"\s*\{(?:" + _ABOUT + rb")*\s*\"(?:text\"\s*:\s*\"|segments\"\s*:\s*\[|systeminfo\"\s*:|transcription\"\s*:\s*\[)"
)
_SENTENCE_END = (".", "!", "?", "…", "。", "؟")
_LABEL = re.compile(r"\[?(SPEAKER_\d+)\]?\s*:?\s+(?=\S)")  # as pyannote names them, written before the words
_NAME = re.compile(r"([^\W_][^:\n]{0,47}?)\s*:\s+(?=\S)")
_LONGEST = 600  # characters of one turn without a named speaker
_MOST = 200_000


def read(source: SourceFile) -> TranscriptText:
    """The text with its turns. Raises TranscriptProblem when it is no such file."""
    text, warnings = decode(source.data, source.name)
    try:
        segments = _segments(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise transcript_problem("damaged", file=source.name) from error
    if not segments:
        raise transcript_problem("no_cues", file=source.name)
    said, turns = _joined(_named(segments))
    return TranscriptText(said, tuple(warnings), turns)


def _segments(found: Any) -> list[tuple[str, str, str]]:
    """Time, speaker and words of each segment, as Whisper, whisper.cpp and WhisperX write them."""
    rows = found.get("segments") or found.get("transcription") or []
    held = []
    for row in rows[:_MOST]:
        words = " ".join(str(row.get("text", "")).split())
        if words:
            speaker = _speaker(row)
            label = _LABEL.match(words)
            if label is not None and speaker in ("", label[1]):
                speaker, words = label[1], words[label.end() :]
            held.append((_time(row), speaker, words))
    return held


def _named(segments: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The segments with who speaks, where no speaker is given but names stand before the words ("Marek: Thank you")."""
    if any(speaker for _, speaker, _ in segments):
        return segments
    opened = [_NAME.match(words) for _, _, words in segments]
    named = speakers_among(match[1] for match in opened if match)
    held, speaker = [], ""
    for (time, _, words), match in zip(segments, opened, strict=True):
        if match and match[1] in named:
            speaker, words = match[1], words[match.end() :]
        held.append((time, speaker, words))
    return held


def _speaker(row: dict[str, Any]) -> str:
    """Who speaks a segment: its own speaker, else whoever WhisperX found for most of its words."""
    if row.get("speaker"):
        return str(row["speaker"])
    words = row.get("words") or []
    named = Counter(str(word["speaker"]) for word in words if isinstance(word, dict) and word.get("speaker"))
    return named.most_common(1)[0][0] if named else ""


def _time(row: dict[str, Any]) -> str:
    start = row.get("start")
    if start is None and isinstance(row.get("offsets"), dict):
        start = row["offsets"].get("from", 0) / 1000
    seconds = int(start) if isinstance(start, (int, float)) and 0 <= start < 10**7 else -1
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" if seconds >= 0 else ""


def _joined(segments: list[tuple[str, str, str]]) -> tuple[str, tuple[Turn, ...]]:
    """Segments of one speaker run on to the end of a sentence; each turn is a line."""
    lines: list[list[str]] = []  # time, speaker, words
    for time, speaker, words in segments:
        last = lines[-1] if lines else None
        runs_on = last is not None and last[1] == speaker and len(last[2]) < _LONGEST
        if last is not None and runs_on and (speaker or not last[2].endswith(_SENTENCE_END)):
            last[2] += f" {words}"
        else:
            lines.append([time, speaker, words])
    parts, turns, place = [], [], 0
    for time, speaker, words in lines:
        label = f"{speaker}: " if speaker else ""
        parts.append(label + words)
        turns.append(Turn(place + len(label), place + len(label) + len(words), speaker, time))
        place += len(parts[-1]) + 1
    return "\n".join(parts), tuple(turns)


def _claims(source: SourceFile) -> bool:
    return _OPENING.match(source.data.removeprefix(b"\xef\xbb\xbf")) is not None


READER = InterviewReader(
    "whisper",
    (".json",),
    "projects.readers.interviews.whisper:read",
    _claims,
    _OPENING,
    rank=50,
    recognised_by_content=True,
)
