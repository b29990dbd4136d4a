# SPDX-License-Identifier: MIT
"""The rules of a codebook looked at for traps, with the words of the project's own interviews and what was rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coding.rule_limits import limits_of
from coding.rule_linter import RuleWarning, Speaking, counted_words, lint
from projects.interviews.groups import group_names
from projects.interviews.queries import RuleRecord, load_documents, rule_records
from projects.interviews.suggestions import project_rules
from projects.store.ports import Reader

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
    found = []
    for rule in rules:
        accepted, decided = fared.get((rule.code, rule.keyword, rule.language), (0, 0))
        counts = (accepted, decided - accepted)
        for warning in lint(rule.keyword, rule.language, words.get(rule.language), *counts, speaking=speaking):
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
