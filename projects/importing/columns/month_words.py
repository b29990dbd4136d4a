# SPDX-License-Identifier: MIT
"""Names of months in English and French, whole or shortened: which month a word is.

The worker that reads a file has no catalogue at hand, so the names stand here.
"""

from __future__ import annotations

from projects.word_folding import fold

MONTHS = (
    ("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "aout"), ("september", "septembre"), ("october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip
_SHORT = 3  # letters: "jan", "fév"; "jui" would be June and July


def month_of(word: str) -> int | None:
    """1 to 12 for the name of a month or three and more of its first letters; None for other words."""
    plain = fold(word).strip().rstrip(".")
    if len(plain) < _SHORT:
        return None
    found = {at for at, names in enumerate(MONTHS, start=1) if any(name.startswith(plain) for name in names)}
    return found.pop() if len(found) == 1 else None
