# SPDX-License-Identifier: MIT
"""Which rooms a project has: their tables, what follows from them, what can be erased. Each room adds its line."""

from __future__ import annotations

import projects.datasets.tables as datasets
import projects.interviews.tables as interviews
import projects.results.tables as results
from projects.store.model import Model
from projects.store.schema import SETTINGS, Table

ROOMS = (datasets, interviews, results)


def _gathered(name: str) -> tuple[Table, ...]:
    return tuple(table for room in ROOMS for table in getattr(room, name, ()))


TABLES: tuple[Table, ...] = (SETTINGS, *_gathered("TABLES"))
LINK_TABLES: tuple[Table, ...] = _gathered("LINK_TABLES")

ERASABLES = tuple(erasable for room in ROOMS for erasable in getattr(room, "ERASABLE", ()))

MODEL = Model(tables=TABLES, link_tables=LINK_TABLES, erasables=ERASABLES)
