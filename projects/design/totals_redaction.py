# SPDX-License-Identifier: MIT
"""Words of answers that leave known totals, now and in the past: of erased rows, of identifiers. Their totals stay.

What others than erased rows answered too, or the form names, stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import Kind
from projects.store.erase_request import EraseItem, Naming
from projects.store.hash_chain import SEALED
from projects.store.ports import Reader, Trace
from projects.store.schema import stored_setting
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.recipes import below, keys_of
from projects.stored_tables.row_records import KNOWN_TOTALS
from projects.stored_tables.stored_table import recipes, variables
from projects.stored_tables.titles import table_titles
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

SETTING_HAD_VALUE = "SELECT 1 FROM journal WHERE tbl = 'setting' AND key = ? AND digest LIKE '%' || ? LIMIT 1"
FORMER_VALUES_OF_SETTING = (
    "SELECT DISTINCT json_extract(before, '$.value') AS value FROM journal WHERE tbl = 'setting' AND key = ? "
    "AND before IS NOT NULL"
)

ERASED_ANSWER = ""  # in place of an answer that was erased
Goes = Callable[[str, str, str], bool]  # whether an answer leaves: of which table, to which variable, the answer


class TotalsRedaction:
    """What known totals say of rows that go (`answer`: of one of their variables), and of the names in `words`."""

    def __init__(
        self, reader: Reader, rows: Mapping[str, Sequence[int]], words: Sequence[str], answer: str | None = None
    ) -> None:
        self._reader, self._rows, self._answer = reader, rows, answer
        self._naming = Naming(words)
        self._named: dict[tuple[str, str], set[str] | None] = {}
        self.items = self._items()

    @property
    def rewritten(self) -> tuple[Trace, ...]:
        """The row that is written anew, with its past; none where nothing is forgotten."""
        return (Trace("setting", "name", KNOWN_TOTALS),) if self.items else ()

    def perform(self, transaction: Transaction) -> None:
        """Write the setting anew without them, so that its past goes too."""
        if self.items:
            now = _stored_totals(transaction)
            transaction.set_setting(KNOWN_TOTALS, {table: self._without(table, one) for table, one in now.items()})

    def _items(self) -> tuple[EraseItem, ...]:
        gone: dict[str, dict[tuple[str, ...], None]] = {}
        sources: dict[str, None] = {}
        for held in (_stored_totals(self._reader), *_past(self._reader)):
            for table in self._rows:
                for place in removed_categories(held, table, self._is_lonely):
                    gone.setdefault(table, {})[place] = None
                source = held.get(table, {}).get("source")
                if source and self._naming.in_text(source):
                    sources[table] = None
        titles = table_titles(self._reader) if gone or sources else {}
        where: list[Text] = [titles.get(table, table) for table in gone]
        found = [EraseItem(msg("data.erase.totals"), title, msg("data.erase.totals_kept"), len(names))
                 for title, names in zip(where, gone.values(), strict=True)]  # fmt: skip
        found += [EraseItem(msg("data.erase.totals_source"), titles.get(table, table)) for table in sources]
        if _is_past_hidden(self._reader):
            found.append(EraseItem(msg("data.erase.totals_past"), msg("data.erase.link")))
        return tuple(found)

    def _without(self, table: str, known: dict[str, Any]) -> dict[str, Any]:
        if table not in self._rows:
            return known
        source = "" if self._naming.in_text(known["source"]) else known["source"]
        return {**without_erased_answers(table, known, self._is_lonely), "source": source}

    def _is_lonely(self, table: str, name: str, answer: str) -> bool:
        place = (table, name)
        if place not in self._named:
            self._named[place] = self._other_answers(table, name)
        others = self._named[place]
        return others is not None and answer not in others

    def _other_answers(self, table: str, name: str) -> set[str] | None:
        """The answers that other rows hold, or held before an edit; None where all may stay."""
        asked = self._answer
        if asked is not None and name not in (asked, *below(recipes(self._reader, table), [asked])):
            return None
        try:
            (variable,) = variables(self._reader, table, [name])
        except KeyError:  # nobody can say any more whose answers they were
            return set()
        if variable.kind is Kind.ONE:
            return {choice.id for choice in variable.choices}
        found: set[str] = set()
        for edited in (True, False):
            columns = TableColumns(self._reader, table, edited=edited)
            gone = columns.positions(list(self._rows[table]))
            try:
                codes, names = keys_of(columns.read(variable))
            except Problem:
                continue
            others = np.delete(codes, gone[gone >= 0])
            found.update(names[code] for code in np.unique(others) if code >= 0)
        return found


def removed_categories(held: Mapping[str, Any], table: str, goes: Goes) -> Iterator[tuple[str, ...]]:
    """The categories of a table of which an answer leaves: variables, then answers."""
    for margin in held.get(table, {}).get("margins", ()):
        for names, _ in margin["totals"]:
            if _kept(table, margin["variables"], names, goes) != tuple(names):
                yield (*margin["variables"], *names)


def without_erased_answers(table: str, known: Mapping[str, Any], goes: Goes) -> dict[str, Any]:
    """The totals of a table without the answers that leave; totals of which no more than that tells them apart join."""
    margins = []
    for margin in known["margins"]:
        totals: dict[tuple[str, ...], float] = {}
        for names, total in margin["totals"]:
            kept = _kept(table, margin["variables"], names, goes)
            totals[kept] = totals.get(kept, 0.0) + total
        margins.append({**margin, "totals": [[list(names), total] for names, total in totals.items()]})
    return {**known, "margins": margins}


def _kept(table: str, names: Sequence[str], answers: Sequence[str], goes: Goes) -> tuple[str, ...]:
    return tuple(
        ERASED_ANSWER if answer != ERASED_ANSWER and goes(table, name, answer) else answer
        for name, answer in zip(names, answers, strict=True)
    )


def hide_totals(transaction: Transaction, hidden: Set[tuple[str, str]]) -> None:
    """Answers to these variables, identifiers now, go out of known totals; earlier images go under the link key.

    Choices are named by ids there, which say nothing.
    """
    choices: dict[tuple[str, str], set[str]] = {}

    def goes(table: str, name: str, answer: str) -> bool:
        place = (table, name)
        if place in hidden and place not in choices:
            found = variables(transaction, table, [name])
            choices[place] = {choice.id for variable in found for choice in variable.choices}
        return place in hidden and answer not in choices[place]

    tables = {table for table, _ in hidden}
    now = _stored_totals(transaction)
    if any(any(removed_categories(held, table, goes)) for held in (now, *_past(transaction)) for table in tables):
        less = {
            table: without_erased_answers(table, known, goes) if table in tables else known
            for table, known in now.items()
        }
        transaction.set_setting(KNOWN_TOTALS, less)
        transaction.seal_images([Trace("setting", "name", KNOWN_TOTALS)])


def _stored_totals(reader: Reader) -> dict[str, Any]:
    return stored_setting(reader, KNOWN_TOTALS, {})


def _is_past_hidden(reader: Reader) -> bool:
    """Whether earlier totals lie under the link key, for they named answers of an identifier: whose, is not asked."""
    return bool(
        reader.query(
            SETTING_HAD_VALUE,
            (KNOWN_TOTALS, SEALED),
        )
    )


def _past(reader: Reader) -> list[dict[str, Any]]:
    """What was kept before, as the history still holds it."""
    images = reader.query(
        FORMER_VALUES_OF_SETTING,
        (KNOWN_TOTALS,),
    )
    return [json.loads(row["value"]) for row in images]
