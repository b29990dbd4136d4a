# SPDX-License-Identifier: MIT
"""Tables of free text, from unconfirmed text columns and from interviews: kept inside the team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import Labels, Message, Text, msg

if TYPE_CHECKING:
    from analysis.declarations.records import AnalysisResult
    from analysis.records import DataTable

OPEN_MARKS = "note.open_marks"  # below tables with numbers such as -99, of which nobody has said what they mean
SENSITIVE_GROUPS = "note.sensitive_groups"  # below tables whose groups are answers to a sensitive question
SENSITIVE_INTERVIEWS = "note.sensitive_interviews"  # below tables that count sensitive codes interview by interview
_OWN_REASONS = (SENSITIVE_GROUPS, SENSITIVE_INTERVIEWS)


def marked(result: AnalysisResult, table: DataTable, options: Mapping[str, object]) -> AnalysisResult:
    """The result, each of its tables naming the unconfirmed text columns that the options speak of."""
    spoken = set(words_in(options))
    names = tuple(
        _called(one.labels, one.name) for one in table.variables if one.content_unconfirmed and one.id in spoken
    )
    if not names:
        return result
    tables = tuple(replace(one, unconfirmed=names) for one in result.tables)
    figures = tuple(replace(one, table=replace(one.table, unconfirmed=names)) for one in result.figures)
    return replace(result, tables=tables, figures=figures)


def without_content(table: TableSpec) -> TableSpec:
    """What leaves in place of a table of unconfirmed text: its title and the sentence that says why."""
    return replace(
        table,
        all_asked=None,
        joined=(),
        subtitle=None if table.inside_only else table.subtitle,  # it may count few segments of a sensitive code
        stub=None,
        columns=(Column("nothing", "", show=("estimate",)),),
        rows=(Row("nothing", msg("row.no_result"), (Cell(text="–", unit=Unit.TEXT),)),),
        notes=(withheld_note(table),),
        base=None,
        missing={},
        exclusive_rows=False,
        exclusive_columns=False,
    )


def withheld_note(table: TableSpec) -> Message:
    """Why a table does not leave, and what to do."""
    if table.inside_only:
        own = (note for note in table.notes if isinstance(note, Message) and note.key in _OWN_REASONS)
        return next(own, msg("note.inside_only"))
    return msg("note.content_unconfirmed", n=len(table.unconfirmed), names=list(table.unconfirmed))


def _called(labels: Labels, name: str) -> Text:
    return labels if any(labels.by_language.values()) else name


def words_in(value: object) -> Iterator[str]:
    """All plain words in options, however deep: ids of variables are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from words_in(key)
            yield from words_in(part)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from words_in(part)
