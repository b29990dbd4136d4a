# SPDX-License-Identifier: MIT
"""Positions as other programs count them, turned into code points of the normalised text.

Programs count code points, UTF-16 units or UTF-8 bytes; a line end of two characters as one or as two; a byte-order
mark or not. Which of these a file means is found by the quotes that stand beside its positions.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product

from coding.parsing import normalise

UNITS = ("code points", "utf-16", "utf-8")
_ENOUGH = 60  # quotes that are compared


@dataclass(frozen=True)
class Counting:
    """How a program counts: its unit, whether CRLF counts as two, whether a byte-order mark counts."""

    unit: str = "code points"
    crlf_as_two: bool = True
    bom: bool = False


class Positions:
    """Turns positions of one raw text, counted in one way, into those of the normalised text."""

    def __init__(self, raw: str, counting: Counting) -> None:
        """`raw`: the text as decoded, with its line ends and byte-order mark."""
        body = raw.removeprefix("\ufeff")
        marked = counting.bom and len(body) < len(raw)
        self._skip = (3 if counting.unit == "utf-8" else 1) if marked else 0
        if not counting.crlf_as_two:
            body = body.replace("\r\n", "\n")
        self._length = len(body)
        self._ends = _unit_ends(body, counting.unit)
        self.total = self._skip + (self._ends[-1] if self._ends else self._length)  # what the whole text counts
        self._crlf = array("q", _places(body, "\r\n"))

    def at(self, position: int) -> int:
        r"""The code point of the normalised text; one within a character counts as its start.

        Parameters
        ----------
        position : int
            A position of the raw text in its way of counting, from 0.

        Returns
        -------
        int
            From 0 to the length of the normalised text; beyond its end counts as its end.

        Examples
        --------
        >>> Positions("a\r\n😀b", Counting("utf-16")).at(5)  # a, CR, LF and two units before the b
        3
        """
        place = max(0, position - self._skip)
        if self._ends is not None:
            place = bisect_right(self._ends, place)
        place = min(place, self._length)
        return place - bisect_left(self._crlf, place)


def find_counting(
    raw: str,
    quoted: Iterable[tuple[int, int, str]],
    likely: Counting = Counting(),
) -> Counting:
    """The way of counting under which most quotes stand at their place; `likely` where the quotes do not tell.

    Parameters
    ----------
    raw : str
        The text as decoded, with its line ends and byte-order mark.
    quoted : iterable of (int, int, str)
        Start, end and quote of segments as a file gives them; some 60 are compared.
    likely : Counting
        What to take where several ways do as well.

    Returns
    -------
    Counting
        A way of counting for `Positions`.

    Examples
    --------
    >>> find_counting("😀 the passport", [(3, 15, "the passport")]).unit
    'utf-16'
    """
    body = raw.removeprefix("\ufeff")
    units = [unit for unit in UNITS if unit == likely.unit or not _alike(body, unit, likely.unit)]
    crlf = (True, False) if "\r\n" in body else (likely.crlf_as_two,)
    boms = (False, True) if len(body) < len(raw) else (False,)
    ways = [Counting(unit, two, bom) for unit, two, bom in product(units, crlf, boms)]
    ways.sort(key=lambda way: way != likely)
    if len(ways) == 1:
        return ways[0]
    sample = _sampled_quotes([one for one in quoted if len(one[2].strip()) > 2])
    text = normalise(raw)
    scores = [sum(_fits(text, positions, *one) for one in sample) for positions in (Positions(raw, w) for w in ways)]
    return ways[max(range(len(ways)), key=lambda place: scores[place])]


def _fits(text: str, positions: Positions, start: int, end: int, quote: str) -> bool:
    found = " ".join(text[positions.at(start) : positions.at(end)].split())
    wanted = " ".join(quote.split()).rstrip("…. ")
    return bool(wanted) and found.startswith(wanted[:200])


def _sampled_quotes(quoted: Sequence[tuple[int, int, str]]) -> Sequence[tuple[int, int, str]]:
    """Some of them, from all over the text: late positions tell most."""
    step = max(1, len(quoted) // _ENOUGH)
    return sorted(quoted)[::-1][::step][:_ENOUGH]


def _alike(text: str, one: str, other: str) -> bool:
    """Whether two units count the same here."""
    if {one, other} == {"code points", "utf-16"}:
        return not text or max(text) <= "\uffff"
    return text.isascii()


def _unit_ends(text: str, unit: str) -> array[int] | None:
    """Where each character ends in the unit; None where a character is one of them."""
    if unit == "code points" or text.isascii() or (unit == "utf-16" and max(text) <= "\uffff"):
        return None
    if unit == "utf-16":
        return array("q", accumulate(2 if letter > "\uffff" else 1 for letter in text))
    return array("q", accumulate(len(letter.encode("utf-8", "replace")) for letter in text))


def _places(text: str, mark: str) -> Iterable[int]:
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)
