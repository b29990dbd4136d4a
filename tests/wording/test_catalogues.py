# SPDX-License-Identifier: MIT
"""The catalogues are complete: the same keys and places in both languages, and a sentence for each key in the code."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from wording import LANGUAGES
from wording.catalogue import has_message

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "wording" / "locales"
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
ROOMS = sorted(path.stem for path in (LOCALES / "en").glob("*.po"))


def sentences(language: str, room: str) -> dict[str, list[str]]:
    """Key → its sentence, or its plural forms."""
    with (LOCALES / language / f"{room}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    found: dict[str, list[str]] = {}
    for message in catalogue:
        if not message.id:
            continue
        plural = isinstance(message.id, tuple)
        key = message.id[0] if plural else message.id
        assert key not in found, f"{key} stands twice in {language}/{room}.po"
        found[key] = list(message.string) if plural else [message.string]
    return found


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_say_the_same_things(room: str) -> None:
    english, french = sentences("en", room), sentences("fr", room)
    assert english.keys() == french.keys()
    for key, forms in english.items():
        wanted = places(forms[-1])
        for form in [*forms, *french[key]]:
            assert form, f"{key} is empty"
            assert places(form) | {"n"} == wanted | {"n"}, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_is_written_twice_under_one_key(room: str, language: str) -> None:
    """Two texts under one key, as a merge leaves them: only one of them is ever read."""
    entries = (LOCALES / language / f"{room}.po").read_text(encoding="utf-8").split("\nmsgid ")[1:]
    assert [entry.split("\n", 1)[0] for entry in entries if entry.count('\nmsgstr "') > 1] == []


def test_no_key_stands_in_two_rooms() -> None:
    places: dict[str, list[str]] = {}
    for room in ROOMS:
        for key in sentences("en", room):
            places.setdefault(key, []).append(room)
    assert {key: rooms for key, rooms in places.items() if len(rooms) > 1} == {}


def literal_keys() -> Iterator[tuple[str, str]]:
    """Each key the code writes out in a call of `msg` or `Message`, with its place."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name)):
                    continue
                first = node.args[0]
                if (
                    node.func.id in {"msg", "Message"}
                    and isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                ):
                    yield first.value, f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_key_in_the_code_has_its_sentence(language: str) -> None:
    missing = {f"{key} ({place})" for key, place in literal_keys() if not has_message(key, language)}
    assert not missing


def test_french_marks_stand_after_a_no_break_space() -> None:
    """French puts a space before ; : ? ! % », and a line must not break there."""
    for room in ROOMS:
        for key, forms in sentences("fr", room).items():
            for form in forms:
                for mark in (" :", " ;", " ?", " !", " »", " %", "« "):
                    assert mark not in form, f"{key}: ordinary space at “{mark}”"


def test_french_apostrophes_are_those_of_print() -> None:
    straight = re.compile(r"[^\W\d_]'[^\W\d_]")
    found = {key for room in ROOMS for key, forms in sentences("fr", room).items() if any(map(straight.search, forms))}
    assert not found
