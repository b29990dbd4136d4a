# SPDX-License-Identifier: MIT
"""Proposes codes for sentences without them, from what a person coded and rejected.

A person codes a small part of a text, so a model must also see what was left uncoded: without it every sentence would
look like one of the codes. Some of the candidates therefore serve as examples without a code; each of those is scored
by a fit that has not seen its document, so that none is turned down because it was taken for an example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coding.language_guess import SMALL_WORDS
from coding.learned.encoder import Vectors
from coding.learned.model import OF_VECTORS, CodeModel, Example, Matrix, TextFeatures

_SUREST, _FITTING = 1 / 3, 0.9  # of the codings; how much of what looks like them fits
_LEAST_CODED, _MOST_CODED = 0.2, 0.6  # of what fits: nobody codes it all, and below a fifth one would believe anything
_LIKELIER = 1e-3  # so that of those expected alike the likelier comes first
_TELLING = 10.0  # times likelier than usual: from here on the surest are taken to fit
LEAST_EXPECTED, FEWEST_EXPECTED, MOST_EXPECTED = 0.5, 0.3, 0.9  # shown from here on; what a person may choose
ENOUGH = 20  # codings of a code, from which it has an estimate of its own
_DECISIONS_BEFORE, _BEFORE = 20.0, 10.0  # how heavily what was assumed weighs beside decisions, and codings


@dataclass(frozen=True)
class CodeExpectation:
    """Of what would be shown for a code, the share expected to be right, in interviews left out.

    `shown`: sentences it rests on, as independent ones; `codings`: of the code, or of all codes where `pooled`.
    """

    share: float
    shown: float
    codings: int
    pooled: bool


class Expectations:
    """The expected precision of a model's proposals: per sentence, and per code where they would be shown."""

    def __init__(self, model: CodeModel, least: float = LEAST_EXPECTED) -> None:
        """`least`: the share expected right from which a sentence is shown."""
        self.least, self._codes = least, model.codes
        truth, counts = model.truth[model.said], model.counts[model.said][:, None]
        held_out = model.held_out()[model.said]
        usual = np.broadcast_to(
            (counts * truth).sum(axis=0) / counts.sum(), truth.shape
        )  # share of all that is coded so
        self.coded_of_fitting = _coded_of_fitting(held_out[truth > 0], usual[truth > 0])
        self._codings = truth.sum(axis=0).astype(int)
        likely = np.minimum(1.0, held_out / self.coded_of_fitting)
        self._counts = np.broadcast_to(counts, truth.shape)
        fitting = self._counts * truth / self.coded_of_fitting
        decided = _decided(model, likely)
        self._factors = decided * _fulfilled(likely, fitting, self._counts)
        self._right = fitting * decided
        sure = np.minimum(1.0, likely * self._factors)
        self._places, self._shares = _on_evidence(sure.ravel(), self._counts.ravel())
        self._shown = self._in_doubt(sure) >= least

    def of(self, probabilities: Matrix) -> Matrix:
        """The share expected to be right among sentences of such probabilities."""
        likely = np.minimum(1.0, probabilities / self.coded_of_fitting)
        made = self._in_doubt(np.minimum(1.0, likely * self._factors))
        return np.asarray(np.minimum(1.0, made + _LIKELIER * probabilities))

    def _in_doubt(self, sure: Matrix) -> Matrix:
        return np.asarray(np.interp(sure, self._places, self._shares), dtype=np.float64)

    def by_code(self) -> dict[str, CodeExpectation]:
        """What each code may expect; a code with fewer than 20 codings has that of all codes together."""
        times = self._counts * self._shown
        sums = [part.sum(axis=0) for part in (self._right * self._shown, times, times**2)]
        right, shown, squares = (float(part.sum()) for part in sums)
        every = _expectation(right, shown, squares, int(self._codings.sum()), pooled=True)
        found = {}
        for column, code in enumerate(self._codes):
            codings = int(self._codings[column])
            right, shown, squares = (float(part[column]) for part in sums)
            own = _expectation(right, shown, squares, codings, pooled=False)
            one = own if codings >= ENOUGH else every
            if one is not None:
                found[code] = one
        return found


