# SPDX-License-Identifier: MIT
"""Data leave through the panel: as edited or as collected, without identifiers, noted in the history."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl

from analysis.masking import Destination
from projects.datasets.cells import Cell
from workbench.data.export_panel import ALL, CODEBOOK, Order
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow


def test_a_table_leaves_as_edited_and_as_collected(
    room: DataWorkspace, window: MainWindow, calm: Callable[[], None], tmp_path: Path
) -> None:
    table = room.table()
    assert table is not None
    room.changing.propose(0, table.named("head_age").id, Cell(99.0))
    calm()
    room.change_panel.reason.setText("second visit")
    room.change_panel.store()
    calm()
    window.table.run("data.file.export")
    assert room.right.currentWidget() is room.export_panel
    ages = []
    for edited in (True, False):
        room.export_panel.kind.choose("csv")
        room.export_panel.edited.choose(edited)
        file = tmp_path / f"data-{edited}.csv"
        room.export_panel.write(room.export_panel.order(), file)
        calm()
        with file.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.DictReader(stream))
        assert len(lines) == 633
        assert not [head for head in lines[0] if head.endswith("phone")]
        ages.append(next(value for head, value in lines[0].items() if head.endswith("head_age")))
    assert ages[0] == "99"
    assert ages[1] != "99"


def test_all_tables_and_the_codebook_leave_as_workbooks(
    room: DataWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    room.export()
    room.export_panel.what.choose(ALL)
    room.export_panel._fit()
    assert not room.export_panel.kind.isEnabled()
    for what in (ALL, CODEBOOK):
        file = tmp_path / f"{what.strip('·')}.xlsx"
        room.export_panel.write(Order(what, "xlsx", True, False, Destination.INSIDE), file)
        calm()
        book = openpyxl.load_workbook(file, read_only=True)
        assert len(book.worksheets) >= 2
        book.close()
    told: list[str] = []
    room.session.ask(lambda project: [line.kind for line in project.history(5)], told.extend, owner=room)
    calm()
    assert told.count("export.data") == 2
