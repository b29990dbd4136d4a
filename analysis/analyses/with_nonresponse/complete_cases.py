# SPDX-License-Identifier: MIT
"""Complete-case models and tests for readers outside the team, withheld in part where few gave no answer.

Their base, degrees of freedom and exact figures would tell how many gave no answer to a sensitive question. A model
keeps its effects; of what rests on counts or degrees of freedom throughout no number leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.row_wording import number_subtitle
from analysis.analyses.with_nonresponse.numbers import asked_rows, number_of_all_asked
from analysis.analyses.with_nonresponse.variants import attach_all_asked, is_guarded, no_answers
from analysis.free_text_tables import words_in
from analysis.records import Kind, Reason, Variable
from analysis.result_tables import AllAsked, Cell, FigureSpec, Flag, TableSpec, Unit
from wording import Message, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.records import AnalysisResult
    from analysis.declarations.study import Study

_DIGITS = 3  # of p
_MASKED = frozenset({Flag.MASKED_COMPLEMENT})
_TELLING = ("test.", "note.missing", "note.no_group", "note.interval", "note.pre_post_left")


def without_complete_cases(
    result: AnalysisResult, study: Study, options: Mapping[str, object], models: bool
) -> AnalysisResult:
    """The result whose tables bear what leaves of them where few gave no answer to one of its questions."""
    sensitive = any(table.sensitive for table in result.tables)
    if not result.tables or any(table.all_asked for table in result.tables) or not is_guarded(study, sensitive):
        return result
    named = {word for name, value in options.items() if name != "where" for word in words_in(value)}
    variables = [one for one in study.table.variables if one.id in named]
    silent = _silent(study, variables, options.get("where"))
    if not silent:
        return result
    names = tuple(one.id for one in variables)

    def leaves(at: int, table: TableSpec) -> TableSpec:
        every = _effects(table) if models and at == 0 else _withheld(table)
        return replace(table, all_asked=AllAsked(every, silent, names))

    tables = tuple(leaves(at, table) for at, table in enumerate(result.tables))
    others = {table.id: table.all_asked for table in tables}

    def drawn(figure: FigureSpec) -> FigureSpec:
        every = others.get(figure.table.id) or AllAsked(_withheld(figure.table), silent, names)
        return replace(figure, table=replace(figure.table, all_asked=every))

    return replace(result, tables=tables, figures=tuple(map(drawn, result.figures)))


def pairs_of_all_asked(
    chosen: Settings, result: AnalysisResult, pair: Sequence[Variable], paired: np.ndarray
) -> AnalysisResult:
    """The result of pairs whose tables bear what leaves of them where few of those asked both gave no pair."""
    asked = asked_rows(chosen, *pair)
    silent = asked & ~paired
    if not is_guarded(chosen.study, result.tables[0].sensitive) or not silent.any():
        return result
    first, *others = result.tables
    base = int(asked.sum())
    if first.columns[0].id == "mean":
        notes = (msg("note.number_all_asked"), *(note for note in first.notes if not _tells(note)))
        lines = [base] * len(first.rows)
        means = number_of_all_asked(
            first, lines, number_subtitle(chosen, base, asked=True), notes, ("standard_deviation",)
        )
    else:
        means = _withheld(first)
    figures = tuple(replace(one, table=means) for one in result.figures)
    every = replace(result, tables=(means, *map(_withheld, others)), figures=figures)
    return attach_all_asked(result, every, no_answers(chosen, silent), *pair)


def _silent(study: Study, variables: Sequence[Variable], where: object) -> tuple[int, ...]:
    """How many of those who were asked everything did not answer everything: in all, by each grouping among them."""
    import numpy as np  # numpy, 80 ms: not at start

    asked: np.ndarray = study.where(where) & (study.design.weights != 0)  # type: ignore[arg-type]  # a condition as chosen
    answered = asked
    for variable in variables:
        reasons = study.reasons(variable.id)
        asked = asked & (reasons != Reason.NOT_ASKED)
        answered = answered & (reasons == Reason.PRESENT)
    silent = asked & ~answered
    if not silent.any():
        return ()
    groups = [study.codes(one)[silent] for one in variables if one.kind is Kind.ONE]
    return (int(silent.sum()), *(n for codes in groups for n in np.bincount(codes[codes >= 0]).tolist()))


def _effects(table: TableSpec) -> TableSpec:
    """The effects of a model without base, standard errors and degrees of freedom."""
    rows = tuple(replace(row, cells=tuple(map(_effect, row.cells))) for row in table.rows)
    columns = tuple(replace(column, base=None) for column in table.columns)
    return replace(
        table, rows=rows, columns=columns, subtitle=_without_base(table.subtitle), base=None, missing={},
        notes=(msg("note.complete_cases"), *(note for note in table.notes if not _tells(note))),
    )  # fmt: skip


def _effect(cell: Cell) -> Cell:
    if cell.unit is Unit.TEXT:
        return cell
    if cell.unit is Unit.COUNT:
        return Cell(unit=cell.unit, flags=_MASKED)
    digits = _DIGITS if cell.unit is Unit.P else cell.decimals
    estimate, low, high = (None if one is None else round(one, digits) for one in (cell.estimate, cell.low, cell.high))
    return replace(
        cell, estimate=estimate, low=low, high=high, se=None, n=None, base=None, weighted_base=None, deff=None,
        df=None, cv=None, deff_without=None, key="", rests_on=(),
    )  # fmt: skip


def _tells(note: Text) -> bool:
    key = note.key if isinstance(note, Message) else ""
    return key.startswith(_TELLING) or (key.startswith("note.") and key.endswith(("_df", "_df_replicates")))


def _without_base(text: Text | None) -> Text | None:
    if isinstance(text, Message) and "base" in text.args:
        return Message(text.key, {**text.args, "base": "‡"})
    return text


def _withheld(table: TableSpec) -> TableSpec:
    """The table of which no number leaves."""
    rows = tuple(
        replace(
            row, label=_without_base(row.label) or "", key="",
            cells=tuple(Cell(unit=cell.unit, flags=_MASKED) for cell in row.cells),
        )
        for row in table.rows
    )  # fmt: skip
    return replace(
        table, rows=rows, columns=tuple(replace(column, base=None, key="") for column in table.columns),
        subtitle=_without_base(table.subtitle), notes=(msg("note.complete_cases_withheld"),), base=None, missing={},
    )  # fmt: skip
