# SPDX-License-Identifier: MIT
"""The parsed object of a document version: text, turns, sentences as JSON bytes, with a version."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coding.keywords import answers
from coding.numbering import Numbering, TextNumbers, numbering_from_json, numbering_to_json
from coding.parsing import digest, find_turns, normalise
from coding.records import Document, Turn
from coding.sentences import Splitter, sentence_spans

_FORMAT, _KNOWN = 2, (1, 2)  # 1: without a numbering, which then follows from the text


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
    numbering: Numbering = Numbering()


@dataclass(frozen=True)
class LoadedDocument:
    """A document with the sentences and numbers of its text."""

    document: Document
    sentences: Sequence[tuple[int, int]]
    numbering: Numbering = Numbering()
    roles: Mapping[str, str] = field(default_factory=dict)  # what somebody said of its speakers
    held_back: bool = False  # consent was refused or withdrawn: it is here without its text

    @functools.cached_property
    def answers(self) -> Sequence[tuple[int, int]]:
        """The sentences of those who answer, without headings and questions."""
        return answers(self.sentences, self.document.turns, self.roles)

    @functools.cached_property
    def starts_of_answers(self) -> Sequence[int]:
        """Where each of those begins."""
        return [start for start, _ in self.answers]

    @functools.cached_property
    def numbers(self) -> TextNumbers:
        """Its paragraph, line and page numbers."""
        return TextNumbers(self.document.text, self.numbering)


def parse_text(
    text: str,
    turns: Sequence[Turn] | None = None,
    splitter: Splitter | None = None,
    sentences_by: str = "rules",
    numbering: Numbering = Numbering(),  # noqa: B008 - it never changes
) -> ParsedText:
    """A text ready to be stored; turns are looked for unless they are known."""
    clean = normalise(text)
    found = tuple(turns) if turns is not None and clean == text else find_turns(clean)
    return ParsedText(clean, found, tuple(sentence_spans(clean, found, splitter)), sentences_by, numbering)


def to_bytes(parsed: ParsedText) -> bytes:
    """The object's bytes, three lines of JSON: text with turns by column, the ends of all sentences, the numbering."""
    turns = parsed.turns
    headed = [[int(t.heading) for t in turns]] if any(t.heading for t in turns) else []  # else as it was before
    spoken = [[t.language for t in turns]] if headed or any(t.language for t in turns) else []
    head = {
        "format": _FORMAT,
        "text": parsed.text,
        "turns": [
            [t.start for t in turns],
            [t.end for t in turns],
            [t.speaker for t in turns],
            [t.time for t in turns],
            *spoken,
            *headed,
        ],
        "sentences_by": parsed.sentences_by,
    }
    ends = [end for span in parsed.sentences for end in span]
    numbering = numbering_to_json(parsed.numbering)
    lines = [json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (head, ends, numbering)]
    return "\n".join(lines).encode("utf-8")


def from_bytes(data: bytes) -> ParsedText:
    """The parsed text of an object. Raises ValueError for a format this program does not know."""
    head, _, rest = bytes(data).partition(b"\n")
    ends, _, numbering = rest.partition(b"\n")
    stored = json.loads(head)
    if stored["format"] not in _KNOWN:
        raise ValueError("unknown format of a parsed document")
    columns = stored["turns"]
    columns[5:] = [list(map(bool, column)) for column in columns[5:]]  # whether each is a heading
    turns = tuple(map(Turn, *columns))
    numbers = numbering_from_json(json.loads(numbering)) if numbering else Numbering()
    return ParsedText(stored["text"], turns, StoredSentences(ends), stored["sentences_by"], numbers)


def as_document(document_id: str, name: str, language: str, parsed: ParsedText, version: int = 1) -> Document:
    """The record that coding works with."""
    return Document(document_id, name, language, parsed.text, digest(parsed.text), parsed.turns, version)
