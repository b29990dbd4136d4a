# SPDX-License-Identifier: MIT
"""The room in both languages: nothing clipped at 1366×768, everything named; tables and charts as laid out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QDropEvent, QFont, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from analysis.figures.series import drawn
from analysis.specs import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from wording import Problem, render
from wording.catalogue import has_message
from workbench.analysis.view import AnalysisWorkspace
from workbench.conditions.typed_condition import numbers_of
from workbench.results.chart_marks import plan_chart
from workbench.results.result_table import ResultTable
from workbench.results.table_block import ResultTableBlock
from workbench.results.table_layout import PAD, fonts, lay_out, wrapped
from workbench.results.warnings import warnings_of
from workbench.shell.window import MainWindow
from workbench.translation import use_language
from workbench.variable_picker import FieldButton, VariableField, dragged_variable
from workbench.widgets import ElidedLabel

Calm = Callable[[], None]
INPUTS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, QAbstractButton)
ROOM = Path(__file__).resolve().parents[3] / "workbench" / "analysis"


def settle(qtbot: QtBot) -> None:
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    qtbot.wait(5)


def views(room: AnalysisWorkspace, calm: Calm, qtbot: QtBot) -> Any:
    """The room as the tour shows it, a model being made, then the design being changed and a condition being made."""
    for step in room.tour():
        step.act()
        calm()
        settle(qtbot)
        yield step.name
    table = next(table for table in room.state.tables.values() if table.parent is None)
    chosen = [table.named(name).id for name in ("head_sex", "site")]
    room.acts.front.begin("regression", {"variable": table.named("safe_at_night").id, "predictors": chosen})
    calm()
    settle(qtbot)
    yield "regression"
    room.right.form.field("predictors").add.turn()  # type: ignore[attr-defined]
    settle(qtbot)
    yield "adding a predictor"
    room.acts.front.show_saved(room.state.saved[0].id)
    calm()
    room.right.design.open_editor()
    room.right.form.field("where").add.click()  # type: ignore[attr-defined]
    settle(qtbot)
    yield "editing"


def shown(room: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    return [widget for widget in room.findChildren(QWidget) if widget.isVisible() and isinstance(widget, kinds)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_clipped(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot, language: str
) -> None:
    window.set_setting("language", language)
    window.resize(1366, 768)
    wrong = []
    for view in views(room, calm, qtbot):
        for widget in shown(room, QLabel, QAbstractButton):
            text = widget.text()  # type: ignore[attr-defined]
            if isinstance(widget, (ElidedLabel, FieldButton)) or not text or widget.objectName().startswith("qt_"):
                continue
            if isinstance(widget, QLabel) and widget.wordWrap():
                if widget.heightForWidth(widget.width()) > widget.height() + 1:
                    wrong.append((view, text, widget.heightForWidth(widget.width()), widget.height()))
            elif widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height() + 1:
                wrong.append((view, text, widget.sizeHint(), widget.size()))
        for area in (room.right.area, room.centre.area):
            if area.widget().width() > area.viewport().width():
                wrong.append((view, "wider than its column", area.widget().width(), area.viewport().width()))
    assert not wrong


def test_every_input_has_a_name(room: AnalysisWorkspace, calm: Calm, qtbot: QtBot) -> None:
    nameless = []
    for view in views(room, calm, qtbot):
        for widget in shown(room, *INPUTS):
            own = not isinstance(widget.parentWidget(), (QComboBox, QLineEdit))
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if own and not widget.objectName().startswith("qt_") and not (widget.accessibleName() or text).strip():
                nameless.append((view, type(widget).__name__))
    assert not nameless


def test_every_input_is_reached_by_tab(room: AnalysisWorkspace, window: MainWindow, calm: Calm, qtbot: QtBot) -> None:
    for view in views(room, calm, qtbot):
        wanted = {
            widget
            for widget in [*shown(room, *INPUTS), *[block.table.sheet for block in room.centre.blocks]]
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
        reached, widget = set(), window.nextInFocusChain()
        while widget is not window:
            reached.add(widget)
            widget = widget.nextInFocusChain()
        assert wanted, view
        assert wanted <= reached, view


def test_every_message_has_both_languages() -> None:
    keys = {
        key
        for file in ROOM.glob("*.py")
        for key in re.findall(r'msg\(\s*f?"(analysis\.view\.[a-z0-9_.]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(keys) > 40
    assert not [key for key in keys for language in ("en", "fr") if not has_message(key, language)]


def test_the_table_is_read_cell_by_cell(room: AnalysisWorkspace) -> None:
    sheet = room.centre.blocks[0].table.sheet
    sheet.setFocus()
    QTest.keyClick(sheet, Qt.Key.Key_Down)
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert sheet.current is not None
    assert sheet.accessibleDescription() == sheet.sentence(*sheet.current)
    assert render(sheet.grid_.rows[1].row.label, "en") in sheet.accessibleDescription()  # type: ignore[union-attr]
    assert sheet.accessibleName()
    assert room.centre.charts[0].accessibleDescription()


def table(*flags: Flag, columns: int = 2) -> TableSpec:
    cell = Cell(0.25, 0.2, 0.31, n=40, base=160, unit=Unit.SHARE)
    marked = Cell(None, n=None, base=None, unit=Unit.SHARE, flags=frozenset(flags)) if flags else cell
    rows = tuple(
        Row(f"r{at}", f"A rather long answer number {at}", (marked,) * 1 + (cell,) * (columns - 1)) for at in range(4)
    )
    heads = tuple(Column(f"g{at}", f"Group {at}", base=160) for at in range(columns))
    return TableSpec("t", "Title", "Base", None, heads, rows, base=160)


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_columns_stand_beside_each_other(window: MainWindow, width: int) -> None:
    grid = lay_out(table(columns=3), "fr", width)
    assert grid.lefts[0] == grid.stub_width
    for left, wide, after in zip(grid.lefts, grid.widths, [*grid.lefts[1:], grid.width], strict=True):
        assert left + wide == after
    assert [row.top for row in grid.rows[1:]] == [row.top + row.height for row in grid.rows[:-1]]
    assert grid.place(grid.lefts[1] + 1, grid.rows[2].top + 1) == (2, 1)
    if width >= 700:
        assert grid.width <= width


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("proportions", {"variable": "safe_at_night", "by": "head_sex"}, "Why this test?"),
        ("describe", {"variable": "head_age"}, "Why this interval?"),
        ("sample_size", {}, "Why this way?"),
    ],
)
def test_the_button_asks_why_what_is_shown_was_chosen(
    room: AnalysisWorkspace, calm: Calm, kind: str, options: dict[str, str], words: str
) -> None:
    named = next(table for table in room.state.tables.values() if table.parent is None).named
    room.acts.front.begin(kind, {option: named(name).id for option, name in options.items()})
    calm()
    assert room.state.outcome is not None
    assert [button.text() for button in room.centre.buttons if button.text().startswith("Why")] == [words]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_result_with_its_python_and_reason_is_no_wider_than_a_narrow_room(
    window: MainWindow, room: AnalysisWorkspace, calm: Calm, qtbot: QtBot, language: str
) -> None:
    window.set_language(language)
    calm()
    room.acts.front.show_python()
    window.table.run("analysis.take.why")
    window.resize(1024, 700)
    settle(qtbot)
    assert room.centre.python.isVisible()
    assert room.centre.why.isVisible()
    assert room.centre.area.widget().minimumSizeHint().width() <= room.centre.area.viewport().width()
    assert not room.centre.area.horizontalScrollBar().isVisible()


def test_intervals_go_below_their_estimates_before_a_table_scrolls(window: MainWindow) -> None:
    plain = table(columns=4)
    heads = tuple(replace(head, show=("estimate", "interval", "n")) for head in plain.columns)
    spec = replace(plain, columns=heads)
    wide = lay_out(spec, "en", 2000)
    assert [column.part for column in wide.columns] == ["estimate", "interval", "n"] * 4
    assert not any(wide.below)
    grid = lay_out(spec, "en", 695)  # the room on a laptop of 1366 pixels
    assert grid.width <= 695
    assert [column.part for column in grid.columns] == ["estimate", "n"] * 4
    assert [under.part if under else "" for under in grid.below] == ["interval", ""] * 4
    assert grid.rows[0].cells[:2] == ("25%", "40")
    assert grid.rows[0].below[:2] == ("20–31", "")
    assert grid.rows[1].top - grid.rows[0].top > wide.rows[1].top - wide.rows[0].top


def test_columns_stand_closer_before_a_table_scrolls(window: MainWindow) -> None:
    plain = table(columns=9)
    needed = lay_out(plain, "fr", 300).width  # too wide for that in any way
    close = lay_out(plain, "fr", needed - 40)
    assert close.pad < lay_out(plain, "fr", 300).pad
    assert close.width <= needed - 40


def test_what_stands_below_is_spoken_with_its_estimate(window: MainWindow, qtbot: QtBot) -> None:
    made = ResultTable()
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.show()
    made.show_table(table(columns=3), (30, 10, 5))
    assert made.sheet.sentence(0, 1) == "A rather long answer number 0, Group 1 (n\u00a0=\u00a0160): 25%, 95% CI: 20–31"


def test_a_heading_over_rows_has_the_whole_width(window: MainWindow) -> None:
    plain = table(columns=3)
    words = "Sex of the head of the household or of who speaks for it"
    over = Row("over", words, (Cell(),) * 3, heading=True)
    grid = lay_out(replace(plain, rows=(over, *plain.rows)), "en", 520)
    assert grid.rows[0].label == (words,)
    assert grid.stub_width == lay_out(plain, "en", 520).stub_width


def test_a_name_over_count_and_share_is_not_cut(window: MainWindow) -> None:
    columns = tuple(Column(name, name, show=("estimate", "share")) for name in ("Interviewees", "Alle"))
    spec = TableSpec("t", "Codes", None, "Code", columns, (Row("r", "Act", (Cell(estimate=1.0), Cell(estimate=1.0))),))
    grid = lay_out(spec, "en", 60)
    name, left, right = grid.spans[0]
    assert name == "Interviewees"
    assert right - left >= QFontMetrics(fonts()[1]).horizontalAdvance(name) + 2 * grid.pad


def test_words_alone_in_their_row_are_read_without_scrolling(window: MainWindow) -> None:
    """Quotes below a share, in a small window: they go over the empty cells beside them."""
    plain, said = (
        table(columns=4),
        "She took my card and my passport and kept them in her room, and I had nothing left.",
    )
    words = [Cell(text=text, unit=Unit.TEXT) for text in ("", said)]
    rows = tuple(replace(row, cells=(*row.cells, Cell(text="", unit=Unit.TEXT))) for row in plain.rows)
    quote = Row("q1", "P02, turn 32", (*(words[:1] * 4), words[1]), depth=1)
    heads = (*plain.columns, Column("quote", "In their words", show=("estimate",)))
    spec = replace(plain, columns=heads, rows=(*rows, quote))
    grid = lay_out(spec, "en", 463)
    last = grid.rows[-1]
    at = len(grid.columns) - 1
    assert grid.width > 463  # numbers scroll
    assert (last.over, grid.rows[0].over) == (at, -1)
    metrics = QFontMetrics(fonts()[0])
    lines = last.cells[at].split("\n")
    assert " ".join(lines) == said
    assert max(map(metrics.horizontalAdvance, lines)) <= 463 - grid.stub_width - PAD  # inside the window
    assert grid.place(grid.stub_width + 5, last.top + 2) == (len(grid.rows) - 1, at)
    assert lay_out(spec, "en", 2000).rows[-1].over == -1


def test_a_table_is_shown_whole_in_every_width(window: MainWindow, qtbot: QtBot) -> None:
    sheet, made = QWidget(), ResultTable()
    column = QVBoxLayout(sheet)
    column.addWidget(made)
    column.addStretch(1)
    qtbot.addWidget(sheet)
    made.show_table(table(columns=3), (30, 10, 5))
    sheet.resize(900, 900)
    sheet.show()
    qtbot.waitExposed(sheet)
    heights = []
    for width in (900, 400, 320, 700):
        sheet.resize(width, 900)
        settle(qtbot)
        bar = made.horizontalScrollBar()
        assert made.height() == made.sheet.height() + (bar.height() if bar.isVisible() else 0), width
        heights.append(made.height())
    assert max(heights) > min(heights)


def test_a_dot_between_two_words_stands_on_no_line_alone(window: MainWindow) -> None:
    metrics = QFontMetrics(window.font())
    assert [line.replace("\u00a0", " ") for line in wrapped("Groupe 3 · hommes", metrics, 1)] == [
        "Groupe",
        "3 ·",
        "hommes",
    ]
    assert wrapped("", metrics, 1) == ()


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Every row has the weight 1:"), ("fr", "Chaque ligne a le poids 1\u00a0:")]
)
def test_equal_weights_are_told_once_under_the_result(
    window: MainWindow, qtbot: QtBot, language: str, sentence: str
) -> None:
    use_language(language)
    made = ResultTableBlock()
    qtbot.addWidget(made)
    plain = table(columns=2)
    ones = replace(plain.rows[0].cells[0], se=0.03, flags=frozenset({Flag.WEIGHTS_ONE}))
    made.show_table(replace(plain, rows=(replace(plain.rows[0], cells=(ones, ones)),)), (30, 10, 5), titled=False)
    assert made.notes.text().count(sentence) == 1
    assert sentence not in made.precision_notes.text()
    made.show_table(plain, (30, 10, 5), titled=False)
    assert sentence not in made.notes.text()
    use_language("en")


def test_marks_are_explained(window: MainWindow, qtbot: QtBot) -> None:
    made = ResultTable()
    qtbot.addWidget(made)
    made.show_table(table(Flag.MASKED_BASE), (30, 10, 5))
    assert "10" in made.sheet.sentence(0, 0)
    assert "*" in made.sheet.sentence(0, 0)
    assert made.sheet.sentence(0, 2).count("\n") == 0
    sentences = [render(text, "fr") for text in warnings_of([table(Flag.HIGH_CV)])]
    assert len(sentences) == 1
    assert "30" in sentences[0]
    assert "1 autre" in sentences[0]


@pytest.mark.parametrize(
    "chart", [one for one in Chart if one is not Chart.COLUMNS]
)  # months have a view of their own: test_reach_story
@pytest.mark.parametrize("flags", [(), (Flag.MASKED_CELL,)])
def test_every_chart_fits_its_width(window: MainWindow, qtbot: QtBot, chart: Chart, flags: tuple[Flag, ...]) -> None:
    from workbench.results.chart import ChartView

    shown = table(*flags)
    columns = tuple(replace(one, label=f"{one.label}: in part, or on some nights only") for one in shown.columns)
    spec = FigureSpec("f", replace(shown, columns=columns), chart, "Title")
    plan = plan_chart(spec, drawn(spec, "en"), 640, QFontMetrics(window.font()))
    assert plan.plot.right() <= 640
    assert plan.plot.left() >= 0
    bold = window.font()
    bold.setWeight(QFont.Weight.DemiBold)
    for words, (_, x, _) in zip(plan.beside, plan.keys, strict=True) if plan.beside else ():
        assert all(x + QFontMetrics(bold).horizontalAdvance(line) <= 640 for line in words)
    assert plan.low <= 0.2
    if chart is Chart.HEAT:  # each cell bears its number: there is no scale to mark
        assert not plan.ticks
    else:
        assert plan.ticks
        assert plan.x(plan.ticks[-1]) <= 640
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(640, 100)
    view.show_figure(spec)
    view.resize(640, view.heightForWidth(640))
    picture = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    assert len(colours) > 3


def test_numbers_are_read_in_both_ways() -> None:
    assert numbers_of("0,25; 0.5 0.75") == [0.25, 0.5, 0.75]
    with pytest.raises(Problem):
        numbers_of("a few")


def test_a_variable_is_dropped_on_a_field(room: AnalysisWorkspace, calm: Calm) -> None:
    assert room.state.present is not None
    table = room.state.tables[room.state.present.table]
    site = table.named("site")
    room.acts.front.begin("proportions", {"variable": table.named("safe_at_night").id})
    calm()
    field = room.right.form.field("by")
    data = dragged_variable(table.id, site.id)
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    field.dropEvent(drop)
    calm()
    assert room.state.present.options["by"] == site.id
    assert room.state.outcome is not None
    room.left.turn_to("variables")
    room.left.variables.search.setText("income")
    QTest.keyClick(room.left.variables.search, Qt.Key.Key_Return)
    room.acts.new_analysis.question.buttons[1].click()  # the draft is not kept
    calm()
    assert room.state.present.declaration == "describe"


def test_a_dragged_variable_is_known_again(room: AnalysisWorkspace) -> None:
    one = next(iter(room.state.tables.values()))
    field = VariableField("Variable", parent=room)
    field.offer(one, [variable for variable in one.variables if variable.id == "v3"])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for table, variable in (("t99", "v3"), (one.id, "v2"), (one.id, "v3")):
        assert field.value() is None
        data = dragged_variable(table, variable)
        field.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert field.value() == "v3"
