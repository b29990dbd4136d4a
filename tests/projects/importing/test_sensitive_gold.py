# SPDX-License-Identifier: MIT
"""Sensitive questions of real assessments' manner are found, ordinary ones left: a list by hand, a third held out."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.identifiers.sensitive_words import is_sensitive_by_words
from tests.projects.importing.test_sensitive_proposals import variable

LINES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("sensitive_gold.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
WORKED_WITH = [one for at, one in enumerate(LINES, 1) if at % 3]
HELD_OUT = LINES[2::3]


@pytest.mark.parametrize("lines", [WORKED_WITH, HELD_OUT], ids=["worked_with", "held_out"])
def test_sensitive_questions_are_found_and_ordinary_ones_left(lines: list[list[str]]) -> None:
    found: dict[str, list[tuple[bool, str]]] = {told: [] for told in ("yes", "no")}
    for name, said, answers, told in lines:
        choices = tuple(filter(None, answers.split("; ")))
        found[told].append((is_sensitive_by_words(variable(name, said, choices)), name))
    missed = [name for is_found, name in found["yes"] if not is_found]
    wrongly = [name for is_found, name in found["no"] if is_found]
    assert len(missed) <= 0.05 * len(found["yes"]), missed
    assert len(wrongly) <= 0.15 * len(found["no"]), wrongly
