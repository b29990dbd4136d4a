# SPDX-License-Identifier: MIT
"""Runs of capitalised words in a text, with what stands before and behind them: the candidates for names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from coding.entities.name_lists import (
    GIVEN,
    KIN,
    MONTHS,
    NOT_NAMES,
    ORGANISATION_HEADS,
    PLACE_HEADS_BEFORE,
    SURNAME_PARTICLES,
    TITLES,
)

_LETTER = r"[^\W\d_]"
_CAP = r"[A-ZÀ-ÖØ-Þ]"
_WORD = rf"(?:{_CAP}\.(?:-?{_CAP}{_LETTER}*)?|{_CAP}{_LETTER}*(?:[’'-]{_LETTER}+)*|(?:al|el)-{_CAP}{_LETTER}+)"
_RUN = re.compile(
    rf"(?<![\w@./-]){_WORD}(?:[ \u00a0]+(?:(?:al|el|bin|ibn|bint|van|de|du|ya|wa|la|von)[ "
    rf"\u00a0]+)?{_WORD})*"
)
_PART = re.compile(rf"{_LETTER}[\w.’'-]*")
_OPENS = re.compile(r"(?:^|[.!?…:;]|[«“\"(\[–—]|\n)[\s»”\"–—)\]]*$")
_ELISION = re.compile(r"^(?:[LDJMTSNCQldjmtsncq]|Qu|qu|Jusqu|Lorsqu|Puisqu)[’'](?=[^\W\d_]{2})")
_ABBREVIATED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "m",
        "mme",
        "mlle",
        "dr",
        "prof",
        "mgr",
        "rev",
        "rév",
        "hon",
        "st",
        "ste",
        "sgt",
        "lt",
        "col",
        "capt",
        "gen",
        "pr",
    ]
)
_ONLY_CAPITAL = frozenset({"me", "m", "ma", "miss", "justice", "general", "major", "principal"})
_HEADS = ORGANISATION_HEADS | PLACE_HEADS_BEFORE
_INVERTED = re.compile(r"-(?:vous|tu|ils?|elles?|on|nous|je|moi|ce|t|toi|lui|leur|le|la|les|y|en|là|ci)$")
_JOINED = re.compile(rf"(?:,[ \u00a0]{_CAP}{_LETTER}+)*[ \u00a0](?:and|et)[ \u00a0]{_CAP}{_LETTER}")
_LEADS_ON = re.compile(rf"[ \u00a0](?:to|à|jusqu['’]à|vers)[ \u00a0]{_CAP}")


@dataclass(frozen=True)
class Run:
    """Capitalised words `text[start:end]`: `words` with places, the `title` before them, whether they open a sentence.

    `before` and `after` are what stands beside them in their line, lower case; `leads_on`: "to" or "à" and another
    capitalised word follow; `joined`: "and" or "et" and another one do.
    """

    start: int
    end: int
    words: tuple[tuple[int, int, str], ...]
    title: str
    opens: bool
    before: str
    after: str
    leads_on: bool = False
    joined: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The words in lower case, without dots and possessive endings."""
        return tuple(plain(word) for _, _, word in self.words)

    @property
    def phrase(self) -> str:
        """The words as one lower-case line."""
        return " ".join(self.keys)


def plain(word: str) -> str:
    """A word in lower case with straight apostrophes, without a possessive ending or a final dot.

    Examples
    --------
    >>> plain("Béatrice’s"), plain("Dr.")
    ('béatrice', 'dr')
    """
    lowered = word.casefold().replace("’", "'")
    return lowered.removesuffix("'s").removesuffix("'").rstrip(".")


def runs(text: str, is_common: Callable[[str], bool]) -> list[Run]:
    """All runs of a text. `is_common(lower)` says whether a word is one of the language.

    Examples
    --------
    >>> [run.phrase for run in runs("Then Mrs. Ndayizeye left.", lambda word: word in {"then", "left"})]
    ['ndayizeye']
    """
    found: list[Run] = []
    for match in _RUN.finditer(text):
        found += _cut(text, match.start(), match.end(), is_common)
    return found


