# SPDX-License-Identifier: MIT
"""The glossary: one French term for each English one, in `docs/glossary.csv` and in every sentence."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ROOT / "wording" / "languages"
ASKED = {
    "séance de sensibilisation", "personnes touchées", "parties prenantes", "PDI", "VBG", "PEAS", "victime présumée",
    "ENA", "point d’entrée", "fiche d’information",
}  # fmt: skip
"""The terms of the field that the office asked for."""

NOT_SENTENCES = re.compile(r"\.usage\.|\.example\.|^synonyms\.")
"""Calls as they are typed, and words that people may search for: neither translates a term."""

NOT_WORDS = re.compile(r"\b(?:References?|Références?)\s?:.*|\{[^}]*\}|--[\w-]+|\./run[^,.;:]*", re.DOTALL)
"""Titles of works, values put in, options and calls: they are not translated."""

TYPED = {
    "casepage.bad_source": ("survey", "codings"),
    "cli.option.cases.compute": ("codings",),
    "cli.usual.queries.unit": ("cases",),
    "settings.unit_empty": ("household", "case"),
    "registers.no_register": ("participants", "cases"),
    "rules.limit": ("speaker",),
    "sampling.method.seed": ("stratum",),
    "store.missing_keys": ("snapshots",),
    "importing.problem.not_a_form": ("survey",),
    "survey.goldens_none": ("survey",),
}
"""Words that stand in a sentence as they are typed or as a file bears them, in both languages."""


@dataclass(frozen=True)
class Term:
    """A row of the glossary; `keys` names the sentences of a second sense of the same English word."""

    english: tuple[str, ...]
    french: tuple[str, ...]
    meaning: str
    keys: frozenset[str]


def terms() -> list[Term]:
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [
        Term(
            (row["english"], *filter(None, row["english_forms"].split(";"))),
            (row["french"], *filter(None, row["french_forms"].split(";"))),
            row["meaning"],
            frozenset(row["keys"].split()),
        )
        for row in rows
    ]


def sentences(language: str) -> dict[tuple[str, int], str]:
    found = {}
    for path in (FOLDERS / language).glob("*.po"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                plural = isinstance(message.id, tuple)
                key = message.id[0] if plural else message.id
                if key and not NOT_SENTENCES.search(key):
                    for at, form in enumerate(message.string if plural else [message.string]):
                        found[key, at] = NOT_WORDS.sub(" § ", form).replace("'", "’")
    return found


def any_of(forms: tuple[str, ...], before: str = r"(?<![\w-])", behind: str = r"(?![\w-])") -> re.Pattern[str]:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(before + "(?:" + "|".join(map(re.escape, longest)) + ")" + behind, re.IGNORECASE)


def wrong(english: str, french: str, key: str, known: list[Term]) -> list[str]:
    """The terms of a sentence whose translation is not the glossary's; the longest term counts."""
    second = [term for term in known if key in term.keys]
    usual = [term for term in known if not term.keys and not any(term.english[0] == one.english[0] for one in second)]
    here = {form.lower(): term for term in (*usual, *second) for form in term.english}
    typed = set(TYPED.get(key, ()))
    met = [found[0] for found in any_of(tuple(here)).finditer(english) if found[0] not in typed]
    return [
        word
        for word in met
        if not any_of(here[word.lower()].french, r"(?<!\w)", r"(?!\w)").search(french)  # exportez-la, l’entretien
    ]


def test_each_term_has_one_french_and_a_meaning() -> None:
    known = terms()
    assert 80 <= len(known) <= 130
    assert {term.french[0] for term in known} >= ASKED
    usual = [term for term in known if not term.keys]
    for side in ("english", "french"):
        firsts = [getattr(term, side)[0].lower() for term in usual]
        assert sorted(set(firsts)) == sorted(firsts), f"a term stands twice on the {side} side"
    forms = [form.lower() for term in usual for form in term.english]
    assert sorted(set(forms)) == sorted(forms)
    for term in known:
        assert term.meaning.endswith("."), term.english[0]
        assert len(term.meaning) > 20, term.english[0]


def test_a_second_sense_names_the_sentences_that_use_it() -> None:
    known, english = terms(), {key for key, _ in sentences("en")}
    second = [term for term in known if term.keys]
    assert second
    for term in second:
        assert any(term.english[0] == one.english[0] for one in known if not one.keys), "it has a usual sense"
        assert term.keys <= english, f"no such sentence: {term.keys - english}"
    assert set(TYPED) <= english


@pytest.mark.slow
def test_every_sentence_translates_a_term_as_the_glossary_does() -> None:
    known, french = terms(), sentences("fr")
    bad = {
        key: (words, english, french[key])
        for key, english in sentences("en").items()
        if (words := wrong(english, french[key], key[0], known))
    }
    assert not bad


@pytest.mark.parametrize(
    ("english", "french", "expected"),
    [
        ("Lock the link key.", "Verrouillez la clé de lien.", ["link key"]),
        ("Lock the link key.", "Verrouillez la clé de liaison.", []),
        ("Two clusters", "Deux grappes", []),
        ("Two clusters", "Deux groupes", ["clusters"]),
        ("No codebook", "Pas de grille de codes", ["codebook"]),
    ],
)
def test_another_translation_is_found(english: str, french: str, expected: list[str]) -> None:
    assert wrong(english, french, "no.key", terms()) == expected
