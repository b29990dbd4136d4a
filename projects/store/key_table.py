# SPDX-License-Identifier: MIT
"""The authenticity of `keys.json`: who can open the project is what the log says, and nobody else can write it.

Two locks hold together. An HMAC under a key derived from the data key in force covers the slots of each part: whoever
was removed keeps the lifetime key, but not the next data key. And the log holds the digest of the whole file, so that
an earlier file, which bears a right HMAC, is not taken for the present one.

File and database do not commit together. So the digest of the next file is logged first, with the file itself beside
it in the database; then the file is renamed. A line of the kind `store.keys` after it says that both are done.
Opening accepts the file before only while that line is missing, and writes the next one then.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from projects.store.database import connect
from projects.store.hash_chain import action_hash, args_digest, canonical
from projects.store.history import read_stacks
from projects.store.keys.key_file import MOST_SLOTS, VERSION, KeyFile, Secrets, parse_key_file
from projects.store.model import Model
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection, Statements
from projects.store.problems import ForgedKeys, LinkLocked, StoreProblem, TooManySlots
from projects.store.schema import NOTE, SET_NOTE
from projects.store.unit_of_work import Writer
from wording import Message, msg

PREPARED, DONE, CREATED = "store.key_table", "store.keys", "store.create"
_CONTENT = "key_file"  # note of the store: the file whose digest was logged last


class KeyedFolder(Protocol):
    """An open folder, as the table of its keys needs it."""

    folder: Path
    file: KeyFile
    keys: Secrets
    slot_id: str
    writer: Writer


@dataclass(frozen=True)
class LoggedTable:
    """The newest digest of a key file in the log, the digest of the file before it, and whether the change is done.

    The digest is "" where an erasure blanked its line: then the HMAC alone tells, and a file of version 1 has none.
    """

    digest: str
    before: str
    serial: int
    done: bool


def sealed(file: KeyFile, keys: Secrets, link_keys: Secrets | None) -> KeyFile:
    """`file` with the HMAC of its slots; that of the link part stays as it is where its key is not open."""
    file = replace(file, version=VERSION)
    if link_keys is not None:
        file = replace(file, link_mac=_mac(link_keys, _link_content(file)))
    return replace(file, mac=_mac(keys, _content(file)))


def holds(file: KeyFile, keys: Secrets) -> bool:
    """Whether the slots of the project are those that somebody with the data key in force wrote."""
    return hmac.compare_digest(file.mac, _mac(keys, _content(file)))


def link_holds(file: KeyFile, link_keys: Secrets) -> bool:
    """Whether the slots of the link part are those that somebody with its data key in force wrote."""
    return hmac.compare_digest(file.link_mac, _mac(link_keys, _link_content(file)))


def digest_of(file: KeyFile) -> str:
    """The SHA-256 of the file as it lies on the disk."""
    return hashlib.sha256(file.to_bytes()).hexdigest()


def logged_table(connection: Connection, keys: Secrets) -> LoggedTable | None:
    """What the log says of the key file; None before it says anything. Raises ForgedKeys where its line was altered."""
    done = False
    rows = connection.execute(
        "SELECT action.*, salt, args FROM action JOIN action_args USING (seq)"
        " WHERE kind IN (?, ?, ?) ORDER BY action.seq DESC",
        (PREPARED, DONE, CREATED),
    )
    for row in rows:
        if row["args"] is None and row["kind"] == PREPARED:
            return LoggedTable("", "", 0, True)
        args = json.loads(row["args"]) if row["args"] else {}
        if "digest" in args:
            whole = args_digest(row["salt"], row["args"]) == row["args_digest"]
            if not whole or action_hash(keys.lasting("chain"), row) != row["hash"]:
                raise ForgedKeys()
            done = done or row["kind"] != PREPARED
            return LoggedTable(args["digest"], args.get("before", ""), int(args["serial"]), done)
        done = done or row["kind"] == DONE
    return None


def content_of(connection: Connection, logged: LoggedTable) -> KeyFile | None:
    """The key file whose digest was logged last; None where the database does not hold it."""
    row = connection.execute(NOTE, (_CONTENT,)).fetchone()
    if row is None or hashlib.sha256(row["value"].encode()).hexdigest() != logged.digest:
        return None
    return parse_key_file(row["value"].encode())


def created_message(file: KeyFile) -> Message:
    """The first line of a new project: it fixes its first key file."""
    return msg("store.created", digest=digest_of(file), serial=file.serial)


def log_table(writer: Writer, file: KeyFile, before: KeyFile | None, message: Message | None = None) -> None:
    """Fix `file` in the log before it is written; `message`: a line that says it is done at once."""
    known = {"digest": digest_of(file), "serial": file.serial}
    if before is not None:
        known["before"] = digest_of(before)
    text = message or msg("store.key_table", n=len(file.slots) + len(file.link_slots))
    text = replace(text, args={**text.args, **known})
    writer.write(PREPARED if message is None else DONE, "log", text, storing_key_table(file))


def storing_key_table(file: KeyFile) -> Callable[[Statements], None]:
    """The step of an action that keeps the content of the key file in the database."""

    def keep(transaction: Statements) -> None:
        transaction.execute(
            SET_NOTE,
            (_CONTENT, file.to_bytes().decode()),
        )

    return keep


def log_in_copy(path: Path, keys: Secrets, file: KeyFile, message: Message, user: str) -> None:
    """Fix `file` in the log of a closed copy of the database, which no room's table takes part in."""
    with bare_writer(path, keys, user, "DELETE") as writer:
        log_table(writer, file, None, message)


