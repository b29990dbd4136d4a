# SPDX-License-Identifier: MIT
"""Targets of cross-references: the numbers of tables and figures, the headings, known before words refer to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.report import blocks as kinds
from analysis.report.key_figures import finding_words
from analysis.result_tables import TableSpec
from wording import Text, msg, render

Key = tuple[str, ...]  # of a table or figure, by `place_of`


@dataclass(frozen=True)
class ReferencePlaces:
    """What words can refer to: numbers of tables and figures by `place_of`, place and words of headings by block."""

    tables: Mapping[Key, int] = field(default_factory=dict)
    figures: Mapping[Key, int] = field(default_factory=dict)
    headings: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def number(self, span: kinds.Span, language: str) -> tuple[str, int] | None:
        """ "table" or "figure" with its number, where the words refer to one that is printed."""
        if span.form not in ("table", "figure") or (span.number is None and not span.shown):
            return None
        held = self.tables if span.form == "table" else self.figures
        if span.number is None:
            number = next((at for key, at in held.items() if key[:1] == (span.shown,)), None)
        else:
            number = held.get(place_of(span.number.table, language))
        return None if number is None else (span.form, number)


def place_of(table: TableSpec | None, language: str) -> Key:
    """What tells a printed table from the others, whether numbers are withheld or not."""
    return () if table is None else (table.id, render(table.title, language), render(table.subtitle, language))


def places_in(report: kinds.Report, language: str) -> ReferencePlaces:
    """The places of a report: of tables and figures alike the first."""
    tables: dict[Key, int] = {}
    figures: dict[Key, int] = {}
    shown = list(unfolded(report.blocks))
    for at, one in enumerate((one for one in shown if isinstance(one, kinds.TableBlock)), start=1):
        tables.setdefault(place_of(one.table, language), at)
    for at, drawn in enumerate((one for one in shown if isinstance(one, kinds.FigureBlock)), start=1):
        figures.setdefault(place_of(drawn.figure.table, language), at)
    return ReferencePlaces(tables, figures, _headings(report, language))


def unfolded(blocks: Sequence[kinds.Block]) -> Iterator[kinds.Block]:
    """The blocks in the order in which Word shows them: those in columns one below the other."""
    for block in blocks:
        if isinstance(block, kinds.Columns):
            for column in block.columns:
                yield from unfolded(column)
        else:
            yield block


def headings(blocks: Sequence[kinds.Block], language: str) -> list[tuple[int, str]]:
    """Level and words of each heading in the order in which they are written, those that the program adds included."""
    found: list[tuple[int, str]] = []
    before: kinds.Block | None = None
    for block in blocks:
        if isinstance(block, kinds.Heading):
            found.append((block.level, render(block.text, language)))
        elif isinstance(block, (kinds.Section, kinds.FindingHeading)):
            found += [(1, words)] if (words := render(heading_words(block), language)) else []
        elif isinstance(block, kinds.Methods) and not isinstance(before, (kinds.Heading, kinds.FindingHeading)):
            found.append((1, render(msg("methods.title"), language)))
        elif isinstance(block, kinds.CodebookAnnex):
            found.append((1, render(msg("report.codebook"), language)))
        elif isinstance(block, kinds.Columns):
            found += headings([one for column in block.columns for one in column], language)
        before = block
    return found


def heading_words(block: kinds.Heading | kinds.Section | kinds.FindingHeading) -> Text:
    """The words of a heading: of a finding its figure in words, where that may be shown."""
    return (finding_words(block.figure) or block.text) if isinstance(block, kinds.FindingHeading) else block.text


def _headings(report: kinds.Report, language: str) -> dict[str, tuple[int, str]]:
    """The place among all headings, from 1, and the words of each that is a block of its own."""
    found: dict[str, tuple[int, str]] = {}
    for at, (key, block) in enumerate(zip(report.keys, report.blocks, strict=False), start=1):
        if isinstance(block, (kinds.Heading, kinds.Section, kinds.FindingHeading)):
            found[key] = (len(headings(report.blocks[:at], language)), render(heading_words(block), language))
    return found
