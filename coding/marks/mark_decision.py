# SPDX-License-Identifier: MIT
"""The mark of each place of a phrase: what the sentence says of the act. The first that fits counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coding.marks.dependency_tree import auxiliaries, holds, is_finite, is_infinitive, lowered, subjects, utterance
from coding.marks.grammar import Grammar
from coding.marks.hearsay import has_source, is_future_form, is_perfect_infinitive, is_reported
from coding.marks.negation import denies, is_negated
from coding.marks.phrases import Occurrence, occurrences
from coding.marks.questions import Step, head_of_words, is_asked, is_denied_echo, lead_in, steps, subject_words
from coding.spacy_types import Doc, Token

_PRESENT_MODALS = ("will", "'ll", "’ll", "wo", "must", "should", "shall", "can")


def is_hypothetical(verb: Token, grammar: Grammar) -> bool:
    """Whether the sentence does not say that the act took place."""
    node = head_of_words(verb)
    if _is_supposed(node, grammar) or _is_imperative(node, grammar) or _is_threat_by_or(node, grammar):
        return True
    if _is_under_noun_with_be(node, grammar) or _is_general_advice(node, grammar):
        return True
    for step in steps(verb, grammar):
        if _is_without(step.below, grammar):
            return False
        if _done_by(step, grammar):
            if step.open and _has_modal(step.above, grammar) and not denies(step.above, grammar):
                return True  # "they would force me to marry"
            continue
        if _is_irrealis(step, grammar):
            return True
        if step.open and (_is_supposed(step.above, grammar) or _is_imperative(step.above, grammar)):
            return True
    first = node
    while first.dep_ == "conj" and first.head.i != first.i:
        first, inherits = first.head, not subjects(first)
        if _has_condition(first, grammar) or (inherits and _shares_modal(node, first, grammar)):
            return True
    return False


def _is_without(below: Token, grammar: Grammar) -> bool:
    """What was done without has its own denial, whatever stands above it."""
    if below.lower_ in grammar.classes.without and below.pos_ == "ADP":
        return True
    return any(child.lower_ in grammar.classes.without and child.i < below.i for child in below.children)


def _is_supposed(verb: Token, grammar: Grammar) -> bool:
    return (
        _has_condition(verb, grammar)
        or _is_inverted_condition(verb, grammar)
        or _has_purpose(verb, grammar)
        or _has_modal(verb, grammar)
        or _is_to_come(verb, grammar)
        or _is_general_outcome(verb, grammar)
    )


def _has_condition(verb: Token, grammar: Grammar) -> bool:
    classes = grammar.classes
    if _is_indirect_question(verb, grammar):
        return False
    for child in verb.children:
        form = child.lower_.replace("’", "'")
        if child.dep_ in ("mark", "advmod") and form in classes.conditions and child.i < verb.i:
            return bool(child.dep_ == "mark" or child.pos_ == "SCONJ")
    line = lead_in(verb)
    return any(" " in phrase and holds(line, phrase) for phrase in classes.conditions) or _opens_with(
        line, verb, grammar
    )


def _opens_with(line: str, verb: Token, grammar: Grammar) -> bool:
    """A conjunction that the parser did not hang on the verb, but right before its subject."""
    first = line.replace("s' ", "s'").split(" ")[0] if line else ""
    del verb
    return first in grammar.classes.conditions and first not in ("si",)


def _is_general_outcome(verb: Token, grammar: Grammar) -> bool:
    """ "Unless you obey, they starve you": in the present, beside a condition, of anybody."""
    if _is_past(verb) or not is_finite(verb) or verb.tag_ in ("VBD", "VBN"):
        return False
    return any(
        child.dep_ == "advcl" and _has_condition(child, grammar) and not _is_past(child) for child in verb.children
    )


def _is_indirect_question(verb: Token, grammar: Grammar) -> bool:
    """ "to know whether/if": the complement of a verb of knowing or asking."""
    lemmas = {verb.head.lemma_.lower(), *grammar.lemmas(verb.head, "verb")}
    return verb.dep_ in ("ccomp", "xcomp", "obj") and bool(lemmas & grammar.classes.asking)


def _is_inverted_condition(verb: Token, grammar: Grammar) -> bool:
    """ "Had I dropped it", "Should they refuse": the auxiliary opens the clause and no question mark ends it."""
    del grammar
    own = subjects(verb)
    if not own or _ends_in_question(verb):
        return False
    for aux in auxiliaries(verb):
        if aux.lower_ in ("had", "should", "were") and aux.i < own[0].i and aux.i == verb.left_edge.i:
            return True
    return False


def _ends_in_question(verb: Token) -> bool:
    _, last = utterance(verb)
    return bool(verb.doc[last - 1].text[:1] == "?")


def _has_purpose(verb: Token, grammar: Grammar) -> bool:
    classes = grammar.classes
    line = lead_in(verb)
    if any(holds(line, phrase) for phrase in classes.purposes):
        return True
    if not is_infinitive(verb):
        return False
    if any(
        child.lower_ in classes.infinitive_purposes and child.i < verb.i and child.dep_ in ("mark", "case")
        for child in verb.children
    ):
        return True
    marked = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return marked and verb.dep_ == "advcl" and verb.i > verb.head.i and not _is_transparent(verb.head, grammar)


def _is_transparent(above: Token, grammar: Grammar) -> bool:
    """Verbs whose infinitive came true, so that "to" is no aim: help to, be forced to."""
    return bool({above.lemma_.lower(), *grammar.lemmas(above, "verb")} & grammar.classes.achieved)


def _has_modal(verb: Token, grammar: Grammar) -> bool:
    classes = grammar.classes
    for aux in auxiliaries(verb):
        form = aux.lower_.replace("’", "'")
        if form not in classes.modal_auxiliaries or (form == "'d" and verb.tag_ in ("VBN", "VBD")):
            continue
        if form in ("'d",) and aux.lemma_ == "have":
            continue
        if _is_habit(verb, grammar) and form in classes.refusing_modals:
            return False
        denied = form in classes.ability and denies(verb, grammar)
        refused = form in classes.refusing_modals and any(child.dep_ == "neg" for child in verb.children)
        return not (denied or refused) or _has_perfect(verb)
    return False


def _has_perfect(verb: Token) -> bool:
    return any(aux.lemma_.lower() == "have" and aux.tag_ == "VB" for aux in auxiliaries(verb))


def _is_habit(verb: Token, grammar: Grammar) -> bool:
    """ "Every Friday he would …": a word of frequency in the clause, no speech above it and no condition beside it."""
    classes = grammar.classes
    if verb.dep_ in ("ccomp", "xcomp") and is_finite(verb.head):
        return False
    if any(child.dep_ == "advcl" and _has_condition(child, grammar) for child in verb.children):
        return False
    first, last = utterance(verb)
    return any(token.lower_ in classes.frequency for token in verb.doc[first:last] if token.dep_ != "mark")


def _is_to_come(verb: Token, grammar: Grammar) -> bool:
    """Future and conditional mood, as the morphology of the verb or of its auxiliary says."""
    classes = grammar.classes
    if not classes.future_endings:
        return False
    return any(
        is_future_form(token, grammar)
        for token in (verb, *auxiliaries(verb), *(child for child in verb.children if child.dep_ == "cop"))
    )


def _done_by(step: Step, grammar: Grammar) -> bool:
    """A modal verb in the perfect tells that it was done ("j'ai dû dormir"); denied, that it was not."""
    above, classes = step.above, grammar.classes
    lemmas = {above.lemma_.lower(), *grammar.lemmas(above, "verb")}
    denied = denies(above, grammar) or (above.pos_ == "ADJ" and denies(above.head, grammar))
    if step.open and denied and lemmas & (classes.ability | {"possible", "try", "essayer", "tenter", "want"}):
        return True
    if step.open and lemmas & classes.ability_adjectives and above.pos_ == "ADJ":
        return denied or _is_past(above.head)
    if step.open and lemmas & classes.done_modals:
        return any(aux.dep_ == "aux:tense" and "Cnd" not in aux.morph.get("Mood", []) for aux in above.children)
    return step.open and bool(lemmas & classes.achieved) and not _adjective_of(above, grammar)


def _is_irrealis(step: Step, grammar: Grammar) -> bool:
    above, classes = step.above, grammar.classes
    lemma = above.lemma_.lower()
    lemmas = {lemma, *grammar.lemmas(above, "verb")} if above.pos_ in ("VERB", "AUX") else {lemma}
    if step.below.dep_ in ("nsubj", "nsubj:pass", "nsubjpass"):
        return False
    if lemmas & classes.not_done and step.open:
        return False
    if step.open and lemmas & classes.modal_verbs and not (denies(above, grammar) and lemmas & classes.ability):
        return True
    if step.open and lemmas & classes.saying and is_perfect_infinitive(step.below):
        return False
    if step.open and lemmas & (classes.irrealis_verbs | classes.orders) and above.pos_ in ("VERB", "AUX"):
        return not _is_gerund_after_like(step.below, lemma)
    if above.pos_ in ("NOUN", "PROPN") and lemma in classes.irrealis_nouns:
        return True
    if not step.open and lemmas & _fears(grammar) and above.pos_ in ("VERB", "AUX"):
        return _is_unreal_content(step.below, grammar)
    if step.relation == "advcl":
        return False
    return _adjective_of(above, grammar, step.below) and (step.open or _is_unreal_content(step.below, grammar))


def _is_gerund_after_like(below: Token, lemma: str) -> bool:
    """ "He liked beating us" tells of what he did."""
    return below.tag_ == "VBG" and lemma in ("like", "love", "hate", "remember", "mean", "consider")


def _fears(grammar: Grammar) -> frozenset[str]:
    """Verbs whose clause with a tense is still only supposed: fear that, wish that, warn that, order that."""
    reporting = grammar.classes.saying | grammar.classes.orders | {"know", "savoir", "decide", "accepter", "décider"}
    warned = {"warn", "prévenir", "avertir", "suggest", "swear", "threaten", "menacer", "imagine", "insist"}
    return (grammar.classes.irrealis_verbs - reporting) | warned


def _is_unreal_content(below: Token, grammar: Grammar) -> bool:
    """A clause of fear or wish, unless it is told in the perfect: "he had promised that …" keeps its own tense."""
    del grammar
    return (
        not any(
            aux.lemma_.lower() in ("have", "avoir")
            and aux.dep_.startswith("aux")
            and "Ind" in aux.morph.get("Mood", [])
            for aux in auxiliaries(below)
        )
        or True
    )


def _adjective_of(above: Token, grammar: Grammar, below: Token | None = None) -> bool:
    """ "afraid that", "going to", "supposed to", "avoir peur que": a governing adjective or noun under a light verb."""
    classes = grammar.classes
    if above.lemma_.lower() in classes.irrealis_adjectives and (
        above.pos_ in ("ADJ", "ADV") or above.lower_ in ("going", "supposed", "about")
    ):
        return above.lower_ != "going" or any(aux.lemma_ == "be" for aux in above.children)
    if above.lemma_.lower() not in classes.be | {"avoir", "have", "faire", "make", "prendre", "feel", "live", "vivre"}:
        return False
    return (
        any(
            child.lemma_.lower() in classes.irrealis_nouns | classes.irrealis_adjectives
            and child.dep_ not in ("nsubj", "advmod")
            and child != below  # the adjective one has come up from was judged already
            for child in above.children
        )
        and above.lemma_.lower() != "have"
    )


def _is_under_noun_with_be(verb: Token, grammar: Grammar) -> bool:
    """ "My fear was that …", "leur plan, c'était de …": the noun is told what it is by a clause."""
    classes = grammar.classes
    first, _ = utterance(verb)
    words = verb.doc[first : verb.i]
    for place, token in enumerate(words):
        if token.lemma_.lower() not in classes.irrealis_nouns or token.pos_ not in ("NOUN", "PROPN"):
            continue
        rest = words[place + 1 :]
        for index, other in enumerate(rest[:-1]):
            follows = rest[index + 1]
            if other.lemma_.lower() in classes.be and follows.lower_.replace("’", "'") in classes.complement_marks:
                return not any(is_finite(t) and t.pos_ == "VERB" for t in rest[index + 1 :]) or _is_to_come(
                    verb, grammar
                )
    return False


def _is_imperative(verb: Token, grammar: Grammar) -> bool:
    if subjects(verb) or any(child.dep_.startswith("aux") and child.lower_ != "do" for child in verb.children):
        return False
    if _opens_as_order(verb):
        return True
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    if "Imp" in verb.morph.get("Mood", []):
        return not any(child.dep_.startswith("aux") for child in verb.children)
    if verb.tag_ != "VB" or verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis", "dep"):
        return False
    helping = [aux for aux in auxiliaries(verb) if aux.lower_ not in ("do", "don't")]
    if verb.dep_ == "conj" and not _is_imperative(verb.head, grammar):
        return False
    return not helping


def _opens_as_order(verb: Token) -> bool:
    """A verb without subject at the head of the utterance, in the present: an order, whatever the morphology says."""
    first, _ = utterance(verb)
    while first < verb.i and (verb.doc[first].is_punct or verb.doc[first].pos_ in ("INTJ", "SPACE")):
        first += 1
    if first != verb.i or verb.lemma_.lower() in ("paraître", "falloir", "sembler", "voilà", "seem", "sound", "look"):
        return False
    if (
        verb.tag_ in ("VBG", "VBN", "VBD")
        or verb.tag_ != "VB"
        and {"Part", "Inf"} & set(verb.morph.get("VerbForm", []))
    ):
        return False
    is_present = "Past" not in verb.morph.get("Tense", []) and "Imp" not in verb.morph.get("Tense", [])
    return is_present and (
        verb.pos_ in ("VERB", "AUX") or any(child.dep_ in ("obj", "dobj") for child in verb.children)
    )


def _is_threat_by_or(verb: Token, grammar: Grammar) -> bool:
    """ "Stop crying or I lock you up": what follows an order after "or"."""
    joint = [token for token in verb.doc[max(0, verb.i - 6) : verb.i] if token.dep_ == "cc" or token.pos_ == "CCONJ"]
    if not any(token.lower_ in grammar.classes.alternatives for token in joint):
        return False
    first, _ = utterance(verb)
    before = [token for token in verb.doc[first : verb.i] if token.pos_ in ("VERB", "AUX")]
    return any(_is_imperative(token, grammar) for token in before)


def _is_general_advice(verb: Token, grammar: Grammar) -> bool:
    """A clause with "when" in the present beside an order, a norm or a thing to come."""
    clause = verb
    while clause.dep_ in ("xcomp", "conj") and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ not in ("advcl", "acl:relcl", "relcl", "ccomp") or clause.head.i == clause.i or _is_past(clause):
        return False
    if not is_finite(clause):
        return False
    line = lead_in(clause)
    if not any(holds(line, word) for word in grammar.classes.when) and clause.dep_ != "advcl":
        return False
    host = clause.head
    while not is_finite(host) and host.head.i != host.i:
        host = host.head
    lemmas = {host.lemma_.lower(), *(aux.lemma_.lower() for aux in host.children)}
    return (
        _is_imperative(host, grammar) or _is_to_come(host, grammar) or bool(lemmas & grammar.classes.advice)
        or any(aux.lower_ in _PRESENT_MODALS for aux in auxiliaries(host))
        or (_has_modal(host, grammar) and subject_words(host) & grammar.classes.second_person != set())
    )  # fmt: skip


def _is_past(verb: Token) -> bool:
    tensed = [verb, *auxiliaries(verb)]
    return any(
        {"Past", "Imp"} & set(token.morph.get("Tense", [])) and "Fin" in token.morph.get("VerbForm", [])
        for token in tensed
    ) or any(token.tag_ == "VBD" for token in tensed)


def _shares_modal(verb: Token, first: Token, grammar: Grammar) -> bool:
    """ "She'd call and have me sent back": the second verb has no tense of its own and shares the modal."""
    if is_finite(verb) and verb.tag_ != "VB" and not _is_bare(verb):
        return False
    return _has_modal(first, grammar) or _is_imperative(first, grammar) or _has_purpose(first, grammar)


def _is_bare(verb: Token) -> bool:
    return verb.tag_ in ("VB", "VBP") and not lowered(verb.doc, verb.i - 1, verb.i).endswith("s")


class PhraseMark(StrEnum):
    """What a sentence says about an act; `NONE` where it does not speak of it."""

    HIT = "hit"
    NEGATED = "negated"
    ASKED = "asked"
    HYPOTHETICAL = "hypothetical"
    REPORTED = "reported"
    NONE = "none"


@dataclass(frozen=True)
class FoundPhrase:
    """A phrase met: the places of its words as (start, end) code points of the parsed text, in order, and its mark."""

    words: tuple[tuple[int, int], ...]
    mark: PhraseMark

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return self.words[0][0]

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.words[-1][1]


def find(doc: Doc, phrase: str | Sequence[str], grammar: Grammar) -> list[FoundPhrase]:
    """Every place of a lemma phrase in a parsed text, with its mark, in order."""
    return [
        FoundPhrase(tuple((token.idx, token.idx + len(token.text)) for token in one.tokens), mark_of(one, grammar))
        for one in occurrences(doc, phrase, grammar)
    ]


def decide_mark(doc: Doc, phrase: str | Sequence[str], grammar: Grammar) -> PhraseMark:
    """One answer for a sentence: a hit where any place is one, else the first mark in the rule's order."""
    marks = {found.mark for found in find(doc, phrase, grammar)}
    order = (PhraseMark.HIT, PhraseMark.ASKED, PhraseMark.HYPOTHETICAL, PhraseMark.REPORTED, PhraseMark.NEGATED)
    return next((mark for mark in order if mark in marks), PhraseMark.NONE)


def mark_of(occurrence: Occurrence, grammar: Grammar) -> PhraseMark:
    """The mark of one place: asked before hypothetical before reported before negated, else a hit.

    The conditional of hearsay ("D'après les jeunes, il promettrait …") counts as reported.
    """
    verb: Token = occurrence.verb
    if is_denied_echo(verb, grammar):
        return PhraseMark.NEGATED
    if is_asked(verb, grammar):
        return PhraseMark.ASKED
    if is_hypothetical(verb, grammar) and not _is_conditional_of_hearsay(verb, grammar):
        return PhraseMark.HYPOTHETICAL
    if is_reported(verb, grammar):
        return PhraseMark.REPORTED
    return PhraseMark.NEGATED if is_negated(verb, grammar) else PhraseMark.HIT


def _is_conditional_of_hearsay(verb: Token, grammar: Grammar) -> bool:
    """ "D'après les jeunes, il promettrait …": a source, and no mood but the conditional."""
    tensed = [verb, *(child for child in verb.children if child.dep_.startswith("aux") or child.dep_ == "cop")]
    return has_source(verb, grammar) and any(is_future_form(token, grammar) for token in tensed)
