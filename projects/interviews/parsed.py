# SPDX-License-Identifier: MIT
"""The parsed object of a document version: text, turns, sentences as JSON bytes, with a version. It stores nothing."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coding.parsing import digest, find_turns, normalise
from coding.records import Document, Turn
from coding.sentences import Splitter, sentence_spans

_FORMAT = 1


class StoredSentences(Sequence[tuple[int, int]]):
    """The sentences of a stored text, read from its bytes when first asked for: opening a document needs none."""

    def __init__(self, stored: bytes) -> None:
        self._stored = stored

    @functools.cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """All of them as (start, end)."""
        ends = json.loads(self._stored)
        return tuple(zip(ends[::2], ends[1::2], strict=True))

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, place: Any) -> Any:
        return self.spans[place]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self.spans)


@dataclass(frozen=True)
class ParsedText:
    """A normalised text with its turns and sentences; `sentences_by` names the pipeline, or is "rules"."""

    text: str
    turns: tuple[Turn, ...]
    sentences: Sequence[tuple[int, int]]
    sentences_by: str = "rules"


@dataclass(frozen=True)
class LoadedDocument:
    """A document with the sentences of its text."""

    document: Document
    sentences: Sequence[tuple[int, int]]


def parse_text(
    text: str, turns: Sequence[Turn] | None = None, splitter: Splitter | None = None, sentences_by: str = "rules"
) -> ParsedText:
    """A text ready to be stored; turns are looked for unless they are known."""
    clean = normalise(text)
    found = tuple(turns) if turns is not None and clean == text else find_turns(clean)
    return ParsedText(clean, found, tuple(sentence_spans(clean, found, splitter)), sentences_by)


def to_bytes(parsed: ParsedText) -> bytes:
    """The object's bytes: a line of JSON with text and turns by column, a line with the ends of all sentences."""
    turns = parsed.turns
    head = {
        "format": _FORMAT,
        "text": parsed.text,
        "turns": [
            [t.start for t in turns],
            [t.end for t in turns],
            [t.speaker for t in turns],
            [t.time for t in turns],
        ],
        "sentences_by": parsed.sentences_by,
    }
    ends = [end for span in parsed.sentences for end in span]
    lines = [json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (head, ends)]
    return "\n".join(lines).encode("utf-8")


def from_bytes(data: bytes) -> ParsedText:
    """The parsed text of an object. Raises ValueError for a format this program does not know."""
    head, _, ends = bytes(data).partition(b"\n")
    stored = json.loads(head)
    if stored["format"] != _FORMAT:
        raise ValueError("unknown format of a parsed document")
    turns = tuple(map(Turn, *stored["turns"]))
    return ParsedText(stored["text"], turns, StoredSentences(ends), stored["sentences_by"])


def as_document(document_id: str, name: str, language: str, parsed: ParsedText, version: int = 1) -> Document:
    """The record that coding works with."""
    return Document(document_id, name, language, parsed.text, digest(parsed.text), parsed.turns, version)
