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
    "sampling frame": r"frame sheet|kept sheet|sheet is kept",
    "shown on both": r"seen on both",
    "the questions of a scale": r"measure one thing together",
    "figures changed": r"figures moved",
    "intervals and tests": r"(?:for|switch|reason for) inference",
    "rules on grammar": r"rules? on the parse",
    "coders; remedies": r"\| who codes|and what helps",
}
"""The term to use, and what stood for it before."""
OF_THE_WINDOW = {
    "calculate": r"\breckon",
    "before you share": r"before it leaves",
    "list of all": r"(?<!\()\bcensus or register\b",
    "check before sharing": r"\bgate\b",
    "how it was made": r"\brecipes?\b",
    "not shown, to protect people": r"(?<!\{)\bmasked\b(?!\})",
    "code of the person": r"\bperson(?:[’']s)? keys?\b|\bkeys? of (?:an? |the )?person\b",
    "code of the session": r"\bsession(?:[’']s)? keys?\b|\bkeys? of (?:an? |the )?session\b",
    "code de la personne, de la séance": r"\bclés? d(?:e|’une) (?:la )?(?:personne|séance)\b",
    "non affiché, n’est pas affiché": r"\bmasqué",
    "n’importe qui": r"par tout le monde",
    "liste complète": r"(?<!\()\brecensement ou registre\b",
    "comment il a été fait": r"\brecettes?\b",
}
"""As above, where a user reads: sentences of the window and of the command line, the manual, README."""

ONE_TERM_FIRST = {
    "en": (r"\bclusters?\b", r"villages?\b|\bsites?\b|\bunits?\b"),
    "fr": (r"\bgrappes?\b", r"villages?\b|\bsites?\b|\bunités?\b"),
}
"""The statistical term, and the plain one that stands before it where it is the first on a page."""
READ_BACK = re.compile(r"sampling\.(?:head|page|short)\.")
"""Headings and words of the sheet, which is read again: their page and their tips say the plain term."""
AFTER_THE_PLAIN_TERM = {
    "analysis.view.design.field.cluster2", "analysis.view.design.nested", "data.view.design.cluster_2",
    "data.view.design.nested", "sampling.ask.effect.icc", "replicates.method.jackknife",
    "replicates.method.made-bootstrap",
}  # fmt: skip
"""Labels beside or below one that says both."""


def places() -> list[tuple[str, str]]:
    files = [ROOT / "README.md", ROOT / "docs" / "glossary.csv", *(ROOT / "docs").glob("*.md")]
    files += [
        *(ROOT / "wording" / "languages" / "en" / "manual").glob("*.md"),
        *(ROOT / "wording" / "languages" / "en").glob("*.po"),
    ]
    return [(path.name, path.read_text(encoding="utf-8")) for path in files]


@pytest.mark.parametrize("term", GIVEN_UP)
def test_a_phrase_given_up_stands_nowhere(term: str) -> None:
    phrase = re.compile(GIVEN_UP[term], re.IGNORECASE)
    names = re.compile(r"msgid.*|--[a-z-]+")  # keys, and options that scripts hold
    found = [(name, met[0]) for name, text in places() for met in phrase.finditer(names.sub("", text))]
    assert not found, f"say instead: {term}"


@pytest.mark.parametrize("term", OF_THE_WINDOW)
def test_a_phrase_given_up_is_read_by_no_user(term: str) -> None:
    phrase, names = re.compile(OF_THE_WINDOW[term], re.IGNORECASE), re.compile(r"msgid.*")
    files = [ROOT / "README.md", *(ROOT / "wording").rglob("*.md"), *(ROOT / "wording").rglob("*.po")]
    found = [(path.name, met[0]) for path in files for met in phrase.finditer(names.sub("", path.read_text("utf-8")))]
    assert not found, f"say instead: {term}"


@pytest.mark.parametrize(("key", "english", "french"), [
    ("window.history.anybody", "Anyone", "N’importe qui"),
    ("data.view.log.anyone", "Anyone", "N’importe qui"),
])  # fmt: skip
def test_a_choice_of_anyone_says_so(key: str, english: str, french: str) -> None:
    assert (render(msg(key), "en"), render(msg(key), "fr")) == (english, french)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_title_puts_no_colon_behind_the_question_it_takes(language: str) -> None:
    question = "Services reçus ?" if language == "fr" else "Which services?"
    assert render(msg("title.joint_display", variable=question), language).endswith(question)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_label_of_clusters_says_villages_or_sites(language: str) -> None:
    term, plain = (re.compile(one, re.IGNORECASE) for one in ONE_TERM_FIRST[language])
    found = []
    for path in (ROOT / "wording" / "languages" / language).glob("*.po"):
        for key, said in re.findall(
            r'^msgid "(.*)"\n(?:.*\n)*?msgstr(?:\[0\])? "(.*)"$', path.read_text("utf-8"), re.M
        ):
            label = len(said.split()) < 9 and not said.endswith(".") and "|" not in said
            told = READ_BACK.match(key) or key in AFTER_THE_PLAIN_TERM or key.startswith("cli.usage")
            if label and not told and term.search(said) and not plain.search(said):
                found.append((key, said))
    assert not found
