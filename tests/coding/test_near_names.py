# SPDX-License-Identifier: MIT
"""Nearly the same names of codes are found in any language; different ones are not."""

from __future__ import annotations

from coding.codebook import Codebook
from coding.near_names import near_names, nearest_names
from coding.records import Code
from wording import Labels


def code(number: str, english: str, french: str = "", *, retired: bool = False) -> Code:
    """A code with names."""
    names = Labels({name: text for name, text in (("en", english), ("fr", french)) if text})
    return Code(number, None, int(number), names, Labels({}), "#000000", {}, retired=retired)


BOOK = Codebook(
    [
        code("1", "Debt bondage", "Servitude pour dettes"),
        code("2", "Debt-bondage"),
        code("3", "Bondage, debt"),
        code("4", "Recruitment", "Recrutement"),
        code("5", "Recruiting"),
        code("6", "Shelter", "Servitude pour dette"),
        code("7", "Debt bondage", retired=True),
    ]
)


def test_pairs_stand_once_the_nearest_first() -> None:
    found = [(one.first, one.second, one.language) for one in near_names(BOOK)]
    assert found[:3] == [("1", "2", "en"), ("1", "3", "en"), ("2", "3", "en")]
    assert ("1", "6", "fr") in found
    assert not any("7" in pair for pair in found)
    assert not any({"4", "6"} == {first, second} for first, second, _ in found)
    assert [one.score for one in near_names(BOOK)] == sorted((one.score for one in near_names(BOOK)), reverse=True)


def test_a_typed_name_is_compared() -> None:
    assert nearest_names(BOOK, "recrutement") == ["4"]
    assert nearest_names(BOOK, "det bondage")[:2] == ["1", "2"]  # the nearest first, each once
    assert nearest_names(BOOK, "Something else") == []
