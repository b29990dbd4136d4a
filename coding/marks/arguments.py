# SPDX-License-Identifier: MIT
"""Subjects and objects of a verb: in passives, relatives, clefts, with clitics."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from coding.marks.constructions import OBJECT, SUBJECT
from coding.marks.dependency_tree import (
    OBJECTS,
    OBLIQUES,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    ancestors,
    between,
    holds,
    is_verbal,
    lowered,
    subjects,
    utterance,
)
from coding.marks.grammar import Grammar
from coding.spacy_types import Token


def is_passive(verb: Token) -> bool:
    """Whether a verb is a passive or a participle that stands for one."""
    marks = ("auxpass", "aux:pass", "nsubjpass", "nsubj:pass", "agent", "obl:agent")
    if any(child.dep_ in marks for child in verb.children):
        return True
    if any(child.dep_ == "cop" for child in verb.children) and "Part" in verb.morph.get("VerbForm", []):
        return True
    if any(child.dep_.startswith("aux") for child in verb.children):
        return False  # "que le patron a pris", where the parser took the clause for a participle
    return verb.dep_ in ("acl", "amod") and (verb.tag_ == "VBN" or "Past" in verb.morph.get("Tense", []))


_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
_NOUN_PARTS = frozenset({"compound", "poss", "nmod", "amod", "npadvmod", "flat:name", "nmod:poss"})
_SHARING = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "ccomp"})
_REACH = 7  # tokens to the right in which a complement may stand that the parser hung elsewhere


def object_like(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The token that is one of the lemmas and the verb's object, passive subject or complement; else None."""
    candidates = [token for token in _near(verb) if token.i != verb.i and _is_word(token, element, grammar)]
    if candidates:
        found = _by_construction(verb, candidates, grammar)
        if found is not None:
            return found
    for test in (_is_fronted, _is_after_an_aside, _follows):
        for token in candidates:
            if test(verb, token, grammar):
                return token
    return _antecedent(verb, element, grammar)


