# SPDX-License-Identifier: MIT
"""The codebook of a survey as a workbook: wording in each language, base, frequencies, missing kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from analysis.records import Reason, Variable
from projects.datasets.export.dictionary import languages_of
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import reason_word
from projects.datasets.export.plain import PlainCell
from projects.datasets.export.sheets import OPTIONS, anonymous, sheet_names, write_lines
from projects.datasets.export.steps import Steps
from projects.datasets.inspector import VariableFacts, facts_of
from wording import Labels, Text, msg, render

HEADS = ("name", "part", "code", "count", "share", "base", "asked")


def write_codebook(
    exports: Sequence[ExportTable],
    stream: BinaryIO,
    *,
    language: str = "en",
    smallest: int = 0,
    source: Text | None = None,
    steps: Steps | None = None,
) -> None:
    """Write a sheet per table: unweighted counts; shares are of those who answered.

    Counts of answers below `smallest` (and above zero) are left out, as the minimum cell of the project asks.
    """
    import xlsxwriter

    steps = steps or Steps()
    steps.expect(sum(len(export.variables) for export in exports))
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        anonymous(book)
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        for name, export in zip(sheet_names([export.table.name for export in exports]), exports, strict=True):
            spoken = languages_of([export]) or [""]
            lines: list[list[PlainCell]] = []
            for variable in export.variables:
                facts = facts_of(variable, export.column(variable.id))
                lines += question_lines(variable, facts, language, spoken, smallest)
                steps.done(1)
            sheet = book.add_worksheet(name)
            wording = render(msg("data.dictionary.wording"), language)
            heads = [render(msg(f"data.codebook.{head}"), language) for head in HEADS]
            heads[2:2] = [f"{wording} ({code})" if code else wording for code in spoken]
            write_lines(sheet, heads, lines, bold)
            sheet.set_column(4 + len(spoken), 4 + len(spoken), 12, share)
            if source is not None:
                sheet.write_string(len(lines) + 2, 0, render(source, language))
                sheet.set_header("&L" + render(source, language).replace("&", "&&"))


def question_lines(
    variable: Variable, facts: VariableFacts, language: str, spoken: Sequence[str], smallest: int
) -> list[list[PlainCell]]:
    """The lines of one question: the question itself, its answers or its numbers, its missing kinds."""
    lines = [_line(variable, "question", variable.labels, spoken, language)]
    lines[0] += ["", None, None, float(facts.answered), float(facts.asked)]
    for choice in variable.choices:
        if choice.id in facts.counts and choice.reason == Reason.PRESENT:
            line = _line(variable, "answer", choice.labels, spoken, language)
            lines.append([*line, choice.code, *_counted(facts.counts[choice.id], facts.answered, smallest)])
    figures = {"low": facts.low, "mean": facts.mean, "median": facts.median, "high": facts.high}
    if facts.answered >= max(smallest, 1):
        for name, figure in figures.items():
            if figure is not None and facts.histogram is not None and str(variable.kind) in ("integer", "number"):
                lines.append([*_line(variable, name, Labels({}), spoken, language), "", round(figure, 6)])
    for reason, count in sorted(facts.missing.items()):
        word = Labels(
            {code: reason_word(variable, reason, code if code in ("en", "fr") else language) for code in spoken}
        )
        line = _line(variable, "missing", word, spoken, language)
        lines.append([*line, "", *_counted(count, 0, smallest)])
    return lines


def _line(variable: Variable, part: str, labels: Labels, spoken: Sequence[str], language: str) -> list[PlainCell]:
    return [
        variable.name,
        render(msg(f"data.codebook.part_{part}"), language),
        *(labels.by_language.get(code, "") for code in spoken),
    ]


def _counted(count: int, base: int, smallest: int) -> list[PlainCell]:
    if 0 < count < smallest:
        return [f"< {smallest}", None]
    return [float(count), count / base if base else None]
