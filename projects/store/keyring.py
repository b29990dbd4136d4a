# SPDX-License-Identifier: MIT
"""Who can open the project: adding, changing, removing slots, and a new data key. It never keeps a passphrase.

A change rewrites `keys.json` at once. Removing a slot alone protects nothing against somebody who kept a copy: the key
it gave stays the same. A new key re-encrypts databases, objects and snapshots beside the old ones; the rename of
`keys.json` commits it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from projects.store import opening, snapshots
from projects.store.drafts import forget_drafts_of, reseal_drafts
from projects.store.files import disk_problems, private_folder
from projects.store.keys import (
    KeyFile,
    Secrets,
    Slot,
    fill_slot,
    joint_slot,
    make_slot,
    named_slot,
    new_secrets,
    slot_name,
)
from projects.store.link import LinkPart, link_objects
from projects.store.objects import ObjectFolder
from projects.store.problems import DamagedProject, LastSlot, LinkLocked
from projects.store.recovery import new_recovery_phrase
from wording import Message, NoProgress, Progress, msg

if TYPE_CHECKING:
    from projects.store.project import Project


@dataclass(frozen=True)
class SlotInfo:
    """A way into the project: `kind` is passphrase or recovery; `link`: it opens identifiers too; `mine`: used now."""

    id: str
    name: str
    kind: str
    made: str
    link: bool
    mine: bool


@dataclass(frozen=True)
class KeyChange:
    """What a new key did: snapshots re-encrypted, and what is still readable with the old one."""

    snapshots: int
    still_readable: tuple[Message, ...]


class KeyRing:
    """The slots of an open project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def slots(self) -> list[SlotInfo]:
        """All ways in."""
        with self._project.locked() as opened:
            joint = {slot.kdf.get("slot") for slot in opened.file.link_slots}
            return [
                SlotInfo(s.id, slot_name(s, opened.keys), s.kind, s.made, s.id in joint, s.id == opened.slot_id)
                for s in opened.file.slots
            ]

    def my_name(self) -> str:
        """Whose passphrase opened the project; "" where it was given no name."""
        with self._project.locked() as opened:
            mine = next((slot for slot in opened.file.slots if slot.id == opened.slot_id), None)
            return slot_name(mine, opened.keys) if mine is not None else ""

    def add_passphrase(self, name: str, passphrase: str, *, link: bool = False) -> SlotInfo:
        """One more person's passphrase; `link` lets it open identifiers too. Raises WeakPassphrase, LinkLocked."""
        return self._add(name, passphrase, "passphrase", link)

    def add_recovery(self, language: str = "en", name: str = "", *, link: bool = True, phrase: str = "") -> str:
        """A recovery phrase to write down and lock away; it is shown once. Raises LinkLocked.

        `phrase`: one of `new_recovery_phrase` that was written down already, so that only then a way in is made.
        """
        phrase = phrase or new_recovery_phrase(language)
        self._add(name, phrase, "recovery", link)
        return phrase

    def change_passphrase(self, slot_id: str, passphrase: str) -> None:
        """Give a slot another passphrase; its name and rights stay. Raises WeakPassphrase, LinkLocked."""
        with self._project.locked() as opened:
            old = _find(opened.file, slot_id)
            joint = any(slot.kdf.get("slot") == slot_id for slot in opened.file.link_slots)
            if joint and opened.writer.link is None:
                raise LinkLocked()
            slot, _ = make_slot(opened.file, opened.keys, passphrase, name=slot_name(old, opened.keys))
            slots = tuple(slot if one.id == slot_id else one for one in opened.file.slots)
            link_slots = tuple(one for one in opened.file.link_slots if one.kdf.get("slot") != slot_id)
            if joint and opened.writer.link is not None:
                link_slots += (joint_slot(opened.file, slot, opened.writer.link.keys),)
            self._commit(replace(opened.file, slots=slots, link_slots=link_slots))
            if opened.slot_id == slot_id:
                opened.slot_id = slot.id
        self._project.log("store.keys", msg("store.slot_changed"))

    def rename(self, slot_id: str, name: str) -> None:
        """Give a slot another name."""
        with self._project.locked() as opened:
            slots = tuple(
                named_slot(slot, opened.keys, name).checked() if slot.id == slot_id else slot
                for slot in opened.file.slots
            )
            self._commit(replace(opened.file, slots=slots))

    def remove(self, slot_id: str) -> None:
        """Take a way in away, to the project or to identifiers only. Offer `new_key` then. Raises LastSlot."""
        with self._project.locked() as opened:
            slots = tuple(slot for slot in opened.file.slots if slot.id != slot_id)
            link_slots = tuple(s for s in opened.file.link_slots if slot_id not in (s.id, s.kdf.get("slot")))
            if not slots or not link_slots:
                raise LastSlot()
            self._commit(replace(opened.file, slots=slots, link_slots=link_slots))
            forget_drafts_of(opened.folder, slot_id)
        self._project.log("store.keys", msg("store.slot_removed"))

    def new_key(self, progress: Progress | None = None) -> KeyChange:
        """Encrypt everything anew, so that whoever was removed can read nothing with what they kept of the keys.

        Under the link key too, when it is open. Until the commit the old key holds; after it the new one.
        """
        self._project.writable()
        with self._project.locked() as opened:
            if self._project.snapshots.changed():
                self._project.snapshots.make("rekey")
            old = opened.keys
            change = _rekey(opened, progress or NoProgress())
            self._project.reopened()
            reseal_drafts(opened.folder, old, opened.keys)
        copies = self._project.setting("second_place")
        still = list(change.still_readable)
        if copies:
            still.append(msg("store.still_second_place"))
        still.append(msg("store.still_elsewhere"))
        self._project.log("store.keys", msg("store.key_changed"))
        return KeyChange(change.snapshots, tuple(still))

    def add_link_passphrase(self, name: str, passphrase: str) -> SlotInfo:
        """A passphrase that opens the identifiers only, on top of one that opens the project. Raises LinkLocked."""
        with self._project.locked() as opened:
            if opened.writer.link is None:
                raise LinkLocked()
            slot, _ = make_slot(opened.file, opened.writer.link.keys, passphrase, name=name, part="link")
            self._commit(replace(opened.file, link_slots=(*opened.file.link_slots, slot)))
        self._project.log("store.keys", msg("store.slot_added"))
        return SlotInfo(slot.id, name, slot.kind, slot.made, True, False)

    def link_only_slots(self) -> list[SlotInfo]:
        """The passphrases that open the identifiers only; their names show while the link part is open."""
        with self._project.locked() as opened:
            link = opened.writer.link
            return [
                SlotInfo(s.id, slot_name(s, link.keys) if link is not None else "", s.kind, s.made, True, False)
                for s in opened.file.link_slots
                if "slot" not in s.kdf
            ]

    def _add(self, name: str, passphrase: str, kind: str, link: bool) -> SlotInfo:
        with self._project.locked() as opened:
            if link and opened.writer.link is None:
                raise LinkLocked()
            slot, _ = make_slot(opened.file, opened.keys, passphrase, name=name, kind=kind)
            link_slots = opened.file.link_slots
            if link and opened.writer.link is not None:
                link_slots += (joint_slot(opened.file, slot, opened.writer.link.keys),)
            self._commit(replace(opened.file, slots=(*opened.file.slots, slot), link_slots=link_slots))
        self._project.log("store.keys", msg("store.slot_added"))
        return SlotInfo(slot.id, name, kind, slot.made, link, False)

    def _commit(self, file: KeyFile) -> None:
        with self._project.locked() as opened:
            self._project.writable()
            file.write(opened.folder)
            opened.file = file


