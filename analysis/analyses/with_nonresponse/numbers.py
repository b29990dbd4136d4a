# SPDX-License-Identifier: MIT
"""Tables of a number over everybody asked, which do not show how many of them gave one."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.analyses.row_wording import number_subtitle
from analysis.analyses.with_nonresponse.variants import attach_all_asked, is_guarded, no_answers
from analysis.records import Reason, Variable
from analysis.result_tables import NO_ANSWER_ROW, Cell, FigureSpec, Flag, TableSpec, Unit
from analysis.tables.layout import missing_text
from analysis.withholding.network_of_sums import ANY
from analysis.withholding.quantity_keys import ALL_ASKED, NO_ANSWER, NO_STATEMENT, read_key
from wording import Message, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.analyses.shared_options import Settings
    from analysis.declarations.records import AnalysisResult
    from analysis.declarations.study import Study


@dataclass(frozen=True)
class Categories:
    """The answers to count: codes (rows,), −1 = not counted, and their words."""

    codes: np.ndarray
    labels: tuple[Text, ...]
    ids: tuple[str, ...]
    key: str = ""  # tells the same categories again; empty where nothing may be remembered
    names: tuple[str, ...] = ()  # what each answer is called in the key of a cell: "v3=c1"
    base: str = "answered"
    whole: str = ""  # what those who have any of the answers are called in the key of a base

    @property
    def of_all_asked(self) -> bool:
        """Whether the last category is of those who were asked and gave no answer."""
        return self.ids[-1:] == (NO_ANSWER_ROW,)


def counted(study: Study, variable: Variable, base: str) -> Categories:
    """The answers of a question; with base "asked" refused and don't know are answers too."""
    import numpy as np  # numpy, 80 ms: not at start

    choices = study.choices(variable)
    codes = study.codes(variable)
    labels: list[Text] = [choice.labels for choice in choices]
    ids = [choice.id for choice in choices]
    if base == "asked":
        codes = codes.copy()
        reasons = study.reasons(variable.id)
        for reason, name in ((Reason.REFUSED, "refused"), (Reason.DONT_KNOW, "dont_know")):
            if (reasons == reason).any():
                codes[reasons == reason] = len(ids)
                labels.append(msg(f"answer.{name}"))
                ids.append(name)
    names = tuple(f"{variable.id}={name}" for name in ids)
    whole = f"{variable.id}={ANY}{'asked' if base == 'asked' else ''}"
    return Categories(np.asarray(codes), tuple(labels), tuple(ids), f"{variable.id}/{base}", names, base, whole)


def with_no_answer(chosen: Settings, variable: Variable, base: str) -> Categories | None:
    """The answers of a question with those who were asked and gave none as the last category."""
    import numpy as np  # numpy, 80 ms: not at start

    plain = counted(chosen.study, variable, base)
    silent = were_asked(chosen.study, variable) & (plain.codes < 0)
    if not (silent & used_rows(chosen)).any():
        return None
    return Categories(
        np.where(silent, len(plain.ids), plain.codes),
        (*plain.labels, msg("answer.none_given")),
        (*plain.ids, NO_ANSWER_ROW),
        f"{variable.id}/{base}/all",
        (*plain.names, f"{variable.id}={NO_ANSWER if base == 'answered' else NO_STATEMENT}"),
        base,
        f"{variable.id}={ALL_ASKED}",
    )


def were_asked(study: Study, variable: Variable) -> np.ndarray:
    """Who was asked a question: all but those whom the form led past it."""
    asked: np.ndarray = study.reasons(variable.id) != Reason.NOT_ASKED
    return asked


def used_rows(chosen: Settings) -> np.ndarray:
    """The rows of the domain that have a weight."""
    rows: np.ndarray = chosen.inside & (chosen.study.design.weights != 0)
    return rows


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
