# SPDX-License-Identifier: MIT
"""Words of a sentence that gave a place its mark ("never", "if", "people say"), found by deciding without them.

A word is a cue where the same decision, made with that word struck from the word classes, gives another mark. Marks
that rest on a form (a question mark, a future, an order) are told by that form.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import fields, replace

from coding.marks.dependency_tree import auxiliaries, is_infinitive, lowered, utterance
from coding.marks.grammar import Grammar
from coding.marks.mark_decision import PhraseMark, mark_of
from coding.marks.phrases import Occurrence
from coding.marks.word_classes import WordClasses
from coding.spacy_types import Token

_CLASSES = {
    PhraseMark.NEGATED: (
        "negators negative_pronouns negative_determiners without not_done doubting near_negators refusing_modals"
    ),
    PhraseMark.ASKED: "interrogatives whether asking telling_openings telling_imperatives request_modals",
    PhraseMark.HYPOTHETICAL: (
        "conditions purposes infinitive_purposes modal_auxiliaries modal_verbs irrealis_verbs irrealis_nouns"
        " irrealis_adjectives orders advice when"
    ),
    PhraseMark.REPORTED: "saying hearing seeming hearsay_nouns hearsay_adverbs sources source_openings",
}
_REACH, _MOST_TOKENS, _MOST_WORDS = 25, 4, 12  # tokens on both sides; words of a written phrase; candidates
_Candidate = tuple[tuple[int, int], frozenset[str]]  # tokens [first, behind last), what the classes may call them


def cues_of(occurrence: Occurrence, mark: PhraseMark, grammar: Grammar) -> tuple[tuple[int, int], ...]:
    """The places of the words that gave a phrase its mark."""
    if mark not in _CLASSES:
        return ()
    candidates = list(_candidates(occurrence, mark, grammar))[-_MOST_WORDS:]
    needed = candidates if _differs(occurrence, mark, grammar, candidates) else []
    for one in candidates if needed else ():
        without = [other for other in needed if other is not one]
        if _differs(occurrence, mark, grammar, without):
            needed = without
    doc = occurrence.verb.doc
    if mark is PhraseMark.NEGATED:
        needed = needed or candidates[-1:]
    spans = [span for span, _ in needed] or list(_by_form(occurrence.verb, mark))
    return tuple((doc[first].idx, doc[last - 1].idx + len(doc[last - 1])) for first, last in sorted(set(spans)))


def _candidates(occurrence: Occurrence, mark: PhraseMark, grammar: Grammar) -> Iterator[_Candidate]:
    """Words of the classes of a mark that stand around the verb, the farthest first: it is the first to be spared."""
    names, verb = _CLASSES[mark], occurrence.verb
    held = frozenset[str]().union(*(getattr(grammar.classes, name) for name in names.split()))
    first, last = utterance(verb)
    first, last = max(first, verb.i - _REACH), min(last, verb.i + _REACH)
    found: list[_Candidate] = []
    for token in verb.doc[first:last]:
        for end in range(min(token.i + _MOST_TOKENS, last), token.i + 1, -1):
            line = lowered(verb.doc, token.i, end).replace("' ", "'")
            if line in held or line + " " in held:
                found.append(((token.i, end), frozenset({line, line + " "})))
                break
        if token.i == verb.i and mark is not PhraseMark.ASKED:
            continue
        form = token.lower_.replace("’", "'")
        forms = frozenset({form, token.lower_, token.lemma_.lower(), *grammar.lemmas(token, "verb")}) & held
        if forms:
            found.append(((token.i, token.i + 1), forms))
    yield from sorted(found, key=lambda one: -abs(one[0][0] - verb.i))


def _differs(occurrence: Occurrence, mark: PhraseMark, grammar: Grammar, struck: list[_Candidate]) -> bool:
    if not struck:
        return False
    words = frozenset[str]().union(*(forms for _, forms in struck))
    return mark_of(occurrence, _struck(grammar, words, mark)) is not mark


@functools.lru_cache(maxsize=512)
def _struck(grammar: Grammar, words: frozenset[str], mark: PhraseMark) -> Grammar:
    """The grammar without some words in the classes of a mark."""
    return grammar.with_classes(_without(grammar.classes, words, frozenset(_CLASSES[mark].split())))


def _without(classes: WordClasses, words: frozenset[str], names: frozenset[str]) -> WordClasses:
    changed: dict[str, frozenset[str] | tuple[str, ...]] = {}
    for one in fields(classes):
        held = getattr(classes, one.name)
        if one.name in names and not words.isdisjoint(held):
            changed[one.name] = type(held)(word for word in held if word not in words)
    return replace(classes, **changed)  # type: ignore[arg-type]  # fields of the classes by name


def _by_form(verb: Token, mark: PhraseMark) -> Iterator[tuple[int, int]]:
    """The forms that carry a mark without a word of their own: a question mark; the verb of a future or an order."""
    first, last = utterance(verb)
    if mark is PhraseMark.ASKED:
        at = next((token.i for token in verb.doc[verb.i : last] if token.text.startswith("?")), None)
        at = last - 1 if at is None else at
        yield at, at + 1
        opening = next((token for token in verb.doc[first : verb.i] if not token.is_punct), None)
        if opening is not None and opening.pos_ == "AUX":
            yield opening.i, opening.i + 1
    else:
        while is_infinitive(verb) and verb.head.i != verb.i and not auxiliaries(verb):
            verb = verb.head  # "il faudrait traverser": the verb above has the mood
        helping = [token.i for token in auxiliaries(verb)] or [verb.i]
        yield helping[0], helping[0] + 1
