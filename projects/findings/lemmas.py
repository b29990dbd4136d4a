# SPDX-License-Identifier: MIT
"""The lemmas of interviews for analyses of their words, out of the parses that are kept. It parses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.codings.records import Codings, Lemma
from projects.assistance.parses import kept_parses
from projects.assistance.queries import DOCUMENTS_TO_PARSE

if TYPE_CHECKING:
    from projects.store.project import Project


def with_lemmas(project: Project, codings: Codings) -> Codings:
    """The codings with the lemmas of each interview whose text has a kept parse as it stands now."""
    now = {(str(row["id"]), row["digest"]) for row in project.query(DOCUMENTS_TO_PARSE)}
    held = {place[0]: data for place, data in kept_parses(project).items() if place in now}

    def lemmas_of(document: str) -> Sequence[Lemma] | None:
        from coding.parses import lemmas  # spaCy, seconds: only where words are counted

        return (lemmas(held[document]) or None) if document in held else None

    return replace(codings, lemmas=lemmas_of)
