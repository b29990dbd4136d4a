# SPDX-License-Identifier: MIT
"""Reading coded text back: quotes by code, codes that meet, codes by case. It counts and selects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.codebook import Codebook
from coding.records import Segment

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CodePair:
    """Two codes (ids in order) and how often segments of one share text with segments of the other."""

    first: str
    second: str
    count: int
    documents: int


def by_code(segments: Iterable[Segment], codebook: Codebook) -> dict[str, list[Segment]]:
    """Segments under each code that has any, in the order of the codebook; a code's own only."""
    grouped: dict[str, list[Segment]] = {}
    for segment in sorted(segments, key=lambda s: (s.document, s.start, s.end)):
        grouped.setdefault(segment.code, []).append(segment)
    return {code.id: grouped[code.id] for code in codebook if code.id in grouped}


def counts_with_children(own: Mapping[str, int], codebook: Codebook) -> dict[str, int]:
    """Segments of each code together with those below it.

    Examples
    --------
    >>> from coding.records import Code
    >>> from wording import Labels
    >>> def code(name: str, parent: str | None) -> Code:
    ...     return Code(name, parent, 0, Labels({"en": name}), Labels({}), "", {})
    >>> counts_with_children({"debt": 2}, Codebook([code("means", None), code("debt", "means")]))
    {'means': 2, 'debt': 2}
    """
    totals = {code.id: own.get(code.id, 0) for code in codebook}
    for code in reversed(list(codebook)):
        if code.parent in totals:
            totals[code.parent] += totals[code.id]
    return totals


def cooccurrence(segments: Iterable[Segment]) -> list[CodePair]:
    """Every two codes whose segments overlap by at least a character, the most frequent first.

    `count` is the number of pairs of overlapping segments; a code is not paired with itself.

    Parameters
    ----------
    segments : iterable of Segment
        Of any documents and coders.

    Returns
    -------
    list of CodePair
        By falling count; `documents` is how many documents they meet in.

    Examples
    --------
    >>> def segment(code: str, start: int, end: int) -> Segment:
    ...     return Segment("", "d1", code, start, end, "", "Ana")
    >>> cooccurrence([segment("debt", 0, 9), segment("threat", 5, 20), segment("threat", 8, 12)])
    [CodePair(first='debt', second='threat', count=2, documents=1)]
    """
    pairs: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], set[str]] = {}
    for document, coded in _by_document(segments).items():
        open_segments: list[Segment] = []
        for segment in sorted(coded, key=lambda s: s.start):
            open_segments = [other for other in open_segments if other.end > segment.start]
            for other in open_segments:
                if other.code != segment.code:
                    pair = (min(other.code, segment.code), max(other.code, segment.code))
                    pairs[pair] += 1
                    places.setdefault(pair, set()).add(document)
            open_segments.append(segment)
    return [CodePair(*pair, count, len(places[pair])) for pair, count in pairs.most_common()]


def frame_of_counts(
    counted: Iterable[tuple[str, str, int]], cases: Mapping[str, str], codebook: Codebook, children: bool = True
) -> pd.DataFrame:
    """Codes by case, from (document, code, segments) as a database counts them.

    Parameters
    ----------
    counted : iterable of (str, str, int)
        Document id, code id, segments; several of one pair are added.
    cases : mapping of str to str
        Document id to case.
    codebook : Codebook
        One column a code.
    children : bool
        Whether a code counts the segments of the codes below it.

    Returns
    -------
    pandas.DataFrame (cases, codes) of int64
        One row a case, one column a code id; cells are numbers of segments.
    """
    import pandas as pd  # pandas, 380 ms: not at start

    rows = list(dict.fromkeys(cases.values()))
    own: dict[str, Counter[str]] = {case: Counter() for case in rows}
    for document, code, count in counted:
        if document in cases and code in codebook:
            own[cases[document]][code] += count
    tallies = [counts_with_children(own[case], codebook) if children else own[case] for case in rows]
    columns = [code.id for code in codebook]
    table = [[tally.get(code, 0) for code in columns] for tally in tallies]
    return pd.DataFrame(table, index=pd.Index(rows, name="case"), columns=columns, dtype="int64")


def _by_document(segments: Iterable[Segment]) -> dict[str, Sequence[Segment]]:
    grouped: dict[str, list[Segment]] = {}
    for segment in segments:
        grouped.setdefault(segment.document, []).append(segment)
    return dict(grouped)
