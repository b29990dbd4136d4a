# SPDX-License-Identifier: MIT
"""Interviews that assistance may read: those nobody refused. The others are neither searched nor learned from."""

from __future__ import annotations

from collections.abc import Sequence

from projects.interviews.queries import load_documents
from projects.people.effective_consent import refused
from projects.store.ports import Reader
from projects.stored_interviews.parsed_document import LoadedDocument


def readable(project: Reader, only: Sequence[str] | None = None) -> list[LoadedDocument]:
    """All interviews, or some, without those that were refused."""
    out = refused(project)
    return [one for one in load_documents(project, only) if one.document.id not in out]
