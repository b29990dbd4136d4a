# SPDX-License-Identifier: MIT
"""Finds a lemma phrase on the parse: a verb with its subject, objects and complements in any order, or as a pronoun.

A verb alone is met only where it speaks of a person, by its object or by who does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coding.marks import arguments
from coding.marks.arguments import is_passive
from coding.marks.dependency_tree import OBJECTS, RELATIVES, SUBJECTS, is_verbal, shared_subjects, subjects, utterance
from coding.marks.grammar import Grammar
from coding.spacy_types import Doc, Token


@dataclass(frozen=True)
class Occurrence:
    """A phrase met: the verb (or the noun of a phrase without one) and the tokens that are the phrase's words."""

    verb: Token
    tokens: tuple[Token, ...]


Element = frozenset[str]


def elements(phrase: str | Sequence[str]) -> tuple[Element, ...]:
    """The words of a phrase; a slash sets alternatives apart: "take passport/card".

    Examples
    --------
    >>> [sorted(element) for element in elements("take Passport / card")]
    [['take'], ['card', 'passport']]
    """
    parts = phrase.split() if isinstance(phrase, str) else list(phrase)
    joined = " ".join(parts).replace(" / ", "/").replace("/ ", "/").replace(" /", "/").split()
    return tuple(frozenset(part.lower().replace("’", "'").split("/")) - {""} for part in joined)


def occurrences(doc: Doc, phrase: str | Sequence[str], grammar: Grammar) -> Iterator[Occurrence]:
    """Every place where the phrase is met.

    The first or the second word that stands as a verb is its verb; what stands before it is the subject, what follows
    are
    objects or complements. Without any verb the words are one noun group.
    """
    wanted = elements(phrase)
    if not wanted:
        return
    met = False
    for token in _candidates(doc, frozenset[str]().union(*wanted[:2]), grammar):
        for place in range(min(2, len(wanted))):
            if is_verb_of(token, wanted[place], grammar):
                met = True
                found = _with_arguments(token, wanted, place, grammar)
                if found is not None:
                    yield found
                    break
    if not met and not any(_may_be_verb(word, grammar) for word in wanted[0]):
        yield from _noun_groups(doc, wanted, grammar)


def _candidates(doc: Doc, words: Element, grammar: Grammar) -> list[Token]:
    """The tokens that may be a form of one of the words, in the order of the text."""
    by_word = grammar.tokens_by_word(doc)
    found = {token.i: token for word in words for token in by_word.get(word, ())}
    return [found[place] for place in sorted(found)]


def _with_arguments(verb: Token, wanted: tuple[Element, ...], place: int, grammar: Grammar) -> Occurrence | None:
    if arguments.is_naming(verb, grammar):
        return None
    subject, objects = wanted[:place], wanted[place + 1 :]
    if not subject and not objects:
        return Occurrence(verb, (verb,)) if acts_on_a_person(verb, grammar) else None
    found = []
    if subject:
        one = arguments.subject_like(verb, subject[0], grammar)
        if one is None:
            return None
        found.append(one)
    for element in objects:
        one = arguments.object_like(verb, element, grammar)
        if one is None:
            return None
        found.append(one)
    return Occurrence(verb, tuple(sorted({verb, *found}, key=lambda token: token.i)))


def form_of(met: Occurrence, grammar: Grammar) -> str:
    """The form in which who did what is said, where it is not the plain one."""
    verb, others = met.verb, [token for token in met.tokens if token.i != met.verb.i]
    if is_passive(verb):
        return "passive"
    clause = verb
    while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ in RELATIVES and any(token.i == clause.head.i for token in others):
        return "relative"
    pronouns = grammar.classes.object_pronouns
    taken_up = any(child.dep_ in OBJECTS and child.lower_.replace("’", "'") in pronouns for child in verb.children)
    return "pronoun" if taken_up and any(token.i < verb.i for token in others) else ""


def is_verb_of(token: Token, element: Element, grammar: Grammar) -> bool:
    """Whether a token is a form of one of the verbs, whatever part of speech a slip of the tagger gave it."""
    if token.dep_.startswith("aux") or token.dep_ == "cop":
        return any(token.lemma_.lower() == lemma for lemma in element)
    if token.pos_ in ("VERB", "AUX"):
        return any(grammar.has_lemma(token, lemma, "verb") for lemma in element)
    verbs = grammar.lemmas(token, "verb")
    if not element & verbs:
        return False
    if token.pos_ == "ADJ":
        return token.dep_ != "amod" or _stands_as_verb(token) or "Part" in token.morph.get("VerbForm", [])
    if token.pos_ in ("NOUN", "PROPN", "ADV", "ADP", "X", "PRON"):
        takes = is_verbal(token) or any(child.dep_ in ("dobj", "obj", "nsubjpass") for child in token.children)
        only_verb = not grammar.lemmas(token, "noun") and token.pos_ != "PROPN"
        if _stands_as_verb(token) or (token.i and token.doc[token.i - 1].pos_ == "AUX" and token.pos_ != "PROPN"):
            return True
        opens = token.i == 0 and token.dep_ == "ROOT" and token.lower_ not in element
        return only_verb or opens or (takes and token.dep_ in ("ROOT", "conj", "ccomp", "relcl", "advcl"))
    return False


def _stands_as_verb(token: Token) -> bool:
    """A word taken for a noun that is the verb of its clause: a plural article before a singular, or no other verb."""
    before = token.doc[token.i - 1] if token.i else None
    if before is not None and before.lower_ == "les" and not token.lower_.endswith(("s", "x")):
        return True
    first, last = utterance(token)
    marks = [other.i for other in token.doc[first : token.i] if other.is_punct or other.dep_ == "mark"]
    start = marks[-1] + 1 if marks else first
    ends = [other.i for other in token.doc[token.i : last] if other.is_punct]
    clause = token.doc[start : ends[0] if ends else last]
    has_noun_before = any(other.pos_ in ("NOUN", "PRON", "PROPN") for other in token.doc[start : token.i])
    no_verb = not any(other.pos_ in ("VERB", "AUX") and other.i != token.i for other in clause)
    return no_verb and has_noun_before and token.dep_ in ("compound", "ccomp", "ROOT", "nmod", "conj") and bool(marks)


def _may_be_verb(word: str, grammar: Grammar) -> bool:
    """Whether a typed word is an infinitive that the tables know."""
    return word in grammar.lemmas_of_form(word, "verb")


def _noun_groups(doc: Doc, wanted: tuple[Element, ...], grammar: Grammar) -> Iterator[Occurrence]:
    for token in _candidates(doc, wanted[0], grammar):
        group, last = [token], token
        for element in wanted[1:]:
            following = doc[last.i + 1 : last.i + 5]
            found = next((t for t in following if any(grammar.has_lemma(t, lemma) for lemma in element)), None)
            if found is None:
                break
            group.append(found)
            last = found
        if len(group) == len(wanted):
            yield Occurrence(_head_of(group), tuple(group))


def _head_of(group: list[Token]) -> Token:
    members = {token.i for token in group}
    return next((token for token in group if token.head.i not in members), group[-1])


def acts_on_a_person(verb: Token, grammar: Grammar) -> bool:
    """Whether a verb alone speaks of a person: its object is one or is left open; a thing is another sense."""
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
    """Whether a noun or pronoun can name a person."""
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
