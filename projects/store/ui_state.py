# SPDX-License-Identifier: MIT
"""Display state of a project: columns, filters, widths. It stands outside history and undo.

It lies in the encrypted database beside the store's own notes, outside the journal, and is forgotten whenever
something is erased: a filter may hold a person's words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from projects.store.ports import Connection
from projects.store.schema import NOTE, SET_NOTE

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

_BEGINS = "seen."


def remember(project: OpenProject, name: str, value: object) -> None:
    """Keep a JSON value under `name` until it is kept anew; a project open to read keeps nothing."""
    if project.read_only:
        return
    with project.locked() as opened:
        connection = opened.writer.connection
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute(
                SET_NOTE,
                (_BEGINS + name, json.dumps(value, ensure_ascii=False)),
            )
        finally:
            connection.execute("PRAGMA query_only = ON")


def saved_ui_state(project: OpenProject, begins: str = "") -> dict[str, Any]:
    """What is remembered under names that begin so, by name."""
    rows = project.query(
        "SELECT name, value FROM store_meta WHERE substr(name, 1, ?) = ?",
        (len(_BEGINS + begins), _BEGINS + begins),
    )
    return {row["name"][len(_BEGINS) :]: json.loads(row["value"]) for row in rows}


def forget_filters(transaction: Transaction, name: str, variables: set[str]) -> None:
    """Forget filters by these variables among what is remembered under `name`: they may hold what somebody answered."""
    for row in transaction.query(NOTE, (_BEGINS + name,)):
        held = json.loads(row["value"])
        kept = [one for one in held.get("filters", ()) if one.get("variable") not in variables]
        if kept != held.get("filters", []):
            stored = json.dumps({**held, "filters": kept}, ensure_ascii=False)
            transaction.execute("UPDATE store_meta SET value = ? WHERE name = ?", (stored, _BEGINS + name))


def forget_ui_state(connection: Connection) -> None:
    """Forget everything, as a part of erasing."""
    connection.execute("DELETE FROM store_meta WHERE substr(name, 1, ?) = ?", (len(_BEGINS), _BEGINS))
