# SPDX-License-Identifier: MIT
"""Undo and redo as the person at work may see them: while everybody codes blind, not what another coder did."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from wording import Message


def undo_and_redo(project: Project) -> tuple[Message | None, Message | None, int]:
    """What undo and redo would take, as the person at work may know it; the line that undo would reverse."""
    from projects.interviews.coders import undo_words  # more of the program: not at start

    return undo_words(project), undo_words(project, redo=True), project.done_by()[2]


def undo_or_redo(project: Project, *, redo: bool = False) -> Changes:
    """Undo or redo, unless another coder did it unseen."""
    from projects.interviews.coders import undo_seen  # as above

    return undo_seen(project, redo=redo)
