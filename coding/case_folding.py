# SPDX-License-Identifier: MIT
"""Text without case and accents for searching, and the way back to the places of the real text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_OWN = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "−": "-"}


class _FoldingTable(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        parts = (_OWN.get(part, part) for part in letter)
        apart = unicodedata.normalize("NFD", "".join(parts))
        self[code] = folded = "".join(part for part in apart if not unicodedata.combining(part))
        return folded


@dataclass(frozen=True)
class Folded:
    """A folded text; `original(place)` is where a place of it stands in the real text."""

    text: str
    after: tuple[int, ...] = ()  # folded places behind each character that grew or vanished
    shift: tuple[int, ...] = (0,)

    def original(self, place: int) -> int:
        """The code point of the real text at `place`, behind combining marks that vanished.

        Parameters
        ----------
        place : int
            A place of the folded text, from 0 to its length.

        Returns
        -------
        int
            A code point of the real text.

        Examples
        --------
        >>> folded = fold("cœur brisé")  # "œ" grows to two letters
        >>> folded.text, folded.original(6)
        ('coeur brise', 5)
        """
        return place - self.shift[bisect_right(self.after, place)] if self.after else place


def fold(text: str) -> Folded:
    """The text in lower case without accents, apostrophes and hyphens made alike.

    Parameters
    ----------
    text : str
        Any text; characters are folded one by one.

    Returns
    -------
    Folded
        The folded text with the way back; as long as `text` but for letters such as "œ" and lone combining marks.

    Examples
    --------
    >>> fold("L’Été à Gitéga").text
    "l'ete a gitega"
    """
    if text.isascii():
        return Folded(text.lower())
    table = _FoldingTable()
    folded = text.translate(table)
    odd = [chr(code) for code, made in table.items() if len(made) != 1]
    if not odd:
        return Folded(folded)
    after, shift, total = [], [0], 0
    for match in re.finditer("[" + re.escape("".join(odd)) + "]", text):
        total += len(table[ord(match[0])]) - 1
        after.append(match.end() + total)
        shift.append(total)
    return Folded(folded, tuple(after), tuple(shift))


def fold_plain(text: str) -> str:
    """The folded text alone, white space made single: for names, keywords and what is typed into a search box.

    Parameters
    ----------
    text : str
        A name, a keyword, or what was typed.

    Returns
    -------
    str
        No white space at its ends, single blanks within.

    Examples
    --------
    >>> fold_plain("  Servitude   pour DETTES ")
    'servitude pour dettes'
    """
    return " ".join(fold(text).text.split())
