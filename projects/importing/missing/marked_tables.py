# SPDX-License-Identifier: MIT
"""Reads the missing marks of all tables of a file, and says in a line a mark what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.records import Reason
from projects.forms.records import Form, Question
from projects.imported.findings import finding, first_names
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, MissingMark, Severity, normal_mark
from projects.importing.columns.choices import numbered
from projects.importing.columns.column_names import column_names
from projects.importing.missing.missing_marks import MarkReader
from projects.importing.options import ImportOptions
from projects.importing.repeat_tables import RepeatTable
from wording import msg


def read_marks(tables: Sequence[RawTable], options: ImportOptions) -> None:
    """Take the marks out of tables of which no form is known."""
    for raw in tables:
        reader = MarkReader(options, (raw.name,))
        names = column_names(raw.headers)
        for number in range(len(raw.headers)):
            _read(raw, number, reader, names[number])


def read_marks_of_form(scopes: Sequence[RepeatTable], form: Form, options: ImportOptions) -> None:
    """Take the marks out of tables whose form says which words are choices and what numbers mean."""
    for scope in scopes:
        raw = scope.raw
        reader = MarkReader(options, (*((scope.repeat[-1],) if scope.repeat else ()), raw.name))
        asked: dict[int, Question] = {}
        split: set[int] = set()
        for match in scope.names.matches.values():
            if match.column is not None:
                asked[match.column] = match.question
            split.update(match.split.values())
        names = column_names(raw.headers)
        for number in range(len(raw.headers)):
            if number in split:
                continue  # a tick that says NA is no tick
            question = asked.get(number)
            if question is None:
                _read(raw, number, reader, names[number])
            else:
                _read(raw, number, reader, question.name, form, question)


def _read(
    raw: RawTable,
    number: int,
    reader: MarkReader,
    name: str,
    form: Form | None = None,
    question: Question | None = None,
) -> None:
    texts = raw.columns[number]
    if texts is None:
        return
    choices = numbered(form.choices_of(question)) if form is not None and question is not None else ()
    questions = () if question is None else (question,)
    cleaned, marks, reasons = reader.read(texts, name, choices, questions)
    raw.columns[number] = cleaned
    if marks:
        raw.marked.marks[number] = marks
    if reasons is not None:
        raw.marked.reasons[number] = reasons


def mark_findings(tables: Sequence[tuple[str, Sequence[tuple[str, tuple[MissingMark, ...]]]]]) -> Iterator[Finding]:
    """One line for each mark and what became of it, in however many columns; `tables`: (id, (variable, marks))."""
    causes: dict[tuple[str, str], list[tuple[str, str, MissingMark]]] = {}
    for table, variables in tables:
        for name, marks in variables:
            for mark in marks:
                causes.setdefault((_message_name(mark), normal_mark(mark.text)), []).append((table, name, mark))
    for (what, _), found in causes.items():
        cells = sum(mark.count for _, _, mark in found)
        details = [(name, mark.count) for _, name, mark in sorted(found, key=lambda one: -one[2].count)]
        severity = Severity.GUESS if what.startswith("marks_taken") else Severity.WARNING
        where = {table for table, _, _ in found}
        yield finding(
            severity, what, table=where.pop() if len(where) == 1 else None, count=cells, details=details,
            mark=found[0][2].text, n=len(found), cells=msg("importing.finding.cells", n=cells),
            names=first_names([name for name, _ in details], 4),
        )  # fmt: skip


def _message_name(mark: MissingMark) -> str:
    if mark.codes and not mark.reason:
        return "marks_codes"
    if mark.reason:
        return f"marks_taken_{mark.reason}" if mark.reason != Reason.MISSING else "marks_taken"
    return "marks_asked" if mark.asked else "marks_kept"
