# SPDX-License-Identifier: MIT
"""A rule as its form shows it and as it stands among the keywords: kind, body, and which marks it proposes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coding.parsed_rules import KINDS

_WRITTEN = re.compile(rf"^\s*({'|'.join(KINDS)})\s*(?:\[([\w, ]*)\])?\s*:\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class RuleText:
    """`kind` is "word" or a kind of rule on the parse; `marks` is None for words, which know none."""

    kind: str
    body: str
    marks: tuple[str, ...] | None = None

    @classmethod
    def of(cls, keyword: str) -> RuleText:
        """The form of a keyword."""
        match = _WRITTEN.match(keyword)
        if match is None:
            return cls("word", keyword)
        marks = ("hit",) if match[2] is None else tuple(mark.strip() for mark in match[2].split(",") if mark.strip())
        return cls(match[1], match[3].strip(), marks)

    def written(self) -> str:
        """The keyword of the form; semicolons, which set keywords apart, become commas."""
        body = self.body.replace(";", ",")
        if self.kind == "word":
            return body
        marks = "" if self.marks in (None, ("hit",)) else f"[{','.join(self.marks or ())}]"
        return f"{self.kind}{marks}: {body}"
