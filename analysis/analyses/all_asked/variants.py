# SPDX-License-Identifier: MIT
"""Results with the same tables of all who were asked beside them, for readers outside the team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.specs import AllAsked, FigureSpec, Origin, TableSpec
from analysis.withholding.disclosure import Disclosure, disclosure_of
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.records import AnalysisResult
    from analysis.declarations.study import Study
    from analysis.records import DataTable, Variable


def origin_of(table: DataTable) -> Origin:
    """The data table as its results name it.

    Parameters
    ----------
    table : DataTable
        Its id, unit, register and how its rows came about are read.

    Returns
    -------
    Origin
        What may leave depends on it.
    """
    register = "" if table.register is None else table.register.kind.value
    return Origin(table.id, table.unit, table.how.value, register)


def is_guarded(study: Study, sensitive: bool) -> bool:
    """Whether of a table of this study few people without an answer are a secret.

    Parameters
    ----------
    study : Study
        The rows: cases, persons, sessions.
    sensitive : bool
        Whether a variable of the table is sensitive.

    Returns
    -------
    bool
        True where the table is under the rule for sensitive tables of people.
    """
    like = TableSpec("", "", None, None, (), (), sensitive=sensitive, origin=origin_of(study.table))
    return disclosure_of(like) is Disclosure.SENSITIVE


def no_answers(chosen: Settings, silent: np.ndarray) -> tuple[int, ...]:
    """How many gave no answer: in each group, in all.

    Parameters
    ----------
    chosen : Settings
        Domain, weights and groups.
    silent : bool array (rows,)
        Who was asked and gave no answer.

    Returns
    -------
    tuple[int, ...]
        Unweighted rows.
    """
    import numpy as np  # numpy, 80 ms: not at start

    silent = silent & chosen.inside & (chosen.study.design.weights != 0)
    grouped = () if chosen.group is None else chosen.group[silent & (chosen.group >= 0)]
    return (*np.bincount(grouped, minlength=1).tolist(), int(silent.sum())) if len(grouped) else (int(silent.sum()),)


def attach_all_asked(
    result: AnalysisResult, every: AnalysisResult, silent: tuple[int, ...], *asked: Variable
) -> AnalysisResult:
    """The result whose tables, drawn ones too, bear the same of all who were asked.

    Parameters
    ----------
    result : AnalysisResult
        Of those who answered: what the team sees.
    every : AnalysisResult
        The same analysis of all who were asked; its tables have the same ids.
    silent : tuple of int
        How many gave no answer, in each group and in all.
    *asked : Variable
        The questions that they gave no answer to.

    Returns
    -------
    AnalysisResult
        A table that `every` lacks stays as it is.
    """
    drawn = {figure.table.id: figure.table for figure in every.figures}
    others = drawn | {table.id: table for table in every.tables}
    names = tuple(one.id for one in asked)

    def with_every(table: TableSpec) -> TableSpec:
        other = others.get(table.id)
        return table if other is None else replace(table, all_asked=AllAsked(other, silent, names))

    def drawn_with(figure: FigureSpec) -> FigureSpec:
        return replace(figure, table=with_every(figure.table))

    return replace(result, tables=tuple(map(with_every, result.tables)), figures=tuple(map(drawn_with, result.figures)))


def all_asked_note(of_all: bool) -> Text | None:
    """The sentence that says of whom the shares are and why.

    Parameters
    ----------
    of_all : bool
        Whether the table is of all who were asked.

    Returns
    -------
    Text | None
        None for any other table.
    """
    return msg("note.all_asked") if of_all else None
