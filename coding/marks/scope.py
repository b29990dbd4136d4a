# SPDX-License-Identifier: MIT
"""Clauses that govern an act, from the nearest outwards, as far as their meaning reaches down to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coding.marks.dependency_tree import RELATIVES, SUBJECTS, is_finite, is_verbal, lowered, subjects
from coding.marks.grammar import Grammar, word_classes
from coding.spacy_types import Token


@dataclass(frozen=True)
class Step:
    """One step up: `below` is content of `above`; `open` where the lower clause has no tense of its own."""

    below: Token
    above: Token
    open: bool
    relation: str


def head_of_words(verb: Token) -> Token:
    """The token whose clause a verb form belongs to: an auxiliary taken for the verb gives way to its head."""
    node = verb
    while (node.dep_.startswith("aux") or node.dep_ == "cop") and node.head.i != node.i:
        node = node.head
    return node


def steps(verb: Token, grammar: Grammar) -> Iterator[Step]:
    """The steps from a verb to what governs it, the nearest first.

    A relative, juxtaposed or adverbial clause with a tense ends the climb; so do clauses added
    to another one that have their own subject and tense, unless the other stands under something itself.
    """
    node, seen = head_of_words(verb), {verb.i}
    is_open = not is_finite(node)
    while node.head.i != node.i and node.head.i not in seen:
        seen.add(node.head.i)
        relation, above = node.dep_, node.head
        if is_complement_clause(node):
            relation, above = "ccomp", _verb_above(node)
            seen.add(above.i)
        elif relation in RELATIVES:
            if is_finite(node) and not _is_content_noun(above, grammar):
                return
        elif relation in ("parataxis", "advcl", "appos", "dep", "nsubj") and _is_apart(node):
            return
        if relation == "conj":
            joined = _joined(node, above)
            if joined is None:
                return
            is_open = is_open or not is_finite(node)
            node = joined
            continue
        yield Step(node, above, is_open, relation)
        if is_verbal(above) and is_finite(above):
            is_open = False
        node = above


def is_complement_clause(node: Token) -> bool:
    """A clause with "that" or "que" that lacks nothing, though the parser hung it on a noun or as an adverbial."""
    if node.dep_ not in (*RELATIVES, "advcl", "acl") or not is_finite(node):
        return False
    marks = [
        child
        for child in node.children
        if child.lower_.replace("’", "'") in ("that", "que", "qu'") and child.i < node.i
    ]
    if not marks or _verb_above(node).i == node.i:
        return False
    mark = marks[0]
    classes = word_classes(node.doc.lang_)
    before = node.doc[mark.i - 1].lower_ if mark.i else ""
    if classes is None or before in classes.conjunction_heads:
        return False
    if node.dep_ == "advcl":
        return mark.dep_ == "mark" and before not in (",", "")
    others = [child for child in node.children if child.i != mark.i]
    has_subject = any(child.dep_ in SUBJECTS for child in others)
    return has_subject and mark.i - node.head.i <= 2 and any(child.dep_ in ("dobj", "obj") for child in others)


def _verb_above(node: Token) -> Token:
    """The nearest clause head above a clause."""
    return next((above for above in node.ancestors if is_verbal(above)), node)


def _joined(node: Token, other: Token) -> Token | None:
    """The clause whose standing a coordinated one shares: the first one, or its governor where that has no tense."""
    while is_finite(node) and not is_finite(other) and is_verbal(other):
        if other.head.i == other.i:
            return None
        other = other.head
    return other


def _is_content_noun(token: Token, grammar: Grammar) -> bool:
    lemma = token.lemma_.lower()
    return lemma in grammar.classes.hearsay_nouns or lemma in grammar.classes.irrealis_nouns


def _is_apart(node: Token) -> bool:
    """A clause with a tense that is set beside another one, or hangs on it by when, because, although."""
    return is_verbal(node) and is_finite(node)


def subject_words(verb: Token) -> set[str]:
    """The subjects of a verb, as written in lower case."""
    return {token.lower_.replace("’", "'") for token in subjects(verb)}


def lead_in(verb: Token) -> str:
    """The words right before a clause and its first ones, up to its subject: where its conjunction stands."""
    own = [child.i for child in subjects(verb)]
    end = min([*own, verb.i])
    first = max(0, end - 6)
    for index in range(end - 1, first - 1, -1):
        if verb.doc[index].is_punct or verb.doc[index].pos_ == "VERB":
            first = index + 1
            break
    return lowered(verb.doc, first, end)