def _cut(text: str, start: int, end: int, is_common: Callable[[str], bool]) -> list[Run]:
    """The runs in a stretch: cut after words that are no names, titles taken off, possessives too."""
    line = text.rfind("\n", 0, start) + 1
    opens = bool(_OPENS.search(text[line:start] or "\n"))
    words: list[tuple[int, int, str]] = []
    made: list[Run] = []
    title, was_first = title_before(text, line, start), opens
    for part in _PART.finditer(text, start, end):
        left, right, word = part.start(), part.end(), part.group()
        elided = _ELISION.match(word)
        if elided:
            left, word = left + elided.end(), word[elided.end() :]
        right, word = _without_possessive(left, right, word)
        key = plain(word)
        if key in SURNAME_PARTICLES | {"ya", "wa", "la", "von"} and word[0].islower() and "-" not in word:
            continue
        first = opens and not words and left - start <= 3
        if _is_title(key, word, is_common) and not words:
            title, first_word = key, False
            was_first = first or was_first
            continue
        first_word = first and not title
        drops = not word[0].isupper() and "-" not in word
        if key in MONTHS and not _names_somebody(text, line, left, right):
            key_is_no_name = True
        else:
            key_is_no_name = key in NOT_NAMES or key.startswith("i'") or bool(_INVERTED.search(key))
        if (
            key_is_no_name
            or drops
            or (
                first_word
                and is_common(key)
                and key not in _HEADS
                and _begins_longer(text, right)
                and not given_first(key, text, right)
            )
        ):
            if words:
                made.append(_run(text, line, words, title, was_first))
                words, title = [], ""
            was_first = False
            continue
        words.append((left, right, word))
        if first_word:
            was_first = True
    if words:
        made.append(_run(text, line, words, title, was_first and words[0][0] - start <= 12))
    return made


def given_first(key: str, text: str, right: int) -> bool:
    """Whether a common word that opens a sentence is a given name before a family name: "Grâce Ndayisenga"."""
    following = re.match(r"[ \u00a0]([A-ZÀ-Þ][^\W\d_]+)", text[right : right + 30])
    return key in GIVEN and key not in ("grâce", "grace") or bool(key in GIVEN and following)


def _names_somebody(text: str, line: int, left: int, right: int) -> bool:
    """A month's word that is a name: after a title or "named", before "who" or a verb; never beside a number."""
    before = text[max(line, left - 24) : left].casefold().replace("’", "'")
    after = text[right : right + 24].casefold()
    if re.search(
        r"(?:\d|\b(?:in|of|since|until|last|next|this|mid|early|late|by|en|de|du|début|fin|mi|mois"
        r"|depuis|avant|après|the|le|st|nd|rd|th|er)) ?-?$",
        before,
    ):
        return False
    if re.match(r",? ?\d", after):
        return False
    named = re.search(
        r"(?:appel\w+|call\w*|named?|nomm\w+|prénom\w*|name is|name was|little|petite?|my \w+|ma "
        r"\w+|mon \w+|then|and|with|avec|puis|maman|mama|sister|sœur) $",
        before,
    )
    return bool(
        named
        or re.match(
            r"(?:,? (?:who|qui|said|says|told|was|is|a dit|est|était|came|had|has|a )|['’]s "
            r"(?:mother|father|name|phone|sister|brother))",
            after,
        )
    )


def _begins_longer(text: str, right: int) -> bool:
    """Whether another capitalised word follows at once, so that a common first word is no part of the name."""
    return bool(re.match(r"[ \u00a0][A-ZÀ-Þ]", text[right : right + 2]))


def _is_title(key: str, word: str, is_common: Callable[[str], bool]) -> bool:
    del is_common
    return key in TITLES and len(word) > 1 or key in KIN and key in TITLES


def title_before(text: str, line: int, start: int) -> str:
    """The title that stands before a name at `start` in the line from `line` on; "" where none does."""
    found = re.search(r"([^\W\d_]+)(\.?)[ \u00a0]$", text[line:start])
    if not found:
        return ""
    key = found.group(1).casefold()
    if key in _ONLY_CAPITAL and found.group(1)[0].islower():
        return ""
    return key if key in TITLES and (not found.group(2) or key in _ABBREVIATED) else ""


def _without_possessive(left: int, right: int, word: str) -> tuple[int, str]:
    kept = re.sub(r"[’']s?$", "", word)
    kept = kept if len(kept) == 2 and kept.endswith(".") else re.sub(r"(?<=[^\W\d_]{2})\.$", "", kept)
    return left + len(kept), kept


def _run(text: str, line: int, words: list[tuple[int, int, str]], title: str, opens: bool) -> Run:
    start, end = words[0][0], words[-1][1]
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    return Run(
        start, end, tuple(words), title, opens, text[max(line, start - 60) : start].casefold().replace("’", "'"),
        text[end : min(stop, end + 50)].casefold().replace("’", "'"), _LEADS_ON.match(text, end) is not None,
        _JOINED.match(text, end) is not None,
    )  # fmt: skip
