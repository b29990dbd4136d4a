# SPDX-License-Identifier: MIT
"""The offer of the unlock view to put a key file back as the log has it, after a look at the people in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import Message, Problem, msg
from workbench.session import Session
from workbench.shell.unlock import UnlockPage

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo
    from workbench.jobs import Job


class KeyRepair(QObject):
    """First names everybody in the list of the log; puts it back when the user says that all are meant."""

    def __init__(self, session: Session, page: UnlockPage) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        page.repair_requested.connect(self._begin)

    def _begin(self, folder: Path, passphrase: str, agreed: tuple[str, ...]) -> None:
        self._page.wait(True)

        def work(_job: Job) -> tuple[list[SlotInfo], bool]:
            from projects.store.key_management.key_repair import (
                repair_key_file,  # cryptography, platformdirs, 10 ms: not at start
            )

            named: list[SlotInfo] = []

            def agree(people: list[SlotInfo]) -> bool:
                named.extend(people)
                return bool(agreed) and agreed == tuple(one.id for one in people)

            return named, repair_key_file(folder, passphrase, agree)

        self._session.compute(work, self._done, self._failed, owner=self)

    def _done(self, found: tuple[list[SlotInfo], bool]) -> None:
        people, repaired = found
        self._page.wait(False)
        if repaired or not people:
            self._page.repaired(msg("window.repair.done"))
            return
        names: list[str | Message] = [one.name or msg(f"safety.keys.unnamed.{one.kind}") for one in people]
        self._page.ask_repair(msg("window.repair.sure", names=names), tuple(one.id for one in people))

    def _failed(self, problem: Problem) -> None:
        self._page.refuse(problem.message)
