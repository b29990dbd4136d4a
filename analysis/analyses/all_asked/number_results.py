# SPDX-License-Identifier: MIT
"""Results of a number with the same tables of all who were asked beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.all_asked.numbers import asked_rows, bases_of, cell_of_all_asked, number_of_all_asked
from analysis.analyses.all_asked.variants import attach_all_asked, is_guarded, no_answers
from analysis.analyses.row_wording import number_subtitle
from analysis.records import Reason
from analysis.specs import FigureSpec, TableSpec
from analysis.tables.layout import missing_text
from wording import Message, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.records import AnalysisResult
    from analysis.records import Variable

_TELLING = ("note.interval", "note.missing", "note.no_group", "note.ratio_missing_as_zero")  # how many answered
_SPREAD = ("sd", "sum")  # columns of a description


def with_all_asked(
    chosen: Settings, result: AnalysisResult, variables: Sequence[Variable], answered: np.ndarray,
    drawn: FigureSpec | None = None, totals: bool = False,
) -> AnalysisResult:  # fmt: skip
    """The result of a number, its tables bearing those of all who were asked where somebody gave no answer."""
    rows = asked_rows(chosen, *variables)
    silent = rows & ~answered
    if not is_guarded(chosen.study, result.tables[0].sensitive) or not silent.any():
        return result
    asked = bases_of(chosen, rows)
    clustered = chosen.study.frame.design.clusters is not None
    first, *others = result.tables
    without = [column.id for column in first.columns] if totals else _SPREAD
    table = number_of_all_asked(
        first, asked, number_subtitle(chosen, asked[-1], asked=True), _notes(first, clustered), without
    )
    tables = (table, *(_differences(one, min(asked)) for one in others))
    figures = [replace(one, table=table) for one in result.figures if one.table.id == table.id]
    every = replace(result, tables=tables, figures=(*figures, *([drawn] if drawn is not None else [])))
    return attach_all_asked(result, every, no_answers(chosen, silent), *variables)


def _notes(table: TableSpec, clustered: bool) -> list[Text]:
    """The notes that do not tell how many answered: a test does, by its degrees of freedom, where no clusters count."""
    kept: list[Text] = [msg("note.number_all_asked")]
    for note in table.notes:
        key = note.key if isinstance(note, Message) else ""
        if not key.startswith(_TELLING) and (clustered or not key.startswith("test.")):
            kept.append(note)
    if table.missing.get(Reason.NOT_ASKED):
        kept.append(msg("note.missing", parts=list(missing_text({1: table.missing[1]}))))
    return kept


def _differences(table: TableSpec, asked: int) -> TableSpec:
    """A table of differences with the least base of all who were asked."""
    rows = tuple(
        replace(row, cells=tuple(cell if row.heading else cell_of_all_asked(cell, asked) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows, notes=(msg("note.differences_all_asked"),))
