# SPDX-License-Identifier: MIT
"""statsmodels is imported by module and late, never by a formula; every function of classical statistics has a door."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house.source_trees import nodes, tree

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("analysis", "coding", "projects", "workbench", "wording")
FORBIDDEN = re.compile(r"patsy|formulaic|\bfrom_formula\b|\bMICEData\b|statsmodels\.api\b|statsmodels\.formula|\bsmf\b")


def _paths() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def _imports(among: Iterable[ast.AST]) -> Iterator[str]:
    for node in among:
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{one.name}" for one in node.names)


@pytest.mark.slow
def test_no_formula_and_no_api_of_statsmodels() -> None:
    """A column name ran a shell command through a formula; `MICEData` builds one, too."""
    wrong = []
    for path in _paths():
        said = [name for name in _imports(nodes(path)) if FORBIDDEN.search(name) or name == "statsmodels.api"]
        said += [node.attr for node in nodes(path) if isinstance(node, ast.Attribute) and FORBIDDEN.search(node.attr)]
        models = path.parts[len(ROOT.parts)] == "analysis"  # elsewhere a formula is that of a weight, shown as text
        called = (node for node in nodes(path) if models and isinstance(node, ast.Call))
        said += [
            key.arg for call in called for key in call.keywords if key.arg in ("formula", "vc_formula", "re_formula")
        ]
        wrong += [f"{path.relative_to(ROOT)}: {one}" for one in said]
    assert wrong == []


@pytest.mark.slow
def test_statsmodels_is_imported_inside_functions() -> None:
    wrong = []
    for path in _paths():
        top = [node for node in tree(path).body if isinstance(node, (ast.Import, ast.ImportFrom))]
        names = [name for node in top for name in _imports([node])]
        wrong += [f"{path.relative_to(ROOT)}: {name}" for name in names if name.split(".")[0] == "statsmodels"]
    assert wrong == []


@pytest.mark.slow
def test_statsmodels_is_used_by_the_classical_statistics_alone() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in _paths()
        if any(name.split(".")[0] == "statsmodels" for name in _imports(nodes(path)))
    }
    assert {user for user in users if not user.startswith("analysis/classical/")} <= {
        "analysis/survey/estimates/multiple_testing.py"
    }


@pytest.mark.slow
def test_every_function_of_classical_statistics_is_used_by_an_analysis() -> None:
    """No engine without a door: what only tests call is deleted. A function may serve another one that has a door."""
    named: dict[str, set[str]] = {}
    used: set[str] = set()
    for path in _paths():
        inside = path.parent == ROOT / "analysis" / "classical"
        for node in tree(path).body:
            if inside and isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                words = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {
                    n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)
                }
                named[node.name] = words - {node.name}
        if not inside:
            used |= {n.id for n in nodes(path) if isinstance(n, ast.Name)}
            used |= {n.attr for n in nodes(path) if isinstance(n, ast.Attribute)}
            used |= {n.value for n in nodes(path) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    reached = {name for name in named if name in used}
    while more := {name for by in reached for name in named if name in named[by]} - reached:
        reached |= more
    assert sorted(name for name in named if name not in reached) == []
