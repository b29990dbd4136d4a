# SPDX-License-Identifier: MIT
"""Each statement of SQL stands once in all rooms, under the name of what it asks."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.benchmarks.house import PACKAGES, CountedFile, statements_apart
from tests.house.source_trees import source, tree

ROOT = Path(__file__).resolve().parents[2]
MECHANICAL = re.compile(
    r"_BY_\w+_\w+|_ORDERED$|COALESCE|_\d+$|_(ROWS|EXISTS|COUNT)_BY_|_(statement|where|update_set)$"
)  # what a table and its columns make of a name, and what Python puts into it

WHOLE = re.compile(r"(SELECT\s.*\sFROM|INSERT\s+INTO|UPDATE\s.*\sSET|DELETE\s+FROM)\s+\S", re.DOTALL)


def _product_files() -> list[CountedFile]:
    """Every module of the product, parsed once for all tests of this folder."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [CountedFile(path.relative_to(ROOT).as_posix(), source(path), tree(path)) for path in paths]


@cache
def _statements() -> dict[str, list[str]]:
    """Each statement with the places that hold it: file and name."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in _product_files():
        named = set(one.sql_constants())
        for node in one.tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in named:
                found[ast.unparse(node.value)] += [f"{one.path}: {ast.unparse(node.targets[0])}"]
            last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
            if (
                one.path.startswith("projects/")
                and one.path.endswith("queries.py")
                and isinstance(node, ast.FunctionDef)
                and isinstance(last, ast.Return)
            ):
                built = isinstance(last.value, ast.JoinedStr)
                found[ast.unparse(last) if built else one.path + node.name] += [f"{one.path}: {node.name}"]
    return found


def _plain(text: str) -> str:
    """A statement without what it calls its columns, capitals of functions, a last resort of its order."""
    text = re.sub(r"\s+", " ", text).strip().lower()
    return re.sub(r" as (\w+)(?= from|,|$)", "", text).removesuffix(", id")


def _texts(node: ast.AST) -> Iterator[str]:
    """The strings that are no part of a larger one; where Python puts something in stands {}."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def test_no_statement_stands_twice_in_other_words() -> None:
    """Also within functions and in the store: with another name for a column, or a condition where one is given."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "projects").rglob("*.py")):
        for text in _texts(tree(path)):
            if WHOLE.match(text) and "FROM {}" not in text and "INTO {}" not in text and "UPDATE {}" not in text:
                found[_plain(text)].append(f"{path.relative_to(ROOT).as_posix()}: {text[:60]}")
    assert len(found) > 400
    assert [places for places in found.values() if len(places) > 1] == []


def test_no_statement_stands_twice() -> None:
    statements = _statements()
    assert len(statements) > 400
    assert [places for places in statements.values() if len(places) > 1] == []


def test_statements_are_called_by_what_they_ask() -> None:
    names = [place for places in _statements().values() for place in places]
    assert [name for name in names if MECHANICAL.search(name)] == []


def test_a_statement_with_one_reader_stands_in_its_file() -> None:
    assert statements_apart(_product_files()) == []
