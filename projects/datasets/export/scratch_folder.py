# SPDX-License-Identifier: MIT
"""A private folder inside the project for libraries that can only write to a path. It is always emptied and removed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def private_folder(project_folder: Path) -> Iterator[Path]:
    """A fresh folder for this user only (0700) on the project's own disk, gone afterwards whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=project_folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
