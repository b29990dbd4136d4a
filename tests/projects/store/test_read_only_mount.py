# SPDX-License-Identifier: MIT
"""A project on media that really cannot be written: mounted read-only in a mount namespace of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from projects.store.project import Project

ROOT = Path(__file__).parents[3]
PASSPHRASE = "meadow kettle orbit violin"

READ = """
import sys
from pathlib import Path
from projects.store.problems import ReadOnlyMedia, ReadOnlyProject
from projects.store.project import Project

folder, passphrase = Path(sys.argv[1]), sys.argv[2]
try:
    (folder / "probe").write_bytes(b"")
except OSError as refused:
    print("refused", refused.errno)
try:
    Project.open(folder, passphrase)
except ReadOnlyMedia:
    print("read-only media")
with Project.open_to_read(folder, passphrase) as reader:
    print(reader.head[0], reader.setting("written"))
    try:
        reader.checkpoint("no")
    except ReadOnlyProject:
        print("nothing is written")
"""


def mounts() -> bool:
    """Whether this user may mount in a namespace of its own."""
    if sys.platform != "linux" or not all(map(shutil.which, ("unshare", "mount"))):
        return False
    return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not mounts(), reason="a read-only mount needs Linux and the right to mount")
def test_a_project_on_a_read_only_mount_is_read_and_not_touched(tmp_path: Path, quick_keys: None) -> None:
    place, home = tmp_path / "stick", tmp_path / "home"
    place.mkdir()
    home.mkdir()
    with Project.create(place / "P.pwb", PASSPHRASE, name="P") as project:
        project.set_setting("written", "to the last action")
        last = project.head[0]
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    script = f'mount --bind "{place}" "{place}" && mount -o remount,ro,bind "{place}" && exec "$@"'
    command = [sys.executable, "-P", "-c", READ, str(place / "P.pwb"), PASSPHRASE]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "XDG_STATE_HOME": str(home)},
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "refused 30", "read-only media", f"{last} to the last action", "nothing is written",
    ]  # fmt: skip
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before
    assert not [path for path in home.rglob("*.db") if path.is_file()], "the private copy is deleted"
