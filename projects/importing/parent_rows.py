# SPDX-License-Identifier: MIT
"""Finds the parent row of each row of a child table by the keys an export gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from projects.forms.records import Form, FormChoice, Group, Question
from projects.imported.findings import finding, first_names
from projects.imported.raw_tables import RawBook, RawTable
from projects.imported.records import Finding, Severity
from projects.importing.repeat_tables import is_child
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa

# (column of the parent, column of the child); the first pair that links every row is taken
PAIRS = (
    ("_index", "_parent_index"),
    ("index", "_parent_index"),
    ("KEY", "PARENT_KEY"),
    ("meta/instanceID", "PARENT_KEY"),
    ("_uuid", "_submission__uuid"),
    ("_id", "_submission__id"),
    ("_uuid", "_parent_uuid"),
    ("uuid", "uuid"),
    ("instance_name", "parent_instance_name"),
    ("X_index", "X_parent_index"),  # R puts an X before an underscore
    ("X_uuid", "X_submission__uuid"),
    ("X_id", "X_submission__id"),
)
KEY_COLUMNS = {
    "root_uuid": ("meta/rootUuid", "_rootUuid", "rootUuid", "meta.rootUuid", "meta_rootUuid"),
    "id": ("_id", "X_id"),
    "uuid": ("_uuid", "meta/instanceID", "instanceID", "meta.instanceID", "KEY", "uuid", "X_uuid"),
    "deprecated": ("meta/deprecatedID", "deprecatedID", "meta.deprecatedID"),
    "index": ("_index", "index", "X_index"),
}


@dataclass(frozen=True)
class ParentLink:
    """`rows`: 0-based parent row for each child row, -1 where none was found; `by`: the child's column that linked."""

    rows: np.ndarray
    by: str


def keys_of(raw: RawTable) -> dict[str, pa.Array]:
    """The key columns of a table by what they are; taken before variables are made of the columns."""
    found: dict[str, pa.Array] = {}
    for kind, names in KEY_COLUMNS.items():
        for name in names:
            column = raw.column(name)
            if column is not None and column.null_count < len(column):
                found[kind] = column
                break
    return found


def link(parent: RawTable, child: RawTable) -> ParentLink | None:
    """How the child's rows belong to the parent's rows; None when no pair of keys fits at all."""
    best: ParentLink | None = None
    for candidate in _candidates(parent, child):
        if best is None or (candidate.rows >= 0).sum() > (best.rows >= 0).sum():
            best = candidate
        if (best.rows >= 0).all():
            break
    return best


def _candidates(parent: RawTable, child: RawTable) -> Iterator[ParentLink]:
    for parent_name, child_name in PAIRS:
        theirs, ours = parent.column(parent_name), child.column(child_name)
        if theirs is None or ours is None:
            continue
        if theirs.null_count or len(theirs.unique()) < len(theirs):
            continue  # a key that repeats says nothing
        yield ParentLink(_positions(theirs, ours), child_name)


def _positions(theirs: pa.Array, ours: pa.Array) -> np.ndarray:
    place = {_plain_key(key): row for row, key in enumerate(theirs.to_pylist())}
    encoded = ours.dictionary_encode()
    found = [place.get(_plain_key(key), -1) for key in encoded.dictionary.to_pylist()]
    result: np.ndarray = np.array([*found, -1], np.int64)[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return result


def _plain_key(key: str) -> str:
    """A key without "uuid:" before it and without ".0" behind it."""
    return key.removeprefix("uuid:").removesuffix(".0")


def repeated_keys(raw: RawTable, key: str | None = None) -> tuple[str, np.ndarray] | None:
    """The column that tells a table's rows apart, and where its value stands a second time; None where there is none.

    `key`: the column that a person named; else the first that servers and phones give.
    """
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    names = (key,) if key is not None else (*KEY_COLUMNS["uuid"], *KEY_COLUMNS["id"])
    for name in names:
        column = raw.column(name)
        if column is None or column.null_count == len(column):
            continue
        encoded = column.dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        present = codes >= 0
        _, first = np.unique(codes, return_index=True)
        again = np.ones(len(codes), bool)
        again[first] = False
        if len(pc.unique(column.drop_null())) * 2 <= int(present.sum()) and key is None:
            continue  # it tells nothing apart: the key of another table
        return name, again & present
    return None


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
