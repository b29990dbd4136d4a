# SPDX-License-Identifier: MIT
"""The codebook of a survey: its questions with their labels and notes, their counts in tables.

Of numbers it tells no exact extreme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.masking import Destination
from analysis.records import DataTable, Kind, Reason, Role, Variable
from analysis.result_tables import Cell, Column, Origin, Row, TableSpec, Unit
from analysis.withholding.network_of_sums import ANY
from analysis.withholding.quantity_keys import EVERYONE
from projects.datasets.export.export_content import ExportTable, export_table
from projects.datasets.export.withholding_limits import limits_of
from projects.datasets.table.provenance import own_files
from projects.datasets.table.variable_summary import VariableFacts, facts_of
from projects.file_writers import Steps
from projects.stored_tables.chunks import NUMBERS
from projects.stored_tables.chunks import ChunkColumn as Values
from projects.stored_tables.stored_table import data_tables
from wording import Progress, Text, msg

if TYPE_CHECKING:
    from projects.store.project import Project

Place = tuple[str, str]  # data table, variable
ANSWERED, ASKED = "answered", "asked"  # rows of the tables of bases


@dataclass(frozen=True)
class CodebookQuestion:
    """What the codebook tells of one variable; `low` and `high` are bottom and top codes, never an extreme."""

    facts: VariableFacts
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class SurveyCodebook:
    """What leaves as a codebook; figures of fewer than `smallest` people are no figure of it.

    `sources`: the source line of a table, where it has one of its own.
    """

    exports: tuple[ExportTable, ...]
    questions: Mapping[Place, CodebookQuestion]
    smallest: int = 0
    sources: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def tables(self) -> tuple[TableSpec, ...]:
        """Its counts as tables, three for each question: answers, bases, asked. The same ones whenever asked for."""
        return tuple(
            table
            for export in self.exports
            for variable in export.variables
            for table in count_tables(export.table, variable, self.questions[export.table.id, variable.id].facts)
        )

    def places(self) -> list[tuple[ExportTable, Variable]]:
        """Its questions in the order of their tables."""
        return [(export, variable) for export in self.exports for variable in export.variables]


def gathered_codebook(
    project: Project, table_ids: Sequence[str] | None = None, destination: Destination = Destination.INSIDE,
    progress: Progress | None = None,
) -> SurveyCodebook:  # fmt: skip
    """Read what a codebook of these data tables (all when None) tells at `destination`. Raises KeyError, Stopped."""
    wanted = [table.id for table in data_tables(project)] if table_ids is None else list(table_ids)
    exports = [export_table(project, table) for table in wanted]
    if destination is not Destination.INSIDE:  # keys and open questions are listed, their answers are not
        exports = [
            replace(one, variables=tuple(v for v in one.variables if not v.content_unconfirmed)) for one in exports
        ]
    book, own = codebook_of(exports, limits_of(project).minimum_cell, Steps(progress)), own_files(project)
    if own is None or not own.any:
        return book
    return replace(book, sources={one: msg("report.fictitious") for one in wanted if one not in own.tables})


def codebook_of(exports: Sequence[ExportTable], smallest: int = 0, steps: Steps | None = None) -> SurveyCodebook:
    """Read the questions of some tables. Raises Stopped."""
    steps = steps or Steps()
    steps.expect(sum(len(export.variables) for export in exports))
    questions: dict[Place, CodebookQuestion] = {}
    for export in exports:
        for variable in export.variables:
            questions[export.table.id, variable.id] = question_of(variable, export.column(variable.id), smallest)
            steps.done(1)
    return SurveyCodebook(tuple(exports), questions, smallest)


def question_of(variable: Variable, column: Values, smallest: int) -> CodebookQuestion:
    """What there is to tell of a variable: of a number the values that at least `smallest` people reach or pass."""
    facts = facts_of(variable, column)
    least = max(smallest, 1)
    if column.kind not in NUMBERS or facts.answered < 2 * least:
        return CodebookQuestion(facts)
    ordered = np.sort(column.values[column.reasons == 0].astype(float))
    return CodebookQuestion(facts, float(ordered[least - 1]), float(ordered[-least]))


def count_tables(table: DataTable, variable: Variable, facts: VariableFacts) -> tuple[TableSpec, TableSpec, TableSpec]:
    """The counts of a question as tables for the masker: its answers; who answered and who did not, why; who was asked.

    Answers to a sensitive question are shares of those who answered: what everybody says tells on everybody.
    """
    sensitive = variable.role is Role.SENSITIVE
    register = "" if table.register is None else table.register.kind.value
    origin = Origin(table.id, table.unit, table.how.value, register)
    exclusive = variable.kind is Kind.ONE
    rows = tuple(
        Row(choice.id, choice.labels, (_answer(variable, choice.id, facts, Unit.SHARE if sensitive else Unit.COUNT),))
        for choice in variable.choices
        if choice.id in facts.counts and choice.reason == Reason.PRESENT
    )
    reasons = tuple(
        Row(str(reason), "", (_count(f"{variable.id}=?{reason}", n, facts.rows),))
        for reason, n in sorted(facts.missing.items())
    )
    answered = Row(ANSWERED, "", (_count(f"{variable.id}={ANY}", facts.answered, facts.rows),))
    asked = Row(ASKED, "", (_count(f"{variable.id}={ANY}asked", facts.asked, facts.rows),))
    head = Column("total", "", base=facts.answered, key=f"{EVERYONE}:{variable.id}={ANY}")
    whole = Column("total", "", base=facts.rows, key=f"{EVERYONE}:")

    def made(part: str, column: Column, lines: tuple[Row, ...], parts: bool) -> TableSpec:
        return TableSpec(
            f"codebook-{part}-{variable.id}", variable.labels, None, None, (column,), lines, exclusive_rows=parts,
            origin=origin, sensitive=sensitive,
        )  # fmt: skip

    return (
        made("answers", head, rows, exclusive),
        made("bases", whole, (answered, *reasons), True),
        made("asked", Column("total", ""), (asked,), False),
    )


def _answer(variable: Variable, choice: str, facts: VariableFacts, unit: Unit) -> Cell:
    key = f"{variable.id}={choice}" if variable.kind is Kind.ONE else f"{variable.id}.{choice}"
    return replace(_count(key, facts.counts[choice], facts.answered), unit=unit)


def _count(condition: str, n: int, base: int) -> Cell:
    return Cell(float(n), n=n, base=base, unit=Unit.COUNT, key=f"{EVERYONE}:{condition}")
