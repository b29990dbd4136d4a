# SPDX-License-Identifier: MIT
"""Speakers by interview: their roles, and the group of interviews, for rules limited to some."""

from __future__ import annotations

from collections import defaultdict

from coding.rules.rule_limits import SpeakerContext
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from projects.stored_interviews.queries import SPEAKER_ROLES

DOCUMENT_GROUPS = (
    "SELECT document.id AS id, document_group.name AS name FROM document"
    " LEFT JOIN document_group ON document_group.id = document.document_group"
)

INTERVIEWERS = "assistance.interviewers"  # the switch: rules and models look at turns of interviewers too


def speaker_contexts(reads: Rows) -> dict[str, SpeakerContext]:
    """Roles and group of each interview by its id; turns stand in the interview itself."""
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for row in reads.query(SPEAKER_ROLES):
        roles[str(row["document"])][row["name"]] = row["role"]
    theirs = bool(stored_setting(reads, INTERVIEWERS, False))
    return {
        str(row["id"]): SpeakerContext((), roles.get(str(row["id"]), {}), row["name"] or "", theirs)
        for row in reads.query(DOCUMENT_GROUPS)
    }
