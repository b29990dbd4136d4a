# SPDX-License-Identifier: MIT
"""A class name stands for one thing in the five packages, private ones too: who searches for it finds one class."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house.source_trees import nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")


@pytest.mark.slow
def test_a_class_name_stands_for_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in nodes(path):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(path.relative_to(ROOT).as_posix())
    assert len(places) > 1000
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