def subject_like(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The token that is one of the lemmas and who does it: subject, agent, or whom the pronoun names."""
    pairs = grammar.argument_pairs(verb, SUBJECT)
    doc = verb.doc
    for pair in pairs:
        if pair.construction == "agent" and _is_word(doc[pair.word], element, grammar):
            return doc[pair.word]
    if is_passive(verb):
        return None
    for token in _subjects_shared(verb, grammar):
        if _is_word(token, element, grammar):
            return token
        if token.lower_ in grammar.classes.subject_pronouns:
            found = _named_before(token, element, grammar)
            if found is not None:
                return found
    for pair in grammar.argument_pairs(_clause_head(verb, "conj", "xcomp"), SUBJECT):
        if pair.construction == "relative" and _is_word(doc[pair.word], element, grammar):
            return doc[pair.word]
    return _clitic_subject(verb, element, grammar) or _stands_before(verb, element, grammar)


def is_naming(verb: Token, grammar: Grammar) -> bool:
    """Whether a verb gives somebody or something a name: "a guard they call Police"."""
    if verb.lemma_.lower() not in grammar.classes.naming and not grammar.lemmas(verb, "verb") & grammar.classes.naming:
        return False
    named = [child for child in verb.children if child.dep_ in ("oprd", "attr", "xcomp", "obj", "dobj")]
    for child in named:
        if child.pos_ == "PROPN" and child.i > verb.i and not any(c.dep_ == "det" for c in child.children):
            return True
    after = verb.doc[verb.i + 1 : verb.i + 2]
    is_proper = any(token.text[:1].isupper() and token.pos_ in ("PROPN", "NOUN") for token in after)
    taken_up = grammar.classes.object_pronouns - grammar.classes.relatives
    has_object = any(
        child.lower_ in taken_up and child.i < verb.i and child.dep_ not in SUBJECTS and child.pos_ == "PRON"
        for child in verb.children
    )
    return is_proper or (has_object and any(child.i > verb.i and child.pos_ == "NOUN" for child in named))


def _is_word(token: Token, element: frozenset[str], grammar: Grammar) -> bool:
    if token.pos_ == "PROPN" and token.lower_ not in element and token.i > 0 and token.text[:1].isupper():
        return False
    return any(grammar.has_lemma(token, lemma) for lemma in element)


def _near(verb: Token) -> list[Token]:
    first, last = utterance(verb)
    return sorted(verb.doc[first:last], key=lambda token: abs(token.i - verb.i))


def _by_construction(verb: Token, candidates: Sequence[Token], grammar: Grammar) -> Token | None:
    """The first of the words that a construction ties to the verb, those of relative clauses last."""
    pairs = {pair.word: pair.construction for pair in grammar.argument_pairs(verb, OBJECT)}
    for token in candidates:
        if pairs.get(token.i, "relative") != "relative" and _counts(verb, token, pairs[token.i], grammar):
            return token
    clause = _clause_head(verb, "conj", "xcomp", "ccomp")
    asks_who = any(child.dep_ in SUBJECTS and child.lower_ in ("qui", "who") for child in clause.children)
    if asks_who and not is_passive(clause):
        return None  # the relative stands for who does it
    heads = {pair.word for pair in grammar.argument_pairs(clause, OBJECT) if pair.construction == "relative"}
    return next((token for token in candidates if token.i in heads), None)


def _counts(verb: Token, token: Token, construction: str, grammar: Grammar) -> bool:
    """What a pattern cannot say: no company, no further verb, the passive of a verb."""
    if construction == "passive":
        return token.dep_ in PASSIVE_SUBJECTS or token.dep_ == "conj" or is_passive(verb)
    if token.dep_ == "conj" and is_verbal(token):
        return False
    between_them = takewhile(lambda node: node.i != verb.i, ancestors(token))
    return not any(_keeps_company(node, grammar) for node in (token, *between_them))


def _clause_head(verb: Token, *relations: str) -> Token:
    """The verb of whose clause this one is a part, by coordination or as its complement."""
    while verb.dep_ in relations and verb.head.i != verb.i:
        verb = verb.head
    return verb


def _subjects_shared(verb: Token, grammar: Grammar) -> list[Token]:
    """Who does it: the verb's own subjects, else those of the verb it is coordinated with or governed by."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        found = [pair.word for pair in grammar.argument_pairs(verb, SUBJECT) if pair.construction == "active"]
        if found or subjects(verb):
            return [verb.doc[word] for word in found] or subjects(verb)
        if verb.dep_ not in _SHARING and not verb.dep_.startswith("aux"):
            break
        verb = verb.head
    return []


def _keeps_company(node: Token, grammar: Grammar) -> bool:
    """ "With my passport" is no object."""
    company = grammar.classes.company
    if node.dep_ == "prep":
        return node.lower_ in company
    return any(child.dep_ == "case" and child.lower_ in company for child in node.children)


def _is_fronted(verb: Token, token: Token, grammar: Grammar) -> bool:
    """ "On the floor, that is where we slept": a fronted place taken up by a cleft, no other verb between."""
    if token.i > verb.i:
        return False
    line = lowered(verb.doc, token.i, verb.i)
    if not any(holds(line, place) for place in grammar.classes.cleft_places):
        return False
    return not any(other.pos_ == "VERB" for other in between(token, verb))


def _is_after_an_aside(verb: Token, token: Token, grammar: Grammar) -> bool:
    """A complement behind an aside between commas, which the parser hangs into the aside."""
    del grammar
    if token.i < verb.i:
        return False
    for node in (token, *ancestors(token)):
        opening = node.left_edge.i
        if opening <= verb.i:
            marks = [child.i for child in node.children if child.dep_ in ("mark", "case") and child.i > verb.i]
            opening = min(marks, default=0)
        if opening and _resumes(verb, opening):
            return True
        if node.i <= verb.i or (node.pos_ in ("VERB", "AUX") and node.i != token.i):
            return False
    return False


def _resumes(verb: Token, opening: int) -> bool:
    """Whether a comma that closes an aside stands before a complement that begins with its mark."""
    doc = verb.doc
    if doc[opening - 1].text not in (",", "–", "—", ")"):
        return False
    commas = [other for other in doc[verb.i + 1 : opening] if other.text in (",", "–", "—", "(")]
    return len(commas) >= 2 and (doc[opening].pos_ in ("ADP", "PART", "SCONJ") or doc[opening].dep_ in ("mark", "aux"))


def _follows(verb: Token, token: Token, grammar: Grammar) -> bool:
    """A complement right behind the verb that the parser hung elsewhere; no verb or clause mark stands between."""
    if not verb.i < token.i <= verb.i + _REACH or token.dep_ in _NOUN_PARTS - {"npadvmod", "nmod"}:
        return False
    if _keeps_company(token, grammar) or _keeps_company(token.head, grammar):
        return False
    gap = between(verb, token)
    if any(other.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") or other.is_punct for other in gap):
        return False
    others = [other for other in gap if other.pos_ in ("NOUN", "PROPN")]
    if token.dep_ == "nmod" and others:
        return False
    if any(ancestor.i == verb.i for ancestor in ancestors(token)) and others:
        return False
    return (
        len(others) <= 1
        and token.pos_ in _NOMINAL
        and not any(o.dep_ in OBJECTS and o.head.i == verb.i for o in others)
    )


def _antecedent(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The noun that an object pronoun of the verb takes up: "my passport, he took it"."""
    pronouns = [token for token in _objects_and_clitics(verb, grammar)]
    for pronoun in pronouns:
        found = _named_before(pronoun, element, grammar)
        if found is not None and found.i != verb.i:
            return found
    return None


def _objects_and_clitics(verb: Token, grammar: Grammar) -> list[Token]:
    found = []
    for child in verb.children:
        inside = child.subtree if child.dep_ in OBJECTS | OBLIQUES | PASSIVE_SUBJECTS else [child]
        for token in inside:
            if token.lower_.replace("’", "'") in grammar.classes.object_pronouns and _stands_alone(token):
                found.append(token)
    return found


def _stands_alone(token: Token) -> bool:
    if token.dep_ in ("det", "mark", "nummod", "amod"):
        return False
    return token.dep_ not in SUBJECTS or token.dep_ in PASSIVE_SUBJECTS


def _named_before(pronoun: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The nearest of the lemmas before a pronoun, in this utterance or the one before, that agrees in number."""
    first, _ = utterance(pronoun)
    if first > 1:
        first, _ = utterance(pronoun.doc[first - 2])
    plural = pronoun.lower_ in grammar.classes.plural_pronouns
    for token in reversed(pronoun.doc[first : pronoun.i]):
        if not _is_word(token, element, grammar) or is_verbal(token) or token.dep_ in ("compound", "poss"):
            continue
        many = "Plur" in token.morph.get("Number", []) or any(child.dep_ == "conj" for child in token.children)
        if not plural and many and pronoun.lower_ in ("it", "le", "la", "he", "she", "il", "elle"):
            continue
        if _genders_differ(pronoun, token):
            continue
        return token
    return None


def _genders_differ(pronoun: Token, noun: Token) -> bool:
    mine = {"le": "Masc", "la": "Fem", "il": "Masc", "elle": "Fem", "ils": "Masc", "elles": "Fem"}.get(pronoun.lower_)
    theirs = noun.morph.get("Gender", [])
    return bool(mine and theirs and mine not in theirs)


def _clitic_subject(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """A noun right before the verb's clitics and auxiliaries that the parser did not take for its subject."""
    index = verb.i - 1
    while index >= 0 and verb.doc[index].pos_ in ("AUX", "PRON", "ADV", "PART"):
        index -= 1
    token = verb.doc[index] if index >= 0 else None
    return token if token is not None and _is_word(token, element, grammar) else None


def _stands_before(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """A noun before the verb in the same clause, without preposition, where the parser found no subject at all."""
    if subjects(verb):
        return None
    for token in reversed(verb.doc[max(0, verb.i - 6) : verb.i]):
        if token.is_punct or token.pos_ in ("VERB", "AUX", "SCONJ"):
            return None
        if _is_word(token, element, grammar):
            before = token.doc[token.i - 1].pos_ if token.i else ""
            return None if before == "ADP" else token
    return None
