# SPDX-License-Identifier: MIT
"""Legs of a journey on the parse: from where, to where, by what means and with whom somebody went or was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.marks.arguments import is_passive
from coding.marks.dependency_tree import utterance
from coding.spacy_types import Doc, Span, Token
from wording.word_lists import MovementWords, word_lists

Chars = tuple[int, int]  # characters of the parsed text


_NAME_PARTS = frozenset({"es", "de", "la", "le", "du", "des"})
_CLITICS = frozenset({"me", "m'", "te", "t'", "nous", "vous", "les"})  # French: whom one takes stands before the verb
_MOST = 14  # tokens after the verb in which a leg is told


@dataclass(frozen=True)
class Leg:
    """A leg: the characters that say where from and to, by what and with whom, None where it is not told; its verb."""

    verb: Token
    origin: Chars | None = None
    destination: Chars | None = None
    means: Chars | None = None
    company: Chars | None = None


def leg_of(verb: Token, language: str, times: list[Chars]) -> Leg | None:
    """The leg that a verb tells; None where it is no movement, tells no place, or is a habit."""
    lists, lemma = word_lists(language), verb.lemma_.lower()
    if lists is None or verb.pos_ != "VERB" or lemma not in lists.movements.verbs or is_present(verb):
        return None
    moves = lists.movements
    first, last = utterance(verb)
    if any(token.lower_ in moves.often for token in verb.doc[first:last]):
        return None
    stop = _next_verb(verb, last)
    if lemma in moves.sending and not _moves_somebody(verb, moves):
        return None
    found: dict[str, Chars] = {}
    _object(verb, lemma, moves, found, stop)
    _phrases(verb, lemma, moves, times, found, (verb.i + 1, stop))
    if "origin" not in found:
        _phrases(verb, lemma, moves, times, found, (first, verb.i), only=frozenset({"origin"}))
    return Leg(verb, **found) if "origin" in found or "destination" in found else None


def is_present(verb: Token) -> bool:
    """A present tense without auxiliary: a habit or a state, rarely one journey."""
    if any(child.dep_.startswith("aux") for child in verb.children):
        return False
    return verb.tag_ in ("VBZ", "VBP") or (
        "Pres" in verb.morph.get("Tense", []) and "Fin" in verb.morph.get("VerbForm", [])
    )


def _moves_somebody(verb: Token, moves: MovementWords) -> bool:
    """ "Sent me", "the girls were sent": not a message."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "obj", "dative", "iobj", "obl:arg")]
    before = {token.lower_.replace("’", "'") for token in verb.doc[max(0, verb.i - 3) : verb.i]}
    if is_passive(verb) or not objects or before & _CLITICS:
        return True
    return any(
        (one.pos_ == "PRON" and one.lower_ not in ("it", "that", "this", "ça", "cela"))
        or (one.pos_ == "PROPN" and one.i < verb.i + 2)
        or one.lemma_.lower() in moves.persons
        for one in objects
    )


def _next_verb(verb: Token, last: int) -> int:
    end: int = min(last, verb.i + 1 + _MOST)
    for token in verb.doc[verb.i + 1 : end]:
        if token.pos_ == "VERB" and token.head.i != verb.i and not token.dep_.startswith("aux"):
            return int(token.i)
    return end


def _object(verb: Token, lemma: str, moves: MovementWords, found: dict[str, Chars], stop: int) -> None:
    """The place as object: "left Gitega", "crossed the border"; and "went home"."""
    place = verb.i + 1
    if place >= stop:
        return
    if verb.doc[place].lower_ in moves.adverbs:
        found["destination"] = _chars(verb.doc[place : place + 1])
    if lemma in moves.crossed | moves.left:
        said = _noun_phrase(verb.doc, place, stop, moves)
        if said is not None and not said[1] & (moves.no_places | moves.vehicles):
            found["origin" if lemma in moves.left else "destination"] = said[0]


