# SPDX-License-Identifier: MIT
"""Assigns the tables of a file to the repeats of a form, and finds the main one."""

from __future__ import annotations

from dataclasses import dataclass, field

from projects.forms.records import Form
from projects.imported.raw_tables import RawTable
from projects.importing.columns.question_names import NameBook, normal

CHILD_MARKS = (
    "_parent_index",
    "_parent_table_name",
    "PARENT_KEY",
    "_submission__uuid",
    "_submission__id",
    "SET-OF-PARENT",
    "X_parent_index",
)
_SHEET_NAME = 31  # Excel cuts sheet names there


@dataclass
class RepeatTable:
    """A table with the repeat whose answers it holds (() for the main one), and the matching of its columns."""

    raw: RawTable
    repeat: tuple[str, ...] | None  # None: a table the form knows nothing of
    names: NameBook
    unmatched: list[int]
    parent: int | None = None  # number of the parent's scope
    children: list[int] = field(default_factory=list)


def is_child(raw: RawTable) -> bool:
    """Whether a table says itself that its rows belong to rows of another."""
    return any(mark in raw.header_index() for mark in CHILD_MARKS)


def assign(tables: list[RawTable], form: Form) -> list[RepeatTable]:
    """Each table with its repeat, the main one first, parents before children."""
    repeats = [group.path for group in form.repeats()]
    scores = {(n, path): _score(raw, form, path) for n, raw in enumerate(tables) for path in [(), *repeats]}
    main = _main(tables, scores)
    taken: dict[int, tuple[str, ...] | None] = {main: ()}
    for path in repeats:
        number = _by_name(tables, path, taken)
        if number is None:
            number = _by_answers(tables, path, scores, taken, repeats)
        if number is not None:
            taken[number] = path
    order = sorted(range(len(tables)), key=lambda n: (n != main, len(taken.get(n) or ()), n))
    scopes = [_scope(tables[number], form, taken.get(number)) for number in order]
    for number, scope in enumerate(scopes):
        if number:
            scope.parent = _parent(scope, scopes, form, number)
    return scopes


def _score(raw: RawTable, form: Form, path: tuple[str, ...]) -> int:
    names = NameBook(form, (question for question in form.questions if question.repeat == path))
    return len(raw.headers) - len(names.claim(raw.headers)) if names.questions else 0


def _main(tables: list[RawTable], scores: dict[tuple[int, tuple[str, ...]], int]) -> int:
    candidates = [n for n, raw in enumerate(tables) if not is_child(raw)] or list(range(len(tables)))
    return max(candidates, key=lambda n: (scores[n, ()], -n))


def _by_name(tables: list[RawTable], path: tuple[str, ...], taken: dict[int, tuple[str, ...] | None]) -> int | None:
    wanted = {normal(text)[:_SHEET_NAME] for text in (path[-1], "/".join(path), "_".join(path), "-".join(path))}
    for number, raw in enumerate(tables):
        name = normal(raw.name)
        ends = {name[:_SHEET_NAME], name.rsplit("-", 1)[-1], name.rsplit("/", 1)[-1]}
        if number not in taken and ends & wanted:
            return number
    return None


def _by_answers(
    tables: list[RawTable],
    path: tuple[str, ...],
    scores: dict[tuple[int, tuple[str, ...]], int],
    taken: dict[int, tuple[str, ...] | None],
    repeats: list[tuple[str, ...]],
) -> int | None:
    best = [
        n
        for n in range(len(tables))
        if n not in taken and scores[n, path] > 0 and scores[n, path] == max(scores[n, other] for other in repeats)
    ]
    return max(best, key=lambda n: scores[n, path]) if best else None


def _scope(raw: RawTable, form: Form, repeat: tuple[str, ...] | None) -> RepeatTable:
    names = NameBook(form, (q for q in form.questions if q.repeat == repeat) if repeat is not None else ())
    return RepeatTable(raw, repeat, names, names.claim(raw.headers))


def _parent(scope: RepeatTable, scopes: list[RepeatTable], form: Form, number: int) -> int | None:
    """The parent by the form's nesting, else by the name the table gives, else the main table for a child."""
    wanted = form.parent_repeat(scope.repeat) if scope.repeat else ()
    for other, candidate in enumerate(scopes[:number]):
        if wanted and candidate.repeat == wanted:
            return other
    names = scope.raw.column("_parent_table_name")
    if names is not None:
        named = {normal(text) for text in names.unique().to_pylist() if text}
        for other, candidate in enumerate(scopes):
            if other != number and normal(candidate.raw.name) in named:
                return other
    return 0 if is_child(scope.raw) else None
