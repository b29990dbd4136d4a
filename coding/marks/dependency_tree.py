# SPDX-License-Identifier: MIT
"""Reads a dependency tree without caring for its label scheme: English ClearNLP and Universal Dependencies alike."""

from __future__ import annotations

from collections.abc import Iterator

from coding.spacy_types import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "expl:subj", "csubj", "csubjpass"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "nsubj:pass"})
OBJECTS = frozenset({"dobj", "obj", "dative", "iobj", "oprd", "attr"})
OBLIQUES = frozenset({"prep", "pobj", "obl", "obl:arg", "obl:mod", "obl:agent", "agent", "pcomp"})
RELATIVES = frozenset({"relcl", "acl:relcl"})
_SENTENCE_ENDS = frozenset(".?!…")
_REACH = (
    120  # tokens to each side: a text without sentence marks is looked at in windows, or each word would read it all
)


def is_verbal(token: Token) -> bool:
    """Whether a token heads a clause: a verb, or anything with a copula or an auxiliary."""
    return token.pos_ in ("VERB", "AUX") or any(
        child.dep_ == "cop" or child.dep_.startswith("aux") for child in token.children
    )


def auxiliaries(token: Token) -> list[Token]:
    """The auxiliaries of a verb, in order; not a copula's."""
    return [child for child in token.children if child.dep_.startswith("aux")]


def subjects(token: Token) -> list[Token]:
    """The subjects that a verb has of its own."""
    return [child for child in token.children if child.dep_ in SUBJECTS]


def shared_subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, else those of the verb it is coordinated with or governed by."""
    seen: set[int] = set()
    node = verb
    while node.i not in seen:
        seen.add(node.i)
        found = subjects(node)
        if found:
            return found
        if node.dep_ not in ("conj", "xcomp", "advcl", "acl", "pcomp", "ccomp") and not node.dep_.startswith("aux"):
            break
        node = node.head
    return []


def is_finite(token: Token) -> bool:
    """Whether a verb or one of its auxiliaries has a tense; an infinitive or a bare participle has none."""
    if any(_has_tense(child) for child in token.children if child.dep_.startswith("aux") or child.dep_ == "cop"):
        return True
    if _is_clause_by_its_parts(token):
        return True
    return bool(_has_tense(token)) and "Part" not in token.morph.get("VerbForm", [])


def _is_clause_by_its_parts(token: Token) -> bool:
    """A verb taken for another word still heads a clause: it has a subject and the mark of one."""
    has_subject = any(child.dep_ in SUBJECTS for child in token.children)
    return has_subject and any(
        child.lower_ in ("that", "que", "qu'") and child.dep_ == "mark" for child in token.children
    )


def _has_tense(token: Token) -> bool:
    if token.tag_ == "MD" or "Fin" in token.morph.get("VerbForm", []):
        return True
    return token.tag_ in ("VBD", "VBZ", "VBP")


def is_infinitive(token: Token) -> bool:
    """Whether a verb is a bare infinitive or one with its mark."""
    return not is_finite(token) and ("Inf" in token.morph.get("VerbForm", []) or token.tag_ == "VB")


def ancestors(token: Token) -> Iterator[Token]:
    """The heads of a token, from the nearest."""
    seen = {token.i}
    node = token.head
    while node.i not in seen:
        seen.add(node.i)
        yield node
        node = node.head


def utterance(token: Token) -> tuple[int, int]:
    """The tokens [first, behind last) between two sentence marks: steadier than the parser's sentences."""
    doc, first, last = token.doc, token.i, token.i
    least, most = max(0, token.i - _REACH), min(len(doc) - 1, token.i + _REACH)
    while first > least and not _ends(doc[first - 1]):
        first -= 1
    while last < most and not _ends(doc[last]):
        last += 1
    return first, last + 1


def _ends(token: Token) -> bool:
    return token.text[:1] in _SENTENCE_ENDS or "\n\n" in token.text


def lowered(doc: Doc, first: int, last: int) -> str:
    """The tokens [first, last) as one lower-case line, a space between them, elisions kept together."""
    return " ".join(token.lower_ for token in doc[max(0, first) : max(0, last)]).replace("’", "'")


def holds(line: str, phrase: str) -> bool:
    """Whether a phrase stands in a line as whole words; elided words may be apart from the next.

    Examples
    --------
    >>> holds("il y a l' eau", "l'eau"), holds("he whispers", "his")
    (True, False)
    """
    padded = f" {line} ".replace("' ", "'").replace(" '", "'").replace(" n't", "n't").replace(" - ", "-")
    wanted = phrase.replace("' ", "'")
    at = padded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        before_is_free = not padded[at - 1].isalnum()
        if before_is_free and (wanted.endswith("'") or not padded[end : end + 1].isalnum()):
            return True
        at = padded.find(wanted, at + 1)
    return False


def clause_verbs(doc: Doc, first: int, last: int) -> list[Token]:
    """The finite verbs and copular heads among the tokens [first, last)."""
    return [token for token in doc[first:last] if token.pos_ in ("VERB", "AUX") and _has_tense(token)]


def between(one: Token, other: Token) -> Span:
    """The tokens strictly between two."""
    low, high = sorted((one.i, other.i))
    return one.doc[low + 1 : high]
