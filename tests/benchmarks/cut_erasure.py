# SPDX-License-Identifier: MIT
"""An erasure killed between its two commits.

`python -m tests.benchmarks.cut_erasure FOLDER PASSPHRASE` waits there to be killed.

The link part has committed then, the project has not. `kill_between` kills it; `force` lets the disk be full there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.link_database import LinkPart
from projects.store.project import Project
from projects.store.unit_of_work import Writer
from tests.benchmarks import workload

ROOT = Path(__file__).parents[2]


def kill_between(folder: Path, passphrase: str, subject: str) -> int:
    """Erase a document in a process of its own, killed by SIGKILL between the commits; the signal that ended it."""
    command = [sys.executable, "-P", "-m", "tests.benchmarks.cut_erasure", str(folder), passphrase, subject]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        if said != b"link committed\n":
            raise RuntimeError(said.decode())
    return -process.returncode


def force(project: Project, subject: Subject) -> None:
    """Erase with a disk that is full after the identifiers went. Raises ErasureCutShort."""
    whole = Writer._insert_action

    def full(*_: Any) -> str:
        raise sqlite.OperationalError("database or disk is full")

    Writer._insert_action = full  # type: ignore[method-assign]
    try:
        erase(project, subject, EraseReason("withdrawn"))
    finally:
        Writer._insert_action = whole  # type: ignore[method-assign]


def main(folder: str, passphrase: str, document: str) -> None:
    """Erase, and wait behind the first commit."""
    workload.quick_keys()
    commit = LinkPart.commit

    def waits(self: LinkPart, *given: Any) -> Any:
        done = commit(self, *given)
        os.write(1, b"link committed\n")
        time.sleep(600)
        return done

    with Project.open(Path(folder), passphrase) as project:
        LinkPart.commit = waits  # type: ignore[method-assign]
        erase(project, Subject("document", document), EraseReason("withdrawn"))


if __name__ == "__main__":
    main(*sys.argv[1:])