def _coded_of_fitting(of_codings: NDArray[np.float64], usual: NDArray[np.float64]) -> float:
    """The share coded of what fits, from the probabilities of the codings in interviews left out, and their usual ones.

    Where the surest are hardly likelier than any sentence is, the model tells nothing apart: then most counts as coded.
    """
    surest = np.argsort(of_codings)[-max(1, round(_SUREST * len(of_codings))) :]
    share = min(_MOST_CODED, max(_LEAST_CODED, float(of_codings[surest].mean()) / _FITTING))
    gain = float(of_codings[surest].mean() / usual[surest].mean())
    told = min(1.0, max(0.0, float(np.log(gain) / np.log(_TELLING))))
    return float(share**told * _MOST_CODED ** (1 - told))


def _on_evidence(sure: NDArray[np.float64], counts: NDArray[np.float64]) -> tuple[Matrix, Matrix]:
    """Degrees of being sure, ascending, and what they are worth: drawn to one half by as much as few were so sure."""
    order = np.argsort(sure)
    places = np.concatenate([[0.0], sure[order], [1.0]])
    seen = np.concatenate([[counts.sum()], np.cumsum(counts[order][::-1])[::-1], [0.0]])
    shares = (places * seen + _BEFORE / 2) / (seen + _BEFORE)
    return places, np.maximum.accumulate(shares)


def _fulfilled(likely: Matrix, fitting: Matrix, counts: Matrix) -> NDArray[np.float64]:
    """By code with enough codings, those found in interviews left out beside those expected; 1 for the others."""
    there = counts * (likely >= FEWEST_EXPECTED)
    found, expected = (there * (fitting / counts)).sum(axis=0), (there * likely).sum(axis=0)
    own = (found + _BEFORE) / (expected + _BEFORE)
    return np.where((fitting > 0).sum(axis=0) >= ENOUGH, np.minimum(1.0, own), 1.0)


def _decided(model: CodeModel, likely: Matrix) -> NDArray[np.float64]:
    """By code, accepted suggestions beside those expected to be; of all codes together where little was decided."""
    accepted, expected = np.zeros(len(model.codes)), np.zeros(len(model.codes))
    said = [example for example in model.examples if not example.names]
    for row, example in enumerate(said):
        for column, code in enumerate(model.codes):
            if code in example.accepted or code in example.rejected:
                accepted[column] += code in example.accepted
                expected[column] += likely[row, column]
    every = (accepted.sum() + _DECISIONS_BEFORE) / (expected.sum() + _DECISIONS_BEFORE)
    return np.asarray((accepted + _DECISIONS_BEFORE * every) / (expected + _DECISIONS_BEFORE))


def _expectation(right: float, shown: float, squares: float, codings: int, *, pooled: bool) -> CodeExpectation | None:
    if not shown:
        return None
    share = (min(right, shown) + _BEFORE / 2) / (shown + _BEFORE)
    return CodeExpectation(float(share), float(shown**2 / squares), codings, pooled)


MOST_OF_A_CODE = 50  # proposals of one code in one run: the best ones, so that a review has an end
_SHORTEST_WORD = 3  # letters: articles and pronouns are no reason
_FEWEST_WORDS = 2  # that speak for a code, where letters alone are compared: one rare word is not enough
_AUXILIARIES = frozenset(
    {"avait", "avaient", "avoir", "avez", "avons", "ont", "etait", "etaient", "etre", "sont", "fait", "faire"}
    | {"have", "has", "been", "being", "does", "did", "would"}
)
_BACKGROUND = 8.0  # uncoded sentences learned from, for each example
_FEWEST_BACKGROUND, _MOST_BACKGROUND = 60, 1_500
_BESIDE = 0.2  # how much each of the sentences beside it adds to a sentence's vector
_AT_ONCE = 1_000  # candidates compared in one step: memory stays small

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class CandidateSentence:
    """A sentence that may bear a code: `barred` are the codes it bears already or was turned down for.

    `beside`: the sentences before and after it. `read`: it stands between codings, so somebody has read it.
    """

    id: str
    document: str
    text: str
    barred: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    read: bool = True


@dataclass(frozen=True)
class CodeProposal:
    """A code proposed for a candidate, with the share expected to be right and why.

    `words` spoke most for it, `similar` are ids of the most similar examples that bear the code, the nearest first.
    """

    candidate: str
    code: str
    score: float
    words: tuple[str, ...]
    similar: tuple[str, ...]


