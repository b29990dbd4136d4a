# SPDX-License-Identifier: MIT
"""Keywords that often mean something else than what a codebook means by them, and the signs of it.

A trap acts only where a codebook holds that very keyword; words are folded (no accents, lower case).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_AROUND = 40  # characters before and after a hit that are looked at
_FINAL_ACCENT = "é"
_PARTICIPLE = ("e", "es")  # what may follow the é of a participle: forcée, forcées


@dataclass(frozen=True)
class KeywordTrap:
    """`other`: whole words that begin like the keyword and are different ones.

    `meant`: what must stand around the word, its place being the group `hit`; empty: anything may.
    """

    other: str = ""
    meant: str = ""


_TRAPS: dict[tuple[str, str], KeywordTrap] = {
    # Gold after an article or a preposition, else a conjunction.
    ("fr", "or"): KeywordTrap(
        meant=r"(?:\bl'\s?|\bd'\s?|\b(?:en|cet|son|leur|notre|mon|ton|votre|du|vendre|cherch\w*)\s+)(?P<hit>or)\b"
        r"|\b(?P<hit2>or)\s+(?:de\s+la\s+mine|brut|pur)\b"
    ),
    # A maid where it is a noun, else "good".
    ("fr", "bonne"): KeywordTrap(
        meant=r"\b(?:la|une|sa|leur|ma|notre|cette|comme|de|petite|jeune)\s+(?P<hit>bonne)"
        r"(?=\s*(?:$|[.,;:!?)»\"])|\s+(?:chez|dans|pour|qui|a\s+tout|et|la-bas|au|en)\b)"
        r"|\b(?P<hit2>bonne)\s+a\s+tout\s+faire\b"
    ),
    ("fr", "bonnes"): KeywordTrap(
        meant=r"\b(?:les|des|comme|de|leurs|ces|petites|jeunes)\s+(?P<hit>bonnes)(?=\s*(?:$|[.,;:!?)»\"])|\s+a\s+tout)"
    ),
    ("fr", "viol*"): KeywordTrap(
        other=r"violen\w*|violet\w*|violon\w*|violoncell\w*|violation\w*|violac\w*|violine?s?"
    ),
    ("fr", "sage*"): KeywordTrap(other=r"sages?|sagement|sagesse"),
    ("fr", "organ*"): KeywordTrap(other=r"organi[sg]\w*|organique\w*|organdi\w*"),
    ("fr", "car"): KeywordTrap(meant=r"\b(?:un|le|en|du|au|ce|par|petit|grand)\s+(?P<hit>car)\b"),
    ("fr", "vol"): KeywordTrap(meant=r"(?P<hit>vol)\b(?!\s+d'oiseau|\s+direct|\s+retour|\s+aller|\s+international)"),
    ("fr", "mend*"): KeywordTrap(other=r"mendel\w*"),
    # A pit where a determiner, a mineral or a place word says so, else "belonging to me".
    ("en", "mine"): KeywordTrap(
        meant=r"\b(?:the|a|an|this|that|each|every|another|old|open|illegal|gold|coltan|tin|tungsten|copper|cobalt|coal"
        r"|salt|diamond|same|his|their|our|its|near|inside)[\s-]+(?P<hit>mine)\b"
        r"|\b(?P<hit2>mine)[\s-]+(?:worker|shaft|site|owner|boss|pit)"
    ),
    ("en", "organ*"): KeywordTrap(other=r"organi[sz]\w*|organic\w*|organism\w*|organogram\w*"),
    ("en", "beg*"): KeywordTrap(other=r"beg[aiu]n\w*|beget\w*|begot\w*|begrudg\w*|beguil\w*"),
    ("en", "beat*"): KeywordTrap(other=r"beatif\w*|beatle\w*|beatitude\w*"),
    ("en", "rape*"): KeywordTrap(other=r"rapeseed\w*"),
    ("en", "slap*"): KeywordTrap(other=r"slapdash|slapstick"),
    ("en", "sold*"): KeywordTrap(other=r"soldier\w*|solder\w*"),
    ("en", "minor*"): KeywordTrap(other=r"minorit\w*"),
    ("en", "trap*"): KeywordTrap(other=r"trapez\w*"),
    ("en", "ill*"): KeywordTrap(other=r"ill(?:eg|it|us|um|og)\w*"),
}


def is_trap(language: str, folded_keyword: str) -> bool:
    """Whether a keyword is known to be, or to begin, another word.

    Examples
    --------
    >>> is_trap("fr", "or"), is_trap("fr", "passeport*")
    (True, False)
    """
    return (language, folded_keyword) in _TRAPS


def other_word(language: str, folded_keyword: str, folded_word: str) -> bool:
    """Whether the word begins like the keyword and is a different one ("begin" for `beg*`).

    Examples
    --------
    >>> other_word("fr", "viol*", "violence"), other_word("fr", "viol*", "violee")
    (True, False)
    """
    trap = _TRAPS.get((language, folded_keyword))
    return bool(trap and trap.other and re.fullmatch(trap.other, folded_word))


def needs_context(language: str, folded_keyword: str) -> bool:
    """Whether the words around a hit must be looked at."""
    trap = _TRAPS.get((language, folded_keyword))
    return bool(trap and trap.meant)


def is_meant(language: str, folded_keyword: str, folded_text: str, start: int, end: int) -> bool:
    """Whether the words around `[start, end)` make it what a codebook means.

    Examples
    --------
    >>> is_meant("en", "mine", "we worked in the mine", 17, 21), is_meant("en", "mine", "it was mine", 7, 11)
    (True, False)
    """
    first = max(0, start - _AROUND)
    window = folded_text[first : end + _AROUND]
    place = (start - first, end - first)
    return any(
        place in (match.span("hit"), _second(match)) for match in _meant(language, folded_keyword).finditer(window)
    )


def is_other_by_accent(keyword: str, stem: bool, real_word: str, folded_word: str) -> bool:
    """Whether a keyword that ends in "é" met a word that has no such é: "marche" for `marché`, "violence" for `violé*`.

    In capitals accents are often left out, so that these count as met.

    Examples
    --------
    >>> is_other_by_accent("marché", False, "marche", "marche"), is_other_by_accent("marché", False, "marché", "marche")
    (True, False)
    """
    if not keyword.endswith(_FINAL_ACCENT) or real_word.isupper():
        return False
    rest = folded_word[len(keyword) :]
    if stem and rest in _PARTICIPLE:
        return False
    has_accent = real_word[len(keyword) - 1 : len(keyword)].lower() == _FINAL_ACCENT
    return not has_accent or (stem and rest not in ("", "s"))


@functools.cache
def _meant(language: str, folded_keyword: str) -> re.Pattern[str]:
    return re.compile(_TRAPS[language, folded_keyword].meant)


def _second(match: re.Match[str]) -> tuple[int, int]:
    return match.span("hit2") if "hit2" in match.re.groupindex else (-1, -1)
