# SPDX-License-Identifier: MIT
"""Forms of verbs that marks rest on: the stem of future and conditional, the infinitive of the perfect."""

from __future__ import annotations

from coding.marks.dependency_tree import auxiliaries, is_finite
from coding.marks.grammar import Grammar
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
