# SPDX-License-Identifier: MIT
"""Document groups: a name under which documents stand together in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews import queries
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.row_records import document_row, no_change
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

NEXT_GROUP_POSITION = "SELECT coalesce(max(position), -1) + 1 AS n FROM document_group"
DELETE_EMPTY_GROUPS = (
    "DELETE FROM document_group WHERE id NOT IN (SELECT document_group FROM document WHERE document_group IS NOT NULL)"
)
SET_GROUP = "UPDATE document SET document_group = ? WHERE id = ?"
INSERT_GROUP = "INSERT INTO document_group (guid, name, position, since) VALUES (?, ?, ?, ?)"
GROUP_CALLED = "SELECT id FROM document_group WHERE name = ?"


def groups(reads: Rows) -> dict[str, str]:
    """The names of the groups by id, in order."""
    rows = reads.query(queries.GROUPS)
    return {str(row["id"]): row["name"] for row in rows}


def group_names(reads: Rows) -> list[str]:
    """The names of the groups, in order."""
    return list(groups(reads).values())


def group_named(transaction: Transaction, name: str, guid: str = "") -> int | None:
    """The group of that name, made where there is none; None for no name."""
    wanted = name.strip()
    if not wanted:
        return None
    rows = transaction.query(GROUP_CALLED, (wanted,))
    if rows:
        return int(rows[0]["id"])
    position = transaction.query(NEXT_GROUP_POSITION)[0]["n"]
    made = transaction.execute(
        INSERT_GROUP,
        (guid or new_guid(), wanted, position, transaction.seq),
    )
    return int(made.lastrowid)


def set_group(document_ids: Sequence[str], name: str) -> Action:
    """Put documents in the group of that name, made where there is none; an empty name takes them out."""

    def perform(transaction: Transaction) -> None:
        group = group_named(transaction, name)
        before = [document_row(transaction, one)["document_group"] for one in document_ids]
        if all(held == group for held in before):
            raise no_change()
        transaction.executemany(SET_GROUP, [(group, one) for one in document_ids])
        transaction.execute(DELETE_EMPTY_GROUPS)
        transaction.set_message(msg("groups.set", n=len(document_ids)))

    return Action("interviews.set_group", msg("interviews.changed"), perform)
