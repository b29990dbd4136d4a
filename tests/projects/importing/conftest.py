# SPDX-License-Identifier: MIT
"""Lets the tests of this folder share the small form of `small.py`, and read tables by variable name."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from projects.imported.records import ImportedData, ImportedTable


def _load() -> ModuleType:
    path = Path(__file__).with_name("small.py")
    spec = importlib.util.spec_from_file_location("importing_small", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["importing_small"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small() -> ModuleType:
    """The small form and its exports."""
    return _load()


@pytest.fixture
def column() -> Callable[[ImportedTable, str], list[Any]]:
    """The answers of a variable by its name: codes for choices, tuples of codes for sets."""

    def read(table: ImportedTable, name: str) -> list[Any]:
        variable = next(variable for variable in table.variables if variable.name == name)
        codes = {choice.id: choice.code for choice in variable.choices}
        if variable.kind != "set":
            return [codes.get(value, value) for value in table.columns[variable.id].to_pylist()]
        ticks = {choice.code: table.columns[f"{variable.id}.{choice.id}"].to_pylist() for choice in variable.choices}
        rows = range(table.rows)
        return [
            None if all(t[n] is None for t in ticks.values()) else tuple(c for c, t in ticks.items() if t[n])
            for n in rows
        ]

    return read


@pytest.fixture
def reasons() -> Callable[[ImportedTable, str], list[int]]:
    """The reasons of a variable by its name."""

    def read(table: ImportedTable, name: str) -> list[int]:
        variable = next(variable for variable in table.variables if variable.name == name)
        return [int(reason) for reason in table.reasons[variable.id]]

    return read


@pytest.fixture
def keys() -> Callable[[ImportedData], list[str]]:
    """The last part of the key of each finding."""

    def read(data: ImportedData) -> list[str]:
        return [line.message.key.removeprefix("importing.finding.") for line in data.findings]

    return read
