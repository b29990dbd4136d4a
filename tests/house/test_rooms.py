# SPDX-License-Identifier: MIT
"""Parts of a room take its state and its panes, never the room: uses of `room` may fall and never rise."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.house.source_trees import nodes

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
(INDEPENDENT,) = (one["modules"] for one in CONTRACTS if one["type"] == "independence")
# lines that ask something of a whole room; a room that is not named has none
MOST = {"workbench.analysis": 96}


def uses(folder: Path) -> set[tuple[str, int]]:
    """The lines in which a room is kept, or something of a `room` handed in is asked for; a QRect is none."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Attribute) and node.attr in ("room", "_room"):
                found.add((path.name, node.lineno))
            elif isinstance(node, ast.FunctionDef) and any(_is_room(one) for one in node.args.args):
                inside = (one for one in ast.walk(node) if isinstance(one, ast.Attribute))
                asked = (one for one in inside if isinstance(one.value, ast.Name) and one.value.id == "room")
                found |= {(path.name, one.lineno) for one in asked}
    return found


def _is_room(argument: ast.arg) -> bool:
    said = ast.unparse(argument.annotation) if argument.annotation is not None else ""
    return argument.arg == "room" and not said.startswith("QRect")


@pytest.mark.slow
@pytest.mark.parametrize("room", [*INDEPENDENT, "workbench.codings"])
def test_parts_know_no_room(room: str) -> None:
    found = uses(ROOT.joinpath(*room.split(".")))
    assert len(found) <= MOST.get(room, 0), sorted(found)
