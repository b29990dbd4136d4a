# SPDX-License-Identifier: MIT
"""The report of a check, and the private copy that is under check."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from projects.store.keys.key_file import KeyFile, Secrets
from projects.store.model import Model
from projects.store.ports import Connection
from wording import Message, msg


@dataclass(frozen=True)
class CheckFinding:
    """What is not as it was written. `part`: keys, pages, chain, rows, objects, anchors, snapshots, derived."""

    part: str
    message: Message
    seq: int | None = None


@dataclass
class CheckReport:
    """What was found, what was looked at, what could not be, and what no check can show."""

    findings: list[CheckFinding] = field(default_factory=list)
    looked_at: list[Message] = field(default_factory=list)
    not_checked: list[Message] = field(default_factory=list)
    limits: tuple[Message, ...] = (msg("store.check_limit_insider"), msg("store.check_limit_rollback"))
    head: tuple[int, str] = (0, "")

    @property
    def sound(self) -> bool:
        """Whether all held."""
        return not self.findings

    def found(self, part: str, key: str, line: int | None = None, **args: object) -> None:
        """Note a finding."""
        self.findings.append(CheckFinding(part, msg(f"store.{key}", **args), line))


@dataclass(frozen=True)
class ProjectUnderCheck:
    """The project under check."""

    root: Path  # the project itself, for objects and snapshots
    file: KeyFile
    keys: Secrets
    model: Model
    link_keys: Secrets | None = None
    in_use: bool = False  # the newest snapshot stands for it: newer heads are known elsewhere


@dataclass(frozen=True)
class CopyUnderCheck(ProjectUnderCheck):
    """The private copy under check, with its open database."""

    connection: Connection = field(kw_only=True)
