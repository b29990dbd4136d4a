# SPDX-License-Identifier: MIT
"""A table's answers as expressions see them: across groups, up to parent rows and down into repeats.

It evaluates nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from projects.forms.evaluate import evaluate, single
from projects.forms.expressions import BadExpressionError, parse
from projects.forms.records import Form, Question
from projects.forms.unsupported import UnsupportedError
from projects.forms.values import Chosen, Column, Dates, Nodes, Numbers, Truths, Value, Words
from projects.importing.built import Built
from projects.importing.scope import Scope

DAY_COLUMNS = ("today", "end", "_submission_time", "start")
_DEEPEST = 20


class Tables:
    """All tables of a file with their answers by question, and how their rows hang together."""

    def __init__(
        self,
        scopes: Sequence[Scope],
        built: Sequence[Sequence[Built]],
        links: Sequence[np.ndarray | None],
        form: Form,
    ) -> None:
        self.scopes, self.links, self.form = scopes, links, form
        self._seen: list[dict[tuple[str, ...], Column]] = []
        self._columns: list[dict[str, Column]] = []
        self._questions: dict[str, list[Question]] = {}
        for question in form.questions:
            self._questions.setdefault(question.name, []).append(question)
        for table in built:
            self._seen.append({b.question.path: b.seen for b in table if b.question is not None and b.seen is not None})
            self._columns.append({b.variable.name: b.seen for b in table if b.seen is not None})
        self.positions = [_positions(link, scope.raw.rows) for link, scope in zip(links, scopes, strict=True)]

    def number_of(self, repeat: tuple[str, ...]) -> int | None:
        """The table that holds a repeat's rows."""
        return next((n for n, scope in enumerate(self.scopes) if scope.repeat == repeat), None)

    def question(self, name: str, near: tuple[str, ...]) -> Question | None:
        """The question of that name which shares the most groups with the path `near`."""
        found = self._questions.get(name, ())
        return max(found, key=lambda q: _common(q.path, near), default=None)

    def column(self, number: int, path: tuple[str, ...], name: str) -> Column | None:
        """The answers of a question in a table."""
        found = self._seen[number].get(path)
        return self._columns[number].get(name) if found is None else found

    def rows_up(self, number: int, to: int) -> np.ndarray | None:
        """For each row of a table its row in a table around it; None when that is not around it."""
        rows = np.arange(self.scopes[number].raw.rows)
        while number != to:
            link, parent = self.links[number], self.scopes[number].parent
            if link is None or parent is None:
                return None
            rows = np.where(rows >= 0, link[rows] if len(link) else -1, -1)
            number = parent
        return rows


def _positions(link: np.ndarray | None, rows: int) -> np.ndarray | None:
    """The place of each row among the rows of its parent, from 1, in the order of the file."""
    if link is None:
        return None
    order = np.argsort(link, kind="stable")
    ordered = link[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]] if rows else np.zeros(0, bool)
    starts = np.maximum.accumulate(np.where(first, np.arange(rows), 0)) if rows else np.zeros(0, int)
    places = np.empty(rows, np.int64)
    places[order] = np.arange(rows) - starts + 1
    return places


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


