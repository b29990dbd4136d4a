# SPDX-License-Identifier: MIT
"""A stranger's spreadsheet: one page asks, one key answers, a chart opens; several variables are taken at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from analysis.records import Kind
from projects.datasets.add_dataset import import_action
from projects.intake.survey_import import import_survey
from projects.store.project import Project
from tests.workbench.conftest import PASSPHRASE, Show
from workbench.analysis.view import AnalysisWorkspace
from workbench.data.imports.first_chart import picture_of
from workbench.data.view import DataWorkspace
from workbench.results.chart import ChartView
from workbench.widgets import Button

_SAFE = ("very safe", "safe", "unsafe", "very unsafe")


def sheet(folder: Path) -> Path:
    file = folder / "visits.csv"
    lines = ["Site,Sex,How safe do you feel at night?,Age,Led by,Phone"]
    lines += [
        f"{'ABC'[n % 3]},{('Female', 'Male')[n % 2]},{_SAFE[n % 4]},{99 if n % 30 == 0 else 15 + n % 50},"
        f"{('Kwizo', 'Ndaro', 'Mbeki')[n % 3]},061{n:06}"
        for n in range(240)
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_the_first_mean_asks_what_a_number_means(
    show_window: Show, qtbot: QtBot, tmp_path: Path, calm: Callable[[], None]
) -> None:
    file = sheet(tmp_path)
    with Project.create(tmp_path / "Visits.pwb", PASSPHRASE, name="Visits", user="AB") as project:
        project.do(import_action(import_survey(file), file.read_bytes(), file_name=file.name))
    window = show_window("data", "analysis", size=(1366, 768))
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(tmp_path / "Visits.pwb", PASSPHRASE)
    analysis = window.rooms["analysis"]
    assert isinstance(analysis, AnalysisWorkspace)
    calm()  # the room that opening brings to the front is there: nothing is computed out of sight
    window.show_room("analysis")
    qtbot.waitUntil(lambda: analysis.isVisible() and bool(analysis.state.tables), timeout=60_000)
    calm()
    (table,) = analysis.state.tables.values()
    age, centre = table.named("Age").id, analysis.centre
    analysis.acts.front.begin("means", {"variable": age, "by": table.named("Site").id})
    qtbot.waitUntil(lambda: centre.marks.isVisible(), timeout=60_000)
    calm()
    assert centre.marks.question.text().startswith("“Age” holds 99.")
    assert not centre.blocks[0].isVisibleTo(window), "no mean before it is answered"
    centre.marks.later.click()
    assert centre.blocks[0].isVisibleTo(window)
    assert "nobody has said whether 99" in centre.blocks[0].notes.text()
    analysis.acts.marks._later.clear()
    analysis.acts.front.compute()
    qtbot.waitUntil(lambda: centre.marks.isVisible(), timeout=60_000)
    calm()
    before = centre.outcome
    centre.marks.absent.click()
    qtbot.waitUntil(lambda: centre.outcome is not before and centre.marks.isHidden(), timeout=60_000)
    calm()
    assert centre.blocks[0].isVisibleTo(window)
    assert centre.outcome is not None
    assert centre.outcome.tables[0].base == 232, "of 240 rows, 8 hold no age"


def test_from_a_spreadsheet_to_a_chart(
    show_window: Show, qtbot: QtBot, tmp_path: Path, calm: Callable[[], None]
) -> None:
    with Project.create(tmp_path / "made.pwb", PASSPHRASE, name="Visits", user="AB") as project:
        project.snapshots.make()
    shutil.copytree(tmp_path / "made.pwb", tmp_path / "Visits.pwb")
    window = show_window("data", "analysis", "history", size=(1366, 768))
    with qtbot.waitSignal(window.rooms_ready, timeout=60_000):
        window.session.open(tmp_path / "Visits.pwb", PASSPHRASE)
    data, analysis = window.rooms["data"], window.rooms["analysis"]
    assert isinstance(data, DataWorkspace)
    assert isinstance(analysis, AnalysisWorkspace)
    window.show_room("data")
    window.activateWindow()
    page = data.import_page
    data.acts.imports.begin(sheet(tmp_path))
    qtbot.waitUntil(page.is_read, timeout=60_000)
    calm()
    assert page.take.text() == "Yes, all"
    assert page.talk.lists_columns()
    asked = [one.text() for one in page.guesses.findChildren(Button)]
    assert {"99 is missing", "It names no one"} <= set(asked)
    QTest.keyClick(page.columns.table, Qt.Key.Key_M)
    qtbot.waitUntil(
        lambda: page.is_read() and page.read is not None and bool(page.read.options.mark_reasons), timeout=60_000
    )
    calm()
    assert "99 is missing" not in [one.text() for one in page.guesses.findChildren(Button)]
    assert page.read is not None
    chart = page.guesses.first_chart()
    assert chart is not None
    picture = picture_of(page.read.imported.tables[0], chart[1])
    assert picture is not None
    assert page.guesses.findChildren(ChartView)[-1].isVisibleTo(window)
    QTest.keyClick(page.columns.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: analysis.centre.outcome is not None, timeout=60_000)
    calm()
    assert analysis.centre.outcome is not None
    opened = analysis.centre.outcome.tables[0]
    assert [[one.estimate for one in row.cells] for row in picture.table.rows] == [
        [one.estimate for one in row.cells[:3]] for row in opened.rows
    ], "what was drawn before the import is what opens after it"
    table = data.state.contents.tables[0]
    names = {one.id: one.name for one in table.variables}
    shown = analysis.state.current
    assert shown is not None
    assert [names[str(shown.options[one])] for one in ("variable", "by")] == ["How safe do you feel at night?", "Site"]
    assert [one.name for one in table.variables if one.content_unconfirmed] == ["Led by"], "what was not answered waits"
    assert [one.code for one in table.named("How safe do you feel at night?").choices] == list(reversed(_SAFE))

    led = table.named("Led by").id
    data.variables.confirmed.emit([led, table.named("Site").id])
    calm()
    qtbot.waitUntil(lambda: not data.state.contents.tables[0].named("Led by").content_unconfirmed, timeout=60_000)
    ids = [table.named("Sex").id, led]
    listed = data.variables.list
    window.show_room("data")
    listed.pick(ids[0])
    calm()
    for row in (at for at, one in enumerate(listed.entries.entries) if one.id in ids):
        listed.selectionModel().select(listed.entries.index(row), QItemSelectionModel.SelectionFlag.Select)
    assert data.variables.several.isVisibleTo(window)
    data.variables.kind.choose("text")
    data.variables.give.click()

    def kinds() -> set[Kind]:
        return {data.state.contents.tables[0].variable(one).kind for one in ids}

    qtbot.waitUntil(lambda: kinds() == {Kind.TEXT}, timeout=20_000)
    window.session.undo()
    qtbot.waitUntil(lambda: kinds() == {Kind.ONE}, timeout=20_000)  # one change for all
    before = len(analysis.state.saved)
    rows = analysis.left.variables.list
    analysis.left.turn_to("variables")

    def all_chosen() -> bool:  # the list is read anew after a change
        rows.selectAll()
        return analysis.left.variables.each.text() == "Analyse these 5 variables"

    qtbot.waitUntil(all_chosen, timeout=20_000)
    analysis.left.variables.each.click()
    qtbot.waitUntil(lambda: len(analysis.state.saved) == before + 5, timeout=60_000)
    window.session.undo()
    qtbot.waitUntil(lambda: len(analysis.state.saved) == before, timeout=60_000)
