# SPDX-License-Identifier: MIT
"""Recognises words of others to the speaker of herself: "they told me I owed them money" is no report of others."""

from __future__ import annotations

from collections.abc import Iterator

from coding.marks.dependency_tree import (
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    auxiliaries,
    is_finite,
    shared_subjects,
    subjects,
    utterance,
)
from coding.marks.grammar import Grammar
from coding.marks.phrases import is_person
from coding.marks.questions import Step, head_of_words
from coding.spacy_types import Token
from wording.word_lists import words

_CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl:relcl", "acl", "parataxis", "csubj", "csubjpass", "conj"})
_SAME_CLAUSE = frozenset({"xcomp", "attr", "acomp", "obj", "dobj", "nsubj", "pcomp", "prep"})
_TO_PERSONS = words("to for from by of on against about à de pour par contre sur")
_OPENING, _CLOSING = frozenset('"“«'), frozenset('"”»')


def happened_to_speaker(verb: Token, step: Step, grammar: Grammar) -> bool:
    """Whether what others said is of the speaker, a confession made to her, or an offer that proved false."""
    saying, content = step.above, step.below
    if _is_general(saying, grammar):
        return False
    if is_of_speaker(verb, grammar, saying) or _is_we(verb, saying, grammar):
        return True
    return _is_confession(verb, saying, content, grammar) or _proved_false(saying, content, grammar)


def is_of_speaker(verb: Token, grammar: Grammar, saying: Token | None = None) -> bool:
    """Whether the speaker, or a thing of hers, stands in the clause of an act."""
    written = grammar.classes.second_person if _is_quoted(verb) else grammar.classes.first_person
    return any(_names(token, written, grammar) for node in _clause(verb, saying) for token in (node, *_parts(node)))


def tells_speaker(saying: Token, grammar: Grammar) -> bool:
    """Whether a verb of saying has the speaker for its hearer."""
    first = grammar.classes.first_person
    if any(child.dep_ in PASSIVE_SUBJECTS and _form(child) in first for child in saying.children):
        return True
    own = [child for child in subjects(saying) if _form(child) in first]
    hearers = [token for token in _parts(saying) if _form(token) in first and token not in own]
    return bool(hearers) or (bool(own) and len(own) < len(subjects(saying)))  # a clitic taken for a second subject


def _clause(verb: Token, saying: Token | None) -> Iterator[Token]:
    """The verb and those above it that it shares a clause with: "they said I had to pay"."""
    node = head_of_words(verb)
    while saying is None or node.i != saying.i:
        yield node
        if is_finite(node) or node.dep_ not in _SAME_CLAUSE:
            return
        node = node.head


def _parts(verb: Token) -> Iterator[Token]:
    """The subjects, objects and persons behind a preposition in a clause, not those of clauses below it."""
    yield from shared_subjects(verb)
    for child in (*verb.children, *(part for aux in auxiliaries(verb) for part in aux.children)):
        if child.dep_ in _CLAUSES:
            continue
        if child.dep_ in SUBJECTS | OBJECTS or child.pos_ == "PRON":
            cases = {_form(one) for one in child.children if one.dep_ == "case"}
            if cases <= _TO_PERSONS:
                yield from _joined(child)
        if child.dep_ in ("prep", "dative", "agent") and _form(child) in _TO_PERSONS:
            yield from (part for part in child.children if part.dep_ == "pobj" and part.pos_ == "PRON")


def _joined(token: Token) -> Iterator[Token]:
    """A word, those coordinated with it, and of whom it is a number: "my mother and me", "both of us"."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield child
        elif child.lower_ == "of" and token.pos_ in ("PRON", "NUM", "DET"):
            yield from (part for part in child.children if part.pos_ == "PRON")


def _names(token: Token, written: frozenset[str], grammar: Grammar) -> bool:
    """A pronoun of the speaker, or a thing of hers."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return _form(token) in written
    owned = any(_form(child) in written and child.dep_ in ("poss", "det") for child in token.children)
    return owned and not {token.lemma_.lower(), *grammar.lemmas(token, "noun")} & grammar.classes.person_nouns


def _is_quoted(verb: Token) -> bool:
    first, last = utterance(verb)
    before = any(token.text in _OPENING for token in verb.doc[first : verb.i])
    return before and any(token.text in _CLOSING for token in verb.doc[verb.i : last])


def _is_general(saying: Token, grammar: Grammar) -> bool:
    """ "People say", "on dit", "it is said": nobody in particular told her."""
    if tells_speaker(saying, grammar):
        return False
    own = subjects(saying)
    if not own or any(aux.dep_ in ("auxpass", "aux:pass") for aux in auxiliaries(saying)):
        return True
    return any({one.lemma_.lower(), one.lower_} & grammar.classes.general_sayers for one in own)


def _is_we(verb: Token, saying: Token, grammar: Grammar) -> bool:
    """ "Ils nous ont dit qu'on travaillait": *on* is she and others where nobody else is acted on."""
    own = shared_subjects(verb)
    if not any(_form(one) in grammar.classes.we_or_they for one in own):
        return False
    plural = bool(auxiliaries(verb)) and "Plur" in verb.morph.get("Number", [])  # "qu'on était engagées"
    patients = [child for child in verb.children if child.dep_ in ("obj", "dobj")]
    if any(is_person(child, grammar) for child in patients):
        return False
    return plural or tells_speaker(saying, grammar)


def _is_confession(verb: Token, saying: Token, content: Token, grammar: Grammar) -> bool:
    """What the sayer did himself, told beside something of the speaker, or by one who has power over her."""
    mine = {_form(one) for one in shared_subjects(head_of_words(verb))}
    sayers = [one for one in subjects(saying) if _form(one) not in grammar.classes.first_person]
    if not mine & grammar.classes.subject_pronouns or not sayers:
        return False
    sayer = sayers[0]
    if sayer.pos_ == "PRON" and _form(sayer) not in mine:
        return False
    beside = [content, *(one for one in content.subtree if one.dep_ == "conj" and one.head.i == content.i)]
    if any(is_of_speaker(one, grammar) for one in beside):
        return True
    harms = any(child.dep_ in ("obj", "dobj", "iobj") and is_person(child, grammar) for child in verb.children)
    return sayer.lemma_.lower() in grammar.classes.in_power and tells_speaker(saying, grammar) and not harms


def _proved_false(saying: Token, content: Token, grammar: Grammar) -> bool:
    """ "She said it was a job in a salon but …": a thing said in the past, set against what it was."""
    if not _is_past(saying):
        return False
    own = [child for child in content.children if child.dep_ in SUBJECTS or child.dep_ == "expl"]
    if not own or any(is_person(one, grammar) and _form(one) not in grammar.classes.it for one in own):
        return False
    _, last = utterance(content)
    return any(_form(token) in grammar.classes.oppositions for token in content.doc[content.i : last])


def _is_past(verb: Token) -> bool:
    tenses = {tense for token in (verb, *auxiliaries(verb)) for tense in token.morph.get("Tense", [])}
    return bool(tenses & {"Past", "Imp"})


def _form(token: Token) -> str:
    return token.lower_.replace("’", "'")
