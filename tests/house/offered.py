# SPDX-License-Identifier: MIT
"""Names that the estimators and the coding engine offer to others: they are used without reading their code."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.house.source_trees import nodes, tree

UNITS = ("analysis/survey", "analysis/classical", "coding")
_PACKAGES = ("analysis", "coding", "projects", "workbench")
_METHODS = re.compile(r"\b\w*(Test|Estimates|Contrast)\b")
_IN_BACKTICKS = re.compile(r"`([A-Za-z_][\w.]*)")


def module_name(root: Path, path: Path) -> str:
    """The dotted name of a file under the root."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def offered(root: Path) -> set[tuple[str, str]]:
    """(module, name) of what other units import, what a unit's own face names, methods, and what the manual names."""
    users = _users(root)
    told = _told(root)
    classes = {
        (module_name(root, path), node.name)
        for package in ("analysis", "coding")
        for path in _files(root / package)
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and node.name in told
    }
    return classes | {
        (module, node.name)
        for unit in UNITS
        for path in _files(root / unit)
        for module in [module_name(root, path)]
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if node.name in told
        or _is_method(node)
        or any(_is_outside(user, root / unit) for user in users[module, node.name])
    }


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _users(root: Path) -> dict[tuple[str, str], set[Path]]:
    """The files that import a name from a module."""
    users: dict[tuple[str, str], set[Path]] = defaultdict(set)
    for path in (one for package in _PACKAGES for one in _files(root / package)):
        for node in nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    users[node.module, alias.name].add(path)
    return users


def _told(root: Path) -> set[str]:
    """Names in backticks in the documentation."""
    pages = [*sorted((root / "docs").rglob("*.md")), *sorted((root / "wording").rglob("*.md"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    return {name.rpartition(".")[2] for name in _IN_BACKTICKS.findall(text)}


def _is_method(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether it gives a test of hypotheses or estimates."""
    return isinstance(node, ast.FunctionDef) and bool(node.returns and _METHODS.search(ast.unparse(node.returns)))


def _is_outside(user: Path, unit: Path) -> bool:
    """Whether a file lies outside a unit, or is its face."""
    return not user.is_relative_to(unit) or user == unit / "__init__.py"
