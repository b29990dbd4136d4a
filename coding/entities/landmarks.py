# SPDX-License-Identifier: MIT
"""Places and organisations: known ones, and those with a word beside the name such as market, colline, clinique."""

from __future__ import annotations

import functools
import re

from coding.entities.capitals import Run
from coding.entities.entity_lists import entity_lists
from coding.entities.name_lists import (
    LOWER_HEADS,
    ORGANISATION_HEADS,
    PLACE_HEADS_AFTER,
    PLACE_HEADS_BEFORE,
    known_organisations,
    known_places,
)
from coding.entities.records import EntityKind


def _split(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_WORDS = _split(
    # English: pronouns, determiners, auxiliaries, conjunctions, prepositions, adverbs
    "some any all both each every many most much more few fewer several other others another such same none nobody "
    "no nothing everybody everyone everything somebody someone something anybody anyone anything our ours your "
    "yours his its their theirs these those i us who whom whose which where why how while whenever wherever "
    "whether if then than though although unless until since so as at by into onto over under through during "
    "before after against between among without within about around across along behind below beside besides "
    "near off out up down or nor yet also too very just only even still again always often sometimes usually "
    "never once twice soon later now today yesterday tomorrow tonight maybe perhaps however therefore instead "
    "otherwise first second third finally next last here please yes okay oh well do does did done is am been "
    "being has would could should might must shall cannot don didn doesn isn wasn weren haven hadn wouldn couldn "
    "one two three four five six seven eight nine ten people men women children girls boys "
    # French
    "certains certaines certain certaine quelques plusieurs tous tout toutes toute chaque chacun chacune aucun "
    "aucune autre autres tel telle tels telles même mêmes rien personne quelqu quelque je tu on nous vous lui eux "
    "elle elles moi toi soi leur leurs notre nos votre vos son sa ses ton ta tes cet cette ces ceux celle celles "
    "celui cela ça ceci quand lorsque comme comment pourquoi parce puisque car donc or ni si sinon alors ainsi "
    "aussi après avant depuis pendant durant vers chez sans sous entre contre malgré selon parmi jusque dès très "
    "trop peu beaucoup moins assez presque encore toujours jamais souvent parfois ensuite puis enfin finalement "
    "aujourd hier demain maintenant ici là bien bon oui non voilà voici peut cependant pourtant toutefois quel "
    "quelle quels quelles lequel laquelle dont quoi deux trois quatre cinq six sept huit neuf dix à au aux "
    "ont sont avait avaient étaient était avons avez les gens"
)
_ELIDED = re.compile(r"(?:[CDJLMNST]|Qu|Lorsqu|Puisqu|Jusqu)['’][a-zà-öø-ÿœ]")


def only_opens(word: str) -> bool:
    """Whether a word that opens a sentence is an ordinary one of English or French.

    Parameters
    ----------
    word : str
        As it stands there, with its capital letter.

    Returns
    -------
    bool
        True too for a contraction ("Don’t") and for an elision before a small letter ("J’ai").

    Examples
    --------
    >>> only_opens("Some"), only_opens("C’était"), only_opens("Aline"), only_opens("Will")
    (True, True, False, False)
    """
    return bool(_ELIDED.match(word)) or re.split("['’]", word.casefold())[0] in _WORDS


_LINK = r"(?: (?:de|des|du|d['’]|la|le|les|of|the|et|and|ya|wa|za|na|sur|sans|pour|for|à|l['’]|chez|at|on|&))*"
_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_TAIL = re.compile(rf"^(?:{_LINK} ?{_CAP})+")
_HEAD_BEFORE = re.compile(
    r"(?:^|[^\w])([^\W\d_]+(?:-[^\W\d_]+)?)((?: (?:de|des|du|d'|of|la|le|l'|called|named"
    r"|appelée?|nommée?|chez|dit|dite))*) ?$"
)
_HEAD_AFTER = re.compile(r"^[ \u00a0]([a-zéè]+)\b")
_DETERMINERS = frozenset(["a", "an", "the", "this", "that", "my", "your", "le", "la", "ce", "un", "une", "mon", "ma"])


def known_place_spans(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int, EntityKind]]:
    """The known places and bodies of a text, longest first, capitalised as names are; not within what is taken."""
    found: list[tuple[int, int, EntityKind]] = []
    busy = [False] * (len(text) + 1)
    for start, end in taken:
        busy[start:end] = [True] * (end - start)
    for one in entity_lists(_known_names()).find(text):
        said = text[one.start : one.end]
        is_name = said[0].isupper() and (one.kind is EntityKind.PLACE or _is_body(said))
        if is_name and not any(busy[one.start : one.end]) and _stands_alone(text, one.start, one.end):
            busy[one.start : one.end] = [True] * (one.end - one.start)
            found.append((one.start, one.end, one.kind))
    return found


