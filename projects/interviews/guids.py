# SPDX-License-Identifier: MIT
"""Names for rows that hold in every copy of a project: random UUIDs, and those given to rows of earlier versions."""

from __future__ import annotations

import os
import uuid

_OLDER = uuid.UUID("6f9b3c52-3a55-4c0b-9d0e-0f6a7c1f2b11")  # the name space of rows made before version 4


def new_guids(count: int) -> list[str]:
    """Fresh UUIDs (version 4) as text; `uuid.uuid4` one by one would take a third of a large import."""
    found, drawn = [], os.urandom(16 * count).hex()
    for start in range(0, 32 * count, 32):
        one = drawn[start : start + 32]
        variant = "89ab"[int(one[16], 16) & 3]
        found.append(f"{one[:8]}-{one[8:12]}-4{one[13:16]}-{variant}{one[17:20]}-{one[20:]}")
    return found


def new_guid() -> str:
    """One fresh UUID as text."""
    return new_guids(1)[0]


def older_guid(project_id: str, table: str, key: object) -> str:
    """The UUID (version 5) of a row made before rows had one: the same in every copy of the project."""
    return str(uuid.uuid5(_OLDER, f"{project_id}/{table}/{key}"))
