# SPDX-License-Identifier: MIT
"""The parsed object of a document version: text, turns, sentences as JSON bytes, with a version. It stores nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from coding.parsing import digest, find_turns, normalise
from coding.records import Document, Turn
from coding.sentences import Splitter, sentence_spans

_FORMAT = 1


@dataclass(frozen=True)
class ParsedText:
    """A normalised text with its turns and sentences; `sentences_by` names the pipeline, or is "rules"."""

    text: str
    turns: tuple[Turn, ...]
    sentences: tuple[tuple[int, int], ...]
    sentences_by: str = "rules"


@dataclass(frozen=True)
class LoadedDocument:
    """A document with the sentences of its text."""

    document: Document
    sentences: tuple[tuple[int, int], ...]


def parse_text(
    text: str, turns: Sequence[Turn] | None = None, splitter: Splitter | None = None, sentences_by: str = "rules"
) -> ParsedText:
    """A text ready to be stored; turns are looked for unless they are known."""
    clean = normalise(text)
    found = tuple(turns) if turns is not None and clean == text else find_turns(clean)
    return ParsedText(clean, found, tuple(sentence_spans(clean, found, splitter)), sentences_by)


def to_bytes(parsed: ParsedText) -> bytes:
    """The object's bytes; `from_bytes` reads them back."""
    stored = {
        "format": _FORMAT,
        "text": parsed.text,
        "turns": [[turn.start, turn.end, turn.speaker, turn.time] for turn in parsed.turns],
        "sentences": parsed.sentences,
        "sentences_by": parsed.sentences_by,
    }
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def from_bytes(data: bytes) -> ParsedText:
    """The parsed text of an object. Raises ValueError for a format this program does not know."""
    stored = json.loads(data)
    if stored["format"] != _FORMAT:
        raise ValueError("unknown format of a parsed document")
    return ParsedText(
        stored["text"],
        tuple(Turn(start, end, speaker, time) for start, end, speaker, time in stored["turns"]),
        tuple(map(tuple, stored["sentences"])),
        stored["sentences_by"],
    )


def as_document(document_id: str, name: str, language: str, parsed: ParsedText, version: int = 1) -> Document:
    """The record that coding works with."""
    return Document(document_id, name, language, parsed.text, digest(parsed.text), parsed.turns, version)
