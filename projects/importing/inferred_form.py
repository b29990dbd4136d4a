# SPDX-License-Identifier: MIT
"""Form inferred from a survey export: groups, sets and repeats.

Attaching the form later reads anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from projects.forms.records import Form, FormChoice, Group, Question
from projects.imported.findings import finding, first_names
from projects.imported.raw_tables import RawBook, RawTable
from projects.imported.records import Finding, Severity
from projects.importing.parent_rows import KEY_COLUMNS
from projects.importing.repeat_tables import is_child
from wording import Labels

_MARKS = frozenset(
    ["_uuid", "_submission_time", "_submission__uuid", "_parent_index", "_parent_table_name", "_validation_status"]
    + ["meta/instanceID", "meta.instanceID", "instanceID", "KEY", "__version__", "SubmissionDate"]
    + ["formhub/uuid", "_xform_id_string"]
)


def is_survey_export(book: RawBook) -> bool:
    """Whether a file comes from KoboToolbox, ODK or ONA: by the columns these add."""
    return any(_MARKS & set(raw.header_index()) for raw in book.tables)


def infer_form(book: RawBook) -> Form:
    """The form as far as the headers and answers show it: questions that are certain (sets and grouped ones) only."""
    questions: list[Question] = []
    groups: dict[tuple[str, ...], Group] = {}
    choices: dict[str, tuple[FormChoice, ...]] = {}
    sets: list[str] = []
    for raw in book.tables:
        repeat = (raw.name,) if is_child(raw) else ()
        if repeat:
            groups[repeat] = Group(raw.name, repeat, Labels({}), True)
        for question, listed in _sets(raw, repeat):
            choices[question.list_name] = listed
            questions.append(question)
            sets.append(question.name)
        questions += _grouped(raw, repeat, {q.path for q in questions}, groups)
    return Form(tuple(questions), groups, choices, warnings=tuple(_set_findings(sets)))


def _set_findings(sets: list[str]) -> Iterator[Finding]:
    yield finding(Severity.GUESS, "form_inferred")
    if sets:
        yield finding(Severity.GUESS, "sets_inferred", names=first_names(sets), n=len(sets), count=len(sets))


def _sets(raw: RawTable, repeat: tuple[str, ...]) -> Iterator[tuple[Question, tuple[FormChoice, ...]]]:
    """A column and, beside it, columns "column/choice" of ticks; or such columns alone."""
    found: dict[str, dict[str, list[int]]] = {"/": defaultdict(list), ".": defaultdict(list)}
    for number, header in enumerate(raw.headers):
        for separator, stems in found.items():
            stem, mark, end = header.rpartition(separator)
            if mark and stem and end:
                stems[stem].append(number)
    taken: set[int] = set()
    for separator, stems in found.items():
        for stem, numbers in stems.items():
            if taken & set(numbers) or not _are_ticks(raw, numbers):
                continue
            if stem not in raw.header_index() and len(numbers) < 2:
                continue
            taken.update(numbers)
            codes = [raw.headers[number].rpartition(separator)[2] for number in numbers]
            path = (*repeat, *stem.split(separator))
            question = Question(path[-1], "select_multiple", "", path, list_name=f"{raw.name}/{stem}", repeat=repeat)
            yield question, tuple(FormChoice(code, Labels({})) for code in dict.fromkeys(codes))


def _are_ticks(raw: RawTable, numbers: list[int]) -> bool:
    ticks = {"0", "1", "TRUE", "FALSE", "True", "False", "true", "false", "0.0", "1.0", None}
    some = False
    for number in numbers:
        column = raw.columns[number]
        values = set(column.unique().to_pylist()) if column is not None else set()
        if not values <= ticks:
            return False
        some = some or bool(values - {None})
    return some


def _grouped(
    raw: RawTable, repeat: tuple[str, ...], taken: set[tuple[str, ...]], groups: dict[tuple[str, ...], Group]
) -> list[Question]:
    """Columns "group/sub/question": a calculation of that path, whose kind the content decides."""
    system = {name for names in KEY_COLUMNS.values() for name in names}
    separator = "/" if any("/" in header for header in raw.headers) else "."
    questions = []
    for header in raw.headers:
        parts = tuple(header.split(separator))
        if len(parts) < 2 or header in system or header.startswith(("_", "meta", "formhub")) or not all(parts):
            continue
        path = (*repeat, *(parts[1:] if repeat and parts[0] == repeat[0] and len(parts) > 1 else parts))
        if path in taken or any(path[:-1] == other for other in taken):
            continue
        for depth in range(len(repeat) + 1, len(path)):
            groups.setdefault(path[:depth], Group(path[depth - 1], path[:depth], Labels({})))
        questions.append(Question(path[-1], "calculate", "", path, repeat=repeat))
    return questions
