# SPDX-License-Identifier: MIT
"""A language is data: its signs are in its record, and no code asks which language it is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from wording import LANGUAGES, msg, render
from wording.language_record import language_of_code, language_of_locale, quoted, typed_parts, with_decimal_mark
from wording.texts import in_quotes

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
FOLDERS = ("wording/languages/", "coding/languages/")
NAMED = {  # files that hold "en" or "fr" as a text: why
    "projects/datasets/registers/headings.py": "a preposition of French headings",
    "wording/language_record.py": "the default",
    "workbench/sample_files/__init__.py": "the languages of the sample's interviews",
}


def test_signs_of_each_language() -> None:
    assert [with_decimal_mark("1.5", language) for language in LANGUAGES] == ["1.5", "1,5"]
    assert [quoted("so", language) for language in LANGUAGES] == ["“so”", "«\u00a0so\u00a0»"]
    assert typed_parts("18, 30", "en") == ["18", " 30"]
    assert typed_parts("1,5; 30", "fr") == ["1,5", " 30"]
    assert typed_parts("1,5", "fr") == ["1,5"]
    assert typed_parts("18; 1,000", "en") == ["18", " 1,000"]
    assert language_of_code("rn") is language_of_code("en")


@pytest.mark.slow
def test_no_code_asks_which_language_it_is() -> None:
    asking = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            place, code = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            if not any(mark + language + mark in code for language in LANGUAGES for mark in "\"'"):
                continue  # a comparison with a language has its name between quotes
            for node in ast.walk(ast.parse(code)):
                sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
                said = {one.value for one in sides if isinstance(one, ast.Constant)}
                named = any("language" in ast.unparse(one) for one in sides if not isinstance(one, ast.Constant))
                if said & set(LANGUAGES) and named:
                    asking.append(f"{place}:{node.lineno}")
    assert asking == []


def test_no_file_outside_the_languages_names_one() -> None:
    named = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        place, code = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if place.startswith(FOLDERS) or not re.search("[\"'](en|fr)[\"']", code):
            continue
        if any(isinstance(one, ast.Constant) and one.value in ("en", "fr") for one in ast.walk(ast.parse(code))):
            named.add(place)
    assert named == NAMED.keys()


@pytest.mark.parametrize(
    ("locale", "language"), [("fr_CA.UTF-8", "fr"), ("EN", "en"), ("French_France", "fr"), ("C", ""), ("", "")]
)
def test_a_locale_names_a_language(locale: str, language: str) -> None:
    assert language_of_locale(locale) == language


def test_words_stand_between_the_marks_of_their_own_language() -> None:
    assert [render(in_quotes("so", "en"), reader) for reader in LANGUAGES] == ["“so”", "“so”"]
    assert [render(in_quotes("so", "fr"), reader) for reader in LANGUAGES] == ["«\u00a0so\u00a0»", "«\u00a0so\u00a0»"]
    assert [render(in_quotes("so", "rw"), reader) for reader in LANGUAGES] == ["“so”", "«\u00a0so\u00a0»"], "unknown"


@pytest.mark.parametrize(("name", "ending"), [("Case no.", "Case no."), ("sex", "sex."), ("Which services?", "?")])
def test_a_list_that_ends_a_sentence_has_one_mark_behind_it(name: str, ending: str) -> None:
    for language in LANGUAGES:
        said = render(msg("importing.finding.identifiers", n=1, names=[name]), language)
        assert said.endswith(ending), said
        assert not said.endswith(("..", "?."))
