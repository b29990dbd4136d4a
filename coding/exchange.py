# SPDX-License-Identifier: MIT
"""A coded project as other programs hand it over: plain records without a database, named by guid.

Positions are code points of the normalised text, half-open. Reading a format makes an `Exchange`; writing takes one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wording import Message


class ExchangeCoder(NamedTuple):
    """Somebody who coded."""

    guid: str
    name: str


class ExchangeCode(NamedTuple):
    """A code; `parent` is the guid of the one above, "" at the top."""

    guid: str
    parent: str
    name: str
    definition: str = ""
    colour: str = ""
    codable: bool = True
    memo: str = ""
    coder: str = ""


class ExchangeSource(NamedTuple):
    """A document with its text."""

    guid: str
    name: str
    text: str
    memo: str = ""
    coder: str = ""
    language: str = ""


class ExchangeCoding(NamedTuple):
    """A stretch of a source under a code, by a coder (guid, "" where nobody is named)."""

    guid: str
    source: str
    code: str
    coder: str
    start: int
    end: int
    memo: str = ""


class ExchangeNote(NamedTuple):
    """A memo. `target`: the guid of what it is on, "" for the project; with a `source` it is on a stretch of it."""

    guid: str
    target: str
    title: str
    text: str
    coder: str = ""
    source: str = ""
    start: int = 0
    end: int = 0


class ExchangeCase(NamedTuple):
    """A case."""

    guid: str
    name: str
    kind: str = "person"
    memo: str = ""


class ExchangeMember(NamedTuple):
    """A source that belongs to a case; `speaker`: only that one's turns."""

    case: str
    source: str
    speaker: str = ""


class ExchangeValue(NamedTuple):
    """An attribute of a case or a source (`owner`: its guid). `kind`: text, number, date, yes_no."""

    owner: str
    name: str
    kind: str
    value: str


class ExchangeGroup(NamedTuple):
    """A set of sources."""

    guid: str
    name: str
    sources: tuple[str, ...]


class ExchangeLink(NamedTuple):
    """A link between two things."""

    guid: str
    a: str
    b: str


class ExchangeTranslation(NamedTuple):
    """That a source is the translation of another; `translator` is "" where nobody is named."""

    source: str
    original: str
    translator: str = ""


@dataclass
class Exchange:
    """A whole project; `messages`: what could not be taken over, or had to be guessed."""

    name: str = ""
    origin: str = ""
    coders: list[ExchangeCoder] = field(default_factory=list)
    codes: list[ExchangeCode] = field(default_factory=list)
    sources: list[ExchangeSource] = field(default_factory=list)
    codings: list[ExchangeCoding] = field(default_factory=list)
    notes: list[ExchangeNote] = field(default_factory=list)
    cases: list[ExchangeCase] = field(default_factory=list)
    members: list[ExchangeMember] = field(default_factory=list)
    values: list[ExchangeValue] = field(default_factory=list)
    groups: list[ExchangeGroup] = field(default_factory=list)
    links: list[ExchangeLink] = field(default_factory=list)
    translations: list[ExchangeTranslation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


LISTS: dict[str, type[tuple[object, ...]]] = {
    "coders": ExchangeCoder,
    "codes": ExchangeCode,
    "sources": ExchangeSource,
    "codings": ExchangeCoding,
    "notes": ExchangeNote,
    "cases": ExchangeCase,
    "members": ExchangeMember,
    "values": ExchangeValue,
    "groups": ExchangeGroup,
    "links": ExchangeLink,
    "translations": ExchangeTranslation,
}
