# SPDX-License-Identifier: MIT
"""Words without case, accents and vowel signs, as the index keeps them, with the way back to positions in the text.

Latin: é, ç, œ, ø are found as e, c, oe, o. Arabic: vowel signs and the stretching stroke count for nothing, the forms
of alef, of yeh and of final heh are one, and a word is found behind "and", "with", "the" written on to it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_LETTER = r"[^\W_]"  # as the index parts words
_WORD = re.compile(f"{_LETTER}+")
_BETWEEN = re.compile(r"[\W_]+")
_SAME = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ـ": "",
    }
)
_BEFORE = "(?:[وف]?[بكل]?ال|[وف]?لل)"  # and, so; in, as, for; the: written on to the next word
_WITH_BEFORE = re.compile(rf"^{_BEFORE}(?=\w\w)")
_SILENT = ("Mn", "Cf")  # accents and vowel signs, marks of direction and of joining
_LEAST_PREFIX = 3  # letters from which a word still being typed may be unfinished


class _Folds(dict[int, str]):
    """Each character's folded form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded, before = chr(code), ""
        while folded != before:  # some characters come apart into ones that have a lower case, or a sign, themselves
            folded, before = _once(folded), folded
        self[code] = folded
        return folded


def _once(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(part for part in parts if unicodedata.category(part) not in _SILENT).translate(_SAME)
    return "".join(str(unicodedata.decimal(part)) if part.isdecimal() else part for part in kept)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """`text` as words are compared; it may be shorter or longer than the text."""
    return text.translate(_FOLDS)


def index_form(text: str) -> str:
    """What goes into the index: the folded words, and behind them the words that others are written on to.

    Only words: of some newer signs the index does not know that they part words.
    """
    folded = _BETWEEN.sub(" ", fold(text))
    if "ال" not in folded and "لل" not in folded:
        return folded
    return " ".join([folded, *_without_prefixes(folded)])


def words(query: str) -> list[str]:
    """The words of what was typed, folded and without what is written on to them."""
    return [_WITH_BEFORE.sub("", word) for word in _WORD.findall(fold(query))]


def match_expression(wanted: list[str]) -> str:
    """The words as FTS5 asks: all of them; the last may be unfinished when it is long enough, or not the only one."""
    *first, last = wanted
    open_end = len(last) >= _LEAST_PREFIX or (bool(first) and len(last) > 1)
    return " ".join([*(f'"{word}"' for word in first), f'"{last}"' + ("*" if open_end else "")])


@dataclass
class FoldedSource:
    """A text folded, with the place in the text that each folded character came from."""

    text: str
    folded: str = ""
    origins: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts = []
        for place, character in enumerate(self.text):
            piece = _FOLDS[ord(character)]
            parts.append(piece)
            self.origins += [place] * len(piece)
        self.folded = "".join(parts)

    def back(self, start: int, stop: int) -> tuple[int, int]:
        """A stretch of the folded text as one of the text, with the signs that hang on its last letter."""
        first, end = self.origins[start], self.origins[stop - 1] + 1
        while end < len(self.text) and not _FOLDS[ord(self.text[end])]:
            end += 1
        return first, end


def find(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where words that begin with one of `wanted` stand in `text`: code points, half-open, in order.

    A wanted word of one or two letters must stand alone, unless it is the last of several.
    """
    if not wanted:
        return []
    folded = FoldedSource(text)
    *first, last = wanted
    open_end = match_expression(wanted).endswith("*")
    ends = [(word, len(word) >= _LEAST_PREFIX) for word in first] + [(last, open_end)]
    ordered = sorted(dict(ends).items(), key=lambda pair: -len(pair[0]))
    spelled = "|".join(
        re.escape(word) + (f"{_LETTER}*" if unfinished else f"(?!{_LETTER})") for word, unfinished in ordered
    )
    pattern = re.compile(f"(?<!{_LETTER}){_BEFORE}?({spelled})")
    return [folded.back(match.start(), match.end()) for match in pattern.finditer(folded.folded)]


def _without_prefixes(folded: str) -> list[str]:
    return [bare for word in _WORD.findall(folded) if (bare := _WITH_BEFORE.sub("", word)) != word]
