# SPDX-License-Identifier: MIT
"""Two one-choice questions crossed: shares by column, by row or of all, with unweighted counts and a Rao–Scott test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.analyses.answer_shares import (
    group_columns,
    rows_of,
    share_cells,
    share_figure,
    share_finding,
    subtitle,
)
from analysis.analyses.comparisons import association, why_of
from analysis.analyses.shared_options import Settings, is_sensitive, settings
from analysis.analyses.table_notes import beside_base, default_title, design_facts, notes
from analysis.analyses.with_nonresponse.joined_answers import Members, answers_as_one, attach_joined, rare_answers
from analysis.analyses.with_nonresponse.numbers import Categories, counted, used_rows, with_no_answer
from analysis.analyses.with_nonresponse.variants import all_asked_note, attach_all_asked, is_guarded
from analysis.declarations.records import CATEGORIES, AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import check
from analysis.records import Reason, Variable
from analysis.result_tables import Cell, Chart, Column, Row, TableSpec
from wording import Progress, Text, msg

if TYPE_CHECKING:
    from analysis.survey.estimates.intervals import Interval


def crosstab_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Shares and counts of `variable` by `column`; `percent` says of what: column, row or total.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60.
    """
    chosen = settings(study, {**options, "by": options["column"]}, progress)
    row, column = study.variable(options["variable"], CATEGORIES), chosen.by
    assert column is not None
    plain = [counted(study, one, "answered") for one in (row, column)]
    sensitive = is_sensitive(row, groups=[column])
    if not is_guarded(study, sensitive):
        return _crossed(chosen, (row, column), plain, options, progress)
    found = _with_all_asked(chosen, (row, column), plain, options, progress)
    rare = rare_answers(chosen, plain[0], row)[:2] if sensitive else ()
    milder = [_with_all_asked(chosen, (row, column), plain, options, progress, one) for one in rare]
    return attach_joined(found, milder) if milder else found


def _with_all_asked(
    chosen: Settings, asked: tuple[Variable, Variable], plain: Sequence[Categories], options: Options,
    progress: Progress, members: Members = (),
) -> AnalysisResult:  # fmt: skip
    """The table with that of all who were asked beside it, `members` of the rows' answers as one."""

    def crossed(rows: Categories, columns: Categories) -> AnalysisResult:
        both = (answers_as_one(rows, members) if members else rows, columns)
        return _crossed(chosen, asked, both, options, progress)

    every = [with_no_answer(chosen, one, "answered") for one in asked]
    if every == [None, None]:
        return crossed(*plain)
    both = [more or one for more, one in zip(every, plain, strict=True)]
    silent = _without_answer(chosen, [answers_as_one(both[0], members) if members else both[0], both[1]])
    return attach_all_asked(crossed(*plain), crossed(*both), silent, *asked)


def _without_answer(chosen: Settings, both: Sequence[Categories]) -> tuple[int, ...]:
    """How many gave no answer to one of the questions: in each row, each column, in all."""
    used = used_rows(chosen) & (both[0].codes >= 0) & (both[1].codes >= 0)
    shape = len(both[0].ids), len(both[1].ids)
    grid = np.bincount(both[0].codes[used] * shape[1] + both[1].codes[used], minlength=shape[0] * shape[1])
    grid = grid.reshape(shape)
    silent: list[int] = []
    for line, one in ((grid[-1], both[0]), (grid[:, -1], both[1])):
        silent += [*line.tolist(), int(line.sum())] if one.of_all_asked else []
    return tuple(silent)


def _crossed(
    chosen: Settings, asked: tuple[Variable, Variable], both: Sequence[Categories], options: Options, progress: Progress
) -> AnalysisResult:
    """The table and picture of two questions by these categories."""
    row, column = asked
    rows, columns = (replace(one, key="") for one in both)
    inside = chosen.inside & (rows.codes >= 0) & (columns.codes >= 0)
    before, chosen = chosen, replace(
        chosen, inside=inside, group=np.where(inside, columns.codes, -1), group_labels=columns.labels,
        group_keys=columns.names,
    )  # fmt: skip
    test = association(chosen, rows.codes, options["compare"])
    check(progress)
    percent = options["percent"]
    if percent == "total":
        grid, heads, facts = _of_all(chosen, rows, columns, options["interval"])
    elif percent == "row":
        grid, heads, facts = _by_row(chosen, rows, columns, options["interval"])
    else:
        grid, heads, facts = _by_column(chosen, rows, columns, options["interval"])
    of_all = rows.of_all_asked or columns.of_all_asked
    missing = beside_base(before, row, column)
    if of_all:
        left = int((used_rows(before) & ~inside).sum())
        missing = {int(Reason.NOT_ASKED): left} if left else {}
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    facts["test"] = test.facts
    table = _table(chosen, row, percent, grid, heads, facts, missing, (all_asked_note(of_all), test.note))
    finding = share_finding(table, test.p, chosen) if percent == "column" else None
    chart = Chart.DOTS if percent == "total" else Chart.STACKED
    figure = share_figure(table, chosen, chart, parts=column if percent == "row" else row)
    why = why_of(chosen, test.why, options["interval"])
    return AnalysisResult("crosstab", dict(options), (table,), (figure,), facts, why, finding)