@dataclass(frozen=True)
class GainOverCommonest:
    """Shares of the coded segments' codes among the first three named: by the model, and by the commonest codes.

    Each segment is answered by a fit without its document; `segments` of them were asked.
    """

    ours: float
    commonest: float
    segments: int


@dataclass(frozen=True)
class Proposals:
    """All proposals, best first, the version of what made them, and how many candidates were compared by vectors.

    `gain` is None where fewer than two documents are coded, and where there are no more codes than are named.
    `expected`: of what is shown for a code, how much is expected to be right.
    """

    version: str
    found: tuple[CodeProposal, ...]
    encoded: int
    gain: GainOverCommonest | None = None
    expected: dict[str, CodeExpectation] = field(default_factory=dict)


def propose(
    examples: Sequence[Example],
    candidates: Sequence[CandidateSentence],
    wanted: Sequence[str],
    encode: Encode | None = None,
    encoder: str = "",
    *,
    names: Sequence[tuple[str, str]] = (),
    least: float = LEAST_EXPECTED,
) -> Proposals:
    """The codes among `wanted` that the candidates may bear, learned from `examples`.

    Parameters
    ----------
    examples : sequence of Example
        What a person coded and turned down.
    candidates : sequence of CandidateSentence
        Sentences that may bear a code; some serve as examples without a code.
    wanted : sequence of str
        Codes to propose; others are learned and not proposed.
    encode : callable, optional
        Sentences to vectors (n, 512); None compares all by letters.
    encoder : str
        The name of what encodes, kept in the version.
    names : sequence of (str, str)
        Codes with a name; a code may have several.
    least : float
        The share expected to be right, 0 to 1, from which a sentence is proposed.

    Returns
    -------
    Proposals
        Those expected right often enough, at most 50 of a code; by letters alone, where two words speak for it.

    Raises
    ------
    ValueError
        When no example bears a code.
    """
    if not candidates:
        return Proposals("", (), 0)
    chosen, stands_for = _background(examples, candidates)
    said = [*examples, *(_uncoded(candidates[place]) for place in chosen)]
    known = {code for example in examples for code in example.codes}
    learned = [*said, *(named_example(code, name) for code, name in names if code in known and name.strip())]
    place_of = {place: len(examples) + number for number, place in enumerate(chosen)}
    vectors = in_context(learned, encode) if encode else None
    model = CodeModel(learned, vectors, encoder if encode else "", stands_for)
    expectations = Expectations(model, least)
    expected = _expected(model, expectations, candidates, place_of, encode)
    found = _best(model, candidates, expected, frozenset(wanted), expectations.least, encode)
    count = len(candidates) if encode else 0
    return Proposals(model.version, tuple(found), count, _gain(model), expectations.by_code())


def nearest_candidates(
    texts: Sequence[str], candidates: Sequence[CandidateSentence], encode: Encode | None, most: int
) -> list[tuple[str, float]]:
    """The candidates most like any of some texts, by sentence vectors and letters as a model weighs them.

    Parameters
    ----------
    texts : sequence of str
        Coded passages, at least one.
    candidates : sequence of CandidateSentence
        Sentences to compare with them.
    encode : callable, optional
        Sentences to vectors (n, 512); None compares by letters.
    most : int
        How many to name.

    Returns
    -------
    list of (str, float)
        Ids of candidates with their likeness, 0 to 1, the nearest first.
    """
    if not candidates:
        return []
    said = [one.text for one in candidates]
    features = TextFeatures([*texts, *said])
    likeness = (features.matrix[len(texts) :] @ features.matrix[: len(texts)].T).toarray()
    if encode is not None:
        likeness = OF_VECTORS * (encode(said) @ encode(texts).T) ** 2 + (1 - OF_VECTORS) * likeness
    best = likeness.max(axis=1)
    return [(candidates[place].id, float(best[place])) for place in np.argsort(-best, kind="stable")[:most]]


def named_example(code: str, name: str) -> Example:
    """A code's name, as one more example of it."""
    return Example(f"name:{code}:{name}", "", name, frozenset({code}), names=True)


