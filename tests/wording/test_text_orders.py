# SPDX-License-Identifier: MIT
"""The order of answers that nobody listed, against a list by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from wording.answer_order import in_order

_CASES = [
    [part.strip() for part in line.split(" | ")]
    for line in Path(__file__).with_name("text_orders.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("given", "wanted", "sort"), _CASES, ids=[one[1] for one in _CASES])
def test_answers_stand_as_listed_by_hand(given: str, wanted: str, sort: str) -> None:
    answers = [one.strip() for one in given.split(";")]
    assert in_order(answers) == ([one.strip() for one in wanted.split(";")], sort == "scale")
