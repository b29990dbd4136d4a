# SPDX-License-Identifier: MIT
"""Consents recorded on one row or interview itself, before they are brought together with others. It reads only."""

from __future__ import annotations

from projects.people.effective_consent import Consents, given, no_consents
from projects.people.persons import Member
from projects.store.ports import Rows
from projects.stored_interviews.queries import DOCUMENT_BY_ID
from projects.stored_interviews.tables import CONSENTS

CONSENTS_OF_ROW = "SELECT what, given FROM consent WHERE table_id = ? AND row_id = ?"


def recorded(reads: Rows, member: Member) -> Consents:
    """What is recorded on one row or interview itself."""
    if member.document:
        rows = reads.query(DOCUMENT_BY_ID, (member.document,))
        return {name: given(rows[0][f"consent_{name}"]) if rows else None for name in CONSENTS}
    rows = reads.query(CONSENTS_OF_ROW, (member.table, member.row))
    return no_consents() | {row["what"]: bool(row["given"]) for row in rows}
