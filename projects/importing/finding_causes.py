# SPDX-License-Identifier: MIT
"""Findings by cause: one line for what was found in many columns or tables, with the single lines folded in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from projects.imported.findings import finding, first_names
from projects.imported.records import Finding
from wording import Text, msg

MOST = 15  # lines that a person reads
_TOGETHER = {
    "unit_household": "unit", "unit_person": "unit", "unit_record": "unit", "unit_site": "unit",
    "unit_key_informant": "unit", "not_evaluated": "not_evaluated", "calculations_not_compared": "not_evaluated",
    "filters_not_evaluated": "not_evaluated", "functions_not_evaluated": "not_evaluated",
}  # fmt: skip
_MARKS = ("marks_taken", "marks_asked", "marks_codes", "marks_kept")
CAUSES = frozenset({
    "against_constraint", "against_skip", "calculation_absent", "calculation_differs", "choice_file_absent",
    "choice_twice", "columns_without_question", "consent", "design", "form_circle", "group_end_alone", "group_open",
    "headers_empty", "headers_twice", "identifiers", "joined", "kept_text", "kept_text_grouped", "key_repeats",
    "labels_shared",
    "list_absent", "no_parent_key", "not_dates", "not_evaluated", "not_numbers", "outside_choices", "outside_filter",
    "quasi_identifiers", "question_twice", "question_without_name", "questions_without_column", "reference_unknown",
    "rows_without_parent", "sensitive", "separated", "serial_dates", "serial_dates_asked",
    "set_differs", "special_choices", "table_unknown",
    "type_changed", "type_unknown", "unit", "date_order_unclear",
    "user_missing", "cells_with_errors", "dates_to_text", "dates_exchanged", "several_kinds", *_MARKS,
})  # fmt: skip


def by_cause(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings in their order, many of one cause as one line; two of a cause, and related causes, when need be."""
    grouped = _grouped(findings, 3, {}, frozenset({"marks_asked"}))
    if len(grouped) > MOST:
        grouped = _grouped(findings, 2, _TOGETHER, frozenset({"marks_asked"}))
    return grouped if len(grouped) <= MOST else _grouped(findings, 2, _TOGETHER, frozenset(_MARKS))


def single(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with those that a line stands for in its place."""
    return [part for line in findings for part in (line.parts or (line,))]


def _grouped(
    findings: Sequence[Finding], least: int, together: Mapping[str, str], marks: frozenset[str]
) -> tuple[Finding, ...]:
    causes: dict[tuple[object, ...], list[Finding]] = {}
    for number, line in enumerate(findings):
        key = line.message.key.rpartition(".")[2]
        base = "marks_taken" if key.startswith("marks_taken") else key
        cause = together.get(key, base)
        alone = cause not in CAUSES or (cause in _MARKS and base not in marks)
        causes.setdefault((number,) if alone else (line.severity, cause), []).append(line)
    return tuple(
        one
        for key, lines in causes.items()
        for one in ([_joined_finding(lines, str(key[-1]))] if len(lines) >= least else lines)
    )


def _joined_finding(lines: Sequence[Finding], cause: str) -> Finding:
    tables = {line.table for line in lines}
    names: list[Text] = []
    for line in lines:
        name = line.message.args.get("mark" if cause in _MARKS else "name")
        if isinstance(name, str) and name not in names:
            names.append(name)
    cells = sum(line.count for line in lines)
    counted = msg("importing.finding.cells", n=cells)
    columns = {(line.table, column) for line in lines for column, _ in line.details} if cause in _MARKS else names
    key = "by_cause" if names else "by_cause_tables"
    joined = finding(
        lines[0].severity, key, table=tables.pop() if len(tables) == 1 else None, count=cells,
        details=[(str(line.message.args.get("name", "")), line.count) for line in lines if line.variable],
        what=msg(f"importing.cause.{cause}"), n=len(columns) or len(lines), cells=counted,
        names=first_names([str(name) for name in names], 4),
    )  # fmt: skip
    return replace(joined, parts=tuple(lines))
