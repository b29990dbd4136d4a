# SPDX-License-Identifier: MIT
"""All entities of a text: by form, by words beside a name, and by what the whole document says of each name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from rapidfuzz import fuzz

from coding.entities.capitals import Run, plain, runs
from coding.entities.entity_lists import entity_lists
from coding.entities.evidence import ACTS, entity_types, family_shaped, given_name, person_score, place_score
from coding.entities.landmarks import known_place_spans, landmark
from coding.entities.name_lists import GREETINGS, ORGANISATION_HEADS, TITLES, known_places
from coding.entities.records import Entity, EntityKind, without_overlaps
from coding.entities.witnesses import (
    ENOUGH,
    is_bare_subject,
    label_mentions,
    names_nobody,
    rather_person,
    speakers_by_name,
    stands_as_name,
    weigh,
    witnesses,
)
from coding.spacy_types import Doc

ALIKE = 88  # of 100 by rapidfuzz: what is that alike is proposed as one spelling


def numbered(mentions: list[tuple[int, int]], text: str) -> list[tuple[int, int, int]]:
    """Each mention as (start, end, person), persons counted from 1 in the order of their first mention.

    Full names found a person; a single word goes to the last person named so before, else to the first after.

    Examples
    --------
    >>> text = "Jean Ndayizeye came. Mr Ndayizeye left Alice."
    >>> numbered([(0, 14), (21, 33), (39, 44)], text)
    [(0, 14, 1), (21, 33, 1), (39, 44, 2)]
    """
    ordered = sorted(set(mentions))
    words = [tuple(key for key in map(plain, text[start:end].split()) if key not in TITLES) for start, end in ordered]
    people: list[set[str]] = []
    whose = [-1] * len(ordered)
    for number, keys in enumerate(words):
        if len(keys) > 1:
            found = next((n for n, names in enumerate(people) if _same_full(set(keys), names)), -1)
            if found < 0:
                people.append(set(keys))
                found = len(people) - 1
            whose[number] = found
    for number, keys in enumerate(words):
        if len(keys) == 1:
            whose[number] = _person_of(keys[0], number, words, whose, people)
    order = {person: rank for rank, person in enumerate(dict.fromkeys(whose), start=1)}
    return [(start, end, order[person]) for (start, end), person in zip(ordered, whose, strict=True)]


def _same_full(one: set[str], other: set[str]) -> bool:
    """Two names of several words are one where all words agree, an initial standing for its word."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 and len(long) > 1:
        return short <= long
    return all(any(_agree(word, wider) for wider in long) for word in short)


def _agree(word: str, other: str) -> bool:
    if word == other:
        return True
    return (len(word) == 1 and other.startswith(word)) or (len(other) == 1 and word.startswith(other))


def _person_of(key: str, number: int, words: list[tuple[str, ...]], whose: list[int], people: list[set[str]]) -> int:
    before = [whose[n] for n in range(number) if whose[n] >= 0 and key in people[whose[n]]]
    after = [whose[n] for n in range(number, len(words)) if whose[n] >= 0 and key in people[whose[n]]]
    if before or after:
        return before[-1] if before else after[0]
    people.append({key})
    return len(people) - 1


def alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one: to be asked, never decided.

    Parameters
    ----------
    one, other : str
        Two names in their plain form.

    Returns
    -------
    bool
        True from 88 of 100 points of likeness, the order of the words aside; False for the very same name.

    References
    ----------
    Token sort ratio as RapidFuzz's fuzz.token_sort_ratio.

    Examples
    --------
    >>> alike("ndayizeye jean", "jean ndayizeyi")
    True
    """
    return one != other and fuzz.token_sort_ratio(one, other) >= ALIKE


_ENOUGH = 1.5
_FUNCTION = frozenset(
    ["sans", "et", "de", "des", "du", "les", "la", "le", "and", "of", "the", "for", "with", "without", "pour", "avec"]
    + ["no", "our", "nos", "notre", "new", "bon", "bonne"]
)
_NICKNAMED = re.compile(
    r"\b(?:surnomm\w+|nicknamed|alias|a\.k\.a\.?|also known as|dite?|call(?:ed)? (?:him|her|me)"
    r"|(?:l'|m'|nous )appel\w+)[ :,«“\"']*$"
)


def find_entities(
    text: str,
    by_form: Iterable[Entity],
    docs: list[tuple[int, Doc]],
    is_common: Callable[[str], bool],
    lists: Iterable[tuple[str, EntityKind]] = (),
) -> list[Entity]:
    """The entities of a document, in order."""
    own = find_listed(text, lists)
    formed = without_overlaps([*own, *by_form])
    taken = [(entity.start, entity.end) for entity in formed]
    candidates = [
        run
        for run in runs(text, is_common)
        if not _touches(run, taken) and not _greets(run) and not names_nobody(run, is_common)
    ]
    marks, rest = _landmarks(text, candidates)
    known = [one for one in known_place_spans(text, taken) if not any(_covers(mark, one) for mark in marks)]
    rest = _without_known(rest, known)
    nicknames = [run for run in rest if _NICKNAMED.search(run.before)]
    mottos = [run for run in rest if run not in nicknames and _is_motto(run, is_common)]
    rest = [run for run in rest if run not in mottos and run not in nicknames]
    people, places = _decide(rest, docs, is_common)
    people += nicknames
    people, split = _parted(people, rest)
    places += split
    names = {key for run in people for key in run.keys if len(key) > 1}
    people += _repeated_names(rest, people, names, docs, is_common)
    slips = _slips(text, docs, names, is_common, [*taken, *((run.start, run.end) for run in people)])
    labelled = [place for place in label_mentions(text, sorted(speakers_by_name(text))) if not _meets(place, taken)]
    landmarks = {plain(word) for start, end, _ in marks for word in text[start:end].split()}
    mistaken = _rather_people(places, landmarks, docs, is_common)
    people += mistaken
    places = [run for run in places if run not in mistaken]
    people += [run for run in rest if run not in people and run not in places and _witnessed(run, docs, is_common)]
    told = {run.start: {"nickname": ENOUGH} if run in nicknames else witnesses(run, docs, is_common) for run in people}
    for run in mistaken:
        told[run.start] |= {"acts": 1} if ACTS.match(run.after) else {}
    persons, possible = _by_witnesses(text, people, slips, labelled, told)
    found = [
        *formed,
        *(Entity(start, end, EntityKind.PERSON, who) for start, end, who in persons),
        *(Entity(*mark) for mark in marks),
        *(Entity(*one) for one in known),
        *(Entity(run.start, run.end, EntityKind.PLACE) for run in places),
        *(Entity(run.start, run.end, _motto_kind(run)) for run in mottos if not run.opens or len(run.keys) > 2),
        *(Entity(start, end, EntityKind.POSSIBLE) for start, end in possible),
    ]
    return without_overlaps(found)


def _rather_people(
    places: list[Run], landmarks: set[str], docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]
) -> list[Run]:
    """What the pipeline alone took for a place and is a person by two witnesses; no word of a landmark."""
    by_words: dict[str, list[Run]] = defaultdict(list)
    for run in places:
        if not landmarks.isdisjoint(run.keys):
            continue
        by_words[run.phrase].append(run)
    return [run for held in by_words.values() if rather_person(held, docs, is_common) for run in held]


def _witnessed(run: Run, docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]) -> bool:
    """Whether anything bears witness to a run that is neither place nor, so far, person."""
    if all(is_common(key) for key in run.keys) and not run.title:
        return False
    return bool(witnesses(run, docs, is_common))


def _by_witnesses(
    text: str,
    people: list[Run],
    slips: list[tuple[int, int]],
    labelled: list[tuple[int, int]],
    told: dict[int, dict[str, int]],
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
    """The mentions of persons with two witnesses or more, numbered from 1; and those of possible persons."""
    runs_of = [(run.start, run.end) for run in people]
    labelled = [next((run for run in runs_of if run[0] <= one[0] and one[1] <= run[1]), one) for one in labelled]
    places = [*runs_of, *slips]
    mentions = numbered([*labelled, *(one for one in places if not _meets(one, labelled))], text)
    seen: dict[int, list[dict[str, int]]] = defaultdict(list)
    spoken = set(labelled)
    for start, end, who in mentions:
        seen[who].append({"label": ENOUGH} if (start, end) in spoken else told.get(start, {}))
    sure = {who for who, found in seen.items() if weigh(found) >= ENOUGH}
    order = {who: n for n, who in enumerate(dict.fromkeys(who for *_, who in mentions if who in sure), start=1)}
    persons = [(start, end, order[who]) for start, end, who in mentions if who in sure]
    return persons, [(start, end) for start, end, who in mentions if who not in sure]


def _meets(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def find_listed(text: str, lists: Iterable[tuple[str, EntityKind]]) -> list[Entity]:
    """The names of an office's lists in a text of any language, each known by its entry of the list.

    Examples
    --------
    >>> [(one.start, one.end, one.value) for one in find_listed("À KOBERO.", [("Kobéro", EntityKind.PLACE)])]
    [(2, 8, 'kobéro')]
    """
    found = entity_lists(tuple(lists)).find(text)
    return [Entity(one.start, one.end, one.kind, value=plain_name(one.name)) for one in found]


def _greets(run: Run) -> bool:
    return not run.title and all(key in GREETINGS for key in run.keys)


def _touches(run: Run, taken: list[tuple[int, int]]) -> bool:
    return any(run.start < end and start < run.end for start, end in taken)


def _covers(one: tuple[int, int, EntityKind], other: tuple[int, int, EntityKind]) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def _landmarks(text: str, candidates: list[Run]) -> tuple[list[tuple[int, int, EntityKind]], list[Run]]:
    marks, rest, end = [], [], 0
    for run in candidates:
        if run.start < end:
            continue
        found = None if run.phrase in known_places() else landmark(text, run)
        if found is None:
            rest.append(run)
        else:
            marks.append(found)
            end = found[1]
    return marks, rest


def _without_known(rest: list[Run], known: list[tuple[int, int, EntityKind]]) -> list[Run]:
    """Runs that are no known place or body; a person's name that holds one ("Kigali Jean") stays."""
    kept = []
    for run in rest:
        inside = [one for one in known if one[0] < run.end and run.start < one[1]]
        named = any(given_name(key) for key in run.keys) or run.title
        if not inside or named:
            kept.append(run)
        elif (left := _behind_place(run, inside)) is not None:
            kept.append(left)
            continue
        else:
            continue
        for one in inside:
            known.remove(one)
    return kept


