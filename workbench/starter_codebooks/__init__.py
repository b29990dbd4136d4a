# SPDX-License-Identifier: MIT
"""The starter codebooks shipped with the program, by name, and the action that adds one to a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coding.records import Code
    from projects.store.actions import Action

_FOLDER = Path(__file__).resolve().parent

STARTERS: dict[str, Path] = {path.stem.partition("_")[2]: path for path in sorted(_FOLDER.glob("*.csv"))}


def starter_action(name: str) -> Action:
    """The action that adds a starter codebook."""
    from projects.exchange.codebook_files import read_codebook  # more of the program: not at start
    from projects.interviews.codes import import_codebook  # more of the program: not at start

    return import_codebook(read_codebook(STARTERS[name]))


def starter_codes() -> list[Code]:
    """The codes of all starter codebooks."""
    from projects.exchange.codebook_files import read_codebook  # more of the program: not at start

    return [code for path in STARTERS.values() for code in read_codebook(path).codes]