def _phrases(
    verb: Token,
    lemma: str,
    moves: MovementWords,
    times: list[Chars],
    found: dict[str, Chars],
    among: tuple[int, int],
    only: frozenset[str] = frozenset(),
) -> None:
    """What the prepositions among these tokens tell of the leg."""
    doc = verb.doc
    for token in doc[among[0] : among[1]]:
        word = token.lower_.replace("’", "'")
        said = _noun_phrase(doc, token.i + 1, among[1], moves, times, starts=word in moves.leave)
        if said is None or any(start <= token.idx < end for start, end in times):
            continue
        chars, lemmas = said
        if lemmas & moves.vehicles:
            if word in moves.by:
                found.setdefault("means", (doc.text.rfind(" ", *chars) + 1 or chars[0], chars[1]))
            continue
        if any(start < chars[1] and token.idx < end for start, end in times):
            continue
        part = _leg_role(word, lemma, moves)
        if part == "origin" and _hangs_on_a_noun(token, moves, times):
            continue
        if part == "company" and not _is_company(doc, chars, lemmas, moves):
            continue
        if part and not lemmas & moves.no_places and (not only or part in only):
            found.setdefault(part, chars)


def _hangs_on_a_noun(preposition: Token, moves: MovementWords, times: list[Chars]) -> bool:
    """ "The debt of Dismas", "a man from the consulate": no place that somebody left."""
    if preposition.i == 0:
        return False
    before = preposition.nbor(-1)
    if before.pos_ != "NOUN" or before.lemma_.lower() in moves.vehicles:
        return False
    return not any(start <= before.idx < end for start, end in times)


def _is_company(doc: Doc, chars: Chars, lemmas: frozenset[str], moves: MovementWords) -> bool:
    """Whether it is people one goes with, not things one carries."""
    span = doc.char_span(*chars)
    names = span is not None and span.root.pos_ == "PROPN"
    return names or bool(lemmas & moves.persons) or any(lemma.removesuffix("s") in moves.persons for lemma in lemmas)


def _leg_role(word: str, lemma: str, moves: MovementWords) -> str:
    if word in moves.company:
        return "company"
    if word in moves.leave:
        return "origin"
    return "destination" if word in moves.to or lemma in moves.only.get(word, ()) else ""


def _noun_phrase(
    doc: Doc, first: int, stop: int, moves: MovementWords, times: Sequence[Chars] = (), *, starts: bool = False
) -> tuple[Chars, frozenset[str]] | None:
    """The noun phrase that begins at a token, with a place it lies in ("a house in Muscat"), and its nouns' lemmas.

    Where a leg `starts` at a name, what follows is where it leads: "de Nyanza à Makamba". A time ends it: "to Gitega in
    March".
    """
    place = first
    while place < stop and doc[place].pos_ in ("DET", "NUM", "ADJ") or (place < stop and _is_possessive(doc[place])):
        place += 1
    end = _nouns(doc, place, stop)
    if end == place:
        return None
    lemmas = frozenset(token.lemma_.lower() for token in doc[place:end]) | {doc[end - 1].lower_}
    inside = moves.inside - moves.to if starts and doc[end - 1].text[:1].isupper() else moves.inside
    goes_on = end + 1 < stop and doc[end].lower_.replace("’", "'") in inside and doc[end + 1].text[:1].isupper()
    if goes_on and not any(start <= doc[end + 1].idx < last for start, last in times):
        end = max(end, _nouns(doc, end + 1, stop))
    return _chars(doc[first:end]), lemmas


def _chars(span: Span) -> Chars:
    return span.start_char, span.end_char


def _is_possessive(token: Token) -> bool:
    return token.tag_ == "PRP$" or "Yes" in token.morph.get("Poss", [])


def _nouns(doc: Doc, place: int, stop: int) -> int:
    """Behind the nouns of one name or compound that begin at a token."""
    end = place
    while end < stop:
        token = doc[end]
        joins = end > place and token.lower_ in _NAME_PARTS and end + 1 < stop and doc[end + 1].text[:1].isupper()
        joins = joins and doc[end - 1].text[:1].isupper()
        if token.pos_ in ("NOUN", "PROPN") or joins or (end > place and token.text == "-"):
            end += 1
        else:
            break
    return end
