# SPDX-License-Identifier: MIT
"""Documents, segments, codes and suggestions as plain records. Positions are code points, 0-based, half-open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wording import Labels


@dataclass(frozen=True)
class Turn:
    """A speaker turn, or a paragraph without speaker: `text[start:end]` is what was said, without the name."""

    start: int
    end: int
    speaker: str = ""
    time: str = ""  # "00:01:12" where the file had times
    language: str = ""  # "en", "rn"; "" where nobody told it and nothing was proposed
    heading: bool = False  # a heading within the text: nobody said it


@dataclass(frozen=True)
class Document:
    """A parsed interview. `text` is immutable, LF only; `digest` is the SHA-256 of its UTF-8 bytes, in hex."""

    id: str
    name: str
    language: str  # "en", "fr", "rn" …
    text: str
    digest: str
    turns: tuple[Turn, ...]
    version: int = 1

    @property
    def has_turns(self) -> bool:
        """Whether speakers are named; else its turns are paragraphs, and are called so."""
        return any(turn.speaker for turn in self.turns)


ORDINARY = "ordinary"  # the sensitivity of a code that tells nothing that could hurt
_ORDINARY = frozenset({ORDINARY, "ordinaire", "none", "no", "aucune", "non"})


@dataclass(frozen=True)
class Code:
    """A code of the codebook; `keywords` per language are the rules that make suggestions."""

    id: str
    parent: str | None
    position: int
    name: Labels
    definition: Labels
    colour: str  # "#0072b2"
    keywords: dict[str, tuple[str, ...]]
    sensitivity: str = ""
    source: str = ""
    key: str = ""  # the short id its author gave it: "ACT.REC"
    inclusion: Labels = Labels({})  # when it is applied
    exclusion: Labels = Labels({})  # when it is not
    anchors: tuple[tuple[str, str], ...] = ()  # examples: the words of segments, and the id of the document said in
    category: bool = False  # it only groups codes and is never applied
    retired: bool = False  # its codings stay, nobody codes with it any more
    memo: str = ""
    guid: str = ""
    coder: str = ""  # who made it
    shortcut: str = ""  # the digit key that applies it, where a codebook travels as a file; a project keeps it apart

    @property
    def is_sensitive(self) -> bool:
        """Whether its numbers are guarded outside the team: always, unless somebody said that it is ordinary."""
        return self.sensitivity.strip().casefold() not in _ORDINARY


@dataclass(frozen=True)
class Segment:
    """A stretch of a document under a code: `document.text[start:end] == quote`, always."""

    id: str
    document: str
    code: str
    start: int
    end: int
    quote: str
    coder: str
    origin: str = "person"  # from an accepted suggestion "rule:<keyword>" or "model:<version>"
    memo: str = ""
    guid: str = ""


class Verdict(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Suggestion:
    """A proposal, never a coding: the program shows why, a person decides."""

    id: str
    document: str
    code: str
    start: int
    end: int
    quote: str
    rule: str  # the keyword that fired
    language: str
    matched: tuple[tuple[int, int], ...]  # where the rule's words stand
    verdict: Verdict = Verdict.OPEN
    mark: str = "hit"  # another one where its words do not say that it happened
