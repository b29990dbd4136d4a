# SPDX-License-Identifier: MIT
"""Reasons in tests: what a skip says, and the errors of mypy that may be ignored without a word (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source_trees import nodes

ROOT = Path(__file__).resolve().parents[2]
IGNORED = re.compile(r"#\s*type: ignore\[([\w, -]+)\](.*)")
SKIPS = {"skip": 0, "skipif": None, "importorskip": None}  # which argument may be the reason, besides `reason`


def _named_in_the_guide() -> set[str]:
    """The errors whose names say why, as CONTRIBUTING.md lists them."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    said = guide[guide.index("In tests an ignored error of mypy") : guide.index("Any other gives its reason")]
    return set(re.findall(r"`([a-z-]+)`", said))


def _bare(line: str, named: set[str]) -> bool:
    found = IGNORED.search(line)
    return found is not None and not set(re.split(r",\s*", found[1])) <= named and not re.search(r"\w{3}", found[2])


def test_an_ignored_error_says_why_by_its_name_or_behind_it() -> None:
    named = _named_in_the_guide()
    assert _bare("x = 1  # type: ignore[override]", named)
    assert not _bare("x = 1  # type: ignore[override]  # a clock of the test", named)
    assert not _bare("x = 1  # type: ignore[union-attr]", named)
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "type: ignore" in line and _bare(line, named)
    ]
    assert not bare, bare


def _reasons(path: Path) -> Iterator[tuple[int, str]]:
    """Line and reason of each skip; "" where it has none. Words put in while the test runs count as one."""
    for node in nodes(path):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in SKIPS:
            continue
        given = [word.value for word in node.keywords if word.arg == "reason"]
        place = SKIPS[node.func.attr]
        given += [] if place is None else node.args[place : place + 1]
        yield node.lineno, " ".join(_words(given[0])) if given else ""


def _words(said: ast.expr) -> list[str]:
    if isinstance(said, ast.Constant):
        return str(said.value).split()
    return [word for part in getattr(said, "values", []) for word in (_words(part) or ["…"])]


@pytest.mark.slow
def test_a_skip_says_what_this_machine_lacks() -> None:
    short = [
        f"{path.relative_to(ROOT)}:{line}: {reason}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line, reason in _reasons(path)
        if len(reason.split()) < 4
    ]
    assert not short, short
