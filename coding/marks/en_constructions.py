# SPDX-License-Identifier: MIT
"""English: the constructions in which a verb has a subject or an object, in the labels of its pipeline (ClearNLP)."""

from __future__ import annotations

from coding.marks.constructions import OBJECT, SUBJECT, VERB, WORD, Construction, anchor, child, head
from coding.marks.word_classes import WordClasses

_OBJECTS = "dobj dative iobj oprd attr acomp npadvmod advmod dep prt prep"
_CLAUSES = "xcomp ccomp pcomp acl"
_RELATIVE = {"LOWER": {"IN": ["who", "that", "which"]}}


def constructions(classes: WordClasses) -> tuple[Construction, ...]:
    """The patterns of English."""
    told = {"LEMMA": {"IN": sorted(classes.saying | classes.irrealis_verbs)}}  # verbs whose object a clause may tell
    quantity = {"LEMMA": {"IN": sorted(classes.quantities)}}
    return (
        # they took my passport; they locked us in
        Construction("active", OBJECT, (anchor(WORD, _OBJECTS), head(WORD, VERB))),
        # they took my phone, my card and my passport
        Construction(
            "active", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", _OBJECTS, far=True), head("first", VERB))
        ),
        # my passport was taken; my phone, my card and my passport were taken
        Construction("passive", OBJECT, (anchor(WORD, "nsubjpass nsubj"), head(WORD, VERB))),
        Construction(
            "passive", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubjpass", far=True), head("first", VERB))
        ),
        # they called for the police, they went out of the house
        Construction(
            "preposition",
            OBJECT,
            (anchor(WORD, "pobj pcomp"), head(WORD, "prep", "prep dative", far=True), head("prep", VERB)),
        ),
        # a copy of my passport was taken, they took all of my passports
        Construction(
            "noun group",
            OBJECT,
            (
                anchor(WORD, "pobj"),
                head(WORD, "first", "dobj dative oprd attr nsubjpass", far=True),
                head("first", VERB),
            ),
        ),
        # they took both passports
        Construction(
            "quantity",
            OBJECT,
            (anchor(WORD, "compound poss nmod amod"), head(WORD, "first", tests=quantity), head("first", VERB)),
        ),
        # they made us work
        Construction("infinitive", OBJECT, (anchor(WORD, "xcomp ccomp"), head(WORD, VERB))),
        # they promised that I would get a job, that I would work in a shop
        Construction(
            "content",
            OBJECT,
            (anchor(WORD, _OBJECTS), head(WORD, "clause", _CLAUSES), head("clause", VERB, tests=told)),
        ),
        Construction(
            "content",
            OBJECT,
            (anchor(WORD, "pobj"), head(WORD, "clause", _CLAUSES, far=True), head("clause", VERB, tests=told)),
        ),
        # the passport (that) they took; the phone and the passport that they took
        Construction("relative", OBJECT, (anchor(VERB, "relcl acl"), head(VERB, WORD))),
        Construction(
            "relative", OBJECT, (anchor(VERB, "relcl acl"), head(VERB, "first"), child("first", WORD, "conj attr"))
        ),
        # the boss took; the boss and his wife took
        Construction("active", SUBJECT, (anchor(WORD, "nsubj csubj expl"), head(WORD, VERB))),
        Construction("active", SUBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubj"), head("first", VERB))),
        # taken by the boss, by the boss and his wife
        Construction("agent", SUBJECT, (anchor(WORD, "pobj"), head(WORD, "by", "agent"), head("by", VERB))),
        Construction(
            "agent", SUBJECT, (anchor(WORD, "conj compound"), head(WORD, "by", "agent", far=True), head("by", VERB))
        ),
        # the boss who took
        Construction(
            "relative", SUBJECT, (anchor(VERB, "relcl"), head(VERB, WORD), child(VERB, "who", "nsubj", tests=_RELATIVE))
        ),
    )
