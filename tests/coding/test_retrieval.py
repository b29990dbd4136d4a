# SPDX-License-Identifier: MIT
"""Retrieval counts what a hand count gives."""

from __future__ import annotations

from coding.codebook import Codebook
from coding.records import Code, Segment
from coding.retrieval import (
    by_code,
    cooccurrence,
    counts_with_children,
    frame_of_counts,
)
from wording import Labels


def code(code_id: str, parent: str | None, position: int) -> Code:
    return Code(code_id, parent, position, Labels({"en": code_id}), Labels({}), "#000000", {})


def segment(number: int, document: str, code_id: str, start: int, end: int) -> Segment:
    return Segment(str(number), document, code_id, start, end, "x" * (end - start), "me")


BOOK = Codebook([code("a", None, 0), code("a1", "a", 0), code("b", None, 1), code("unused", None, 2)])
SEGMENTS = [
    segment(1, "d1", "a1", 0, 10),
    segment(2, "d1", "b", 5, 8),
    segment(3, "d1", "b", 10, 12),  # touches the first without sharing a character
    segment(4, "d2", "a", 3, 4),
    segment(5, "d2", "b", 0, 9),
    segment(6, "d2", "a1", 2, 6),
]


def test_a_code_gives_its_own_segments_and_those_below() -> None:
    assert {key: [item.id for item in items] for key, items in by_code(SEGMENTS, BOOK).items()} == {
        "a": ["4"], "a1": ["1", "6"], "b": ["2", "3", "5"],
    }  # fmt: skip
    assert counts_with_children({"a": 1, "a1": 2, "b": 3}, BOOK) == {"a": 3, "a1": 2, "b": 3, "unused": 0}


def test_codes_meet_where_segments_share_a_character() -> None:
    pairs = {(pair.first, pair.second): (pair.count, pair.documents) for pair in cooccurrence(SEGMENTS)}
    assert pairs == {("a1", "b"): (2, 2), ("a", "b"): (1, 1), ("a", "a1"): (1, 1)}


def test_codes_by_case() -> None:
    counted = [(segment.document, segment.code, 1) for segment in SEGMENTS]
    frame = frame_of_counts(counted, {"d1": "case 1", "d2": "case 2", "d3": "case 2", "d4": "silent"}, BOOK)
    assert list(frame.index) == ["case 1", "case 2", "silent"]
    assert list(frame.columns) == ["a", "a1", "b", "unused"]
    assert frame.to_numpy().tolist() == [[1, 1, 2, 0], [2, 1, 1, 0], [0, 0, 0, 0]]
    assert frame_of_counts(counted, {"d2": "x"}, BOOK, children=False).to_numpy().tolist() == [[1, 1, 1, 0]]
    assert str(frame.dtypes.iloc[0]) == "int64"
