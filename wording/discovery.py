# SPDX-License-Identifier: MIT
"""Finds the records of an extension point: modules of a package, or rows of a table.

A kind of reader or analysis is one file with one record; whoever adds a file adds the kind, and no list elsewhere has
to name it. A language is a folder. A frozen program has no folders to list: there the names come from
`wording/extensions.json`, which is written when a wheel or a frozen program is built (`wording/wheel.py`, `python -m
wording.discovery >wording/extensions.json`). A kind of writer or a job is a row of a table, which lower floors name and
do not import.
"""

from __future__ import annotations

import functools
import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

Record = TypeVar("Record")

POINTS = (
    "analysis.analyses.kinds",
    "projects.readers.exchange",
    "projects.readers.interviews",
    "projects.readers.surveys",
)
LANGUAGES, GRAMMARS = "wording.languages", "coding.languages"  # folders of them
TABLES = ("analysis.writers.table", "projects.jobs", "projects.writers.table")
_LISTED = Path(__file__).with_name("extensions.json")


@functools.cache
def modules(package: str) -> tuple[str, ...]:
    """The names of the modules of an extension point, in alphabetical order; those that begin with _ are no kinds."""
    found = [] if getattr(sys, "frozen", False) else _in_folders(package, importlib.import_module(package).__path__)
    if not found:  # frozen, or packed so that no folder can be listed
        listed: dict[str, list[str]] = json.loads(_LISTED.read_text(encoding="utf-8"))
        found = listed[package]
    return tuple(found)


def _in_folders(package: str, folders: Iterable[str]) -> list[str]:
    found = pkgutil.iter_modules(list(folders))
    return sorted(f"{package}.{module.name}" for module in found if not module.name.startswith("_"))


@functools.cache
def records(package: str, kind: type[Record]) -> tuple[Record, ...]:
    """The records of `kind` that the modules of `package` hold, lowest `rank` first, those of one rank by `id`.

    Raises:
        TypeError: a module holds no record of the kind, or more than one; or two records have one `id`.
    """
    found: dict[str, Any] = {}
    for name in modules(package):
        own = [value for value in vars(importlib.import_module(name)).values() if isinstance(value, kind)]
        if len(own) != 1:
            raise TypeError(f"{name} holds {len(own)} records of {kind.__name__}: one file, one record")
        one: Any = own[0]
        if found.setdefault(one.id, one) is not one:
            raise TypeError(f"{name}: there is another {kind.__name__} called {one.id}")
    return tuple(sorted(found.values(), key=lambda one: (one.rank, one.id)))


@functools.cache
def rows(table: str, kind: type[Record]) -> tuple[Record, ...]:
    """The records of `kind` in `WRITERS` of a module, in the order written there."""
    held: tuple[object, ...] = importlib.import_module(table).WRITERS
    return tuple(one for one in held if isinstance(one, kind))


@functools.cache
def resolve(work: str) -> Callable[..., Any]:
    """The function that a record names as "module:function", imported only when it is needed."""
    module, _, function = work.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def patterns(suffixes: Iterable[str]) -> str:
    """Endings as a file dialog takes them: "*.xlsx *.csv …"."""
    return " ".join(f"*{suffix}" for suffix in suffixes)


def listed(root: Path = Path(__file__).parents[1]) -> str:
    """The list that a frozen program reads, as JSON, of the packages below `root`; nothing of them is imported."""
    places = {package: str(root.joinpath(*package.split("."))) for package in (*POINTS, LANGUAGES, GRAMMARS)}
    found = {package: _in_folders(package, [place]) for package, place in places.items()}
    return json.dumps(found, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(listed())
