# SPDX-License-Identifier: MIT
"""Recognises denied acts: negators, negative subjects and objects, refusal, "without"."""

from __future__ import annotations

from coding.marks.dependency_tree import RELATIVES, auxiliaries, is_finite, is_infinitive, lowered, subjects, utterance
from coding.marks.grammar import Grammar
from coding.marks.questions import head_of_words, steps, subject_words
from coding.marks.said_to_speaker import is_of_speaker, tells_speaker
from coding.spacy_types import Token

_BEFORE = 6  # tokens before a verb in which its negator stands


def is_negated(verb: Token, grammar: Grammar) -> bool:
    """Whether the act did not happen, as far as the clauses above it say so; two denials make an assertion."""
    node = head_of_words(verb)
    without = _without(node, grammar)
    denials = int(_denies(node, grammar)) + without
    for step in () if without else steps(verb, grammar):
        above = step.above
        if step.open and _takes_over(step.below):
            denials += _as_complement(above, grammar)
        elif not step.open and _doubts(above, step.below, grammar):
            denials += 1
        without = _without(above, grammar) if step.open else 0
        denials += without
        if without:
            break
    denials += _shared(node, grammar) + _of_nobody(node, grammar)
    return denials % 2 == 1


def denies(verb: Token, grammar: Grammar) -> bool:
    """Whether a clause denies its own verb."""
    return _denies(verb, grammar)


def _denies(verb: Token, grammar: Grammar) -> bool:
    return _has_negator(verb, grammar) or _has_negative_argument(verb, grammar) or _is_fronted_denial(verb, grammar)


def _has_negator(verb: Token, grammar: Grammar) -> bool:
    own = {child.i for child in verb.children}
    for child in (*verb.children, *(part for aux in auxiliaries(verb) for part in aux.children)):
        if _is_negator(child, grammar) and _stands_with(child, verb, grammar):
            return True
    for child in verb.children:  # "pas encore": hung on the adverb beside it
        if child.dep_ in ("advmod", "neg", "cop") or child.dep_.startswith("aux"):
            for part in child.children:
                if part.i not in own and _is_negator(part, grammar) and _stands_with(part, verb, grammar):
                    return True
    return _has_second_half(verb, grammar)


def _has_second_half(verb: Token, grammar: Grammar) -> bool:
    """Whether "ne … plus" stands around the verb or its auxiliary, wherever the parser hung "plus"."""
    classes = grammar.classes
    seconds = classes.negators | classes.negative_pronouns
    for host in (verb, *(child for child in verb.children if child.dep_.startswith("aux") or child.dep_ == "cop")):
        parts = {*host.children, *verb.children}
        if not any(child.i < host.i and child.lower_.replace("’", "'") in classes.negation_clitics for child in parts):
            continue
        following = [token.lower_.replace("’", "'") for token in host.doc[host.i + 1 : host.i + 3]]
        if not following or following[0] not in seconds:
            continue
        if following[-1] not in classes.not_denying or _opens_content(host.doc[host.i + len(following)]):
            return True
    return False


def _opens_content(token: Token) -> bool:
    """ "Je ne dis pas qu'il …": a clause follows, where "pas que" before a noun is "not only"."""
    return token.dep_ == "mark" and token.head.dep_ == "ccomp"


def _is_negator(token: Token, grammar: Grammar) -> bool:
    classes, form = grammar.classes, token.lower_.replace("’", "'")
    if form not in classes.negators or (token.dep_ in ("intj", "det", "case", "cc") and form != "ni"):
        return False
    if form in classes.doubtful_negators:
        around = token.doc[max(0, token.i - 4) : token.i]
        joined = bool(around) and around[-1].pos_ in ("AUX", "VERB") and token.i + 1 < len(token.doc)
        between = joined and token.doc[token.i + 1].pos_ in ("VERB", "ADJ", "ADV") and around[-1].dep_.startswith("aux")
        return between or any(other.lower_ in ("ne", "n'", "n’") for other in around)
    return True


