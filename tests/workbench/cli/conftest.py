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
