# SPDX-License-Identifier: MIT
"""Each field of each form says what it is for, in both languages: in the code that makes it, and in the window."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from analysis.analyses import declarations
from wording import LANGUAGES
from wording.catalogue import has_message
from workbench import shots
from workbench.shell.window import MainWindow
from workbench.variable_picker import VariableField

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {"TextField", "ChoiceField", "VariableField", "MemoField"}
ROWS = {"FormRow", "NamedField"}


def literal(node: ast.expr) -> str:
    """The key of `msg("key", …)`; "" where it is made of parts."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "msg" and node.args:
        key = node.args[0]
        return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
    return ""


def kinds_of_fields(trees: list[tuple[Path, ast.AST]]) -> set[str]:
    """Names of the classes of fields and form rows, and of those that are one of them."""
    bases = {
        node.name: {getattr(base, "id", "") for base in node.bases}
        for _, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    kinds = FIELDS | ROWS
    while more := {name for name, above in bases.items() if above & kinds} - kinds:
        kinds |= more
    return kinds


def named_fields() -> Iterator[tuple[str, str]]:
    """(key of the name, place) of every field and form row that the code names by a key."""
    trees: list[tuple[Path, ast.AST]] = [
        (path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted((ROOT / "workbench").rglob("*.py"))
    ]
    kinds = kinds_of_fields(trees)
    for path, tree in trees:
        for node in ast.walk(tree):
            made = isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds
            if made and node.args and (key := literal(node.args[0])):
                yield key, f"{path.name}:{node.lineno}"


def test_every_field_named_in_the_code_says_what_it_is_for() -> None:
    known = dict(named_fields()) | {f"textnotes.{kind}": "NoteBar" for kind in ("annotation", "paraphrase")}
    assert len(known) > 120
    silent = [
        (key, place)
        for key, place in known.items()
        if not all(has_message(f"what.{key}", language) for language in LANGUAGES)
    ]
    assert silent == []


def test_every_option_of_every_analysis_says_what_it_is_for() -> None:
    keys = {option.label.key for one in declarations() for option in one.options}
    assert [key for key in sorted(keys) if not has_message(f"what.{key}", "fr")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_field_is_for_takes_one_or_two_sentences(language: str) -> None:
    text = (ROOT / "wording" / "languages" / language / "what_is_this.po").read_text(encoding="utf-8")
    said = re.findall(r'^msgid "what\.([^"]+)"\nmsgstr "(.+)"$', text, re.M)
    assert len(said) > 380
    for key, sentence in said:
        assert has_message(key, language), f"{key} names nothing any more"
        assert sentence.endswith("."), key
        assert 12 < len(sentence) <= 170, key


def silent_fields(window: QWidget) -> set[str]:
    """The fields in sight that do not say what they are for, by their spoken name."""
    kinds = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QCheckBox, VariableField)
    found: list[Any] = [one for kind in kinds for one in window.findChildren(kind)]
    return {
        f"{type(one).__name__}: {one.accessibleName() or _words(one)}"
        for one in found
        if one.isVisible() and not one.whatsThis() and not _part_of_another(one) and not _read_only(one)
    }


def _words(one: Any) -> str:
    return str(getattr(one, "text", str)())


def _part_of_another(one: QWidget) -> bool:
    inside: QWidget | None = one.parentWidget()
    return isinstance(inside, (QComboBox, QAbstractSpinBox, QAbstractItemView))


def _read_only(one: Any) -> bool:
    return bool(getattr(one, "isReadOnly", lambda: False)())


LONG = bool(os.environ.get("LONG_CAMPAIGNS"))
ROOMS = () if LONG else ("sampling",)  # all of them take 40 s; the room of forms stands for them


@pytest.mark.slow  # each view of a room once, with its forms open
def test_every_field_in_sight_says_what_it_is_for() -> None:
    silent: dict[str, str] = {}
    windows: set[MainWindow] = set()
    seen: list[str] = []

    def look(window: MainWindow, name: str) -> None:
        windows.add(window)
        silent.update({field: name for field in silent_fields(window)})
        seen.append(name)

    shots.see_views(look, ("fr",), (shots.ColourScheme.LIGHT,), ROOMS)
    for window in windows:
        window.deleteLater()
        window.session.deleteLater()
    assert len(seen) > (60 if LONG else 4)
    assert not silent, "\n".join(f"{field} ({view})" for field, view in sorted(silent.items()))
