# SPDX-License-Identifier: MIT
"""One plain term for a thing: phrases that were given up stand in no sentence of the window, README or documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wording import msg, render

ROOT = Path(__file__).resolve().parents[2]
GIVEN_UP = {
    "undo, withdraw, remove": r"\b(take|takes|took|taken|taking)\b[^.;:|{}]{0,30}\bback\b",
    "standard errors": r"how errors are|(?<!standard )\berrors come (?:out|from)",
    "sampling frame": r"frame sheet",
    "shown on both": r"seen on both",
    "the questions of a scale": r"measure one thing together",
    "figures changed": r"figures moved",
    "intervals and tests": r"(?:for|switch|reason for) inference",
    "rules on grammar": r"rules? on the parse",
    "coders; remedies": r"\| who codes|and what helps",
}
"""The term to use, and what stood for it before."""


def places() -> list[tuple[str, str]]:
    files = [ROOT / "README.md", ROOT / "docs" / "glossary.csv", *(ROOT / "docs").glob("*.md")]
    files += [*(ROOT / "docs" / "manual" / "en").glob("*.md"), *(ROOT / "wording" / "locales" / "en").glob("*.po")]
    return [(path.name, path.read_text(encoding="utf-8")) for path in files]


@pytest.mark.parametrize("term", GIVEN_UP)
def test_a_phrase_given_up_stands_nowhere(term: str) -> None:
    phrase = re.compile(GIVEN_UP[term], re.IGNORECASE)
    names = re.compile(r"msgid.*|--[a-z-]+")  # keys, and options that scripts hold
    found = [(name, met[0]) for name, text in places() for met in phrase.finditer(names.sub("", text))]
    assert not found, f"say instead: {term}"


@pytest.mark.parametrize(("key", "english", "french"), [
    ("window.history.anybody", "Anyone", "N’importe qui"),
    ("data.view.log.anyone", "Anyone", "N’importe qui"),
])  # fmt: skip
def test_a_choice_of_anyone_says_so(key: str, english: str, french: str) -> None:
    assert (render(msg(key), "en"), render(msg(key), "fr")) == (english, french)
