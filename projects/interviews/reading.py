# SPDX-License-Identifier: MIT
"""One transcript file to text and turns, its format known by its content. Pure: made to run in the throw-away process.

The formats are found in `projects/readers/interviews/`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from coding.languages import guess_language
from coding.numbering import Numbering
from coding.parsing import find_turns, normalise
from coding.records import Turn
from projects.interviews.plain import read_bytes
from projects.interviews.problems import transcript_problem
from projects.readers.transcripts import (
    InterviewReader,
    SourceFile,
    TranscriptText,
    interview_readers,
)
from wording import Message, msg
from wording.discovery import resolve

_NO_IMPORTER = ((b"%PDF", "PDF"),)  # told by name as long as no reader claims them
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class ReadTranscript:
    """An interview as read. `language` is a guess ("" when the words do not tell); `text` is normalised.

    `kind` is the id of its reader: "docx", "odt", "txt", "subtitles" …
    """

    name: str
    language: str
    text: str
    turns: tuple[Turn, ...]
    warnings: tuple[Message, ...]
    kind: str = "txt"
    numbering: Numbering = Numbering()


def read_transcript(path: Path) -> ReadTranscript:
    """The interview in a file. Raises TranscriptProblem when it is damaged, locked, no text, or of a kind not read."""
    source = SourceFile(path, read_bytes(path))
    if not source.data:
        return _empty(source)
    reader = _reader_of(source)
    return _finished(source, resolve(reader.work)(source), reader.id)


def name_of(path: Path) -> str:
    """What an interview is called after its file; macOS may write é as e and an accent, which nobody types."""
    return unicodedata.normalize("NFC", path.stem)


def _empty(source: SourceFile) -> ReadTranscript:
    """A file without a byte: an interview without a word, or no file of its format. Raises TranscriptProblem."""
    allowed = {suffix for reader in interview_readers() if reader.empty_allowed for suffix in reader.suffixes}
    if source.suffix not in allowed | {""}:
        raise transcript_problem("empty_file", file=source.name)
    return _finished(source, TranscriptText(""), "txt")


def _reader_of(source: SourceFile) -> InterviewReader:
    """The reader that claims the file; that of plain text last. Raises TranscriptProblem where none does."""
    last = interview_readers()[-1]
    for reader in interview_readers():
        if reader is last:
            _refuse_unread(source)
        if reader.claims(source):
            return reader
    raise transcript_problem("unknown_kind", file=source.name)


def _refuse_unread(source: SourceFile) -> None:
    for mark, name in _NO_IMPORTER:
        if source.data[:1024].lstrip().startswith(mark):
            raise transcript_problem("no_importer", file=source.name, kind=name)
    if source.data.startswith(_OLD_WORD):
        raise transcript_problem("old_word", file=source.name)


def _finished(source: SourceFile, read: TranscriptText, kind: str) -> ReadTranscript:
    """The transcript with turns and language; turns that the reader found stay, and so does its text."""
    if read.turns is not None:
        language = guess_language(read.text)
        return ReadTranscript(name_of(source.path), language, read.text, read.turns, read.warnings, kind)
    text, warnings = normalise(read.text), read.warnings
    if not text.strip():
        warnings = (*warnings, msg("coding.file.empty", file=source.name))
    return ReadTranscript(name_of(source.path), guess_language(text), text, find_turns(text), warnings, kind)