def _behind_place(run: Run, inside: list[tuple[int, int, EntityKind]]) -> Run | None:
    """What of a run stands behind a known place ("Kobero Mutiso"); None where nothing does."""
    end = max(one[1] for one in inside)
    words = tuple(word for word in run.words if word[0] >= end)
    if not words:
        return None
    return replace(run, start=words[0][0], end=words[-1][1], words=words, opens=False, before="")


def _decide(
    rest: list[Run], docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]
) -> tuple[list[Run], list[Run]]:
    """Which runs name people and which places: each word's evidence is gathered over the whole document."""
    person: dict[str, float] = defaultdict(float)
    place: dict[str, float] = defaultdict(float)
    own: dict[int, tuple[float, float]] = {}
    for run in rest:
        if _is_plain_opening(run, docs, is_common):
            continue
        types = entity_types(run, docs)
        mine = (person_score(run, types), place_score(run, types))
        own[run.start] = mine
        for key in set(run.keys):
            person[key] += mine[0] / (1 if len(run.keys) == 1 else 1.2)
            place[key] += mine[1] if len(run.keys) == 1 else 0
    people, places = [], []
    for run in rest:
        if run.start not in own:
            continue
        for_person = max([own[run.start][0], *(person[key] for key in run.keys)])
        for_place = (
            max([own[run.start][1], *(place[key] for key in run.keys)]) if len(run.keys) == 1 else own[run.start][1]
        )
        if run.title or (for_person >= _ENOUGH and for_person >= for_place):
            people.append(run)
        elif for_place >= 1.2 and not (run.opens and is_common(run.keys[0])):
            places.append(run)
        elif for_person >= 0.7 and not run.opens and not all(is_common(key) for key in run.keys):
            people.append(run)
    return people, places


