# SPDX-License-Identifier: MIT
"""A new data key: databases, objects and snapshots encrypted anew beside the old ones, while work goes on.

Objects and snapshots never change once written: they are copied first, and others wait only while the databases are.
The rename of `keys.json` commits it; what is cut off before is swept, what is cut off after is finished at opening.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store import key_table, project_folder, snapshots
from projects.store.drafts import reseal_drafts
from projects.store.keys.key_file import (
    KeyFile,
    Secrets,
    fill_slot,
    named_slot,
    new_secrets,
    read_key_file,
    slot_name,
)
from projects.store.link_database import link_objects
from projects.store.objects import ObjectFolder
from projects.store.private_files import disk_problems, private_folder
from projects.store.problems import DamagedObject, DamagedProject
from wording import Message, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.ports import Connection, OpenProject

_OBJECTS, _SNAPSHOTS = 0.7, 0.9  # how far the work is when these are done


@dataclass(frozen=True)
class KeyChange:
    """What a new key did: snapshots re-encrypted, and what is still readable with the old one."""

    snapshots: int
    still_readable: tuple[Message, ...]


@dataclass(frozen=True)
class _Plan:
    """The keys before and after; the link part's where it is open."""

    generation: int
    old: Secrets
    new: Secrets
    old_link: Secrets | None
    new_link: Secrets | None
    file: KeyFile

    @property
    def pair(self) -> snapshots.Link | None:
        """The link keys before and after."""
        if self.old_link is None or self.new_link is None:
            return None
        return self.old_link, self.new_link


def give_new_key(project: OpenProject, progress: Progress) -> KeyChange:
    """Encrypt everything anew. Raises Stopped, DiskFull, DamagedObject: then the old key holds and nothing is left."""
    with project.locked() as opened:
        project_folder.sweep_generations(opened.folder, opened.file)
        plan = _plan(opened)
    try:
        _copy_objects(project, plan, progress)
        _stage_snapshots(project.folder, plan, progress)
        with project.locked() as opened, disk_problems():
            if opened.file.generation != plan.generation or progress.stop_requested():
                raise Stopped
            change = _commit(project, opened, plan, progress)
    except BaseException:
        with project.locked() as opened:
            if read_key_file(opened.folder).generation == plan.generation:  # not committed: the old key holds
                project_folder.sweep_generations(opened.folder, opened.file)
        raise
    progress.report(1.0)
    return change


def _plan(opened: project_folder.Opened) -> _Plan:
    old, link = opened.keys, opened.writer.link
    new = replace(old, data=new_secrets().data)
    new_link = replace(link.keys, data=new_secrets().data) if link is not None else None
    file = _next_generation(opened, new, new_link)
    return _Plan(opened.file.generation, old, new, link.keys if link is not None else None, new_link, file)


def _stores(opened: project_folder.Opened, plan: _Plan) -> list[tuple[ObjectFolder, ObjectFolder]]:
    """Where objects lie, and where they go: the project's, and the link part's where it is open."""
    found = [(opened.writer.objects, project_folder.object_store(opened.folder, plan.file, plan.new))]
    link = opened.writer.link
    if link is not None and plan.new_link is not None:
        folder = opened.folder / link_objects(plan.file.link_database)
        keys = plan.new_link
        found.append((link.objects, ObjectFolder(folder, keys.key("objects"), keys.lasting("object names"), "l")))
    return found


def _copy_objects(project: OpenProject, plan: _Plan, progress: Progress) -> None:
    with project.locked() as opened:
        stores = _stores(opened, plan)
    wanted = [(old, new, ref) for old, new in stores for ref in old.refs()]
    with disk_problems():
        for _, new in stores:
            private_folder(new.folder)
        for number, (old, new, ref) in enumerate(wanted):
            if progress.stop_requested():
                raise Stopped
            try:
                new.put(old.read(ref), ref)
            except DamagedObject:
                if old.has(ref):
                    raise  # not just erased meanwhile
            progress.report(_OBJECTS * (number + 1) / len(wanted))


def _stage_snapshots(folder: Path, plan: _Plan, progress: Progress) -> None:
    kept = snapshots.list_snapshots(folder, plan.old)
    with disk_problems():
        for number, snapshot in enumerate(kept):
            if progress.stop_requested():
                raise Stopped
            if snapshot.folder.is_dir():
                snapshots.stage_reencrypted(snapshot, plan.old, plan.new, plan.file, plan.pair)
            progress.report(_OBJECTS + (_SNAPSHOTS - _OBJECTS) * (number + 1) / len(kept))


def _commit(project: OpenProject, opened: project_folder.Opened, plan: _Plan, progress: Progress) -> KeyChange:
    """While nobody writes: what came or went meanwhile, the databases, the key file, the new generation."""
    for old, new in _stores(opened, plan):
        there = set(old.refs())
        for ref in there - set(new.refs()):
            new.put(old.read(ref), ref)
        new.sweep(there)
    kept = snapshots.list_snapshots(opened.folder, plan.old)
    _settle_stages(opened.folder, kept, plan)
    progress.report(_SNAPSHOTS)
    file = _next_generation(opened, plan.new, plan.new_link)  # with the slots as they are now
    _copy_database(opened.writer.connection, opened, file, plan.new)
    link = opened.writer.link
    if link is not None and plan.new_link is not None:
        snapshots.back_up(link.connection, opened.folder / file.link_database, plan.new_link)
    key_table.log_in_copy(opened.folder / file.database, plan.new, file, msg("store.key_changed"), opened.writer.user)
    file.write(opened.folder)  # the commit point
    opened.change_generation(file, plan.new, plan.new_link)
    project.reopened()
    reseal_drafts(opened.folder, plan.old, plan.new)
    return KeyChange(len(kept), () if link is not None else (msg("store.still_link"),))


def _settle_stages(folder: Path, kept: list[snapshots.Snapshot], plan: _Plan) -> None:
    """Stage what was made meanwhile, and drop the stages of what went: a snapshot let go must not come back."""
    names = {snapshot.name for snapshot in kept}
    for stage in (folder / snapshots.FOLDER).glob(f".{plan.file.generation}~*"):
        if stage.name.split("~", 1)[1] not in names:
            shutil.rmtree(stage, ignore_errors=True)
    for snapshot in kept:
        if not snapshot.folder.with_name(f".{plan.file.generation}~{snapshot.name}").is_dir():
            snapshots.stage_reencrypted(snapshot, plan.old, plan.new, plan.file, plan.pair)


def _next_generation(opened: project_folder.Opened, new: Secrets, new_link: Secrets | None) -> KeyFile:
    file = replace(opened.file, generation=opened.file.generation + 1, serial=opened.file.serial + 1)
    if new_link is not None:
        file = key_table.without_orphans(replace(file, link_generation=file.link_generation + 1))
        old = opened.writer.link.keys if opened.writer.link is not None else new_link
        named = [named_slot(slot, new_link, slot_name(slot, old)) for slot in file.link_slots]
        file = replace(file, link_slots=tuple(fill_slot(file, slot, new_link, "link") for slot in named))
    slots = (named_slot(slot, new, slot_name(slot, opened.keys)) for slot in file.slots)
    return key_table.sealed(replace(file, slots=tuple(fill_slot(file, slot, new) for slot in slots)), new, new_link)


def _copy_database(connection: Connection, opened: project_folder.Opened, file: KeyFile, new: Secrets) -> None:
    path = opened.folder / file.database
    snapshots.back_up(connection, path, new)
    if not snapshots.copy_is_whole(path, new, *opened.writer.head()):
        raise DamagedProject(file=path.name)
