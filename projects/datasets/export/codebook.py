# SPDX-License-Identifier: MIT
"""The codebook of a survey as a workbook: wording in each language, base, frequencies, missing kinds.

Its counts are masked by the masker of all tables; of numbers it tells no exact extreme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from analysis.masking import HIDDEN, Destination, mask_all
from analysis.records import Kind, Reason, Variable
from analysis.specs import Cell, Column, Flag, Origin, Row, TableSpec, Unit
from analysis.withholding.nesting import RowSets
from analysis.withholding.quantities import ANY
from projects.datasets.chunks import NUMBERS
from projects.datasets.chunks import Column as Values
from projects.datasets.export.dictionary import languages_of
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import reason_word
from projects.datasets.export.plain import PlainCell
from projects.datasets.export.sheets import OPTIONS, anonymous, sheet_names, write_lines
from projects.datasets.export.steps import Steps
from projects.datasets.inspector import VariableFacts, facts_of
from projects.datasets.row_sets import rows_behind
from wording import Labels, Text, msg, render

HEADS = ("name", "part", "code", "count", "share", "base", "asked")
WITHHELD = "‡"


@dataclass(frozen=True)
class Question:
    """What the codebook tells of one variable; `low` and `high` are bottom and top codes, never an extreme."""

    facts: VariableFacts
    low: float | None = None
    high: float | None = None


def write_codebook(
    exports: Sequence[ExportTable],
    stream: BinaryIO,
    *,
    language: str = "en",
    smallest: int = 0,
    source: Text | None = None,
    steps: Steps | None = None,
    row_sets: RowSets | None = None,
) -> None:
    """Write a sheet per table: unweighted counts; shares are of those who answered.

    Counts of answers below `smallest` (and above zero) are left out, as the minimum cell of the project asks, with
    what would give them away; `row_sets` are the rows behind the counts, for answers that lie within each other.
    """
    import xlsxwriter  # 100 ms: only to write

    steps = steps or Steps()
    steps.expect(sum(len(export.variables) for export in exports))
    told = {}
    for export in exports:
        for variable in export.variables:
            told[export.table.id, variable.id] = question_of(variable, export.column(variable.id), smallest)
            steps.done(1)
    shown = _masked(exports, {place: one.facts for place, one in told.items()}, smallest, row_sets)
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        anonymous(book)
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        for name, export in zip(sheet_names([export.table.name for export in exports]), exports, strict=True):
            spoken = languages_of([export]) or [""]
            lines: list[list[PlainCell]] = []
            for variable in export.variables:
                place = export.table.id, variable.id
                lines += question_lines(told[place], shown.get(place, {}), language, spoken, smallest)
            sheet = book.add_worksheet(name)
            wording = render(msg("data.dictionary.wording"), language)
            heads = [render(msg(f"data.codebook.{head}"), language) for head in HEADS]
            heads[2:2] = [f"{wording} ({code})" if code else wording for code in spoken]
            write_lines(sheet, heads, lines, bold)
            sheet.set_column(4 + len(spoken), 4 + len(spoken), 12, share)
            if source is not None:
                sheet.write_string(len(lines) + 2, 0, render(source, language))
                sheet.set_header("&L" + render(source, language).replace("&", "&&"))


def question_of(variable: Variable, column: Values, smallest: int) -> Question:
    """What there is to tell of a variable: of a number the values that at least `smallest` people reach or pass."""
    facts = facts_of(variable, column)
    least = max(smallest, 1)
    if column.kind not in NUMBERS or facts.answered < 2 * least:
        return Question(facts)
    ordered = np.sort(column.values[column.reasons == 0].astype(float))
    return Question(facts, float(ordered[least - 1]), float(ordered[-least]))


def count_table(table: str, variable: Variable, facts: VariableFacts) -> TableSpec:
    """The counts of the answers of a question as a table for the masker."""
    rows = tuple(
        Row(choice.id, choice.labels, (_count(variable, choice.id, facts),))
        for choice in variable.choices
        if choice.id in facts.counts and choice.reason == Reason.PRESENT
    )
    head = Column("total", "", base=facts.answered, key=f"answered:{variable.id}={ANY}")
    exclusive = variable.kind is Kind.ONE
    return TableSpec(
        variable.id, variable.labels, None, None, (head,), rows, exclusive_rows=exclusive, origin=Origin(table)
    )


def codebook_rows(project: Any, exports: Sequence[ExportTable]) -> RowSets:
    """The rows behind every count of a codebook, read on the thread of the database."""
    counted = [
        count_table(export.table.id, one, VariableFacts(one, 0, 0, 0, {choice.id: 0 for choice in one.choices}))
        for export in exports for one in export.variables if one.kind in (Kind.ONE, Kind.SET)
    ]  # fmt: skip
    return rows_behind(project, counted, everyone=True)


def _count(variable: Variable, choice: str, facts: VariableFacts) -> Cell:
    key = f"{variable.id}={choice}" if variable.kind is Kind.ONE else f"{variable.id}.{choice}"
    n = facts.counts[choice]
    return Cell(float(n), n=n, base=facts.answered, unit=Unit.COUNT, key=f"answered:{key}")


def _masked(
    exports: Sequence[ExportTable], facts: Mapping[tuple[str, str], VariableFacts], smallest: int,
    row_sets: RowSets | None,
) -> dict[tuple[str, str], dict[str, Cell]]:  # fmt: skip
    """Choice id → its count as it may be shown, by data table and variable."""
    places = [
        (export.table.id, variable) for export in exports for variable in export.variables
        if facts[export.table.id, variable.id].counts
    ]  # fmt: skip
    tables = [count_table(table, variable, facts[table, variable.id]) for table, variable in places]
    shown, _ = mask_all(tables, 0, 0, smallest, Destination.PARTNER, row_sets)
    return {
        (table, variable.id): {row.id: row.cells[0] for row in spec.rows}
        for (table, variable), spec in zip(places, shown, strict=True)
    }


def question_lines(
    question: Question, shown: Mapping[str, Cell], language: str, spoken: Sequence[str], smallest: int
) -> list[list[PlainCell]]:
    """The lines of one question: the question itself, its answers or its numbers, its missing kinds."""
    facts = question.facts
    variable = facts.variable
    lines = [_line(variable, "question", variable.labels, spoken, language)]
    asked = None if 0 < facts.asked - facts.answered < smallest else float(facts.asked)
    lines[0] += ["", None, None, float(facts.answered), asked]
    for choice in variable.choices:
        if choice.id in shown:
            line = _line(variable, "answer", choice.labels, spoken, language)
            lines.append([*line, choice.code, *_counted(shown[choice.id], facts.answered, smallest)])
    figures = {"bottom": question.low, "mean": facts.mean, "median": facts.median, "top": question.high}
    if facts.answered >= max(smallest, 1) and facts.histogram is not None:
        for name, figure in figures.items():
            if figure is not None and str(variable.kind) in ("integer", "number"):
                lines.append([*_line(variable, name, Labels({}), spoken, language), "", round(figure, 6)])
    for reason, count in sorted(facts.missing.items()):
        word = Labels(
            {code: reason_word(variable, reason, code if code in ("en", "fr") else language) for code in spoken}
        )
        line = _line(variable, "missing", word, spoken, language)
        lines.append([*line, "", *([f"< {smallest}", None] if 0 < count < smallest else [float(count), None])])
    return lines


def _line(variable: Variable, part: str, labels: Labels, spoken: Sequence[str], language: str) -> list[PlainCell]:
    return [
        variable.name,
        render(msg(f"data.codebook.part_{part}"), language),
        *(labels.by_language.get(code, "") for code in spoken),
    ]


def _counted(cell: Cell, base: int, smallest: int) -> list[PlainCell]:
    if Flag.MASKED_CELL in cell.flags:
        return [f"< {smallest}", None]
    if cell.flags & HIDDEN or cell.n is None:
        return [WITHHELD, None]
    return [float(cell.n), cell.n / base if base else None]
