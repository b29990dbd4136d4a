# SPDX-License-Identifier: MIT
"""A table's answers as expressions see them: across groups, up to parent rows and down into repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from projects.forms.answers import Answers, ChoiceList, choice_labels, list_of
from projects.forms.column_values import (
    Column,
    Dates,
    Nodes,
    Numbers,
    Truths,
    Value,
    Words,
    single,
    stretched_column,
    taken,
)
from projects.forms.evaluate import evaluate, look_up
from projects.forms.expressions import BadExpressionError, ListLookup, parse
from projects.forms.records import Form, Question, UnsupportedError
from projects.importing.columns.response_sets import BuiltColumn
from projects.importing.repeat_tables import RepeatTable

DAY_COLUMNS = ("today", "end", "_submission_time", "start")
_DEEPEST = 20


class Tables:
    """All tables of a file with their answers by question, and how their rows hang together."""

    def __init__(
        self,
        scopes: Sequence[RepeatTable],
        built: Sequence[Sequence[BuiltColumn]],
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


@dataclass(frozen=True)
class PhoneReading:
    """What only the phone knew: the language its labels were shown in, the column that tells the day.

    None: one that must be clear from the form, the first that the file has.
    """

    language: str | None = None
    day: str | None = None


class TableAnswers(Answers):
    """One table as the place where an expression of the question `asked` is evaluated.

    `at`: the path of the group whose condition it is, if it is not the question's own.
    """

    def __init__(
        self,
        tables: Tables,
        number: int,
        asked: Question,
        own: Column | None = None,
        depth: int = 0,
        at: tuple[str, ...] = (),
        reading: PhoneReading = PhoneReading(),
    ) -> None:
        self._tables, self._number, self._asked, self._own, self._depth = tables, number, asked, own, depth
        self._at, self._reading = at or asked.path, reading

    def size(self) -> int:
        return self._tables.scopes[self._number].raw.rows

    def here(self) -> Column:
        if self._own is None:
            raise UnsupportedError(".")
        return self._own

    def position(self, steps: int) -> np.ndarray:
        path = self._at[: len(self._at) - steps]
        group = self._tables.form.groups.get(path)
        if not steps or (group is None and path):
            raise UnsupportedError("position() outside a repeat")
        if group is None or not group.is_repeat:
            return np.ones(self.size(), np.int64)  # a plain group stands alone
        there = self._tables.number_of(path)
        places = None if there is None else self._tables.positions[there]
        rows = None if there is None else self._tables.rows_up(self._number, there)
        if places is None or rows is None or (rows < 0).any():
            raise UnsupportedError("position() outside a repeat")
        found: np.ndarray = places[rows]
        return found

    def today(self, with_time: bool) -> Column:
        """The day of the interview as the file tells it; the moment only where a moment was kept."""
        for name in (self._reading.day,) if self._reading.day else DAY_COLUMNS:
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
        inner = TableAnswers(self._tables, there, question, None, self._depth + 1, reading=self._reading)
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

    def indexed(self, name: str, places: Sequence[tuple[str, np.ndarray]]) -> Column:
        question = self._tables.question(name, self._asked.path)
        around = [] if question is None else [g.path for g in self._tables.form.parents(question) if g.is_repeat]
        steps = around[-len(places) :]
        if question is None or [path[-1] for path in steps] != [repeat for repeat, _ in places]:
            raise UnsupportedError("indexed-repeat() of other repeats than the question's")
        numbers = [self._tables.number_of(path) for path in steps]
        first = numbers[0]
        parent = None if first is None else self._tables.scopes[first].parent
        rows = None if parent is None else self._tables.rows_up(self._number, parent)
        for number, (_, position) in zip(numbers, places, strict=True):
            link = None if number is None else self._tables.links[number]
            if rows is None or link is None:
                raise UnsupportedError("a repeat that no key links")
            rows = _row_at(link, rows, position)
        assert numbers[-1] is not None
        assert rows is not None
        return taken(self._column(numbers[-1], question), rows)

    def listed(self, node: ListLookup) -> Value:
        return look_up(node, self.list_of(node.list_name), self)

    def list_of(self, name: str) -> ChoiceList:
        return list_of(self._tables.form, name, self._reading.language)

    def choice_labels(self, name: str) -> Mapping[str, str]:
        question = self._tables.question(name, self._asked.path)
        if question is None:
            raise UnsupportedError("jr:choice-name()")
        return choice_labels(self._tables.form, question, self._reading.language)


class ChoiceAnswers(TableAnswers):
    """The same for a choice filter: a bare name is a column of the list, for the choice that each row names.

    `chosen`: the number of that choice in the list, for each row.
    """

    def __init__(self, tables: Tables, number: int, asked: Question, choices: ChoiceList, chosen: np.ndarray) -> None:
        super().__init__(tables, number, asked)
        self._choices, self._chosen = choices, chosen

    def of_choice(self, name: str) -> Column:
        return Words(self._chosen.astype(np.int32), self._choices.column(name))


def _row_at(link: np.ndarray, rows: np.ndarray, position: np.ndarray) -> np.ndarray:
    """For each row here the row of a repeat at `position` among those of its parent row `rows`; -1 for none."""
    known = np.flatnonzero(link >= 0)
    order = known[np.argsort(link[known], kind="stable")]
    counts = np.bincount(link[known], minlength=int(rows.max(initial=0)) + 1)
    starts = np.cumsum(counts) - counts
    owner = np.maximum(rows, 0)
    there = (rows >= 0) & np.isfinite(position) & (position >= 1) & (position <= counts[owner])
    there &= np.where(there, position, 0) % 1 == 0
    place = np.where(there, starts[owner] + np.where(there, position, 1) - 1, 0).astype(np.int64)
    return np.where(there, order[place] if len(order) else -1, -1)


def _is_empty(column: Column) -> bool:
    """Whether no row has an answer."""
    if isinstance(column, Numbers):
        return bool(np.isnan(column.values).all())
    if isinstance(column, Words):
        return not any(column.words[code] for code in np.unique(column.codes))
    return isinstance(column, Dates) and bool(np.isnan(column.days).all())
