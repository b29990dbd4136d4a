# SPDX-License-Identifier: MIT
"""The project on disk: actions, journal, undo, keys, objects, snapshots, erasing.

Rooms bring their own tables and actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from projects.store.backup.read_only_copy import is_project
    from projects.store.project import Project

__all__ = ["Project", "is_project"]


def __getattr__(name: str) -> Any:
    """`Project` and `is_project`, imported when they are asked for.

    Not before: a thread that imports a part of this package holds that part's import lock while the package itself is
    imported; another that imports `project` at the same moment would need that part, and Python breaks such a deadlock
    by an error (https://docs.python.org/3/library/imp.html, per-module locks).
    """
    if name not in __all__:
        raise AttributeError(name)
    from projects.store import project  # cryptography, platformdirs, 10 ms: not at start

    return getattr(project, name)