def _table(
    chosen: Settings, row: Variable, percent: str, grid: tuple[Row, ...], heads: tuple[Column, ...],
    facts: dict[str, Any], missing: dict[int, int], sentences: tuple[Text | None, Text | None],
) -> TableSpec:  # fmt: skip
    show = ("estimate", "interval", "n") if chosen.infers else ("estimate", "n")
    assert chosen.by is not None
    return TableSpec(
        f"crosstab-{row.id}-{chosen.by.id}-{percent}",
        default_title(chosen, row.labels),
        subtitle(chosen, facts["n"], f"{percent}_percent{'_asked' if sentences[0] else ''}"),
        row.labels,
        tuple(replace(head, show=show) for head in heads),
        grid,
        notes(chosen, facts, missing, *sentences),
        base=facts["n"],
        missing=missing,
        exclusive_rows=percent != "row",
        exclusive_columns=True,
        sensitive=is_sensitive(row, groups=[chosen.by]),
        level=chosen.level,
    )


def _by_column(
    chosen: Settings, rows: Categories, columns: Categories, interval: Interval
) -> tuple[tuple[Row, ...], tuple[Column, ...], dict[str, Any]]:
    """Shares of the rows' answers within each column; in that of all only those count who are in a column."""
    also = f"|{columns.whole}"
    both = replace(rows, names=tuple(name + also for name in rows.names), whole=rows.whole + also)
    groups, total = share_cells(chosen, both, interval)
    facts = design_facts(chosen, total[1])
    cells = [*(groups[0] if groups else []), total[0][0]]
    bases: Any = groups[1].n[:, 0] if groups else []
    return rows_of(rows, cells), group_columns(chosen, bases, facts["n"], both.base, both.whole), facts


def _by_row(
    chosen: Settings, rows: Categories, columns: Categories, interval: Interval
) -> tuple[tuple[Row, ...], tuple[Column, ...], dict[str, Any]]:
    """Shares of the columns' answers within each row; every row has its own base, printed by the total's n."""
    codes = np.where(chosen.inside, rows.codes, -1)
    within = replace(chosen, group=codes, group_labels=rows.labels, group_keys=rows.names)
    groups, total = share_cells(within, columns, interval)
    facts = design_facts(chosen, total[1])
    cells = groups[0] if groups else []
    lines = []
    for at, (name, label, line) in enumerate(zip(rows.ids, rows.labels, cells, strict=True)):
        base = line[0].base if line else 0
        key = within.cell_key(columns.base, columns.whole, at)
        lines.append(Row(name, msg("row.with_base", label=label, base=base), tuple(line), key=key))
    heads = [Column(f"g{at}", label) for at, label in enumerate(columns.labels)]
    return tuple(lines), tuple(heads), facts


def _of_all(
    chosen: Settings, rows: Categories, columns: Categories, interval: Interval
) -> tuple[tuple[Row, ...], tuple[Column, ...], dict[str, Any]]:
    c = len(columns.ids)
    joint = np.where(chosen.inside, rows.codes * c + columns.codes, -1)
    names = tuple(f"{r}-{k}" for r in rows.ids for k in columns.ids)
    whole = replace(chosen, group=None, group_labels=())
    keys = tuple(f"{r}|{k}" for r in rows.names for k in columns.names)
    _, total = share_cells(whole, Categories(joint, names, names, names=keys), interval)
    facts = design_facts(chosen, total[1])
    cells: list[Cell] = total[0][0]
    lines = tuple(
        Row(name, label, tuple(cells[at * c : (at + 1) * c]))
        for at, (name, label) in enumerate(zip(rows.ids, rows.labels, strict=True))
    )
    return lines, tuple(Column(f"g{at}", label) for at, label in enumerate(columns.labels)), facts
