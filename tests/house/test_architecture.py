# SPDX-License-Identifier: MIT
"""Names in the guides of `docs` exist: files, folders, functions, and the packages of the map."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:workbench|projects|analysis|coding|wording|tests|docs)/[\w./-]*)`")
MADE = {"wording/extensions.json"}  # when a wheel is built
WALKS = ("An answer of a survey", "A sentence of an interview", "A click")


def text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_every_file_named_is_there(name: str) -> None:
    named = NAMED.findall(text(name))
    assert len(named) > 3
    assert [path for path in named if path not in MADE and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_names_its_files_in_full(walk: str) -> None:
    (body,) = re.findall(rf"^### {walk}.*?\n(.*?)(?=^##)", text("architecture.md"), re.MULTILINE | re.DOTALL)
    files = [path for path in NAMED.findall(body) if path.endswith(".py")]
    assert len(files) >= 8, files
    assert len({path.split("/")[0] for path in files}) >= 2
    short = [name for name in re.findall(r"`([\w/]+\.py)`", body) if name not in files]
    assert short == [], "a file of a walk is named from the top of the tree"


def test_the_map_names_every_package_and_each_of_its_folders() -> None:
    shown = text("architecture.md").split("```")[1]
    for package in ("workbench", "projects", "analysis", "coding", "wording"):
        assert re.search(rf"^{package} ─|     ?{package} ─", shown, re.MULTILINE), package
        for folder in (path for path in (ROOT / package).iterdir() if (path / "__init__.py").is_file()):
            assert f"{folder.name}/" in shown, folder
    mirrors = {"workbench", "projects", "analysis", "coding", "wording", "__pycache__"}
    of_tests = shown.partition("tests ─")[2]
    for folder in (path for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name not in mirrors):
        assert f"{folder.name}/" in of_tests, folder


def test_what_stands_in_brackets_behind_a_file_is_defined_in_it() -> None:
    """Kish's effect was looked for in the weights of a frame: the file was there, the function was not."""
    named = re.findall(r"`([\w/]+\.py)` \(`(\w+)`\)", text("architecture.md"))
    assert len(named) >= 8
    for path, name in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:def|class) {name}\b", source, re.MULTILINE), (path, name)
