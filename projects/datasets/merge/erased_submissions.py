# SPDX-License-Identifier: MIT
"""Keeps erased submissions from coming back with a newer export: a digest of their uuids is stored.

A uuid is random, so that its digest tells nothing to anybody who does not hold the submission itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from projects.datasets.merge.submission_matching import UUID_KINDS, plain_uuid
from projects.store.ports import Reader
from projects.stored_tables.columns import TableColumns

if TYPE_CHECKING:
    from projects.store.ports import Transaction

INSERT_ERASED_KEY = "INSERT INTO erased_key (digest, table_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
ERASED_KEYS = "SELECT digest FROM erased_key WHERE table_id = ?"


def digest(uuid: str) -> str:
    """The digest of a plain uuid."""
    return hashlib.sha256(f"erased submission {uuid}".encode()).hexdigest()


def remember_erased(transaction: Transaction, table_id: str, places: Iterable[int]) -> None:
    """Keep the digests of the uuids of rows (by position) that are about to be erased."""
    columns = TableColumns(transaction, table_id)
    wanted = list(places)
    for kind in UUID_KINDS:
        keys = columns.keys(kind) or []
        for place in wanted:
            uuid = plain_uuid(keys[place]) if place < len(keys) else None
            if uuid is not None:
                transaction.execute(
                    INSERT_ERASED_KEY,
                    (digest(uuid), table_id),
                )


def erased_rows(project: Reader, table_id: str, keys: Mapping[str, Sequence[str | None]], rows: int) -> np.ndarray:
    """For each row of a newer export whether it is a submission that was erased here."""
    known = {row["digest"] for row in project.query(ERASED_KEYS, (table_id,))}
    found = np.zeros(rows, dtype=bool)
    if known:
        for kind in UUID_KINDS:
            for row, key in enumerate(keys.get(kind, ())):
                uuid = plain_uuid(key)
                if uuid is not None and digest(uuid) in known:
                    found[row] = True
    return found
