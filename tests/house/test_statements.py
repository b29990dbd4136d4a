# SPDX-License-Identifier: MIT
"""Each statement of SQL stands once in all rooms, under the name of what it asks."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MECHANICAL = re.compile(
    r"_BY_\w+_\w+|_ORDERED$|COALESCE|_\d+$|_(ROWS|EXISTS|COUNT)_BY_|_(statement|where|update_set)$"
)  # what a table and its columns make of a name, and what Python puts into it


def _statements() -> dict[str, list[str]]:
    """Each statement with the places that hold it: file and name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "projects").rglob("*queries.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            place = path.relative_to(ROOT).as_posix()
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                found[str(node.value.value)] += [f"{place}: {ast.unparse(node.targets[0])}"]
            last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
            if isinstance(node, ast.FunctionDef) and isinstance(last, ast.Return):
                built = isinstance(last.value, ast.JoinedStr)
                found[ast.unparse(last) if built else place + node.name] += [f"{place}: {node.name}"]
    return found


def test_no_statement_stands_twice() -> None:
    statements = _statements()
    assert len(statements) > 400
    assert [places for places in statements.values() if len(places) > 1] == []


def test_statements_are_called_by_what_they_ask() -> None:
    names = [place for places in _statements().values() for place in places]
    assert [name for name in names if MECHANICAL.search(name)] == []
