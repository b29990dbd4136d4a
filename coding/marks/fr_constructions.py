# SPDX-License-Identifier: MIT
"""French: the constructions in which a verb has a subject or an object, in the labels of its pipeline (UD)."""

from __future__ import annotations

from coding.marks.constructions import OBJECT, SUBJECT, VERB, WORD, Construction, anchor, child, head
from coding.marks.word_classes import WordClasses

_OBJECTS = "obj iobj obl:arg obl:mod obl advmod xcomp ccomp dep attr fixed"
_CLAUSES = "xcomp ccomp acl csubj"
_RELATIVE = {"LOWER": {"IN": ["qui"]}}


def constructions(classes: WordClasses) -> tuple[Construction, ...]:
    """The patterns of French."""
    told = {"LEMMA": {"IN": sorted(classes.saying | classes.irrealis_verbs)}}  # verbs whose object a clause may tell
    quantity = {"LOWER": {"IN": sorted(classes.quantities)}}
    by_whom = {"LOWER": {"IN": sorted(classes.agents - {"de"})}}
    return (
        # ils ont pris mon passeport, ils l'ont pris, ils ont appelé à la police
        Construction("active", OBJECT, (anchor(WORD, _OBJECTS), head(WORD, VERB))),
        # ils ont pris mon téléphone, ma carte et mon passeport
        Construction(
            "active", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", _OBJECTS, far=True), head("first", VERB))
        ),
        # une partie de nos passeports
        Construction(
            "quantity", OBJECT, (anchor(WORD, "nmod"), head(WORD, "first", tests=quantity), head("first", VERB))
        ),
        # mon passeport a été pris; mon téléphone, ma carte et mon passeport ont été pris
        Construction("passive", OBJECT, (anchor(WORD, "nsubj:pass nsubj"), head(WORD, VERB))),
        Construction(
            "passive", OBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubj:pass", far=True), head("first", VERB))
        ),
        # on les a vus battre
        Construction(
            "noun group", OBJECT, (anchor(WORD, "acl"), head(WORD, "first", "obj obl:arg"), head("first", VERB))
        ),
        # ils ont promis que j'aurais un emploi
        Construction(
            "content",
            OBJECT,
            (anchor(WORD, _OBJECTS), head(WORD, "clause", _CLAUSES), head("clause", VERB, tests=told)),
        ),
        # le passeport qu'ils ont pris; le téléphone et le passeport qu'ils ont pris; quel genre de contrat a-t-il signé
        Construction("relative", OBJECT, (anchor(VERB, "acl:relcl acl"), head(VERB, WORD))),
        Construction(
            "relative", OBJECT, (anchor(VERB, "acl:relcl acl"), head(VERB, "first"), child("first", WORD, "conj attr"))
        ),
        Construction(
            "relative",
            OBJECT,
            (anchor(VERB, "acl:relcl acl"), head(VERB, "first", tests=quantity), child("first", WORD, "nmod")),
        ),
        # le patron a pris; le patron et sa femme ont pris
        Construction("active", SUBJECT, (anchor(WORD, "nsubj expl:subj csubj"), head(WORD, VERB))),
        Construction("active", SUBJECT, (anchor(WORD, "conj"), head(WORD, "first", "nsubj"), head("first", VERB))),
        # pris par le patron, par le patron et sa femme
        Construction("agent", SUBJECT, (anchor(WORD, "obl:agent"), head(WORD, VERB))),
        Construction(
            "agent",
            SUBJECT,
            (anchor(WORD, "obl:arg obl:mod obl"), head(WORD, VERB), child(WORD, "by", "case", tests=by_whom)),
        ),
        Construction(
            "agent", SUBJECT, (anchor(WORD, "conj nmod"), head(WORD, "first", "obl:agent"), head("first", VERB))
        ),
        # le patron qui a pris
        Construction(
            "relative",
            SUBJECT,
            (anchor(VERB, "acl:relcl"), head(VERB, WORD), child(VERB, "who", "nsubj", tests=_RELATIVE)),
        ),
    )
