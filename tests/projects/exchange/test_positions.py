# SPDX-License-Identifier: MIT
"""Positions of other programs lead to the same words, however they count."""

from __future__ import annotations

from itertools import product

import pytest

from coding.parsing import normalise
from coding.positions import Counting, Positions, find_counting

RAW = "🙏 Un début.\r\nLa dette 👩\u200d👧 e\u0301tait là.\r\nשלום fin de l’entretien, dit-elle.\r\n" * 3
WORDS = ["début", "La dette 👩\u200d👧", "tait là", "fin de l’entretien", "dit-elle"]


def counted(raw: str, quote: str, way: Counting, nth: int = 2) -> tuple[int, int]:
    """Where a quote stands as a program counts it: worked out letter by letter."""
    body = raw if way.bom else raw.removeprefix("\ufeff")
    body = body if way.crlf_as_two else body.replace("\r\n", "\n")
    start = -1
    for _ in range(nth):
        start = body.index(quote, start + 1)
    sizes = {
        "code points": len,
        "utf-16": lambda t: len(t.encode("utf-16-le")) // 2,
        "utf-8": lambda t: len(t.encode()),
    }
    size = sizes[way.unit]
    return size(body[:start]), size(body[: start + len(quote)])


@pytest.mark.parametrize(
    ("unit", "two", "bom"), list(product(("code points", "utf-16", "utf-8"), (True, False), (True, False)))
)
def test_the_way_of_counting_is_found_by_the_quotes(unit: str, two: bool, bom: bool) -> None:
    raw, way = "\ufeff" + RAW, Counting(unit, two, bom)
    quoted = [(*counted(raw, quote, way), quote) for quote in WORDS]
    found = find_counting(raw, quoted)
    positions, text = Positions(raw, found), normalise(raw)
    for start, end, quote in quoted:
        assert text[positions.at(start) : positions.at(end)] == quote


def test_without_quotes_the_likely_way_holds() -> None:
    likely = Counting("utf-16", False, False)
    assert find_counting(RAW, [(0, 5, "line:6")], likely) == likely
