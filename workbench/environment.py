# SPDX-License-Identifier: MIT
"""Finds the installed packages of which files are missing or changed, so that setting up installs them again.

It runs before anything is installed, by the environment's Python alone: `python environment.py [--forget]` prints the
names; with `--forget` their records go too, for pip takes a package whose record is there as installed.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path


def broken() -> Iterator[metadata.Distribution]:
    """The packages of which a file that was installed is gone or another; what Python compiled of it does not count."""
    place = Path(sysconfig.get_path("purelib"))
    for package in metadata.distributions(path=[str(place)]):
        record = package.read_text("RECORD")  # `files` leaves out those that are missing
        files = [line for line in csv.reader((record or "").splitlines()) if line]
        if not files or any(not _as_installed(place / file, *said) for file, *said in files if _counts(file)):
            yield package


def _as_installed(file: Path, digest: str = "", *_size: str) -> bool:
    """Whether a file is there with the content that the package's record names, where it names one."""
    if not file.exists():
        return False
    kind, _, wanted = digest.partition("=")
    if kind != "sha256" or not wanted:
        return True
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return False
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode() == wanted


def _counts(file: str) -> bool:
    return not file.endswith(".pyc") and not file.startswith("..")


def main(arguments: list[str]) -> int:
    """Print the names of the broken packages; 1 when there are some."""
    found = {str(package.metadata["Name"]): package for package in broken()}
    for name, package in sorted(found.items()):
        sys.stdout.write(f"{name}\n")
        place = getattr(package, "_path", None)
        if "--forget" in arguments and place is not None:
            shutil.rmtree(place, ignore_errors=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
