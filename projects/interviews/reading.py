# SPDX-License-Identifier: MIT
"""One transcript file to text and turns, its kind known by its content. Pure: made to run in the throw-away process."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from coding.languages import guess_language
from coding.parsing import find_turns, normalise
from coding.records import Turn
from projects.interviews.packages import Package
from projects.interviews.plain import decode, read_bytes
from projects.interviews.problems import transcript_problem
from projects.interviews.subtitles import looks_like_subtitles, read_subtitles
from wording import Message, msg

_EMPTY_ALLOWED = frozenset((".txt", ".text", ".md", ".srt", ".vtt", ""))
_NO_IMPORTER = ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"))
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUBTITLE_SUFFIXES = frozenset((".srt", ".vtt"))


@dataclass(frozen=True)
class ReadTranscript:
    """An interview as read. `language` is a guess ("" when the words do not tell); `text` is normalised.

    `kind`: "docx", "odt", "txt", "subtitles".
    """

    name: str
    language: str
    text: str
    turns: tuple[Turn, ...]
    warnings: tuple[Message, ...]
    kind: str = "txt"


def read_transcript(path: Path) -> ReadTranscript:
    """The interview in a file. Raises TranscriptProblem when it is damaged, locked, no text, or of a kind not read."""
    data = read_bytes(path)
    kind = _kind(data, path)
    if kind in ("docx", "odt"):
        return _from_package(path, kind)
    if not data:
        return ReadTranscript(name_of(path), "", "", (), (msg("coding.file.empty", file=path.name),))
    raw, warnings = decode(data, path.name)
    text = normalise(raw)
    if looks_like_subtitles(text):
        spoken, turns, more = read_subtitles(text, path.name)
        return ReadTranscript(name_of(path), guess_language(spoken), spoken, turns, (*warnings, *more), "subtitles")
    if path.suffix.lower() in _SUBTITLE_SUFFIXES:
        warnings.append(msg("coding.file.no_cues", file=path.name))
    return _finished(path, text, warnings, "txt")


def name_of(path: Path) -> str:
    """What an interview is called after its file; macOS may write é as e and an accent, which nobody types."""
    return unicodedata.normalize("NFC", path.stem)


def _kind(data: bytes, path: Path) -> str:
    """Whether it is "docx", "odt" or "text". Raises TranscriptProblem for every other kind that can be told."""
    if not data:
        if path.suffix.lower() in _EMPTY_ALLOWED:
            return "text"
        raise transcript_problem("empty_file", file=path.name)
    for mark, name in _NO_IMPORTER:
        if data[:1024].lstrip().startswith(mark):
            raise transcript_problem("no_importer", file=path.name, kind=name)
    if data.startswith(_OLD_WORD):
        raise transcript_problem("old_word", file=path.name)
    return _package_kind(path) if data.startswith(b"PK") else "text"


def _package_kind(path: Path) -> str:
    with Package(path) as package:
        if "content.xml" in package.parts:
            return "odt"
        if "[Content_Types].xml" in package.parts and not any(
            part.startswith(("xl/", "ppt/")) for part in package.parts
        ):
            return "docx"
    raise transcript_problem("unknown_kind", file=path.name)


def _from_package(path: Path, kind: str) -> ReadTranscript:
    from projects.interviews.docx import read_docx
    from projects.interviews.odt import read_odt

    raw, warnings = read_docx(path) if kind == "docx" else read_odt(path)
    return _finished(path, normalise(raw), warnings, kind)


def _finished(path: Path, text: str, warnings: list[Message], kind: str) -> ReadTranscript:
    if not text.strip():
        warnings = [*warnings, msg("coding.file.empty", file=path.name)]
    return ReadTranscript(name_of(path), guess_language(text), text, find_turns(text), tuple(warnings), kind)
