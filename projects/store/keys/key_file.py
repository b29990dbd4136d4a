# SPDX-License-Identifier: MIT
"""`keys.json`: the project's keys, wrapped once per slot under a passphrase.

A slot keeps a private key under Argon2id of its passphrase and the bundle sealed to it. Each slot and the head carry a
plain SHA-256 checksum, so that a damaged file is told from a wrong passphrase; `key_table.py` tells a forged one. The
file names the database generation: its atomic rename is the commit point of a new key.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from projects.store.encryption import SealBroken, derive, seal, unseal
from projects.store.keys.passphrases import is_recovery_phrase, plain_recovery_phrase
from projects.store.private_files import read_plain, write_durably
from projects.store.problems import (
    CannotRead,
    DamagedKeys,
    ForeignFolder,
    ForgedKeys,
    MissingKeys,
    NewerVersion,
    WeakPassphrase,
    WrongPassphrase,
)

MOST_SLOTS = 64  # of each part
# A file from elsewhere must not hold us up: bounds of one passphrase tried, and of all slots together.
_LARGEST_MEMORY, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 8, 16
_MOST_WORK = MOST_SLOTS * 256 * 1024 * 3


class KeyStretching(TypedDict, total=False):
    """The stretching of a passphrase: method, salt and cost; or the id of the slot whose private key opens this one."""

    name: str
    salt: str
    memory_kib: int
    passes: int
    lanes: int
    slot: str


@dataclass(frozen=True)
class Slot:
    """One way in: `kind` is "passphrase" or "recovery"; its name lies sealed under the data key.

    The passphrase opens `private`, an X25519 key; the bundle in `wrapped` is sealed to its `public` half.
    `kdf["slot"]` instead of a salt means: with the private key of that slot (one passphrase opens both parts).
    """

    id: str
    kind: str
    made: str
    kdf: KeyStretching
    wrapped: str
    public: str
    private: str
    name: str = ""
    checksum: str = ""

    def whole(self) -> bool:
        """Whether the slot is as it was written."""
        return self.checksum == digest(self._content())

    def _content(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "checksum"}

    def checked(self) -> Slot:
        """The slot with its checksum."""
        return replace(self, checksum=digest(self._content()))


def are_slots(slots: tuple[Slot, ...]) -> bool:
    """Whether these are slots, so few and so cheap that a passphrase is tried on all in a time that a person waits."""
    if len(slots) > MOST_SLOTS or not all(_is_slot(slot) for slot in slots):
        return False
    costs = [slot.kdf for slot in slots if slot.whole() and "slot" not in slot.kdf]
    work: int = sum(kdf["memory_kib"] * kdf["passes"] for kdf in costs)
    return work <= _MOST_WORK


def _is_slot(slot: Slot) -> bool:
    """Whether a slot that bears a right checksum holds what a slot can hold: somebody else may have made the file."""
    texts = (slot.id, slot.kind, slot.made, slot.wrapped, slot.public, slot.private, slot.name, slot.checksum)
    if not isinstance(slot.kdf, dict) or not all(isinstance(text, str) for text in texts):
        return False
    if not slot.whole():
        return True  # damaged, and never opened
    try:
        sealed = [base64_bytes(text) for text in (slot.public, slot.wrapped, slot.private, slot.name)]
        return len(sealed[0]) == 32 and len(sealed[1]) > 32 and ("slot" in slot.kdf or is_cost(slot.kdf))
    except ValueError:
        return False


def is_cost(kdf: Mapping[str, object]) -> bool:
    """Whether a passphrase can be stretched so, and in a time that a person waits."""
    memory, passes, lanes, salt = (kdf.get(name) for name in ("memory_kib", "passes", "lanes", "salt"))
    if not (isinstance(memory, int) and isinstance(passes, int) and isinstance(lanes, int) and isinstance(salt, str)):
        return False
    return (
        kdf.get("name") == "argon2id"
        and 1 <= passes <= _MOST_PASSES
        and 1 <= lanes <= _MOST_LANES
        and 8 * lanes <= memory <= _LARGEST_MEMORY
        and len(base64_bytes(salt)) >= 8
    )


def digest(content: object) -> str:
    """The checksum of a part of the file: SHA-256 of its sorted JSON."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def base64_text(data: bytes) -> str:
    """Bytes as they stand in the file."""
    return base64.b64encode(data).decode()


