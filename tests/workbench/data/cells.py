# SPDX-License-Identifier: MIT
"""Variables and cells of the table in front, by the names the file gives them."""

from __future__ import annotations

from workbench.data.view import DataWorkspace


def variable(room: DataWorkspace, name: str) -> str:
    """The id of a variable the file calls `name`."""
    table = room.state.table()
    assert table is not None
    return table.named(name).id


def column(room: DataWorkspace, name: str, count: int) -> list[str]:
    """The first cells of a column as shown."""
    place = room.grid.model.column_of(variable(room, name))
    cells = [room.grid.model.shown(row, place) for row in range(count)]
    return [cell.text if cell is not None else "?" for cell in cells]