def _stands_with(token: Token, verb: Token, grammar: Grammar) -> bool:
    """Whether a negator belongs to the verb: no comma between, and it is not "not only", "ne … que", "si jamais"."""
    classes, doc = grammar.classes, verb.doc
    low, high = sorted((token.i, verb.i))
    if any(other.text in (",", ";", ":") for other in doc[low + 1 : high]) and token.dep_ != "neg":
        return False
    stops = classes.interrogatives | {"que", "qu'", "that"}
    if any(
        other.lower_ in stops and other.dep_ != "advmod" or other.lower_ in ("pourquoi", "why")
        for other in doc[low + 1 : high]
    ):
        return False
    following = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    if following in classes.not_denying and not _opens_content(doc[token.i + 1]):
        return False
    before = doc[token.i - 1].lower_ if token.i else ""
    if before in classes.conditions and token.lower_ not in ("pas", "not"):
        return False
    if token.i > verb.i + 2 and token.dep_ != "neg":
        return False
    return not (token.lower_ == "no" and following in (",", "."))


def _has_negative_argument(verb: Token, grammar: Grammar) -> bool:
    for child in verb.children:
        if child.dep_ in ("conj", "advcl", "ccomp", "relcl", "acl:relcl", "parataxis", "punct", "xcomp"):
            continue
        if _is_negative(child, grammar) and not _is_after_pause(child, verb):
            return True
        if any(part.dep_ == "poss" and _is_negative(part, grammar) for part in child.children):
            return True
        if child.dep_ in ("prep", "agent", "obl:agent") and any(_is_negative(part, grammar) for part in child.children):
            return not _is_after_pause(child, verb)
    return False


def _is_after_pause(child: Token, verb: Token) -> bool:
    return child.i > verb.i and any(token.text in (",", ";") for token in verb.doc[verb.i + 1 : child.left_edge.i + 1])


def _is_negative(token: Token, grammar: Grammar) -> bool:
    classes = grammar.classes
    form = token.lower_
    if token.i and f"{token.doc[token.i - 1].lower_} {form}" in ("for nothing", "pour rien"):
        return False  # at no price
    has_det = any(child.dep_ == "det" for child in token.children)
    if form in classes.negative_pronouns and not has_det and "Plur" not in token.morph.get("Number", []):
        return token.dep_ not in ("advmod",) or form in ("rien", "personne", "nothing")
    if any(
        child.lower_ in classes.negative_determiners and child.dep_ in ("det", "amod", "neg")
        for child in token.children
    ):
        return True
    edge = token.left_edge
    if edge.i < token.i and edge.lower_ in ("not", "pas"):
        return token.doc[edge.i + 1].lower_ in ("a", "one", "single", "un", "une", "any")
    if any(child.lower_ == "ni" and child.i < token.i for child in token.children):
        return True
    heads = [
        child for child in token.children if child.dep_ in ("nmod", "prep") and form in classes.negative_determiners
    ]
    return bool(heads)


def _is_fronted_denial(verb: Token, grammar: Grammar) -> bool:
    """A negative word that opens the utterance and that the parser hung elsewhere: "ni …, ni …", "aucun de"."""
    first, _ = utterance(verb)
    token = verb.doc[first]
    if token.is_punct and first + 1 < verb.i:
        token = verb.doc[first + 1]
    if token.lower_ not in grammar.classes.negative_determiners | {"ni", "personne"} or token.i > verb.i:
        return False
    between = verb.doc[token.i + 1 : verb.i]
    other = any(t.pos_ == "VERB" and is_finite(t) for t in between) or any(t.text == "." for t in between)
    return not other and token.lower_ != "no"


def _without(verb: Token, grammar: Grammar) -> int:
    """1 where the clause is introduced by "without", "instead of", "sans"."""
    if verb.dep_ == "pcomp" and _is_without(verb.head, grammar):
        return 1 + int(_host_denies(verb.head, grammar))
    if not any(
        child.lower_ in grammar.classes.without and child.i < verb.i and child.dep_ in ("mark", "case", "prep", "cc")
        for child in verb.children
    ):
        line = lowered(verb.doc, verb.left_edge.i - 1, verb.left_edge.i)
        if line not in grammar.classes.without and not _after_without(verb, grammar):
            return 0
    host = verb.head if verb.head.i != verb.i else None
    return 1 + int(host is not None and _denies_anywhere(host, verb, grammar))


def _after_without(verb: Token, grammar: Grammar) -> bool:
    return is_infinitive(verb) and any(
        token.lower_ in grammar.classes.without
        and not any(t.pos_ in ("NOUN", "VERB") or t.is_punct for t in verb.doc[token.i + 1 : verb.i])
        for token in verb.doc[max(0, verb.i - 4) : verb.i]
    )


