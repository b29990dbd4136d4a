# SPDX-License-Identifier: MIT
"""Each function, class, constant and method of the product has a reader in the product."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.house.source_trees import nodes, source, tree

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
FILES = tuple(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
TOLD = re.compile(r"^```\w.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
STARTED = ("pyproject.toml", "run", "run.bat")  # name what Python starts
PARTS = re.compile(r"[\w.:]+")  # a string that names something, such as "module:function"
IMPORTED = re.compile(r"\bimport (\w+)$", re.MULTILINE)  # by a program that a string holds
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _reads(found: Iterable[ast.AST]) -> Iterator[str]:
    """The names that nodes read."""
    for node in found:
        if isinstance(node, ast.Name | ast.Attribute):
            if not isinstance(node.ctx, ast.Store):
                yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.MatchClass):
            yield from node.kwd_attrs
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (re.findall(r"\w+", node.value) if PARTS.fullmatch(node.value) else IMPORTED.findall(node.value))


def _put_together(path: Path) -> set[str]:
    """How the names begin that a file puts together for getattr, such as "_" of f"_{kind}"."""
    calls = (node for node in nodes(path) if isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr")
    names = (call.args[1].values[0] for call in calls if isinstance(call.args[1], ast.JoinedStr))
    return {str(first.value) for first in names if isinstance(first, ast.Constant)}


def _offered() -> set[str]:
    """Names that the documentation offers and that commands start."""
    guides = (
        source(path) for path in (*sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "wording").rglob("*.md")))
    )
    texts = [part for text in guides for part in TOLD.findall(text)] + [source(ROOT / name) for name in STARTED]
    return {name for text in texts for name in re.findall(r"\w+", text)}


def _origins(path: Path) -> dict[str, tuple[str, str]]:
    """Module and name there of what a file imports; no name for a module."""
    found: dict[str, tuple[str, str]] = {}
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return found


def _callers() -> dict[str, set[type]]:
    """The classes of Python and of libraries that call the methods of each class of the product."""
    above: dict[str, set[str]] = {}
    foreign: dict[str, set[type]] = {}
    for path in FILES:
        origins = _origins(path)
        for node in (one for one in nodes(path) if isinstance(one, ast.ClassDef)):
            for base in node.bases:
                first, *rest = ast.unparse(base).partition("[")[0].split(".")
                module, name = origins.get(first, ("builtins", first))
                if module.partition(".")[0] in PACKAGES or (module == "builtins" and not hasattr(builtins, first)):
                    above.setdefault(node.name, set()).add(rest[-1] if rest else name)
                    continue
                held: Any = importlib.import_module(module)
                for part in filter(None, (name, *rest)):
                    held = getattr(held, part)
                foreign.setdefault(node.name, set()).add(held)
    for _ in range(8):  # classes above classes
        for name, over in above.items():
            foreign.setdefault(name, set()).update(*(foreign.get(one, ()) for one in over))
    return foreign


def _defined(path: Path) -> Iterator[tuple[str, str, ast.stmt]]:
    """Name, class it stands in, and node of what a file defines."""
    for node in tree(path).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                yield from ((one.id, "", node) for one in ast.walk(target) if isinstance(one, ast.Name))
    for held in (one for one in nodes(path) if isinstance(one, ast.Module | ast.ClassDef)):
        yield from ((one.name, getattr(held, "name", ""), one) for one in held.body if isinstance(one, Definition))


def test_each_definition_has_a_reader_in_the_product() -> None:
    reads = Counter(name for path in FILES for name in _reads(nodes(path)))
    offered, callers = _offered(), _callers()
    unread = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {within}.{name}".replace(" .", " ")
        for path in FILES
        for name, within, node in _defined(path)
        if name not in offered and not re.fullmatch("__.+__", name)
        if not any(hasattr(base, name) for base in callers.get(within, ()))
        if reads[name] < 6 and reads[name] == sum(one == name for one in _reads(ast.walk(node)))
        if not any(name.startswith(one) and name.removeprefix(one) in reads for one in _put_together(path))
    ]
    assert unread == []
