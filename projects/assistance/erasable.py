# SPDX-License-Identifier: MIT
"""Removal of what was worked out from interviews: at once where consent is refused or withdrawn, and with Erase.

A refusal deletes parses, vectors, suggestions with their reasons, mentions and events, and takes their past out of the
log, so that undo does not bring them back: where consent is given again, they are made anew from the text. Codings
stay.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from coding.entities.records import EntityKind, Key
from projects.assistance import entity_queries as queries
from projects.assistance.entity_queries import OF_DOCUMENTS, OF_IMAGE
from projects.assistance.entity_table import EVENTS_CHANGED, PURPOSE, purpose_of, regroup
from projects.people.effective_consent import refused
from projects.people.queries import ROWS_TIED_WITHOUT_CONSENT
from projects.store.erase_request import Belongings, Erasable, EraseItem
from projects.store.identifier_reconciliation import UNSETTLED
from projects.store.model import Observer
from projects.store.ports import Trace
from projects.store.schema import MARK, stored_settings
from projects.stored_interviews.queries import DOCUMENT_IDS
from projects.stored_interviews.row_records import as_json
from wording import msg

if TYPE_CHECKING:
    from projects.store.model import Changed
    from projects.store.ports import OpenProject, Transaction

NAMED_IN = (
    f"SELECT 1 FROM entity_mention {OF_DOCUMENTS} UNION SELECT 1 FROM case_event {OF_DOCUMENTS}"
    f" UNION SELECT 1 FROM journal {OF_IMAGE} ('entity_mention', 'case_event') LIMIT 1"
)

_CONSENTS = frozenset({"document", "consent", "person_member", "case_member", "case_"})
_COLUMN = frozenset({"row_state", "cell_edit", "data_table"})  # where the consent column of a survey tells it
_NAMING = ("entity_mention", "case_event")  # of the link key, by interview
_NAMELESS = frozenset({"place", "organisation"})  # an own list of these names nobody


def _numbers(asked: Any) -> tuple[int, ...]:
    return tuple(map(int, asked)) if isinstance(asked, (tuple, list)) else (int(asked),)


def _belongings(project: OpenProject, asked: object) -> Belongings:
    traces = tuple(Trace(table, "document", number) for number in _numbers(asked) for table in _NAMING)
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
    _leave_out_unmentioned(transaction)


def _leave_out_unmentioned(transaction: Transaction) -> None:
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


def forget_refused(transaction: Transaction) -> None:
    """Delete what was worked out from refused interviews, now and in the past; names wait for an open link key."""
    out = as_json(sorted(map(int, refused(transaction))))
    if out == "[]":
        return
    held = transaction.query(queries.WORKED_OUT_FROM, (out,))
    for table in dict.fromkeys(row["tbl"] for row in held):
        transaction.execute(queries.FORGET[table], (out,))
    if held:
        transaction.forget_images([Trace(row["tbl"], "document", row["document"]) for row in held])
    if not transaction.link_open:
        if stored_settings(transaction, (PURPOSE, EVENTS_CHANGED)):
            transaction.execute(MARK, (UNSETTLED,))
    elif transaction.query_link(NAMED_IN, (out,)):
        _forget_names(transaction, out)


def _forget_names(transaction: Transaction, out: str) -> None:
    before = {row["id"] for row in transaction.query(queries.ENTITIES)}
    for table in _NAMING:
        transaction.link.execute(queries.FORGET[table], (out,))
    _leave_out_unmentioned(transaction)
    gone = before - {row["id"] for row in transaction.query(queries.ENTITIES)}
    transaction.set_setting(EVENTS_CHANGED, transaction.seq)
    transaction.forget_images(
        [Trace("entity", "id", number) for number in sorted(gone)]
        + [Trace(table, "document", number) for table in _NAMING for number in json.loads(out)]
    )


def _follow(transaction: Transaction, changed: Changed) -> None:
    if not _CONSENTS.isdisjoint(changed) or transaction.query(ROWS_TIED_WITHOUT_CONSENT):
        forget_refused(transaction)


def _nothing(_transaction: Transaction) -> None:
    """It keeps up no table: there is nothing to rebuild."""


# a row's refusal, or a tie to a row that refused, too
WITHDRAWALS = Observer("withdrawals", _CONSENTS | _COLUMN, _follow, _nothing)


def _case_belongings(project: OpenProject, asked: Any) -> Belongings:
    del project
    return Belongings(link_traces=(Trace("case_event", "case_", int(asked)),))


ERASABLE: tuple[Erasable, ...] = (  # beside the interview's and the case's own
    Erasable("document", _belongings, _rewrite),
    Erasable("case", _case_belongings),
)
