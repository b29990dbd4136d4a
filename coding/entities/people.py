# SPDX-License-Identifier: MIT
"""Groups mentions that name one person: same words, short forms, initials, another spelling."""

from __future__ import annotations

from rapidfuzz import fuzz

from coding.entities.capitals import plain
from coding.entities.name_lists import TITLES

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
