# SPDX-License-Identifier: MIT
"""The head of the log as reports print it ("action 57, 4f2a09c1b3de"), read back from what a person typed or pasted."""

from __future__ import annotations

import re

from projects.store.problems import NoPrintedHead

_HEAD = re.compile(
    r"(?<![0-9a-f])(\d{1,3}(?:[\s\u00a0\u202f,.]\d{3})+|\d+)\D{1,40}?\b([0-9a-f]{8,64})\b", re.IGNORECASE
)


def read_head(text: str) -> tuple[int, str]:
    """The number and the first digits of the hash in `text`. Raises NoPrintedHead."""
    found = _HEAD.search(text)
    if found is None:
        raise NoPrintedHead()
    return int(re.sub(r"\D", "", found[1])), found[2].lower()
