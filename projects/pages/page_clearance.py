# SPDX-License-Identifier: MIT
"""Clearing of what leaves to the public: by whom, for what purpose, to which audience, on the record of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wording import Message, msg


class Log(Protocol):
    """Where a fact is noted: a project, or what asks it from a job."""

    def log(self, kind: str, message: Message) -> object:
        """Note a fact that cannot be undone."""


@dataclass(frozen=True)
class PageClearance:
    """Who cleared a release, what for and for which readers; all empty: someone alone, who gave no purpose.

    `no_second`: whoever is named released the file as well, nobody else looked at it.
    """

    by: str = ""
    purpose: str = ""
    audience: str = ""
    no_second: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether somebody and a purpose are named."""
        return bool(self.by.strip() and self.purpose.strip())

    def message(self, file: str) -> Message:
        """What history says of it."""
        who = "by" if self.by.strip() else "alone"
        why = "for" if self.purpose.strip() else "no_purpose"
        said = msg(f"clearing.{who}_{why}", file=file, by=self.by.strip(), purpose=self.purpose.strip())
        if self.audience.strip():
            said = msg("clearing.for_audience", said=said, audience=self.audience.strip())
        return msg("clearing.no_second", said=said) if self.no_second and self.by.strip() else said


def record(project: Log, path: Path, clearance: PageClearance | None) -> None:
    """Write the clearing of a file that left to the public into the history; of a file for others there is none."""
    if clearance is not None:
        project.log("export.cleared", clearance.message(path.name))
