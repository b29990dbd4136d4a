# SPDX-License-Identifier: MIT
"""Authenticated encryption of bytes and of whole files in pieces. Keys are kept by `projects.store.keys`."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from projects.store.byte_pieces import PIECE, Pieces, pieces_of, size_of

_MAGIC = b"PWO1"
_TAG = 16


class SealBroken(Exception):
    """The bytes are not what was sealed under this key and name."""


def derive(key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HMAC-SHA256 of the purpose: HKDF-Expand of a uniform key, RFC 5869)."""
    return hmac.digest(key, purpose.encode() + b"\x01", hashlib.sha256)


def seal(key: bytes, data: bytes, name: bytes) -> bytes:
    """`data` sealed under `key` (AES-256-GCM, random nonce), bound to `name`."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, name)


def unseal(key: bytes, sealed: bytes, name: bytes) -> bytes:
    """What `seal` sealed. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], name)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def seal_pieces(key: bytes, data: bytes | Pieces, name: bytes) -> Iterator[bytes]:
    """A file of sealed pieces of 1 MiB: magic, salt, then each piece; order, end and name are authenticated.

    Each file has a key of its own (from a random salt), so that the counter nonces never repeat
    (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
    """
    salt = os.urandom(32)
    cipher = AESGCM(derive(key, "file:" + salt.hex()))
    yield _MAGIC + salt
    last = max(1, -(-size_of(data) // PIECE)) - 1
    for number, piece in enumerate(pieces_of(data)):
        yield cipher.encrypt(_nonce(number, number == last), piece, name)


def unseal_pieces(key: bytes, sealed: bytes, name: bytes) -> bytes:
    """What `seal_pieces` sealed. Raises SealBroken on any change, cut or exchange."""
    head = len(_MAGIC) + 32
    if len(sealed) < head + _TAG or sealed[: len(_MAGIC)] != _MAGIC:
        raise SealBroken
    cipher = AESGCM(derive(key, "file:" + sealed[len(_MAGIC) : head].hex()))
    view, step = memoryview(sealed)[head:], PIECE + _TAG
    count = -(-len(view) // step)
    try:
        return b"".join(_opened(cipher, view, step, count, name))
    except InvalidTag as error:
        raise SealBroken from error


def _opened(cipher: AESGCM, view: memoryview, step: int, count: int, name: bytes) -> Iterable[bytes]:
    for number in range(count):
        yield cipher.decrypt(_nonce(number, number == count - 1), view[number * step : (number + 1) * step], name)


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">QHH", number, 0, int(last))
