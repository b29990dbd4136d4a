# SPDX-License-Identifier: MIT
"""Rows that left analysis and interviews refused for missing consent. It reads only."""

from __future__ import annotations

from projects.people.effective_consent import effective_consents
from projects.people.persons import Member
from projects.store.ports import Rows
from projects.stored_tables.row_states import NO_CONSENT

ROWS_WITHOUT_CONSENT = (
    "SELECT table_id, row_id FROM row_state WHERE state = ? AND table_id IN (SELECT id FROM data_table) "
    "EXCEPT SELECT table_id, row_id FROM row_state WHERE state = 'erased' ORDER BY table_id, row_id"
)


def members_without_consent(reads: Rows) -> list[Member]:
    """They are offered for erasure; what was erased already is not among them."""
    rows = reads.query(
        ROWS_WITHOUT_CONSENT,
        (NO_CONSENT,),
    )
    refused = [document for document, consents in effective_consents(reads).items() if consents["interview"] is False]
    return [Member(row["table_id"], row["row_id"]) for row in rows] + [Member(document=one) for one in refused]
