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
FOLDERS = ROOT / "wording" / "languages"
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
ROOMS = sorted(path.stem for path in (FOLDERS / "en").glob("*.po"))
CALLS = ("msg", "Message")


def sentences(language: str, room: str) -> dict[str, list[str]]:
    """Key → its sentence, or its plural forms."""
    with (FOLDERS / language / f"{room}.po").open("rb") as stream:
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
    entries = (FOLDERS / language / f"{room}.po").read_text(encoding="utf-8").split("\nmsgid ")[1:]
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
            code = path.read_text(encoding="utf-8")
            if not any(f"{call}(" in code for call in CALLS):
                continue
            for node in ast.walk(ast.parse(code)):
                if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name)):
                    continue
                first = node.args[0]
                if node.func.id in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.slow
def test_each_key_in_the_code_has_its_sentence_in_each_language() -> None:
    keys = list(literal_keys())
    assert len(keys) > 1000
    missing = {f"{key} ({place}) in {one}" for one in LANGUAGES for key, place in keys if not has_message(key, one)}
    assert not missing


# What a French sentence holds that is not French: places, quoted examples, paths and pairs such as row:TABLE:NUMBER,
# words typed for the program, file kinds (“;;”), a list of codes, marks that stand alone.
_NOT_PROSE = re.compile(
    r"\{[^{}]*\}|https?://\S*|\d:\d|[\w@]+:[\w@]|;;|\b(?:phrase|who|tokens|entity|list|computed|years|codings):"
)
_WRONG_SPACE = re.compile("(?<!«)[ \u202f][:%]|(?<!«)[ \u00a0][;!?]|[ \u202f]»|«[ \u202f]|«(?!\u00a0)|(?<!\u00a0)»")
_NO_SPACE = re.compile("[^\\W_][!?%]|[^\\W\\d_][;:]")
_TYPED = (
    *("cli.usage.", "cli.example.", "hint.", "cli.option.queries.cases", "entities_eval.not_json"),
    *("kinds.cli_order_unconfirmed", "problem.sheet", "where.not_understood"),
)


def wrong_french_spaces(sentence: str, *, prose: bool = True) -> list[str]:
    """French sets a no-break space inside « » and before : and %, a narrow one before ; ! and ?; none is missing."""
    plain = _NOT_PROSE.sub("X" if prose else "", sentence)
    return _WRONG_SPACE.findall(plain) + (_NO_SPACE.findall(plain) if prose else [])


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (
            "Reste\u00a0: 5\u00a0%\u202f; «\u00a0oui\u00a0»\u202f! à 10:30, {x:\u00a0:} https://a.b?c, row:TABLE:3",
            False,
        ),
        ("Reste\u202f: 5", True),
        ("5\u202f%", True),
        ("vrai\u00a0?", True),
        ("vrai?", True),
        ("«\u202foui\u202f»", True),
        ("«oui»", True),
        ("Reste: 5", True),
    ],
)
def test_wrong_french_spaces_are_seen(sentence: str, wrong: bool) -> None:
    assert bool(wrong_french_spaces(sentence)) == wrong


def test_french_marks_stand_after_their_no_break_space() -> None:
    """Before : and % and inside « » U+00A0, before ; ! and ? U+202F (the national printing office's rules)."""
    found = {
        f"{key}: {wrong}"
        for room in ROOMS
        for key, forms in sentences("fr", room).items()
        for form in forms
        if (wrong := wrong_french_spaces(form, prose=not any(one in key for one in _TYPED)))
    }
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_and_marks_are_not_parted_from_their_words_by_the_end_of_a_line(language: str) -> None:
    parted = re.compile(r"(IC|confiance|intervalle) à (\{level\}|95)|^(\{mark\}|[*†‡§¶]|\( ?\)) (?=[A-ZÉ])|^\( \)")
    found = {
        key for room in ROOMS for key, forms in sentences(language, room).items() for form in forms
        if parted.search(form)
    }  # fmt: skip
    assert not found


def test_french_pages_of_the_manual_have_these_spaces_too() -> None:
    """Calls, addresses of links and comments of a page are no prose."""
    no_prose = re.compile(r"`[^`]*`|\]\([^)]*\)|<!--.*?-->")
    pages = sorted((ROOT / "wording" / "languages" / "fr" / "manual").glob("*.md"))
    assert len(pages) > 10
    found = {
        f"{page.name}, line {at}: {wrong}"
        for page in pages
        for at, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1)
        if (wrong := wrong_french_spaces(no_prose.sub("X", line)))
    }
    assert not found


def test_french_apostrophes_are_those_of_print() -> None:
    straight = re.compile(r"[^\W\d_]'[^\W\d_]")
    found = {key for room in ROOMS for key, forms in sentences("fr", room).items() if any(map(straight.search, forms))}
    assert not found


_OF_THE_TERMINAL = re.compile(
    r"\./run|(?<![\w-])--[a-z]|\bterminal\b|\bcommand line\b|\bby command\b|ligne de commande|par commande",
    re.IGNORECASE,
)


def test_no_word_of_the_command_line_stands_in_the_window() -> None:
    """What the terminal alone offers stands under the key with `.terminal` behind, and is said there only."""
    code = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }

    def only_in_commands(key: str) -> bool:
        """Whether its key, or the last part of it that is put together, is written nowhere else."""
        ends = [at for at, letter in enumerate(key) if letter in "._"]
        for said in (f'"{key}"', *(f'"{key[: at + 1]}{{' for at in reversed(ends))):
            places = [path for path, text in code.items() if said in text]
            if places:
                return all(path.startswith("workbench/cli/") for path in places)
        return False

    wrong = [
        key
        for language in LANGUAGES
        for room in ROOMS
        for key, forms in sentences(language, room).items()
        if not key.startswith("cli.") and not key.endswith(".terminal") and _OF_THE_TERMINAL.search(" ".join(forms))
    ]
    assert [key for key in dict.fromkeys(wrong) if not only_in_commands(key)] == []


def test_what_the_terminal_adds_belongs_to_a_sentence() -> None:
    keys = {key for room in ROOMS for key in sentences("en", room)}
    added = {key.removesuffix(".terminal") for key in keys if key.endswith(".terminal")}
    assert added
    assert added <= keys
