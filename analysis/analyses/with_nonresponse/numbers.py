# SPDX-License-Identifier: MIT
"""Tables of a number over everybody asked, which do not show how many of them gave one."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.row_wording import number_subtitle
from analysis.analyses.with_nonresponse.categories import used_rows, were_asked
from analysis.analyses.with_nonresponse.variants import attach_all_asked, is_guarded, no_answers
from analysis.records import Reason
from analysis.result_tables import Cell, FigureSpec, Flag, TableSpec, Unit
from analysis.tables.layout import missing_text
from analysis.withholding.quantity_keys import ALL_ASKED, read_key
from wording import Message, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.records import AnalysisResult
    from analysis.records import Variable

_WITHHELD = frozenset({Flag.MASKED_COMPLEMENT})


def asked_rows(chosen: Settings, *variables: Variable) -> np.ndarray:
    """Who was asked all of these questions, in the domain and with a weight."""
    rows = used_rows(chosen)
    for variable in variables:
        rows = rows & were_asked(chosen.study, variable)
    return rows


def bases_of(chosen: Settings, rows: np.ndarray) -> list[int]:
    """How many of these rows there are: in each group, in all."""
    import numpy as np  # numpy, 80 ms: not at start

    groups: list[int] = []
    if chosen.group is not None:
        of_rows = chosen.group[rows & (chosen.group >= 0)]
        groups = np.bincount(of_rows, minlength=len(chosen.group_labels)).tolist()
    return [*groups, int(rows.sum())]


def number_of_all_asked(
    table: TableSpec, asked: Sequence[int], subtitle: Text | None, notes: Sequence[Text], without: Collection[str] = ()
) -> TableSpec:
    """The table with everybody asked as base, without what tells how many of them answered.

    A standard error tells it beside an interval, a sum beside a mean, a deviation beside either. A mean of whole
    numbers times the right n is whole: it keeps only as many digits as leave every n possible.
    """
    rows = []
    for row, base in zip(table.rows, asked, strict=True):
        cells = (
            Cell(unit=cell.unit, flags=_WITHHELD) if column.id in without else cell_of_all_asked(cell, base)
            for column, cell in zip(table.columns, row.cells, strict=True)
        )
        rows.append(replace(row, cells=tuple(cells)))
    return replace(
        table, rows=tuple(rows), subtitle=subtitle, notes=tuple(notes), base=asked[-1], missing={}, all_asked=None
    )


def cell_of_all_asked(cell: Cell, base: int) -> Cell:
    """A number on everybody asked, without what tells on how many of them it rests.

    Examples
    --------
    >>> cell_of_all_asked(Cell(12.3456, 10.14, 14.55, 1.1, base=37, df=36.0, decimals=2), 40)  # doctest: +ELLIPSIS
    Cell(estimate=12.3, low=10.1, high=14.6, se=None, n=None, base=40, ...)
    """
    if cell.unit is not Unit.NUMBER:
        return cell
    digits = min(cell.decimals, int(math.log10(max(base, 1))))
    estimate, low, high = (None if one is None else round(one, digits) for one in (cell.estimate, cell.low, cell.high))
    return replace(
        cell, estimate=estimate, low=low, high=high, se=None, n=None, base=base, weighted_base=None, deff=None, df=None,
        cv=None, deff_without=None, decimals=digits, key=_key(cell.key), rests_on=tuple(map(_key, cell.rests_on)),
    )  # fmt: skip


def _key(key: str) -> str:
    """The key of the same number of all who were asked: "mean:v5|v2=c1" becomes "mean_asked:v2=c1|v5=*all"."""
    if not key:
        return key
    base, conditions = read_key(key)
    stated = [part for part in conditions if "=" in part or "." in part]
    asked = [f"{one}={ALL_ASKED}" for part in conditions - set(stated) for one in part.split("/")]
    return f"{base}_asked:{'|'.join(sorted((*stated, *asked)))}"


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
