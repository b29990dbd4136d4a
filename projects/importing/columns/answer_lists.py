# SPDX-License-Identifier: MIT
"""Answers as they were typed: joined where only blanks or case differ, split where one cell holds several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.importing.columns.choices import squeezed

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATORS = (";", "|", "\n", ",", "/")
_LEAST_SHARE = 0.1  # of the cells, with the separator in them
_MOST_PARTS = 40  # more different parts are no list of answers


@dataclass(frozen=True)
class JoinedSpelling:
    """An answer as it is kept, and the ways to write it that were joined to it."""

    kept: str
    others: tuple[str, ...]


def joined_answers(
    texts: Sequence[str | None], known: Sequence[str]
) -> tuple[list[str | None], tuple[JoinedSpelling, ...]]:
    """Each answer as most cells write it; a way to write it that is known already is kept first.

    None where there is none. What was joined comes second.
    """
    counts = Counter(text for text in texts if text is not None)
    listed = {word: place for place, word in enumerate(known)}
    forms: dict[str, list[str]] = {}
    for word in counts:
        forms.setdefault(squeezed(word), []).append(word)
    kept: dict[str, str] = {}
    joined = []
    for words in forms.values():
        best = max(words, key=lambda word: (counts[word], word in listed, -listed.get(word, 0)))
        written = best if best in listed else " ".join(best.split())
        kept |= dict.fromkeys(words, written)
        others = tuple(word for word in words if word != written)
        if others and written:
            joined.append(JoinedSpelling(written, others))
    return [None if text is None or not kept[text] else kept[text] for text in texts], tuple(joined)


def joined_texts(texts: pa.Array) -> tuple[pa.Array, int]:
    """An Arrow column with answers that differ only in blanks or case as most cells write them, and how many changed.

    How many: the ways to write an answer that were given up.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    encoded = texts.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    if len({squeezed(word) for word in words}) == len(words) and all(word == word.strip() for word in words):
        return texts, 0
    counted = {one["values"]: one["counts"] for one in texts.value_counts().to_pylist()}
    forms: dict[str, list[str]] = {}
    for word in words:
        forms.setdefault(squeezed(word), []).append(word)
    kept = {
        word: " ".join(max(same, key=lambda one: counted.get(one, 0)).split())
        for same in forms.values()
        for word in same
    }
    changed = pa.DictionaryArray.from_arrays(encoded.indices, pa.array([kept[word] or None for word in words]))
    return changed.cast(pa.string()), sum(len(same) - 1 for same in forms.values())


def separator_of(texts: Sequence[str]) -> str | None:
    """What separates several answers of one cell: a mark that recurs, whose parts recur too; None where none does."""
    for mark in _SEPARATORS:
        several = [text for text in texts if mark in text.strip(mark)]
        if len(several) < max(_LEAST_SHARE * len(texts), 2):
            continue
        parts = Counter(squeezed(part) for text in texts for part in split_cell(text, mark))
        if sum(n for part, n in parts.items() if part[:1].isdigit()) > sum(parts.values()) / 2:
            continue  # of dates, numbers, telephones
        short = all(len(part) <= 60 for part in parts)
        if short and len(parts) <= _MOST_PARTS and sum(parts.values()) >= 2 * len(parts):
            return mark
    return None


def combine(texts: Sequence[str], mark: str) -> bool:
    """Whether the parts of cells stand in different company, as answers chosen among several do.

    In "Training, stakeholders" and "Training, staff" the mark belongs to the label: its last words have one company.
    """
    beside: dict[str, set[str]] = {}
    for text in {squeezed(one) for one in texts}:
        parts = {squeezed(part) for part in split_cell(text, mark)}
        for part in parts:
            beside.setdefault(part, set()).add(text)
    return 2 * sum(len(company) > 1 for company in beside.values()) >= len(beside)


def split_cell(text: str, mark: str) -> list[str]:
    """The answers of one cell."""
    return [" ".join(part.split()) for part in text.split(mark) if part.strip()]