def base64_bytes(text: str) -> bytes:
    """Bytes from the file. Raises ValueError."""
    return base64.b64decode(text)


FILE = "keys.json"
FORMAT, VERSION = "protection-workbench-keys", 2
_LONGEST = 1024 * 1024  # a file from elsewhere must not hold us up


_SINCE_2 = ("serial", "mac", "link_mac")  # what the head holds since version 2


@dataclass(frozen=True)
class KdfCost:
    """What one guess of a passphrase costs: memory in KiB, passes, lanes (Argon2id, RFC 9106)."""

    memory: int = 256 * 1024
    passes: int = 3
    lanes: int = 4


STANDARD_COST = KdfCost()


@dataclass(frozen=True)
class Secrets:
    """The keys of a project or of its link part. `data` changes with a new key, `lifetime` never."""

    data: bytes
    lifetime: bytes

    def key(self, purpose: str) -> bytes:
        """The key for `purpose` that a new data key replaces: "database", "objects", "names"."""
        return derive(self.data, purpose)

    def lasting(self, purpose: str) -> bytes:
        """The key for `purpose` that stays: "chain", "object names"."""
        return derive(self.lifetime, purpose)


def new_secrets() -> Secrets:
    """Random keys for a new project."""
    return Secrets(secrets.token_bytes(32), secrets.token_bytes(32))


@dataclass(frozen=True)
class KeyFile:
    """The content of `keys.json`: which project, which generation, its slots, how often they changed, their HMACs."""

    project: str
    generation: int = 1
    link_generation: int = 1
    slots: tuple[Slot, ...] = ()
    link_slots: tuple[Slot, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)
    version: int = VERSION
    serial: int = 1
    mac: str = ""
    link_mac: str = ""

    @property
    def database(self) -> str:
        """The file name of the database of this generation."""
        return f"project-{self.generation}.db"

    @property
    def link_database(self) -> str:
        """The file name of the link database of this generation."""
        return "link.db" if self.link_generation == 1 else f"link-{self.link_generation}.db"

    def to_bytes(self) -> bytes:
        """The file, with the checksum of its head."""
        head: dict[str, object] = {
            "format": FORMAT,
            "version": self.version,
            "project": self.project,
            "generation": self.generation,
            "link_generation": self.link_generation,
            "slot_ids": [slot.id for slot in (*self.slots, *self.link_slots)],
            "extra": self.extra,
        }
        if self.version > 1:
            head |= {name: getattr(self, name) for name in _SINCE_2}
        body = {
            **head,
            "checksum": digest(head),
            "slots": [vars(slot) for slot in self.slots],
            "link_slots": [vars(slot) for slot in self.link_slots],
        }
        return json.dumps(body, indent=1, sort_keys=True).encode()

    def write(self, folder: Path) -> None:
        """Replace the key file of `folder` at once and durably."""
        write_durably(folder / FILE, self.to_bytes())


def read_key_file(folder: Path) -> KeyFile:
    """The key file of `folder`. Raises ForeignFolder, MissingKeys, DamagedKeys, NewerVersion, CannotRead."""
    try:
        held = _file_bytes(folder / FILE)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        if any(folder.glob("project-*.db")):
            raise MissingKeys(folder=folder.resolve().name) from None
        raise ForeignFolder(folder=folder.resolve().name) from None
    except OSError as error:
        raise CannotRead() from error
    return parse_key_file(held)


def _file_bytes(path: Path) -> bytes:
    """The bytes of a key file, one more than it may have where it is longer; none of a pipe or device."""
    try:
        return read_plain(path, _LONGEST + 1)
    except OSError as error:
        if error.errno == errno.EINVAL:
            return b""
        raise


