# SPDX-License-Identifier: MIT
"""The hash chain over action rows.

Every row's images, and the arguments of every message, enter the chain as a salted SHA-256, so that Erase can remove
the images and the salt, the digest stays, nobody can guess a short answer back from it, and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable

from projects.store.ports import NamedValues

START = "0" * 64
# What the hash of an action row covers, in the order of the table.
COVERED = (
    "seq",
    "id",
    "kind",
    "role",
    "message",
    "user",
    "utc",
    "local",
    "undoes",
    "undoable",
    "linked",
    "schema",
    "first",
    "last",
    "args_digest",
    "rows_digest",
    "link_digest",
    "previous",
)


def canonical(content: object) -> str:
    """One JSON text for one content: sorted names, no spaces."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def action_hash(key: bytes, row: NamedValues) -> str:
    """HMAC-SHA256 of the canonical JSON of an action row, which holds the hash before it."""
    covered = canonical({name: row[name] for name in COVERED})
    return hmac.digest(key, covered.encode(), hashlib.sha256).hex()


def image_digest(number: int, table: str, key: object, before: str | None, after: str | None, salt: bytes) -> bytes:
    """The salted digest of one journal row. JSON escapes control characters, so the separators cannot be imitated."""
    return hashlib.sha256(salt + f"{number}\x1f{table}\x1f{before}\x1f{after}\x1f{key}".encode()).digest()


SEALED = "s"  # ends the digest of a row whose images were moved under the link key; others were erased


def kept_digest(stored: str) -> bytes:
    """The digest kept in place of images."""
    return bytes.fromhex(stored.removesuffix(SEALED))


def rows_digest(digests: Iterable[bytes]) -> str:
    """The digest of the journal rows of one action, from theirs."""
    whole = hashlib.sha256()
    for digest in digests:
        whole.update(digest)
    return whole.hexdigest()


def args_digest(salt: str, args: str) -> str:
    """The salted digest of a message's arguments."""
    return hashlib.sha256(f"{salt}\x1f{args}".encode()).hexdigest()
