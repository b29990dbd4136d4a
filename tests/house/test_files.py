# SPDX-License-Identifier: MIT
"""Rules for files: their length, what the store names, where Protocols of a project stand."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house.source_trees import nodes, source

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
MOST_LINES = 650
FEW_LINES, MOST_SMALL = 20, 73  # of code: what hardly says more than where to go on; such files may only become fewer
ROOF = {"project.py", "__init__.py"}  # `Project`, and the face that hands it out


def _files() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_no_file_is_longer_than_one_idea() -> None:
    long = {str(path.relative_to(ROOT)): lines for path in _files() if (lines := _lines(path)) > MOST_LINES}
    assert not long, long


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_more_files_of_a_few_lines() -> None:
    small = [path for path in _files() if path.name != "__init__.py" and _lines_of_code(path) < FEW_LINES]
    assert len(small) <= MOST_SMALL, len(small)


def _lines_of_code(path: Path) -> int:
    """The lines of a file with code: neither empty nor comment nor docstring."""
    told: set[int] = set()
    for node in nodes(path):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            told.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(source(path).splitlines(), start=1)
    return sum(bool(line.strip()) and not line.strip().startswith("#") and at not in told for at, line in lines)


def test_nothing_below_the_roof_of_the_store_names_project() -> None:
    naming = [
        path.name
        for path in (ROOT / "projects" / "store").rglob("*.py")
        if path.name not in ROOF and "Project" in _named(nodes(path))
    ]
    assert not naming


def _named(among: tuple[ast.AST, ...]) -> set[str]:
    names = {node.id for node in among if isinstance(node, ast.Name)}
    return names | {alias.name for node in among if isinstance(node, ast.ImportFrom) for alias in node.names}


@pytest.mark.slow
def test_what_is_read_from_is_declared_in_one_place() -> None:
    """`projects/store/ports.py` holds the Protocols of what rows and objects are read from; there are no others."""
    others = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in (ROOT / "projects").rglob("*.py")
        if path.name != "ports.py"
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
        and {one.name for one in node.body if isinstance(one, ast.FunctionDef)} & {"query", "read_object", "setting"}
    ]
    assert not others


@pytest.mark.slow
def test_no_two_functions_have_the_same_body() -> None:
    """Six lines and more that stand twice are one function."""
    places: dict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            lines = [line.strip() for line in source(path).splitlines()]
            for node in nodes(path):
                if isinstance(node, ast.FunctionDef) and (inner := node.body[ast.get_docstring(node) is not None :]):
                    body = lines[inner[0].lineno - 1 : node.end_lineno]
                    if len(body) >= 6:
                        places["\n".join(body)].append(f"{path.relative_to(ROOT)}: {node.name}")
    assert [held for held in places.values() if len(held) > 1] == []


@pytest.mark.slow
def test_an_import_inside_a_function_carries_its_reason() -> None:
    """Imports stand at the top; one that waits says on its line for what: `# pandas, 380 ms: not at start`."""
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in _late_imports(path)
    ]
    assert not bare, bare


def _late_imports(path: Path) -> list[ast.stmt]:
    """The imports within functions of a file that give no reason."""
    lines = source(path).splitlines()
    functions = (one for one in nodes(path) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    imports = {
        (node.lineno, node.end_lineno or node.lineno): node
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [node for (first, last), node in imports.items() if not any("#" in line for line in lines[first - 1 : last])]
