# SPDX-License-Identifier: MIT
"""The pictures of the room in the sample study: the table, a multiple-choice question, a filter, an import."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.records import Kind, Variable
from projects.stored_tables.cells import DatasetCell
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.data.actions import DataActions
    from workbench.data.state import DataState

_FOR_TOUR = "workbench-tour-"
_SAMPLE = Path(__file__).resolve().parent.parent / "sample_files" / "protection_assessment_data.xlsx"


def tour_of(state: DataState, actions: DataActions) -> Sequence[TourStep]:
    """The steps, for a project with tables and for an empty one."""
    if not state.contents.tables:
        return (
            TourStep("data", lambda: None),
            TourStep("data-import", lambda: _import(actions), lambda: _talks(actions)),
        )
    first = state.contents.tables[0].id

    def table() -> None:
        _back(actions)
        state.table_requested.emit(first)

    def a_set() -> None:
        _back(actions)
        shown = state.contents.table(first)
        sets = [v for v in shown.variables if v.kind is Kind.SET] if shown else []
        if sets:
            actions.inspector_actions.show(first, sets[0].id)

    def a_filter() -> None:
        a_set()
        actions.sort_and_filter.open_form()

    def filled() -> bool:
        return state.view is not None and actions.middle.centre.grid.model.is_filled()

    def known() -> bool:
        return filled() and actions.right.inspector.facts is not None

    return (
        TourStep("data", table, filled),
        TourStep("data-set", a_set, known),
        TourStep("data-filter", a_filter, known),
        *_right_column(state, actions, table, filled),
        TourStep("data-import", lambda: _import(actions), lambda: _talks(actions)),
        TourStep("data-newer", lambda: _newer(actions), lambda: _compared(actions)),
    )


def _newer(actions: DataActions) -> None:
    """The sample as if it had been exported anew: three answers changed, a household gone."""
    import openpyxl  # openpyxl, 170 ms: not at start

    actions.imports.page.leave()
    book = openpyxl.load_workbook(_SAMPLE)
    households, members = book.worksheets[:2]
    age = next(number for number, cell in enumerate(households[1], 1) if str(cell.value).endswith("head_age"))
    for row in (6, 13, 34):
        households.cell(row, age).value = 60 + row
    parent = next(number for number, cell in enumerate(members[1], 1) if cell.value == "_parent_index")
    while members.cell(members.max_row, parent).value == households.max_row - 1:
        members.delete_rows(members.max_row)
    households.delete_rows(households.max_row)
    file = Path(tempfile.mkdtemp(prefix=_FOR_TOUR)) / _SAMPLE.name
    book.save(file)
    actions.imports.begin(file)


def _compared(actions: DataActions) -> bool:
    """Whether the comparison is there; then the file it was made of can go."""
    page = actions.imports.page
    ready = page.is_newer() and page.newer.comparison is not None and not page.session_is_busy()
    if ready and page.path is not None and page.path.parent.name.startswith(_FOR_TOUR):
        shutil.rmtree(page.path.parent, ignore_errors=True)
    return ready


def _right_column(
    state: DataState, actions: DataActions, table: Callable[[], None], filled: Callable[[], bool]
) -> tuple[TourStep, ...]:
    """An answer about to be changed, a variable about to be worked out, columns, an export, the cleaning log."""

    def named(name: str) -> Variable | None:
        shown = state.table()
        return next((v for v in shown.variables if v.name.endswith(name)), None) if shown else None

    def proposed() -> bool:
        asked = named("consent")
        if filled() and asked is not None and actions.right.currentWidget() is not actions.right.change_panel:
            actions.cell_editing.propose(0, asked.id, DatasetCell("c2"))
            return False
        return filled()

    def derive() -> None:
        table()
        number = named("head_age")
        actions.deriving.open(number.id if number is not None else "")

    def previewed() -> bool:
        if filled():
            actions.right.derive_panel.use_edges("18; 30; 60")
        return filled() and actions.right.derive_panel.outcome.count() > 1

    def columns() -> None:
        table()
        actions.column_layout.choose_columns()

    def open_export() -> None:
        table()
        actions.right.ask_export()

    def log() -> None:
        table()
        actions.middle.show_log()

    return (
        TourStep("data-change", table, proposed),
        TourStep("data-derive", derive, previewed),
        TourStep("data-columns", columns, filled),
        TourStep("data-export", open_export, filled),
        TourStep("data-log", log),
        *_registers(state, actions),
    )


def _registers(state: DataState, actions: DataActions) -> tuple[TourStep, ...]:
    """The form of each kind of register, with the figures it gives; the next step leaves it."""

    def form(table_id: str) -> None:
        _back(actions)
        state.table_requested.emit(table_id)
        actions.registering.open()

    def read() -> bool:
        return bool(actions.registering.figures.found.values)

    held = {str(one.register.kind): one.id for one in state.contents.tables if one.register is not None}
    return tuple(TourStep(f"data-register-{kind}", partial(form, table), read) for kind, table in held.items())


def _back(actions: DataActions) -> None:
    actions.imports.page.leave()
    actions.registering.leave()
    actions.sort_and_filter.close_form()


def _import(actions: DataActions) -> None:
    actions.registering.leave()
    actions.sort_and_filter.close_form()
    if not actions.imports.page.is_read():
        actions.imports.begin(_SAMPLE)
    else:
        actions.imports.begun.emit()


def _talks(actions: DataActions) -> bool:
    """Whether the conversation is there; the sample is shown as if it were new."""
    page = actions.imports.page
    if page.is_read() and page.is_newer():
        page.take_apart()
        return False
    return page.is_read() and not page.session_is_busy()
