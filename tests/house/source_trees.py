# SPDX-License-Identifier: MIT
"""The product's files as syntax trees, each read and walked once for all tests of this folder."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def source(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(source(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file's tree, in the order of `ast.walk`."""
    return tuple(ast.walk(tree(path)))


def forget() -> None:
    """Give the memory of all trees back: some 300 MB."""
    for kept in (source, tree, nodes):
        kept.cache_clear()
