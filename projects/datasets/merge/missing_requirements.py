# SPDX-License-Identifier: MIT
"""Questions missing in a newer export although the sample's design, weights or known totals need them."""

from __future__ import annotations

from collections.abc import Sequence

from projects.datasets.question_matching import Pair
from projects.design.dependencies import VariableUse, rests_on, uses, uses_in_words
from projects.store.ports import Reader
from wording import Message, Text, msg

_NAMED = 5  # questions in one sentence


def missing_requirements(reader: Reader, table_id: str, pairs: Sequence[Pair]) -> Message | None:
    """One sentence: which questions rows that come new will lack, and what needs them; None where all is there."""
    gone = {pair.merged.id: pair.merged for pair in pairs if pair.new is None or not pair.comparable}
    if not gone:
        return None
    needed: dict[str, None] = {}
    needing: list[VariableUse] = []
    for use in uses(reader, table_id):
        missing = rests_on(reader, table_id, use.variable) & gone.keys()
        needed |= dict.fromkeys(name for name in gone if name in missing)
        needing += [use] if missing else []
    if not needed:
        return None
    names: list[Text] = [gone[name].name for name in list(needed)[:_NAMED]]
    if len(needed) > _NAMED:
        names.append(msg("data.newer.more_questions", n=len(needed) - _NAMED))
    return msg("data.newer.lacks", variables=names, uses=uses_in_words(reader, needing))
