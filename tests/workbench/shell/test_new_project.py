# SPDX-License-Identifier: MIT
"""The folder of a new project has a name that every system takes, so that a copy on a stick opens elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.shell.new_project import project_folder


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Étude de base", "Étude de base.pwb"),
        ("North/South: 2026?", "North South 2026.pwb"),
        ("ends with a dot.", "ends with a dot.pwb"),
        ("Nul", "project Nul.pwb"),
        ("con.2026", "project con.2026.pwb"),
        ("COM1", "project COM1.pwb"),
        ("Congo", "Congo.pwb"),
        ("...", "project.pwb"),
    ],
)
def test_names_windows_refuses(tmp_path: Path, name: str, folder: str) -> None:
    """Microsoft, "Naming Files, Paths, and Namespaces": reserved characters, devices with any suffix, final dots."""
    assert project_folder(str(tmp_path), name) == tmp_path / folder