def _is_without(token: Token, grammar: Grammar) -> bool:
    return token.pos_ in ("ADP", "SCONJ", "ADV") and token.lower_ in grammar.classes.without


def _host_denies(preposition: Token, grammar: Grammar) -> bool:
    host = preposition.head
    return host.i != preposition.i and _denies_anywhere(host, preposition, grammar)


def _denies_anywhere(host: Token, inner: Token, grammar: Grammar) -> bool:
    """Whether the host clause is denied; a negator among its words counts wherever the parser hung it."""
    if _denies(host, grammar):
        return True
    first, _ = utterance(host)
    words = {token.lower_ for token in host.doc[max(first, host.i - _BEFORE) : inner.left_edge.i]}
    return bool(words & (grammar.classes.negators | grammar.classes.near_negators))


def _takes_over(below: Token) -> bool:
    return below.dep_ in ("xcomp", "ccomp", "pcomp", "prep", "advcl", "acl", "obl", "obl:arg", "obl:mod", "dep", "pobj")


def _as_complement(above: Token, grammar: Grammar) -> int:
    """Denials that a governing verb or adjective passes down to its infinitive or gerund."""
    classes = grammar.classes
    lemmas = {above.lemma_.lower(), *grammar.lemmas(above, "verb")}
    own = int(_denies(above, grammar))
    if above.dep_ in ("acomp", "attr") or above.pos_ == "ADJ":
        own = max(own, int(_denies(above.head, grammar)))
    if lemmas & classes.not_done:
        return own + 1
    return own


def _doubts(above: Token, below: Token, grammar: Grammar) -> bool:
    """ "I do not think that …", "it is not true that …"."""
    lemmas = {
        above.lemma_.lower(),
        *(child.lemma_.lower() for child in above.children if child.dep_ in ("acomp", "attr")),
    }
    denied = _denies(above, grammar)
    if lemmas & {"false", "faux", "untrue", "mensonge", "deny", "nier", "démentir"}:
        return not denied
    if denied and lemmas & grammar.classes.saying and tells_speaker(above, grammar) and is_of_speaker(below, grammar):
        return not any(aux.lemma_.lower() in ("have", "avoir") for aux in auxiliaries(below))  # else it was kept quiet
    if denied and lemmas & {"say", "dire"}:
        return _claims_nothing(above, below, grammar)
    return denied and bool(lemmas & grammar.classes.doubting)


def _claims_nothing(saying: Token, content: Token, grammar: Grammar) -> bool:
    """ "I did not say that he beat me"; with a hearer or a reason it was kept quiet, and it happened."""
    able = any(aux.tag_ == "MD" for aux in auxiliaries(saying))  # "could not say": fear, not doubt
    if able or not subject_words(saying) & grammar.classes.first_subjects:
        return False
    hearers = ("dative", "iobj", "prep", "obl", "obl:arg", "obl:mod")
    if any(child.dep_ in hearers and child.i < content.i for child in saying.children):
        return False
    return not any(child.dep_ == "advcl" and child.i > content.i for child in (*content.children, *saying.children))


def _of_nobody(verb: Token, grammar: Grammar) -> int:
    """1 where the act is told of nobody or of no time: "there was nobody who …", "not one evening when …"."""
    node = verb
    while node.dep_ in ("conj", "xcomp") and node.head.i != node.i:
        node = node.head
    if node.dep_ not in (*RELATIVES, "advcl") or node.head.i == node.i:
        return 0
    head = node.head
    if node.dep_ in RELATIVES:
        lone = head.head.i == head.i or head.dep_ == "dep"
        before = head.doc[head.left_edge.i - 1].lower_ if head.left_edge.i else ""
        under = head.head.lemma_.lower() in ("be", "avoir", "passer", "go") and _denies(head.head, grammar)
        return int(_is_negative(head, grammar) or under or (lone and before in grammar.classes.negators))
    exists = any(child.dep_ == "expl" for child in head.children) and _denies(head, grammar)
    return int(exists)


def _shared(verb: Token, grammar: Grammar) -> int:
    """1 where a coordinated verb shares the denial of the first: "never beat or locked us", "nor"."""
    if verb.dep_ != "conj" or subjects(verb) or _denies(verb, grammar):
        return 0
    first = verb.head
    joint = [token.lower_ for token in verb.doc[first.i + 1 : verb.i] if token.dep_ == "cc"]
    shares = any(word in grammar.classes.alternatives for word in joint)
    return int(shares and _denies(first, grammar))