def _find(file: KeyFile, slot_id: str) -> Slot:
    return next(slot for slot in file.slots if slot.id == slot_id)


def _rekey(opened: opening.Opened, progress: Progress) -> KeyChange:
    old, new = opened.keys, replace(opened.keys, data=new_secrets().data)
    link = opened.writer.link
    new_link = replace(link.keys, data=new_secrets().data) if link is not None else None
    file = _next_generation(opened, new, new_link)
    with disk_problems():
        opening.sweep_generations(opened.folder, opened.file)
        _copy_objects(opened.writer.objects, opening.object_store(opened.folder, file, new), progress)
        _copy_database(opened.writer.connection, opened, file, new)
        if link is not None and new_link is not None:
            _copy_link(link, opened, file, new_link)
        kept = snapshots.list_snapshots(opened.folder, old)
        for snapshot in kept:
            pair = (link.keys, new_link) if link is not None and new_link is not None else None
            snapshots.stage_reencrypted(snapshot, old, new, file, pair)
    file.write(opened.folder)  # the commit point
    opened.change_generation(file, new, new_link)
    return KeyChange(len(kept), () if link is not None else (msg("store.still_link"),))


def _next_generation(opened: opening.Opened, new: Secrets, new_link: Secrets | None) -> KeyFile:
    file = replace(opened.file, generation=opened.file.generation + 1)
    if new_link is not None:
        file = replace(file, link_generation=file.link_generation + 1)
        old = opened.writer.link.keys if opened.writer.link is not None else new_link
        named = [named_slot(slot, new_link, slot_name(slot, old)) for slot in file.link_slots]
        file = replace(file, link_slots=tuple(fill_slot(file, slot, new_link, "link") for slot in named))
    slots = (named_slot(slot, new, slot_name(slot, opened.keys)) for slot in file.slots)
    return replace(file, slots=tuple(fill_slot(file, slot, new) for slot in slots))


def _copy_objects(old: ObjectFolder, new: ObjectFolder, progress: Progress) -> None:
    private_folder(new.folder)
    refs = list(old.refs())
    for number, ref in enumerate(refs):
        new.put(old.read(ref), ref)
        progress.report((number + 1) / len(refs))


def _copy_database(connection: object, opened: opening.Opened, file: KeyFile, new: Secrets) -> None:
    path = opened.folder / file.database
    snapshots.back_up(connection, path, new)
    if not snapshots.copy_is_whole(path, new, *opened.writer.head()):
        raise DamagedProject(file=path.name)


def _copy_link(link: LinkPart, opened: opening.Opened, file: KeyFile, new: Secrets) -> None:
    snapshots.back_up(link.connection, opened.folder / file.link_database, new)
    folder = opened.folder / link_objects(file.link_database)
    objects = ObjectFolder(folder, new.key("objects"), new.lasting("object names"), "l")
    for ref in link.objects.refs():
        objects.put(link.objects.read(ref), ref)
