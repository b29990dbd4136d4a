# SPDX-License-Identifier: MIT
"""Joins survey rows to cases by key: a row belongs to the case of the same name, or with the same attribute.

The variable that serves as key is remembered: it would lead from microdata to the interviews, so it stays behind when
they leave (`projects.datasets.export.export_content`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind
from projects.interviews.cases import CaseMember, attributes_of, case_named, cases, members_of
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.store.schema import stored_setting
from projects.stored_interviews.row_records import no_change
from projects.stored_tables.cells import cell_at
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import CASE_KEYS
from projects.stored_tables.stored_table import variables
from projects.word_folding import fold
from wording import DEFAULT_LANGUAGE, Labels, Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

INSERT_ROW_INTO_CASE = (
    "INSERT INTO case_member (case_, document, speaker, table_id, row_id, since) VALUES (?, NULL, '', ?, ?, ?)"
)

_MOST_NAMED = 20


@dataclass(frozen=True)
class JoinedRows:
    """What came of a join: rows that joined, cases they joined, new cases, cases no row names, keys no case has."""

    rows: int
    cases: int
    made: int
    cases_without: tuple[str, ...]
    keys_without: int


def join_rows_by_key(table: str, variable: str, *, attribute: str = "", make: bool = False) -> Action:
    """Join the rows of a table to the cases by what `variable` says; the result is `JoinedRows`.

    A key is compared with the name of each case, or with its `attribute`, without regard to capitals, accents and
    spaces. `make`: a key no case has makes a new one. Raises `Problem` where the key lies under the link key and that
    is closed, for a key that is no name or number, where two cases have the same key, and where nothing changes.
    """

    def perform(transaction: Transaction) -> JoinedRows:
        keys = row_keys(transaction, table, variable)
        known = _case_keys(transaction, attribute)
        made = 0
        if make:
            for key, written in {fold(word).strip(): word for word in keys.values()}.items():
                if key not in known:
                    known[key] = str(case_named(transaction, written.strip()))
                    made += 1
        joined = _join(transaction, table, keys, known)
        if not joined and not made:
            raise no_change()
        _remember(transaction, table, variable)
        named = {fold(word).strip() for word in keys.values()}
        names = {case.id: case.name for case in cases(transaction)}
        without = tuple(names[case] for key, case in known.items() if key not in named)
        result = JoinedRows(len(joined), len(set(joined.values())), made, without, len(named - set(known)))
        transaction.set_message(msg("casepage.rows_joined", n=result.rows, cases=result.cases))
        return result

    return Action("interviews.join_rows", msg("interviews.changed"), perform)


def join_messages(result: JoinedRows) -> list[Message]:
    """What whoever joined rows is to know besides."""
    messages: list[Message] = []
    if result.made:
        messages.append(msg("casepage.cases_made", n=result.made))
    if result.cases_without:
        names = list(result.cases_without[:_MOST_NAMED])
        messages.append(msg("casepage.cases_without_row", n=len(result.cases_without), names=names))
    if result.keys_without:
        messages.append(msg("casepage.keys_without_case", n=result.keys_without))
    return messages


def row_keys(reader: Reader, table: str, variable_id: str) -> dict[int, str]:
    """What each row's key says, as text, by row id; rows without one are left out. Raises `Problem`, KeyError."""
    (variable,) = variables(reader, table, [variable_id])
    if variable.kind in (Kind.SET, Kind.GEOPOINT, Kind.MEDIA):
        raise Problem(msg("casepage.key_kind", variable=variable.name))
    columns = TableColumns(reader, table)
    try:
        column = columns.read(variable)
        if columns.refs(variable_id):
            reader.read_object(columns.refs(variable_id)[0])
    except LinkLocked as locked:
        raise Problem(msg("casepage.key_locked", variable=variable.name)) from locked
    labels = {choice.id: _label(choice.labels, choice.code) for choice in variable.choices}
    found = {}
    for place, row in enumerate(columns.row_ids.tolist()):
        cell = cell_at(column, place)
        if cell.reason or cell.value in (None, ""):
            continue
        value = f"{cell.value:.15g}" if isinstance(cell.value, float) else str(cell.value)
        found[int(row)] = labels.get(value, value)
    return found


def _label(labels: Labels, code: str) -> str:
    return code or labels.in_language(DEFAULT_LANGUAGE)


def _case_keys(transaction: Transaction, attribute: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for case in cases(transaction):
        word = case.name
        if attribute:
            held = {one.name: one.value for one in attributes_of(transaction, case.id)}
            word = held.get(attribute, "")
        key = fold(word).strip()
        if key and found.setdefault(key, case.id) != case.id:
            raise Problem(msg("casepage.key_twice", word=word))
    return found


def _join(transaction: Transaction, table: str, keys: dict[int, str], known: dict[str, str]) -> dict[int, str]:
    there = {case: set(members_of(transaction, case)) for case in known.values()}
    fresh = {}
    for row, word in keys.items():
        case = known.get(fold(word).strip())
        if case is not None and CaseMember(table=table, row=row) not in there[case]:
            fresh[row] = case
    transaction.executemany(
        INSERT_ROW_INTO_CASE,
        [(case, table, row, transaction.seq) for row, case in fresh.items()],
    )
    return fresh


def _remember(transaction: Transaction, table: str, variable: str) -> None:
    stored: dict[str, Sequence[str]] = stored_setting(transaction, CASE_KEYS, {})
    held = list(dict.fromkeys([*stored.get(table, ()), variable]))
    if held != list(stored.get(table, ())):
        transaction.set_setting(CASE_KEYS, {**stored, table: held})
