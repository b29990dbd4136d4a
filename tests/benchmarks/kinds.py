# SPDX-License-Identifier: MIT
"""The kinds of action there are, read from the program's own text, so that a new one cannot be forgotten here.

A kind is the first argument of `Action(…)` or of the store's own `_write(…)`, or of a function that hands it on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_WRITERS = ("Action", "_write", "write_lasting")


@cache
def action_kinds() -> frozenset[str]:
    """Every kind of action of the program; one made up while it runs has a `*` for the part that varies."""
    texts = [
        path.read_text(encoding="utf-8")
        for package in ("projects", "workbench")
        for path in sorted((ROOT / package).rglob("*.py"))
    ]
    trees = [ast.parse(text) for text in texts if any(f"{writer}(" in text for writer in _WRITERS)]
    found: set[str] = set()
    for tree in trees:
        passed_on: dict[str, str] = {}  # function → its parameter that is a kind
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            for given in _given(function):
                if isinstance(given, ast.Name) and given.id in _parameters(function):
                    passed_on[function.name] = given.id
                else:
                    found |= set(_texts(given))
        for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
            name = _called(call)
            if name in passed_on:
                handed = _argument(call, _function(tree, name), passed_on[name])
                found |= set(_texts(handed)) if handed is not None else set()
    return frozenset(kind for kind in found if "." in kind and not kind.startswith(("*", "store.*")))


def _given(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What is given as a kind within a function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _called(node) in _WRITERS:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
            yield from node.args[:1] or named


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    return next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name)


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]


def _argument(call: ast.Call, function: ast.FunctionDef, parameter: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == parameter:
            return keyword.value
    place = [name for name in _parameters(function) if name != "self"].index(parameter)
    return call.args[place] if place < len(call.args) else None


def _texts(given: ast.expr) -> Iterator[str]:
    """The kinds an expression can be: a text, one of two, or a pattern."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in given.values)
    elif isinstance(given, ast.IfExp):
        yield from _texts(given.body)
        yield from _texts(given.orelse)
