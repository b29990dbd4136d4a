# SPDX-License-Identifier: MIT
"""Agreement of two coders, sentence by sentence: observed agreement and Cohen's kappa for each code.

A coder bears a code on a sentence where a segment of theirs touches it. Sentences on which a segment of either came
from a suggestion can be left out: what both took from the same proposal says little of how they read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coding.records import Segment

Spans = Sequence[tuple[int, int]]
BY_HAND = frozenset({"person", "import"})  # origins of segments that nothing proposed


@dataclass(frozen=True)
class Agreement:
    """Sentences by what two coders did: both coded, the first alone, the second alone, neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def units(self) -> int:
        """How many sentences were compared."""
        return self.both + self.first + self.second + self.neither

    @property
    def observed(self) -> float | None:
        """The share of sentences on which they did the same; None without sentences."""
        return (self.both + self.neither) / self.units if self.units else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: (observed − expected) / (1 − expected); None without sentences and where chance alone explains
        all.

        Expected: the share on which they would do the same by chance, each with their own share of coded sentences.

        References
        ----------
        Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20,
        37-46.

        Examples
        --------
        >>> round(Agreement(both=22, first=2, second=4, neither=11).kappa, 2)  # (33/39 - 21/39) / (1 - 21/39)
        0.67
        """
        if not self.units or self.observed is None:
            return None
        yes = ((self.both + self.first) / self.units, (self.both + self.second) / self.units)
        expected = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
        return None if expected >= 1 else (self.observed - expected) / (1 - expected)

    @property
    def only(self) -> int | None:
        """Which coder alone used the code, 0 or 1: kappa then says nothing; None where both did, or neither."""
        used = (self.both + self.first > 0, self.both + self.second > 0)
        return used.index(True) if sum(used) == 1 else None

    def __add__(self, other: Agreement) -> Agreement:
        """Both together: sentences of several codes."""
        return Agreement(
            self.both + other.both, self.first + other.first, self.second + other.second, self.neither + other.neither
        )


def agreement(
    sentences: Mapping[str, Spans], segments: Iterable[Segment], coders: tuple[str, str], *, suggested: bool
) -> dict[str, Agreement]:
    """The agreement on each code that one of the two coders used, by code.

    Parameters
    ----------
    sentences : mapping of str to sequence of (int, int)
        For each document compared, by id, its sentences in order as code points, half-open. Segments of other documents
        are passed over.
    segments : iterable of Segment
        Those of any coders; only the two named count.
    coders : tuple of str
        The first and the second coder, as segments name them.
    suggested : bool
        Count sentences with segments that came from a suggestion (origin neither `person` nor `import`); else a
        sentence is left out for a code under which such a segment of either coder lies there.

    Returns
    -------
    dict of str to Agreement
        Code id, in alphabetical order, to the counts of sentences. Codes that neither used are absent.

    References
    ----------
    Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 37-46.

    Examples
    --------
    >>> from coding.records import Segment
    >>> sentences = {"d1": [(0, 10), (11, 20), (21, 30)]}
    >>> def segment(coder: str, start: int, end: int) -> Segment:
    ...     return Segment("", "d1", "debt", start, end, "", coder)
    >>> coded = [segment("Ana", 0, 10), segment("Ana", 12, 25), segment("Bo", 2, 8)]
    >>> agreement(sentences, coded, ("Ana", "Bo"), suggested=True)
    {'debt': Agreement(both=1, first=2, second=0, neither=0)}
    """
    touched: dict[tuple[str, str], set[tuple[str, int]]] = {}
    assisted: dict[str, set[tuple[str, int]]] = {}
    for one in segments:
        if one.coder in coders and one.document in sentences:
            places = {(one.document, at) for at in _touching(sentences[one.document], one.start, one.end)}
            touched.setdefault((one.code, one.coder), set()).update(places)
            if one.origin not in BY_HAND:
                assisted.setdefault(one.code, set()).update(places)
    total = sum(map(len, sentences.values()))
    found = {}
    for code in sorted({code for code, _ in touched}):
        out = frozenset() if suggested else frozenset(assisted.get(code, ()))
        first, second = (touched.get((code, coder), set()) - out for coder in coders)
        both, either = len(first & second), len(first | second)
        counts = (both, len(first - second), len(second - first), total - len(out) - either)
        found[code] = Agreement(*counts)
    return found


def _touching(sentences: Spans, start: int, end: int) -> range:
    """The numbers of the sentences that share a character with a stretch."""
    starts = [first for first, _ in sentences]
    low = max(bisect_right(starts, start) - 1, 0)
    if low < len(sentences) and sentences[low][1] <= start:
        low += 1
    return range(low, max(bisect_left(starts, end), low))
