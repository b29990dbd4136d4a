# SPDX-License-Identifier: MIT
"""The starter codebooks shipped with the program, by name. Reads and imports none of them."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent

STARTERS: dict[str, Path] = {path.stem.partition("_")[2]: path for path in sorted(_FOLDER.glob("*.csv"))}
