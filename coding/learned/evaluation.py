# SPDX-License-Identifier: MIT
"""Measures suggestions on coded segments against simple ways, split by document.

Recall@k is the share of the codes a person gave that stand among the first k suggested. Each document is tested once,
by models that have seen no segment of it; the figures are the mean of the splits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coding.case_folding import fold_plain
from coding.learned.encoder import Vectors
from coding.learned.model import CodeModel, Example, Matrix, Ridge, TextFeatures, folded_words, words_and_pairs
from coding.learned.proposals import LEAST_EXPECTED, named_example

SPLITS = 5
SIZES: tuple[int | None, ...] = (50, 100, 500, None)  # None: all coded segments
FIRST = (1, 3, 5)
THRESHOLD = LEAST_EXPECTED  # the probability from which a code counts as proposed
WAYS = ("ours", "tfidf", "commonest", "keywords")
_STEM = 5


@dataclass
class Evaluation:
    """Means over the splits: (way, size, k) → recall@k; (way, size) → right and proposed at the threshold."""

    recall: dict[tuple[str, str, int], float] = field(default_factory=dict)
    proposed: dict[str, tuple[int, int]] = field(default_factory=dict)  # size → (right, proposed) of "ours"
    segments: int = 0
    documents: int = 0
    codes: int = 0


def size_name(size: int | None) -> str:
    """How a size is named in results: "100", "all".

    Parameters
    ----------
    size : int or None
        A number of segments to learn from; None for all.

    Returns
    -------
    str
    """
    return "all" if size is None else str(size)


def document_splits(examples: Sequence[Example], splits: int = SPLITS) -> Iterator[tuple[list[int], list[int]]]:
    """(learn from, test on) as places of the examples: documents dealt out largest first, so that parts are alike.

    Examples
    --------
    >>> def example(document: str) -> Example:
    ...     return Example("", document, "", frozenset())
    >>> list(document_splits([example("a"), example("a"), example("b")], splits=2))
    [([2], [0, 1]), ([0, 1], [2])]
    """
    sizes = Counter(example.document for example in examples)
    if len(sizes) < 2:
        raise ValueError("one document cannot be split")
    parts: list[set[str]] = [set() for _ in range(min(splits, len(sizes)))]
    filled = [0] * len(parts)
    for document, count in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        smallest = filled.index(min(filled))
        parts[smallest].add(document)
        filled[smallest] += count
    for part in parts:
        test = [place for place, example in enumerate(examples) if example.document in part]
        yield [place for place, example in enumerate(examples) if example.document not in part], test


def evaluate(
    examples: Sequence[Example],
    vectors: Vectors | None,
    sizes: Sequence[int | None] = SIZES,
    stop: Callable[[], bool] = lambda: False,
    names: Vectors | None = None,
) -> Evaluation:
    """Compare our suggestions with TF-IDF, the commonest codes and the words of the codes' names.

    Parameters
    ----------
    examples : sequence of Example
        Coded segments of at least two documents.
    vectors : array (examples, 512), optional
        Their sentence vectors in the same order; None: letters alone.
    sizes : sequence of int or None
        Numbers of segments to learn from, None for all; one larger than what there is has no figure.
    stop : callable to bool
        Asked before each fit: True ends at once.
    names : array (codes, 512), optional
        Vectors of the codes' names (`spoken_name`), in the order of the sorted codes; needed where `vectors` are given.

    Returns
    -------
    Evaluation
        Recall and proposals as means and sums over the splits; figures empty where it was stopped.

    Raises
    ------
    ValueError
        For fewer than two documents.
    """
    result = Evaluation(
        segments=len(examples),
        documents=len({example.document for example in examples}),
        codes=len({code for example in examples for code in example.codes}),
    )
    sums: dict[tuple[str, str, int], list[float]] = {}
    for number, (learn, test) in enumerate(document_splits(examples)):
        order = np.random.default_rng(number).permutation(learn)  # the same segments on every machine
        for size in sizes:
            if stop():
                return result
            if size is not None and size > len(order):
                continue
            chosen = [int(place) for place in (order if size is None else order[:size])]
            _evaluate_once(examples, vectors, names, chosen, test, size_name(size), sums, result.proposed)
    result.recall = {key: float(np.mean(values)) for key, values in sums.items()}
    return result


def _evaluate_once(
    examples: Sequence[Example],
    vectors: Vectors | None,
    names: Vectors | None,
    chosen: list[int],
    test: list[int],
    size: str,
    sums: dict[tuple[str, str, int], list[float]],
    proposed: dict[str, tuple[int, int]],
) -> None:
    learned = [examples[place] for place in chosen]
    tested = [examples[place] for place in test]
    texts = [example.text for example in tested]
    every = sorted({code for example in examples for code in example.codes})
    known = sorted({code for example in learned for code in example.codes})
    learned += [named_example(code, spoken_name(code)) for code in known]
    made = None
    if vectors is not None and names is not None:
        made = np.vstack([vectors[chosen], names[[every.index(code) for code in known]]])
    model = CodeModel(learned, made)
    rows = None if vectors is None else vectors[test]
    scores = {
        "ours": model.scores(texts, rows),
        "tfidf": _tfidf(model, texts),
        "commonest": np.tile(model.shares, (len(texts), 1)),
        "keywords": _keywords(model, texts),
    }
    for way, ranked in scores.items():
        for first in FIRST:
            sums.setdefault((way, size, first), []).append(_recall(ranked, tested, model.codes, first))
    sure = model.probabilities(texts, rows) >= THRESHOLD
    right = sum(model.codes[code] in tested[row].codes for row, code in zip(*np.nonzero(sure), strict=True))
    before = proposed.get(size, (0, 0))
    proposed[size] = (before[0] + right, before[1] + int(sure.sum()))


def spoken_name(code: str) -> str:
    """A code as one says it: "food_shared" → "food shared".

    Parameters
    ----------
    code : str
        As it stands in a file.

    Returns
    -------
    str
    """
    return code.replace("_", " ")


def _recall(scores: Matrix, tested: Sequence[Example], codes: Sequence[str], first: int) -> float:
    leading = np.argsort(-scores, axis=1, kind="stable")[:, :first]
    found = given = 0
    for row, example in zip(leading, tested, strict=True):
        suggested = {codes[column] for column in row}
        found += len(suggested & example.codes)
        given += len(example.codes)
    return found / given if given else 0.0


def _tfidf(model: CodeModel, texts: Sequence[str]) -> Matrix:
    """Words and pairs of words with ridge regression: what a plain text classifier makes of the same segments."""
    learned = [example.text for example in model.examples if not example.names]
    features = TextFeatures(learned, words_and_pairs)
    likeness = (features.matrix @ features.matrix.T).toarray()
    fitted = Ridge(likeness, model.truth[model.said] - model.shares, penalty=0.3)
    return np.asarray((features.of(texts) @ features.matrix.T).toarray() @ fitted.weights + model.shares)


def _keywords(model: CodeModel, texts: Sequence[str]) -> Matrix:
    """How many words of each code's name a text holds, by first letters; where equal, the commoner code first."""
    stems = [{word[:_STEM] for word in folded_words(spoken_name(code)) if len(word) > 3} for code in model.codes]
    scores: NDArray[np.float64] = np.empty((len(texts), len(model.codes)))
    for row, text in enumerate(texts):
        begun = {word[:_STEM] for word in folded_words(fold_plain(text))}
        scores[row] = [len(begun & wanted) for wanted in stems]
    return scores + 0.5 * model.shares
