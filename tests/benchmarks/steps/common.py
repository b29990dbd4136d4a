# SPDX-License-Identifier: MIT
"""Record of a step, and the invented words that are put in. It does nothing to a project."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Step = Callable[[Any, random.Random], object]

LINES = (
    "The driver promised work in the city.",
    "Ils ont pris mon passeport.",
    "Nobody paid me 😀.",
    "Twarateze amazi.",
)


def text(chance: random.Random) -> str:
    """Some lines, never twice the same."""
    return "".join(f"{chance.choice(LINES)} {chance.random()}\n" for _ in range(chance.randrange(5, 60)))


def ids(project: Any, table: str) -> list[str]:
    """The keys of a table's rows as text."""
    return [str(row["id"]) for row in project.query(f'SELECT id FROM "{table}"')]
