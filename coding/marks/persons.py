# SPDX-License-Identifier: MIT
"""Verbs that by themselves speak of a person, and words that name persons."""

from __future__ import annotations

from coding.marks.dependency_tree import RELATIVES, SUBJECTS, shared_subjects, subjects
from coding.marks.grammar import Grammar
from coding.marks.voice import is_passive
from coding.spacy_types import Token


def acts_on_a_person(verb: Token, grammar: Grammar) -> bool:
    """Whether a verb alone speaks of a person: its object is one or is left open; a thing is another sense.

    Parameters
    ----------
    verb : Token
        A verb met without object or subject asked for: "beat", "threaten".
    grammar : Grammar
        Its classes of persons, reflexives and causatives are used.

    Returns
    -------
    bool
        False for reflexive verbs and for things: "beat the drum", "the rain threatened".
    """
    classes = grammar.classes
    if _is_reflexive(verb, grammar):
        return False
    if any(child.dep_ == "dobj" and child.lower_ in classes.reflexives for child in verb.children):
        return False
    patients = [child for child in verb.children if child.dep_ in ("dobj", "obj", "dative", "iobj")]
    if is_passive(verb):
        patients = [child for child in subjects(verb) if child.dep_ in SUBJECTS] or patients
        tells = verb.head.lemma_.lower() in classes.hearsay_nouns | classes.irrealis_nouns  # "stories of girls being …"
        if not patients and verb.dep_ in ("acl", "amod") and not tells:
            patients = [verb.head]
    if any(is_person(token, grammar) for token in patients):
        return True
    if any(_is_clitic_of_person(child, verb, grammar) for child in verb.children):
        return True
    things = [token for token in patients if token.pos_ in ("NOUN", "PROPN") and not _is_measure(token, grammar)]
    if things and not is_passive(verb):
        return False
    if things:
        return False
    return _subject_can_act(verb, bool(patients), grammar)


def _is_clitic_of_person(child: Token, verb: Token, grammar: Grammar) -> bool:
    is_pronoun = child.lower_.replace("’", "'") in grammar.classes.person_pronouns and child.pos_ == "PRON"
    if child.dep_ in SUBJECTS:  # "le capitaine nous a affamés": a clitic taken for a second subject
        return child.lower_ in grammar.classes.reflexives and any(other.i < child.i for other in subjects(verb))
    return is_pronoun and child.i < verb.i and child.lower_ not in grammar.classes.relatives


def _subject_can_act(verb: Token, has_patient: bool, grammar: Grammar) -> bool:
    """A thing that acts on nobody named ("the rain threatened") is another sense; so is "the months that followed"."""
    if has_patient or is_passive(verb):
        return True
    found = shared_subjects(verb)
    if verb.dep_ in RELATIVES and found and found[0].lower_ in grammar.classes.relatives:
        found = [verb.head]
    nouns = [token for token in found if token.pos_ == "NOUN"]
    return not nouns or any(is_person(token, grammar) for token in nouns)


def is_person(token: Token, grammar: Grammar) -> bool:
    """Whether a noun or pronoun can name a person.

    Parameters
    ----------
    token : Token
        A noun, pronoun or name on the parse.
    grammar : Grammar
        Its classes `person_nouns`, `person_endings`, `person_pronouns` and `quantities` are used.

    Returns
    -------
    bool
        True too for pronouns, numbers and determiners, and for what "who" takes up.
    """
    classes = grammar.classes
    if token.lower_ in classes.person_pronouns or token.lower_ in classes.negative_pronouns:
        return True
    if token.ent_type_ in ("PERSON", "PER"):
        return True
    if token.pos_ in ("PRON", "DET", "NUM"):
        return True
    lemma = token.lemma_.lower()
    if lemma in classes.quantities:
        return True
    if lemma in classes.person_nouns or token.lower_ in classes.person_nouns:
        return True
    if grammar.lemmas(token, "noun") & classes.person_nouns:
        return True
    if lemma.endswith(classes.person_endings) and token.pos_ == "NOUN" and len(lemma) > 4:
        return True
    if any(child.lower_ in ("who", "whom") for relative in token.children for child in relative.children):
        return True
    return any(child.dep_ in ("conj",) and is_person(child, grammar) for child in token.children)


def _is_measure(token: Token, grammar: Grammar) -> bool:
    """A sum or a time that stands beside the person left unsaid: "paid two months", "il frappe le soir"."""
    return token.lemma_.lower() in grammar.classes.times or any(
        child.dep_ in ("nummod", "quantmod") for child in token.children
    )


def _is_reflexive(verb: Token, grammar: Grammar) -> bool:
    classes = grammar.classes
    for child in verb.children:
        wanted = classes.reflexives.get(child.lower_.replace("’", "'"))
        if wanted is None or child.i > verb.i or child.dep_ in SUBJECTS:
            continue
        if verb.head.lemma_ in classes.causatives and child.head.i != verb.i:
            continue
        own = {token.lower_.replace("’", "'") for token in shared_subjects(verb)}
        if not wanted and child.dep_.startswith(("expl", "obj", "iobj", "dep")):
            return True
        if own & wanted and (child.lower_ not in own or len(own) > 1 or _twice(verb, child)):
            return True
    return False


def _twice(verb: Token, pronoun: Token) -> bool:
    """ "Nous nous battons": the word stands once as subject and once as object."""
    times: int = sum(token.lower_ == pronoun.lower_ for token in verb.doc[max(0, verb.i - 4) : verb.i])
    return times > 1
