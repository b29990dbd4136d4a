# SPDX-License-Identifier: MIT
"""Entities and events that go with an erased interview or case: mentions, events, names that stand nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coding.entities.corrections import Key
from coding.entities.records import EntityKind
from projects.assistance import entity_queries as queries
from projects.assistance.entity_table import purpose_of, regroup
from projects.store.erase_request import Belongings, Erasable, EraseItem
from projects.store.ports import Trace
from projects.stored_interviews.queries import DOCUMENT_IDS
from projects.stored_interviews.row_records import as_json
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

_NAMELESS = frozenset({"place", "organisation"})  # an own list of these names nobody


def _numbers(asked: Any) -> tuple[int, ...]:
    return tuple(map(int, asked)) if isinstance(asked, (tuple, list)) else (int(asked),)


def _belongings(project: OpenProject, asked: object) -> Belongings:
    tables = ("entity_mention", "case_event")
    traces = tuple(Trace(table, "document", number) for number in _numbers(asked) for table in tables)
    if not purpose_of(project):
        return Belongings(link_traces=traces)
    item = EraseItem(msg("entities.erase.mentions"), msg("interviews.erase.link"))
    return Belongings(link_traces=traces, items=(item,))


def _rewrite(transaction: Transaction, _asked: object) -> None:
    """Entities that stood only in the interview go, with what was said of them and the people of own lists.

    So does what is left of interviews removed earlier.
    """
    there = as_json([row["id"] for row in transaction.query(DOCUMENT_IDS)])
    for statement in queries.GONE_FROM_LINK:
        transaction.link.execute(statement, (there,))
    regroup(transaction)
    rows = transaction.link.query(queries.MENTIONS)
    known: set[Key] = {(EntityKind(row["kind"]), row[column]) for row in rows for column in ("known", "plain")}
    plain = {key[1] for key in known}
    for row in transaction.link.query(queries.CORRECTIONS):
        listed = row["what"] == "listed"
        if listed and row["kind"] in _NAMELESS:
            continue
        if row["known"] not in plain or (not listed and row["to_known"] and row["to_known"] not in plain):
            transaction.link.execute(queries.DELETE_CORRECTION, (row["id"],))
    regroup(transaction)


def _case_belongings(project: OpenProject, asked: Any) -> Belongings:
    del project
    return Belongings(link_traces=(Trace("case_event", "case_", int(asked)),))


ERASABLE: tuple[Erasable, ...] = (  # beside the interview's and the case's own
    Erasable("document", _belongings, _rewrite),
    Erasable("case", _case_belongings),
)
