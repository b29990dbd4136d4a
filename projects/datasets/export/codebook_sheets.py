# SPDX-License-Identifier: MIT
"""The lines of a codebook: a sheet per data table, wording in each language, base, frequencies, missing kinds.

Its small counts are withheld already; `projects/writers/survey_codebooks.py` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.analyses.table_notes import replicate_error_note
from analysis.known_totals import adjusted_text
from analysis.records import DataTable, Variable
from analysis.result_tables import Cell, Flag, TableSpec
from analysis.withholding.cell_limits import HIDDEN
from projects.datasets.derived.recipe_kinds import recipe_words
from projects.datasets.export.codebook import ANSWERED, ASKED, CodebookQuestion, SurveyCodebook
from projects.datasets.export.column_names import exported_names, reason_word
from projects.datasets.export.export_content import ExportTable
from projects.datasets.export.plain_cells import PlainCell
from wording import LANGUAGES, Labels, Text, msg, render, text_from_json

FIELDS = (
    "table",
    "name",
    "exported",
    "id",
    "kind",
    "level",
    "role",
    "group",
    "choices",
    "relevant",
    "constraint",
    "calculation",
    "derived",
    "sample",
)


def languages_of(exports: Sequence[ExportTable]) -> list[str]:
    """The languages there is any wording in, in the order they appear; "" is wording without a language."""
    found: dict[str, None] = {}
    for export in exports:
        for variable in export.variables:
            for labels in (variable.labels, *(choice.labels for choice in variable.choices)):
                found.update(dict.fromkeys(labels.by_language))
    return list(found)


def heads(exports: Sequence[ExportTable], language: str) -> list[str]:
    """The heads of the dictionary's columns."""
    fixed = [render(msg(f"data.dictionary.{name}"), language) for name in FIELDS]
    wording = render(msg("data.dictionary.wording"), language)
    return fixed + [f"{wording} ({code})" if code else wording for code in languages_of(exports)]


def rows(exports: Sequence[ExportTable], language: str, kind: str = "csv") -> list[list[str]]:
    """One row per variable, in the order of the tables; `kind` of file says what its columns are called there."""
    spoken, found = languages_of(exports), []
    for export in exports:
        named = exported_names(export, kind)
        found += [_row(export, one, named[one.id], language, spoken) for one in export.variables]
    return found


def _row(
    export: ExportTable, variable: Variable, exported: Sequence[str], language: str, spoken: list[str]
) -> list[str]:
    choices = "; ".join(
        f"{choice.code} = {choice.labels.in_language(language) or choice.code}" for choice in variable.choices
    )
    return [
        export.table.name,
        variable.name,
        " ".join(exported),
        variable.id,
        render(msg(f"data.kind.{variable.kind}"), language),
        render(msg(f"data.level.{variable.level}"), language),
        render(msg(f"data.role.{variable.role}"), language),
        " / ".join(_group(variable, language)),
        choices,
        variable.relevant,
        variable.constraint,
        variable.calculation,
        render(_derived(export, variable), language),
        render(_sample(export.table, variable), language),
        *(variable.labels.by_language.get(code, "") for code in spoken),
    ]


def _derived(export: ExportTable, variable: Variable) -> Text:
    """How a derived variable is worked out: the formula of a weight from the frame, else the recipe in words."""
    recipe = export.recipe(variable.id)
    if recipe is None:
        return ""
    if "formula" in recipe:
        formula: Text = text_from_json(recipe["formula"])
        return formula
    return recipe_words(recipe, {one.id: one for one in export.table.variables})


def _sample(table: DataTable, variable: Variable) -> Text:
    """What analyses make of a weight that the file does not show: known totals, errors from replicates."""
    if variable.id == table.design.weight and table.adjusted is not None:
        return msg("data.dictionary.not_adjusted", how=adjusted_text(table.adjusted))
    if table.replicates is not None and variable.id in table.replicates.variables:
        return replicate_error_note(table.replicates)
    return ""


def _group(variable: Variable, language: str) -> list[str]:
    labels = list(variable.group_labels) + [Labels({})] * (len(variable.group) - len(variable.group_labels))
    return [label.in_language(language) or name for name, label in zip(variable.group, labels, strict=False)]


HEADS = ("name", "part", "code", "count", "share", "base", "asked")
WITHHELD = "‡"


@dataclass(frozen=True)
class CodebookSheet:
    """The codebook of one data table as lines of cells: name, part, a wording for each of `languages`, then figures."""

    title: str
    languages: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[tuple[PlainCell, ...], ...]
    source: Text | None = None  # below it, where its project has none for all

    @property
    def share_column(self) -> int:
        """Where the percentages stand."""
        return 4 + len(self.languages)


def codebook_sheets(codebook: SurveyCodebook, shown: Sequence[TableSpec], language: str) -> list[CodebookSheet]:
    """A sheet per table: unweighted counts; shares are of those who answered.

    `shown`: the tables of the codebook as they may be shown.
    """
    figures = iter(shown)
    lines_of: dict[str, list[tuple[PlainCell, ...]]] = {export.table.id: [] for export in codebook.exports}
    spoken_of = {export.table.id: tuple(languages_of([export]) or [""]) for export in codebook.exports}
    for export, variable in codebook.places():
        name = export.table.id
        seen = _Seen(next(figures), next(figures), next(figures), codebook.smallest)
        question = codebook.questions[name, variable.id]
        lines_of[name] += map(tuple, question_lines(question, seen, language, spoken_of[name]))
    return [
        CodebookSheet(
            one.table.name, spoken_of[one.table.id], _heads(spoken_of[one.table.id], language),
            tuple(lines_of[one.table.id]), codebook.sources.get(one.table.id),
        )
        for one in codebook.exports
    ]  # fmt: skip


def _heads(spoken: Sequence[str], language: str) -> tuple[str, ...]:
    wording = render(msg("data.dictionary.wording"), language)
    heads = [render(msg(f"data.codebook.{head}"), language) for head in HEADS]
    heads[2:2] = [f"{wording} ({code})" if code else wording for code in spoken]
    return tuple(heads)


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
            # both are numbers where known: mypy cannot tell
            lines.append([*line, choice.code, n, n / base if known else None])  # type: ignore[operator]
    mean = facts.mean if isinstance(base, float) else None  # times the right number of people it would be whole
    figures = {"bottom": question.low, "mean": mean, "median": facts.median, "top": question.high}
    if facts.answered >= max(seen.smallest, 1) and facts.histogram is not None:
        for name, figure in figures.items():
            if figure is not None and str(variable.kind) in ("integer", "number"):
                lines.append([*_line(variable, name, Labels({}), spoken, language), "", round(figure, 6)])
    for reason in sorted(facts.missing):
        word = Labels({code: reason_word(variable, reason, code if code in LANGUAGES else language) for code in spoken})
        lines.append([*_line(variable, "missing", word, spoken, language), "", seen.counted(str(reason)), None])
    return lines


def _line(variable: Variable, part: str, labels: Labels, spoken: Sequence[str], language: str) -> list[PlainCell]:
    return [
        variable.name,
        render(msg(f"data.codebook.part_{part}"), language),
        *(labels.by_language.get(code, "") for code in spoken),
    ]
