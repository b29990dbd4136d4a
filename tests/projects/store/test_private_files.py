# SPDX-License-Identifier: MIT
"""Everything of a project is for its user only, by modes (Windows: `test_windows.py`)."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from projects.store.backup.handover_file import pack, unpack
from projects.store.model import Model
from projects.store.project import Project

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


def modes(root: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*")) if path.is_file() or path.is_dir()}


@POSIX
def test_a_project_its_copies_and_what_was_handed_over(tmp_path: Path, private_home: Path) -> None:
    import resource

    previous = os.umask(0o022)
    try:
        with Project.create(tmp_path / "P.pwb", "first", name="P", model=Model()) as project:
            project.checkpoint("one")
            made = project.snapshots.make()
            project.snapshots.copy_to(tmp_path / "stick")
            project.snapshots.restore(made.name, tmp_path / "R.pwb")
            package = tmp_path / "P.pwbz"
            with package.open("w+b") as stream:
                pack(project, stream)
        unpack(package, tmp_path / "U.pwb", "first")
    finally:
        os.umask(previous)
    for name in ("P.pwb", "R.pwb", "U.pwb", "stick/P-copies"):
        assert modes(tmp_path / name) <= {0o700, 0o600}, name
    ours = [path for path in private_home.rglob("*") if "protection-workbench" in str(path)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in ours} <= {0o700, 0o600}
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
