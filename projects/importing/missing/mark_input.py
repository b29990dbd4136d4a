# SPDX-License-Identifier: MIT
"""Missing marks as a person types them: "NA, ND, -99=dont_know", "none"."""

from __future__ import annotations

from analysis.records import Reason
from projects.importing.missing.missing_marks import ASKED, SPECIAL, TAKEN
from wording import Problem, msg

_REASONS = {"missing": Reason.MISSING, "refused": Reason.REFUSED, "dont_know": Reason.DONT_KNOW,
            "not_asked": Reason.NOT_ASKED, "answer": Reason.PRESENT}  # fmt: skip
_NONE = frozenset(("none", "aucun", "aucune"))


def marks_of(text: str) -> dict[str, int]:
    """Marks with their reasons, missing where none is given; none for "none". Raises Problem for an unknown reason."""
    found: dict[str, int] = {}
    if text.strip().casefold() in _NONE:
        return found
    for part in text.split(","):
        mark, equals, word = part.strip().rpartition("=")
        if not equals:
            mark, word = word, "missing"
        reason = word.strip().casefold().replace("-", "_").replace("’", "").replace("'", "").replace(" ", "_")
        if reason not in _REASONS:
            raise Problem(msg("cli.no_such_word", word=word, words=list(_REASONS)))
        if mark.strip():
            found[mark.strip()] = int(_REASONS[reason])
    return found


def column_marks(text: str) -> dict[str, int]:
    """The marks of a single column; "none" keeps as answers all that would be taken."""
    return marks_of(text) or dict.fromkeys((*TAKEN, *ASKED, *map(str, SPECIAL)), int(Reason.PRESENT))
