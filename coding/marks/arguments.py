# SPDX-License-Identifier: MIT
"""Subjects and objects of a verb: in passives, relatives, clefts, with clitics."""

from __future__ import annotations

from coding.marks.dependency_tree import (
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
from coding.marks.grammar import Grammar
from coding.marks.voice import is_passive
from coding.spacy_types import Token

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
_NOUN_PARTS = frozenset({"compound", "poss", "nmod", "amod", "npadvmod", "flat:name", "nmod:poss"})
_REACH = 7  # tokens to the right in which a complement may stand that the parser hung elsewhere


def object_like(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The token that is one of the lemmas and the verb's object, passive subject or complement; else None.

    Parameters
    ----------
    verb : Token
        The verb whose object is looked for.
    element : frozenset of str
        Lemmas in lower case, one of which it must be.
    grammar : Grammar
        Word classes and forms of the text's language.

    Returns
    -------
    Token or None
        The first that fits, the surest relation to the verb first; what a pronoun or relative stands for counts.
    """
    candidates = [token for token in _near(verb) if _is_word(token, element, grammar)]
    for test in (_is_governed, _is_gap_of_relative, _is_fronted, _is_after_an_aside, _follows):
        for token in candidates:
            if token.i != verb.i and test(verb, token, grammar):
                return token
    return _antecedent(verb, element, grammar)


def subject_like(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The token that is one of the lemmas and who does it: subject, agent, or whom the pronoun names.

    Parameters
    ----------
    verb : Token
        The verb whose subject is looked for; of a passive one the agent alone counts.
    element : frozenset of str
        Lemmas in lower case, one of which it must be.
    grammar : Grammar
        Word classes and forms of the text's language.

    Returns
    -------
    Token or None
        The first that fits.
    """
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


def is_naming(verb: Token, grammar: Grammar) -> bool:
    """Whether a verb gives somebody or something a name: "a guard they call Police".

    Parameters
    ----------
    verb : Token
        The verb of a phrase.
    grammar : Grammar
        Its class `naming` holds the verbs that may name.

    Returns
    -------
    bool
        False for "they called the police", with no name behind the verb.
    """
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


def _is_governed(verb: Token, token: Token, grammar: Grammar) -> bool:
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


def _may_climb(verb: Token, node: Token, grammar: Grammar) -> bool:
    relation, head = node.dep_, node.head
    if relation in RELATIVES or relation in ("advcl", "parataxis", "appos", "punct"):
        return False
    if _keeps_company(node, grammar):
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


def _keeps_company(node: Token, grammar: Grammar) -> bool:
    """ "With my passport" is no object."""
    company = grammar.classes.company
    if node.dep_ == "prep":
        return node.lower_ in company
    return any(child.dep_ == "case" and child.lower_ in company for child in node.children)


def _tells_content(verb: Token, grammar: Grammar) -> bool:
    """Verbs whose object may be told by a clause: "promised that I would get a job"."""
    lemmas = {verb.lemma_.lower(), *grammar.lemmas(verb, "verb")}
    return bool(lemmas & (grammar.classes.irrealis_verbs | grammar.classes.saying))


def _passes_noun(node: Token, grammar: Grammar) -> bool:
    """A noun inside another's group is no object ("passport office"), unless the other is a quantity: "all of it"."""
    head = node.head
    if is_verbal(head) or node.dep_ == "npadvmod":
        return True
    return head.lemma_.lower() in grammar.classes.quantities or head.lower_ in grammar.classes.quantities


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in ("dobj", "obj") for child in verb.children)


def _is_gap_of_relative(verb: Token, token: Token, grammar: Grammar) -> bool:
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


def _headed_relative(verb: Token, element: frozenset[str], grammar: Grammar) -> Token | None:
    """The noun whose relative clause has the verb, when its subject is the relative pronoun: "the boss who took"."""
    node = verb
    while node.dep_ in ("conj", "xcomp") and node.head.i != node.i:
        node = node.head
    if node.dep_ in RELATIVES and _is_word(node.head, element, grammar):
        return node.head
    return None


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


def _has_agent_mark(token: Token, grammar: Grammar) -> bool:
    return any(child.dep_ == "case" and child.lower_ in grammar.classes.agents - {"de"} for child in token.children)
