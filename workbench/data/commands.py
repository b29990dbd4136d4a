# SPDX-License-Identifier: MIT
"""Commands of the room, each declared once. It holds no state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from wording import Message, msg
from workbench.commands import Command, MenuSection
from workbench.data.imports.form_attachment import choose_form
from workbench.data.row_requests import erase_answer, erase_rows, row_consents

if TYPE_CHECKING:
    from workbench.data.room_parts import DataRoomParts


def room_commands(room: DataRoomParts) -> list[Command]:
    """The commands of the Data room."""

    def has_table() -> bool:
        return room.view is not None

    def has_cell() -> bool:
        return has_table() and bool((room.grid.current() or (0, ""))[1])

    def is_sorted() -> bool:
        return has_cell() and bool(room.state().sorts)

    def has_tables() -> bool:
        return bool(room.contents.tables)

    def log_name() -> Message:
        return msg("data.view.log.open", count=room.contents.edits)

    def command(name: str, run: object, **more: object) -> Command:
        text = more.pop("text", msg(f"data.view.command.{name}"))
        return Command(f"data.{name}", text, run, MenuSection.DATA, **more)  # type: ignore[arg-type]

    copy, paste = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste
    return [
        command("file.import", room.choose_file, shortcut="Ctrl+I", icon="import", everywhere=True),
        command("file.folder", room.choose_folder, icon="folder-open", everywhere=True),
        command("file.attach", lambda: choose_form(room), enabled=has_table, icon="file-text"),
        command("file.export", lambda: room.export(), enabled=has_tables, icon="download", everywhere=True),
        command("table.log", lambda: room.show_log(), text=log_name, enabled=has_tables, icon="list"),
        command("table.columns", lambda: room.placing.choose_columns(), enabled=has_table, icon="columns-3"),
        command(
            "table.codes",
            lambda: room.arranging.use_codes(not room.codes),
            shortcut="Ctrl+Shift+K",
            enabled=has_table,
            checked=lambda: room.codes,
        ),
        command("table.derive", lambda: room.deriving.open(), enabled=has_table, icon="sigma"),
        command("table.register", lambda: room.registering.open(), enabled=has_table, icon="list-checks"),
        command("table.people", lambda: room.registering.people.open(), enabled=has_table, icon="users"),
        command("table.about", lambda: room.knowing.pick(None), enabled=has_table, icon="info"),
        command("row.find", lambda: room.searching.open(), shortcut="Ctrl+F", enabled=has_table, icon="search"),
        command("row.find_next", lambda: room.searching.again(1), shortcut="F3", enabled=has_table),
        command("row.find_previous", lambda: room.searching.again(-1), shortcut="Shift+F3", enabled=has_table),
        command(
            "row.filter", lambda: room.arranging.open_form(), shortcut="Ctrl+Shift+F", enabled=has_table, icon="filter"
        ),
        command("row.same", lambda: room.arranging.filter_current(), enabled=has_cell),
        command("row.all", lambda: room.arranging.clear_filters(), enabled=has_table),
        command("row.up", lambda: room.arranging.sort_current(False), enabled=has_cell, icon="arrow-up"),
        command("row.down", lambda: room.arranging.sort_current(True), enabled=has_cell, icon="arrow-down"),
        command("row.then_up", lambda: room.arranging.sort_current(False, further=True), enabled=is_sorted),
        command("row.then_down", lambda: room.arranging.sort_current(True, further=True), enabled=is_sorted),
        command("row.unsorted", lambda: room.arranging.sort(None), enabled=is_sorted),
        command("row.freeze", lambda: room.placing.freeze_here(), enabled=has_cell),
        command("column.left", lambda: room.placing.move_current(-1), shortcut="Ctrl+Shift+Left", enabled=has_cell),
        command("column.right", lambda: room.placing.move_current(1), shortcut="Ctrl+Shift+Right", enabled=has_cell),
        command("column.hide", lambda: room.placing.hide((room.grid.current() or (0, ""))[1]), enabled=has_cell),
        command("cell.edit", lambda: room.changing.edit_current(), shortcut="F2", enabled=has_cell, icon="pencil"),
        command("cell.fill", lambda: room.changing.fill(), shortcut="Ctrl+D", enabled=has_cell),
        command("cell.history", lambda: room.changing.show_log_here(), enabled=has_cell, icon="history"),
        command("cell.copy", lambda: room.arranging.copy(), shortcut=copy, enabled=has_cell, icon="copy"),
        command("cell.paste", lambda: room.changing.paste(), shortcut=paste, enabled=has_cell),
        command("row.consents", lambda: room.changing.ask_about(row_consents), enabled=has_cell, icon="users"),
        command("row.erase", lambda: room.changing.ask_about(erase_rows), enabled=has_cell, icon="trash-2"),
        command("cell.erase", lambda: room.changing.ask_about(erase_answer), enabled=has_cell, icon="trash-2"),
    ]
