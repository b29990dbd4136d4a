# SPDX-License-Identifier: MIT
"""An analysis of the submissions that a person at the server approved; its base is counted anew from the file."""

from __future__ import annotations

from collections.abc import Callable

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from workbench import sample_files
from workbench.analysis.view import AnalysisWorkspace
from workbench.conditions.where_field import WhereField

Calm = Callable[[], None]


def test_only_rows_approved_at_the_server_are_counted(room: AnalysisWorkspace, calm: Calm) -> None:
    (table,) = [table for table in room.state.tables.values() if table.parent is None]
    safe = table.named("safe_at_night")
    room.acts.front.begin("proportions")
    calm()
    room.acts.front.set_option("variable", safe.id)
    calm()
    book = openpyxl.load_workbook(sample_files.DATA, read_only=True)
    heads, *lines = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    rows = [dict(zip((str(head).rsplit("/", 1)[-1] for head in heads), line, strict=True)) for line in lines]
    said = {choice.code for choice in safe.choices if not choice.reason}
    counted = [one for one in rows if one["consent"] == "yes" and one["safe_at_night"] in said]
    approved = [one for one in counted if one["_validation_status"] == "validation_status_approved"]
    assert 0 < len(approved) < len(counted)
    assert room.state.outcome is not None
    assert room.state.outcome.result.tables[0].base == len(counted)
    where = room.right.form.field("where")
    assert isinstance(where, WhereField)
    where.add.click()
    where.editor.variable.choose(table.named("_validation_status").id)
    where.editor.variable.chosen.emit(table.named("_validation_status").id)
    answers = where.editor.answers
    assert isinstance(answers, QListWidget)
    words = [answers.item(place).text() for place in range(answers.count())]
    answers.item(words.index("validation_status_approved")).setCheckState(Qt.CheckState.Checked)
    calm()
    assert room.state.outcome is not None
    assert room.state.outcome.result.tables[0].base == len(approved)
