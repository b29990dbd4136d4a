# SPDX-License-Identifier: MIT
"""Recognises hearsay: verbs and nouns of report, named sources, "it seems"; not what she is told of herself."""

from __future__ import annotations

from coding.marks.dependency_tree import (
    RELATIVES,
    auxiliaries,
    holds,
    is_finite,
    is_infinitive,
    lowered,
    subjects,
    utterance,
)
from coding.marks.grammar import Grammar
from coding.marks.questions import Step, head_of_words, lead_in, steps, subject_words
from coding.marks.said_to_speaker import happened_to_speaker, is_of_speaker
from coding.spacy_types import Token


def is_future_form(token: Token, grammar: Grammar) -> bool:
    """Whether a form is built on the stem of future and conditional: the morphology alone takes "payait" for one."""
    classes, form = grammar.classes, token.lower_
    ending = next((e for e in sorted(classes.future_endings, key=len, reverse=True) if form.endswith("r" + e)), "")
    if not ending or token.pos_ not in ("VERB", "AUX"):
        return False
    stem = form[: len(form) - len(ending)]
    if stem in classes.future_stems or any(stem.endswith(one) and len(one) > 3 for one in classes.future_stems):
        return True
    for lemma in {token.lemma_.lower(), *grammar.lemmas(token, "verb")}:
        if stem in (lemma, lemma.removesuffix("e")):
            return True
    finite = "Cnd" in token.morph.get("Mood", []) or "Fut" in token.morph.get("Tense", [])
    return stem.endswith(("er", "ir", "dr", "tr")) and (finite or stem.endswith("er")) and len(ending) > 1


def is_perfect_infinitive(verb: Token) -> bool:
    """ "To have seen", "l'avoir insultée": told as done, not ordered."""
    return any(
        aux.lemma_.lower() in ("have", "avoir", "être") and aux.tag_ in ("VB", "AUX") and not is_finite(aux)
        for aux in auxiliaries(verb)
    )


def is_reported(verb: Token, grammar: Grammar) -> bool:
    """Whether the speaker passes on what others say."""
    if has_source(verb, grammar):
        return True
    passed_on = (step for step in steps(verb, grammar) if _passes_on(step, grammar))
    return any(not happened_to_speaker(verb, step, grammar) for step in passed_on) or _after_hearsay_noun(verb, grammar)


def has_source(verb: Token, grammar: Grammar) -> bool:
    """Whether the utterance names a source for its main statement, in a phrase or an aside."""
    first, last = utterance(verb)
    doc, classes = verb.doc, grammar.classes
    node = head_of_words(verb)
    line = lowered(doc, first, last)
    sources = [source for source in classes.sources if holds(line, source)]
    told = {source for source in sources if classes.first_person & set(source.replace("'", "' ").split())}
    if told and is_of_speaker(verb, grammar):  # "I was told that I owed them": it is said of herself
        sources = [source for source in sources if source not in told]
    if sources and _source_reaches(node, first, grammar):
        return True
    if any(token.lower_ in classes.hearsay_adverbs and _is_near(token, node) for token in doc[first:last]):
        return True
    return any(_is_aside(token, node, grammar) for token in doc[first:last])


def _source_reaches(verb: Token, first: int, grammar: Grammar) -> bool:
    """A source at the head of an utterance holds for all of it, one further on for the clause in which it stands."""
    classes = grammar.classes
    _, last = utterance(verb)
    for token in verb.doc[first:last]:
        line = lowered(verb.doc, token.i, min(last, token.i + 7))
        if not any(line.startswith(source) or line.replace("' ", "'").startswith(source) for source in classes.sources):
            continue
        if token.i < verb.i:
            between = verb.doc[token.i : verb.i]
            return not any(other.dep_ == "cc" and other.lower_ in ("but", "mais") for other in between)
        return not any(other.text == ";" for other in verb.doc[verb.i : token.i])
    return False


def _is_near(adverb: Token, verb: Token) -> bool:
    """Whether an adverb of hearsay stands in the verb's clause or at the head of the utterance."""
    if adverb.head.i in (verb.i, *(step.i for step in verb.ancestors)):
        return True
    return bool(adverb.i < verb.i)


def _is_aside(token: Token, verb: Token, grammar: Grammar) -> bool:
    """ "As my neighbour tells it, …", "from what I hear": a verb of saying or hearing that names the source."""
    classes = grammar.classes
    lemmas = {token.lemma_.lower(), *grammar.lemmas(token, "verb")}
    if token.pos_ not in ("VERB", "AUX") or token.i == verb.i or not lemmas & (classes.saying | classes.hearing):
        return False
    words = lead_in(token).replace("' ", "'").split()
    introduced = bool(words) and (
        words[0] in classes.source_openings or words[-1] in classes.source_openings or "what" in words
    )
    if not introduced or any(child.dep_ in ("ccomp", "xcomp") for child in token.children):
        return False
    if _is_speaker(subject_words(token), grammar) and not lemmas & classes.hearing and not _is_passive_saying(token):
        return False
    return token.dep_ in ("advcl", "pcomp", *RELATIVES, "csubj", "ROOT", "parataxis") and _hangs_beside(token, verb)


def _hangs_beside(token: Token, verb: Token) -> bool:
    above = {verb.i, *(node.i for node in verb.ancestors)}
    return any(node.i in above for node in token.ancestors) or token.i < verb.i


