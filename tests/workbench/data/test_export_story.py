# SPDX-License-Identifier: MIT
"""Data leave through the panel: as edited or as collected, without identifiers, noted in the history."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl

from analysis.masking import Destination
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.stored_tables.cells import DatasetCell
from workbench.data.panes.right_column import ALL, CODEBOOK, ExportRequest
from workbench.data.view import DataWorkspace
from workbench.shell.window import MainWindow


def test_a_table_leaves_as_edited_and_as_collected(
    room: DataWorkspace, window: MainWindow, calm: Callable[[], None], tmp_path: Path
) -> None:
    table = room.state.table()
    assert table is not None
    room.acts.cell_editing.propose(0, table.named("head_age").id, DatasetCell(99.0))
    calm()
    room.right.change_panel.reason.setText("second visit")
    room.right.change_panel.store()
    calm()
    window.table.run("data.file.export")
    assert room.right.currentWidget() is room.right.export_panel
    ages = []
    for edited in (True, False):
        room.right.export_panel.kind.choose("csv")
        room.right.export_panel.edited.choose(edited)
        file = tmp_path / f"data-{edited}.csv"
        room.right.export_panel.write(room.right.export_panel.asked(), file)
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
    room.right.ask_export()
    room.right.export_panel.what.choose(ALL)
    room.right.export_panel._fit()
    assert not room.right.export_panel.kind.isEnabled()
    for what in (ALL, CODEBOOK):
        file = tmp_path / f"{what.strip('·')}.xlsx"
        asked = ExportRequest(what, "xlsx", True, False, True, False, False, Destination.INSIDE)
        room.right.export_panel.write(asked, file)
        calm()
        book = openpyxl.load_workbook(file, read_only=True)
        assert len(book.worksheets) >= 2
        book.close()
    told: list[str] = []
    room.session.ask(lambda project: [line.kind for line in project.history(5)], told.extend, owner=room)
    calm()
    assert told[:2] == ["export.codebook", "export.data"]


def test_what_stays_behind_depends_on_who_reads_it(
    room: DataWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    room.session.do(confirm_proposals())
    calm()
    room.right.ask_export()
    panel = room.right.export_panel
    panel.kind.choose("csv")
    panel.identifiers.setChecked(True)
    heads: dict[str, set[str]] = {}
    for destination in Destination:
        panel.destination.choose(destination)
        panel._fit()
        assert panel.identifiers.isEnabled() is (destination is Destination.INSIDE)
        file = tmp_path / f"{destination}.csv"
        panel.write(panel.asked(), file)
        calm()
        with file.open(encoding="utf-8-sig", newline="") as stream:
            heads[destination] = {head.rsplit("/", 1)[-1] for head in next(csv.reader(stream))}
        with file.with_suffix(".dictionary.csv").open(encoding="utf-8-sig", newline="") as stream:
            told = list(csv.DictReader(stream))
        assert ("phone" in {line["Name"].rsplit("/", 1)[-1] for line in told}) is (destination is Destination.INSIDE)
    assert "phone" in heads[Destination.INSIDE]
    assert "phone" not in heads[Destination.PARTNER]
    assert {"_uuid", "head_age"} <= heads[Destination.PARTNER]
    assert "_uuid" not in heads[Destination.PUBLIC]
    assert "head_age" in heads[Destination.PUBLIC]


def test_an_export_that_is_cancelled_leaves_nothing(
    room: DataWorkspace, calm: Callable[[], None], tmp_path: Path
) -> None:
    room.right.ask_export()
    room.right.export_panel.kind.choose("csv")
    room.right.export_panel.write(room.right.export_panel.asked(), tmp_path / "data.csv")
    room.session.jobs[0].cancel()
    calm()
    assert list(tmp_path.glob("*.csv*")) == []
    assert list(tmp_path.glob(".*.part")) == []
