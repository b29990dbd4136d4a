# SPDX-License-Identifier: MIT
"""Quoting marks: […] for words left out, [ ] for words added. What is printed outside them was said, in that order."""

from __future__ import annotations

import re

from wording import Problem, msg

OMISSION = "[…]"
_MARK = re.compile(r"\[([^\[\]]*)\]")
_OMITS = ("…", "...", "")
_SPACE = re.compile(r"\s+")


def as_cited(said: str, cited: str) -> str:
    """The words to print, blanks joined and each omission written […]; what `said` holds as it was spoken.

    Parameters
    ----------
    said : str
        The quote of a segment.
    cited : str
        What a person wants to print of it: […], [...] or [] for words left out, [words] for words added.

    Returns
    -------
    str
        With […] put in front where the beginning was left out, and at the end likewise.

    Raises
    ------
    Problem
        `quoting.not_said` where words outside brackets were not said or stand in another order, `quoting.unmarked`
        where words are left out unmarked, `quoting.bracket` for a bracket alone, `quoting.nothing_left` for marks
        alone.

    Examples
    --------
    >>> as_cited("He took my passport and left.", "took [...] and left.")
    '[…] took […] and left.'
    """
    plain, wanted = _one_line(said), _one_line(_MARK.sub(_written, cited))
    if wanted.count("[") != wanted.count("]") or "[" in _MARK.sub("", wanted) or "]" in _MARK.sub("", wanted):
        raise Problem(msg("quoting.bracket"))
    pieces = _MARK.split(wanted)  # words, mark, words, mark, …
    place, free = 0, True
    for number, piece in enumerate(pieces):
        if number % 2:
            spoken = plain.find(f"[{piece}]", place)  # brackets of the transcript itself: [laughs]
            if spoken >= 0 and not plain[place:spoken].strip():
                place = spoken + len(piece) + 2
            free = free or piece == "…"
            continue
        words = piece.strip()
        if not words:
            continue
        found = plain.find(words, place)
        if found < 0:
            raise Problem(msg("quoting.not_said", words=_short(words)))
        if plain[place:found].strip() and not free:
            raise Problem(msg("quoting.unmarked", words=_short(plain[place:found].strip())))
        place, free = found + len(words), False
    if not any(piece.strip() for piece in pieces[::2]):
        raise Problem(msg("quoting.nothing_left"))
    if plain[place:].strip() and not free and pieces[-1].strip():
        wanted = f"{wanted} {OMISSION}"
    first = pieces[0].strip()
    if first and plain.find(first) > 0:
        wanted = f"{OMISSION} {wanted}"
    return wanted


def _written(mark: re.Match[str]) -> str:
    inside = mark[1].strip()
    return OMISSION if inside in _OMITS else f"[{inside}]"


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40].rstrip() + "…"
