# SPDX-License-Identifier: MIT
"""The places Erase cannot reach, named one by one as far as the log knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.store.backup.second_place import former_places, has_copies, second_place
from wording import Message, msg

if TYPE_CHECKING:
    from projects.store.actions import HistoryLine
    from projects.store.ports import OpenProject

MOST = 200  # exports named one by one


def unreachable_copies(project: OpenProject) -> tuple[Message, ...]:
    """Copies elsewhere: the second place when it is not at hand, exports and packages by name, paper, e-mail, disks."""
    found = []
    place = second_place(project)
    if place is not None and not place.is_dir():
        found.append(msg("store.unreachable_second_place", place=str(place.parent)))
    for folder in former_places(project):
        if not has_copies(project, folder):
            found.append(msg("store.unreachable_former_place", place=str(folder.parent)))
    left = [line for kind in ("export", "store.pack") for line in project.history(limit=10_000, kind=kind)]
    left.sort(key=lambda line: -line.seq)
    found += [_named(line) for line in left[:MOST]]
    if len(left) > MOST:
        found.append(msg("store.unreachable_exports", n=len(left) - MOST))
    return (*found, *(msg(f"store.unreachable_{name}") for name in ("copies", "paper", "sources", "disk")))


def _named(line: HistoryLine) -> Message:
    when = line.local.strftime("%Y-%m-%d")
    if line.kind == "store.pack":
        return msg("store.unreachable_package", when=when, seq=line.seq)
    if "file" in line.message.args:
        return msg("store.unreachable_file", file=line.message.args["file"], when=when, seq=line.seq)
    return msg("store.unreachable_export", when=when, seq=line.seq)
