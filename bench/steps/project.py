# SPDX-License-Identifier: MIT
"""What is done with the project as a whole: undo, redo, checkpoints, jumping back, snapshots, erasing."""

from __future__ import annotations

import random

from bench.steps.common import Step, ids
from projects.store.eraser import erase
from projects.store.erasing import Subject
from projects.store.project import Project


def undo(project: Project, _: random.Random) -> None:
    """Take back the last action."""
    if project.undo_text() is not None:
        project.undo()


def redo(project: Project, _: random.Random) -> None:
    """Do it again."""
    if project.redo_text() is not None:
        project.redo()


def checkpoint(project: Project, chance: random.Random) -> None:
    """A named point of history."""
    project.checkpoint(f"Point {chance.random()}")


def setting(project: Project, chance: random.Random) -> None:
    """A setting of the project."""
    project.set_setting("bench", chance.random())


def jump_back(project: Project, chance: random.Random) -> None:
    """Back by a few actions at once."""
    last = project.head[0]
    project.jump_back(max(1, last - chance.randrange(1, 6)))


def snapshot(project: Project, chance: random.Random) -> None:
    """A snapshot, now and then."""
    if chance.random() < 0.2:
        project.snapshots.make()


def erase_document(project: Project, chance: random.Random) -> None:
    """A document goes for good."""
    there = ids(project, "document")
    if len(there) > 4:
        erase(project, Subject("document", chance.choice(there)), "withdrew consent")


STEPS: tuple[Step, ...] = (*(undo,) * 6, *(redo,) * 4, checkpoint, setting, jump_back, snapshot)
FINAL: tuple[Step, ...] = (erase_document,)