def in_context(items: Sequence[Example | CandidateSentence], encode: Encode) -> Vectors:
    """The vectors of some sentences, each drawn a little towards the sentences beside it."""
    around = list(dict.fromkeys(text for item in items for text in item.beside))
    made = encode([*(item.text for item in items), *around])
    vectors, beside = made[: len(items)].copy(), dict(zip(around, made[len(items) :], strict=True))
    for row, item in enumerate(items):
        for text in item.beside:
            vectors[row] += _BESIDE * beside[text]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def _gain(model: CodeModel, first: int = 3) -> GainOverCommonest | None:
    """How many of a segment's codes stand among the first three, each document left out of what is learned."""
    coded = [place for place, example in enumerate(model.examples) if example.codes and not example.names]
    documents = [model.examples[place].document for place in coded]
    if len(set(documents)) < 2 or len(model.codes) <= first:
        return None
    scores, truth = model.held_out(), model.truth
    totals = truth[coded].sum(axis=0)
    own: dict[str, Matrix] = {}
    for place, document in zip(coded, documents, strict=True):
        own[document] = own.get(document, 0) + truth[place]
    found = np.zeros(2)
    for place, document in zip(coded, documents, strict=True):
        # the commonest codes, too, are those of the other documents
        for way, row in enumerate((scores[place], totals - own[document])):
            found[way] += truth[place][np.argsort(-row, kind="stable")[:first]].sum()
    ours, commonest = found / truth[coded].sum()
    return GainOverCommonest(float(ours), float(commonest), len(coded))


def _expected(
    model: CodeModel,
    expectations: Expectations,
    candidates: Sequence[CandidateSentence],
    place_of: dict[int, int],
    encode: Encode | None,
) -> Matrix:
    """The share expected to be right of each candidate and code; `place_of`: the row of those learned from."""
    made = []
    for first in range(0, len(candidates), _AT_ONCE):
        part = candidates[first : first + _AT_ONCE]
        made.append(model.probabilities([one.text for one in part], in_context(part, encode) if encode else None))
    probabilities = np.vstack(made)
    probabilities[list(place_of)] = model.held_out()[list(place_of.values())]
    return expectations.of(probabilities)


def _tells(word: str) -> bool:
    """Whether a word is a reason somebody would give: no article, no pronoun."""
    return len(word) >= _SHORTEST_WORD and word not in SMALL_WORDS | _AUXILIARIES


def _best(
    model: CodeModel,
    candidates: Sequence[CandidateSentence],
    expected: Matrix,
    wanted: frozenset[str],
    least: float,
    encode: Encode | None,
) -> list[CodeProposal]:
    """The best of each code with their reasons, best first; by letters alone, where two words speak for it."""
    rows, columns = np.nonzero(expected >= least)
    counts: Counter[str] = Counter()
    kept = []
    for place in np.argsort(-expected[rows, columns], kind="stable"):
        candidate, code = candidates[rows[place]], model.codes[columns[place]]
        if code not in wanted or code in candidate.barred or counts[code] >= MOST_OF_A_CODE:
            continue
        vector = in_context([candidate], encode)[0] if encode else None
        reason = model.reason(candidate.text, code, vector)
        words = tuple(word for word, _ in reason.words if _tells(word))
        if vector is None and len(words) < _FEWEST_WORDS:
            continue
        counts[code] += 1
        similar = tuple(example for example, _ in reason.similar)
        score = float(expected[rows[place], columns[place]])
        kept.append(CodeProposal(candidate.id, code, score, words, similar))
    return kept


def _background(examples: Sequence[Example], candidates: Sequence[CandidateSentence]) -> tuple[list[int], float]:
    """Which candidates serve as examples without a code, and how many each stands for; the same ones every time.

    They are of interviews somebody has coded, and stand between codings: what is left uncoded there has been read.
    """
    coded = {example.document for example in examples if example.codes}
    able = [place for place, one in enumerate(candidates) if one.document in coded and not one.barred]
    read = [place for place in able if candidates[place].read]
    able = read if len(read) >= _FEWEST_BACKGROUND else able
    most = min(_MOST_BACKGROUND, max(_FEWEST_BACKGROUND, round(_BACKGROUND * len(examples))))
    chosen = np.random.default_rng(0).permutation(len(able))[:most]
    return sorted(able[place] for place in chosen), max(1.0, len(able) / max(1, len(chosen)))


def _uncoded(candidate: CandidateSentence) -> Example:
    name = f"uncoded:{candidate.id}"
    return Example(name, candidate.document, candidate.text, frozenset(), beside=candidate.beside, uncoded=True)
