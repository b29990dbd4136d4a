# SPDX-License-Identifier: MIT
"""One slot of the key file: what it holds, its checksum, and the bounds that a file from elsewhere must keep."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

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
