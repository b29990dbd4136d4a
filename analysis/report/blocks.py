# SPDX-License-Identifier: MIT
"""The blocks of a report, in plain records. Nothing here renders or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.records import Variable
from analysis.specs import FigureSpec, TableSpec
from wording import Text


@dataclass(frozen=True)
class Title:
    """The report's title, with a line below."""

    text: Text
    subtitle: Text | None = None


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3."""

    text: Text
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; blank lines part paragraphs."""

    text: Text


@dataclass(frozen=True)
class TableBlock:
    """A table with its caption and notes."""

    table: TableSpec


@dataclass(frozen=True)
class FigureBlock:
    """A figure with its caption and alternative text."""

    figure: FigureSpec


@dataclass(frozen=True)
class Quote:
    """What a person said, in the language they spoke; `attribution` never names anyone."""

    text: str
    attribution: Text = ""
    language: str = ""


@dataclass(frozen=True)
class Quotes:
    """Quotes under one code."""

    code: Text
    quotes: tuple[Quote, ...]
    definition: Text | None = None


@dataclass(frozen=True)
class Methods:
    """What a methods note says of the data: per data set its facts as `AnalysisResult.facts` gives them."""

    datasets: tuple[tuple[Text, Mapping[str, Any]], ...] = ()
    interviews: int = 0
    codes: int = 0
    segments: int = 0
    masked: tuple[int, int, int] = (0, 0, 0)  # cells masked for their base, their size, as complement
    limits: tuple[int, int, int] = (30, 10, 5)
    software: tuple[tuple[str, str], ...] = ()
    head: tuple[int, str] = (0, "")  # the last line of the project's log: an anchor to check it against
    sampling: tuple[Text, ...] = ()  # how the sample was planned, drawn and weighed, in sentences


@dataclass(frozen=True)
class CodebookAnnex:
    """The variables that a report used, with wording and answers."""

    variables: tuple[Variable, ...]


Block = Title | Heading | Paragraph | TableBlock | FigureBlock | Quotes | Methods | CodebookAnnex


@dataclass(frozen=True)
class Report:
    """Blocks in order; `banner` ("Fictitious sample data") stands on every page, `source` under tables and figures.

    Of the options, "charts" = "editable" makes figures charts that Word can change, as far as it can draw them.
    """

    title: Text
    blocks: tuple[Block, ...]
    banner: Text | None = None
    source: Text | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
