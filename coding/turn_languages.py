# SPDX-License-Identifier: MIT
"""Propose the language of each turn and of a text: small words first, py3langid where they do not decide.

py3langid knows Kinyarwanda ("rw") and no Kirundi ("rn"): what it calls "rw" is decided by the spelling, which differs
(rn "vyose", "canke", "cane" – rw "byose", "cyangwa", "cyane"). A turn of fewer than `SHORT` words has the language of
its speaker's other turns, unless two of its small words are of one language and none of another: "When did you come?".
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from coding.language_guess import word_scores
from coding.records import Turn
from wording import LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SHORT = 6  # words
KNOWN = (*LANGUAGES, *(one for one in ("rn", "rw", "sw") if one not in LANGUAGES))
_CLEAR, _AHEAD = 3, 3.0  # small words that tell at once, and how many times those of any other language
_KIRUNDI = re.compile(r"\b(?:\w*vy\w*|c[aeio]\w*|nta[cw]?o|ico|canke|ubwo|hama|maze|mugabo)\b", re.IGNORECASE)
_KINYARWANDA = re.compile(r"\b(?:\w*cy\w*|\w*by[aeiou]\w*|icyo|ntacyo|ariko|kugeza|hanyuma|ubwo)\b", re.IGNORECASE)


def turn_languages(text: str, turns: Sequence[Turn], languages: Collection[str] = KNOWN) -> list[str]:
    """The language of each turn, one of `languages` (as "en", "rn"); "" where neither words nor speaker tell.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns, with speakers.
    languages : collection of str
        The languages that may be proposed, of `KNOWN`; where it names none of these, all of them.

    Returns
    -------
    list of str
        One a turn.

    Examples
    --------
    >>> text = "He said that they were not there, and I had to go. Ego."
    >>> turns = [Turn(0, 50, "P1"), Turn(51, 55, "P1")]  # the second is short: as the speaker's other turns
    >>> turn_languages(text, turns, ["en", "rn"])
    ['en', 'en']
    """
    wanted = tuple(one for one in KNOWN if one in languages) or KNOWN
    said = [text[turn.start : turn.end] for turn in turns]
    found = [_recognised(words, wanted) or _plainly(words, wanted) for words in said]
    by_speaker: dict[str, Counter[str]] = {}
    whole: Counter[str] = Counter()
    for turn, language in zip(turns, found, strict=True):
        if language:
            words = len(text[turn.start : turn.end].split())
            by_speaker.setdefault(turn.speaker, Counter())[language] += words
            whole[language] += words
    usual = {speaker: _most(counts) for speaker, counts in by_speaker.items()}
    return [
        language or usual.get(turn.speaker, "") or _most(whole) for turn, language in zip(turns, found, strict=True)
    ]


def text_language(text: str, turns: Sequence[Turn], languages: Sequence[str]) -> str:
    """The language most words of a text are in, by those of its turns; "" where none has any.

    Parameters
    ----------
    text : str
        The text of a document.
    turns : sequence of Turn
        Its turns.
    languages : sequence of str
        The language of each turn, "" where it is not known.

    Returns
    -------
    str
        By the number of words.
    """
    counts: Counter[str] = Counter()
    for turn, language in zip(turns, languages, strict=True):
        counts[language] += len(text[turn.start : turn.end].split())
    del counts[""]
    return _most(counts)


def language_of(text: str, languages: Collection[str] = KNOWN) -> str:
    """The language of a text by its words alone, one of `languages`; "" for fewer than `SHORT` words."""
    return _recognised(text, tuple(one for one in KNOWN if one in languages) or KNOWN)


def rwanda_or_burundi(text: str) -> str:
    """ "rn" or "rw" by the spelling of a text in one of the two; Burundi's where the spelling does not tell.

    Examples
    --------
    >>> rwanda_or_burundi("ivyo vyose canke ico"), rwanda_or_burundi("ibyo byose cyangwa icyo")
    ('rn', 'rw')
    """
    return "rw" if len(_KINYARWANDA.findall(text)) > len(_KIRUNDI.findall(text)) else "rn"


def _plainly(text: str, languages: tuple[str, ...]) -> str:
    """The language of a short text with two small words of it and none of another; "" for any other text."""
    scores = {one: score for one, score in word_scores(text).items() if score}
    (only, score), *others = scores.items() or [("", 0)]
    return only if score >= 2 and not others and only in languages else ""


def _recognised(text: str, languages: tuple[str, ...]) -> str:
    if len(text.split()) < SHORT:
        return ""
    if len(languages) == 1:
        return languages[0]
    scores = word_scores(text)
    ranked = sorted(((scores.get(one, 0), one) for one in languages if one != "rw"), reverse=True)
    best = ranked[0] if ranked else (0, "")
    second = ranked[1][0] if len(ranked) > 1 else 0
    if best[0] >= _CLEAR and best[0] >= _AHEAD * max(second, 1):
        return _bantu(best[1], text, languages)
    return _bantu(_by_letters(text, languages), text, languages)


def _bantu(language: str, text: str, languages: tuple[str, ...]) -> str:
    """Rwanda's or Burundi's, where both may be meant; else the one that may."""
    if language not in ("rn", "rw"):
        return language
    if "rn" in languages and "rw" in languages:
        return rwanda_or_burundi(text)
    return "rn" if "rn" in languages else "rw"


def _by_letters(text: str, languages: tuple[str, ...]) -> str:
    known = sorted({"rw" if one == "rn" else one for one in languages})
    if len(known) == 1:
        return known[0]
    identifier, all_told = _identifier()
    told = [one for one in known if one in all_told]
    if not told:
        return ""
    identifier.set_languages(told)
    return str(identifier.classify(text)[0])


@functools.cache
def _identifier() -> tuple[LanguageIdentifier, frozenset[str]]:
    """What tells languages by their letters, and which it tells, before it is limited to some."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.3 s: with the first doubtful turn

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return identifier, frozenset(identifier.nb_classes)


def _most(counts: Counter[str]) -> str:
    return max(sorted(counts), key=lambda one: counts[one], default="")
