# SPDX-License-Identifier: MIT
"""Content of a wheel: every file the program reads beside its code, fonts and icons included."""

from __future__ import annotations

import fnmatch
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench", "third_party")
MADE = (".py", ".pyc", ".mo", ".compiled")


def test_every_file_beside_the_code_goes_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    held = settings["package-data"]
    included = settings["packages"]["find"]["include"]
    assert all(any(fnmatch.fnmatch(package, pattern) for pattern in included) for package in PACKAGES)
    absent = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if not path.is_file() or path.suffix in MADE or "__pycache__" in path.parts or path.name.startswith("."):
                continue
            name = path.relative_to(ROOT)
            covered = any(
                fnmatch.fnmatch(name.as_posix(), f"{owner.replace('.', '/')}/{pattern}")
                for owner, patterns in held.items()
                for pattern in patterns
            )
            if not covered:
                absent.append(name.as_posix())
    assert absent == []
