# SPDX-License-Identifier: MIT
"""Reach in the window: kinds over months, a period picked, another kind chosen, a number added as a tile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.register_columns import Register, RegisterKind
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects.datasets.registers.headings import proposed_parts
from projects.intake.file_intake import prepare_import
from projects.registers.register_settings import set_register
from projects.results.saved_results import ReportBlock, report_blocks
from projects.store.project import Project
from projects.stored_tables.stored_table import data_table
from tests.projects.registers.test_checks import _CSV
from tests.workbench.conftest import PASSPHRASE, Show
from wording import msg, render
from workbench.analysis.panes.over_time import OverTime, largest
from workbench.analysis.view import AnalysisWorkspace
from workbench.results.reach_columns import ReachColumns
from workbench.widgets.period_field import DATES, YEAR, PeriodField


def _register(folder: Path) -> Path:
    """A project with a small register of activities."""
    (folder / "activities.csv").write_text(_CSV, encoding="utf-8")
    with Project.create(folder / "Reach.pwb", PASSPHRASE, name="Reach", user="AB") as project:
        project.do(prepare_import(folder / "activities.csv").action)
        parts = proposed_parts(RegisterKind.ACTIVITIES, data_table(project, "t1").variables)
        project.do(set_register("t1", Register(RegisterKind.ACTIVITIES, parts)))
    return folder / "Reach.pwb"


def test_kinds_over_months_a_period_and_a_tile(show_window: Show, qtbot: QtBot, tmp_path: Path) -> None:
    window = show_window("analysis", "history", size=(1366, 768))
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(_register(tmp_path), PASSPHRASE)
    window.show_room("analysis")
    room = window.rooms["analysis"]
    assert isinstance(room, AnalysisWorkspace)
    qtbot.waitUntil(lambda: bool(room.state.tables), timeout=20_000)
    next(one for one in room.commands() if one.id == "analysis.new.reach").run()
    qtbot.waitUntil(lambda: room.state.outcome is not None, timeout=20_000)

    below = room.centre.over_time
    assert below.isVisibleTo(window), "a new analysis of reach is followed by month"
    assert "people" in below.between.text()
    assert below.count.isVisibleTo(window), "nobody has counted people yet"
    kinds = room.centre.blocks[0].table.sheet.table
    assert kinds is not None
    assert not any(row.total for row in kinds.rows), "kinds are never added"

    period = room.right.form.field("period")
    assert isinstance(period, PeriodField)
    assert [period.kind.itemData(at) or at for at in range(period.kind.count())], "all, a year, a quarter, two dates"
    _pick(period, YEAR, room, qtbot)
    period.which.choose("2024-01-01..2024-12-31")
    period.which.chosen.emit("2024-01-01..2024-12-31")
    qtbot.waitUntil(lambda: room.state.outcome is not None, timeout=20_000)
    assert room.state.current is not None
    assert room.state.current.options["period"] == "2024-01-01..2024-12-31"
    assert below.months.names[:3] == ("Jan", "Feb", "Mar")
    _pick(period, DATES, room, qtbot)
    assert period.value() == "2024-01-01..2024-12-31", "the days chosen before are proposed"

    _another_kind(below, room)
    command = next(one for one in room.commands() if one.id == "analysis.keep.tile")
    qtbot.waitUntil(lambda: command.enabled(), timeout=20_000)  # the days picked last are counted first
    menu = room.centre.more.offer()
    tile = render(msg("analysis.view.command.keep.tile"), "en")
    next(one for one in menu.actions() if one.text() == tile).trigger()
    menu.close()
    qtbot.waitUntil(lambda: "tile" in render(window.session.undo_text, "en"), timeout=20_000)
    found: list[list[ReportBlock]] = []
    window.session.ask(report_blocks, found.append, owner=window)
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    (tiles,) = found[0]
    assert (tiles.kind, tiles.content["figures"]) == ("tiles", ["reach.t1.awareness.contacts"])


def _pick(period: PeriodField, kind: str, room: AnalysisWorkspace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: room.state.outcome is not None, timeout=20_000)
    period.kind.choose(kind)
    period.kind.chosen.emit(kind)
    qtbot.waitUntil(lambda: room.state.outcome is not None, timeout=20_000)


def _another_kind(below: OverTime, room: AnalysisWorkspace) -> None:
    """Choosing a line of the table shows its months; the arrow keys mark a month and say its numbers."""
    sheet = room.centre.blocks[0].table.sheet
    assert sheet.current is not None
    assert sheet.ids(*sheet.current)[0] == below.row, "the kind whose months stand below is ringed"
    room.centre.blocks[0].table.cell_chosen.emit("g0", "sessions")
    assert "Training" in below.title.text()
    room.centre.blocks[0].table.cell_chosen.emit("g1", "contacts")
    assert "Awareness" in below.title.text()
    assert below.share.text().startswith("Women and girls: ")
    QTest.keyClick(below.months, Qt.Key.Key_Right)
    assert below.months.marked == 0
    # 15 January: 20 women, 10 men, all told in the total
    assert below.months.accessibleDescription() == "Jan: Women 20, Men 10, Sex or age unknown 0, Contacts 30"


def _over_time(name: str, *contacts: float | None) -> FigureSpec:
    cells = tuple(Cell(one, unit=Unit.COUNT) for one in contacts)
    columns = tuple(Column(f"2024-{at:02}", str(at), show=("estimate",)) for at in range(1, len(contacts) + 1))
    rows = (Row("women", "Women", cells), Row("total", "Contacts", cells, total=True))
    table = TableSpec(f"reach-kind-over-{name}", "Reach", None, None, columns, rows, exclusive_rows=False)
    return FigureSpec(name, table, Chart.COLUMNS, "Reach", rows=("women",))


def test_the_kind_with_the_most_contacts_is_drawn_first() -> None:
    # 5 + 6 = 11 of the file's first kind, 4 + 30 = 34 of the second, 20 of the third, where a month is withheld
    figures = [_over_time("g0", 5, 6), _over_time("g1", 4, 30), _over_time("g2", 20, None)]
    assert largest({one.id: one for one in figures}) == "g1"
    assert largest({one.id: one for one in [figures[0], _over_time("g3", 11, 0)]}) == "g0", "as many: the first"


def test_two_years_of_months_stand_as_quarters_where_their_words_would_run_together(qtbot: QtBot) -> None:
    names = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
    columns = tuple(Column(name, f"{name[5:]}.", group=name[:4], show=("estimate",)) for name in names)
    counted = tuple(Cell(1_200.0 + at, unit=Unit.COUNT) for at in range(24))
    rows = (Row("women", "Women", counted), Row("total", "Contacts", counted, total=True))
    table = TableSpec("reach-kind-over-g0", "Reach", None, None, columns, rows, exclusive_rows=False)
    view = ReachColumns()
    qtbot.addWidget(view)
    view.show_figure(FigureSpec("f", table, Chart.COLUMNS, "Reach", rows=("women",)))
    view.resize(680, 400)
    assert view.in_quarters(680)
    assert len(view.names) == 8
    assert not view.in_quarters(2_400)


def test_a_quarter_is_named_so_that_its_number_is_never_cut(qtbot: QtBot) -> None:
    field = PeriodField("Period")
    qtbot.addWidget(field)
    field.offer_days("2025-01-05", "2025-12-20")
    field.show_period("2025-10-01..2025-12-31")
    assert field.which.itemText(field.which.currentIndex()) in ("Q4 2025", "T4 2025")
