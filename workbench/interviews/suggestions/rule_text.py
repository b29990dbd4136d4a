# SPDX-License-Identifier: MIT
"""Rules as their forms show them: kind, body, marks and limits of a keyword; the boxes of a pattern. Pure text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coding.rules.parsed_rules import KINDS, reading_problem
from coding.rules.rule_limits import RuleLimits, limits_of
from wording import Message

_WRITTEN = re.compile(rf"^\s*({'|'.join((*KINDS, 'words'))})\s*(?:\[([^\]\n]*)\])?\s*:\s*(.*)$", re.DOTALL)
_BOX = re.compile(r"^(?:(lemma|pos|kind|word)=)?([^\s=?*]+)(\?|\*[1-9])?$")
ONCE, OPTIONAL = "", "?"
ANY = "any"


@dataclass(frozen=True)
class RuleText:
    """`kind` is "word" or a kind of rule on grammar; `marks` is None for words that name none."""

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
        marks = tuple(mark.strip() for mark in (match[2] or "").split(",") if mark.strip() and "=" not in mark)
        if match[1] == "words":
            return cls("word", match[3].strip(), marks or None, limits)
        return cls(match[1], match[3].strip(), marks if marks or (match[2] == "") else ("hit",), limits)

    def written(self) -> str:
        """The keyword of the form; semicolons, which set keywords apart, become commas."""
        body = self.body.replace(";", ",")
        limits = self.limits.written()
        if self.kind == "word":
            named = ",".join([*(self.marks or ()), *([limits] if limits else [])])
            return f"words[{named}]: {body}" if named else body
        plain = self.marks in (None, ("hit",))
        inside = ",".join([*(() if plain and limits else self.marks or ()), *([limits] if limits else [])])
        brackets = "" if plain and not limits else f"[{inside}]"
        return f"{self.kind}{brackets}: {body}"


@dataclass(frozen=True)
class TokenBox:
    """One box of a pattern: what is compared ("lemma", "word", "pos", "kind", "any"), with what, how often.

    `times` is "" for once, "?" for optional, "*3" for up to three.
    """

    key: str
    value: str
    times: str = ONCE

    def written(self) -> str:
        """The box as it stands in the rule; "" where it says nothing yet."""
        value = re.sub(r"\s*[/,]\s*", "/", self.value.strip()).replace(" ", "/")
        if self.key == ANY:
            return f"{ANY}{self.times}"
        if not value:
            return ""
        return f"{'' if self.key == 'lemma' else self.key + '='}{value}{self.times}"


def boxes_of(body: str) -> list[TokenBox] | None:
    """The boxes of a pattern; None where it is none."""
    boxes = []
    for word in re.sub(r"\s*/\s*", "/", body).split():
        match = _BOX.match(word)
        if match is None:
            return None
        key = ANY if match[2] == ANY else match[1] or "lemma"
        boxes.append(TokenBox(key, "" if key == ANY else match[2], match[3] or ONCE))
    return boxes


def who_of(body: str) -> tuple[str, str, str]:
    """Who, did, to what of "boss > take > phone"; "" for anyone."""
    parts = [part.strip() for part in body.split(">")] + ["", "", ""]
    who, did, what = ("" if part == "*" else part for part in parts[:3])
    return who, did, what


def problem_of(written: str) -> Message | None:
    """The sentence why a rule on grammar cannot be read; None where it can."""
    return reading_problem(written)
