# SPDX-License-Identifier: MIT
"""The design card of a table of persons: one member drawn, or all listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from projects.store.actions import Action
from projects.store.project import Project
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.queries import insert
from wording import msg
from workbench.analysis.view import AnalysisWorkspace
from workbench.shell.window import MainWindow

Calm = Callable[[], None]
Ask = Callable[[Callable[[Any], Any]], Any]


def card(room: AnalysisWorkspace, table_id: str, calm: Calm) -> Any:
    table = room.state.tables[table_id]
    one = next(v for v in table.variables if v.kind == "one")
    room.acts.front.begin("proportions", {"variable": one.id}, table_id)
    calm()
    return room.right.design


def test_a_table_that_lists_members_says_so_and_keeps_its_weights(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    parent = next(table.id for table in room.state.tables.values() if table.parent is None)
    child = next(table.id for table in room.state.tables.values() if table.parent is not None)
    assert card(room, parent, calm).drawn_row.isHidden()
    shown = card(room, child, calm)
    assert not shown.drawn_row.isHidden()
    size = next(v for v in room.state.tables[parent].variables if v.name.rpartition("/")[2] == "household_size")
    told: list[Any] = []
    room.session.problem.connect(told.append)
    shown.drawn.choose((parent, size.id))
    shown.drawn.chosen.emit((parent, size.id))
    calm()
    assert [message.key for message in told] == ["data.within_household_several"]
    assert room.state.tables[child].within_household is None
    assert shown.drawn.value() is None


def test_a_table_of_drawn_persons_says_how_its_weights_came_about(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    parent = next(table.id for table in room.state.tables.values() if table.parent is None)
    child = next(table.id for table in room.state.tables.values() if table.parent is not None)

    def keep_one_each(project: Project) -> None:
        columns = TableColumns(project, child)
        parents = columns.parents()
        assert parents is not None
        seen: set[int] = set()
        others = []
        for row, above in zip(columns.row_ids.tolist(), parents.tolist(), strict=True):
            if above in seen:
                others.append(row)
            seen.add(above)
        states = [{"table_id": child, "row_id": row, "state": "excluded"} for row in others]
        project.do(
            Action("data.design", msg("data.reason.1"), lambda transaction: insert(transaction, "row_state", states))
        )

    ask(keep_one_each)
    size = next(v for v in room.state.tables[parent].variables if v.name.rpartition("/")[2] == "household_size")
    room.acts.design.set_within_household_selection(child, (parent, size.id))
    calm()
    shown = card(room, child, calm)
    assert shown.drawn.value() == (parent, size.id)
    assert "One member drawn: weights times" in shown.sentence.text()
    assert room.state.outcome is not None
    assert any("multiplied by the number eligible" in block.words() for block in room.centre.blocks)
    room.session.undo()
    calm()
    assert room.state.tables[child].within_household is None