def _parted(people: list[Run], rest: list[Run]) -> tuple[list[Run], list[Run]]:
    """ "At Kobero Mutiso paid": a place and a person that stand side by side; the second is named alone elsewhere."""
    alone = {run.keys[0] for run in rest if len(run.keys) == 1}
    kept, places = [], []
    for run in people:
        first, second = run.keys[0], run.keys[-1]
        beside = len(run.keys) == 2 and not run.title and second in alone and first not in alone
        if beside and place_score(run, set()) >= 1.2 and not given_name(first) and not given_name(second):
            (left, middle, _), (start, end, _) = run.words
            places.append(replace(run, start=left, end=middle, words=run.words[:1]))
            kept.append(replace(run, start=start, end=end, words=run.words[1:]))
        else:
            kept.append(run)
    return kept, places


def _is_plain_opening(run: Run, docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]) -> bool:
    """A word of the language that only opens a sentence, or an organisation's head, or a title alone.

    A given name that is a word too counts where it stands alone or acts: "Innocent sold …", "Médiatrice."
    """
    key = run.keys[0]
    if run.title:
        return False
    if len(run.keys) == 1 and (key in ORGANISATION_HEADS or key in TITLES or len(key) < 3):
        return True
    if not all(is_common(one) for one in run.keys):
        return False
    named = any(given_name(one) for one in run.keys)
    if len(run.keys) > 1:
        return not named
    return run.opens and not (named and stands_as_name(run, docs))


def _is_motto(run: Run, is_common: Callable[[str], bool]) -> bool:
    """Several capitalised words of the language: the name of a body or a place, "Espoir Sans Rives"."""
    plain_words = [key for key in run.keys if is_common(key) and not given_name(key) and not family_shaped(key)]
    function_word = any(key in _FUNCTION for key in run.keys)
    return len(run.keys) > 1 and not run.title and (function_word or len(plain_words) == len(run.keys))


def _motto_kind(run: Run) -> EntityKind:
    return EntityKind.PLACE if place_score(run, set()) >= 1.2 else EntityKind.ORGANISATION


def _repeated_names(
    rest: list[Run],
    people: list[Run],
    names: set[str],
    docs: list[tuple[int, Doc]],
    is_common: Callable[[str], bool],
) -> list[Run]:
    """Runs that say a known person's name again; where it is a word too and opens a sentence, only before a verb."""
    known = {run.start for run in people}
    found = []
    for run in rest:
        if run.start in known or not any(key in names for key in run.keys):
            continue
        is_word = run.opens and len(run.keys) == 1 and is_common(run.keys[0])
        if is_word and not stands_as_name(run, docs):
            continue
        found.append(run)
    return found


def _slips(
    text: str,
    docs: list[tuple[int, Doc]],
    names: set[str],
    is_common: Callable[[str], bool],
    taken: list[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Known names that stand in lower case; where the name is a word too, only as a subject without an article."""
    found = []
    for name in names:
        if len(name) < 3:
            continue
        for match in re.finditer(rf"(?<![\w@./'’-]){re.escape(name)}(?![\w@.-]*@|[\w-])", text.lower()):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken) or not text[start:end].islower():
                continue
            bare = _opens_as_subject(text, start, end) or is_bare_subject(docs, start)
            if is_common(name) and not (bare and given_name(name)):
                continue
            found.append((start, end))
    return found


def _opens_as_subject(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 3) : start].strip(" \u00a0")
    return (not before or before[-1] in ".!?\n") and bool(
        re.match(
            r" (?:\w+ed|wrote|said|told|was|is|came|went"
            r"|gave|took|a|est|dit|m'a)\b",
            text[end : end + 14],
        )
    )


def plain_name(text: str) -> str:
    """A name in lower case without possessives and titles, for comparison.

    Parameters
    ----------
    text : str
        A name as it stands in a text, of one or more words.

    Returns
    -------
    str
        Words single-spaced.

    Examples
    --------
    >>> plain_name("Dr. Ndayizeye's")
    'ndayizeye'
    """
    return " ".join(key for key in map(plain, text.split()) if key not in TITLES)
