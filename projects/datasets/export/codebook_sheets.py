# SPDX-License-Identifier: MIT
"""Writes a codebook as a workbook: a sheet per data table, wording in each language, base, frequencies, missing kinds.

Its counts come masked; it masks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from analysis.masking import HIDDEN
from analysis.records import Variable
from analysis.specs import Cell, Flag, TableSpec
from projects.datasets.export.codebook import ANSWERED, ASKED, CodebookQuestion, SurveyCodebook
from projects.datasets.export.column_names import reason_word
from projects.datasets.export.data_dictionary import languages_of
from projects.datasets.export.plain_cells import PlainCell
from projects.datasets.export.sheets import OPTIONS, anonymous, sheet_names, write_lines
from wording import Labels, Text, msg, render

HEADS = ("name", "part", "code", "count", "share", "base", "asked")
WITHHELD = "‡"


def write_codebook(
    codebook: SurveyCodebook,
    shown: Sequence[TableSpec],
    stream: BinaryIO,
    *,
    language: str = "en",
    source: Text | None = None,
) -> None:
    """Write a sheet per table: unweighted counts; shares are of those who answered.

    `shown`: the tables of the codebook as they may be shown. `source` stands below each sheet and on printed pages.
    """
    import xlsxwriter  # 100 ms: only to write

    figures = iter(shown)
    lines_of: dict[str, list[list[PlainCell]]] = {export.table.id: [] for export in codebook.exports}
    spoken_of = {export.table.id: languages_of([export]) or [""] for export in codebook.exports}
    for export, variable in codebook.places():
        name = export.table.id
        seen = _Seen(next(figures), next(figures), next(figures), codebook.smallest)
        question = codebook.questions[name, variable.id]
        lines_of[name] += question_lines(question, seen, language, spoken_of[name])
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        anonymous(book)
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        for name, export in zip(
            sheet_names([one.table.name for one in codebook.exports]), codebook.exports, strict=True
        ):
            spoken, lines = spoken_of[export.table.id], lines_of[export.table.id]
            sheet = book.add_worksheet(name)
            wording = render(msg("data.dictionary.wording"), language)
            heads = [render(msg(f"data.codebook.{head}"), language) for head in HEADS]
            heads[2:2] = [f"{wording} ({code})" if code else wording for code in spoken]
            write_lines(sheet, heads, lines, bold)
            sheet.set_column(4 + len(spoken), 4 + len(spoken), 12, share)
            if source is not None:
                sheet.write_string(len(lines) + 2, 0, render(source, language))
                sheet.set_header("&L" + render(source, language).replace("&", "&&"))


@dataclass(frozen=True)
class _Seen:
    """The counts of one question as they may be shown."""

    answers: TableSpec
    bases: TableSpec
    asked: TableSpec
    smallest: int

    def counted(self, row: str, within: str = "bases") -> PlainCell:
        """A count, "< 5" for few, a mark where it would give few away, nothing where there is none."""
        for line in getattr(self, within).rows:
            if line.id == row:
                return self.figure(line.cells[0])
        return None

    def figure(self, cell: Cell) -> PlainCell:
        """The number of a cell, or what stands in its place."""
        if Flag.MASKED_CELL in cell.flags:
            return f"< {self.smallest}"
        return WITHHELD if cell.flags & HIDDEN or cell.n is None else float(cell.n)


def question_lines(
    question: CodebookQuestion, seen: _Seen, language: str, spoken: Sequence[str]
) -> list[list[PlainCell]]:
    """The lines of one question: the question itself, its answers or its numbers, its missing kinds."""
    facts = question.facts
    variable = facts.variable
    lines = [_line(variable, "question", variable.labels, spoken, language)]
    base = seen.counted(ANSWERED)
    lines[0] += ["", None, None, base, seen.counted(ASKED, "asked")]
    answers: Mapping[str, Cell] = {row.id: row.cells[0] for row in seen.answers.rows}
    for choice in variable.choices:
        if choice.id in answers:
            line = _line(variable, "answer", choice.labels, spoken, language)
            n = seen.figure(answers[choice.id])
            known = isinstance(n, float) and isinstance(base, float) and base > 0
            lines.append([*line, choice.code, n, n / base if known else None])  # type: ignore[operator]
    mean = facts.mean if isinstance(base, float) else None  # times the right number of people it would be whole
    figures = {"bottom": question.low, "mean": mean, "median": facts.median, "top": question.high}
    if facts.answered >= max(seen.smallest, 1) and facts.histogram is not None:
        for name, figure in figures.items():
            if figure is not None and str(variable.kind) in ("integer", "number"):
                lines.append([*_line(variable, name, Labels({}), spoken, language), "", round(figure, 6)])
    for reason in sorted(facts.missing):
        word = Labels(
            {code: reason_word(variable, reason, code if code in ("en", "fr") else language) for code in spoken}
        )
        lines.append([*_line(variable, "missing", word, spoken, language), "", seen.counted(str(reason)), None])
    return lines


def _line(variable: Variable, part: str, labels: Labels, spoken: Sequence[str], language: str) -> list[PlainCell]:
    return [
        variable.name,
        render(msg(f"data.codebook.part_{part}"), language),
        *(labels.by_language.get(code, "") for code in spoken),
    ]
