# SPDX-License-Identifier: MIT
"""Counts what makes the house heavy: files, lines, docstrings, late imports, SQL apart from its reader, languages.

A code line holds code: no blank line, no comment, no line of a docstring or an import. A late name is one imported
inside a function. A constant of SQL is a name in capitals for a text that begins with a word of SQL; its only reader
is the one module that imports or reads it. A file knows a language by its code where "en" or "fr" stands in it as a
text.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.benchmarks.rows import BenchRow

ROOT = Path(__file__).parents[2]
PACKAGES = ("analysis", "coding", "projects", "wording", "workbench")
_LANGUAGE_FOLDERS = ("wording/languages", "coding/languages")
_TINY = 20  # code lines
_SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|WITH|REPLACE|ALTER|PRAGMA)\b")
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class CountedFile:
    """A module of the product, by its path from the root, with its source and tree."""

    path: str
    source: str
    tree: ast.Module = field(repr=False)

    @cached_property
    def docstring_lines(self) -> set[int]:
        """The numbers of the lines that docstrings stand on."""
        found: set[int] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, _Documented) and ast.get_docstring(node, clean=False) is not None:
                text = node.body[0]
                found.update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
        return found

    @cached_property
    def code_lines(self) -> int:
        """How many lines hold code."""
        held: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(self.source).readline):
            if token.type not in _NO_CODE:
                held.update(range(token.start[0], token.end[0] + 1))
        imports = (node for node in ast.walk(self.tree) if isinstance(node, ast.Import | ast.ImportFrom))
        for node in imports:
            held.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        return len(held - self.docstring_lines)

    def late_names(self) -> int:
        """How many names are imported inside functions."""
        late: set[ast.AST] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                late.update(one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom))
        return sum(len(one.names) for one in late if isinstance(one, ast.Import | ast.ImportFrom))

    def sql_constants(self) -> Iterator[str]:
        """The names of the statements that stand at the top of the module."""
        for node in self.tree.body:
            if not isinstance(node, ast.Assign | ast.AnnAssign) or not _SQL.match(_text(node.value)):
                continue
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name) and target.id.isupper():
                    yield target.id

    @property
    def module(self) -> str:
        """The name that others import it by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def reads(self) -> set[tuple[str, str]]:
        """Module and name of what it imports, reads of a module it imports, or reads of its own."""
        imports = [node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom) and node.module]
        origins = {one.asname or one.name: (str(node.module), one.name) for node in imports for one in node.names}
        found = set(origins.values())
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in origins:
                found.add((".".join(origins[node.value.id]), node.attr))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add((self.module, node.id))
        return found

    def knows_language(self) -> bool:
        """Whether "en" or "fr" stands in the module as a text."""
        return any(isinstance(node, ast.Constant) and node.value in ("en", "fr") for node in ast.walk(self.tree))


def _text(value: ast.expr | None) -> str:
    if isinstance(value, ast.JoinedStr):
        value = value.values[0] if value.values else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def product_files(root: Path = ROOT) -> list[CountedFile]:
    """Every module of the product."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            found.append(CountedFile(path.relative_to(root).as_posix(), source, ast.parse(source)))
    return found


def tiny_files(files: Iterable[CountedFile]) -> list[str]:
    """Files of a few code lines, but for the faces of folders."""
    return [one.path for one in files if one.code_lines < _TINY and not one.path.endswith("/__init__.py")]


def statements_apart(files: list[CountedFile]) -> list[str]:
    """Constants of SQL that stand in another file than their only reader, as "path NAME"."""
    held = {(one.module, name): one.path for one in files for name in one.sql_constants()}
    readers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in files:
        for place in one.reads() & held.keys():
            readers[place].add(one.path)
    return [
        f"{path} {place[1]}" for place, path in held.items() if len(readers[place]) == 1 and path not in readers[place]
    ]


def files_with_languages(files: Iterable[CountedFile]) -> list[str]:
    """Files that hold a language's code outside the languages' own folders."""
    return [one.path for one in files if not one.path.startswith(_LANGUAGE_FOLDERS) and one.knows_language()]


def rows() -> Iterator[BenchRow]:
    """The house as it stands, beside what it weighed on 2 December 2026."""
    files = product_files()
    lines, code = sum(one.source.count("\n") for one in files), sum(one.code_lines for one in files)
    docstrings, late = sum(len(one.docstring_lines) for one in files), sum(one.late_names() for one in files)
    apart, known = len(statements_apart(files)), len(files_with_languages(files))
    yield BenchRow("product files", "< 1,101", len(files), "", "1,537 on 2 December 2026")
    yield BenchRow("product lines", "< 180,001", lines, "", "213,600")
    yield BenchRow("code lines proper", "< 114,001", code, "", "120,800")
    yield BenchRow("files under 20 code lines, but for __init__", "< 61", len(tiny_files(files)), "", "192")
    yield BenchRow("names imported inside functions", "< 701", late, "", "2,362")
    yield BenchRow("lines of docstrings", "< 20,001", docstrings, "", "35,700")
    yield BenchRow("SQL in another file than its only reader", "0", apart, "", "405")
    yield BenchRow("files with the code of a language outside languages", "< 9", known, "", "121")
    yield BenchRow("code lines a file", "≥ 100", code / len(files), "")
    yield BenchRow("lines of docstrings per line of code", "< 0.181", docstrings / code, "")
    yield BenchRow("late names per 1,000 code lines", "< 6.21", 1000 * late / code, "")
