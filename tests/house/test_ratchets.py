# SPDX-License-Identifier: MIT
"""No circles of imports, of files or of packages side by side; counts that may only fall: folders, importers, `Any`."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.house.source_trees import nodes
from wording import LANGUAGES, discovery

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
MOST_ANY = 607
MOST_IN_A_FOLDER = 40
AS_TEXT = re.compile(r"[a-z_]\w*(\.\w+)+(:\w+)?")


def _files() -> dict[str, Path]:
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def _names(among: Sequence[ast.AST], package: str) -> Iterator[tuple[str, str]]:
    """Each import, also in functions, under TYPE_CHECKING, relative ones, and each module named as text.

    As text: `import_module("package.module")`, or what a record or a table names to be loaded later,
    "package.module:function"; in f"package.{language}" each language stands for what is filled in. The folder of an
    extension point is named, its files are not: they register there; so do the rows of a table of `discovery.TABLES`.
    """
    for node in among:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, node.module] if node.module else up)
            yield from ((base, alias.name) for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and AS_TEXT.fullmatch(node.value):
            if node.value not in discovery.TABLES:
                yield node.value.partition(":")[0], ""
        elif isinstance(node, ast.JoinedStr):
            for language in LANGUAGES:
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else language for part in node.values)
                if AS_TEXT.fullmatch(text):
                    yield text.partition(":")[0], ""


@cache
def _arrows() -> dict[str, set[str]]:
    files, arrows = _files(), defaultdict(set)
    for module, path in files.items():
        package = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for base, name in _names(nodes(path), package):
            target = f"{base}.{name}" if f"{base}.{name}" in files else base
            if target in files and target != module:
                arrows[module].add(target)
    return arrows


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts of more than one module, largest first (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(start: str) -> None:
        work = [(start, iter(sorted(arrows.get(start, ()))))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            module, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    work.append((other, iter(sorted(arrows.get(other, ())))))
                    break
                if other in stack:
                    low[module] = min(low[module], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[module])
                if low[module] == index[module]:
                    at = stack.index(module)
                    part, stack[at:] = stack[at:], []
                    if len(part) > 1:
                        found.append(sorted(part))

    for module in sorted(arrows):
        if module not in index:
            visit(module)
    return sorted(found, key=len, reverse=True)


@pytest.mark.slow
def test_no_circles_of_imports() -> None:
    arrows = _arrows()
    assert "projects.intake.import_process" in arrows["projects.jobs"], "modules named as text count"
    filled = list(ast.walk(ast.parse('import_module(f"coding.languages.{language}.grammar")')))
    assert ("coding.languages.fr.grammar", "") in _names(filled, "coding"), "modules named with a language filled in"
    assert not circles(arrows)


def _beside(module: str, other: str) -> tuple[str, str]:
    """The two that stand side by side in the package that holds both modules."""
    ours, theirs = module.split("."), other.split(".")
    shared = next((at for at, (one, two) in enumerate(zip(ours, theirs, strict=False)) if one != two), 0)
    return ".".join(ours[: shared + 1]), ".".join(theirs[: shared + 1])


@pytest.mark.slow
def test_what_stands_side_by_side_in_a_package_forms_no_circle() -> None:
    arrows: dict[str, set[str]] = defaultdict(set)
    for module, targets in _arrows().items():
        for one, other in (
            _beside(module, target) for target in targets - {*discovery.POINTS, discovery.LANGUAGES, discovery.GRAMMARS}
        ):
            if one != other and not (module.startswith(f"{other}.") or other.startswith(f"{module}.")):
                arrows[one].add(other)
    assert "projects.store" in arrows["projects.pages"]
    assert "projects.intake" in arrows["projects.jobs"], "modules named as text count, but for extension points"
    assert not circles(arrows)


def test_no_folder_holds_more_than_forty_modules() -> None:
    held: dict[str, int] = defaultdict(int)
    for path in _files().values():
        held[str(path.parent.relative_to(ROOT))] += 1
    assert {folder: count for folder, count in held.items() if count > MOST_IN_A_FOLDER} == {}


@pytest.mark.slow
def test_types_say_more_not_less() -> None:
    count = 0
    for path in _files().values():
        count += sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes(path))
    assert count <= MOST_ANY, count
