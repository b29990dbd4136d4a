# SPDX-License-Identifier: MIT
"""TF-IDF of the letter sequences within words: what a text is made of, for comparing texts without a parse.

Sequences of three to five letters carry a word's stem through its endings ("recruit", "recruited"), in any language
and before anything is parsed; on the labelled sets they rank codes better than whole words and pairs of words
(docs/assistance.md). Weights: 1 + ln(count) times the smoothed inverse document frequency, rows scaled to length 1
(Salton & Buckley 1988, "Term-weighting approaches in automatic text retrieval").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse

from coding.case_folding import fold_plain

_WORD = re.compile(r"\w+")
_SHORTEST, _LONGEST = 3, 5
_COMMON, _FEW = 0.1, 50  # pieces in more of the texts tell little and cost most of the time of comparing


def letter_sequences(word: str) -> list[str]:
    """The sequences of a folded word, its two ends marked: "<ran>" → "<ra", "ran", "an>", "<ran", "ran>", "<ran>".

    Examples
    --------
    >>> letter_sequences("ran")
    ['<ra', 'ran', 'an>', '<ran', 'ran>', '<ran>']
    """
    marked = f"<{word}>"
    return [
        marked[start : start + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(marked) - length + 1)
    ]


def letters(text: str) -> Iterator[str]:
    """Every letter sequence of every word of a text."""
    for word in folded_words(text):
        yield from letter_sequences(word)


def words_and_pairs(text: str) -> Iterator[str]:
    """Whole words and pairs of neighbours: the usual features, for comparison.

    Examples
    --------
    >>> list(words_and_pairs("Ils ont gardé"))
    ['ils', 'ont', 'garde', 'ils ont', 'ont garde']
    """
    words = folded_words(text)
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


def folded_words(text: str) -> list[str]:
    """The words of a text without case and accents."""
    return _WORD.findall(fold_plain(text))


class TextFeatures:
    """The pieces of some texts with their weights; other texts are measured in the same terms."""

    def __init__(self, texts: Sequence[str], pieces: Callable[[str], Iterable[str]] = letters) -> None:
        self._pieces = pieces
        counted = [Counter(pieces(text)) for text in texts]
        frequency = Counter(piece for counts in counted for piece in counts)
        most = max(_FEW, _COMMON * len(texts))
        frequency = Counter({piece: n for piece, n in frequency.items() if n <= most})
        self._place = {sequence: place for place, sequence in enumerate(frequency)}
        among = np.fromiter(frequency.values(), dtype=np.float64, count=len(frequency))
        self._rarity = np.log((1 + len(texts)) / (1 + among)) + 1
        self.matrix = self._rows(counted)

    def of(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """The texts in the terms of those that the features were made from.

        Parameters
        ----------
        texts : sequence of str
            Any texts; pieces never met before count for nothing.

        Returns
        -------
        scipy.sparse.csr_matrix (texts, pieces)
            Weights, each row of length 1, or 0 where nothing is known.

        References
        ----------
        Salton & Buckley (1988), "Term-weighting approaches in automatic text retrieval", Information Processing &
        Management 24, 513-523.
        """
        return self._rows([Counter(self._pieces(text)) for text in texts])

    def words(self, text: str) -> dict[str, list[tuple[int, float]]]:
        """Each word of a text with what it is made of; for telling which words spoke.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        dict of str to list of (int, float)
            Folded word to (column of a letter sequence, its inverse document frequency); those never met before are
            left out.
        """
        return {
            word: [
                (place, float(self._rarity[place]))
                for place in map(self._place.get, letter_sequences(word))
                if place is not None
            ]
            for word in dict.fromkeys(folded_words(text))
        }

    def _rows(self, counted: Iterable[Counter[str]]) -> sparse.csr_matrix:
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for counts in counted:
            known = [(self._place[key], n) for key, n in counts.items() if key in self._place]
            weights = np.array([1 + np.log(n) for _, n in known]) * self._rarity[[place for place, _ in known]]
            length = float(np.sqrt(weights @ weights)) if known else 1.0
            places.extend(place for place, _ in known)
            values.extend(weights / (length or 1.0))
            ends.append(len(places))
        shape = (len(ends) - 1, len(self._place))
        return sparse.csr_matrix((np.array(values, dtype=np.float64), places, ends), shape=shape)
