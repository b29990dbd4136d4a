# SPDX-License-Identifier: MIT
"""Names for columns as the file gives them: empty and repeated headers keep their text and get a number behind it."""

from __future__ import annotations

from collections.abc import Sequence


def column_names(headers: Sequence[str]) -> list[str]:
    """One distinct name per column.

    The first of equal headers keeps its text, an empty one is named after its place.
    """
    names: list[str] = []
    taken: set[str] = set(headers)
    seen: set[str] = set()
    counts: dict[str, int] = {}
    for number, header in enumerate(headers, 1):
        name = header if header.strip() else f"column {number}"
        if name in seen or (not header.strip() and name in taken):
            name = _numbered(name, (seen, taken), counts)
        seen.add(name)
        names.append(name)
    return names


def with_groups(headers: Sequence[str], groups: Sequence[str]) -> list[str]:
    """The headers; one that stands under several groups of a two-row heading gets its group before it: "Women / F"."""
    plain = [header.strip() for header in headers]
    repeated = {header for header in plain if header and plain.count(header) > 1} if groups else set()
    return [
        f"{group} / {name}" if group and name in repeated else header
        for header, name, group in zip(headers, plain, groups or [""] * len(headers), strict=True)
    ]


def joined_headings(headers: Sequence[str], groups: Sequence[str]) -> list[str]:
    """What two heading rows are together, as "Women / 0–17", for the columns that have both."""
    return [f"{group} / {header.strip()}" for header, group in zip(headers, groups, strict=False) if group]


def _numbered(name: str, taken: tuple[set[str], ...], counts: dict[str, int]) -> str:
    """The name with the next number that is free; `counts` remembers how far each name has come."""
    count = counts.get(name, 1) + 1
    while any(f"{name} ({count})" in names for names in taken):
        count += 1
    counts[name] = count
    return f"{name} ({count})"
