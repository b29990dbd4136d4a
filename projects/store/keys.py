# SPDX-License-Identifier: MIT
"""`keys.json`: the project's keys, wrapped once per slot under a passphrase. It opens no database.

A slot wraps the bundle under Argon2id of its passphrase. Each slot and the head carry a plain
SHA-256 checksum, so that a damaged file is told from a wrong passphrase. The file names the database
generation: its atomic rename is the commit point of a new key.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from projects.store.files import write_durably
from projects.store.problems import DamagedKeys, ForeignFolder, NewerVersion, WeakPassphrase, WrongPassphrase
from projects.store.sealing import SealBroken, derive, seal, unseal

FILE = "keys.json"
FORMAT, VERSION = "protection-workbench-keys", 1
_LARGEST_MEMORY = 2 * 1024 * 1024


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
class Slot:
    """One way in: `kind` is "passphrase" or "recovery"; its name lies sealed under the data key.

    `kdf["slot"]` instead of a salt means: under the wrapping key of that slot (one passphrase opens both).
    """

    id: str
    kind: str
    made: str
    kdf: dict[str, Any]
    wrapped: str
    name: str = ""
    checksum: str = ""

    def whole(self) -> bool:
        """Whether the slot is as it was written."""
        return self.checksum == _digest(self._content())

    def _content(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "checksum"}

    def checked(self) -> Slot:
        """The slot with its checksum."""
        return replace(self, checksum=_digest(self._content()))


@dataclass(frozen=True)
class KeyFile:
    """The content of `keys.json`: which project, which generation, and its slots."""

    project: str
    generation: int = 1
    link_generation: int = 1
    slots: tuple[Slot, ...] = ()
    link_slots: tuple[Slot, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

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
        head = {
            "format": FORMAT,
            "version": VERSION,
            "project": self.project,
            "generation": self.generation,
            "link_generation": self.link_generation,
            "slot_ids": [slot.id for slot in (*self.slots, *self.link_slots)],
            "extra": self.extra,
        }
        body = {
            **head,
            "checksum": _digest(head),
            "slots": [vars(slot) for slot in self.slots],
            "link_slots": [vars(slot) for slot in self.link_slots],
        }
        return json.dumps(body, indent=1, sort_keys=True).encode()

    def write(self, folder: Path) -> None:
        """Replace the key file of `folder` at once and durably."""
        write_durably(folder / FILE, self.to_bytes())


def read_key_file(folder: Path) -> KeyFile:
    """The key file of `folder`. Raises ForeignFolder, DamagedKeys, NewerVersion."""
    path = folder / FILE
    if not path.is_file():
        raise ForeignFolder(folder=folder.name)
    try:
        body = json.loads(path.read_bytes())
        head = {name: body[name] for name in ("format", "version", "project", "generation", "link_generation")}
        head |= {"slot_ids": body["slot_ids"], "extra": body["extra"]}
        if body["checksum"] != _digest(head):
            raise DamagedKeys()
        if body["version"] > VERSION:
            raise NewerVersion()
        slots, link_slots = (tuple(Slot(**slot) for slot in body[name]) for name in ("slots", "link_slots"))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedKeys() from error
    if head["slot_ids"] != [slot.id for slot in (*slots, *link_slots)]:
        raise DamagedKeys()
    return KeyFile(body["project"], body["generation"], body["link_generation"], slots, link_slots, body["extra"])


def make_slot(
    file: KeyFile, keys: Secrets, passphrase: str, *, name: str = "", kind: str = "passphrase", part: str = "project"
) -> tuple[Slot, bytes]:
    """A new slot that opens `keys` with `passphrase`, and its wrapping key. Raises WeakPassphrase when it is empty."""
    if not passphrase.strip():
        raise WeakPassphrase()
    cost = STANDARD_COST
    kdf = {
        "name": "argon2id",
        "salt": _text(secrets.token_bytes(16)),
        "memory_kib": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    wrapping = _stretch(passphrase, kdf)
    return wrap_slot(file, keys, wrapping, kdf, name=name, kind=kind, part=part), wrapping


def wrap_slot(
    file: KeyFile,
    keys: Secrets,
    wrapping: bytes,
    kdf: dict[str, Any],
    *,
    name: str = "",
    kind: str = "passphrase",
    part: str = "project",
    slot_id: str = "",
    made: str = "",
) -> Slot:
    """A slot around `keys` under a wrapping key that is known already (same passphrase, new data key)."""
    identity = slot_id or secrets.token_hex(8)
    bundle = json.dumps({"data": _text(keys.data), "lifetime": _text(keys.lifetime)}).encode()
    wrapped = seal(derive(wrapping, part), bundle, _bound(file, identity, part))
    sealed_name = seal(keys.key("names"), name.encode(), identity.encode())
    return Slot(identity, kind, made or _today(), kdf, _text(wrapped), _text(sealed_name)).checked()


def open_slots(file: KeyFile, passphrase: str, part: str = "project") -> tuple[Secrets, Slot, bytes]:
    """The keys, the slot that gave them and its wrapping key.

    Raises WrongPassphrase when a whole slot refuses and none is damaged, DamagedKeys otherwise.
    """
    slots = file.slots if part == "project" else file.link_slots
    damaged = [slot for slot in slots if not slot.whole()]
    for slot in slots:
        if slot in damaged:
            continue
        kdf = slot.kdf if "slot" not in slot.kdf else _kdf_of(file, slot.kdf["slot"])
        wrapping = _stretch(passphrase, kdf)
        keys = open_slot(file, slot, wrapping, part)
        if keys is not None:
            return keys, slot, wrapping
    raise DamagedKeys() if damaged or not slots else WrongPassphrase()


def open_slot(file: KeyFile, slot: Slot, wrapping: bytes, part: str = "project") -> Secrets | None:
    """The keys in `slot` under a wrapping key; None when it is another's."""
    try:
        bundle = json.loads(unseal(derive(wrapping, part), _bytes(slot.wrapped), _bound(file, slot.id, part)))
    except SealBroken:
        return None
    return Secrets(_bytes(bundle["data"]), _bytes(bundle["lifetime"]))


def slot_name(slot: Slot, keys: Secrets) -> str:
    """The name of a slot ("Marie"), which only an open project can tell."""
    try:
        return unseal(keys.key("names"), _bytes(slot.name), slot.id.encode()).decode()
    except SealBroken:
        return ""


def _kdf_of(file: KeyFile, slot_id: str) -> dict[str, Any]:
    for slot in file.slots:
        if slot.id == slot_id:
            return slot.kdf
    raise DamagedKeys()


def _stretch(passphrase: str, kdf: dict[str, Any]) -> bytes:
    if kdf.get("name") != "argon2id" or not 8 <= kdf["memory_kib"] <= _LARGEST_MEMORY:
        raise DamagedKeys()
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    return Argon2id(
        salt=_bytes(kdf["salt"]),
        length=32,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    ).derive(typed)


def _bound(file: KeyFile, slot_id: str, part: str) -> bytes:
    generation = file.generation if part == "project" else file.link_generation
    return f"{file.project}:{part}:{generation}:{slot_id}".encode()


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _today() -> str:
    import datetime as dt

    return dt.datetime.now(dt.UTC).date().isoformat()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
