# SPDX-License-Identifier: MIT
"""Agreement of two coders against hand counts and published figures, with and without what was suggested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coding.agreement import Agreement, agreement
from coding.records import Segment

KAPPA = Path(__file__).parents[1] / "expected" / "agreement" / "kappa.json"
SENTENCES = {"d": [(0, 10), (11, 20), (21, 30), (31, 40)], "e": [(0, 5)]}


def segment(code: str, coder: str, start: int, end: int, origin: str = "person", document: str = "d") -> Segment:
    return Segment("1", document, code, start, end, "", coder, origin)


def test_the_published_table_of_fleiss_cohen_and_everitt() -> None:
    two = json.loads(KAPPA.read_text(encoding="utf-8"))["two"]
    (a, b), (c, d) = two["counts"]
    found = Agreement(a, b, c, d)
    assert found.observed == pytest.approx(two["observed"], abs=1e-12)
    assert found.kappa == pytest.approx(two["kappa"], abs=1e-12)


def test_sentences_counted_by_hand() -> None:
    held = [
        segment("x", "A", 0, 20),  # two sentences
        segment("x", "B", 12, 25),  # two sentences, one of them the same
        segment("x", "B", 31, 35, "rule:debt"),
        segment("x", "A", 31, 40, "model:1"),
        segment("y", "A", 0, 5, document="e"),
        segment("x", "C", 0, 40),  # another coder counts for nothing
        segment("x", "A", 0, 5, document="elsewhere"),
    ]
    whole = agreement(SENTENCES, held, ("A", "B"), suggested=True)
    assert whole == {"x": Agreement(2, 1, 1, 1), "y": Agreement(0, 1, 0, 4)}
    by_hand = agreement(SENTENCES, held, ("A", "B"), suggested=False)
    assert by_hand == {"x": Agreement(1, 1, 1, 1), "y": Agreement(0, 1, 0, 4)}
    assert whole["x"].kappa == pytest.approx((3 / 5 - 13 / 25) / (12 / 25))  # 3/5 · 3/5 + 2/5 · 2/5 by chance
    assert whole["x"] + by_hand["x"] == Agreement(3, 2, 2, 2)


def test_where_nothing_can_be_said() -> None:
    assert Agreement(0, 0, 0, 0).observed is None
    assert Agreement(0, 0, 0, 0).kappa is None
    assert Agreement(5, 0, 0, 0).kappa is None  # both always: chance explains all
    assert Agreement(5, 0, 0, 5).kappa == 1
    assert agreement({}, [segment("x", "A", 0, 4)], ("A", "B"), suggested=True) == {}
