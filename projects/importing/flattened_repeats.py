# SPDX-License-Identifier: MIT
"""Repeats that an export wrote side by side ("members[1]/age", "members[2]/age", as in ONA's CSV) as tables again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from projects.imported.raw_tables import RawTable

_NUMBERED = re.compile(r"^((?:[^\[\]]+/)?)([^/\[\]]+)\[(\d+)\]/(.+)$")
_LEAST = 2  # columns with a number in brackets, before a table is taken for flattened


def unflattened(tables: list[RawTable]) -> list[RawTable]:
    """The tables, each followed by those of the repeats that stood in its columns."""
    found: list[RawTable] = []
    for table in tables:
        found += _split(table)
    return found


def _split(table: RawTable) -> Iterator[RawTable]:
    """A table without its numbered columns, then a table for each repeat among them; nested ones follow theirs."""
    numbered = {place: hit for place, header in enumerate(table.headers) if (hit := _NUMBERED.match(header.strip()))}
    if len(numbered) < _LEAST:
        yield table
        return
    kept = [place for place in range(len(table.headers)) if place not in numbered]
    main = RawTable(
        table.name,
        [table.headers[place] for place in kept],
        [table.columns[place] for place in kept],
        table.rows,
        [table.groups[place] for place in kept] if table.groups else [],
    )
    index = main.column("_index")
    if index is None or index.null_count or len(index.unique()) < len(index):
        _add(main, "_index", _counted(np.arange(1, table.rows + 1)))
    yield main
    for path in dict.fromkeys(hit[1] + hit[2] for hit in numbered.values()):
        mine = {place: hit for place, hit in numbered.items() if hit[1] + hit[2] == path}
        yield from _split(_repeat(table, path, mine, main))


def _repeat(table: RawTable, path: str, columns: dict[int, re.Match[str]], parent: RawTable) -> RawTable:
    """The rows of a repeat, in the order of their parents; a place without a single answer is no row."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    names = list(dict.fromkeys(hit[4] for hit in columns.values()))
    where = {(int(hit[3]), hit[4]): place for place, hit in columns.items()}
    parts: list[list[pa.Array]] = [[] for _ in names]
    owners = []
    for number in sorted({number for number, _ in where}):
        cells = [table.columns[where[number, name]] if (number, name) in where else None for name in names]
        there = np.zeros(table.rows, dtype=bool)
        for column in cells:
            if column is not None:
                there |= ~column.is_null().to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(there)
        owners.append(rows)
        for part, column in zip(parts, cells, strict=True):
            part.append(pa.nulls(len(rows), pa.string()) if column is None else column.take(pa.array(rows)))
    owner = np.concatenate(owners)
    order = pa.array(np.argsort(owner, kind="stable"))
    made = RawTable(
        path.rsplit("/", 1)[-1],
        [f"{path}/{name}" for name in names],
        [pa.concat_arrays(part).take(order) for part in parts],
        len(owner),
    )
    index = parent.column("_index")
    assert index is not None
    _add(made, "_index", _counted(np.arange(1, len(owner) + 1)))
    _add(made, "_parent_index", index.take(pa.array(np.sort(owner, kind="stable"))))
    _add(made, "_parent_table_name", pa.array([parent.name] * len(owner), pa.string()))
    return made


def _add(table: RawTable, header: str, column: object) -> None:
    table.headers.append(header)
    table.columns.append(column)
    if table.groups:
        table.groups.append("")


def _counted(numbers: np.ndarray) -> Any:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return pa.array([str(number) for number in numbers.tolist()], pa.string())
