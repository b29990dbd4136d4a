# SPDX-License-Identifier: MIT
"""Interviews held back: those whose consent was refused or withdrawn. Whatever shows words of interviews asks here.

Their words leave every list, page and file at once and come back when the refusal is undone; the bytes stay until
Erase. What was worked out from them goes with the refusal: `assistance.erasable`. An interview that only must not be
shared is not held back: it stays in use inside the team.
"""

from __future__ import annotations

from projects.people.effective_consent import effective_consents
from projects.store.ports import Rows
from wording import Problem, msg

ANY_REFUSAL = (
    "SELECT EXISTS (SELECT 1 FROM document WHERE consent_interview = 0) OR EXISTS (SELECT 1 FROM consent WHERE what = "
    "'interview' AND given = 0) OR EXISTS (SELECT 1 FROM row_state WHERE state = 'no_consent') AS said"
)


def refused(reads: Rows) -> frozenset[str]:
    """The ids of interviews whose consent was refused or withdrawn."""
    if not reads.query(ANY_REFUSAL)[0]["said"]:
        return frozenset()
    return frozenset(one for one, given in effective_consents(reads).items() if given["interview"] is False)


def check_not_held_back(reads: Rows, *documents: str) -> None:
    """Raise `Problem` where one of these interviews is held back: its text is neither shown, coded nor corrected."""
    if refused(reads).intersection(documents):
        raise Problem(msg("consents.held_back"))