@contextlib.contextmanager
def bare_writer(path: Path, keys: Secrets, user: str, journal: str = "WAL") -> Iterator[Writer]:
    """Writes lines of the log of a database that nobody has open, whatever the version of its tables."""
    connection = connect(path, keys.key("database"), journal=journal)
    try:
        version = int(connection.execute(NOTE, ("version",)).fetchone()[0])
        model = Model(tables=(), migrations={version - 1: _nothing} if version > 1 else {})
        objects = ObjectFolder(path.parent / "objects", keys.key("objects"), keys.lasting("object names"))
        writer = Writer(connection, model, objects, keys.lasting("chain"), read_stacks(connection))
        writer.user = user
        yield writer
    finally:
        connection.close()


def write_table(opened: KeyedFolder, file: KeyFile) -> None:
    """Replace the key file: logged first, then renamed. Raises LinkLocked, TooManySlots, DiskFull.

    Where the rename fails the file as it is now is logged again, so that opening does not carry the change on.
    """
    old, link = opened.file, opened.writer.link
    if link is None and file.link_slots != old.link_slots:
        raise LinkLocked()
    file = _with_logged_slots(opened, without_orphans(file) if link is not None else file)
    if max(len(file.slots), len(file.link_slots)) > MOST_SLOTS:
        raise TooManySlots()
    file = sealed(replace(file, serial=old.serial + 1), opened.keys, link.keys if link is not None else None)
    log_table(opened.writer, file, old)
    try:
        file.write(opened.folder)
    except StoreProblem:
        if old.version > 1:  # an earlier one is fixed by the next opening
            log_table(opened.writer, old, None, msg("store.key_change_dropped"))
        raise
    opened.file = file


def without_orphans(file: KeyFile) -> KeyFile:
    """The file without link slots of people who were removed from the project while the link part was closed."""
    there = {slot.id for slot in file.slots}
    kept = tuple(slot for slot in file.link_slots if slot.kdf.get("slot", slot.id) in {slot.id, *there})
    return replace(file, link_slots=kept)


def finish_key_change(opened: KeyedFolder) -> None:
    """Accept the key file of a project just opened, or carry a change that was cut off to its end.

    A file of version 1 is taken while the log holds no digest; `fix_table` fixes it then. A file of which only slots
    are damaged opens for the others; the next change writes those as the log has them. Raises ForgedKeys for every
    other file that the log does not know.
    """
    connection, file = opened.writer.connection, opened.file
    logged = logged_table(connection, opened.keys)
    if logged is None or not logged.digest:
        if not known_by(connection, opened.keys, file):
            raise ForgedKeys()
        return
    content = content_of(connection, logged)
    if digest_of(file) == logged.digest and holds(file, opened.keys):
        if not logged.done:
            _log(opened, msg("store.key_change_finished"))
    elif not logged.done and digest_of(file) == logged.before and content is not None:
        _replace(opened, content, msg("store.key_change_finished"))
    elif content is None or not only_damaged(file, content):
        raise ForgedKeys()


