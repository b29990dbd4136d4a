# SPDX-License-Identifier: MIT
"""Learns from coded segments which codes fit a stretch of text, with the reason.

A person accepts or rejects what it suggests. All codes share one comparison of texts: .65 of the squared likeness of
their sentence vectors, .35 of that of their letters. Without vectors the letters answer alone. A code's name counts as
one more example of it; what was left uncoded counts less than what somebody judged, for nobody codes all that fits.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from coding.case_folding import fold_plain
from coding.learned.calibration import Calibration, calibrate
from coding.learned.encoder import METHOD, Vectors

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


Matrix = NDArray[np.float64]
MANY = 2_000  # examples from which single precision is used: half the time, scores differ by some 1e-5


class Ridge:
    """Weights of n examples for each of m targets."""

    def __init__(self, likeness: Matrix, targets: Matrix, penalty: float | Matrix) -> None:
        """`likeness` is n × n and positive semi-definite, `targets` n × m, `penalty` λ > 0, one or of each example."""
        n = len(likeness)
        system = np.array(likeness, dtype="float32" if n > MANY else "float64")
        np.fill_diagonal(system, system.diagonal() + penalty)
        factor, low = linalg.cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
        self.targets = targets
        solved = linalg.cho_solve((factor, low), targets.astype(system.dtype), check_finite=False)
        self.weights: Matrix = solved.astype(np.float64)
        self._factor = factor

    def held_out(self, groups: Sequence[str]) -> Matrix:
        """What each example is predicted by a fit without its group.

        References
        ----------
        An, Liu & Venkatesh (2007), "Fast cross-validation algorithms for least squares support vector machine and
        kernel ridge regression", Pattern Recognition 40, 2154-2162.

        Examples
        --------
        >>> import numpy as np
        >>> unlike = Ridge(np.eye(2), np.array([[1.0], [3.0]]), penalty=1.0)
        >>> bool(np.abs(unlike.held_out(["a", "b"])).max() < 1e-12)  # nothing alike is left to learn from: 0
        True
        """
        inverse = self._inverse_factor()
        predicted = np.empty_like(self.weights)
        names = np.array(groups)
        for name in dict.fromkeys(groups):
            rows = np.flatnonzero(names == name)
            half = inverse[:, rows]
            block = (half.T @ half).astype(np.float64)
            predicted[rows] = self.targets[rows] - linalg.solve(block, self.weights[rows], assume_a="sym")
        return predicted

    def _inverse_factor(self) -> NDArray[np.floating]:
        """L⁻¹ of K + λI = L Lᵀ: the blocks of the inverse that are asked for follow, at half the cost of the whole."""
        (invert,) = linalg.get_lapack_funcs(("trtri",), (self._factor,))
        inverse, failed = invert(self._factor, lower=True)
        if failed:
            raise linalg.LinAlgError("the likenesses are singular")
        for place in range(1, len(inverse)):  # what lies above is not ours; np.tril would copy 100 MB to say so
            inverse[:place, place] = 0
        return np.asarray(inverse)


FEWEST_SEGMENTS, FEWEST_DOCUMENTS = 8, 2
OF_VECTORS, _PENALTY = 0.65, 0.5
_TRUST_IN_UNCODED = 0.2  # beside 1 for what somebody coded or turned down
_COMMONNESS = 0.5  # how much a code's share among the examples adds to its score


@dataclass(frozen=True)
class Example:
    """A stretch that a person has judged: the codes it bears, and those turned down for it.

    `beside`: the sentences before and after it. `accepted`: those of its codes that were suggested. `names`: its text
    is a code's name, said in no interview. `uncoded`: nobody decided anything of it.
    """

    id: str
    document: str
    text: str
    codes: frozenset[str]
    rejected: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    accepted: frozenset[str] = frozenset()
    names: bool = False
    uncoded: bool = False


@dataclass(frozen=True)
class Missing:
    """What a code still needs before it suggests: so many segments, in so many documents."""

    segments: int
    documents: int


@dataclass(frozen=True)
class SuggestionReason:
    """Why a code was suggested: words of the text with their weight, and the most similar segments with likeness."""

    words: tuple[tuple[str, float], ...]
    similar: tuple[tuple[str, float], ...]


def missing(examples: Sequence[Example]) -> dict[str, Missing]:
    """What each code of the examples still needs; a code that has enough is left out.

    Parameters
    ----------
    examples : sequence of Example
        What a person has coded so far.

    Returns
    -------
    dict of str to Missing
        Code to what is lacking to 8 segments in 2 documents, each from 0; codes that nobody applied are absent.

    Examples
    --------
    >>> missing([Example("s1", "d1", "They took my passport.", frozenset({"DOC"}))])
    {'DOC': Missing(segments=7, documents=1)}
    """
    segments = Counter(code for example in examples for code in example.codes)
    documents: dict[str, set[str]] = {}
    for example in examples:
        for code in example.codes:
            documents.setdefault(code, set()).add(example.document)
    found = {
        code: Missing(max(0, FEWEST_SEGMENTS - count), max(0, FEWEST_DOCUMENTS - len(documents[code])))
        for code, count in segments.items()
    }
    return {code: need for code, need in found.items() if need.segments or need.documents}


class CodeModel:
    """One model a code, fitted together. `codes` are in the order of the columns of what it returns."""

    def __init__(
        self, examples: Sequence[Example], vectors: Vectors | None = None, encoder: str = "", stands_for: float = 1.0
    ) -> None:
        """`vectors` has a row for each example, or is None; `encoder` is the name of what made them.

        `stands_for`: how many uncoded stretches each of those among the examples stands for. Raises ValueError when
        there are no codes to learn.
        """
        self.examples = tuple(examples)
        self.codes = tuple(sorted({code for example in examples for code in example.codes}))
        if not self.codes:
            raise ValueError("no example bears a code")
        self._features = TextFeatures([example.text for example in examples])
        self._vectors = None if vectors is None else vectors.astype(np.float64)
        self._truth = self._targets()
        uncoded = np.array([example.uncoded for example in examples])
        self.said = ~np.array([example.names for example in examples])
        self.counts = np.where(uncoded, stands_for, 1.0)  # of each example, in the interviews
        self.shares: NDArray[np.float64] = self._truth[self.said].mean(axis=0)
        counted = self.counts[self.said]
        self._occurrence: NDArray[np.float64] = counted @ self._truth[self.said] / counted.sum()
        penalties = np.where(uncoded, _PENALTY / _TRUST_IN_UNCODED, _PENALTY)
        self._ridge = Ridge(self._own_likeness(), self._truth - self.shares, penalties)
        self.calibration: Calibration = self._calibrated()
        self.version = self._version(encoder)

    def scores(self, texts: Sequence[str], vectors: Vectors | None = None) -> Matrix:
        """How strongly each code is suggested, uncalibrated."""
        rows = self._features.of(texts)
        made = self._likeness(rows, None if vectors is None else vectors.astype(np.float64))
        return np.asarray(made @ self._ridge.weights + _COMMONNESS * self.shares, dtype=np.float64)

    def probabilities(self, texts: Sequence[str], vectors: Vectors | None = None) -> Matrix:
        """The calibrated probability of each code."""
        return self.calibration.probability(self.scores(texts, vectors), self._occurrence)

    def reason(self, text: str, code: str, vector: Vectors | None = None, most: int = 3) -> SuggestionReason:
        """The words that spoke most for a code, and the most similar segments that bear it."""
        column = self.codes.index(code)
        weights = self._of_letters[:, column]
        spoke = {
            word: sum(rarity * weights[place] for place, rarity in made)
            for word, made in self._features.words(text).items()
        }
        words = sorted(((word, float(weight)) for word, weight in spoke.items() if weight > 0), key=lambda w: -w[1])
        row = self._likeness(self._features.of([text]), None if vector is None else vector.astype(np.float64)[None, :])
        bearers = [place for place, example in enumerate(self.examples) if code in example.codes and self.said[place]]
        nearest = sorted(bearers, key=lambda place: -row[0, place])[:most]
        return SuggestionReason(
            tuple(words[:5]), tuple((self.examples[place].id, float(row[0, place])) for place in nearest)
        )

    def held_out(self) -> Matrix:
        """The calibrated probabilities of the examples themselves, each by a fit without its document."""
        return self.calibration.probability(self._held_out_scores, self._occurrence)

    @property
    def truth(self) -> Matrix:
        """1 where an example bears a code: shape (examples, codes)."""
        return self._truth

    def _targets(self) -> Matrix:
        place = {code: column for column, code in enumerate(self.codes)}
        truth = np.zeros((len(self.examples), len(self.codes)))
        for row, example in enumerate(self.examples):
            truth[row, [place[code] for code in example.codes]] = 1
        return truth

    def _likeness(self, rows: sparse.csr_matrix, vectors: NDArray[np.float64] | None) -> Matrix:
        """Likeness of some texts with the examples. Where either side has no vectors, letters count alone."""
        of_letters: Matrix = (rows @ self._features.matrix.T).toarray()
        if vectors is None or self._vectors is None:
            return of_letters
        of_meaning = vectors @ self._vectors.T
        return np.asarray(OF_VECTORS * of_meaning**2 + (1 - OF_VECTORS) * of_letters)

    def _own_likeness(self) -> Matrix:
        """Likeness of the examples with each other; of many in single precision, which `Ridge` then uses."""
        if len(self.examples) <= MANY:
            return self._likeness(self._features.matrix, self._vectors)
        rows = self._features.matrix.astype(np.float32)
        of_letters = (rows @ rows.T).toarray()
        if self._vectors is None:
            return np.asarray(of_letters)
        vectors = self._vectors.astype(np.float32)
        made = vectors @ vectors.T
        made *= made
        made *= OF_VECTORS
        of_letters *= 1 - OF_VECTORS
        made += of_letters
        return np.asarray(made)

    @functools.cached_property
    def _of_letters(self) -> Matrix:
        """What each letter sequence adds to each code."""
        return np.asarray(self._features.matrix.T @ self._ridge.weights)

    @functools.cached_property
    def _held_out_scores(self) -> Matrix:
        documents = [example.document for example in self.examples]
        if len({one for one, said in zip(documents, self.said, strict=True) if said}) < 2:
            # one document cannot be left out: leave each segment out instead
            documents = [str(number) for number in range(len(documents))]
        return np.asarray(self._ridge.held_out(documents) + _COMMONNESS * self.shares)

    def _calibrated(self) -> Calibration:
        said = self.said
        return calibrate(self._held_out_scores[said], self._truth[said], self._occurrence, self.counts[said])

    def _version(self, encoder: str) -> str:
        """Method, encoder and a digest of what was learned from, so that the same segments give the same version."""
        seen = hashlib.sha256()
        for example in sorted(self.examples, key=lambda e: (e.document, e.id)):
            seen.update(repr((example.document, example.text, sorted(example.codes))).encode())
        return f"{METHOD}+{encoder or 'letters'}+{seen.hexdigest()[:12]}"
