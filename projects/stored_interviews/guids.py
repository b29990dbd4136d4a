# SPDX-License-Identifier: MIT
"""GUIDs of rows, the same in every copy of a project: random, or derived for rows of earlier versions."""

from __future__ import annotations

import os
import uuid

_OLDER = uuid.UUID("6f9b3c52-3a55-4c0b-9d0e-0f6a7c1f2b11")  # the name space of rows made before version 4

_VERSION = bytes(0x40 | byte & 0x0F for byte in range(256))
_VARIANT = bytes(0x80 | byte & 0x3F for byte in range(256))
_PLACES = tuple(place for place in range(36) if place not in (8, 13, 18, 23))  # of the digits, between dashes


def new_guids(count: int) -> list[str]:
    """Fresh UUIDs (version 4) as text, laid out all at once: one by one they would take a third of a large import."""
    drawn = bytearray(os.urandom(16 * count))
    drawn[6::16] = drawn[6::16].translate(_VERSION)
    drawn[8::16] = drawn[8::16].translate(_VARIANT)
    digits, laid = drawn.hex().encode(), bytearray(b"-" * (36 * count))
    for number, place in enumerate(_PLACES):
        laid[place::36] = digits[number::32]
    text = laid.decode()
    return [text[start : start + 36] for start in range(0, 36 * count, 36)]


def new_guid() -> str:
    """One fresh UUID as text."""
    return new_guids(1)[0]


def older_guid(project_id: str, table: str, key: object) -> str:
    """The UUID (version 5) of a row made before rows had one: the same in every copy of the project."""
    return str(uuid.uuid5(_OLDER, f"{project_id}/{table}/{key}"))