def could_follow(file: KeyFile, keys: Secrets, logged: LoggedTable | None) -> bool:
    """Whether `file` is the one in a copy of the log, or a later one; the copy may be older."""
    if logged is None or not logged.digest:
        return (logged is None and file.version == 1) or holds(file, keys)
    known = digest_of(file) == logged.digest or (not logged.done and digest_of(file) == logged.before)
    return known or (file.version > 1 and holds(file, keys) and file.serial > logged.serial)


def known_by(connection: Connection, keys: Secrets, file: KeyFile) -> bool:
    """Whether opening would accept `file`: the last one in the log, or the one before a change that was cut off."""
    logged = logged_table(connection, keys)
    if logged is None or not logged.digest:
        return (logged is None and file.version == 1) or holds(file, keys)
    if digest_of(file) == logged.digest:
        return holds(file, keys)
    return not logged.done and digest_of(file) == logged.before


def only_damaged(file: KeyFile, content: KeyFile) -> bool:
    """Whether `file` is `content` but for slots that are no longer whole: bad luck, and no way in for anybody."""
    pairs = [(file.slots, content.slots), (file.link_slots, content.link_slots)]
    same = all(len(now) == len(then) for now, then in pairs)
    heads = [replace(one, slots=(), link_slots=()) for one in (file, content)]
    return (
        same
        and heads[0] == heads[1]
        and all(a == b or not a.whole() for now, then in pairs for a, b in zip(now, then, strict=True))
    )


def fix_table(opened: KeyedFolder) -> None:
    """Fix a key file of before there were digests in the log; give the slots of the link part what they lack.

    That is an HMAC, and the removal of people who left the project while the link part was closed.
    """
    file, link = opened.file, opened.writer.link
    incomplete = link is not None and (not file.link_mac or without_orphans(file) != file)
    logged = logged_table(opened.writer.connection, opened.keys)
    if incomplete or logged is None or not logged.digest:
        write_table(opened, file)
        _log(opened, msg("store.key_table_fixed"))


def _with_logged_slots(opened: KeyedFolder, file: KeyFile) -> KeyFile:
    """The file with its damaged slots as the log has them."""
    if all(slot.whole() for slot in (*file.slots, *file.link_slots)):
        return file
    logged = logged_table(opened.writer.connection, opened.keys)
    content = content_of(opened.writer.connection, logged) if logged is not None else None
    known = {slot.id: slot for slot in (*content.slots, *content.link_slots)} if content is not None else {}
    tables = ([slot if slot.whole() else known.get(slot.id, slot) for slot in t] for t in (file.slots, file.link_slots))
    slots, link_slots = (tuple(table) for table in tables)
    return replace(file, slots=slots, link_slots=link_slots)


def _replace(opened: KeyedFolder, content: KeyFile, message: Message) -> None:
    if all(slot.id != opened.slot_id for slot in content.slots):
        raise ForgedKeys()  # the way in used just now is one that the log no longer has
    content.write(opened.folder)
    opened.file = content
    _log(opened, message)


def _log(opened: KeyedFolder, message: Message) -> None:
    opened.writer.write(DONE, "log", message, _nothing)


def _nothing(_: object) -> None:
    return None


def _content(file: KeyFile) -> dict[str, object]:
    return {
        "version": file.version,
        "project": file.project,
        "generation": file.generation,
        "serial": file.serial,
        "slots": [vars(slot) for slot in file.slots],
        "extra": file.extra,
    }


def _link_content(file: KeyFile) -> dict[str, object]:
    slots = [vars(slot) for slot in file.link_slots]
    return {"project": file.project, "link_generation": file.link_generation, "slots": slots}


def _mac(keys: Secrets, content: Mapping[str, object]) -> str:
    return hmac.digest(keys.key("key file"), canonical(content).encode(), hashlib.sha256).hex()