@functools.cache
def _known_names() -> tuple[tuple[str, EntityKind], ...]:
    """Bodies before places: what is both is a body."""
    bodies, places = sorted(known_organisations()), sorted(known_places())
    return (*((name, EntityKind.ORGANISATION) for name in bodies), *((name, EntityKind.PLACE) for name in places))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No part of an address or of a longer name with a hyphen."""
    return text[max(0, start - 1) : start] not in ("@", ".", "-") and text[end : end + 1] != "-"


def _is_body(said: str) -> bool:
    """Short forms are bodies only in capitals: "OIT", not "Care"."""
    return len(said) > 4 or said.isupper()


def landmark(text: str, run: Run) -> tuple[int, int, EntityKind] | None:
    """The stretch of a place or an organisation that a run is part of, by the words beside it; None for neither."""
    keys = run.keys
    head, linked, head_start = _head_before(text, run)
    if run.title and head in LOWER_HEADS:  # "hôpital Maman Yemo-Est"
        return head_start, _name_end(text, run.end), EntityKind.ORGANISATION
    if not run.title and (_is_organisation(run) or head in LOWER_HEADS):
        start = head_start if head in LOWER_HEADS else run.start
        return start, _name_end(text, run.end), EntityKind.ORGANISATION
    if head in PLACE_HEADS_BEFORE and not run.title:
        return run.start if linked else head_start, run.end, EntityKind.PLACE
    after = None if _only_determines(run) else _HEAD_AFTER.match(text[run.end : run.end + 24])
    if after and after.group(1) in PLACE_HEADS_AFTER and not run.title:
        return run.start, run.end + after.end(), EntityKind.PLACE
    if keys[-1] in PLACE_HEADS_AFTER and len(keys) > 1 and not run.title:
        return run.start, run.end, EntityKind.PLACE
    if keys[0] in PLACE_HEADS_BEFORE and len(keys) > 1:
        return run.start, run.end, EntityKind.PLACE
    if keys[0] == "chez" and len(keys) > 1:
        return run.start, run.end, EntityKind.PLACE
    if len(run.words) == 1 and _is_acronym(run.words[0][2]):
        return run.start, run.end, EntityKind.ORGANISATION
    return None


def _only_determines(run: Run) -> bool:
    """ "The gate", "Our village": an article or possessive that opens a sentence and names nothing."""
    word = run.words[0][2]
    return run.opens and len(run.words) == 1 and (run.keys[0] in _DETERMINERS or only_opens(word))


def _is_acronym(word: str) -> bool:
    return word.isupper() and 3 <= len(word) <= 6 and "." not in word


def _is_organisation(run: Run) -> bool:
    keys = run.keys
    if len(keys) == 1:
        return False
    return any(key in ORGANISATION_HEADS for key in keys) and not (len(keys) == 2 and keys[0] in ("sister", "sœur"))


def _head_before(text: str, run: Run) -> tuple[str, bool, int]:
    """The lower-case noun right before a run, whether a linking word stands between, and where it begins."""
    line = text.rfind("\n", 0, run.start) + 1
    before = text[line : run.start].replace("’", "'")
    if run.title:
        before = re.sub(r"[^\W\d_]+\.?[ \u00a0]$", "", before)
    match = _HEAD_BEFORE.search(before)
    if match is None:
        return "", False, run.start
    head = match.group(1)
    if head != head.lower():
        return "", False, run.start
    return head, bool(match.group(2)), line + match.start(1)


def _name_end(text: str, end: int) -> int:
    """Where a name of several words ends, with what is linked to it: "of Mwanga Hill", "ya Mto"."""
    match = _TAIL.match(text[end : end + 60])
    if match is None or "." in match.group():
        return end
    return end + match.end()
