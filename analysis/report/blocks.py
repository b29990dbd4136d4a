# SPDX-License-Identifier: MIT
"""The blocks of a report, in plain records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.codings.heat_table_rows import figure_from
from analysis.records import Variable
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import FigureSpec, TableSpec, Unit
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
    """A table with its caption and notes; `more` lines of it are not shown."""

    table: TableSpec
    more: int = 0


@dataclass(frozen=True)
class FigureBlock:
    """A figure with its caption and alternative text; of one site, with the table of all sites beside.

    On a sheet `shown_as` "steps" are arrows (`beside` then tells how long the last took), "change" a line before–after;
    "shares" are counts with their share of the base beside. Of `more` groups it has no bar.
    """

    figure: FigureSpec
    beside: TableSpec | None = None
    shown_as: str = ""
    more: int = 0


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
    masked: tuple[int, int, int] = (0, 0, 0)  # figures withheld for their base, their size, as complement
    limits: tuple[int, int, int] = (30, 10, 5)
    software: tuple[tuple[str, str], ...] = ()
    head: tuple[int, str] = (0, "")  # the last line of the project's log: an anchor to check it against
    sampling: tuple[Text, ...] = ()  # how the sample was planned, drawn and weighed, in sentences
    coding: tuple[Text, ...] = ()  # who coded what, by which rules, in sentences
    lowered: str = ""  # why a limit lies under its default
    keeps_back: bool = False  # questions on violence, exploitation and health are left out: a sheet of one site
    all_asked: bool = False  # whether a table is of all who were asked, as few gave no answer
    sessions: int = 0  # of registers of activities, whose reach the pages show
    female: bool = False  # whether tables show the share of women and girls
    in_run: bool = False  # whether `masked` counts the figures of more files than this one


@dataclass(frozen=True)
class CodebookAnnex:
    """The variables that a report used, with wording and answers."""

    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class Span:
    """Running words, or a live number in one of the forms of a key figure."""

    text: Text = ""
    bold: bool = False
    italic: bool = False
    link: str = ""
    number: KeyFigure | None = None
    form: str = "value"
    heading: str = ""  # the key of the heading that the words refer to
    shown: str = ""  # the id of a printed table, or of one a figure shows, that the words refer to by `form`


@dataclass(frozen=True)
class LineBlock:
    """A paragraph or one point of a list: `kind` is "text", "bullet" or "number"."""

    spans: tuple[Span, ...]
    kind: str = "text"


@dataclass(frozen=True)
class RichText:
    """Running text with bold, italic, lists, links and live numbers; `size` is "lead", "body" or "note"."""

    lines: tuple[LineBlock, ...]
    size: str = "body"


@dataclass(frozen=True)
class LiveText:
    """Running text that the program says in each language, with its live numbers in place."""

    by_language: Mapping[str, RichText]


@dataclass(frozen=True)
class Masthead:
    """The head of a sheet's first page: office, title, what kind of sheet, the period in large and in words."""

    title: Text
    office: Text = ""
    kind: Text = ""
    large: Text = ""
    period: Text = ""
    place: Text = ""  # "Sheet 1 of 3" in a run of one for each site


@dataclass(frozen=True)
class Section:
    """A section's heading in the colour of its theme, with an icon; at the right a few words, or its numbers."""

    text: Text
    theme: str = "survey"
    icon: str = ""
    beside: Text = ""
    figures: tuple[KeyFigure, ...] = ()  # of one thing, which the first is called after


@dataclass(frozen=True)
class Tiles:
    """Key figures in tiles, the first the largest; as a "list" a line for each, with the months of its period."""

    figures: tuple[KeyFigure, ...]
    note: Text = ""
    shown_as: str = ""


@dataclass(frozen=True)
class CallOut:
    """One figure, large, with the words beside it."""

    figure: KeyFigure
    text: Text = ""


@dataclass(frozen=True)
class FindingHeading:
    """A heading of level 1 that says a figure in words; `text` where the figure may not be shown."""

    figure: KeyFigure
    text: Text = ""


@dataclass(frozen=True)
class FindingSentence:
    """What a table says, in a sentence made when it is written: of the numbers that may be shown."""

    table: TableSpec


