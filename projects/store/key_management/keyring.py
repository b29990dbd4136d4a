# SPDX-License-Identifier: MIT
"""People who can open the project: slots added, changed, removed, a new data key. It never keeps a passphrase.

A change rewrites `keys.json` at once. Removing a slot alone protects nothing against somebody who kept a copy: the key
it gave stays the same. A new key re-encrypts databases, objects and snapshots beside the old ones; the rename of
`keys.json` commits it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store import snapshots
from projects.store.backup.second_place import former_places, second_place
from projects.store.backup.snapshot_service import keys_to_restore, require_known_keys
from projects.store.drafts import forget_drafts_of
from projects.store.key_management.rekeying import KeyChange, give_new_key
from projects.store.key_table import (
    DONE,
    bare_writer,
    content_of,
    digest_of,
    holds,
    logged_table,
    storing_key_table,
    write_table,
)
from projects.store.keys.key_file import (
    KeyFile,
    Secrets,
    Slot,
    joint_slot,
    make_slot,
    open_slots,
    read_key_file,
    slot_name,
)
from projects.store.keys.passphrases import new_recovery_phrase
from projects.store.lockfile import WriterLock
from projects.store.problems import ForgedKeys, LastSlot, LinkLocked, StoreProblem
from wording import DEFAULT_LANGUAGE, Message, NoProgress, Progress, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject


@dataclass(frozen=True)
class SlotInfo:
    """A way in: `kind` is passphrase or recovery; `link`: it opens identifiers too, `only` them; `mine`: used now."""

    id: str
    name: str
    kind: str
    made: str
    link: bool
    mine: bool
    only: bool = False


def ways_in(file: KeyFile, keys: Secrets, mine: str = "") -> list[SlotInfo]:
    """The ways into a project that its key file names."""
    joint = {slot.kdf.get("slot") for slot in file.link_slots}
    return [SlotInfo(s.id, slot_name(s, keys), s.kind, s.made, s.id in joint, s.id == mine) for s in file.slots]


class KeyRing:
    """The slots of an open project."""

    def __init__(self, project: OpenProject) -> None:
        self._project = project

    def slots(self) -> list[SlotInfo]:
        """All ways in: those to whom a new key is sealed, too."""
        with self._project.locked() as opened:
            return ways_in(opened.file, opened.keys, opened.slot_id)

    def my_name(self) -> str:
        """Whose passphrase opened the project; "" where it was given no name."""
        with self._project.locked() as opened:
            mine = next((slot for slot in opened.file.slots if slot.id == opened.slot_id), None)
            return slot_name(mine, opened.keys) if mine is not None else ""

    def add_passphrase(self, name: str, passphrase: str, *, link: bool = False) -> SlotInfo:
        """One more person's passphrase; `link` lets it open identifiers too. Raises WeakPassphrase, LinkLocked."""
        return self._add(name, passphrase, "passphrase", link)

    def add_recovery(
        self, language: str = DEFAULT_LANGUAGE, name: str = "", *, link: bool = True, phrase: str = ""
    ) -> str:
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

    def give_link(self, slot_id: str) -> None:
        """Let a passphrase open the identifiers too; nobody has to type it. Raises LinkLocked."""
        with self._project.locked() as opened:
            if opened.writer.link is None:
                raise LinkLocked()
            if any(slot.kdf.get("slot") == slot_id for slot in opened.file.link_slots):
                return
            joint = joint_slot(opened.file, _find(opened.file, slot_id), opened.writer.link.keys)
            self._commit(replace(opened.file, link_slots=(*opened.file.link_slots, joint)))
        self._project.log("store.keys", msg("store.link_given"))

    def withdraw_link(self, slot_id: str) -> None:
        """Let a passphrase open the project only. Offer `new_key` then. Raises LastSlot, LinkLocked."""
        with self._project.locked() as opened:
            link_slots = _without(opened.file, slot_id)
            if not _can_be_typed(link_slots):
                raise LastSlot()
            self._commit(replace(opened.file, link_slots=link_slots))
        self._project.log("store.keys", msg("store.link_withdrawn"))

    def remove(self, slot_id: str) -> None:
        """Take a way in away, to the project or to identifiers only. Offer `new_key` then.

        Where the link part is closed, what the person had there leads nowhere any more and goes at its next opening.
        Raises LastSlot, LinkLocked.
        """
        with self._project.locked() as opened:
            slots = tuple(slot for slot in opened.file.slots if slot.id != slot_id)
            link_slots = _without(opened.file, slot_id)
            if not _can_be_typed(slots) or not _can_be_typed(link_slots):
                raise LastSlot()
            if opened.writer.link is None and len(slots) < len(opened.file.slots):
                link_slots = opened.file.link_slots
            self._commit(replace(opened.file, slots=slots, link_slots=link_slots))
            forget_drafts_of(opened.folder, slot_id)
        self._project.log("store.keys", msg("store.slot_removed"))

    def new_key(self, progress: Progress | None = None) -> KeyChange:
        """Encrypt everything anew, so that whoever was removed can read nothing with what they kept of the keys.

        Under the link key too, when it is open. Until the commit the old key holds; after it the new one.
        """
        self._project.writable()
        if self._project.snapshots.changed():
            self._project.snapshots.make("rekey")
        change = give_new_key(self._project, progress or NoProgress())
        return replace(change, still_readable=(*change.still_readable, *self._still_readable()))

    def without_new_key(self) -> tuple[Message, ...]:
        """What somebody who was removed can still read with a copy of the key file, as long as there is no new key."""
        kept = len(self._project.snapshots.list())
        return (msg("store.still_project"), msg("store.still_snapshots", n=kept), *self._still_readable())

    def _still_readable(self) -> tuple[Message, ...]:
        second = (msg("store.still_second_place"),) if self._has_copies() else ()
        return (*second, msg("store.still_elsewhere"))

    def _has_copies(self) -> bool:
        return second_place(self._project) is not None or bool(former_places(self._project))

    def add_link_passphrase(self, name: str, passphrase: str) -> SlotInfo:
        """A passphrase that opens the identifiers only, on top of one that opens the project. Raises LinkLocked."""
        with self._project.locked() as opened:
            if opened.writer.link is None:
                raise LinkLocked()
            slot, _ = make_slot(opened.file, opened.writer.link.keys, passphrase, name=name, part="link")
            self._commit(replace(opened.file, link_slots=(*opened.file.link_slots, slot)))
        self._project.log("store.keys", msg("store.slot_added"))
        return SlotInfo(slot.id, name, slot.kind, slot.made, True, False, only=True)

    def link_only_slots(self) -> list[SlotInfo]:
        """The passphrases that open the identifiers only; their names show while the link part is open."""
        with self._project.locked() as opened:
            link = opened.writer.link
            return [
                SlotInfo(
                    s.id, slot_name(s, link.keys) if link is not None else "", s.kind, s.made, True, False, only=True
                )
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
            write_table(opened, file)


def _without(file: KeyFile, slot_id: str) -> tuple[Slot, ...]:
    return tuple(slot for slot in file.link_slots if slot_id not in (slot.id, slot.kdf.get("slot")))


def _can_be_typed(slots: tuple[Slot, ...]) -> bool:
    """Whether a passphrase remains: a recovery phrase locked away is for the day when those are lost."""
    return any(slot.kind == "passphrase" for slot in slots)


def _find(file: KeyFile, slot_id: str) -> Slot:
    return next(slot for slot in file.slots if slot.id == slot_id)


def repair_key_file(folder: Path, passphrase: str, agree: Callable[[list[SlotInfo]], bool]) -> bool:
    """Write `keys.json` anew as the log has it, when `agree` says yes to the people in it; whether that was done.

    The passphrase may open the key file there or that of a snapshot. False where nothing is to be repaired, or the
    user said no. Raises WrongPassphrase, ProjectInUse, DamagedProject; ForgedKeys where the log's list is not at hand
    or does not hold the one who asks.
    """
    file, keys = _way_in(folder, passphrase)
    lock = WriterLock(folder)
    try:
        with bare_writer(folder / file.database, keys, "") as writer:
            logged = logged_table(writer.connection, keys)
            content = content_of(writer.connection, logged) if logged is not None else None
            if logged is None or (file == content and holds(file, keys) and _lies_so(folder, file)):
                return False
            if content is None or not holds(content, keys):
                raise ForgedKeys()
            _, mine, _ = open_slots(content, passphrase)
            if not agree(ways_in(content, keys, mine.id)):
                return False
            writer.user = slot_name(mine, keys)
            content.write(folder)
            text = msg("store.key_table_put_back")
            text = replace(text, args={"digest": digest_of(content), "serial": content.serial})
            writer.write(DONE, "log", text, storing_key_table(content))
    finally:
        lock.release()
    return True


def _lies_so(folder: Path, file: KeyFile) -> bool:
    with contextlib.suppress(StoreProblem):
        return read_key_file(folder) == file
    return False


def _way_in(folder: Path, passphrase: str) -> tuple[KeyFile, Secrets]:
    """A key file that the passphrase opens, and the keys: the project's own, else that of a snapshot."""
    first: StoreProblem | None = None
    for file in _key_files(folder):
        if isinstance(file, StoreProblem):
            first = first or file
            continue
        try:
            keys, _, _ = open_slots(file, passphrase)
        except StoreProblem as problem:
            first = first or problem
            continue
        if (folder / file.database).is_file():
            return file, keys
    raise first or ForgedKeys()


def _key_files(folder: Path) -> Iterator[KeyFile | StoreProblem]:
    there = sorted((folder / snapshots.FOLDER).glob("[0-9]*"), reverse=True)
    seen = set()
    for place in (folder, *there):
        try:
            file = read_key_file(place)
        except StoreProblem as problem:
            yield problem
            continue
        if digest_of(file) not in seen:  # each costs half a second for each slot
            seen.add(digest_of(file))
            yield file


def restored_to(folder: Path, passphrase: str) -> list[SlotInfo]:
    """Who will be able to open a copy restored from `folder`. Raises WrongPassphrase, ForeignFolder, ForgedKeys."""
    file = keys_to_restore(folder)
    keys, slot, _ = open_slots(file, passphrase)
    require_known_keys(folder, file, keys)
    return ways_in(file, keys, slot.id)
