# SPDX-License-Identifier: MIT
"""One transcript file to text and turns, its format known by its content. Pure: made to run in the throw-away process.

The formats are found in `projects/readers/interviews/`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from coding.language_guess import guess_language
from coding.numbering import Numbering
from coding.parsing import find_turns, normalise, with_headings
from coding.records import Turn
from projects.readers.plain_text import read_bytes, refuse_large
from projects.readers.transcript_problems import TranscriptProblem, transcript_problem
from projects.readers.transcripts import (
    Comment,
    InterviewReader,
    SourceFile,
    TranscriptText,
    interview_readers,
)
from wording import Message, msg
from wording.discovery import resolve

_SENTENCE_END = re.compile(r"[.!?…\n]")
_ENDLESS = 20_000  # characters without the end of a sentence: nobody speaks so long
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class ReadTranscript:
    """An interview as read. `language` is a guess ("" when the words do not tell); `text` is normalised.

    `kind` is the id of its reader: "docx", "odt", "txt", "subtitles" … `notices` tell what holds of a sound file.
    """

    name: str
    language: str
    text: str
    turns: tuple[Turn, ...]
    warnings: tuple[Message, ...]
    kind: str = "txt"
    numbering: Numbering = Numbering()
    comments: tuple[Comment, ...] = ()
    notices: tuple[Message, ...] = ()


def read_transcript(path: Path) -> ReadTranscript:
    """The interview in a file. Raises TranscriptProblem when it is damaged, locked, no text, or of a kind not read."""
    return read_source(SourceFile(path, read_bytes(path)))


def read_source(source: SourceFile) -> ReadTranscript:
    """The interview in the bytes of a file. Raises TranscriptProblem, Problem where a plain text is too large."""
    if not source.data:
        return _empty(source)
    refuse_large(source.name, source.data[:8], len(source.data))
    reader = _reader_of(source)
    try:
        return _finished(source, resolve(reader.work)(source), reader.id)
    except TranscriptProblem as problem:
        named = next((one for one in interview_readers() if source.suffix in one.suffixes), reader)
        meant = reader if reader is not interview_readers()[-1] else named
        if problem.message.key != "coding.file.no_text" or meant is interview_readers()[-1]:
            raise
        raise transcript_problem("no_text_of_format", file=source.name, format=meant.label) from problem


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
    if source.data.startswith(_OLD_WORD):
        raise transcript_problem("old_word", file=source.name)


def _of_file(name: str, warning: Message) -> Message:
    """A warning that says of which file it is: those of fifty files stand in one list."""
    return Message(warning.key, {"file": name, **warning.args})


def _finished(source: SourceFile, read: TranscriptText, kind: str) -> ReadTranscript:
    """The transcript with turns and language; turns that the reader found stay, and so does its text."""
    text, warnings = read.text if read.turns is not None else normalise(read.text), read.warnings
    if not text.strip() and read.turns is None:
        warnings = (*warnings, msg("coding.file.empty", file=source.name))
    endless = max(map(len, _SENTENCE_END.split(text)))
    notices = (msg("coding.file.endless_line", file=source.name, n=endless),) if endless > _ENDLESS else ()
    headings = read.headings if text == read.text else ()  # where they stand is counted in the reader's text
    turns = with_headings(text, find_turns(text), headings) if read.turns is None else read.turns
    name, language = name_of(source.path), guess_language(text)
    warnings = tuple(_of_file(source.name, one) for one in warnings)
    return ReadTranscript(name, language, text, turns, warnings, kind, read.numbering, read.comments, notices)
