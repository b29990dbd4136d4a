# SPDX-License-Identifier: MIT
"""A room is state, actions, commands, view and panes; its parts take the state and the session, never the room."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.house.source_trees import nodes

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
(INDEPENDENT,) = (one["modules"] for one in CONTRACTS if one["type"] == "independence")


PARTS = ("state", "actions", "commands", "view", "panes")  # panes are a folder, actions may be one with a face
# what a part may not import of its room: arrows run view → commands → actions → panes → state
ABOVE = {"state": ("panes", "actions", "commands", "view"), "panes": ("actions", "commands", "view"),
         "actions": ("commands", "view"), "commands": ("view",)}  # fmt: skip


@pytest.mark.parametrize("room", INDEPENDENT)
def test_a_room_shows_its_five_parts(room: str) -> None:
    folder = ROOT.joinpath(*room.split("."))
    assert [part for part in PARTS if not _modules(folder, part)] == []
    assert len(_modules(folder, "panes")) > 1
    acting = [one for one in nodes(_modules(folder, "actions")[0]) if isinstance(one, ast.ClassDef)]
    (first, *_) = (f for one in acting[-1].body if isinstance(f := one, ast.FunctionDef) and f.name == "__init__")
    assert first.args.args[1].arg == "state"
    assert any(
        isinstance(one, ast.FunctionDef) and one.name == "room_commands" for one in nodes(folder / "commands.py")
    )


def _modules(folder: Path, part: str) -> list[Path]:
    """The file of a part of a room; where the part is a folder its face, then its other files."""
    face = folder / part / "__init__.py"
    if face.is_file():
        return [face, *sorted(path for path in face.parent.glob("*.py") if path != face)]
    return [path for path in [folder / f"{part}.py"] if path.is_file()]


@pytest.mark.slow
@pytest.mark.parametrize("room", INDEPENDENT)
def test_arrows_in_a_room_run_down_to_its_state(room: str) -> None:
    folder, wrong = ROOT.joinpath(*room.split(".")), []
    for part, above in ABOVE.items():
        for path in _modules(folder, part):
            used = {f"{one.module}." for one in nodes(path) if isinstance(one, ast.ImportFrom)}
            wrong += [
                f"{path.name}: {name}" for name in above if any(one.startswith(f"{room}.{name}.") for one in used)
            ]
    assert wrong == []


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
    assert not uses(ROOT.joinpath(*room.split(".")))


@pytest.mark.slow
@pytest.mark.parametrize("room", [*INDEPENDENT, "workbench.codings"])
def test_rooms_ask_the_window_by_requests_alone(room: str) -> None:
    """Nothing but what every QWidget has is asked of `self.window()`."""
    found = set()
    for path in ROOT.joinpath(*room.split(".")).rglob("*.py"):
        asked = (node for node in nodes(path) if isinstance(node, ast.Attribute) and node.attr != "focusWidget")
        found |= {(path.name, node.lineno) for node in asked if _is_window(node.value)}
        calls = (node for node in nodes(path) if isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr")
        found |= {(path.name, node.lineno) for node in calls if _is_window(node.args[0])}
    assert not found


def _is_window(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "window"
