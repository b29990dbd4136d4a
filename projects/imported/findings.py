# SPDX-License-Identifier: MIT
"""Collects the lines of the import conversation while a file is read."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from projects.imported.records import Finding, Severity
from wording import msg

MOST_ROWS = 20


def finding(
    severity: Severity,
    key: str,
    *,
    table: str | None = None,
    variable: str | None = None,
    rows: Iterable[int] = (),
    count: int = 0,
    details: Iterable[tuple[str, int]] = (),
    **args: object,
) -> Finding:
    """The line whose sentence is `importing.finding.<key>`; at most 20 rows are named."""
    named = tuple(int(row) for _, row in zip(range(MOST_ROWS), rows, strict=False))
    return Finding(severity, msg(f"importing.finding.{key}", **args), table, variable, named, count, tuple(details))


def rows_where(mask: np.ndarray) -> list[int]:
    """The first rows (0-based, at most 20) where `mask` holds."""
    return [int(row) for row in np.flatnonzero(mask)[:MOST_ROWS]]


def first_names(names: Iterable[str], most: int = 8) -> list[str]:
    """The first names of a long list, for a sentence, and how many more there are."""
    listed = list(names)
    return listed[:most] + ([f"+{len(listed) - most}"] if len(listed) > most else [])
