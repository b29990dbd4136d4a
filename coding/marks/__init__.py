# SPDX-License-Identifier: MIT
"""Phrases found on a dependency parse, and their marks: hit, negated, asked, hypothetical, reported of others.

`find(doc, phrase, grammar)`: the places of a phrase with the mark of each; `decide_mark`: the answer for a sentence.
It takes texts that spaCy has parsed.
"""

from __future__ import annotations

from coding.marks.grammar import Grammar, grammar_of
from coding.marks.mark_decision import FoundPhrase, PhraseMark, decide_mark, find

__all__ = ["FoundPhrase", "Grammar", "PhraseMark", "find", "grammar_of", "decide_mark"]
