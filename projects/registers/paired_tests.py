# SPDX-License-Identifier: MIT
"""Recognises the columns of a test before and one after a training by their headings, in English and French."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.records import Kind, Variable
from projects.word_folding import fold

_BEFORE = frozenset({"pre", "pretest", "before", "avant", "baseline"})
_AFTER = frozenset({"post", "posttest", "after", "apres", "endline"})
_KINDS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.ONE})


def paired_tests(variables: Sequence[Variable]) -> tuple[Variable, Variable] | None:
    """The first columns before and after that are of one kind, both numbers or both answers; None without a pair."""
    worded = [(one, _words(one)) for one in variables if one.kind in _KINDS]
    for before in (one for one, words in worded if words & _BEFORE):
        for after in (one for one, words in worded if words & _AFTER):
            if before.id != after.id and (before.kind is Kind.ONE) == (after.kind is Kind.ONE):
                return before, after
    return None


def _words(variable: Variable) -> frozenset[str]:
    headings = (variable.name, *variable.labels.by_language.values())
    return frozenset(word for heading in headings for word in re.findall(r"[^\W_]+", fold(heading)))
