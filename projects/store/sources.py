# SPDX-License-Identifier: MIT
"""Files the user brought in that still lie in clear outside the project. It deletes only what it is told to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from projects.store.files import disk_problems
from wording import Message, msg


def lying_in_clear(files: Iterable[Path]) -> list[Path]:
    """Those of the imported files that are still there, to be named to the user with the offer to delete them."""
    return [path for path in files if path.is_file()]


def delete_source(path: Path) -> Message:
    """Delete an imported file; what to tell the user, who must know that an SSD may keep traces. Raises CannotWrite."""
    with disk_problems():
        path.unlink(missing_ok=True)
    return msg("store.source_deleted", file=path.name)
