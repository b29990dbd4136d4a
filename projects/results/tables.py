# SPDX-License-Identifier: MIT
"""The tables of this room."""

from __future__ import annotations

from projects.store.schema import Table

TABLES: tuple[Table, ...] = ()
