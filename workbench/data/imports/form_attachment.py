# SPDX-License-Identifier: MIT
"""Asks for the form of data that were imported without it, then begins the conversation about it. It reads no form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from projects.datasets import queries
from projects.datasets.table.stored_table import table_row
from projects.readers.survey_files import survey_patterns
from wording import msg, render
from workbench.data.imports.import_page import AttachTo
from workbench.file_dialogs import ask_file
from workbench.memory_file import lies_in_memory, read_again
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.project import Project
    from workbench.data.room_state import DataRoom


def choose_form(room: DataRoom) -> None:
    """Ask for a form for the data of the table in front."""
    form = _asked(room, "choose_form", "form_files", survey_patterns("workbook"))
    if form is not None:
        begin(room, form)


def begin(room: DataRoom, form: Path) -> None:
    """Read the data of the table in front again with this form."""
    table_id = room.table_id

    def work(project: Project) -> AttachTo:
        from projects.datasets.cleaning.missing_mark_settings import kept_options  # more of the program: not at start

        data_set = str(table_row(project, table_id)["data_set"])
        name = str(project.query(queries.NAME_OF_DATA_SET, (data_set,))[0]["name"])
        return AttachTo(data_set, name, read_again(project, data_set), options=kept_options(project, data_set))

    room.session.ask(work, lambda to: _talk(room, to, form), owner=room)


def _talk(room: DataRoom, to: AttachTo, form: Path) -> None:
    if not lies_in_memory():
        given = _asked(room, "choose_original", "files", survey_patterns())
        if given is None:
            return
        to = AttachTo(to.data_set, to.name, to.original, given, to.options)
    room.show_import()
    room.import_page.begin_attaching(to, form)
    room.commands_changed.emit()


def _asked(room: DataRoom, title: str, kinds: str, patterns: str) -> Path | None:
    heading = render(msg(f"data.view.import.{title}"), language_of())
    return ask_file(room, "forms", heading, render(msg(f"data.view.import.{kinds}", patterns=patterns), language_of()))
