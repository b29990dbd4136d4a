# SPDX-License-Identifier: MIT
"""Saved view of the Data room, for the return after a lock: table, cell, a filter, change or import under way.

It stores nothing: a change is proposed again, a filter put together again, a file read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from projects.datasets.table.cells import DatasetCell

if TYPE_CHECKING:
    from workbench.data.room_parts import DataRoomParts


def where(room: DataRoomParts) -> dict[str, Any]:
    """The place, as plain values."""
    found: dict[str, Any] = {"table": room.table_id}
    if room.importing() and room.import_page.path is not None:
        return found | {"import": str(room.import_page.path), "_said": room.import_page.under_way()}
    here = room.grid.current()
    row_id = room.grid.model.row_id(here[0]) if here else None
    if here is not None and row_id is not None:
        found["_cell"] = [int(row_id), here[1]]
    proposal = room.change_panel.proposal
    if room.right.currentWidget() is room.change_panel and proposal is not None:
        found["change"] = [[one.row_id, one.variable_id, one.new.to_json()] for one in proposal.changes]
    form = room.centre.form
    if form.isVisibleTo(room):
        found["filter"] = [form.variable.value(), form.condition.value(), [str(one) for one in form.ticked()]]
    if room.middle.currentWidget() is room.log:
        found["log"] = True
    return found


def return_to(room: DataRoomParts, place: dict[str, Any]) -> None:
    """Back to the place; a table or row that is gone is passed over."""
    table = str(place.get("table", ""))
    if place.get("import"):
        path = Path(str(place["import"]))
        if path.exists():
            room.begin_import(path)
            room.import_page.begin_again(path, dict(place.get("_said") or {}))
        return
    if not table or room.contents.table(table) is None:
        return
    if room.table_id != table:
        room.table_wanted.emit(table)
    if "_cell" in place and room.view is not None:
        room.arranging.go_to(int(place["_cell"][0]), str(place["_cell"][1]))
    if "filter" in place:
        _filter_again(room, *place["filter"])
    if "change" in place:
        kept = [(int(row_id), str(variable), DatasetCell.from_json(new)) for row_id, variable, new in place["change"]]
        room.changing.propose_again(kept)
    if place.get("log"):
        room.show_log()


def _filter_again(room: DataRoomParts, variable: str | None, condition: str | None, ticked: list[str]) -> None:
    room.arranging.open_form(variable)
    form = room.centre.form
    form.choose(variable, condition)
    for number in range(form.answers.count()):
        entry = form.answers.item(number)
        if str(entry.data(Qt.ItemDataRole.UserRole)) in ticked:
            entry.setCheckState(Qt.CheckState.Checked)
