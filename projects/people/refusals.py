# SPDX-License-Identifier: MIT
"""Interviews that were refused. What was worked out from their words goes with the refusal: `assistance.erasable`."""

from __future__ import annotations

from projects.people.effective_consent import effective_consents
from projects.store.ports import Rows


def refused(reads: Rows) -> frozenset[str]:
    """The ids of interviews whose consent was refused or withdrawn."""
    return frozenset(one for one, given in effective_consents(reads).items() if given["interview"] is False)
