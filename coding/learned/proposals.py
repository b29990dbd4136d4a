# SPDX-License-Identifier: MIT
"""Proposes codes for sentences without them, from what a person coded and rejected.

A person codes a small part of a text, so a model must also see what was left uncoded: without it every sentence would
look like one of the codes. Some of the candidates therefore serve as examples without a code; each of those is scored
by a fit that has not seen its document, so that none is turned down because it was taken for an example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coding.languages import SMALL_WORDS
from coding.learned.encoder import Vectors
from coding.learned.model import CodeModel, Example
from coding.learned.ridge import Matrix

WORTH_A_LOOK = 0.5  # the calibrated probability from which a sentence is proposed: rather right than wrong
MOST_OF_A_CODE = 50  # proposals of one code in one run: the best ones, so that a review has an end
_SHORTEST_WORD = 3  # letters: articles and pronouns are no reason
_FEWEST_WORDS = 2  # that speak for a code, where letters alone are compared: one rare word is not enough
_AUXILIARIES = frozenset(
    {"avait", "avaient", "avoir", "avez", "avons", "ont", "etait", "etaient", "etre", "sont", "fait", "faire"}
    | {"have", "has", "been", "being", "does", "did", "would"}
)
_BACKGROUND = 2.0  # uncoded sentences learned from, for each example
_FEWEST_BACKGROUND, _MOST_BACKGROUND = 60, 1_500

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class CandidateSentence:
    """A sentence that may bear a code: `barred` are the codes it bears already or was turned down for."""

    id: str
    document: str
    text: str
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CodeProposal:
    """A code proposed for a candidate, with its calibrated probability and why.

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
    """

    version: str
    found: tuple[CodeProposal, ...]
    encoded: int
    gain: GainOverCommonest | None = None


def propose(
    examples: Sequence[Example],
    candidates: Sequence[CandidateSentence],
    wanted: Sequence[str],
    encode: Encode | None = None,
    encoder: str = "",
    most_encoded: int = 0,
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
    most_encoded : int
        How many of the first candidates are compared by vectors; the rest by letters.

    Returns
    -------
    Proposals
        Those with a probability of 0.5 and more, at most 50 of a code; by letters alone, where two words speak for it.

    Raises
    ------
    ValueError
        When no example bears a code.
    """
    learned_from = _background(examples, candidates)
    learned = [*examples, *(_uncoded(candidates[place]) for place in learned_from)]
    place_of = {place: len(examples) + number for number, place in enumerate(learned_from)}
    count = min(most_encoded, len(candidates)) if encode else 0
    found: list[CodeProposal] = []
    version, gain = "", None
    for first, last, way in ((0, count, encode), (count, len(candidates), None)):
        if first == last:
            continue
        vectors = way([one.text for one in learned]) if way else None
        model = CodeModel(learned, vectors, encoder if way else "")
        if not version:
            version, gain = model.version, _gain(model)
        found += _of_part(model, candidates, range(first, last), place_of, frozenset(wanted), way)
    return Proposals(version, tuple(_best(found)), count, gain)


def _gain(model: CodeModel, first: int = 3) -> GainOverCommonest | None:
    """How many of a segment's codes stand among the first three, each document left out of what is learned."""
    coded = [place for place, example in enumerate(model.examples) if example.codes]
    documents = [model.examples[place].document for place in coded]
    if len(set(documents)) < 2 or len(model.codes) <= first:
        return None
    scores, truth = model.held_out(), model.truth
    totals = truth.sum(axis=0)
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


def _of_part(
    model: CodeModel,
    candidates: Sequence[CandidateSentence],
    part: range,
    place_of: dict[int, int],
    wanted: frozenset[str],
    encode: Encode | None,
) -> list[CodeProposal]:
    """What one model proposes for some of the candidates; `place_of`: which of them it learned from, as which row."""
    texts = [candidates[place].text for place in part]
    vectors = encode(texts) if encode else None
    scores: Matrix = model.probabilities(texts, vectors)
    both = [place for place in part if place in place_of]
    if both:
        scores[[place - part.start for place in both]] = model.held_out()[[place_of[place] for place in both]]
    found = []
    for row, column in zip(*np.nonzero(scores >= WORTH_A_LOOK), strict=True):
        candidate, code = candidates[part.start + row], model.codes[column]
        if code in wanted and code not in candidate.barred:
            reason = model.reason(candidate.text, code, None if vectors is None else vectors[row])
            words = tuple(word for word, _ in reason.words if _tells(word))
            if vectors is None and len(words) < _FEWEST_WORDS:
                continue
            similar = tuple(example for example, _ in reason.similar)
            found.append(CodeProposal(candidate.id, code, float(scores[row, column]), words, similar))
    return found


def _tells(word: str) -> bool:
    """Whether a word is a reason somebody would give: no article, no pronoun."""
    return len(word) >= _SHORTEST_WORD and word not in SMALL_WORDS | _AUXILIARIES


def _best(found: Sequence[CodeProposal]) -> list[CodeProposal]:
    """The best of each code, best first."""
    counts: Counter[str] = Counter()
    kept = []
    for proposal in sorted(found, key=lambda one: -one.score):
        counts[proposal.code] += 1
        if counts[proposal.code] <= MOST_OF_A_CODE:
            kept.append(proposal)
    return kept


def _background(examples: Sequence[Example], candidates: Sequence[CandidateSentence]) -> list[int]:
    """Which candidates serve as examples without a code: of documents somebody has coded, the same ones every time."""
    coded = {example.document for example in examples if example.codes}
    able = [place for place, one in enumerate(candidates) if one.document in coded and not one.barred]
    most = min(_MOST_BACKGROUND, max(_FEWEST_BACKGROUND, round(_BACKGROUND * len(examples))))
    chosen = np.random.default_rng(0).permutation(len(able))[:most]
    return sorted(able[place] for place in chosen)


def _uncoded(candidate: CandidateSentence) -> Example:
    return Example(f"uncoded:{candidate.id}", candidate.document, candidate.text, frozenset())
