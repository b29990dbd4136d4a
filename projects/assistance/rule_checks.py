# SPDX-License-Identifier: MIT
"""The rules of a codebook looked at for traps, with the words of the project's own interviews and what was rejected."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coding.case_folding import fold_plain
from coding.rules import Rule
from coding.rules.rule_limits import limits_of
from coding.rules.rule_linter import (
    BESIDE,
    ENOUGH,
    MOST_REJECTED,
    RuleWarning,
    Speaking,
    counted_words,
    lint,
    rejected_word,
)
from projects.interviews.groups import group_names
from projects.interviews.queries import RuleRecord, load_documents, rule_records
from projects.interviews.suggestions import project_rules
from projects.store.ports import Reader

DECIDED_WORDS = (
    "SELECT document, rule, matched, verdict FROM suggestion"
    " WHERE code = ? AND language = ? AND verdict <> 'open' AND rule NOT LIKE 'model:%'"
)

_LETTERS = 25  # of a word at most, where words beside a place are looked for
_WORD = re.compile(r"\w+")
_MOST_TEXT = 3_000_000  # characters of a language that are looked at: words repeat themselves


@dataclass(frozen=True)
class CheckedRule:
    """A rule with one thing that is wrong with it."""

    code: str
    language: str
    keyword: str
    warning: RuleWarning


def checked_rules(project: Reader, codes: Collection[str] | None = None) -> list[CheckedRule]:
    """Every warning for the rules of some codes or all, in the order of the codebook."""
    rules = project_rules(project, codes)
    languages = {rule.language for rule in rules}
    words = _words(project, languages) if rules else {}
    limited = any(limits_of(rule.keyword) for rule in rules)
    speaking = _speaking(project) if limited else None
    fared = fared_rules(rule_records(project))
    beside = _NeighbourWords(project)
    found = []
    for rule in rules:
        accepted, decided = fared.get((rule.code, rule.keyword, rule.language), (0, 0))
        counts = (accepted, decided - accepted)
        often = decided >= ENOUGH and counts[1] > MOST_REJECTED * decided
        around = beside.rejected_word(rule) if often else ("", 0)
        held = words.get(rule.language)
        for warning in lint(rule.keyword, rule.language, held, *counts, speaking=speaking, around=around):
            found.append(CheckedRule(rule.code, rule.language, rule.keyword, warning))
    return found


def fared_rules(records: Iterable[RuleRecord]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """By code, rule and language: accepted and decided; a place that several rules met counts for each."""
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for one in records:
        for rule in one.rule.split("; "):
            accepted, decided = found.get((one.code, rule, one.language), (0, 0))
            counts = (accepted + one.accepted, decided + one.accepted + one.rejected)
            found[one.code, rule, one.language] = counts
    return found


class _NeighbourWords:
    """The words beside what people accepted and rejected of a rule; read when first asked for."""

    def __init__(self, project: Reader) -> None:
        self._project = project
        self._texts: dict[str, str] | None = None

    def rejected_word(self, rule: Rule) -> tuple[str, int]:
        """The word that stands beside much of what was rejected of a rule, and beside nothing accepted."""
        if self._texts is None:
            self._texts = {one.document.id: one.document.text for one in load_documents(self._project)}
        words: dict[str, list[list[str]]] = {"accepted": [], "rejected": []}
        for row in self._project.query(DECIDED_WORDS, (int(rule.code), rule.language)):
            if rule.keyword in row["rule"].split("; "):
                text = self._texts.get(str(row["document"]), "")
                places = json.loads(row["matched"])
                words[row["verdict"]].append([word for place in places for word in _words_beside(text, *place)])
        return rejected_word(words["rejected"], words["accepted"])


def _words_beside(text: str, start: int, end: int) -> list[str]:
    room = BESIDE * _LETTERS
    before = _WORD.findall(fold_plain(text[max(0, start - room) : start]))[-BESIDE:]
    return [*before, *_WORD.findall(fold_plain(text[end : end + room]))[:BESIDE]]


def _speaking(project: Reader) -> Speaking:
    """Who speaks in the interviews, and the names of their groups."""
    speakers = {turn.speaker for loaded in load_documents(project) for turn in loaded.document.turns if turn.speaker}
    return Speaking(frozenset(speakers), frozenset(group_names(project)))


def _words(project: Reader, languages: Collection[str]) -> dict[str, Counter[str]]:
    """The words of the interviews in each language that has any."""
    room = dict.fromkeys(languages, _MOST_TEXT)
    counts: dict[str, Counter[str]] = {}
    for loaded in load_documents(project):
        document = loaded.document
        if room.get(document.language, 0) > 0:
            room[document.language] -= len(document.text)
            counts.setdefault(document.language, Counter()).update(counted_words((document.text,)))
    return counts