@dataclass(frozen=True)
class Columns:
    """Two or three columns of blocks; `widths` are their shares of the page."""

    columns: tuple[tuple[Block, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class QuoteBox:
    """One quote, large, in a box; `spoken`: those that readers of other languages meet in its place."""

    quote: Quote
    spoken: Mapping[str, Quote] = field(default_factory=dict)

    def for_reader(self, language: str) -> Quote:
        """The quote for readers of a language."""
        return self.spoken.get(language, self.quote)


@dataclass(frozen=True)
class Picture:
    """A picture with its alternative text and credit; `data` as png, jpeg or svg."""

    data: bytes
    kind: str
    alt: Text
    credit: Text = ""
    width: float = 1.0  # of the column


@dataclass(frozen=True)
class Cover:
    """A page of its own with title, subtitle and date."""

    title: Text
    subtitle: Text = ""
    date: Text = ""


@dataclass(frozen=True)
class Contents:
    """The table of contents."""


@dataclass(frozen=True)
class PageBreak:
    """A new page."""


Block = (
    Title
    | Heading
    | Paragraph
    | TableBlock
    | FigureBlock
    | Quotes
    | Methods
    | CodebookAnnex
    | RichText
    | LiveText
    | Masthead
    | Section
    | Tiles
    | CallOut
    | FindingHeading
    | FindingSentence
    | Columns
    | QuoteBox
    | Picture
    | Cover
    | Contents
    | PageBreak
)


@dataclass(frozen=True)
class Report:
    """Blocks in order, each with its lasting key in `keys` (none: by place).

    `banner` ("Fictitious sample data") stands on every page, `source` under tables and figures.

    Of the options, "charts" = "editable" makes figures charts that Word can change, as far as it can draw them;
    "left_out" says which blocks have nothing to show, for whoever makes the report: no page holds it.
    """

    title: Text
    blocks: tuple[Block, ...]
    banner: Text | None = None
    source: Text | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()


def tables_in(block: Block) -> list[TableSpec]:
    """The tables whose numbers the block shows, in order: what is checked together before it leaves."""
    if isinstance(block, (TableBlock, FindingSentence)):
        return [block.table]
    if isinstance(block, FigureBlock):
        return [block.figure.table, *([block.beside] if block.beside is not None else [])]
    if isinstance(block, Columns):
        return [table for column in block.columns for one in column for table in tables_in(one)]
    return [table for figure in _figures(block) for table in figure.tables]


def with_tables(block: Block, tables: Iterator[TableSpec]) -> Block:
    """The block showing the next of `tables` in place of each of its own, in the order of `tables_in`."""
    if isinstance(block, (TableBlock, FindingSentence)):
        return replace(block, table=next(tables))
    if isinstance(block, FigureBlock):
        table = next(tables)
        beside = None if block.beside is None else next(tables)
        if all(
            cell.unit is Unit.TEXT for row in table.rows for cell in row.cells
        ):  # only a sentence leaves: there is nothing to draw
            return TableBlock(table)
        return replace(block, figure=figure_from(block.figure, table), beside=beside)
    if isinstance(block, Columns):
        made = tuple(tuple(with_tables(one, tables) for one in column) for column in block.columns)
        return replace(block, columns=made)
    if isinstance(block, (Tiles, Section)):
        return replace(block, figures=tuple(_shown(figure, tables) for figure in block.figures))
    if isinstance(block, (CallOut, FindingHeading)):
        return replace(block, figure=_shown(block.figure, tables))
    if isinstance(block, LiveText):
        made_of = {one: with_tables(text, tables) for one, text in block.by_language.items()}
        return LiveText({one: text for one, text in made_of.items() if isinstance(text, RichText)})
    if isinstance(block, RichText):
        return replace(block, lines=tuple(_line_shown(line, tables) for line in block.lines))
    return block


def _figures(block: Block) -> list[KeyFigure]:
    if isinstance(block, (Tiles, Section)):
        return list(block.figures)
    if isinstance(block, (CallOut, FindingHeading)):
        return [block.figure]
    if isinstance(block, LiveText):
        return [figure for text in block.by_language.values() for figure in _figures(text)]
    if isinstance(block, RichText):
        return [span.number for line in block.lines for span in line.spans if span.number is not None]
    return []


def _shown(figure: KeyFigure, tables: Iterator[TableSpec]) -> KeyFigure:
    return figure.with_tables(tables)


def _line_shown(line: LineBlock, tables: Iterator[TableSpec]) -> LineBlock:
    spans = tuple(
        span if span.number is None else replace(span, number=_shown(span.number, tables)) for span in line.spans
    )
    return replace(line, spans=spans)
