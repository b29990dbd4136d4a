# SPDX-License-Identifier: MIT
"""The lemmas of interviews for analyses of their words, out of the parses that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.codings.records import Codings, Lemma
from coding.parses import lemmas
from projects.assistance.parses import current_parses

if TYPE_CHECKING:
    from projects.store.project import Project


def with_lemmas(project: Project, codings: Codings) -> Codings:
    """The codings with the lemmas of each interview whose kept parse is of its text and languages as they are now.

    Where the language of a turn was corrected since, there are none until the interview is parsed again.
    """
    held = current_parses(project)

    def lemmas_of(document: str) -> Sequence[Lemma] | None:
        return (lemmas(held[document]) or None) if document in held else None

    return replace(codings, lemmas=lemmas_of)