class TableAnswers:
    """One table as the place where an expression of the question `asked` is evaluated."""

    def __init__(self, tables: Tables, number: int, asked: Question, own: Column | None = None, depth: int = 0) -> None:
        self._tables, self._number, self._asked, self._own, self._depth = tables, number, asked, own, depth

    def size(self) -> int:
        return self._tables.scopes[self._number].raw.rows

    def here(self) -> Column:
        if self._own is None:
            raise UnsupportedError(".")
        return self._own

    def position(self) -> np.ndarray:
        places = self._tables.positions[self._number]
        if places is None:
            raise UnsupportedError("position() outside a repeat")
        return places

    def today(self, with_time: bool) -> Column:
        """The day of the interview as the file tells it; the moment only where a moment was kept."""
        for name in DAY_COLUMNS:
            try:
                found = single(self.value(name))
            except UnsupportedError:
                continue
            if isinstance(found, Dates):
                return found if with_time else Dates(np.floor(found.days))
        raise UnsupportedError("now()" if with_time else "today()")

    def value(self, name: str) -> Value:
        question = self._tables.question(name, self._asked.path)
        repeat = question.repeat if question is not None else ()
        if question is None:
            return self._repeat_rows(name)
        there = self._tables.number_of(repeat)
        if there is None:
            raise UnsupportedError(f"${{{name}}} without its table")
        column = self._column(there, question)
        rows = self._tables.rows_up(self._number, there)
        if rows is not None:
            return column if there == self._number else taken(column, rows)
        return self._nodes(there, column)

    def _column(self, there: int, question: Question) -> Column:
        found = self._tables.column(there, question.path, question.name)
        if found is not None and not (question.calculation and _is_empty(found)):
            return found  # some exports keep the columns of calculations but not what they gave
        if not question.calculation or self._depth > _DEEPEST:
            raise UnsupportedError(f"${{{question.name}}} without its column")
        inner = TableAnswers(self._tables, there, question, None, self._depth + 1)
        try:
            computed = single(evaluate(parse(question.calculation), inner))
        except BadExpressionError as error:
            raise UnsupportedError(f"${{{question.name}}}") from error
        return stretched_column(computed, inner.size())

    def _repeat_rows(self, name: str) -> Value:
        """A reference to a repeat itself, as count() has it; a column of the file that is no question counts too."""
        for group in self._tables.form.repeats():
            there = self._tables.number_of(group.path)
            if group.name == name and there is not None:
                rows = self._tables.scopes[there].raw.rows
                return self._nodes(there, Truths(np.ones(rows, bool)))
        found = self._tables.column(self._number, (), name)
        if found is None:
            raise UnsupportedError(f"${{{name}}}")
        return found

    def _nodes(self, there: int, column: Column) -> Nodes:
        """The rows of a repeat below, or beside, each row here."""
        around = self._tables.scopes[there].parent
        while around is not None:
            rows = self._tables.rows_up(self._number, around)
            owner = self._tables.rows_up(there, around)
            if rows is not None and owner is not None:
                return Nodes(column, owner, self._tables.scopes[around].raw.rows, rows)
            around = self._tables.scopes[around].parent
        raise UnsupportedError("a repeat that no key links")

    def indexed(self, name: str, repeat: str, position: np.ndarray) -> Column:
        question = self._tables.question(name, self._asked.path)
        there = None if question is None else self._tables.number_of(question.repeat)
        if question is None or there is None or not question.repeat or question.repeat[-1] != repeat:
            raise UnsupportedError("indexed-repeat() over several repeats")
        parent, link = self._tables.scopes[there].parent, self._tables.links[there]
        owners = None if parent is None else self._tables.rows_up(self._number, parent)
        places = self._tables.positions[there]
        if owners is None or link is None or places is None:
            raise UnsupportedError("a repeat that no key links")
        column = self._column(there, question)
        width = int(places.max(initial=0)) + 2
        table = np.full((int(max(link.max(initial=0), owners.max(initial=0))) + 2) * width, -1, np.int64)
        known = link >= 0
        table[link[known] * width + places[known]] = np.flatnonzero(known)
        asked = np.where(np.isfinite(position) & (position >= 1) & (position < width), position, 0).astype(np.int64)
        return taken(column, np.where(owners >= 0, table[np.maximum(owners, 0) * width + asked], -1))


def taken(column: Column, rows: np.ndarray) -> Column:
    """The column's rows at `rows`, unanswered where that is -1."""
    gone, at = rows < 0, np.maximum(rows, 0)
    if not len(column):
        return Words(np.zeros(len(rows), np.int32), ("",))
    if isinstance(column, Numbers):
        return Numbers(np.where(gone, np.nan, column.values[at]), column.answers)
    if isinstance(column, Dates):
        return Dates(np.where(gone, np.nan, column.days[at]), column.timed)
    if isinstance(column, Truths):
        return Truths(np.where(gone, False, column.values[at]))
    if isinstance(column, Chosen):
        members = {code: np.where(gone, False, ticks[at]) for code, ticks in column.members.items()}
        return Chosen(members, len(rows))
    codes = np.where(gone, len(column.words), column.codes[at]).astype(np.int32)
    return Words(codes, (*column.words, ""))


def _is_empty(column: Column) -> bool:
    """Whether no row has an answer."""
    if isinstance(column, Numbers):
        return bool(np.isnan(column.values).all())
    if isinstance(column, Words):
        return not any(column.words[code] for code in np.unique(column.codes))
    return isinstance(column, Dates) and bool(np.isnan(column.days).all())


def stretched_column(column: Column, size: int) -> Column:
    """A constant as a column of `size` rows."""
    return taken(column, np.zeros(size, np.int64)) if len(column) == 1 and size != 1 else column
