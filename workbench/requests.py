# SPDX-License-Identifier: MIT
"""Requests of one room to another, or to the window. The window carries them: no room imports another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from projects.store.erase_request import Subject


@dataclass(frozen=True)
class Request:
    """`room` is the id of the room that is brought to the front and answers."""

    room: ClassVar[str]


@dataclass(frozen=True)
class ShowPage:
    """A page of the window beside its rooms, such as "restore"."""

    page: str


@dataclass(frozen=True)
class ShowTables(Request):
    """The tables, or how to import the first."""

    room: ClassVar[str] = "data"


@dataclass(frozen=True)
class ShowInterviews(Request):
    """The interviews, or how to import the first."""

    room: ClassVar[str] = "interviews"


@dataclass(frozen=True)
class ShowCell(Request):
    """A cell of a table."""

    room: ClassVar[str] = "data"
    table: str
    row: int
    variable: str


@dataclass(frozen=True)
class ShowPassage(Request):
    """A passage of an interview, from code point `start` to `stop`."""

    room: ClassVar[str] = "interviews"
    document: str
    start: int
    stop: int


@dataclass(frozen=True)
class AnalyseVariable(Request):
    """A new analysis of a variable, of the kind it begins with."""

    room: ClassVar[str] = "analysis"
    table: str
    variable: str


@dataclass(frozen=True)
class AnalyseVariables(Request):
    """An analysis of each of several variables, kept as results."""

    room: ClassVar[str] = "analysis"
    table: str
    variables: tuple[str, ...]


@dataclass(frozen=True)
class OpenAnalysis(Request):
    """An analysis of a declared kind with its options chosen."""

    room: ClassVar[str] = "analysis"
    table: str
    kind: str
    options: Mapping[str, object]


@dataclass(frozen=True)
class BeginReport(Request):
    """A report from a template, where there is none yet; else the choice of templates."""

    room: ClassVar[str] = "report"
    template: str


@dataclass(frozen=True)
class ShowConsents(Request):
    """The consents of a row, and whose it is."""

    room: ClassVar[str] = "safety"
    table: str
    row: int


@dataclass(frozen=True)
class AskConsents(Request):
    """The page that asks for the consents of all interviews at once."""

    room: ClassVar[str] = "safety"


@dataclass(frozen=True)
class EraseRows(Request):
    """What would go with rows of a table; it asks before it erases."""

    room: ClassVar[str] = "safety"
    table: str
    rows: Sequence[int]


@dataclass(frozen=True)
class EraseAnswer(Request):
    """What would go with one answer; it asks before it erases."""

    room: ClassVar[str] = "safety"
    table: str
    row: int
    variable: str


@dataclass(frozen=True)
class EraseDocument(Request):
    """What would go with an interview; it asks before it erases."""

    room: ClassVar[str] = "safety"
    document: str


@dataclass(frozen=True)
class EraseNames(Request):
    """What would go with the names of a register; it asks before it erases."""

    room: ClassVar[str] = "safety"
    table: str
    subjects: Sequence[Subject]


@dataclass(frozen=True)
class CountPeople(Request):
    """The page on which the unique people of a register of participants are counted."""

    room: ClassVar[str] = "data"
