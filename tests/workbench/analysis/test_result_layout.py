# SPDX-License-Identifier: MIT
"""Layout of tables and charts of results: columns, notes, headings and intervals at every width."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from analysis.analyses import run
from analysis.codings.study import CodingStudy
from analysis.figures.series import drawn
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from tests.analysis.codings.counted import codings
from wording import Problem, render
from workbench.app import make_application
from workbench.conditions.condition_writing import numbers_of
from workbench.results.chart_painting import plan_chart
from workbench.results.result_table import ResultTable
from workbench.results.table_block import ResultTableBlock
from workbench.results.table_layout import PAD, TableLayout, fonts, lay_out, wrapped
from workbench.results.warnings import warnings_of
from workbench.theme import ColourScheme, apply_stylesheet, apply_theme
from workbench.translation import use_language


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """An empty window in the look of the program: for what is laid out without a room."""
    application = make_application()
    use_language("en")
    apply_theme(application, ColourScheme.LIGHT)
    made = QWidget()
    qtbot.addWidget(made)
    apply_stylesheet(made)
    return made


def table(*flags: Flag, columns: int = 2) -> TableSpec:
    cell = Cell(0.25, 0.2, 0.31, n=40, base=160, unit=Unit.SHARE)
    marked = Cell(None, n=None, base=None, unit=Unit.SHARE, flags=frozenset(flags)) if flags else cell
    rows = tuple(
        Row(f"r{at}", f"A rather long answer number {at}", (marked,) * 1 + (cell,) * (columns - 1)) for at in range(4)
    )
    heads = tuple(Column(f"g{at}", f"Group {at}", base=160) for at in range(columns))
    return TableSpec("t", "Title", "Base", None, heads, rows, base=160)


@pytest.mark.parametrize("width", [320, 700, 1400])
def test_columns_stand_beside_each_other(host: QWidget, width: int) -> None:
    grid = lay_out(table(columns=3), "fr", width)
    assert grid.lefts[0] == grid.stub_width
    for left, wide, after in zip(grid.lefts, grid.widths, [*grid.lefts[1:], grid.width], strict=True):
        assert left + wide == after
    assert [row.top for row in grid.rows[1:]] == [row.top + row.height for row in grid.rows[:-1]]
    assert grid.place(grid.lefts[1] + 1, grid.rows[2].top + 1) == (2, 1)
    if width >= 700:
        assert grid.width <= width


def test_intervals_go_below_their_estimates_before_a_table_scrolls(host: QWidget) -> None:
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


def test_columns_stand_closer_before_a_table_scrolls(host: QWidget) -> None:
    plain = table(columns=9)
    needed = lay_out(plain, "fr", 300).width  # too wide for that in any way
    close = lay_out(plain, "fr", needed - 40)
    assert close.pad < lay_out(plain, "fr", 300).pad
    assert close.width <= needed - 40


def test_a_table_is_laid_out_once_for_each_width(host: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(shown: TableSpec, language: str, width: int) -> TableLayout:
        asked.append(width)
        return lay_out(shown, language, width)

    monkeypatch.setattr("workbench.results.result_table.lay_out", counted)
    made = ResultTable()
    qtbot.addWidget(made)
    made.show_table(table(columns=3), (30, 10, 5))
    first = made.heightForWidth(300)
    for width in (500, 300, 400, 500, 300):
        made.heightForWidth(width)
    assert sorted(asked) == sorted(set(asked))
    made.show_table(table(columns=4), (30, 10, 5))
    assert made.heightForWidth(300) != first or asked.count(300) == 2


def test_what_stands_below_is_spoken_with_its_estimate(host: QWidget, qtbot: QtBot) -> None:
    made = ResultTable()
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.show()
    made.show_table(table(columns=3), (30, 10, 5))
    assert made.sheet.sentence(0, 1) == "A rather long answer number 0, Group 1 (n\u00a0=\u00a0160): 25%, 95% CI: 20–31"


def test_a_heading_over_rows_has_the_whole_width(host: QWidget) -> None:
    plain = table(columns=3)
    words = "Sex of the head of the household or of who speaks for it"
    over = Row("over", words, (Cell(),) * 3, heading=True)
    grid = lay_out(replace(plain, rows=(over, *plain.rows)), "en", 520)
    assert grid.rows[0].label == (words,)
    assert grid.stub_width == lay_out(plain, "en", 520).stub_width


def test_a_name_over_count_and_share_is_not_cut(host: QWidget) -> None:
    columns = tuple(Column(name, name, show=("estimate", "share")) for name in ("Interviewees", "Alle"))
    spec = TableSpec("t", "Codes", None, "Code", columns, (Row("r", "Act", (Cell(estimate=1.0), Cell(estimate=1.0))),))
    grid = lay_out(spec, "en", 60)
    name, left, right = grid.spans[0]
    assert name == "Interviewees"
    assert right - left >= QFontMetrics(fonts()[1]).horizontalAdvance(name) + 2 * grid.pad


def test_words_alone_in_their_row_are_read_without_scrolling(host: QWidget) -> None:
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


def test_a_table_is_shown_whole_in_every_width(host: QWidget, qtbot: QtBot) -> None:
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
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        qtbot.wait(5)
        bar = made.horizontalScrollBar()
        assert made.height() == made.sheet.height() + (bar.height() if bar.isVisible() else 0), width
        heights.append(made.height())
    assert max(heights) > min(heights)


def test_a_dot_between_two_words_stands_on_no_line_alone(host: QWidget) -> None:
    metrics = QFontMetrics(host.font())
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
    host: QWidget, qtbot: QtBot, language: str, sentence: str
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


def test_marks_are_explained(host: QWidget, qtbot: QtBot) -> None:
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
def test_every_chart_fits_its_width(host: QWidget, qtbot: QtBot, chart: Chart, flags: tuple[Flag, ...]) -> None:
    from workbench.results.chart import ChartView

    shown = table(*flags)
    columns = tuple(replace(one, label=f"{one.label}: in part, or on some nights only") for one in shown.columns)
    spec = FigureSpec("f", replace(shown, columns=columns), chart, "Title")
    plan = plan_chart(spec, drawn(spec, "en"), 640, QFontMetrics(host.font()))
    assert plan.plot.right() <= 640
    assert plan.plot.left() >= 0
    bold = host.font()
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


def test_sentences_break_before_the_last_column_is_scrolled_to(host: QWidget) -> None:
    """A keyword in context at 910 × 512 leaves about 500 pixels: before, the word, behind and who spoke fit there."""
    heads = tuple(Column(name, name.title(), show=("estimate",)) for name in ("before", "said", "after", "speaker"))
    sentence = "and then the man from the quarry kept my papers in a drawer"
    rows = tuple(
        Row(
            f"h{at}",
            "Interview 4",
            tuple(Cell(text=one, unit=Unit.TEXT) for one in (sentence, "passport", sentence, "P1")),
        )
        for at in range(3)
    )
    words = TableSpec("kwic", "Passport", None, "Interview", heads, rows)
    assert lay_out(words, "fr", 500).width <= 500
    assert min(lay_out(words, "fr", 700).widths[0], lay_out(words, "fr", 700).widths[2]) >= 190


def test_codes_that_meet_none_stand_behind_a_link(host: QWidget, qtbot: QtBot) -> None:
    matrix = run("cooccurrence", CodingStudy(codings()), {}).tables[0]
    block = ResultTableBlock()
    qtbot.addWidget(block)
    block.show_table(matrix, (0, 0, 0), titled=False)
    shown = block.table.sheet.table
    assert 1 < len(shown.rows) < len(matrix.rows)
    assert len(shown.columns) == len(shown.rows)
    assert not block.every_code.isHidden()
    block.every_code.click()
    assert len(block.table.sheet.table.rows) == len(matrix.rows)
    block.every_code.click()
    assert len(block.table.sheet.table.rows) == len(shown.rows)
    other = run("code_frequencies", CodingStudy(codings()), {}).tables[0]
    block.show_table(other, (0, 0, 0), titled=False)
    assert block.every_code.isHidden()
    assert len(block.table.sheet.table.rows) == len(other.rows)
