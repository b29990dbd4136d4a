# SPDX-License-Identifier: MIT
"""Interviews that may leave as whole texts or segment by segment: inside the team only, none whose consent says no."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.masking import Destination
from coding.codebook import Codebook
from projects.interviews.coders import is_blind
from projects.people.effective_consent import effective_consents, may_quote, refused
from projects.stored_interviews.queries import NAMES_OF_DOCUMENTS
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Rows


@dataclass(frozen=True)
class ShareableDocuments:
    """Ids of the documents that may leave; names of those that stay, and of those without a recorded consent.

    `unquoted`: ids whose words may not be quoted, although they may leave: that was refused. `blind`:
    whether everybody codes blind, so that of what was coded and noted only one's own goes along.
    """

    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    unrecorded: tuple[str, ...]
    unquoted: frozenset[str]
    blind: bool = False

    def messages(self) -> list[Message]:
        """What whoever writes the file is to know."""
        said = []
        if self.refused:
            said.append(msg("sharing.refused", n=len(self.refused), names=list(self.refused)))
        if self.unrecorded:
            said.append(msg("sharing.unrecorded", n=len(self.unrecorded)))
        if self.blind:
            said.append(msg("sharing.blind"))
        return said


def shareable_documents(reads: Rows, destination: Destination, *, whole: bool = True) -> ShareableDocuments:
    """The documents that may leave. Raises `Problem` for anywhere but inside the team, and for none.

    One stays whose consent to the interview was refused; a `whole` text also where that to share was: the words of its
    segments are read inside the team as those of others, unless quoting was refused.
    """
    if destination is not Destination.INSIDE:
        raise Problem(msg("sharing.inside_only"))
    held = effective_consents(reads)
    allowed, refused, unrecorded, unquoted = [], [], [], []
    for row in reads.query(NAMES_OF_DOCUMENTS):
        consents = held[str(row["id"])]
        if consents["interview"] is False or (whole and consents["sharing"] is False):
            refused.append(row["name"])
            continue
        allowed.append(str(row["id"]))
        if whole and consents["sharing"] is None:
            unrecorded.append(row["name"])
        if not may_quote(consents, inside=True):
            unquoted.append(str(row["id"]))
    if not allowed and refused:
        raise Problem(msg("sharing.none", names=refused, n=len(refused)))
    blind = is_blind(reads)
    return ShareableDocuments(tuple(allowed), tuple(refused), tuple(unrecorded), frozenset(unquoted), blind)


def without_refused(reads: Rows, codebook: Codebook) -> tuple[Codebook, int]:
    """The codebook without the anchor examples of refused interviews, and how many those are."""
    out = refused(reads)
    n = sum(document in out for code in codebook for _, document in code.anchors)
    if not n:
        return codebook, 0
    return Codebook(
        replace(code, anchors=tuple(one for one in code.anchors if one[1] not in out)) for code in codebook
    ), n
