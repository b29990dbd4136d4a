# SPDX-License-Identifier: MIT
"""This user's own folders of the program: anchors that last, and reading places that are deleted after use."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path

import platformdirs

from projects.store.lockfile import FILE as LOCK
from projects.store.lockfile import WriterLock
from projects.store.private_files import private_folder, user_only
from projects.store.problems import StoreProblem

_APP = "protection-workbench"
_YOUNG = 60.0  # seconds


def anchors_folder() -> Path:
    """Where the heads of projects are kept for comparison; it holds no name and no data."""
    return private_folder(platformdirs.user_state_path(_APP, appauthor=False) / "heads")


def sweep_reading_places() -> None:
    """Delete the encrypted copies that programs left which were cut off."""
    _sweep(_reading())


def _reading() -> Path:
    return user_only(platformdirs.user_cache_path(_APP, appauthor=False) / "reading")


class ReadingPlace:
    """A private folder for encrypted copies that are read and then deleted; those of killed programs are swept."""

    def __init__(self) -> None:
        root = _reading()
        _sweep(root)
        self.folder = private_folder(root / secrets.token_hex(8))
        self._lock = WriterLock(self.folder)

    def close(self) -> None:
        """Delete the folder."""
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> ReadingPlace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _sweep(root: Path) -> None:
    for folder in root.iterdir():
        try:
            if not (folder / LOCK).exists() or time.time() - folder.stat().st_mtime < _YOUNG:
                continue  # perhaps just being made by another process, and not yet locked
            WriterLock(folder).release()
        except (StoreProblem, OSError):
            continue  # in use, or gone meanwhile
        shutil.rmtree(folder, ignore_errors=True)
