# SPDX-License-Identifier: MIT
"""Positions of segments in words or sentences of their document, and the words of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.codings.records import Codings

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+(?:[’'‑-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?…]+[\s»”\"’)]*|\n+")


def word_places(codings: Codings, segments: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of the first word of each segment in its document and of the word behind its last, from 0."""
    return _places(codings, segments, WORD)


def sentence_places(codings: Codings, segments: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of the sentence in which each segment begins, and of that behind the one in which it ends."""
    return _places(codings, segments, _SENTENCE)


def _places(
    codings: Codings, segments: pd.DataFrame, mark: re.Pattern[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places counted by marks: words by where they begin, sentences by where the one before them ends."""
    low, high = np.zeros(len(segments), dtype=np.int64), np.zeros(len(segments), dtype=np.int64)
    documents = segments["document"].to_numpy(dtype=object)
    start, stop = segments["start"].to_numpy(dtype=np.int64), segments["stop"].to_numpy(dtype=np.int64)
    by_words = mark is WORD
    for text in codings.texts():
        here = np.flatnonzero(documents == text.document)
        if not len(here):
            continue
        ends = np.array([found.end() for found in mark.finditer(text.text)], dtype=np.int64)
        begins = np.array([found.start() for found in mark.finditer(text.text)], dtype=np.int64) if by_words else ends
        if by_words:
            low[here] = np.searchsorted(ends, start[here], side="right")
            high[here] = np.maximum(np.searchsorted(begins, stop[here], side="left"), low[here] + 1)
        else:
            low[here] = np.searchsorted(ends, start[here], side="right")
            high[here] = np.searchsorted(ends, stop[here] - 1, side="right") + 1
    return low, high
