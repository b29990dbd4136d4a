# SPDX-License-Identifier: MIT
"""The project on disk: actions, journal, undo, keys, objects, snapshots, erasing. It knows no room and no Qt."""

from projects.store.project import Project, is_project

__all__ = ["Project", "is_project"]