def parse_key_file(held: bytes) -> KeyFile:
    """The key file in these bytes. Raises DamagedKeys, NewerVersion."""
    if len(held) > _LONGEST:
        raise DamagedKeys()
    try:
        body = json.loads(held)
        head = {name: body[name] for name in ("format", "version", "project", "generation", "link_generation")}
        head |= {"slot_ids": body["slot_ids"], "extra": body["extra"]}
        since = {name: body[name] for name in _SINCE_2} if body["version"] > 1 else {}
        if body["checksum"] != digest(head | since):
            raise DamagedKeys()
        if body["version"] > VERSION:
            raise NewerVersion()
        slots, link_slots = (tuple(Slot(**slot) for slot in body[name]) for name in ("slots", "link_slots"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedKeys() from error
    if head["slot_ids"] != [slot.id for slot in (*slots, *link_slots)] or not _is_head(head | since):
        raise DamagedKeys()
    if not all(are_slots(table) for table in (slots, link_slots)):
        raise DamagedKeys()
    return KeyFile(
        body["project"], body["generation"], body["link_generation"], slots, link_slots, body["extra"],
        body["version"], **since,
    )  # fmt: skip


def _is_head(head: Mapping[str, object]) -> bool:
    """Whether what stands before the slots is what a head holds: somebody else may have made the file."""
    numbers = [head[name] for name in ("version", "generation", "link_generation")] + [head.get("serial", 1)]
    texts = [head["project"], head.get("mac", ""), head.get("link_mac", "")]
    return (
        head["format"] == FORMAT
        and all(type(number) is int and number > 0 for number in numbers)
        and all(isinstance(text, str) and text.isascii() for text in texts)
        and isinstance(head["extra"], dict)
    )


def project_around(path: Path) -> Path | None:
    """The project, or copy of one, in whose folder `path` lies or would lie; None where there is none."""
    for folder in path.resolve().parents:
        with contextlib.suppress(OSError):  # a folder that nobody may read
            if (folder / FILE).is_file() and _is_ours(folder):
                return folder
    return None


def _is_ours(folder: Path) -> bool:
    return any(folder.glob("project-*.db")) or FORMAT.encode() in _file_bytes(folder / FILE)


def make_slot(
    file: KeyFile, keys: Secrets, passphrase: str, *, name: str = "", kind: str = "passphrase", part: str = "project"
) -> tuple[Slot, bytes]:
    """A new slot that opens `keys` with `passphrase`, and its private key. Raises WeakPassphrase when it is empty."""
    if not passphrase.strip():
        raise WeakPassphrase()
    cost = STANDARD_COST
    kdf: KeyStretching = {
        "name": "argon2id",
        "salt": base64_text(secrets.token_bytes(16)),
        "memory_kib": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    private = X25519PrivateKey.generate()
    identity = secrets.token_hex(8)
    sealed = seal(_stretch(passphrase, kdf, kind), private.private_bytes_raw(), identity.encode())
    empty = Slot(
        identity, kind, _today(), kdf, "", base64_text(private.public_key().public_bytes_raw()), base64_text(sealed)
    )
    return fill_slot(file, named_slot(empty, keys, name), keys, part), private.private_bytes_raw()


def joint_slot(file: KeyFile, base: Slot, keys: Secrets) -> Slot:
    """A slot of the link part that opens with the same passphrase as `base`, a slot of the project."""
    empty = Slot(secrets.token_hex(8), base.kind, _today(), {"slot": base.id}, "", base.public, "")
    return fill_slot(file, named_slot(empty, keys, ""), keys, "link")


def named_slot(slot: Slot, keys: Secrets, name: str) -> Slot:
    """The slot with `name` sealed under the data key, together with whose slot it is."""
    return replace(slot, name=base64_text(seal(keys.key("names"), name.encode(), _slot_context(slot))))


def fill_slot(file: KeyFile, slot: Slot, keys: Secrets, part: str = "project") -> Slot:
    """`slot` around `keys`: sealed to its public key, so that a new data key needs nobody's passphrase."""
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(base64_bytes(slot.public)))
    bundle = json.dumps({"data": base64_text(keys.data), "lifetime": base64_text(keys.lifetime)}).encode()
    sealed = seal(_agreed(shared, sender, slot, part), bundle, _bound(file, slot.id, part))
    return replace(slot, wrapped=base64_text(sender + sealed)).checked()


def open_slots(file: KeyFile, passphrase: str, part: str = "project") -> tuple[Secrets, Slot, bytes]:
    """The keys, the slot that gave them and its private key.

    Raises WrongPassphrase when every slot is whole and refuses, ForgedKeys when one takes the passphrase and does not
    hold the keys that were put into it, DamagedKeys otherwise.
    """
    slots = file.slots if part == "project" else file.link_slots
    forged = False
    for slot in slots:
        private = _private_key(file, slot, passphrase)
        keys = open_slot(file, slot, private, part) if private is not None else None
        if keys is not None and private is not None:
            return keys, slot, private
        forged = forged or private is not None
    if forged:
        raise ForgedKeys()
    raise DamagedKeys() if not slots or not all(slot.whole() for slot in slots) else WrongPassphrase()


def open_slot(file: KeyFile, slot: Slot, private: bytes, part: str = "project") -> Secrets | None:
    """The keys in `slot` with its private key; None when it is another's."""
    if not slot.whole():
        return None
    wrapped = base64_bytes(slot.wrapped)
    sender, sealed = wrapped[:32], wrapped[32:]
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(sender))
    try:
        bundle = json.loads(unseal(_agreed(shared, sender, slot, part), sealed, _bound(file, slot.id, part)))
    except SealBroken:
        return None
    return Secrets(base64_bytes(bundle["data"]), base64_bytes(bundle["lifetime"]))


def joint_link_keys(file: KeyFile, slot_id: str, private: bytes) -> Secrets | None:
    """The link keys, when the slot that opened the project opens them too."""
    for slot in file.link_slots:
        if slot.kdf.get("slot") == slot_id:
            return open_slot(file, slot, private, "link")
    return None


def _private_key(file: KeyFile, slot: Slot, passphrase: str) -> bytes | None:
    base = slot
    if "slot" in slot.kdf:
        base = next((one for one in file.slots if one.id == slot.kdf["slot"]), slot)
    if not base.whole() or not slot.whole() or "slot" in base.kdf:
        return None
    if base.kind == "recovery" and not is_recovery_phrase(passphrase):
        return None  # spares half a second for each
    try:
        return unseal(_stretch(passphrase, base.kdf, base.kind), base64_bytes(base.private), base.id.encode())
    except SealBroken:
        return None


def _agreed(shared: bytes, sender: bytes, slot: Slot, part: str) -> bytes:
    return derive(shared, f"slot:{part}:{base64_text(sender)}:{slot.public}")


def _slot_context(slot: Slot) -> bytes:
    return f"{slot.id}:{slot.public}".encode()


def slot_name(slot: Slot, keys: Secrets) -> str:
    """The name of a slot ("Marie"), which only an open project can tell."""
    try:
        return unseal(keys.key("names"), base64_bytes(slot.name), _slot_context(slot)).decode()
    except SealBroken:
        return ""


def _stretch(passphrase: str, kdf: KeyStretching, kind: str) -> bytes:
    if not is_cost(kdf):
        raise DamagedKeys()
    typed = plain_recovery_phrase(passphrase) if kind == "recovery" else unicodedata.normalize("NFKC", passphrase)
    return Argon2id(
        salt=base64_bytes(kdf["salt"]),
        length=32,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    ).derive(typed.encode())


def _bound(file: KeyFile, slot_id: str, part: str) -> bytes:
    generation = file.generation if part == "project" else file.link_generation
    return f"{file.project}:{part}:{generation}:{slot_id}".encode()


def _today() -> str:
    import datetime as dt  # datetime: not at start

    return dt.datetime.now(dt.UTC).date().isoformat()