def _passes_on(step: Step, grammar: Grammar) -> bool:
    above, below, classes = step.above, step.below, grammar.classes
    lemma = above.lemma_.lower()
    lemmas = {lemma, *grammar.lemmas(above, "verb")} if above.pos_ in ("VERB", "AUX") else {lemma}
    if above.pos_ in ("NOUN", "PROPN", "ADJ") and lemma in classes.hearsay_nouns:
        return step.relation in ("acl", "ccomp", "prep", "pcomp", *RELATIVES, "pobj", "advcl", "nmod")
    if above.pos_ not in ("VERB", "AUX") or step.relation in ("advcl", "nsubj", "relcl"):
        return False
    if lemmas & classes.be:
        return any(child.lemma_.lower() in classes.hearsay_nouns for child in above.children if child.i < below.i)
    if lemmas & classes.seeming:
        return not step.open
    if lemmas & classes.hearing:
        return _by_hearsay(step, grammar)
    if not lemmas & classes.saying or lemmas & classes.admitting:
        return False
    return _said_by_others(step, grammar)


def _by_hearsay(step: Step, grammar: Grammar) -> bool:
    """ "I heard that …", "we hear of …", "entendu dire"; "I heard them beat her" is one's own ear."""
    below = step.below
    if below.dep_ in ("prep", "obl", "obl:arg", "pobj", "agent"):
        return below.lower_ in ("of", "about", "from") or below.dep_.startswith("obl")
    if below.lemma_.lower() in grammar.classes.saying:
        return True
    if step.above.lemma_ in ("understand", "learn"):
        return False
    marked = any(child.dep_ == "mark" for child in below.children)
    return is_finite(below) and (marked or below.tag_ != "VB")


def _said_by_others(step: Step, grammar: Grammar) -> bool:
    above, below, classes = step.above, step.below, grammar.classes
    who = subject_words(above)
    passive = _is_passive_saying(above)
    if step.open and is_perfect_infinitive(below):
        return passive or not _is_speaker(who, grammar)
    if step.open and not _is_hearing_above(above, grammar):
        return passive and above.lemma_ not in ("tell", "ask", "show", "teach") and not _is_order(below)
    if (
        above.lemma_.lower()
        in ("believe", "think", "croire", "penser", "suspect", "soupçonner", "bet", "talk", "speak")
        and not passive
    ):
        return bool(who & {"they", "people", "everyone", "everybody", "on", "gens"}) or _has_people(above, grammar)
    if passive:
        return True
    if _is_speaker(who, grammar) or (who and who <= classes.second_person):
        return False
    return (
        bool(who) or _is_infinitive_of_hearing(above, grammar) or above.dep_ in ("ROOT", "conj", "parataxis", "ccomp")
    )


def _is_speaker(subjects_written: set[str], grammar: Grammar) -> bool:
    """Whether the speaker is who says it; a clitic beside another subject is none ("une dame m'a dit")."""
    return bool(subjects_written & grammar.classes.first_subjects) or subjects_written == {"nous"}


def _has_people(verb: Token, grammar: Grammar) -> bool:
    return any(child.lemma_.lower() in grammar.classes.person_nouns for child in subjects(verb))


def _is_order(below: Token) -> bool:
    return bool(below.lower_ == "told")


def _is_infinitive_of_hearing(verb: Token, grammar: Grammar) -> bool:
    return is_infinitive(verb) and _is_hearing_above(verb, grammar)


def _is_hearing_above(verb: Token, grammar: Grammar) -> bool:
    head = verb.head
    return head.i != verb.i and bool({head.lemma_.lower(), *grammar.lemmas(head, "verb")} & grammar.classes.hearing)


def _is_passive_saying(verb: Token) -> bool:
    if any(aux.dep_ in ("auxpass", "aux:pass") for aux in auxiliaries(verb)):
        return True
    reflexive = any(child.lower_ in ("se", "s'", "s’") for child in verb.children)
    return reflexive and any(child.lower_ in ("il", "ce", "ça", "cela") for child in subjects(verb))


def _after_hearsay_noun(verb: Token, grammar: Grammar) -> bool:
    """ "There is talk that …", "word is that …", "des rumeurs disent que …": a clause follows the noun."""
    first, _ = utterance(verb)
    doc, classes = verb.doc, grammar.classes
    for token in doc[first : verb.i]:
        if token.lemma_.lower() not in classes.hearsay_nouns or token.pos_ not in ("NOUN", "PROPN", "PUNCT"):
            continue
        rest = doc[token.i + 1 : verb.i]
        marks = [other for other in rest if other.lower_.replace("’", "'") in classes.complement_marks - {"to", "à"}]
        commas = any(other.text in (",", ";") for other in rest[: max(0, (marks[0].i - token.i - 1) if marks else 0)])
        verbs = [o for o in rest if o.pos_ == "VERB" and marks and o.i < marks[0].i]
        if marks and not commas and len(verbs) <= 1 and marks[0].i - token.i <= 5 and _names_hearsay(token, grammar):
            return True
    return False


def _names_hearsay(token: Token, grammar: Grammar) -> bool:
    """ "Word", "story", "news" name hearsay only without a possessor and with a clause behind; "rumour" always does."""
    del grammar
    if token.lemma_.lower() in ("rumour", "rumor", "rumeur", "bruit", "gossip", "talk", "ragot"):
        return True
    head = token.head
    return token.dep_ in ("nsubj", "nsubjpass", "attr", "ROOT", "expl:subj") and head.lemma_ in (
        "be", "have", "go", "come", "spread", "reach", "circulate", "courir", "circuler", "dire", "être", "say", "run",
    )  # fmt: skip
