# SPDX-License-Identifier: MIT
"""Approvals by a person at the server are kept, and narrow the rows shown; counted anew from the file."""

from __future__ import annotations

from collections.abc import Callable

import openpyxl
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from projects.datasets.table.filters import IsMissing
from workbench import sample_files
from workbench.data.view import DataWorkspace
from workbench.widgets import Chip


def test_rows_approved_at_the_server_are_filtered(room: DataWorkspace, calm: Callable[[], None], qtbot: QtBot) -> None:
    table = room.state.table()
    assert table is not None
    name = table.named("_validation_status").id
    room.acts.sort_and_filter.open_form(name)
    form = room.centre.form
    words = [form.answers.item(place).text() for place in range(form.answers.count())]
    assert "validation_status_approved" in words
    form.answers.setCurrentRow(words.index("validation_status_approved"))
    qtbot.keyClick(form.answers, Qt.Key.Key_Space)
    qtbot.keyClick(form.answers, Qt.Key.Key_Return)
    calm()
    book = openpyxl.load_workbook(sample_files.DATA, read_only=True)
    heads, *lines = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    households = [dict(zip((str(head).rsplit("/", 1)[-1] for head in heads), line, strict=True)) for line in lines]
    agreed = [one for one in households if one["consent"] == "yes"]
    approved = [one for one in agreed if one["_validation_status"] == "validation_status_approved"]
    assert 0 < len(approved) < len(agreed)
    assert room.grid.model.rowCount() == len(approved)
    room.centre.filters.findChildren(Chip)[-1].click()
    room.acts.sort_and_filter.add_filter(IsMissing(name))
    calm()
    assert room.grid.model.rowCount() == len(agreed) - len(approved)
