# SPDX-License-Identifier: MIT
"""Saved view of the Data room, for the return after a lock: table, cell, a filter, change or import under way.

A change is proposed again, a filter put together again, a file read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from projects.stored_tables.cells import DatasetCell

if TYPE_CHECKING:
    from workbench.data.actions import DataActions
    from workbench.data.state import DataState


def where(state: DataState, actions: DataActions) -> dict[str, Any]:
    """The place, as plain values."""
    found: dict[str, Any] = {"table": state.table_id}
    page = actions.imports.page
    if actions.imports.in_front() and page.path is not None:
        return found | {"import": str(page.path), "_said": page.under_way()}
    middle, right = actions.middle, actions.right
    grid, form = middle.centre.grid, middle.centre.form
    here = grid.current()
    row_id = grid.model.row_id(here[0]) if here else None
    if here is not None and row_id is not None:
        found["_cell"] = [int(row_id), here[1]]
    proposal = right.change_panel.proposal
    if right.currentWidget() is right.change_panel and proposal is not None:
        found["change"] = [[one.row_id, one.variable_id, one.new.to_json()] for one in proposal.changes]
    if form.isVisibleTo(middle):
        found["filter"] = [form.variable.value(), form.condition.value(), [str(one) for one in form.ticked()]]
    if middle.currentWidget() is middle.log:
        found["log"] = True
    return found


def return_to(state: DataState, actions: DataActions, place: dict[str, Any]) -> None:
    """Back to the place; a table or row that is gone is passed over.

    Whoever has begun an import since the project opened stays there: rooms may be ready late.
    """
    if actions.imports.in_front():
        return
    table = str(place.get("table", ""))
    if place.get("import"):
        path = Path(str(place["import"]))
        if path.exists():
            actions.imports.begin(path)
            actions.imports.page.begin_again(path, dict(place.get("_said") or {}))
        return
    if not table or state.contents.table(table) is None:
        return
    if state.table_id != table:
        state.table_requested.emit(table)
    if "_cell" in place and state.view is not None:
        actions.sort_and_filter.go_to(int(place["_cell"][0]), str(place["_cell"][1]))
    if "filter" in place:
        _filter_again(actions, *place["filter"])
    if "change" in place:
        kept = [(int(row_id), str(variable), DatasetCell.from_json(new)) for row_id, variable, new in place["change"]]
        actions.cell_editing.propose_again(kept)
    if place.get("log"):
        actions.middle.show_log()


def _filter_again(actions: DataActions, variable: str | None, condition: str | None, ticked: list[str]) -> None:
    actions.sort_and_filter.open_form(variable)
    form = actions.middle.centre.form
    form.choose(variable, condition)
    for number in range(form.answers.count()):
        entry = form.answers.item(number)
        if str(entry.data(Qt.ItemDataRole.UserRole)) in ticked:
            entry.setCheckState(Qt.CheckState.Checked)
