# SPDX-License-Identifier: MIT
"""A rule as its form shows it and as it stands among the keywords: kind, body, which marks it proposes, its limits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coding.parsed_rules import KINDS
from coding.rule_limits import RuleLimits, limits_of

_WRITTEN = re.compile(rf"^\s*({'|'.join((*KINDS, 'words'))})\s*(?:\[([^\]\n]*)\])?\s*:\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class RuleText:
    """`kind` is "word" or a kind of rule on the parse; `marks` is None for words, which know none."""

    kind: str
    body: str
    marks: tuple[str, ...] | None = None
    limits: RuleLimits = RuleLimits()

    @classmethod
    def of(cls, keyword: str) -> RuleText:
        """The form of a keyword."""
        match = _WRITTEN.match(keyword)
        if match is None or (match[1] == "words" and match[2] is None):
            return cls("word", keyword)
        limits = limits_of(keyword)
        if match[1] == "words":
            return cls("word", match[3].strip(), None, limits)
        marks = tuple(mark.strip() for mark in (match[2] or "").split(",") if mark.strip() and "=" not in mark)
        return cls(match[1], match[3].strip(), marks if marks or (match[2] == "") else ("hit",), limits)

    def written(self) -> str:
        """The keyword of the form; semicolons, which set keywords apart, become commas."""
        body = self.body.replace(";", ",")
        limits = self.limits.written()
        if self.kind == "word":
            return f"words[{limits}]: {body}" if limits else body
        plain = self.marks in (None, ("hit",))
        told = ",".join([*(() if plain and limits else self.marks or ()), *([limits] if limits else [])])
        brackets = "" if plain and not limits else f"[{told}]"
        return f"{self.kind}{brackets}: {body}"
