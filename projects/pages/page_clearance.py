# SPDX-License-Identifier: MIT
"""Clearing of what leaves to the public: by whom, for what purpose, to which audience, on the record of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Message, msg

if TYPE_CHECKING:
    from projects.store import Project


@dataclass(frozen=True)
class PageClearance:
    """Who cleared a release, and what for; both empty: someone alone, who gave no purpose."""

    by: str = ""
    purpose: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether somebody and a purpose are named."""
        return bool(self.by.strip() and self.purpose.strip())

    def message(self, file: str) -> Message:
        """What history says of it."""
        who = "by" if self.by.strip() else "alone"
        why = "for" if self.purpose.strip() else "no_purpose"
        return msg(f"clearing.{who}_{why}", file=file, by=self.by.strip(), purpose=self.purpose.strip())


def record(project: Project, path: Path, clearance: PageClearance) -> None:
    """Write the clearing of a file that left to the public into the history of the project."""
    project.log("export.cleared", clearance.message(path.name))
