# SPDX-License-Identifier: MIT
"""Attributes of persons that hurt in any table: told by name, wording or answers, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.records import Choice, Kind, Level, Variable
from projects.identifiers.sensitive_words import SpecialAttribute, special_attributes
from wording import Labels

LINES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("special_attributes.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("name", "said", "answers", "told"), LINES, ids=[one[0] for one in LINES])
def test_a_variable_tells_of_its_special_attributes(name: str, said: str, answers: str, told: str) -> None:
    choices = tuple(
        Choice(f"c{at}", str(at), Labels({"en": one})) for at, one in enumerate(filter(None, answers.split("; ")))
    )
    variable = Variable("v1", name, Labels({"en": said}), Kind.ONE, Level.NOMINAL, choices=choices)
    assert sorted(special_attributes(variable)) == sorted(map(SpecialAttribute, told.split()))
