# SPDX-License-Identifier: MIT
"""The mark of each place of a phrase: what the sentence says of the act. The first that fits counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.marks.grammar import Grammar
from coding.marks.hearsay import has_source, is_future_form, is_reported
from coding.marks.hypotheticals import is_hypothetical
from coding.marks.negation import is_negated
from coding.marks.phrases import Occurrence, occurrences
from coding.marks.questions import is_asked, is_denied_echo
from coding.spacy_types import Doc, Token


class PhraseMark(StrEnum):
    """What a sentence says about an act; `NONE` where it does not speak of it."""

    HIT = "hit"
    NEGATED = "negated"
    ASKED = "asked"
    HYPOTHETICAL = "hypothetical"
    REPORTED = "reported"
    NONE = "none"


@dataclass(frozen=True)
class FoundPhrase:
    """A phrase met: the places of its words as (start, end) code points of the parsed text, in order, and its mark."""

    words: tuple[tuple[int, int], ...]
    mark: PhraseMark

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return self.words[0][0]

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.words[-1][1]


def find(doc: Doc, phrase: str | Sequence[str], grammar: Grammar) -> list[FoundPhrase]:
    """Every place of a lemma phrase in a parsed text, with its mark, in order."""
    return [
        FoundPhrase(tuple((token.idx, token.idx + len(token.text)) for token in one.tokens), mark_of(one, grammar))
        for one in occurrences(doc, phrase, grammar)
    ]


def decide_mark(doc: Doc, phrase: str | Sequence[str], grammar: Grammar) -> PhraseMark:
    """One answer for a sentence: a hit where any place is one, else the first mark in the rule's order."""
    marks = {found.mark for found in find(doc, phrase, grammar)}
    order = (PhraseMark.HIT, PhraseMark.ASKED, PhraseMark.HYPOTHETICAL, PhraseMark.REPORTED, PhraseMark.NEGATED)
    return next((mark for mark in order if mark in marks), PhraseMark.NONE)


def mark_of(occurrence: Occurrence, grammar: Grammar) -> PhraseMark:
    """The mark of one place: asked before hypothetical before reported before negated, else a hit.

    The conditional of hearsay ("D'après les jeunes, il promettrait …") counts as reported.
    """
    verb: Token = occurrence.verb
    if is_denied_echo(verb, grammar):
        return PhraseMark.NEGATED
    if is_asked(verb, grammar):
        return PhraseMark.ASKED
    if is_hypothetical(verb, grammar) and not _is_conditional_of_hearsay(verb, grammar):
        return PhraseMark.HYPOTHETICAL
    if is_reported(verb, grammar):
        return PhraseMark.REPORTED
    return PhraseMark.NEGATED if is_negated(verb, grammar) else PhraseMark.HIT


def _is_conditional_of_hearsay(verb: Token, grammar: Grammar) -> bool:
    """ "D'après les jeunes, il promettrait …": a source, and no mood but the conditional."""
    tensed = [verb, *(child for child in verb.children if child.dep_.startswith("aux") or child.dep_ == "cop")]
    return has_source(verb, grammar) and any(is_future_form(token, grammar) for token in tensed)
