# SPDX-License-Identifier: MIT
"""Recognises the languages of the program, Kirundi and Swahili by counting small words. A guess, said as one."""

from __future__ import annotations

import re
from collections import Counter

from wording import LANGUAGES
from wording.word_lists import all_word_lists

_SPOKEN = {  # in interviews, beside the languages of the program
    "rn": "na mu ku no muri kuri ni ko nta ntaco ariko kandi ico ivyo abantu umuntu twari bari ndi yari cane aho iyo "
    "uwo ubwo hari nk'uko ngo canke bose vyose mbere",
    "sw": "na ya wa kwa ni katika za la cha kuwa kama hii hiyo yangu wangu alikuwa walikuwa sana lakini watu mtu mimi "
    "yeye wao si hakuna nilikuwa baada kabla pia",
}
_NEIGHBOURS = {  # of French, that would be taken for it; they are told apart and then not named
    "es": "el los las una por con del lo yo me al como pero su muy este esta fue más para se no que en de la",
    "pt": "o os um uma não por com do da dos das ele ela mas foi muito mais para se que em de",
    "sv": "och det att en som på är av för med den till har inte jag om ett han",
    "de": "der die und das ist nicht ich ein eine zu den mit sie es war wir auf",
}
_WORDS = (
    {language: lists.small for language, lists in all_word_lists().items()}
    | {language: frozenset(words.split()) for language, words in _SPOKEN.items()}
    | {language: frozenset(words.split()) for language, words in _NEIGHBOURS.items() if language not in LANGUAGES}
)
_GUESSED = tuple(language for language in _WORDS if language in LANGUAGES or language not in _NEIGHBOURS)
SMALL_WORDS = frozenset[str]().union(*(_WORDS[language] for language in _GUESSED))  # that say nothing by themselves
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAMPLE = 200_000  # characters: a language shows itself well before


def small_words(language: str) -> frozenset[str]:
    """The small words by which a language is recognised; none for a language that is not."""
    return _WORDS.get(language, frozenset())


def word_scores(text: str) -> dict[str, int]:
    """How many small words of each language, its neighbours among them, a text has.

    Parameters
    ----------
    text : str
        Any text; the first 200,000 characters are counted.

    Returns
    -------
    dict of str to int
        Language ("en", "fr", "rn", "sw", and "es", "pt", "sv", "de") to a count of words.
    """
    return _scores(_counted(text))


def _scores(words: Counter[str]) -> dict[str, int]:
    """How often the small words of each language are among the words."""
    return {language: sum(words[word] for word in small & words.keys()) for language, small in _WORDS.items()}


def _counted(text: str) -> Counter[str]:
    return Counter(word.casefold().replace("’", "'") for word in _WORD.findall(text[:_SAMPLE]))


def guess_language(text: str) -> str:
    """One of "en", "fr", "rn" or "sw"; "" when the small words do not tell.

    Parameters
    ----------
    text : str
        Any text; the first 200,000 characters are counted.

    Returns
    -------
    str
        The language with most small words: at least 2, at least 5 % of the words, and more than any other.

    Examples
    --------
    >>> guess_language("They said that we would go to the city and work for her."), guess_language("Gitega")
    ('en', '')
    """
    words = _counted(text)
    if not words:
        return ""
    scores = _scores(words)
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    enough = max(2, 0.05 * sum(words.values()))
    return best if best in _GUESSED and scores[best] >= enough and scores[best] > scores[second] else ""
