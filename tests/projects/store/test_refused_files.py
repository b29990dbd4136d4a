# SPDX-License-Identifier: MIT
"""Files the system keeps from this user: what cannot be written is read from a copy, what cannot be read is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.store.project import Project

ROOT = Path(__file__).parents[3]
PASSPHRASE = "meadow kettle orbit violin"
NOBODY = 65534

OPEN = """
import sys
from pathlib import Path
from projects.store.problems import StoreProblem
from projects.store.project import Project

for way in (Project.open, Project.open_to_read):
    try:
        with way(Path(sys.argv[1]), sys.argv[2]) as project:
            print(project.head[0], project.snapshot_time)
    except StoreProblem as problem:
        print(problem.message.key)
"""


ANOTHER = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", sys.executable, "-P", "-c"]


def becomes_another() -> bool:
    """Whether this user may act as one without rights, who reaches the program."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    tried = [*ANOTHER, "import projects.store.project"]
    return (
        subprocess.run(tried, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False).returncode
        == 0
    )


@pytest.fixture(scope="module", autouse=True)
def another() -> None:
    """Asked when a test of this file begins, not by each process that collects the tests."""
    if not becomes_another():
        pytest.skip("acting as another user needs root on Linux")


@pytest.fixture
def place(quick_keys: None) -> Iterator[Path]:
    """A folder that another user may reach."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


def said(folder: Path, home: Path) -> list[str]:
    """What opening the project as another user says."""
    for path in (folder.parent, *folder.parent.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    done = subprocess.run(
        [*ANOTHER, OPEN, str(folder), PASSPHRASE],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_CACHE_HOME": str(home)},
    )
    assert done.stderr == ""
    assert not [path for path in home.rglob("*.db") if path.is_file()], "the private copy is deleted"
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", ["project-1.db", "link.db", "lock", "keys.json"])
def test_a_file_that_may_not_be_written_or_read_is_told_and_loses_nothing(place: Path, name: str) -> None:
    folder, home = place / "P.pwb", place / "home"
    home.mkdir()
    with Project.create(folder, PASSPHRASE, name="P") as project:
        project.checkpoint("the last action")
        last = project.head[0]
    (folder / name).chmod(0o400)
    assert said(folder, home) == ["store.read_only_media", f"{last} None"]
    (folder / name).chmod(0)
    assert said(folder, home) == ["store.cannot_read"] * 2
