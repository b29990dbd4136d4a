# SPDX-License-Identifier: MIT
"""Who did it, and to what: subjects and objects of a verb through passives, relatives, clefts, clitics, coordination."""

from __future__ import annotations

from typing import Any

from coding.marks.grammar import Grammar
from coding.marks.tree import (
    OBJECTS,
    OBLIQUES,
    PASSIVE_SUBJECTS,
    RELATIVES,
    SUBJECTS,
    ancestors,
    between,
    holds,
    is_verbal,
    lowered,
    shared_subjects,
    subjects,
    utterance,
)

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
_NOUN_PARTS = frozenset({"compound", "poss", "nmod", "amod", "npadvmod", "flat:name", "nmod:poss"})
_REACH = 7  # tokens to the right in which a complement may stand that the parser hung elsewhere


def object_like(verb: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
    """The token that is one of the lemmas and the verb's object, passive subject or complement; None when there is none."""
    candidates = [token for token in _near(verb) if _is_word(token, element, grammar)]
    for test in (_is_governed, _is_gap_of_relative, _is_fronted, _is_after_an_aside, _follows):
        for token in candidates:
            if token.i != verb.i and test(verb, token, grammar):
                return token
    return _antecedent(verb, element, grammar)


def subject_like(verb: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
    """The token that is one of the lemmas and the one who does it: subject, agent, or who the subject's pronoun names."""
    agents = [child for child in verb.children if child.dep_ in ("agent", "obl:agent")]
    agents += [child for child in verb.children if child.dep_ in OBLIQUES and _has_agent_mark(child, grammar)]
    for agent in agents:
        found = next((token for token in agent.subtree if _is_word(token, element, grammar)), None)
        if found is not None:
            return found
    if is_passive(verb):
        return None
    for subject in shared_subjects(verb):
        for token in [subject, *(child for child in subject.children if child.dep_ == "conj")]:
            if _is_word(token, element, grammar):
                return token
        if subject.lower_ in grammar.classes.subject_pronouns:
            found = _named_before(subject, element, grammar)
            if found is not None:
                return found
    found = _headed_relative(verb, element, grammar) or _clitic_subject(verb, element, grammar)
    return found or _stands_before(verb, element, grammar)


def is_passive(verb: Any) -> bool:
    """Whether a verb is a passive or a participle that stands for one."""
    marks = ("auxpass", "aux:pass", "nsubjpass", "nsubj:pass", "agent", "obl:agent")
    if any(child.dep_ in marks for child in verb.children):
        return True
    if any(child.dep_ == "cop" for child in verb.children) and "Part" in verb.morph.get("VerbForm"):
        return True
    return verb.dep_ in ("acl", "amod") and (verb.tag_ == "VBN" or "Past" in verb.morph.get("Tense"))


def is_naming(verb: Any, grammar: Grammar) -> bool:
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


def acts_on_a_person(verb: Any, grammar: Grammar) -> bool:
    """Whether a verb alone speaks of a person: its object is one, or is left open; a thing or oneself is another sense."""
    classes = grammar.classes
    if _is_reflexive(verb, grammar):
        return False
    if any(child.dep_ == "dobj" and child.lower_ in classes.reflexives for child in verb.children):
        return False
    patients = [child for child in verb.children if child.dep_ in ("dobj", "obj", "dative", "iobj")]
    if is_passive(verb):
        patients = [child for child in subjects(verb) if child.dep_ in SUBJECTS] or patients
        if not patients and verb.dep_ in ("acl", "amod"):
            patients = [verb.head]
    if any(is_person(token, grammar) for token in patients):
        return True
    if any(_is_clitic_of_person(child, verb, grammar) for child in verb.children):
        return True
    things = [token for token in patients if token.pos_ in ("NOUN", "PROPN") and not _is_measure(token)]
    if things and not is_passive(verb):
        return False
    if things:
        return False
    return _subject_can_act(verb, bool(patients), grammar)


def _is_clitic_of_person(child: Any, verb: Any, grammar: Grammar) -> bool:
    is_pronoun = child.lower_.replace("’", "'") in grammar.classes.person_pronouns and child.pos_ == "PRON"
    return is_pronoun and child.i < verb.i and child.dep_ not in SUBJECTS and child.lower_ not in grammar.classes.relatives


def _subject_can_act(verb: Any, has_patient: bool, grammar: Grammar) -> bool:
    """A thing that acts on nobody named ("the rain threatened") is another sense; so is "the months that followed"."""
    if has_patient or is_passive(verb):
        return True
    found = shared_subjects(verb)
    if verb.dep_ in RELATIVES and found and found[0].lower_ in grammar.classes.relatives:
        found = [verb.head]
    nouns = [token for token in found if token.pos_ == "NOUN"]
    return not nouns or any(is_person(token, grammar) for token in nouns)


def is_person(token: Any, grammar: Grammar) -> bool:
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


def _is_measure(token: Any) -> bool:
    """A sum or a time that stands beside the person left unsaid: "paid two months"."""
    return any(child.dep_ in ("nummod", "quantmod") for child in token.children)


def _is_reflexive(verb: Any, grammar: Grammar) -> bool:
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


def _twice(verb: Any, pronoun: Any) -> bool:
    """"Nous nous battons": the word stands once as subject and once as object."""
    return sum(token.lower_ == pronoun.lower_ for token in verb.doc[max(0, verb.i - 4) : verb.i]) > 1


def _is_word(token: Any, element: frozenset[str], grammar: Grammar) -> bool:
    if token.pos_ == "PROPN" and token.lower_ not in element and token.i > 0 and token.text[:1].isupper():
        return False
    return any(grammar.has_lemma(token, lemma) for lemma in element)


def _near(verb: Any) -> list[Any]:
    first, last = utterance(verb)
    return sorted(verb.doc[first:last], key=lambda token: abs(token.i - verb.i))


def _is_governed(verb: Any, token: Any, grammar: Grammar) -> bool:
    """Whether the way up from a token to the verb goes through objects, complements and their noun groups only."""
    node, steps = token, 0
    while node.i != verb.i:
        passes = node.i != token.i and is_verbal(node)
        if node.head.i == node.i or steps > 8 or not _may_climb(verb, node, grammar):
            return False
        if passes and node.dep_ in ("xcomp", "ccomp", "acl", "pcomp") and not _tells_content(verb, grammar):
            return False
        node, steps = node.head, steps + 1
    return True


def _may_climb(verb: Any, node: Any, grammar: Grammar) -> bool:
    relation, head = node.dep_, node.head
    if relation in RELATIVES or relation in ("advcl", "parataxis", "appos", "punct"):
        return False
    if relation in PASSIVE_SUBJECTS:
        return head.i == verb.i or head.dep_ in ("ccomp", "xcomp")
    if relation in SUBJECTS:
        return head.i == verb.i and is_passive(verb)
    if relation == "conj":
        return not is_verbal(node) or (head.i == verb.i and not _has_object(verb) and node.i - verb.i <= 2)
    if relation in _NOUN_PARTS:
        return _passes_noun(node, grammar)
    if relation == "acl":
        return is_verbal(node) and head.pos_ == "NOUN" and node.i > verb.i
    return True


def _tells_content(verb: Any, grammar: Grammar) -> bool:
    """Verbs whose object may be told by a clause: "promised that I would get a job"."""
    lemmas = {verb.lemma_.lower(), *grammar.lemmas(verb, "verb")}
    return bool(lemmas & (grammar.classes.irrealis_verbs | grammar.classes.saying))


def _passes_noun(node: Any, grammar: Grammar) -> bool:
    """A noun inside another's group is no object ("passport office"), unless the other is a quantity: "all of it"."""
    head = node.head
    if is_verbal(head) or node.dep_ == "npadvmod":
        return True
    return head.lemma_.lower() in grammar.classes.quantities or head.lower_ in grammar.classes.quantities


def _has_object(verb: Any) -> bool:
    return any(child.dep_ in ("dobj", "obj") for child in verb.children)


def _is_gap_of_relative(verb: Any, token: Any, grammar: Grammar) -> bool:
    """Whether the verb stands in a relative clause of the token, or in one of its participle clauses."""
    node = verb
    while node.dep_ in ("conj", "xcomp", "ccomp") and node.head.i != node.i:
        node = node.head
    if node.dep_ not in (*RELATIVES, "acl"):
        return False
    head = node.head
    group = {head.i, *(child.i for child in head.children if child.dep_ in ("conj", "attr"))}
    if token.i not in group and not (token.dep_ in _NOUN_PARTS and head.lower_ in grammar.classes.quantities):
        return False
    relative = [child for child in node.children if child.lower_ in ("qui", "who")]
    return not any(child.dep_ in SUBJECTS for child in relative) or is_passive(node)


def _is_fronted(verb: Any, token: Any, grammar: Grammar) -> bool:
    """"On the floor, that is where we slept": a fronted place taken up by a cleft, no other verb between."""
    if token.i > verb.i:
        return False
    line = lowered(verb.doc, token.i, verb.i)
    if not any(holds(line, place) for place in grammar.classes.cleft_places):
        return False
    return sum(other.pos_ == "VERB" for other in between(token, verb)) == 0


def _is_after_an_aside(verb: Any, token: Any, grammar: Grammar) -> bool:
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


def _resumes(verb: Any, opening: int) -> bool:
    """Whether a comma that closes an aside stands before a complement that begins with its mark."""
    doc = verb.doc
    if doc[opening - 1].text not in (",", "–", "—", ")"):
        return False
    commas = [other for other in doc[verb.i + 1 : opening] if other.text in (",", "–", "—", "(")]
    return len(commas) >= 2 and (doc[opening].pos_ in ("ADP", "PART", "SCONJ") or doc[opening].dep_ in ("mark", "aux"))


def _follows(verb: Any, token: Any, grammar: Grammar) -> bool:
    """A complement right behind the verb that the parser hung elsewhere; no verb or clause mark stands between."""
    if not verb.i < token.i <= verb.i + _REACH or token.dep_ in _NOUN_PARTS - {"npadvmod", "nmod"}:
        return False
    gap = between(verb, token)
    if any(other.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") or other.is_punct for other in gap):
        return False
    others = [other for other in gap if other.pos_ in ("NOUN", "PROPN")]
    if token.dep_ == "nmod" and others:
        return False
    if any(ancestor.i == verb.i for ancestor in ancestors(token)) and others:
        return False
    return len(others) <= 1 and token.pos_ in _NOMINAL and not any(o.dep_ in OBJECTS and o.head.i == verb.i for o in others)


def _antecedent(verb: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
    """The noun that an object pronoun of the verb takes up: "my passport, he took it"."""
    pronouns = [token for token in _objects_and_clitics(verb, grammar)]
    for pronoun in pronouns:
        found = _named_before(pronoun, element, grammar)
        if found is not None and found.i != verb.i:
            return found
    return None


def _objects_and_clitics(verb: Any, grammar: Grammar) -> list[Any]:
    found = []
    for child in verb.children:
        inside = child.subtree if child.dep_ in OBJECTS | OBLIQUES | PASSIVE_SUBJECTS else [child]
        for token in inside:
            if token.lower_.replace("’", "'") in grammar.classes.object_pronouns and _stands_alone(token):
                found.append(token)
    return found


def _stands_alone(token: Any) -> bool:
    if token.dep_ in ("det", "mark", "nummod", "amod"):
        return False
    return token.dep_ not in SUBJECTS or token.dep_ in PASSIVE_SUBJECTS


def _named_before(pronoun: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
    """The nearest of the lemmas before a pronoun, in this utterance or the one before, that agrees in number."""
    first, _ = utterance(pronoun)
    if first > 1:
        first, _ = utterance(pronoun.doc[first - 2])
    plural = pronoun.lower_ in grammar.classes.plural_pronouns
    for token in reversed(pronoun.doc[first : pronoun.i]):
        if not _is_word(token, element, grammar) or is_verbal(token) or token.dep_ in ("compound", "poss"):
            continue
        many = "Plur" in token.morph.get("Number") or any(child.dep_ == "conj" for child in token.children)
        if not plural and many and pronoun.lower_ in ("it", "le", "la", "he", "she", "il", "elle"):
            continue
        if _genders_differ(pronoun, token):
            continue
        return token
    return None


def _genders_differ(pronoun: Any, noun: Any) -> bool:
    mine = {"le": "Masc", "la": "Fem", "il": "Masc", "elle": "Fem", "ils": "Masc", "elles": "Fem"}.get(pronoun.lower_)
    theirs = noun.morph.get("Gender")
    return bool(mine and theirs and mine not in theirs)


def _headed_relative(verb: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
    """The noun whose relative clause has the verb, when its subject is the relative pronoun: "the boss who took"."""
    node = verb
    while node.dep_ in ("conj", "xcomp") and node.head.i != node.i:
        node = node.head
    if node.dep_ in RELATIVES and _is_word(node.head, element, grammar):
        return node.head
    return None


def _clitic_subject(verb: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
    """A noun right before the verb's clitics and auxiliaries that the parser did not take for its subject."""
    index = verb.i - 1
    while index >= 0 and verb.doc[index].pos_ in ("AUX", "PRON", "ADV", "PART"):
        index -= 1
    token = verb.doc[index] if index >= 0 else None
    return token if token is not None and _is_word(token, element, grammar) else None


def _stands_before(verb: Any, element: frozenset[str], grammar: Grammar) -> Any | None:
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


def _has_agent_mark(token: Any, grammar: Grammar) -> bool:
    return any(child.dep_ == "case" and child.lower_ in grammar.classes.agents - {"de"} for child in token.children)
