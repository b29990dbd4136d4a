# SPDX-License-Identifier: MIT
"""Drafts: typed text sealed when the project locks, until the same person opens it again.

Drafts are no content of the project yet: no action, no history, no snapshot, no hand-over holds them.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store.encryption import SealBroken, seal, unseal
from projects.store.keys.key_file import Secrets
from projects.store.private_files import disk_problems, private_folder, write_durably

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

_FOLDER, _PURPOSE, _BOUND = "drafts", "drafts", b"drafts"


def keep_drafts(project: OpenProject, drafts: bytes) -> None:
    """Seal `drafts` for whoever's passphrase opened the project. Raises DiskFull, CannotWrite."""
    with project.locked() as opened:
        if not project.read_only:
            opened.stay_in_place()
            with disk_problems():
                place = private_folder(opened.folder / _FOLDER)
                write_durably(place / opened.slot_id, seal(opened.keys.key(_PURPOSE), drafts, _BOUND))


def kept_drafts(project: OpenProject) -> bytes | None:
    """What was kept for whoever's passphrase opened the project; None where there is nothing."""
    with project.locked() as opened:
        try:
            return unseal(opened.keys.key(_PURPOSE), (opened.folder / _FOLDER / opened.slot_id).read_bytes(), _BOUND)
        except (OSError, SealBroken):
            return None


def forget_drafts(project: OpenProject) -> None:
    """They are where they belong again."""
    with project.locked() as opened:
        forget_drafts_of(opened.folder, opened.slot_id)


def forget_drafts_of(folder: Path, slot_id: str) -> None:
    """Nobody opens the project with this slot any more."""
    (folder / _FOLDER / slot_id).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # others' are still there, or there never were any
        (folder / _FOLDER).rmdir()


def forget_all_drafts(folder: Path) -> None:
    """Somebody is erased: what others were writing may be about them."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


def reseal_drafts(folder: Path, old: Secrets, new: Secrets) -> None:
    """After a new data key."""
    for path in (folder / _FOLDER).glob("*"):
        try:
            drafts = unseal(old.key(_PURPOSE), path.read_bytes(), _BOUND)
        except (OSError, SealBroken):
            path.unlink(missing_ok=True)
            continue
        with disk_problems():
            write_durably(path, seal(new.key(_PURPOSE), drafts, _BOUND))
