# SPDX-License-Identifier: MIT
"""Commands of the room, each declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from wording import Message, msg
from workbench.commands import Command, MenuSection
from workbench.data.actions.cell_editing import erase_answer, erase_rows, row_consents

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.data.actions import DataActions
    from workbench.data.state import DataState


def room_commands(state: DataState, actions: Callable[[], DataActions]) -> list[Command]:
    """The commands of the Data room; `actions` are there once one is run: buttons show commands before."""

    def do(act: Callable[[DataActions], object]) -> Callable[[], object]:
        return lambda: act(actions())

    def has_table() -> bool:
        return state.view is not None

    def has_cell() -> bool:
        return has_table() and bool(actions().current_column())

    def is_sorted() -> bool:
        return has_cell() and bool(state.shown().sorts)

    def has_tables() -> bool:
        return bool(state.contents.tables)

    def log_name() -> Message:
        return msg("data.view.log.open", count=state.contents.edits)

    def command(name: str, run: object, **more: object) -> Command:
        text = more.pop("text", msg(f"data.view.command.{name}"))
        # fields of Command by name: mypy cannot tell
        return Command(f"data.{name}", text, run, MenuSection.DATA, **more)  # type: ignore[arg-type]

    copy, paste = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste
    return [
        command(
            "file.import", do(lambda on: on.imports.choose_file()), shortcut="Ctrl+I", icon="import", everywhere=True
        ),
        command("file.folder", do(lambda on: on.imports.choose_folder()), icon="folder-open", everywhere=True),
        command("file.attach", do(lambda on: on.imports.choose_form()), enabled=has_table, icon="file-text"),
        command(
            "file.export", do(lambda on: on.right.ask_export()), enabled=has_tables, icon="download", everywhere=True
        ),
        command("table.log", do(lambda on: on.middle.show_log()), text=log_name, enabled=has_tables, icon="list"),
        command("table.columns", do(lambda on: on.column_layout.choose_columns()), enabled=has_table, icon="columns-3"),
        command(
            "table.codes",
            do(lambda on: on.sort_and_filter.use_codes(not state.codes)),
            shortcut="Ctrl+Shift+K",
            enabled=has_table,
            checked=lambda: state.codes,
        ),
        command("table.derive", do(lambda on: on.deriving.open()), enabled=has_table, icon="sigma"),
        command(
            "table.register",
            do(lambda on: on.registering.open()),
            enabled=has_table,
            icon="list-checks",
            everywhere=True,
        ),
        command(
            "table.people",
            do(lambda on: on.registering.people.open()),
            enabled=has_table,
            icon="users",
            everywhere=True,
        ),
        command("table.about", do(lambda on: on.inspector_actions.pick(None)), enabled=has_table, icon="info"),
        command("row.find", do(lambda on: on.cell_search.open()), shortcut="Ctrl+F", enabled=has_table, icon="search"),
        command("row.find_next", do(lambda on: on.cell_search.again(1)), shortcut="F3", enabled=has_table),
        command("row.find_previous", do(lambda on: on.cell_search.again(-1)), shortcut="Shift+F3", enabled=has_table),
        command(
            "row.filter",
            do(lambda on: on.sort_and_filter.open_form()),
            shortcut="Ctrl+Shift+F",
            enabled=has_table,
            icon="filter",
        ),
        command("row.same", do(lambda on: on.sort_and_filter.filter_current()), enabled=has_cell),
        command("row.all", do(lambda on: on.sort_and_filter.clear_filters()), enabled=has_table),
        command("row.up", do(lambda on: on.sort_and_filter.sort_current(False)), enabled=has_cell, icon="arrow-up"),
        command("row.down", do(lambda on: on.sort_and_filter.sort_current(True)), enabled=has_cell, icon="arrow-down"),
        command("row.then_up", do(lambda on: on.sort_and_filter.sort_current(False, further=True)), enabled=is_sorted),
        command("row.then_down", do(lambda on: on.sort_and_filter.sort_current(True, further=True)), enabled=is_sorted),
        command("row.unsorted", do(lambda on: on.sort_and_filter.sort(None)), enabled=is_sorted),
        command("row.freeze", do(lambda on: on.column_layout.freeze_here()), enabled=has_cell),
        command(
            "column.left",
            do(lambda on: on.column_layout.move_current(-1)),
            shortcut="Ctrl+Shift+Left",
            enabled=has_cell,
        ),
        command(
            "column.right",
            do(lambda on: on.column_layout.move_current(1)),
            shortcut="Ctrl+Shift+Right",
            enabled=has_cell,
        ),
        command("column.hide", do(lambda on: on.column_layout.hide(on.current_column())), enabled=has_cell),
        command(
            "cell.edit", do(lambda on: on.cell_editing.edit_current()), shortcut="F2", enabled=has_cell, icon="pencil"
        ),
        command("cell.fill", do(lambda on: on.cell_editing.fill()), shortcut="Ctrl+D", enabled=has_cell),
        command("cell.history", do(lambda on: on.cell_editing.show_log_here()), enabled=has_cell, icon="history"),
        command("cell.copy", do(lambda on: on.sort_and_filter.copy()), shortcut=copy, enabled=has_cell, icon="copy"),
        command("cell.paste", do(lambda on: on.cell_editing.paste()), shortcut=paste, enabled=has_cell),
        command("row.consents", do(lambda on: on.cell_editing.ask_about(row_consents)), enabled=has_cell, icon="users"),
        command("row.erase", do(lambda on: on.cell_editing.ask_about(erase_rows)), enabled=has_cell, icon="trash-2"),
        command("cell.erase", do(lambda on: on.cell_editing.ask_about(erase_answer)), enabled=has_cell, icon="trash-2"),
    ]
