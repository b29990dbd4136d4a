# SPDX-License-Identifier: MIT
"""Constructions in which a verb has a subject or an object, found on the parse by spaCy's DependencyMatcher.

A construction is one pattern (active, passive, relative, …), given by the file of its language. A pattern says what
stands there, never what does not: whether a pair counts is decided in `coding.marks.arguments`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.spacy_types import Doc, Token

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher

VERB, WORD = "verb", "word"  # the nodes that each pattern has
OBJECT, SUBJECT = "object", "subject"

_WINDOW, _STEP = 45, 15  # tokens

Node = Mapping[str, object]


@dataclass(frozen=True)
class Construction:
    """How a word may be a verb's `role`; `nodes` are a pattern of the DependencyMatcher, its anchor first."""

    name: str
    role: str
    nodes: tuple[Node, ...]


def anchor(name: str, relations: str = "", tests: Node | None = None) -> Node:
    """The first node of a pattern.

    Examples
    --------
    >>> anchor("word", "dobj dative")
    {'RIGHT_ID': 'word', 'RIGHT_ATTRS': {'DEP': {'IN': ['dobj', 'dative']}}}
    """
    related = {"DEP": {"IN": relations.split()}} if relations else {}
    return {"RIGHT_ID": name, "RIGHT_ATTRS": {**related, **(tests or {})}}


def child(head: str, name: str, relations: str = "", tests: Node | None = None) -> Node:
    """A node right below another."""
    return {"LEFT_ID": head, "REL_OP": ">", **anchor(name, relations, tests)}


def head(of: str, name: str, relations: str = "", tests: Node | None = None, *, far: bool = False) -> Node:
    """The node right above another, or `far` above it, whatever stands between."""
    return {"LEFT_ID": of, "REL_OP": "<<" if far else "<", **anchor(name, relations, tests)}


@dataclass(frozen=True)
class ArgumentPair:
    """Two tokens of a text by their numbers: a word, in a construction, next to the verb."""

    verb: int
    word: int
    construction: str


class ConstructionSearch:
    """The constructions of a language, ready to be looked for; the pairs of the last text are kept."""

    def __init__(self, constructions: Sequence[Construction]) -> None:
        self._constructions = constructions
        self._matcher: DependencyMatcher | None = None
        self._doc: Doc | None = None
        self._pairs: dict[tuple[int, int], dict[tuple[str, int], list[ArgumentPair]]] = {}

    def pairs(self, verb: Token, role: str) -> Sequence[ArgumentPair]:
        """What stands in a role of a verb."""
        if not self._constructions:
            return ()
        if self._doc is not verb.doc:
            self._pairs, self._doc = {}, verb.doc
        window = _window(verb)
        if window not in self._pairs:
            self._pairs[window] = self._found(verb.doc, *window)
        return self._pairs[window].get((role, verb.i), ())

    def _found(self, doc: Doc, first: int, last: int) -> dict[tuple[str, int], list[ArgumentPair]]:
        if self._matcher is None or self._matcher.vocab is not doc.vocab:
            self._matcher = _matcher_of(self._constructions, doc)
        found: defaultdict[tuple[str, int], dict[int, ArgumentPair]] = defaultdict(dict)
        matches = self._matcher(doc[first:last])
        for number, tokens in sorted((int(doc.vocab.strings[key]), tokens) for key, tokens in matches):
            one = self._constructions[number]
            place = {node["RIGHT_ID"]: first + token for node, token in zip(one.nodes, tokens, strict=True)}
            pair = ArgumentPair(place[VERB], place[WORD], one.name)
            found[one.role, pair.verb].setdefault(pair.word, pair)
        return {key: list(pairs.values()) for key, pairs in found.items()}


def _window(verb: Token) -> tuple[int, int]:
    """The tokens [first, last) of the verb's sentence, of a long one a stretch around it.

    The DependencyMatcher tries every combination of the tokens that its nodes may be: n³ for three nodes.
    """
    sentence = verb.sent
    if sentence.end - sentence.start <= _WINDOW:
        return sentence.start, sentence.end
    first = sentence.start + (verb.i - sentence.start) // _STEP * _STEP - _STEP
    return max(sentence.start, first), min(sentence.end, first + 3 * _STEP)


def _matcher_of(constructions: Iterable[Construction], doc: Doc) -> DependencyMatcher:
    from spacy.matcher import DependencyMatcher  # seconds: only where texts are parsed

    matcher = DependencyMatcher(doc.vocab)
    for number, one in enumerate(constructions):
        matcher.add(str(number), [[dict(node) for node in one.nodes]])
    return matcher
