# SPDX-License-Identifier: MIT
"""Fixtures of the command line: projects made once by its commands, then copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Copied = Callable[[str, Path, Callable[[Path], None]], None]


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    """Puts what `make` writes into a folder, made once for each name, into the folder of a test."""
    known: dict[str, Path] = {}

    def copy(name: str, to: Path, make: Callable[[Path], None]) -> None:
        if name not in known:
            place = tmp_path_factory.mktemp("made")
            make(place)
            known[name] = place
        shutil.copytree(known[name], to, dirs_exist_ok=True)

    return copy


@pytest.fixture(autouse=True)
def snapshots_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening copies no changed project, as it copies no large one: each command of a test opens one.

    The tests of snapshots, and of what is done with them, put a fixture of this name in its place.
    """
    monkeypatch.setattr("projects.store.project.SMALL", 0)
